package windows

import "strings"

// HasPattern says whether a key has one of the pattern characters * and ?.
func HasPattern(s string) bool { return strings.ContainsAny(s, "*?") }

// Match says whether the name fits the pattern, without case: * is any text, ? is one character.
// In a path, where both have backslashes, * and ? stay within one component.
func Match(pattern, name string) bool {
	ps, ns := strings.Split(fold(pattern), `\`), strings.Split(fold(name), `\`)
	if len(ps) != len(ns) {
		return len(ps) == 1 && match([]rune(ps[0]), []rune(fold(name)))
	}
	for i := range ps {
		if !match([]rune(ps[i]), []rune(ns[i])) {
			return false
		}
	}
	return true
}

// Lies says whether a program lies where the pattern says: a leading *\ is any folder, and what lies below a folder
// that the pattern names lies there, too.
func Lies(pattern, path string) bool {
	parts, ns := strings.Split(fold(pattern), `\`), strings.Split(fold(path), `\`)
	first, last := 0, 0
	if len(parts) > 1 && parts[0] == "*" {
		parts, first, last = parts[1:], 1, len(ns)-len(parts)+1
	}
	for at := first; at <= last && at+len(parts) <= len(ns); at++ {
		fits := true
		for i, p := range parts {
			fits = fits && match([]rune(p), []rune(ns[at+i]))
		}
		if fits {
			return true
		}
	}
	return false
}

// match goes back to the last * only, so it takes at most len(p)*len(s) steps.
func match(p, s []rune) bool {
	star, from, i, j := -1, 0, 0, 0
	for j < len(s) {
		switch {
		case i < len(p) && p[i] == '*':
			star, from = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == s[j]):
			i++
			j++
		case star >= 0:
			from++
			i, j = star+1, from
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// fold is the form in which Windows compares names: without case, one separator.
func fold(s string) string { return strings.ToLower(strings.ReplaceAll(s, "/", `\`)) }

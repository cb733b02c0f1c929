package windows

import "strings"

// QuoteArg is one argument as CommandLineToArgvW reads it back.
func QuoteArg(arg string) string {
	if arg != "" && !strings.ContainsAny(arg, " \t\n\v\f\r\"") {
		return arg
	}
	var b strings.Builder
	b.WriteByte('"')
	slashes := 0
	for _, r := range arg {
		switch r {
		case '\\':
			slashes++
		case '"':
			// with those written already: twice as many, and one for the quote
			b.WriteString(strings.Repeat(`\`, slashes+1))
			slashes = 0
		default:
			slashes = 0
		}
		b.WriteRune(r)
	}
	b.WriteString(strings.Repeat(`\`, slashes))
	b.WriteByte('"')
	return b.String()
}

// CommandLine is a program and its arguments as one line.
func CommandLine(file string, args []string) string {
	line := QuoteArg(file)
	if !strings.HasPrefix(line, `"`) && strings.ContainsAny(file, "&()[]{}^=;!'+,`~") {
		line = `"` + file + `"`
	}
	for _, a := range args {
		line += " " + QuoteArg(a)
	}
	return line
}

// SplitCommandLine gives a command line's program and arguments by the rules of CommandLineToArgvW. A program without
// quotes ends behind .exe, whatever blanks are in its path: registered uninstall commands are often written so (dossier
// 4.5). The program is "" when none can be told.
func SplitCommandLine(line string) (file string, args []string) {
	line = strings.Trim(line, " \t\n\v\f\r")
	var rest string
	if quoted, ok := strings.CutPrefix(line, `"`); ok {
		if file, rest, ok = strings.Cut(quoted, `"`); !ok {
			return "", nil
		}
	} else {
		at := programEnd(line)
		file, rest = line[:at], line[at:]
	}
	return strings.TrimSpace(file), splitArgs(rest)
}

// programEnd is where an unquoted program ends: behind the first .exe that a blank or the end follows, else at the
// first blank.
func programEnd(line string) int {
	lower := strings.ToLower(line)
	if len(lower) != len(line) {
		lower = line
	}
	for from := 0; ; {
		i := strings.Index(lower[from:], ".exe")
		if i < 0 {
			break
		}
		from += i + len(".exe")
		if from == len(line) || line[from] == ' ' || line[from] == '\t' {
			return from
		}
	}
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		return i
	}
	return len(line)
}

func splitArgs(s string) []string {
	var args []string
	var b strings.Builder
	inArg, quoted := false, false
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\\':
			n := 0
			for i < len(s) && s[i] == '\\' {
				n++
				i++
			}
			inArg = true
			if i < len(s) && s[i] == '"' {
				b.WriteString(strings.Repeat(`\`, n/2))
				if n%2 == 1 {
					b.WriteByte('"')
					i++
				}
				continue
			}
			b.WriteString(strings.Repeat(`\`, n))
		case c == '"':
			inArg = true
			if quoted && i+1 < len(s) && s[i+1] == '"' {
				b.WriteByte('"')
				i += 2
				continue
			}
			quoted = !quoted
			i++
		case (c == ' ' || c == '\t') && !quoted:
			if inArg {
				args = append(args, b.String())
				b.Reset()
				inArg = false
			}
			i++
		default:
			inArg = true
			b.WriteByte(c)
			i++
		}
	}
	if inArg {
		args = append(args, b.String())
	}
	return args
}

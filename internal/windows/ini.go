package windows

import (
	"sort"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
)

// INI is an INI file that is edited line by line: what is not touched stays as it is, byte for byte.
// It reads as Windows' GetPrivateProfileString does (dossier 4.3): names without case, the first section of a
// name and the first key in it win, blanks around a value and one pair of quotes are no part of it.
type INI struct {
	encoding Encoding
	lines    []*iniLine
	tail     string // from an end-of-file mark (0x1A) on
}

type iniLine struct {
	text, end string // end: the line's own line end; empty on a last line without one
	was       string // the text before any change
	added     bool
	removed   bool
}

// ParseINI reads an INI file. The error is that its bytes are no text that survives a round trip, or that a crash has
// left holes in it.
func ParseINI(data []byte) (*INI, error) {
	text, enc, err := Decode(data)
	if err != nil {
		return nil, err
	}
	f := &INI{encoding: enc}
	if i := strings.IndexByte(text, 0x1A); i >= 0 && strings.Trim(text[i:], "\x1a\r\n\t \x00") == "" {
		text, f.tail = text[:i], text[i:]
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return nil, problem.New(problem.INIDamaged, "place", strconv.Itoa(i+1))
	}
	for text != "" {
		l := &iniLine{text: text}
		if i := strings.IndexAny(text, "\r\n"); i >= 0 {
			n := 1
			// a transfer as text has doubled the CR: it is one line end for all that
			if cr := len(text[i:]) - len(strings.TrimLeft(text[i:], "\r")); strings.HasPrefix(text[i+cr:], "\n") {
				n = cr + 1
			}
			l.text, l.end = text[:i], text[i:i+n]
		}
		text = text[len(l.text)+len(l.end):]
		l.was = l.text
		f.lines = append(f.lines, l)
	}
	return f, nil
}

// Encoding is the file's encoding.
func (f *INI) Encoding() Encoding { return f.encoding }

// Bytes is the file with its changes. A character that the file's encoding does not have is an error, and so are bytes
// that would be read as another encoding's text: "ß€" in Windows-1252 is a valid UTF-8 character.
func (f *INI) Bytes() ([]byte, error) {
	var b strings.Builder
	for n, l := range f.lines {
		if f.Changed() && l.torn() {
			return nil, problem.New(problem.INIHeaders, "line", strconv.Itoa(n+1), "text", cut(l.was, 60))
		}
		if !l.removed {
			b.WriteString(l.text)
			b.WriteString(l.end)
		}
	}
	b.WriteString(f.tail)
	out, err := Encode(b.String(), f.encoding)
	if err != nil {
		return nil, err
	}
	if text, enc, err := Decode(out); err != nil || text != b.String() {
		return nil, problem.New(problem.TextReread, "encoding", string(f.encoding), "other", string(enc))
	}
	return out, nil
}

// header is a line's section name, as written.
func (l *iniLine) header() (string, bool) {
	s := trimBlanks(l.text)
	if !strings.HasPrefix(s, "[") {
		return "", false
	}
	name, _, ok := strings.Cut(s[1:], "]")
	return trimBlanks(name), ok
}

// torn says whether a header has another one in it: two lines that have become one.
func (l *iniLine) torn() bool {
	name, ok := l.header()
	if !ok {
		return false
	}
	_, rest, _ := strings.Cut(trimBlanks(l.text)[1:], "]")
	return strings.Contains(name, "[") || strings.HasPrefix(trimBlanks(rest), "[") || strings.HasPrefix(rest, "]")
}

// key splits a line at its first =. Comments, section headers and lines without = have no key.
func (l *iniLine) key() (name, value string, ok bool) {
	s := trimBlanks(l.text)
	if s == "" || strings.ContainsAny(s[:1], ";#[") {
		return "", "", false
	}
	name, value, ok = strings.Cut(s, "=")
	name = trimBlanks(name)
	return name, trimBlanks(value), ok && name != ""
}

// padded says whether the line has blanks around its first = or at its end.
func (l *iniLine) padded() bool { return trimmed(l.text) != l.text }

// trimmed is a key's line without blanks directly around its first = and at its end (A05).
func trimmed(s string) string {
	left, right, ok := strings.Cut(s, "=")
	if !ok {
		return s
	}
	return strings.TrimRight(left, " \t") + "=" + trimBlanks(right)
}

func trimBlanks(s string) string { return strings.Trim(s, " \t") }

// unquote takes one pair of quotes off a value.
func unquote(s string) string {
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		return s[1 : n-1]
	}
	return s
}

// section gives the lines of the first section of this name, header first; nil when there is none.
func (f *INI) section(name string) []*iniLine {
	from := -1
	for i, l := range f.lines {
		if l.removed {
			continue
		}
		if h, ok := l.header(); ok {
			if from >= 0 {
				return f.lines[from:i]
			}
			if strings.EqualFold(h, trimBlanks(name)) {
				from = i
			}
		}
	}
	if from < 0 {
		return nil
	}
	return f.lines[from:]
}

// find is the effective line of a key.
func (f *INI) find(section, key string) *iniLine {
	for _, l := range f.section(section) {
		if name, _, ok := l.key(); ok && !l.removed && strings.EqualFold(name, trimBlanks(key)) {
			return l
		}
	}
	return nil
}

// Get is the effective value of a key, and the key as it is written.
func (f *INI) Get(section, key string) (value, spelling string, ok bool) {
	l := f.find(section, key)
	if l == nil {
		return "", "", false
	}
	spelling, value, _ = l.key()
	return unquote(value), spelling, true
}

// INISection is what takes effect of one section. The maps' keys are in lower case.
type INISection struct {
	Name     string            // as written
	Values   map[string]string // key → effective value
	Spelling map[string]string // key → as written
	Padded   []string          // keys with blanks around = or at the line's end, sorted
}

// Sections are the sections that take effect, by their names in lower case.
func (f *INI) Sections() map[string]INISection {
	out := map[string]INISection{}
	for _, l := range f.lines {
		name, ok := l.header()
		at := strings.ToLower(name)
		if _, twice := out[at]; !ok || l.removed || twice {
			continue
		}
		s := INISection{Name: name, Values: map[string]string{}, Spelling: map[string]string{}}
		for _, kl := range f.section(name) {
			key, value, ok := kl.key()
			low := strings.ToLower(key)
			if _, twice := s.Values[low]; !ok || kl.removed || twice {
				continue
			}
			s.Values[low], s.Spelling[low] = unquote(value), key
			if kl.padded() {
				s.Padded = append(s.Padded, low)
			}
		}
		sort.Strings(s.Padded)
		out[at] = s
	}
	return out
}

// Set gives a key a value. An existing key keeps its spelling, its place, the blanks around = and its quotes; a new one
// goes directly after the last key of its section, a new section to the end of the file. Set does nothing when the key
// has the value. A name or value that cannot stand in an INI file is an error.
func (f *INI) Set(section, key, value string) error {
	if err := CheckINISection(section); err != nil {
		return err
	}
	if err := CheckINIEntry(key, value); err != nil {
		return err
	}
	l := f.find(section, key)
	if l == nil {
		f.insert(section, key+"="+quoted(value))
		return nil
	}
	left, right, _ := strings.Cut(l.text, "=")
	old := trimBlanks(right)
	if unquote(old) == value {
		return nil
	}
	lead := right[:len(right)-len(strings.TrimLeft(right, " \t"))]
	trail := right[len(strings.TrimRight(right, " \t")):]
	if old == "" { // all blanks: they are before the value, not behind it too
		trail = ""
	}
	if unquote(old) != old {
		value = old[:1] + value + old[:1]
	} else {
		value = quoted(value)
	}
	l.text = left + "=" + lead + value + trail
	return nil
}

// CheckINISection says why a name cannot be that of a section; nil if it can.
func CheckINISection(name string) error { return checkName(problem.INISectionName, name, "]") }

// CheckINIEntry says why a key and its value cannot stand in an INI file; nil if they can.
func CheckINIEntry(key, value string) error {
	if err := checkName(problem.INIKeyName, key, "="); err != nil {
		return err
	}
	if strings.ContainsAny(key[:1], ";#[") {
		return problem.New(problem.INIKeyBegin, "name", problem.Quote(key), "character", problem.Quote(key[:1]))
	}
	if i := strings.IndexAny(value, "\r\n\x00\x1a"); i >= 0 {
		return problem.New(problem.INIValueLine, "name", key, "character", strconv.QuoteRune(rune(value[i])))
	}
	return nil
}

func checkName(id problem.ID, name, forbidden string) error {
	if name == "" || trimBlanks(name) != name || strings.ContainsAny(name, forbidden+"\r\n\x00\x1a") {
		return problem.New(id, "name", problem.Quote(name), "forbidden", problem.Quote(forbidden))
	}
	return nil
}

// quoted puts quotes around a value that would not be read back without them.
func quoted(s string) string {
	if trimBlanks(s) != s || unquote(s) != s {
		return `"` + s + `"`
	}
	return s
}

// insert puts a new line behind the last key of a section.
func (f *INI) insert(section, text string) {
	lines := f.section(section)
	if lines == nil {
		f.add(len(f.lines), "["+section+"]", f.lines)
		f.add(len(f.lines), text, f.lines)
		return
	}
	last := lines[0]
	for _, l := range lines {
		if _, _, ok := l.key(); ok && !l.removed {
			last = l
		}
	}
	for i, l := range f.lines {
		if l == last {
			f.add(i+1, text, lines)
			return
		}
	}
}

// add puts a line at a place. It ends as most of these lines do; behind a last line without end, the end moves along.
func (f *INI) add(at int, text string, like []*iniLine) {
	l := &iniLine{text: text, end: f.lineEnd(like), added: true}
	if prev := f.before(at); prev != nil && prev.end == "" {
		prev.end, l.end = l.end, ""
	}
	if next := f.after(at); l.end == "\r" && next != nil && next.text == "" {
		l.end = "\r\n" // else it and the empty line would become one
	}
	f.lines = append(f.lines[:at:at], append([]*iniLine{l}, f.lines[at:]...)...)
}

func (f *INI) after(at int) *iniLine {
	for _, l := range f.lines[at:] {
		if !l.removed {
			return l
		}
	}
	return nil
}

func (f *INI) before(at int) *iniLine {
	for i := at - 1; i >= 0; i-- {
		if !f.lines[i].removed {
			return f.lines[i]
		}
	}
	return nil
}

func (f *INI) lineEnd(like []*iniLine) string {
	for _, lines := range [][]*iniLine{like, f.lines} {
		count := map[string]int{}
		best := ""
		for _, l := range lines {
			if l.end == "" {
				continue
			}
			if count[l.end]++; count[l.end] > count[best] {
				best = l.end
			}
		}
		if best != "" {
			return best
		}
	}
	return "\r\n"
}

// Remove takes a key's lines out of its section: the effective one, and its duplicates, which would come alive.
func (f *INI) Remove(section, key string) {
	for l := f.find(section, key); l != nil; l = f.find(section, key) {
		l.removed = true
	}
}

// Trim takes away the blanks directly around the first = and at the end of a key's effective line, and nothing else
// (A05).
func (f *INI) Trim(section, key string) {
	if l := f.find(section, key); l != nil {
		l.text = trimmed(l.text)
	}
}

// TrimAll trims every key's line of a section.
func (f *INI) TrimAll(section string) {
	for _, l := range f.section(section) {
		if _, _, ok := l.key(); ok && !l.removed {
			l.text = trimmed(l.text)
		}
	}
}

// Changed says whether there is any change.
func (f *INI) Changed() bool {
	for _, l := range f.lines {
		if l.removed != l.added || (!l.removed && l.text != l.was) {
			return true
		}
	}
	return false
}

// Diff are the touched lines, - before and + after, under the headers of their sections.
func (f *INI) Diff() []string {
	var out []string
	header := ""
	for _, l := range f.lines {
		if _, ok := l.header(); ok {
			header = " " + l.text
			if l.added {
				header = ""
			}
		}
		if l.text == l.was && !l.added && !l.removed {
			continue
		}
		if header != "" {
			out, header = append(out, header), ""
		}
		if !l.added {
			out = append(out, "-"+l.was)
		}
		if !l.removed {
			out = append(out, "+"+l.text)
		}
	}
	return out
}

// Line is a key's effective line as it is now.
func (f *INI) Line(section, key string) (string, bool) {
	if l := f.find(section, key); l != nil {
		return l.text, true
	}
	return "", false
}

// SetLine puts another text in the place of a key's effective line.
func (f *INI) SetLine(section, key, text string) {
	if l := f.find(section, key); l != nil {
		l.text = text
	}
}

// Count says how many lines of its section have this key; the first one takes effect.
func (f *INI) Count(section, key string) int {
	n := 0
	for _, l := range f.section(section) {
		if name, _, ok := l.key(); ok && !l.removed && strings.EqualFold(name, key) {
			n++
		}
	}
	return n
}

// cut quotes the beginning of a text.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		s = string(r[:most])
	}
	return problem.Quote(s)
}

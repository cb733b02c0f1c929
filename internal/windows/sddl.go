package windows

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
)

// Access masks of files and folders (dossier 4.4), with SYNCHRONIZE as Windows stores them.
const (
	RightsRead   uint32 = 0x1200A9 // read and execute
	RightsModify uint32 = 0x1301BF
	RightsFull   uint32 = 0x1F01FF
)

// Rights is the access mask of a right as a playbook names it.
func Rights(name string) (uint32, error) {
	switch name {
	case "read":
		return RightsRead, nil
	case "modify":
		return RightsModify, nil
	case "full":
		return RightsFull, nil
	}
	return 0, problem.New(problem.RightUnknown, "name", problem.Quote(name))
}

// Flags of an access list's entry.
const (
	objectInherit    = 1 << iota // OI: files in the folder get it
	containerInherit             // CI: folders in the folder get it
	noPropagate                  // NP: only one level down
	inheritOnly                  // IO: not the folder itself
	inherited                    // ID: comes from a folder above
)

var aceFlags = []struct {
	letters string
	flag    int
}{{"OI", objectInherit}, {"CI", containerInherit}, {"NP", noPropagate}, {"IO", inheritOnly}, {"ID", inherited}}

// DACL is the access list of a file or folder, from SDDL. Entries that are not understood stay as they are.
type DACL struct {
	before, after string // what the text has besides the access list: owner, group, audit list
	flags         string // P, AI, AR as written
	null          bool   // no access list at all: everybody may do everything
	aces          []ace
}

type ace struct {
	raw   string // as written, without parentheses
	kind  string // A allow, D deny; others are kept and not judged
	flags int
	mask  uint32 // with generic rights mapped to a file's
	store uint32 // as it is stored
	sid   string
	known bool // kind, flags, mask and sid are understood
	// maybe: a denial that depends on a condition or on an object, which may hit.
	maybe bool
}

// ParseDACL reads a security descriptor's access list from SDDL.
func ParseDACL(sddl string) (*DACL, error) {
	const limit = 1 << 18
	if len(sddl) > limit {
		return nil, problem.New(problem.AccessTooLong, "size", strconv.Itoa(len(sddl)), "most", strconv.Itoa(limit))
	}
	start := sectionAt(sddl, 'D')
	if start < 0 {
		return nil, problem.New(problem.AccessNone, "text", cut(sddl, 60))
	}
	d := &DACL{before: sddl[:start]}
	rest := sddl[start+2:]
	end := strings.IndexByte(rest, '(')
	if s := strings.Index(rest, "S:"); s >= 0 && (end < 0 || s < end) {
		end = s
	}
	if end < 0 {
		end = len(rest)
	}
	d.flags, rest = rest[:end], rest[end:]
	if strings.Contains(d.flags, "NO_ACCESS_CONTROL") {
		d.null = true
	}
	for strings.HasPrefix(rest, "(") {
		n := closing(rest)
		if n < 0 {
			return nil, problem.New(problem.AccessCut, "text", cut(sddl, 80))
		}
		d.aces = append(d.aces, parseACE(rest[1:n]))
		rest = rest[n+1:]
	}
	if rest != "" && !strings.HasPrefix(rest, "S:") {
		return nil, problem.New(problem.AccessEntry, "text", cut(rest, 40))
	}
	d.after = rest
	return d, nil
}

// sectionAt finds a section outside of parentheses.
func sectionAt(s string, letter byte) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '(':
			depth++
		case s[i] == ')':
			depth--
		case depth == 0 && s[i] == letter && i+1 < len(s) && s[i+1] == ':':
			return i
		}
	}
	return -1
}

// closing is the place of the parenthesis that closes the first one; conditions nest and have quoted text.
func closing(s string) int {
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case quoted:
		case s[i] == '(':
			depth++
		case s[i] == ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func parseACE(raw string) ace {
	a := ace{raw: raw}
	parts := strings.Split(raw, ";")
	if len(parts) < 6 {
		return a
	}
	a.kind, a.sid = strings.ToUpper(parts[0]), normalSID(parts[5])
	flags, okFlags := parseFlags(parts[1])
	mask, okMask := parseMask(parts[2])
	a.flags, a.mask, a.store = flags, MapGeneric(mask), mask
	a.maybe = slices.Contains([]string{"XD", "OD", "ZD"}, a.kind) && okFlags && okMask
	a.known = len(parts) == 6 && (a.kind == "A" || a.kind == "D") && okFlags && okMask && parts[3] == "" &&
		parts[4] == "" && a.sid != ""
	return a
}

func parseFlags(s string) (int, bool) {
	if len(s)%2 != 0 {
		return 0, false
	}
	flags := 0
next:
	for ; s != ""; s = s[2:] {
		for _, f := range aceFlags {
			if strings.EqualFold(s[:2], f.letters) {
				flags |= f.flag
				continue next
			}
		}
		return 0, false
	}
	return flags, true
}

func printFlags(flags int) string {
	var b strings.Builder
	for _, f := range aceFlags {
		if flags&f.flag != 0 {
			b.WriteString(f.letters)
		}
	}
	return b.String()
}

// rightLetters are SDDL's names of access bits. Of those that Windows prints for files, the sums (FA, FR, FW, FX) too.
var rightLetters = map[string]uint32{
	"GA": 0x10000000, "GR": 0x80000000, "GW": 0x40000000, "GX": 0x20000000,
	"FA": RightsFull, "FR": 0x120089, "FW": 0x120116, "FX": 0x1200A0,
	"KA": 0xF003F, "KR": 0x20019, "KW": 0x20006, "KX": 0x20019,
	"RC": 0x20000, "SD": 0x10000, "WD": 0x40000, "WO": 0x80000,
	"CC": 0x1, "DC": 0x2, "LC": 0x4, "SW": 0x8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80, "CR": 0x100,
}

func parseMask(s string) (uint32, bool) {
	if s == "" {
		return 0, true
	}
	if s[0] >= '0' && s[0] <= '9' {
		n, err := strconv.ParseUint(s, 0, 32)
		return uint32(n), err == nil
	}
	if len(s)%2 != 0 {
		return 0, false
	}
	var mask uint32
	for ; s != ""; s = s[2:] {
		bits, ok := rightLetters[strings.ToUpper(s[:2])]
		if !ok {
			return 0, false
		}
		mask |= bits
	}
	return mask, true
}

// MapGeneric turns generic bits, which stand in inherit-only entries, into a file's own.
func MapGeneric(mask uint32) uint32 {
	for bit, rights := range map[uint32]uint32{
		0x10000000: RightsFull, 0x80000000: 0x120089, 0x40000000: 0x120116,
		0x20000000: 0x1200A0,
	} {
		if mask&bit != 0 {
			mask = mask&^bit | rights
		}
	}
	return mask
}

func printMask(mask uint32) string {
	for _, letters := range []string{"FA", "FR", "FW", "FX"} {
		if rightLetters[letters] == mask {
			return letters
		}
	}
	return fmt.Sprintf("0x%x", mask)
}

// String is the descriptor as SDDL, with what is besides the access list.
func (d *DACL) String() string {
	var b strings.Builder
	b.WriteString(d.before + "D:" + d.flags)
	for _, a := range d.aces {
		b.WriteString("(" + a.raw + ")")
	}
	b.WriteString(d.after)
	return b.String()
}

// Entries are the entries as SDDL, in order.
func (d *DACL) Entries() []string {
	out := make([]string, len(d.aces))
	for i, a := range d.aces {
		out[i] = "(" + a.raw + ")"
	}
	return out
}

// Protected says whether inheritance is off.
func (d *DACL) Protected() bool { return !d.null && strings.Contains(d.flags, "P") }

// Covers says whether this SID is given all these rights by its own entries and those of groups that each of its
// members is in for sure, inherited ones too, and no deny entry of it or of a group that a member may be in takes one
// away: on a file (folder false) or on a folder, the folders in it and the files in it. As Windows does, it goes
// through the entries in order.
func (d *DACL) Covers(sid string, mask uint32, folder bool) bool {
	if d.null {
		return true
	}
	sid = normalSID(sid)
	if !d.granted(sid, mask, func(flags int) bool { return flags&inheritOnly == 0 }) {
		return false
	}
	return !folder ||
		d.granted(sid, mask, func(flags int) bool { return flags&containerInherit != 0 && flags&noPropagate == 0 }) &&
			d.granted(sid, mask, func(flags int) bool { return flags&objectInherit != 0 && flags&noPropagate == 0 })
}

func (d *DACL) granted(sid string, mask uint32, applies func(flags int) bool) bool {
	var allowed, denied uint32
	allows, hits := surely(sid), wider(sid)
	for _, a := range d.aces {
		deny := a.denies(hits)
		if !deny && (!a.known || a.kind != "A" || !slices.Contains(allows, a.sid)) || !applies(a.flags) &&
			!(deny && a.flags&(objectInherit|containerInherit) != 0 &&
				applies(a.flags&^noPropagate)) {
			continue
		}
		if deny {
			denied |= a.mask &^ allowed
		} else {
			allowed |= a.mask &^ denied
		}
	}
	return allowed&mask == mask
}

// denies says whether the entry denies something to one of these groups, or may.
func (a ace) denies(hits []string) bool {
	return (a.known && a.kind == "D" || a.maybe) && slices.Contains(hits, a.sid)
}

// Denies are the entries of this SID and of wider groups that deny any of these rights, as SDDL.
func (d *DACL) Denies(sid string, mask uint32) []string {
	var out []string
	hits := wider(normalSID(sid))
	for _, a := range d.aces {
		if a.denies(hits) && a.mask&mask != 0 {
			out = append(out, "("+a.raw+")")
		}
	}
	return out
}

// Explicit is the access mask of the explicit allow entries of a SID with exactly these flags (OICI, OI, CI or empty),
// as it is stored.
func (d *DACL) Explicit(sid, flags string) (mask uint32, ok bool) {
	for _, a := range d.aces {
		if a.explicit(sid, flags) {
			mask, ok = mask|a.store, true
		}
	}
	return mask, ok
}

func (a ace) explicit(sid, flags string) bool {
	want, ok := parseFlags(flags)
	return ok && a.known && a.kind == "A" && a.flags == want && a.sid == normalSID(sid)
}

// Allow sets the access mask of the explicit allow entry of a SID with these flags; 0 removes it. An existing entry
// keeps its place; a new one goes behind the last explicit entry and before the inherited ones, the canonical order.
// All others stay as they are.
func (d *DACL) Allow(sid, flags string, mask uint32) {
	sid = normalSID(sid)
	var out []ace
	placed := mask == 0
	add := func() {
		out = append(out, parseACE(fmt.Sprintf("A;%s;%s;;;%s", flags, printMask(mask), shortSID(sid))))
		placed = true
	}
	exists := false
	for _, a := range d.aces {
		exists = exists || a.explicit(sid, flags)
	}
	for _, a := range d.aces {
		switch {
		case a.explicit(sid, flags):
			if !placed {
				add()
			}
			continue
		case !exists && !placed && a.inherited():
			add()
		}
		out = append(out, a)
	}
	if !placed {
		add()
	}
	d.aces = out
}

// inherited looks at the flags' text, so that it also knows entries that are otherwise not understood.
func (a ace) inherited() bool {
	if a.known {
		return a.flags&inherited != 0
	}
	parts := strings.Split(a.raw, ";")
	return len(parts) > 1 && strings.Contains(strings.ToUpper(parts[1]), "ID")
}

// Inherited is the access list that Windows gives a file or folder made in the folder that has this one, as far as no
// own is asked for: what the entries hand down, in their order.
func (d *DACL) Inherited(folder bool) *DACL {
	child := &DACL{flags: "AI", null: d.null}
	for _, a := range d.aces {
		parts := strings.Split(a.raw, ";")
		if len(parts) < 2 {
			continue
		}
		flags, ok := parseFlags(parts[1])
		if !ok {
			continue
		}
		folders, files := flags&containerInherit != 0, flags&objectInherit != 0
		switch {
		case folder && folders && flags&noPropagate == 0:
			flags &^= inheritOnly
		case folder && folders, !folder && files:
			flags = 0
		case folder && files && flags&noPropagate == 0:
			flags |= inheritOnly
		default:
			continue
		}
		parts[1] = printFlags(flags | inherited)
		child.aces = append(child.aces, parseACE(strings.Join(parts, ";")))
	}
	return child
}

// Canonical says whether the entries are in Windows' order: explicit denies, explicit allows, inherited.
func (d *DACL) Canonical() bool {
	last := 0
	for _, a := range d.aces {
		rank := 1
		switch {
		case a.inherited():
			rank = 2
		case strings.HasSuffix(strings.SplitN(strings.ToUpper(a.raw), ";", 2)[0], "D"):
			rank = 0
		}
		if rank < last {
			return false
		}
		last = rank
	}
	return true
}

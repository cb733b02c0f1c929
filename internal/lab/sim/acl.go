package sim

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

// Well-known accounts (dossier 4.4).
const (
	sidSystem         = "S-1-5-18"
	sidAdministrators = "S-1-5-32-544"
	sidUsers          = "S-1-5-32-545"
	sidCreatorOwner   = "S-1-3-0"
)

// aliases are SDDL's short names of accounts.
var aliases = map[string]string{
	"SY": sidSystem, "BA": sidAdministrators, "BU": sidUsers, "CO": sidCreatorOwner, "WD": "S-1-1-0", "AU": "S-1-5-11",
	"LS": "S-1-5-19", "NS": "S-1-5-20", "IU": "S-1-5-4", "NU": "S-1-5-2", "RD": "S-1-5-32-555", "PU": "S-1-5-32-547",
	"BG": "S-1-5-32-546", "CG": "S-1-3-1",
}

// rights are SDDL's names of file rights; letters can stand behind one another.
var rights = map[string]uint32{
	"FA": 0x1F01FF, "FR": 0x120089, "FW": 0x120116, "FX": 0x1200A0, "GA": 0x10000000, "GX": 0x20000000,
	"GW": 0x40000000, "GR": 0x80000000,
	"CC": 1, "DC": 2, "LC": 4, "SW": 8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80, "CR": 0x100, "SD": 0x10000,
	"RC": 0x20000, "WD": 0x40000, "WO": 0x80000,
}

// Flags of an entry.
const (
	objectInherit = 1 << iota
	containerInherit
	noPropagate
	inheritOnly
	inherited
)

var flagNames = []string{"OI", "CI", "NP", "IO", "ID"}

type ace struct {
	deny  bool
	flags int
	mask  uint32
	sid   string
}

// acl has a node's explicit entries in their order.
type acl struct {
	protected bool
	entries   []ace
}

// rootACL is a drive's, as Windows makes it.
var rootACL = func() *acl {
	list, err := parseSDDL("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;LC;;;BU)(A;CIIO;DC;;;" +
		"BU)(A;OICIIO;GA;;;CO)")
	if err != nil {
		panic(err)
	}
	return list
}()

// parseSDDL reads the explicit entries of a DACL; inherited ones (ID) are left out, for they follow from the parent.
func parseSDDL(text string) (*acl, error) {
	rest, ok := strings.CutPrefix(text, "D:")
	if !ok {
		return nil, fmt.Errorf("\"%v\" is no DACL: it begins with D: (DACL)", text)
	}
	flags, _, _ := strings.Cut(rest, "(")
	out := &acl{protected: strings.HasPrefix(flags, "P")}
	for rest = rest[len(flags):]; rest != ""; {
		body, after, ok := strings.Cut(rest, ")")
		fields := strings.Split(strings.TrimPrefix(body, "("), ";")
		if !ok || !strings.HasPrefix(body, "(") || len(fields) != 6 || (fields[0] != "A" && fields[0] != "D") {
			return nil, fmt.Errorf("\"%v\" has an entry that is not understood: \"%v\"", text, body)
		}
		e := ace{deny: fields[0] == "D", sid: fields[5]}
		if sid, ok := aliases[e.sid]; ok {
			e.sid = sid
		}
		for i := 0; i+2 <= len(fields[1]); i += 2 {
			for bit, name := range flagNames {
				if fields[1][i:i+2] == name {
					e.flags |= 1 << bit
				}
			}
		}
		if n, err := strconv.ParseUint(fields[2], 0, 32); err == nil {
			e.mask = uint32(n)
		} else {
			for i := 0; i+2 <= len(fields[2]); i += 2 {
				bits, ok := rights[fields[2][i:i+2]]
				if !ok {
					return nil, fmt.Errorf("\"%v\" has unknown rights \"%v\"", text, fields[2])
				}
				e.mask |= bits
			}
		}
		if e.flags&inherited == 0 {
			out.entries = append(out.entries, e)
		}
		rest = after
	}
	return out, nil
}

// mapped turns generic rights into those of files, as Windows does when an entry takes effect.
func mapped(mask uint32) uint32 {
	for generic, specific := range map[uint32]uint32{
		0x10000000: 0x1F01FF, 0x20000000: 0x1200A0, 0x40000000: 0x120116,
		0x80000000: 0x120089,
	} {
		if mask&generic != 0 {
			mask = mask&^generic | specific
		}
	}
	return mask
}

// all gives a node's entries: its own, then the inherited ones.
func (n *node) all() []ace {
	var out []ace
	if n.acl != nil {
		out = append(out, n.acl.entries...)
		if n.acl.protected {
			return out
		}
	}
	if n.parent == nil {
		return out
	}
	for _, e := range n.parent.all() {
		if got, ok := e.inherit(n.folder()); ok {
			out = append(out, got)
		}
	}
	return out
}

// inherit is what a child gets of an entry.
func (e ace) inherit(folder bool) (ace, bool) {
	direct := e.flags&objectInherit != 0 && !folder || e.flags&containerInherit != 0 && folder
	pass := folder && e.flags&(objectInherit|containerInherit) != 0 && e.flags&noPropagate == 0
	switch {
	case !direct && !pass:
		return e, false
	case !folder:
		e.flags = inherited
	case !pass:
		e.flags = inherited
	default:
		e.flags = e.flags&(objectInherit|containerInherit) | inherited
		if !direct || e.sid == sidCreatorOwner {
			e.flags |= inheritOnly
		}
	}
	if e.sid == sidCreatorOwner && !folder {
		return e, false // it becomes an entry of the owner, whom the simulator does not track
	}
	if e.flags&inheritOnly == 0 {
		e.mask = mapped(e.mask)
	}
	return e, true
}

func (n *node) protected() bool { return n.acl != nil && n.acl.protected }

func (n *node) sddl() string {
	var b strings.Builder
	b.WriteString("D:")
	if n.protected() {
		b.WriteString("P")
	}
	b.WriteString("AI")
	for _, e := range n.all() {
		b.WriteString(e.String())
	}
	return b.String()
}

// String is the entry in SDDL.
func (e ace) String() string {
	kind := "A"
	if e.deny {
		kind = "D"
	}
	flags := ""
	for bit, name := range flagNames {
		if e.flags&(1<<bit) != 0 {
			flags += name
		}
	}
	sid := e.sid
	for alias, s := range aliases {
		if s == sid {
			sid = alias
		}
	}
	return fmt.Sprintf("(%s;%s;%s;;;%s)", kind, flags, rightsText(e.mask), sid)
}

func rightsText(mask uint32) string {
	for _, name := range []string{"FA", "FR", "FW", "FX", "GA", "LC", "DC"} {
		if rights[name] == mask {
			return name
		}
	}
	return "0x" + strconv.FormatUint(uint64(mask), 16)
}

// canonical says whether the explicit entries deny first, as Windows' own tools keep them.
func (n *node) canonical() bool {
	if n.acl == nil {
		return true
	}
	allowed := false
	for _, e := range n.acl.entries {
		if e.deny && allowed {
			return false
		}
		allowed = allowed || !e.deny
	}
	return true
}

func (h *Host) getPermission(q resource.Query) ([]resource.Item, *resource.Fault) {
	a, f := h.address(q.Key)
	if f != nil {
		return nil, f
	}
	if isPattern(a.String()) {
		var items []resource.Item
		for _, n := range h.glob(a) {
			items = append(items, resource.Item{Key: n.path(), Props: n.permissionAnd(q)})
		}
		return items, nil
	}
	if n := h.find(a); n != nil {
		return []resource.Item{{Key: n.path(), Props: n.permissionAnd(q)}}, nil
	}
	return []resource.Item{{Key: a.String(), Props: resource.Props{
		"exists": false, "kind": nil, "sddl": nil, "owner": nil, "protected": nil, "canonical": nil,
	}}}, nil
}

// permissionAnd has beside the access list how many files and folders are below, up to as many as are asked for.
func (n *node) permissionAnd(q resource.Query) resource.Props {
	p := n.permission()
	if q.Args["below"] == nil {
		return p
	}
	p["below"], p["below_more"] = nil, nil
	if n.folder() {
		all, most := n.below(), q.Args.Int("below")
		p["below"], p["below_more"] = min(all, most), all > most
	}
	return p
}

func (n *node) permission() resource.Props {
	return resource.Props{
		"exists": true, "kind": n.kind(), "sddl": n.sddl(), "owner": n.owner, "protected": n.protected(),
		"canonical": n.canonical(),
	}
}

// entry is the key of one property: allow|SID|flags.
func entry(name string) (match ace, f *resource.Fault) {
	parts := strings.Split(name, "|")
	if len(parts) != 3 || (parts[0] != "allow" && parts[0] != "deny") || !strings.HasPrefix(parts[1], "S-1-") {
		return ace{}, fault(resource.Invalid, "", "\"%v\" is no property of a permission", name)
	}
	e := ace{deny: parts[0] == "deny", sid: parts[1]}
	switch parts[2] {
	case "OICI", "CIOI":
		e.flags = objectInherit | containerInherit
	case "OI":
		e.flags = objectInherit
	case "CI":
		e.flags = containerInherit
	case "":
	default:
		return ace{}, fault(resource.Invalid, "", "\"%v\" has unknown flags", name)
	}
	return e, nil
}

func (e ace) same(o ace) bool { return e.deny == o.deny && e.flags == o.flags && e.sid == o.sid }

func (h *Host) permissionNow(op resource.Op) (resource.Props, *resource.Fault) {
	a, f := h.address(op.Key)
	if f != nil {
		return nil, f
	}
	n := h.find(a)
	if n == nil {
		return nil, fault(resource.Absent, "0x80070002", "%s ist nicht vorhanden", a)
	}
	now := resource.Props{}
	for name := range touched(op) {
		if !strings.Contains(name, "|") {
			v, ok := n.permission()[name]
			if !ok {
				return nil, fault(resource.Invalid, "", "permission: \"%v\" cannot be set", name)
			}
			now[name] = v
			continue
		}
		e, f := entry(name)
		if f != nil {
			return nil, f
		}
		now[name] = nil
		if n.acl == nil {
			continue
		}
		var mask int64
		for _, x := range n.acl.entries {
			if x.same(e) {
				mask |= int64(x.mask)
				now[name] = mask
			}
		}
	}
	return now, nil
}

func (h *Host) writePermission(op resource.Op) *resource.Fault {
	a, f := h.address(op.Key)
	if f != nil {
		return f
	}
	n := h.find(a)
	if n == nil {
		return fault(resource.Absent, "0x80070002", "%s ist nicht vorhanden", a)
	}
	if !n.canonical() {
		return fault(resource.Unsupported, "", "the access list of %s is not in canonical order", a)
	}
	next := &acl{protected: n.protected()}
	if n.acl != nil {
		next.entries = append(next.entries, n.acl.entries...)
	}
	for _, name := range op.After.Keys() {
		if !strings.Contains(name, "|") {
			continue
		}
		e, f := entry(name)
		if f != nil {
			return f
		}
		at, kept := -1, next.entries[:0:0]
		for _, x := range next.entries {
			if x.same(e) {
				at = len(kept)
				continue
			}
			kept = append(kept, x)
		}
		if op.After[name] != nil {
			mask := op.After.Int(name)
			if mask <= 0 || mask > 0xFFFFFFFF {
				return fault(resource.Invalid, "", "\"%v\" is no access mask: %v", name, op.After[name])
			}
			e.mask = uint32(mask)
			if at < 0 { // deny entries stand first
				for at = 0; at < len(kept) && (kept[at].deny || !e.deny); at++ {
				}
			}
			kept = append(kept[:at:at], append([]ace{e}, kept[at:]...)...)
		}
		next.entries = kept
	}
	if len(next.entries) == 0 && !next.protected {
		next = nil
	}
	n.acl = next
	return nil
}

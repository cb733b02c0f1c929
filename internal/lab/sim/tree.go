package sim

import (
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xops-dev/xops/internal/resource"
)

type drive struct {
	kind       string // fixed, network, removable, optical, unknown
	root       *node
	size, free int64
	label      string
}

// ready says whether there is a medium in it: a drive for discs has none where it has no size.
func (d *drive) ready() bool { return d.kind != "optical" || d.size > 0 }

// node is a file or folder. Content is never changed in place, so hosts share it.
type node struct {
	name              string
	parent            *node
	children          map[string]*node // lower-case name → node; nil for a file
	data              []byte
	created, modified time.Time
	attributes        int    // bits in the order of attributeNames
	version           string // of a program
	link              bool
	acl               *acl // explicit entries; nil: inherited only
	owner             string
	busy              time.Time // until when another program holds it
}

func (n *node) folder() bool { return n.children != nil }

func (n *node) path() string {
	if n.parent == nil {
		return n.name + `\`
	}
	if n.parent.parent == nil {
		return n.parent.name + `\` + n.name
	}
	return n.parent.path() + `\` + n.name
}

// below counts the files and folders below a folder, without what links lead to.
func (n *node) below() (count int64) {
	for _, c := range n.children {
		count++
		if !c.link {
			count += c.below()
		}
	}
	return count
}

func (n *node) sorted() []*node {
	out := make([]*node, 0, len(n.children))
	for _, c := range n.children {
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return strings.ToLower(out[i].name) < strings.ToLower(out[j].name) })
	return out
}

// address is a split path.
type address struct {
	drive byte // upper-case letter, 0 for a share
	names []string
}

func (a address) String() string {
	if a.drive == 0 {
		return `\\` + strings.Join(a.names, `\`)
	}
	return string(a.drive) + `:\` + strings.Join(a.names, `\`)
}

// parsePath splits an absolute path. Patterns are allowed in names, not in the drive.
func parsePath(p string) (address, error) {
	p = strings.ReplaceAll(p, "/", `\`)
	var a address
	switch {
	case len(p) > 32_000:
		return a, fmt.Errorf("path of %d characters is too long", len(p))
	case strings.ContainsAny(p, "<>|\"\x00"):
		return a, fmt.Errorf("\"%v\" has a character that no path has", p)
	case strings.HasPrefix(p, `\\`):
		p = p[2:]
	case len(p) >= 3 && p[1] == ':' && p[2] == '\\' && (p[0]|0x20) >= 'a' && (p[0]|0x20) <= 'z':
		a.drive = p[0] &^ 0x20
		p = p[3:]
	default:
		return a, fmt.Errorf("\"%v\" is no absolute path", p)
	}
	for name := range strings.SplitSeq(p, `\`) {
		switch {
		case name == "":
		case name == "." || name == "..":
			return a, fmt.Errorf("a path must not contain . or ..: %s", p)
		case strings.Contains(name, ":"):
			return a, fmt.Errorf("\"%v\" names a stream, not a file", p)
		default:
			a.names = append(a.names, name)
		}
	}
	if a.drive == 0 && len(a.names) < 2 {
		return a, fmt.Errorf("\"%v\" names no share", p)
	}
	return a, nil
}

// expand replaces %NAME% as Windows does; an unknown name stays as it is.
func (h *Host) expand(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "%")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "%")
		value, known := h.env[strings.ToLower(name)]
		if !closed || !known {
			b.WriteByte('%')
			s = rest
			continue
		}
		b.WriteString(value)
		s = after
	}
}

// address expands and splits a key.
func (h *Host) address(key string) (address, *resource.Fault) {
	a, err := parsePath(h.expand(key))
	if err != nil {
		return a, fault(resource.Invalid, "0x8007007B", "%v", err)
	}
	if n := units(a.String()); n > longest {
		return a, fault(resource.Invalid, "", "the path has %d characters, and Windows PowerShell reaches %d", n,
			longest)
	}
	return a, nil
}

// longest is how many characters a path has at the most that Windows PowerShell reaches.
const longest = 259

// units is the length of a text as Windows counts it.
func units(s string) int { return len(utf16.Encode([]rune(s))) }

// find gives the node at an address without patterns, or nil.
func (h *Host) find(a address) *node {
	d := h.drives[a.drive]
	if d == nil {
		return nil
	}
	n := d.root
	for _, name := range a.names {
		if n = n.children[strings.ToLower(name)]; n == nil {
			return nil
		}
	}
	return n
}

// glob gives all nodes that fit an address with patterns, sorted by path.
func (h *Host) glob(a address) []*node {
	d := h.drives[a.drive]
	if d == nil {
		return nil
	}
	level := []*node{d.root}
	for _, name := range a.names {
		var next []*node
		for _, n := range level {
			if !isPattern(name) {
				if c := n.children[strings.ToLower(name)]; c != nil {
					next = append(next, c)
				}
				continue
			}
			for _, c := range n.sorted() {
				if match(name, c.name) {
					next = append(next, c)
				}
			}
		}
		level = next
	}
	sort.Slice(level,
		func(i, j int) bool { return strings.ToLower(level[i].path()) < strings.ToLower(level[j].path()) })
	return level
}

func (h *Host) newNode(parent *node, name string, folder bool) *node {
	at := h.now().Truncate(time.Millisecond)
	n := &node{name: name, parent: parent, created: at, modified: at, owner: sidAdministrators}
	if folder {
		n.children = map[string]*node{}
	}
	parent.children[strings.ToLower(name)] = n
	return n
}

// mkdir gives the folder at an address and makes what is missing of it.
func (h *Host) mkdir(a address) (*node, error) {
	d := h.drives[a.drive]
	if d == nil {
		return nil, fmt.Errorf("there is no drive for %s", a)
	}
	n := d.root
	for _, name := range a.names {
		c := n.children[strings.ToLower(name)]
		if c == nil {
			c = h.newNode(n, name, true)
		} else if !c.folder() {
			return nil, fmt.Errorf("%s is a file", c.path())
		}
		n = c
	}
	return n, nil
}

// put writes a file, new or there already, and keeps the name as it is on disk.
func (h *Host) put(a address, data []byte) (*node, error) {
	if len(a.names) == 0 {
		return nil, fmt.Errorf("%s is no file", a)
	}
	last := len(a.names) - 1
	dir, err := h.mkdir(address{a.drive, a.names[:last]})
	if err != nil {
		return nil, err
	}
	n := dir.children[strings.ToLower(a.names[last])]
	if n == nil {
		n = h.newNode(dir, a.names[last], false)
	} else if n.folder() {
		return nil, fmt.Errorf("%s is a folder", n.path())
	}
	n.data, n.modified = data, h.now().Truncate(time.Millisecond)
	return n, nil
}

func (n *node) remove() { delete(n.parent.children, strings.ToLower(n.name)) }

package sim

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

const defaultContent = 1 << 20

var attributeNames = []string{"readonly", "hidden", "system"}

func attributeBits(v any) (int, error) {
	names, _ := v.([]any)
	bits := 0
	for _, x := range names {
		found := false
		for i, name := range attributeNames {
			if x == name {
				bits |= 1 << i
				found = true
			}
		}
		if !found {
			return 0, fault(resource.Invalid, "", "%v is no attribute of a file", x)
		}
	}
	return bits, nil
}

func (n *node) attributeList() []any {
	out := []any{}
	for i, name := range attributeNames {
		if n.attributes&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return out
}

func (n *node) kind() string {
	if n.folder() {
		return "directory"
	}
	return "file"
}

func (h *Host) driveKind(a address) string {
	if a.drive == 0 {
		return "network"
	}
	if d := h.drives[a.drive]; d != nil {
		return d.kind
	}
	return "unknown"
}

func (h *Host) getFile(q resource.Query) ([]resource.Item, *resource.Fault) {
	a, f := h.address(q.Key)
	if f != nil {
		return nil, f
	}
	if !isPattern(a.String()) {
		if f := h.readable(a, q.Args); f != nil {
			return nil, f
		}
		return []resource.Item{h.fileItem(a, q.Args)}, nil
	}
	items := []resource.Item{}
	for _, at := range h.matches(a) {
		if f := h.readable(at, q.Args); f != nil {
			return nil, f
		}
		items = append(items, h.fileItem(at, q.Args))
	}
	return items, nil
}

// readable waits for a file whose bytes are wanted.
func (h *Host) readable(a address, args resource.Props) *resource.Fault {
	if !args.Bool("content") {
		return nil
	}
	return h.open(h.standing(a))
}

// fileItem is what is told of one path.
func (h *Host) fileItem(a address, args resource.Props) resource.Item {
	key, p := a.String(), h.absentFile(a, args)
	if n := h.standing(a); n != nil {
		key = strings.TrimSuffix(n.path(), oldSuffix)
		if h.find(a) != nil {
			key = n.path()
		}
		p = h.fileProps(a, n, args)
		p["path"] = key
	}
	if left := h.leftovers(key); left != nil {
		p["leftovers"] = left
	}
	return resource.Item{Key: key, Props: p}
}

func (h *Host) absentFile(a address, args resource.Props) resource.Props {
	p := resource.Props{
		"exists": false, "kind": nil, "path": nil, "size": nil, "modified": nil, "created": nil, "version": nil,
		"attributes": nil,
		"drive":      h.driveKind(a), "link": nil,
	}
	if args.Bool("content") {
		p["sha256"], p["content"] = nil, nil
	}
	return p
}

func (h *Host) fileProps(a address, n *node, args resource.Props) resource.Props {
	p := resource.Props{
		"exists": true, "kind": n.kind(), "path": n.path(), "size": int64(len(n.data)), "modified": stamp(n.modified),
		"created": stamp(n.created),
		"version": text(n.version), "attributes": n.attributeList(), "drive": h.driveKind(a), "link": n.link,
	}
	if n.folder() {
		p["size"] = nil
	}
	if args.Bool("content") {
		p["sha256"], p["content"] = nil, nil
		limit := int64(defaultContent)
		if args["max_bytes"] != nil {
			limit = args.Int("max_bytes")
		}
		if !n.folder() {
			p["sha256"] = digest(n.data)
			if int64(len(n.data)) <= limit {
				p["content"] = resource.Encode(n.data)
			}
		}
	}
	return p
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// moved gives the two ends of a move; ok is false when the operation is none.
func moved(op resource.Op) (from, to string, ok bool) {
	from, to = op.Before.String("path"), op.After.String("path")
	return from, to, from != "" && to != ""
}

func (h *Host) fileNow(op resource.Op) (resource.Props, *resource.Fault) {
	a, f := h.address(op.Key)
	if f != nil {
		return nil, f
	}
	if isPattern(a.String()) {
		return nil, fault(resource.Invalid, "", "%s: a pattern cannot be set", a)
	}
	n := h.find(a)
	now := resource.Props{}
	names := slices.Collect(maps.Keys(touched(op)))
	if i := slices.Index(names, "path"); i > 0 {
		names[0], names[i] = names[i], names[0] // what else is touched is looked at where the thing is
	}
	for _, name := range names {
		now[name] = nil
		switch name {
		case "exists":
			now[name] = n != nil
		case "kind":
			if n != nil {
				now[name] = n.kind()
			}
		case "content", "sha256": // compared, and answered, by the hash
			delete(now, name)
			now["sha256"] = nil
			if f := h.open(n); f != nil {
				return nil, f
			}
			if n != nil && !n.folder() {
				now["sha256"] = digest(n.data)
			}
		case "attributes":
			if n != nil {
				now[name] = n.attributeList()
			}
		case "path":
			from, to, ok := moved(op)
			if !ok {
				return nil, fault(resource.Invalid, "", "a move needs path before and after")
			}
			// What is compared is where the thing is now; both there is neither before nor after.
			source, target := h.at(from), h.at(to)
			switch {
			case source != nil && target != nil:
				now[name] = []any{from, to}
			case source != nil:
				now[name], n = from, source
			case target != nil:
				now[name], n = to, target
			}
		default:
			return nil, fault(resource.Invalid, "", "file: \"%v\" cannot be set", name)
		}
	}
	return now, nil
}

func (h *Host) writeFile(op resource.Op) *resource.Fault {
	a, f := h.address(op.Key)
	if f != nil {
		return f
	}
	if from, to, ok := moved(op); ok {
		if f := h.move(from, to); f != nil {
			return f
		}
		if a, f = h.address(to); f != nil {
			return f
		}
	}
	n := h.find(a)
	if content, ok := op.After["content"]; ok {
		if content == nil {
			if n != nil {
				n.remove()
			}
			return nil
		}
		s, isText := content.(string)
		data, err := base64.StdEncoding.DecodeString(s)
		if !isText || err != nil {
			return fault(resource.Invalid, "", "content is no base64")
		}
		if n, f = h.replace(a, data); f != nil {
			return f
		}
	}
	if exists, ok := op.After["exists"]; ok && !touched(op)["content"] {
		if f := h.setFolder(a, n, exists == true, op); f != nil {
			return f
		}
		n = h.find(a)
	}
	if want, ok := op.After["attributes"]; ok && want != nil {
		if n == nil {
			return fault(resource.Absent, "0x80070002", "%s ist nicht vorhanden", a)
		}
		bits, err := attributeBits(want)
		if err != nil {
			return fault(resource.Invalid, "", "%v", err)
		}
		n.attributes = bits
	}
	return nil
}

// replace writes a whole file into a folder that is there.
func (h *Host) replace(a address, data []byte) (*node, *resource.Fault) {
	if len(a.names) == 0 {
		return nil, fault(resource.Invalid, "", "%s is no file", a)
	}
	if units(a.String()+newSuffix) > longest {
		return nil, fault(resource.Unsupported, "", "the path has no room for the new bytes beside it")
	}
	if _, f := h.parent(a); f != nil {
		return nil, f
	}
	n, err := h.put(a, data)
	if err != nil {
		return nil, fault(resource.Invalid, "", "%v", err)
	}
	n.busy = h.clock().Add(scanned)
	return n, nil
}

// parent is the folder in which a name lies. It is never made by the way.
func (h *Host) parent(a address) (*node, *resource.Fault) {
	if d := h.drives[a.drive]; d != nil && !d.ready() {
		return nil, fault(resource.Absent, "0x80070015", "Das Gerät ist nicht bereit: %s", a)
	}
	if len(a.names) > 0 {
		if up := h.find(address{a.drive, a.names[:len(a.names)-1]}); up != nil && up.folder() {
			return up, nil
		}
	}
	return nil, fault(resource.Absent, "0x80070003", "Ein Teil des Pfades \"%v\" konnte nicht gefunden werden", a)
}

func (h *Host) setFolder(a address, n *node, want bool, op resource.Op) *resource.Fault {
	switch {
	case want && n == nil && op.After.String("kind") == "directory":
		if _, f := h.parent(a); f != nil {
			return f
		}
		if _, err := h.mkdir(a); err != nil {
			return fault(resource.Absent, "0x80070003", "%v", err)
		}
	case !want && n != nil && n.folder():
		if len(n.children) > 0 {
			return fault(resource.Internal, "0x80070091", "Das Verzeichnis ist nicht leer")
		}
		if n.parent != nil {
			n.remove()
		}
	case !want && n != nil:
		return fault(resource.Invalid, "", "%s: a file is removed by its content", a)
	case want && n == nil:
		return fault(resource.Invalid, "", "%s: a file is made by its content", a)
	}
	return nil
}

func (h *Host) move(from, to string) *resource.Fault {
	source, f := h.address(from)
	if f != nil {
		return f
	}
	target, f := h.address(to)
	if f != nil {
		return f
	}
	n := h.find(source)
	if f := h.open(n); f != nil {
		return f
	}
	switch {
	case n == nil || n.parent == nil:
		return fault(resource.Absent, "0x80070002", "%s ist nicht vorhanden", source)
	case source.drive != target.drive:
		return fault(resource.Unsupported, "0x80070011", "%s and %s are on different drives", source, target)
	case len(target.names) == 0:
		return fault(resource.Invalid, "", "%s is no place", target)
	case h.find(target) != nil && h.find(target) != n:
		return fault(resource.Internal, "0x800700B7", "%s ist bereits vorhanden", target)
	}
	up, f := h.parent(target)
	if f != nil {
		return f
	}
	for at := up; at != nil; at = at.parent {
		if at == n {
			return fault(resource.Invalid, "", "%s cannot be moved into itself", source)
		}
	}
	n.remove()
	n.name, n.parent = target.names[len(target.names)-1], up
	up.children[strings.ToLower(n.name)] = n
	return nil
}

package sim

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xops-dev/xops/internal/resource"
)

// These methods are the host's own hands: a test, the fleet or the lab's technician uses them to make and to see
// state. They go past injected failures.

// AddDrive adds a drive with a letter and a kind (fixed, network, removable, optical); sizes in bytes.
func (h *Host) AddDrive(letter byte, kind, label string, size, free int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.addDrive(letter, kind, label, size, free)
}

func (h *Host) addDrive(letter byte, kind, label string, size, free int64) {
	at := h.boot
	root := &node{name: string(letter) + ":", children: map[string]*node{}, created: at, modified: at, owner: sidSystem}
	root.acl = rootACL
	h.drives[letter] = &drive{kind: kind, root: root, size: size, free: free, label: label}
}

// WriteFile writes a file and makes its folders. The host keeps data: do not change it afterwards.
func (h *Host) WriteFile(path string, data []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, err := parsePath(h.expand(path))
	if err != nil {
		return err
	}
	_, err = h.put(a, data)
	return err
}

// WriteProgram writes a program with a file version.
func (h *Host) WriteProgram(path, version string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, err := parsePath(path)
	if err != nil {
		return err
	}
	n, err := h.put(a, program)
	if err == nil {
		n.version = version
	}
	return err
}

var program = []byte("MZ\x90\x00simulated program")

// Mkdir makes a folder and those above it.
func (h *Host) Mkdir(path string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, err := parsePath(path)
	if err == nil {
		_, err = h.mkdir(a)
	}
	return err
}

// ReadFile gives a file's bytes; ok is false when there is none.
func (h *Host) ReadFile(path string) (data []byte, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := h.at(path); n != nil && !n.folder() {
		return n.data, true
	}
	return nil, false
}

// Exists says whether a file or folder is there.
func (h *Host) Exists(path string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at(path) != nil
}

// Glob gives the paths that fit a pattern, sorted.
func (h *Host) Glob(pattern string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, err := parsePath(h.expand(pattern))
	if err != nil {
		return nil
	}
	var out []string
	for _, n := range h.glob(a) {
		out = append(out, n.path())
	}
	return out
}

// Remove removes a file, or a folder with all that is in it.
func (h *Host) Remove(path string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := h.at(path); n != nil && n.parent != nil {
		n.remove()
	}
}

func (h *Host) at(path string) *node {
	a, err := parsePath(h.expand(path))
	if err != nil {
		return nil
	}
	return h.find(a)
}

// SetAttributes sets a file's attributes: readonly, hidden, system.
func (h *Host) SetAttributes(path string, names ...string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := h.at(path)
	if n == nil {
		return fmt.Errorf("%s is not there", path)
	}
	bits, err := attributeBits(list(names))
	n.attributes = bits
	return err
}

// SetACL gives a file or folder its explicit entries: "D:" with P for no inheritance, e.g. "D:PAI(A;OICI;FA;;;SY)".
func (h *Host) SetACL(path, sddl string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := h.at(path)
	if n == nil {
		return fmt.Errorf("%s is not there", path)
	}
	list, err := parseSDDL(sddl)
	if err == nil {
		n.acl = list
	}
	return err
}

// SDDL is the effective DACL of a file or folder, inherited entries included; "" when it is not there.
func (h *Host) SDDL(path string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := h.at(path); n != nil {
		return n.sddl()
	}
	return ""
}

// SetRegistry writes a value and makes its key. The key is as in the protocol without the value, e.g.
// `HKLM32\SOFTWARE\X`.
func (h *Host) SetRegistry(key, name, typ string, value any) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.setRegistry(key, name, typ, value)
}

func (h *Host) setRegistry(key, name, typ string, value any) error {
	path, err := regPath(key)
	if err != nil {
		return err
	}
	h.registry.make(path).values[strings.ToLower(name)] = regValue{name, typ, resource.Normal(value)}
	return nil
}

// SetRaw writes a value of any type by the type's number and the bytes, as Windows' own reader gives it.
func (h *Host) SetRaw(key, name string, typ int, data []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	kind, value := rawValue(typ, data)
	return h.setRegistry(key, name, kind, value)
}

// rawValue is what RegistryKey.GetValue and GetValueKind tell of a value's bytes, in the protocol's form.
func rawValue(typ int, data []byte) (kind string, value any) {
	text := func() string {
		units := make([]uint16, (len(data)+1)/2)
		for i, b := range data {
			units[i/2] |= uint16(b) << (8 * (i % 2))
		}
		return string(utf16.Decode(units))
	}
	number := func() (n uint64) {
		for i, b := range data {
			n |= uint64(b) << (8 * i)
		}
		return n
	}
	const none, sz, expand, binary, dword, bigEndian, multi, qword = 0, 1, 2, 3, 4, 5, 7, 11
	switch {
	case typ == none:
		return "none", resource.Encode(data)
	case typ == binary:
		return "binary", resource.Encode(data)
	case typ == sz:
		return "sz", strings.TrimSuffix(text(), "\x00")
	case typ == expand:
		return "expand_sz", strings.TrimSuffix(text(), "\x00")
	case typ == multi:
		list := []any{}
		for _, s := range strings.Split(strings.TrimSuffix(text(), "\x00"), "\x00") {
			list = append(list, s)
		}
		return "multi_sz", list[:len(list)-1]
	case typ == dword && len(data) <= 4:
		return "dword", int64(number())
	case typ == qword && len(data) <= 8:
		return "qword", int64(number())
	case typ == dword && len(data) <= 8:
		return "unknown", int64(number())
	case typ == dword, typ == qword, typ == bigEndian:
		return "unknown", resource.Encode(data)
	}
	return "unknown", nil
}

// RemoveRegistry removes a key with all below it.
func (h *Host) RemoveRegistry(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	path, err := regPath(key)
	if err != nil || len(path) < 2 {
		return
	}
	if up := h.registry.find(path[:len(path)-1]); up != nil {
		delete(up.keys, strings.ToLower(path[len(path)-1]))
	}
}

// RegistryKeys gives the names of a key's sub-keys, sorted.
func (h *Host) RegistryKeys(key string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	path, err := regPath(key)
	if err != nil {
		return nil
	}
	var out []string
	for _, k := range h.registry.find(path).sorted() {
		out = append(out, k.name)
	}
	return out
}

// Registry gives a value; ok is false when there is none.
func (h *Host) Registry(key, name string) (value any, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	path, err := regPath(key)
	if err != nil {
		return nil, false
	}
	k := h.registry.find(path)
	if k == nil {
		return nil, false
	}
	v, ok := k.values[strings.ToLower(name)]
	return v.value, ok
}

// AddClass adds instances of a CIM class in root\cimv2, or "namespace:class".
func (h *Host) AddClass(class string, instances ...resource.Props) {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := classKeyOf(class)
	h.classes[key] = append(h.classes[key], instances...)
}

// SetModified sets when a file was changed last.
func (h *Host) SetModified(path string, at time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := h.at(path)
	if n == nil {
		return fmt.Errorf("%s is not there", path)
	}
	n.modified = at
	return nil
}

// classKeyOf reads a class's name, which may have its namespace before it.
func classKeyOf(class string) string {
	if namespace, name, ok := strings.Cut(class, ":"); ok {
		return classKey(namespace, name)
	}
	return classKey("", class)
}

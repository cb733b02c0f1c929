package sim

import (
	"encoding/base64"
	"fmt"
	"sort"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

type regKey struct {
	name   string
	keys   map[string]*regKey
	values map[string]regValue
}

type regValue struct {
	name, typ string
	value     any
}

func newKey(name string) *regKey {
	return &regKey{name: name, keys: map[string]*regKey{}, values: map[string]regValue{}}
}

func (k *regKey) find(path []string) *regKey {
	for _, name := range path {
		if k == nil {
			return nil
		}
		k = k.keys[strings.ToLower(name)]
	}
	return k
}

func (k *regKey) make(path []string) *regKey {
	for _, name := range path {
		next := k.keys[strings.ToLower(name)]
		if next == nil {
			next = newKey(name)
			k.keys[strings.ToLower(name)] = next
		}
		k = next
	}
	return k
}

func (k *regKey) sorted() []*regKey {
	if k == nil {
		return nil
	}
	out := make([]*regKey, 0, len(k.keys))
	for _, c := range k.keys {
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return strings.ToLower(out[i].name) < strings.ToLower(out[j].name) })
	return out
}

var hives = map[string]string{
	"hklm": "HKLM", "hkey_local_machine": "HKLM", "hklm32": "HKLM32", "hkcu": "HKCU", "hkcu32": "HKCU", "hku": "HKU",
	"hkey_users": "HKU", "hkey_current_user": "HKCU",
}

// regPath splits a key. The 32-bit view is where 64-bit Windows keeps it: below SOFTWARE\WOW6432Node.
func regPath(key string) ([]string, error) {
	parts := strings.Split(strings.Trim(key, `\`), `\`)
	hive := hives[strings.ToLower(parts[0])]
	if hive == "" || len(key) > 16_000 {
		return nil, fmt.Errorf("\"%v\" is no registry key: it begins with HKLM, HKLM32, HKU or HKCU", key)
	}
	for _, p := range parts {
		if p == "" {
			return nil, fmt.Errorf("\"%v\" has an empty sub-key", key)
		}
	}
	if hive == "HKLM32" {
		hive = "HKLM"
		if len(parts) > 1 && strings.EqualFold(parts[1], "SOFTWARE") {
			parts = append([]string{hive, parts[1], "WOW6432Node"}, parts[2:]...)
		}
	}
	parts[0] = hive
	return parts, nil
}

// regKeyOf splits `KEY\\Name`.
func regKeyOf(key string) (hive string, path []string, name string, f *resource.Fault) {
	before, name, ok := strings.Cut(key, `\\`)
	if !ok {
		return "", nil, "", fault(resource.Invalid, "",
			`"%v" names no value: two backslashes stand before its name`, key)
	}
	path, err := regPath(before)
	if err != nil {
		return "", nil, "", fault(resource.Invalid, "", "%v", err)
	}
	hive, _, _ = strings.Cut(before, `\`)
	return strings.ToUpper(hive), path, name, nil
}

func regProps(v regValue, exists bool) resource.Props {
	if !exists {
		return resource.Props{"exists": false, "type": nil, "value": nil}
	}
	return resource.Props{"exists": true, "type": v.typ, "value": v.value}
}

func (h *Host) getRegistry(q resource.Query) ([]resource.Item, *resource.Fault) {
	hive, path, name, f := regKeyOf(q.Key)
	if f != nil {
		return nil, f
	}
	if !isPattern(q.Key) || q.Args.Bool("literal") {
		var v regValue
		k, exists := h.registryRoot(q.Key).find(path), false
		if k != nil {
			v, exists = k.values[strings.ToLower(name)]
		}
		p := regProps(v, exists)
		if !exists {
			p["parent"] = h.keyThatIs(q.Key, path)
		}
		return []resource.Item{{Key: q.Key, Props: p}}, nil
	}
	type at struct {
		key  *regKey
		path string
	}
	level := []at{{h.registryRoot(q.Key), ""}}
	for i, part := range path {
		var next []at
		for _, l := range level {
			for _, c := range l.key.sorted() {
				if !match(part, c.name) {
					continue
				}
				p := l.path + `\` + c.name
				switch {
				case i == 0:
					p = hive
				case i == 2 && strings.EqualFold(hive, "HKLM32") && strings.EqualFold(part, "WOW6432Node"):
					p = l.path // the view hides it
				}
				next = append(next, at{c, p})
			}
		}
		level = next
	}
	items := []resource.Item{}
	for _, l := range level {
		for _, v := range l.key.values {
			if match(name, v.name) {
				items = append(items, resource.Item{Key: l.path + `\\` + v.name, Props: regProps(v, true)})
			}
		}
	}
	sort.Slice(items, func(i, j int) bool { return strings.ToLower(items[i].Key) < strings.ToLower(items[j].Key) })
	return items, nil
}

// keyThatIs is the key of a value, or the nearest one above it that there is, as it was asked for.
func (h *Host) keyThatIs(key string, path []string) string {
	asked, _, _ := strings.Cut(key, `\\`)
	names := strings.Split(strings.Trim(asked, `\`), `\`)
	missing := 0
	for h.registry.find(path[:len(path)-missing]) == nil && missing < len(names)-1 {
		missing++
	}
	names[0] = strings.ToUpper(names[0])
	return strings.Join(names[:len(names)-missing], `\`)
}

// removeEmptyKeys takes away the keys below keep on the way to a value that is gone, as far as nothing else is in them.
func (h *Host) removeEmptyKeys(key, keep string, path []string) {
	asked, _, _ := strings.Cut(key, `\\`)
	for n := len(path); len(asked) > len(keep) && n > 1; n-- {
		k, up := h.registry.find(path[:n]), h.registry.find(path[:n-1])
		if k != nil {
			if len(k.keys)+len(k.values) > 0 {
				return
			}
			delete(up.keys, strings.ToLower(path[n-1]))
		}
		asked = asked[:max(0, strings.LastIndexByte(asked, '\\'))]
	}
}

func (h *Host) registryNow(op resource.Op) (resource.Props, *resource.Fault) {
	items, f := h.getRegistry(resource.Query{Key: op.Key, Args: resource.Props{"literal": true}})
	if f != nil {
		return nil, f
	}
	return only(items[0].Props, op)
}

var regTypes = map[string]bool{
	"sz": true, "expand_sz": true, "multi_sz": true, "dword": true, "qword": true,
	"binary": true, "none": true,
}

func (h *Host) writeRegistry(op resource.Op) *resource.Fault {
	_, path, name, f := regKeyOf(op.Key)
	if f != nil {
		return f
	}
	k := h.registry.find(path)
	exists, hasExists := op.After["exists"]
	value, hasValue := op.After["value"]
	if hasExists && exists == false || hasValue && value == nil {
		if k != nil {
			delete(k.values, strings.ToLower(name))
		}
		if keep := op.Args.String("parent"); keep != "" {
			h.removeEmptyKeys(op.Key, keep, path)
		}
		return nil
	}
	v := regValue{name: name}
	if k != nil {
		if old, ok := k.values[strings.ToLower(name)]; ok {
			v = old
		}
	}
	if typ := op.After.String("type"); typ != "" {
		v.typ = typ
	}
	if !regTypes[v.typ] {
		return fault(resource.Invalid, "", "\"%v\" is no type of a registry value", v.typ)
	}
	if hasValue {
		v.value = value
	}
	if !v.fits() {
		return fault(resource.Invalid, "", "%v is no value of type %s", v.value, v.typ)
	}
	h.registry.make(path).values[strings.ToLower(name)] = v
	return nil
}

// fits says whether the value is one of its type.
func (v regValue) fits() bool {
	n, whole := resource.Normal(v.value).(int64)
	switch v.typ {
	case "dword":
		return whole && n >= 0 && n < 1<<32
	case "qword":
		return whole && n >= 0
	case "binary", "none":
		text, ok := v.value.(string)
		_, err := base64.StdEncoding.DecodeString(text)
		return ok && err == nil
	}
	return true
}

// only gives the touched ones of a resource's properties.
func only(all resource.Props, op resource.Op) (resource.Props, *resource.Fault) {
	now := resource.Props{}
	for name := range touched(op) {
		v, ok := all[name]
		if !ok {
			return nil, fault(resource.Invalid, "", "%s: \"%v\" cannot be set", op.Type, name)
		}
		now[name] = v
	}
	return now, nil
}

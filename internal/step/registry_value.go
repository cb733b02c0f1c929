package step

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/resource"
)

// RegistryValue sets or removes one value of the registry.
type RegistryValue struct {
	Key    string    `hcl:"key"`
	Name   string    `hcl:"name"`
	Type   string    `hcl:"type,optional"`
	Value  cty.Value `hcl:"value,optional"`
	Absent bool      `hcl:"absent,optional"`
}

// registryKey is the key of a value, with two backslashes before its name.
func registryKey(key, name string) string { return strings.TrimRight(key, `\`) + `\\` + name }

var registryRoot = regexp.MustCompile(`(?i)^(HKLM|HKLM32|HKU|HKCU)\\[^\\]`)

// Observe implements Step.
func (s *RegistryValue) Observe(w World) []resource.Query {
	key := registryKey(s.Key, s.Name)
	if known(w, "registry", key, "value") {
		return nil
	}
	return []resource.Query{{Type: "registry", Key: key}}
}

// Plan implements Step.
func (s *RegistryValue) Plan(w World) ([]Change, error) {
	if !registryRoot.MatchString(s.Key) || strings.Contains(s.Key, `\\`) || strings.ContainsAny(s.Key, "*?") {
		return nil, fmt.Errorf("%q is not a registry key: write it as HKLM\\Software\\…, HKLM32\\… for the 32-bit view, HKU\\… or HKCU\\…, without a pattern", s.Key)
	}
	given := s.Value != cty.NilVal && !s.Value.IsNull()
	if given == s.Absent {
		return nil, fmt.Errorf("give either value or absent = true")
	}
	var want any
	typ := s.Type
	if typ == "" {
		typ = "sz"
	}
	if !s.Absent {
		var err error
		if want, err = registryData(typ, s.Value); err != nil {
			return nil, err
		}
	}
	key := registryKey(s.Key, s.Name)
	p, err := w.Get("registry", key)
	if err != nil {
		return nil, cannotRead(key, err)
	}
	exists := p["exists"] != false
	now := resource.Props{"exists": exists, "type": p["type"], "value": p["value"]}
	after := resource.Props{"exists": !s.Absent, "type": typ, "value": want}
	c := Change{Action: Update}
	switch {
	case s.Absent && !exists, exists && resource.Equal(now, after):
		return nil, nil
	case s.Absent:
		c.Action = Delete
		after = resource.Props{"exists": false, "type": nil, "value": nil}
	case !exists:
		c.Action = Create
		now["type"], now["value"] = nil, nil
	}
	c.Resource = resource.ID{Type: "registry", Key: key}
	c.Op = &resource.Op{Type: "registry", Key: key, Before: now, After: after}
	c.Before, c.After = resource.Props{}, resource.Props{}
	for name := range after {
		if !resource.Equal(now[name], after[name]) {
			c.Before[name], c.After[name] = now[name], after[name]
		}
	}
	c.Reversible = true
	// Keys that are made for a value are shown, and go with it when it is taken back.
	if at, parent := strings.TrimRight(s.Key, `\`), p.String("parent"); c.Action == Create && parent != "" && !strings.EqualFold(at, parent) {
		c.Before["key"], c.After["key"] = parent, at
		c.Op.Args = resource.Props{"parent": parent}
	}
	return []Change{c}, nil
}

// registryData is a value in the form that the protocol has for its type.
func registryData(typ string, v cty.Value) (any, error) {
	bad := func(what string) error {
		return fmt.Errorf("the value of type %s must be %s, not %s", typ, what, v.Type().FriendlyName())
	}
	switch typ {
	case "sz", "expand_sz":
		s, err := convert.Convert(v, cty.String)
		if err != nil {
			return nil, bad("text")
		}
		return s.AsString(), nil
	case "multi_sz":
		l, err := convert.Convert(v, cty.List(cty.String))
		if err != nil {
			return nil, bad("a list of texts")
		}
		out := []any{}
		for _, e := range l.AsValueSlice() {
			if e.IsNull() || e.AsString() == "" {
				return nil, fmt.Errorf("a multi_sz value cannot hold an empty text: it would end there")
			}
			out = append(out, e.AsString())
		}
		return out, nil
	case "dword", "qword":
		n, err := convert.Convert(v, cty.Number)
		if err != nil {
			return nil, bad("a number")
		}
		limit := big.NewInt(1<<32 - 1)
		if typ == "qword" {
			limit = big.NewInt(1<<63 - 1)
		}
		i, acc := n.AsBigFloat().Int(nil)
		if acc != big.Exact || i.Sign() < 0 || i.Cmp(limit) > 0 {
			return nil, fmt.Errorf("%s is no %s: it must be a whole number from 0 to %s", n.AsBigFloat().Text('f', -1), typ, limit)
		}
		return i.Int64(), nil
	case "binary":
		s, err := convert.Convert(v, cty.String)
		if err != nil {
			return nil, bad("text of hex digits")
		}
		data, err := hex.DecodeString(strings.NewReplacer(" ", "", ",", "", "-", "").Replace(s.AsString()))
		if err != nil {
			return nil, bad("text of hex digits, two for each byte")
		}
		return resource.Encode(data), nil
	}
	return nil, fmt.Errorf("there is no registry type %q; there are sz, expand_sz, multi_sz, dword, qword, binary", typ)
}

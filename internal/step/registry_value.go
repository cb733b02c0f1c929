package step

import (
	"encoding/hex"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
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

var registryLongRoots = map[string]string{
	"HKEY_LOCAL_MACHINE": "HKLM", "HKEY_USERS": "HKU", "HKEY_CURRENT_USER": "HKCU",
	"HKEY_CLASSES_ROOT": `HKLM\\SOFTWARE\\Classes`, "HKCR": `HKLM\\SOFTWARE\\Classes`,
}

// registryKey notes a key that does not begin with one of the roots.
func (m *Mistakes) registryKey(key string) {
	if registryRoot.MatchString(key) {
		return
	}
	root, _, _ := strings.Cut(key, `\`)
	m.add("key", text.NotAKey, "key", problem.Quote(key), "root", root, "short",
		registryLongRoots[strings.ToUpper(root)])
}

// Observe implements Step.
func (s *RegistryValue) Observe(w World) []resource.Query {
	key := registryKey(s.Key, s.Name)
	if known(w, "registry", key, "value") {
		return nil
	}
	return []resource.Query{registryQuery(key)}
}

// registryQuery asks for one value: * and ? are parts of its names.
func registryQuery(key string) resource.Query {
	q := resource.Query{Type: "registry", Key: key}
	if windows.HasPattern(key) {
		q.Args = resource.Props{"literal": true}
	}
	return q
}

// Check implements Checker.
func (s *RegistryValue) Check() Mistakes {
	var m Mistakes
	m.registryKey(s.Key)
	if strings.Contains(s.Key, `\\`) {
		m.add("key", text.NotOneKey, "key", problem.Quote(s.Key))
	}
	if s.given() == s.Absent {
		m.add("value absent", text.EitherOr, "one", "value", "other", "absent = true")
	}
	if !slices.Contains(registryTypes, s.typ()) {
		m.add("type", text.NoRegistryType, "got", problem.Quote(s.Type), "known", strings.Join(registryTypes, ", "),
			"write", asWindowsCallsIt(s.Type))
	} else if s.given() {
		_, err := registryData(s.typ(), s.Value)
		m.addErr("value type", err)
	}
	return m
}

var registryTypes = []string{"sz", "expand_sz", "multi_sz", "dword", "qword", "binary"}

// asWindowsCallsIt says how REG_DWORD is written here.
func asWindowsCallsIt(typ string) string {
	name, ok := strings.CutPrefix(strings.ToLower(typ), "reg_")
	if ok && slices.Contains(registryTypes, name) {
		return problem.Quote(name)
	}
	return ""
}

func (s *RegistryValue) given() bool { return s.Value != cty.NilVal && !s.Value.IsNull() }

func (s *RegistryValue) typ() string {
	if s.Type == "" {
		return "sz"
	}
	return s.Type
}

// Plan implements Step.
func (s *RegistryValue) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	var want any
	typ := s.typ()
	if !s.Absent {
		var err error
		if want, err = registryData(typ, s.Value); err != nil {
			return nil, err
		}
	}
	key := registryKey(s.Key, s.Name)
	p, err := w.Get("registry", key)
	if err != nil {
		return nil, cannotRead(problem.ReadFile, key, err)
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
	// What can be written is what can be put back.
	c.Reversible = !exists || now["type"] == "none" || slices.Contains(registryTypes, now.String("type"))
	// Keys that are made for a value are shown, and go with it when it is taken back.
	if at, parent := strings.TrimRight(s.Key, `\`), p.String("parent"); c.Action == Create && parent != "" &&
		!strings.EqualFold(at, parent) {
		c.Before["key"], c.After["key"] = parent, at
		c.Op.Args = resource.Props{"parent": parent}
	}
	return []Change{c}, nil
}

// registryData is a value in the form that the protocol has for its type.
func registryData(typ string, v cty.Value) (any, error) {
	bad := func(want text.Phrase) error {
		return wrong(text.RegistryValue, "type", typ, "want", want, "got",
			text.Phrase{DE: typeexpr.TypeString(v.Type()), EN: v.Type().FriendlyName()})
	}
	switch typ {
	case "sz", "expand_sz":
		s, err := convert.Convert(v, cty.String)
		if err != nil {
			return nil, bad(text.RegistryText)
		}
		return s.AsString(), nil
	case "multi_sz":
		l, err := convert.Convert(v, cty.List(cty.String))
		if err != nil {
			return nil, bad(text.RegistryTexts)
		}
		out := []any{}
		for _, e := range l.AsValueSlice() {
			if e.IsNull() || e.AsString() == "" {
				return nil, wrong(text.MultiEmpty)
			}
			out = append(out, e.AsString())
		}
		return out, nil
	case "dword", "qword":
		n, err := convert.Convert(v, cty.Number)
		if err != nil {
			return nil, bad(text.RegistryNumber)
		}
		limit := big.NewInt(1<<32 - 1)
		if typ == "qword" {
			limit = big.NewInt(1<<63 - 1)
		}
		i, acc := n.AsBigFloat().Int(nil)
		if acc != big.Exact || i.Sign() < 0 || i.Cmp(limit) > 0 {
			return nil, wrong(text.NumberOutOf, "got", n.AsBigFloat().Text('f', -1), "type", typ, "most", limit)
		}
		return i.Int64(), nil
	case "binary":
		s, err := convert.Convert(v, cty.String)
		if err != nil {
			return nil, bad(text.RegistryHex)
		}
		data, err := hex.DecodeString(strings.NewReplacer(" ", "", ",", "", "-", "").Replace(s.AsString()))
		if err != nil {
			return nil, bad(text.RegistryHexTwo)
		}
		return resource.Encode(data), nil
	}
	return nil, wrong(text.NoRegistryTypeNamed, "got", problem.Quote(typ))
}

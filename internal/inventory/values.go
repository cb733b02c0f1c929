package inventory

import (
	"maps"

	"github.com/zclconf/go-cty/cty"
)

// PracticeValue is a practice as expressions see it. What is not written is null, or an empty list;
// vars is always an object.
func PracticeValue(p *Practice) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{
		"name":         cty.StringVal(p.Name),
		"title":        cty.StringVal(p.Title),
		"kundennummer": optional(p.Kundennummer),
		"products":     stringList(p.Products),
		"mandate":      cty.BoolVal(p.Mandate),
		"tags":         stringList(p.Tags),
		"vars":         varsValue(p.Vars),
	})
}

// HostValue is a host as expressions see it; tags and vars include those of its practice.
func HostValue(h *Host) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{
		"name":    cty.StringVal(h.Name),
		"id":      cty.StringVal(h.ID()),
		"address": optional(h.Address),
		"role":    optional(h.Role),
		"tags":    stringList(h.Tags),
		"vars":    varsValue(h.Vars),
	})
}

// NoHost is a host of which nothing is known: that of a practice as a whole.
func NoHost() cty.Value {
	attrs := HostValue(&Host{Practice: &Practice{}}).AsValueMap()
	for name, v := range attrs {
		attrs[name] = cty.NullVal(v.Type())
	}
	return cty.ObjectVal(attrs)
}

func optional(s string) cty.Value {
	if s == "" {
		return cty.NullVal(cty.String)
	}
	return cty.StringVal(s)
}

func stringList(list []string) cty.Value {
	if len(list) == 0 {
		return cty.ListValEmpty(cty.String)
	}
	values := make([]cty.Value, len(list))
	for i, s := range list {
		values[i] = cty.StringVal(s)
	}
	return cty.ListVal(values)
}

func varsValue(vars map[string]cty.Value) cty.Value {
	if len(vars) == 0 {
		return cty.EmptyObjectVal
	}
	return cty.ObjectVal(maps.Clone(vars))
}

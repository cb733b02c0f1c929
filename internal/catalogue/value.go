package catalogue

import (
	"reflect"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/gocty"
)

// build makes the value that expressions read. What has an id is an object by it, so that a name that does not exist is
// found before any host is looked at.
func (c *Catalogue) build() cty.Value {
	limits := map[string]cty.Value{}
	for _, row := range c.Rows {
		if len(row.Limits) > 0 {
			of := map[string]cty.Value{}
			for _, l := range row.Limits {
				of[l.Name] = l.Value
			}
			limits[row.ID] = cty.ObjectVal(of)
		}
	}
	decisions := map[string]cty.Value{}
	for _, d := range c.Decisions {
		decisions[d.ID] = d.Value
	}
	return cty.ObjectVal(map[string]cty.Value{
		"edition":          object(&c.Edition),
		"products":         byID(c.Products),
		"addons":           byID(c.Addons),
		"rows":             rowValues(c.Rows),
		"limits":           cty.ObjectVal(limits),
		"support":          byID(c.Support),
		"ports":            tuple(c.Ports),
		"endpoints":        tuple(c.Endpoints),
		"backup_paths":     tuple(c.BackupPaths),
		"printers":         tuple(c.Printers),
		"services":         byID(c.Services),
		"exclusions":       tuple(c.Exclusions),
		"errors":           byID(c.Errors),
		"remote_access":    object(&c.Remote),
		"service_provider": object(&c.ServiceProvider),
		"decisions":        cty.ObjectVal(decisions),
	})
}

func rowValues(rows []*Row) cty.Value {
	out := map[string]cty.Value{}
	for _, r := range rows {
		v := object(r).AsValueMap()
		v["group"] = cty.StringVal(r.Group.ID)
		v["products"] = texts(r.For)
		out[r.ID] = cty.ObjectVal(v)
	}
	return cty.ObjectVal(out)
}

// object is a block as an object: its attributes, and its name as id. What is not given is null.
func object(block any) cty.Value {
	v := reflect.ValueOf(block).Elem()
	out := map[string]cty.Value{}
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("hcl"), ",")
		switch f := v.Field(i).Interface().(type) {
		case Entry:
			if f.ID != "" {
				out["id"] = cty.StringVal(f.ID)
			}
		case string:
			if name != "" && f == "" {
				out[name] = cty.NullVal(cty.String)
			} else if name != "" {
				out[name] = cty.StringVal(f)
			}
		case cty.Value:
			if name != "" {
				out[name] = f
			}
		default:
			if name == "" {
				continue
			}
			ty, _ := gocty.ImpliedType(f)
			out[name], _ = gocty.ToCtyValue(f, ty)
		}
	}
	return cty.ObjectVal(out)
}

func byID[T any](list []*T) cty.Value {
	out := map[string]cty.Value{}
	for _, t := range list {
		v := object(t)
		out[v.GetAttr("id").AsString()] = v
	}
	return cty.ObjectVal(out)
}

func tuple[T any](list []*T) cty.Value {
	var out []cty.Value
	for _, t := range list {
		out = append(out, object(t))
	}
	return cty.TupleVal(out)
}

func texts(list []string) cty.Value {
	var out []cty.Value
	for _, s := range list {
		out = append(out, cty.StringVal(s))
	}
	if len(out) == 0 {
		return cty.ListValEmpty(cty.String)
	}
	return cty.ListVal(out)
}

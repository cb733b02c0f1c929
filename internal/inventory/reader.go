package inventory

import (
	"maps"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// reader takes typed values out of a block's attributes. What is wrong goes to the loader's
// diagnostics; an attribute that is absent or wrong gives the zero value.
type reader struct {
	l      *loader
	attrs  hcl.Attributes
	values map[string]result // an attribute is evaluated, and complained about, once
}

type result struct {
	value cty.Value
	ok    bool
}

func (l *loader) reader(attrs hcl.Attributes) *reader {
	return &reader{l: l, attrs: attrs, values: map[string]result{}}
}

// value evaluates an attribute that is no secret.
func (r *reader) value(attr *hcl.Attribute) (cty.Value, bool) {
	if known, done := r.values[attr.Name]; done {
		return known.value, known.ok
	}
	v, ok := r.evaluate(attr)
	r.values[attr.Name] = result{v, ok}
	return v, ok
}

func (r *reader) evaluate(attr *hcl.Attribute) (cty.Value, bool) {
	if call := secretCall(attr.Expr); call != nil {
		r.l.add(hclx.Mistake(call.NameRange, text.SecretMisplaced, "function", call.Name, "name", attr.Name))
		return cty.NilVal, false
	}
	v, diags := hclx.Value(attr.Expr, &hcl.EvalContext{Functions: functions})
	r.l.diags = append(r.l.diags, diags...)
	if diags.HasErrors() {
		return cty.NilVal, false
	}
	if v.IsNull() {
		r.l.add(hclx.Mistake(attr.Expr.Range(), text.NullValue, "name", attr.Name))
		return v, false
	}
	if !v.IsWhollyKnown() {
		if r.l.unparsed {
			return v, false
		}
		r.l.add(hclx.Mistake(attr.Expr.Range(), text.OpenValue, "name", attr.Name))
		return v, false
	}
	return v, true
}

func (r *reader) wrongType(attr *hcl.Attribute, want text.Phrase, v cty.Value) {
	r.l.add(hclx.Mistake(attr.Expr.Range(), text.WrongType, "name", attr.Name, "want", want, "got",
		hclx.Article(v.Type())))
}

func (r *reader) str(name string) (string, bool) {
	attr := r.attrs[name]
	if attr == nil {
		return "", false
	}
	v, ok := r.value(attr)
	if !ok {
		return "", false
	}
	if v.Type() != cty.String {
		r.wrongType(attr, text.QuotedString, v)
		r.values[name] = result{}
		return "", false
	}
	return v.AsString(), true
}

func (r *reader) boolean(name string) bool {
	attr := r.attrs[name]
	if attr == nil {
		return false
	}
	v, ok := r.value(attr)
	if !ok {
		return false
	}
	if v.Type() != cty.Bool {
		r.wrongType(attr, text.ATruth, v)
		return false
	}
	return v.True()
}

func (r *reader) list(name string) []string {
	attr := r.attrs[name]
	if attr == nil {
		return nil
	}
	v, ok := r.value(attr)
	if !ok {
		return nil
	}
	if ty := v.Type(); !ty.IsTupleType() && !ty.IsListType() && !ty.IsSetType() {
		r.wrongType(attr, text.ListOfStrings, v)
		return nil
	}
	var list []string
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		if e.IsNull() || e.Type() != cty.String || e.AsString() == "" {
			r.l.add(hclx.Mistake(element(attr, len(list)), text.OnlyStrings, "name", name))
			return nil
		}
		list = append(list, e.AsString())
	}
	return list
}

// oneOf is a list whose elements are of a fixed set.
func (r *reader) oneOf(name, singular string, allowed []string) []string {
	var list []string
	for i, s := range r.list(name) {
		if slices.Contains(allowed, s) {
			list = append(list, s)
			continue
		}
		r.l.add(hclx.Mistake(element(r.attrs[name], i), text.UnknownChoice, "got", hclx.Quote(s), "name", singular,
			"hint", didYouMean(s, allowed)))
	}
	return list
}

// element is where the i-th element of a written list stands; else the whole expression.
func element(attr *hcl.Attribute, i int) hcl.Range {
	if list, ok := attr.Expr.(*hclsyntax.TupleConsExpr); ok && i < len(list.Exprs) {
		return list.Exprs[i].Range()
	}
	return attr.Expr.Range()
}

func (r *reader) enum(name string, allowed []string) string {
	s, ok := r.str(name)
	if !ok || slices.Contains(allowed, s) {
		return s
	}
	r.l.add(hclx.Mistake(r.attrs[name].Expr.Range(), text.UnknownChoice, "got", hclx.Quote(s), "name", name, "hint",
		didYouMean(s, allowed)))
	return ""
}

func (r *reader) vars(name string) map[string]cty.Value {
	attr := r.attrs[name]
	if attr == nil {
		return nil
	}
	v, ok := r.value(attr)
	if !ok {
		return nil
	}
	if ty := v.Type(); !ty.IsObjectType() && !ty.IsMapType() {
		r.wrongType(attr, text.ObjectOfVars, v)
		return nil
	}
	return v.AsValueMap()
}

// secretCall finds a call of a secret's function in an expression, nil if there is none.
func secretCall(expr hcl.Expression) *hclsyntax.FunctionCallExpr {
	node, ok := expr.(hclsyntax.Node)
	if !ok {
		return nil
	}
	var found *hclsyntax.FunctionCallExpr
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok && found == nil && slices.Contains(secretSources,
			call.Name) {
			found = call
		}
		return nil
	})
	return found
}

// didYouMean names the nearest value and the whole list, which is short.
func didYouMean(got string, allowed []string) text.Phrase {
	hint := hclx.Hint(got, allowed)
	if hclx.DidYouMean(got, allowed) != "" {
		hint = hint.And(hclx.Hint("", allowed))
	}
	return hint
}

func isNumber(v cty.Value) bool { return v.Type() == cty.Number }

func inherit(own, from map[string]cty.Value) map[string]cty.Value {
	if len(own)+len(from) == 0 {
		return nil
	}
	all := make(map[string]cty.Value, len(own)+len(from))
	maps.Copy(all, from)
	maps.Copy(all, own)
	return all
}

func unite(own, from []string) []string {
	all := slices.Clone(own)
	for _, s := range from {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// resolvePath makes a path of an inventory usable from any working folder: "~" is the home folder,
// and a relative path begins beside the file that has it.
func resolvePath(path, file string, home func() (string, error)) (string, error) {
	if path == "~" || len(path) > 1 && path[0] == '~' && (path[1] == '/' || path[1] == '\\') {
		dir, err := home()
		if err != nil {
			return "", problem.Say(text.NoHome.Filled("why", err))
		}
		return filepath.Join(dir, filepath.FromSlash(path[1:])), nil
	}
	if filepath.IsAbs(path) {
		return filepath.Clean(path), nil
	}
	return filepath.Join(filepath.Dir(file), filepath.FromSlash(path)), nil
}

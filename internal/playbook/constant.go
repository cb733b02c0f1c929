package playbook

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// judge finds what is wrong whatever a host is like: values that rest only on what is written out and on the variables.
// vars are their values, each wholly known or unknown; nil while a playbook is loaded, when expressions that fail have
// been told already.
func (p *Playbook) judge(vars map[string]cty.Value) hcl.Diagnostics {
	j := &judge{p: p, vars: vars, locals: map[string]cty.Value{}}
	if j.condition(p.Only, "only", cty.NilVal) == never {
		return j.diags
	}
	for _, q := range p.Queries {
		j.block(&q.Common, func(each cty.Value) { j.attributes(q.Attrs, q.Type.New(), q.Range, false, each) })
	}
	for _, item := range p.Items {
		switch {
		case item.Step != nil:
			st := item.Step
			asked := st.When != nil || len(st.After) > 0
			j.block(&st.Common, func(each cty.Value) { j.attributes(st.Attrs, st.Kind.New(), st.Range, asked, each) })
		case item.Include != nil:
			j.include(item.Include)
		}
	}
	for _, c := range p.Checks {
		j.block(&c.Common, func(each cty.Value) {
			j.condition(c.OK, "ok", each)
			j.text(c.Message, "message", each)
			j.text(c.Advice, "advice", each)
			for _, e := range c.expressions() {
				j.value(e, each)
			}
		})
	}
	return j.diags
}

type judge struct {
	p      *Playbook
	vars   map[string]cty.Value
	locals map[string]cty.Value
	diags  hcl.Diagnostics
	over   bool // a local was out of bounds: what rests on it is not worked out

	target map[string]cty.Value // host and practice; nil: any
	lacks  []Lack               // what target has not
	lost   map[string][]Lack    // the same, by the local that fails for it
}

// add notes a mistake once: an instance of for_each may repeat what another had.
func (j *judge) add(d *hcl.Diagnostic) {
	for _, known := range j.diags {
		if known.Detail == d.Detail && known.Subject != nil && d.Subject != nil && *known.Subject == *d.Subject {
			return
		}
	}
	j.diags = append(j.diags, d)
}

// value is what an expression gives without a host; unknown where it rests on one, or fails.
func (j *judge) value(e hcl.Expression, each cty.Value) cty.Value {
	v, lacks, diags := j.try(e, each)
	j.lacks = append(j.lacks, lacks...)
	if !diags.HasErrors() {
		return v
	}
	if j.vars != nil {
		for _, d := range diags {
			j.add(d)
		}
	}
	return cty.DynamicVal
}

func (j *judge) try(e hcl.Expression, each cty.Value) (cty.Value, []Lack, hcl.Diagnostics) {
	ctx := j.p.unknowns(e)
	ctx.Variables["each"] = cty.DynamicVal
	if each != cty.NilVal {
		ctx.Variables["each"] = each
	}
	maps.Copy(ctx.Variables, j.target)
	var lacks []Lack
	for _, t := range e.Variables() {
		ref, flat, diags := parseFlat(t)
		if diags.HasErrors() || !flat {
			continue
		}
		v := cty.DynamicVal
		switch {
		case len(ref.Include) > 0:
		case ref.Root == "local":
			v = j.local(ref.Name)
			lacks = append(lacks, j.lost[ref.Name]...)
		case ref.Root == "var":
			v = j.variable(ref.Name)
		}
		ctx.Variables[t.RootName()] = v
	}
	if j.over {
		return cty.DynamicVal, nil, nil
	}
	v, diags := hclx.Value(e, ctx)
	switch {
	case j.target == nil:
		return v, nil, diags
	case diags.HasErrors():
		return v, append(lacks, j.lacking(e, diags)...), diags
	case v.IsWhollyKnown(): // it can do without
		return v, nil, nil
	}
	return v, lacks, nil
}

func (j *judge) variable(name string) cty.Value {
	if v, ok := j.vars[name]; ok {
		return v
	}
	if v := j.p.variable(name); v != nil {
		return cty.UnknownVal(v.Type)
	}
	return cty.DynamicVal
}

func (j *judge) local(name string) cty.Value {
	if v, ok := j.locals[name]; ok {
		return v
	}
	v := cty.DynamicVal
	if l := j.p.Locals[name]; l != nil { // one that fails is wrong only where it is needed
		got, lacks, diags := j.try(l.Expr, cty.NilVal)
		if !diags.HasErrors() {
			v = got
		}
		if len(lacks) > 0 {
			if j.lost == nil {
				j.lost = map[string][]Lack{}
			}
			j.lost[name] = lacks
		}
		for _, d := range diags {
			if hclx.OutOfBounds(d) {
				j.over = true
				j.add(d)
			}
		}
	}
	j.locals[name] = v
	return v
}

// verdict is what is known of a condition.
type verdict int

const (
	perhaps verdict = iota
	always
	never
)

func (j *judge) condition(e hcl.Expression, what string, each cty.Value) verdict {
	if e == nil {
		return always
	}
	v := j.value(e, each)
	if !v.IsKnown() {
		if wrong := hclx.NeverBool(v.Type(), what, e.Range()); wrong != nil {
			j.add(wrong)
		}
		return perhaps
	}
	is, wrong := hclx.Bool(v, what, e.Range())
	switch {
	case wrong != nil:
		j.add(wrong)
	case is:
		return always
	default:
		return never
	}
	return perhaps
}

func (j *judge) text(e hcl.Expression, what string, each cty.Value) {
	if e == nil {
		return
	}
	v := j.value(e, each)
	if err := step.Words(v); err != nil {
		j.add(hclx.Mistake(e.Range(), text.NotAText, "name", what, "want", problem.Told(err), "got",
			hclx.Article(v.Type())))
	}
}

// block judges what a block's instances share, and each instance that is not known to be left out.
func (j *judge) block(c *Common, instance func(each cty.Value)) {
	all := []Instance{{Each: cty.NilVal}}
	if c.ForEach != nil {
		v := j.value(c.ForEach, cty.NilVal)
		if v.IsWhollyKnown() {
			var wrong *hcl.Diagnostic
			if all, wrong = Instances(v, c.ForEach.Range()); wrong != nil {
				j.add(wrong)
				return
			}
		}
	}
	for _, i := range all {
		if j.condition(c.When, "when", i.Each) != never {
			j.text(c.Title, "title", i.Each)
			instance(i.Each)
		}
	}
}

// attributes fills a kind's struct with what is known, and lets it judge that.
func (j *judge) attributes(attrs hcl.Attributes, target any, block hcl.Range, asked bool, each cty.Value) {
	fields := hclx.Fields(target)
	unsettled := map[string]bool{} // not known, or wrong already
	for i := range fields {
		f := &fields[i]
		a := attrs[f.Name]
		if a == nil {
			continue
		}
		v := j.value(a.Expr, each)
		if v.IsKnown() && v.IsNull() {
			if f.Required {
				unsettled[f.Name] = true
				j.add(hclx.Mistake(a.Expr.Range(), text.MissingValue, "name", f.Name))
			}
			continue
		}
		unsettled[f.Name] = !v.IsWhollyKnown()
		if err := f.Set(target, v); err != nil {
			unsettled[f.Name] = true
			j.add(hclx.Mistake(a.Expr.Range(), text.UnsuitableValue, "why", problem.Told(err)))
		}
	}
	c, ok := target.(step.Checker)
	if !ok {
		return
	}
mistakes:
	for _, m := range c.Check() {
		if m.Repeats && asked {
			continue
		}
		at := block
		for i := len(m.Attributes) - 1; i >= 0; i-- {
			if unsettled[m.Attributes[i]] {
				continue mistakes
			}
			if a := attrs[m.Attributes[i]]; a != nil {
				at = a.Expr.Range()
			}
		}
		j.add(hclx.Mistake(at, text.UnsuitableValue, "why", text.Phrase{
			DE: sentence(m.Text.DE, m.Attributes), EN: sentence(m.Text.EN, m.Attributes),
		}))
		return // what follows may rest on it
	}
}

func (j *judge) include(inc *Include) {
	when := j.condition(inc.When, "when", cty.NilVal)
	if when == never || inc.Playbook == nil {
		return
	}
	vars := map[string]cty.Value{}
	for _, v := range inc.Playbook.Variables {
		a, ok := inc.Vars[v.Name]
		if !ok {
			vars[v.Name] = v.Default
			continue
		}
		got, err := convert.Convert(j.value(a.Expr, cty.NilVal), v.Type)
		if err != nil {
			j.add(hclx.Mistake(a.Range, text.UnsuitableValue, "why", UnfitIncluded(v, err)))
			got = cty.UnknownVal(v.Type)
		}
		vars[v.Name] = got
	}
	for _, d := range inc.Playbook.judge(vars) {
		j.add(d)
	}
}

// UnfitIncluded says why a value is none for a variable of an included playbook.
func UnfitIncluded(v *Variable, err error) text.Phrase {
	return text.IncludedUnfit.Filled("name", problem.Quote(v.Name), "type", hclx.TypeName(v.Type), "why",
		hclx.Unfit(v.Type, err))
}

// sentence begins with a capital, unless it begins with an attribute's name.
func sentence(s string, names []string) string {
	word, _, _ := strings.Cut(s, " ")
	if s == "" || slices.Contains(names, word) {
		return s
	}
	return text.Capital(s)
}

package playbook

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
)

// Lack is a variable of the inventory that a playbook needs and a host does not have.
type Lack struct {
	Root, Name string    // "host", "data_dir" of host.vars.data_dir
	Range      hcl.Range // the first place that needs it
}

// Lacks says which variables of the inventory the playbooks need on a host, whatever is found there, and do not have.
// What only may be needed (a condition rests on what is asked of the host) is told when it is. checks: steps are left
// out that no check names.
func (s *Set) Lacks(host, practice cty.Value, checks bool) []Lack {
	values := map[string]cty.Value{"host": host, "practice": practice}
	var all []Lack
	for i, p := range s.Playbooks {
		j := &judge{p: p, vars: p.shown(s.Vars[i]), locals: map[string]cty.Value{}, target: values}
		j.needed(checks)
		all = append(all, j.lacks...)
	}
	var once []Lack
	for _, l := range all {
		if !slices.ContainsFunc(once, func(o Lack) bool { return o.Root == l.Root && o.Name == l.Name }) {
			once = append(once, l)
		}
	}
	return once
}

// Wants are the variables of the inventory that the playbooks name and do not only try, each as often as it is named.
func (s *Set) Wants() []Lack {
	var all []Lack
	for _, p := range s.Playbooks {
		all = append(all, p.wants()...)
	}
	return all
}

// wants are the variables of the inventory that are named anywhere in a playbook and not only tried.
func (p *Playbook) wants() []Lack {
	var w wanting
	add := func(exprs ...hcl.Expression) {
		for _, e := range exprs {
			if n, ok := e.(hclsyntax.Node); ok {
				_ = hclsyntax.Walk(n, &w)
			}
		}
	}
	block := func(c *Common, attrs hcl.Attributes) {
		add(c.When, c.ForEach)
		for _, a := range attrs {
			add(a.Expr)
		}
	}
	add(p.Only)
	for _, l := range p.Locals {
		add(l.Expr)
	}
	for _, q := range p.Queries {
		block(&q.Common, q.Attrs)
	}
	for _, c := range p.Checks {
		block(&c.Common, nil)
		add(c.OK, c.Message)
	}
	for _, item := range p.Items {
		if item.Step != nil {
			block(&item.Step.Common, item.Step.Attrs)
			continue
		}
		add(item.Include.When)
		for _, a := range item.Include.Vars {
			add(a.Expr)
		}
		if item.Include.Playbook != nil {
			w.found = append(w.found, item.Include.Playbook.wants()...)
		}
	}
	return w.found
}

// wanting collects what is named outside of try and can.
type wanting struct {
	found  []Lack
	trying int
}

func tries(n hclsyntax.Node) bool {
	f, ok := n.(*hclsyntax.FunctionCallExpr)
	return ok && (f.Name == "try" || f.Name == "can")
}

// Enter implements hclsyntax.Walker.
func (w *wanting) Enter(n hclsyntax.Node) hcl.Diagnostics {
	if tries(n) {
		w.trying++
	}
	if e, ok := n.(*hclsyntax.ScopeTraversalExpr); ok && w.trying == 0 {
		if l, ok := variableOf(e.Traversal); ok {
			w.found = append(w.found, l)
		}
	}
	return nil
}

// Exit implements hclsyntax.Walker.
func (w *wanting) Exit(n hclsyntax.Node) hcl.Diagnostics {
	if tries(n) {
		w.trying--
	}
	return nil
}

// variableOf reads host.vars.NAME or practice.vars.NAME.
func variableOf(t hcl.Traversal) (Lack, bool) {
	if root := t.RootName(); len(t) < 3 || root != "host" && root != "practice" {
		return Lack{}, false
	}
	if a, ok := t[1].(hcl.TraverseAttr); !ok || a.Name != "vars" {
		return Lack{}, false
	}
	l := Lack{Root: t.RootName(), Range: t.SourceRange()}
	switch s := t[2].(type) {
	case hcl.TraverseAttr:
		l.Name = s.Name
	case hcl.TraverseIndex:
		if s.Key.Type() == cty.String && s.Key.IsKnown() && !s.Key.IsNull() {
			l.Name = s.Key.AsString()
		}
	}
	return l, l.Name != ""
}

// missing says whether a host's values do not have it.
func (l *Lack) missing(values map[string]cty.Value) bool {
	vars := values[l.Root].GetAttr("vars")
	return vars.Type().IsObjectType() && !vars.Type().HasAttribute(l.Name)
}

// lacking are the variables because of which an expression fails: those that a diagnostic blames.
func (j *judge) lacking(e hcl.Expression, diags hcl.Diagnostics) []Lack {
	var out []Lack
	for _, t := range e.Variables() {
		l, ok := variableOf(t)
		if !ok || !l.missing(j.target) {
			continue
		}
		for _, d := range diags {
			if d.Severity == hcl.DiagError && d.Subject != nil && d.Subject.Overlaps(l.Range) {
				out = append(out, l)
				break
			}
		}
	}
	return out
}

// needed evaluates what is evaluated on this host for sure.
func (j *judge) needed(checks bool) {
	if j.condition(j.p.Only, "only", cty.NilVal) != always {
		return
	}
	attributes := func(attrs hcl.Attributes) func(cty.Value) {
		return func(each cty.Value) {
			for _, a := range hclx.SortedAttributes(attrs) {
				j.value(a.Expr, each)
			}
		}
	}
	for _, q := range j.p.Queries {
		j.surely(&q.Common, attributes(q.Attrs))
	}
	named := j.p.stepsOfChecks()
	for _, item := range j.p.Items {
		if st := item.Step; st != nil {
			if len(st.After) == 0 && (!checks || named[st.Address]) {
				j.surely(&st.Common, attributes(st.Attrs))
			}
			continue
		}
		j.surelyIncluded(item.Include, checks)
	}
	for _, c := range j.p.Checks {
		j.surely(&c.Common, func(each cty.Value) {
			j.value(c.OK, each)
			if c.Message != nil {
				j.value(c.Message, each)
			}
		})
	}
}

// surely judges the instances of a block that are there for sure.
func (j *judge) surely(c *Common, instance func(each cty.Value)) {
	all := []Instance{{Each: cty.NilVal}}
	if c.ForEach != nil {
		v := j.value(c.ForEach, cty.NilVal)
		if !v.IsWhollyKnown() {
			return
		}
		var wrong *hcl.Diagnostic
		if all, wrong = Instances(v, c.ForEach.Range()); wrong != nil {
			return
		}
	}
	for _, i := range all {
		if j.condition(c.When, "when", i.Each) == always {
			instance(i.Each)
		}
	}
}

func (j *judge) surelyIncluded(inc *Include, checks bool) {
	if inc.Playbook == nil || j.condition(inc.When, "when", cty.NilVal) != always {
		return
	}
	vars := map[string]cty.Value{}
	for _, v := range inc.Playbook.Variables {
		vars[v.Name] = v.Default
		if a, ok := inc.Vars[v.Name]; ok {
			got, err := convert.Convert(j.value(a.Expr, cty.NilVal), v.Type)
			if err != nil {
				got = cty.UnknownVal(v.Type)
			}
			vars[v.Name] = got
		}
	}
	child := &judge{p: inc.Playbook, vars: vars, locals: map[string]cty.Value{}, target: j.target}
	child.needed(checks)
	j.lacks = append(j.lacks, child.lacks...)
}

// stepsOfChecks are the addresses of the steps that checks name.
func (p *Playbook) stepsOfChecks() map[string]bool {
	named := map[string]bool{}
	for _, c := range p.Checks {
		for _, e := range []hcl.Expression{c.When, c.ForEach, c.OK, c.Message} {
			if e == nil {
				continue
			}
			for _, t := range e.Variables() {
				if ref, _, diags := parseFlat(t); !diags.HasErrors() && ref.Root == "step" && len(ref.Include) == 0 {
					named[ref.Address()] = true
				}
			}
		}
	}
	return named
}

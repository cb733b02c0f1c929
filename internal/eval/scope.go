package eval

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/step"
)

// functions are the same for every expression.
var functions = hclx.Functions()

// bare is for expressions that refer to nothing.
var bare = &hcl.EvalContext{Functions: functions}

// why says why a value is not known.
type why struct {
	pending bool   // an answer is still to come
	before  bool   // pending because a step that it uses was not looked at yet: the next one planned may change that
	steps   bool   // it rests on a step's value, so it can be another one in the next round
	after   string // a step must run first
	err     error  // it could not be found out
	by      string // the block that failed, when it was another one's error
}

func (y why) none() bool { return !y.pending && y.after == "" && y.err == nil }

func (y why) and(z why) why {
	y.pending, y.before, y.steps = y.pending || z.pending, y.before || z.before, y.steps || z.steps
	if y.after == "" {
		y.after = z.after
	}
	if y.err == nil {
		y.err, y.by = z.err, z.by
	}
	return y
}

// value is a value for expressions; why is set when it, or a part of it, is unknown.
type value struct {
	v   cty.Value
	why why
}

// exprError is an expression that failed, with its place.
type exprError struct {
	text string
	rng  hcl.Range
}

func (e *exprError) Error() string { return e.text }

// queryError is a question that could not be answered; where it stands is told where a check rests on it.
type queryError struct {
	at  string
	err error
}

func (e *queryError) Error() string { return e.at + ": " + e.err.Error() }
func (e *queryError) Unwrap() error { return e.err }

// unwrapped is what a block of its own says of its question.
func unwrapped(err error) error {
	var q *queryError
	if errors.As(err, &q) {
		return q.err
	}
	return err
}

func located(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			e := &exprError{text: d.Summary}
			if d.Detail != "" {
				e.text += ": " + d.Detail
			}
			if d.Subject != nil {
				e.rng = *d.Subject
			}
			return e
		}
	}
	return nil
}

// scope is one playbook on one host: a root, or an include with its own variables.
type scope struct {
	e        *Evaluation
	w        *walk // the present one
	pb       *playbook.Playbook
	parent   *scope
	include  *playbook.Include
	prefix   string // "include.number."
	playbook string // the root playbook's name, when a run has several
	root     map[string]cty.Value
	children map[string]*scope
	steps    map[string]value             // by KIND.NAME, filled in order
	memo     map[string]remembered        // of queries, locals and variables
	settled  map[hcl.Expression]cty.Value // what is known for good, whatever round
	skipped  bool
	waiting  why
}

func newScope(e *Evaluation, p *playbook.Playbook, parent *scope, prefix, playbook string) *scope {
	s := &scope{e: e, pb: p, parent: parent, prefix: prefix, playbook: playbook, children: map[string]*scope{}, steps: map[string]value{}, memo: map[string]remembered{}, settled: map[hcl.Expression]cty.Value{}}
	for name, inc := range p.Includes {
		c := newScope(e, inc.Playbook, s, prefix+"include."+name+".", playbook)
		c.include = inc
		s.children[name] = c
	}
	return s
}

// begin makes a scope ready for another walk: what is known for good stays.
func (s *scope) begin(w *walk) {
	s.w, s.skipped, s.waiting = w, false, why{}
	clear(s.steps)
	for key, m := range s.memo {
		if !m.why.none() || m.why.steps {
			delete(s.memo, key)
		}
	}
	for _, c := range s.children {
		c.begin(w)
	}
}

func (s *scope) name() string {
	if s.parent == nil {
		return s.pb.Name
	}
	return s.prefix[:len(s.prefix)-1]
}

// eval evaluates an expression; each is the block's instance or cty.NilVal. When the result is not wholly known, why says so.
func (s *scope) eval(e hcl.Expression, each cty.Value) (cty.Value, why, error) {
	if v, ok := s.settled[e]; ok && each == cty.NilVal {
		return v, why{}, nil
	}
	ctx, y := s.context(e, each)
	if y.pending && y.err == nil { // it is evaluated when the answers are there
		return cty.DynamicVal, y, nil
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		if y.err != nil { // what it rests on failed: that is the cause
			return cty.DynamicVal, y, y.err
		}
		if y.pending {
			return cty.DynamicVal, y, nil
		}
		return cty.DynamicVal, why{}, located(diags)
	}
	if y.none() && known(v) || v.IsWhollyKnown() {
		if each == cty.NilVal && !y.steps {
			s.settled[e] = v
		}
		return v, why{steps: y.steps}, nil
	}
	if y.none() {
		y.err = fmt.Errorf("this value cannot be known")
	}
	if y.err != nil && !y.pending {
		return v, y, y.err
	}
	return v, y, nil
}

// truth evaluates a condition; what is its attribute's name. known is false where why says that it cannot be told yet.
func (s *scope) truth(e hcl.Expression, what string, each cty.Value) (is, known bool, y why, err error) {
	v, y, err := s.eval(e, each)
	if err != nil || !v.IsKnown() {
		return false, false, y, err
	}
	is, err = isTrue(v, what, e.Range())
	return is, err == nil, y, err
}

// isTrue is a condition's value; null is false.
func isTrue(v cty.Value, what string, r hcl.Range) (bool, error) {
	if v.IsNull() {
		return false, nil
	}
	b, err := convert.Convert(v, cty.Bool)
	if err != nil || b.IsNull() || !b.IsKnown() {
		text := fmt.Sprintf("%s must be true or false, and is %s", what, v.Type().FriendlyName())
		if v.Type() == cty.Number {
			text += "; to ask whether there are any, write … > 0"
		}
		return false, &exprError{text, r}
	}
	return b.True(), nil
}

// text evaluates an optional expression to a text; what is not known reads "(known later)".
func (s *scope) text(e hcl.Expression, each cty.Value) (string, error) {
	if e == nil {
		return "", nil
	}
	v, y, err := s.eval(e, each)
	if err != nil {
		return "", err
	}
	if !v.IsWhollyKnown() {
		return "(" + reason(y, nil) + ")", nil
	}
	v, err = convert.Convert(v, cty.String)
	if err != nil || v.IsNull() {
		return "", err
	}
	return v.AsString(), nil
}

// context has a value for everything that the expressions use, and why some of it is unknown.
func (s *scope) context(e hcl.Expression, each cty.Value) (*hcl.EvalContext, why) {
	uses := s.e.set.Uses(e)
	if uses.Constant {
		return bare, why{}
	}
	var y why
	var tree map[string]any // of references that are not flat: within a for expression whose variable has the name of a root
	vars := make(map[string]cty.Value, len(uses.Refs)+2)
	vars["host"], vars["practice"] = s.e.target.Host, s.e.target.Practice
	for _, u := range uses.Refs {
		v, kept := s.remembered(u.Key)
		if !kept {
			v = s.resolve(u.Ref, each)
		}
		y = y.and(v.why)
		if len(u.Path) == 1 {
			vars[u.Path[0]] = v.v
			continue
		}
		if tree == nil {
			tree = map[string]any{}
		}
		place(tree, u.Path, v.v)
	}
	for k, n := range tree {
		vars[k] = grow(n)
	}
	return &hcl.EvalContext{Variables: vars, Functions: functions}, y
}

func (s *scope) resolve(ref playbook.Ref, each cty.Value) value {
	if len(ref.Include) > 0 {
		child := s.children[ref.Include[0]]
		if child == nil {
			return value{cty.DynamicVal, why{err: fmt.Errorf("there is no include %q", ref.Include[0])}}
		}
		ref.Include = ref.Include[1:]
		return child.resolve(ref, each)
	}
	switch ref.Root {
	case "host":
		return value{v: s.e.target.Host}
	case "practice":
		return value{v: s.e.target.Practice}
	case "each":
		if each == cty.NilVal {
			return value{cty.DynamicVal, why{err: fmt.Errorf("each is known only in a block with for_each")}}
		}
		return value{v: each}
	case "fact":
		return s.facts()
	case "var":
		return s.remember("var."+ref.Name, func() value { return s.variable(ref.Name) })
	case "local":
		if l := s.pb.Locals[ref.Name]; l != nil {
			return s.remember("local."+ref.Name, func() value {
				v, y, err := s.eval(l.Expr, cty.NilVal)
				if err != nil {
					y.err = err
				}
				return value{v, y}
			})
		}
	case "query":
		for _, q := range s.pb.Queries {
			if q.Type.Name == ref.Type && q.Name == ref.Name {
				return s.query(q)
			}
		}
	case "step":
		v := s.stepValue(ref)
		v.why.steps = true
		return v
	}
	return value{cty.DynamicVal, why{err: fmt.Errorf("there is no %s", ref.Address())}}
}

// stepValue is what is known of a step so far.
func (s *scope) stepValue(ref playbook.Ref) value {
	key := ref.Type + "." + ref.Name
	if v, ok := s.steps[key]; ok {
		return v
	}
	if s.skipped {
		return unchanged
	}
	if s.e.options.Checks {
		for _, item := range s.pb.Items {
			if st := item.Step; st != nil && st.Kind.Name == ref.Type && st.Name == ref.Name {
				s.w.step(s, st)
				return s.steps[key]
			}
		}
	}
	if !s.waiting.none() {
		return value{cty.DynamicVal, s.waiting}
	}
	return value{cty.DynamicVal, why{pending: true, before: true}}
}

func (s *scope) variable(name string) value {
	if s.parent == nil {
		if v, ok := s.root[name]; ok {
			return value{v: v}
		}
		return value{cty.DynamicVal, why{err: fmt.Errorf("variable %q has no value", name)}}
	}
	for _, v := range s.pb.Variables {
		if v.Name != name {
			continue
		}
		a, ok := s.include.Vars[name]
		if !ok {
			return value{v: v.Default}
		}
		got, y, err := s.parent.eval(a.Expr, cty.NilVal)
		if err != nil {
			return value{cty.DynamicVal, why{err: err}}
		}
		conv, err := convert.Convert(got, v.Type)
		if err != nil {
			return value{cty.DynamicVal, why{err: &exprError{fmt.Sprintf("variable %q of the included playbook is %s: %s", name, v.Type.FriendlyName(), err), a.Range}}}
		}
		return value{conv, y}
	}
	return value{cty.DynamicVal, why{err: fmt.Errorf("there is no variable %q", name)}}
}

// facts are the os query's answer, asked once per host.
func (s *scope) facts() value {
	for _, t := range step.QueryTypes() {
		if t.Name == "os" {
			rows, y := s.answer(t.New())
			if !y.none() {
				return value{cty.DynamicVal, y}
			}
			if len(rows) == 1 {
				return value{v: toCty(rows[0])}
			}
		}
	}
	return value{cty.DynamicVal, why{err: fmt.Errorf("this host told nothing of its operating system")}}
}

func (s *scope) answer(q step.Query) ([]map[string]any, why) {
	if s.w.ask(q.Ask()) {
		return nil, why{pending: true}
	}
	rows, err := q.Answer(s.w.observed)
	if err != nil {
		return nil, why{err: err}
	}
	return rows, why{}
}

// query is the value of a query block: a list of objects, or with for_each an object of them.
func (s *scope) query(q *playbook.Query) value {
	return s.remember("query."+q.Type.Name+"."+q.Name, func() value {
		v := s.queryValue(q)
		if v.why.err != nil && v.why.by == "" {
			v.why.by = plan.Block(s.playbook, s.prefix+q.Address)
			s.w.failed[v.why.by] = plan.Blocked{
				Kind: plan.BlockQuery, Playbook: s.playbook, Address: s.prefix + q.Address, Source: where(q.Range), Error: s.w.explain(q.Range, unwrapped(v.why.err)),
			}
		}
		return v
	})
}

// remembered is a value that was worked out. What waits for a step holds only until another one is planned; what rests on none and is known
// holds for the rounds to come.
type remembered struct {
	value
	at int // walk.planning then
}

func (s *scope) remembered(key string) (value, bool) {
	m, ok := s.memo[key]
	return m.value, ok && (!m.why.before || m.at == s.w.planning)
}

// remember works a value out once: locals that rest on locals would else be worked out again and again.
func (s *scope) remember(key string, work func() value) value {
	if v, ok := s.remembered(key); ok {
		return v
	}
	at := s.w.planning
	v := work()
	s.memo[key] = remembered{v, at}
	return v
}

func (s *scope) queryValue(q *playbook.Query) value {
	each, y, err := s.instances(q.ForEach)
	if err != nil {
		return value{cty.DynamicVal, why{err: err, by: y.by}}
	}
	if !y.none() {
		return value{cty.DynamicVal, y}
	}
	values := map[string]cty.Value{}
	total := why{steps: y.steps}
	for _, e := range each {
		v := s.queryOne(q, e.value)
		if q.ForEach == nil {
			return v
		}
		values[e.key] = v.v
		total = total.and(v.why)
	}
	return value{object(values), total}
}

func (s *scope) queryOne(q *playbook.Query, each cty.Value) value {
	steps := false
	if q.When != nil {
		is, known, y, err := s.truth(q.When, "when", each)
		steps = y.steps
		switch {
		case err != nil:
			return value{cty.DynamicVal, why{err: err, by: y.by}}
		case !known:
			return value{cty.DynamicVal, y}
		case !is:
			return value{cty.EmptyTupleVal, why{steps: steps}}
		}
	}
	target := q.Type.New()
	y, err := s.decode(q.Attrs, each, target)
	if err != nil {
		return value{cty.DynamicVal, why{err: err, by: y.by}}
	}
	steps = steps || y.steps
	if !y.none() {
		return value{cty.DynamicVal, y}
	}
	rows, y := s.answer(target)
	if y.err != nil {
		y.err = &queryError{fmt.Sprintf("%s%s (%s)", s.prefix, q.Address, where(q.Range)), y.err}
	}
	if !y.none() {
		return value{cty.DynamicVal, y}
	}
	list := make([]cty.Value, len(rows))
	for i, r := range rows {
		list[i] = toCty(r)
	}
	return value{cty.TupleVal(list), why{steps: steps}}
}

// triggered says whether a step with these after references is to run.
func (s *scope) triggered(after []playbook.Ref) (why, bool) {
	if len(after) == 0 {
		return why{}, true
	}
	var y why
	for _, ref := range after {
		v := s.resolve(ref, cty.NilVal)
		if !v.v.IsKnown() {
			y = y.and(v.why)
			continue
		}
		if changes(v.v) {
			return why{}, true
		}
	}
	return y, false
}

// changes says whether a step's value, or one of its instances', is changed.
func changes(v cty.Value) bool {
	if !v.IsKnown() || v.IsNull() || !v.Type().IsObjectType() {
		return false
	}
	if v.Type().HasAttribute("changed") {
		c := v.GetAttr("changed")
		return c.IsKnown() && c.Type() == cty.Bool && !c.IsNull() && c.True()
	}
	for it := v.ElementIterator(); it.Next(); {
		if _, e := it.Element(); changes(e) {
			return true
		}
	}
	return false
}

type instance struct {
	key   string
	value cty.Value // object with key and value, or cty.NilVal
}

// instances works out for_each: an object or map by key, a set or list of texts by text, any other list by index.
func (s *scope) instances(e hcl.Expression) ([]instance, why, error) {
	if e == nil {
		return []instance{{value: cty.NilVal}}, why{}, nil
	}
	v, y, err := s.eval(e, cty.NilVal)
	if err != nil {
		return nil, y, err
	}
	if !v.IsWhollyKnown() {
		return nil, y, nil
	}
	if v.IsNull() || !v.CanIterateElements() {
		return nil, why{}, &exprError{"for_each needs a map, an object, or a list, and got " + v.Type().FriendlyName(), e.Range()}
	}
	keyed := v.Type().IsMapType() || v.Type().IsObjectType()
	var out []instance
	seen := map[string]bool{}
	i := 0
	for it := v.ElementIterator(); it.Next(); i++ {
		k, val := it.Element()
		name := fmt.Sprint(i)
		switch {
		case keyed:
			name = k.AsString()
		case val.Type() == cty.String && !val.IsNull():
			name = val.AsString()
		}
		if seen[name] {
			return nil, why{}, &exprError{fmt.Sprintf("for_each has %q twice", name), e.Range()}
		}
		seen[name] = true
		out = append(out, instance{name, cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(name), "value": val})})
	}
	return out, why{steps: y.steps}, nil
}

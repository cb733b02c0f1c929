package eval

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// functions are the same for every expression.
var functions = hclx.Functions()

// why says why a value is not known.
type why struct {
	pending bool   // an answer is still to come
	before  bool   // pending because a step that it uses was not looked at yet: the next one planned may change that
	steps   bool   // it rests on a step's value, so it can be another one in the next round
	after   string // a step must run first
	others  bool   // other hosts of the practice are still to be heard
	err     error  // it could not be found out
	by      string // the block that failed, when it was another one's error
	// secret: the value was made of secret ones. It is what of it is none: the value with the secrets unknown.
	secret *cty.Value
}

func (y why) none() bool { return !y.pending && !y.others && y.after == "" && y.err == nil }

func (y why) and(z why) why {
	y.pending, y.before, y.steps = y.pending || z.pending, y.before || z.before, y.steps || z.steps
	y.others = y.others || z.others
	if y.after == "" {
		y.after = z.after
	}
	if y.secret == nil {
		y.secret = z.secret
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
	said text.Phrase
	rng  hcl.Range
}

func (e *exprError) Error() string { return e.said.EN }

// Said tells it in both languages.
func (e *exprError) Said() text.Phrase { return e.said }

// said is an error of which the place is that of the block.
func said(p text.Phrase, pairs ...any) error { return &exprError{said: p.Filled(pairs...)} }

func located(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			m := hclx.Said(d)
			e := &exprError{said: m.Headline}
			if d.Detail != "" {
				e.said = text.Phrase{DE: m.Headline.DE + ": " + m.Detail.DE, EN: m.Headline.EN + ": " + m.Detail.EN}
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
	s := &scope{
		e: e, pb: p, parent: parent, prefix: prefix, playbook: playbook, children: map[string]*scope{},
		steps: map[string]value{}, memo: map[string]remembered{}, settled: map[hcl.Expression]cty.Value{},
	}
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

// skip notes that nothing of a playbook, or of what it includes, applies here.
func (s *scope) skip() {
	s.skipped = true
	for _, c := range s.children {
		c.skip()
	}
}

func (s *scope) name() string {
	if s.parent == nil {
		return s.pb.Name
	}
	return s.prefix[:len(s.prefix)-1]
}

// eval evaluates an expression; each is the block's instance or cty.NilVal. When the result is not wholly known, why
// says so.
func (s *scope) eval(e hcl.Expression, each cty.Value) (cty.Value, why, error) {
	if v, ok := s.settled[e]; ok && each == cty.NilVal {
		return v, why{}, nil
	}
	uses := s.e.set.Uses(e)
	if uses.Value != cty.NilVal {
		return uses.Value, why{}, nil
	}
	var room [16]cty.Value
	values, open, y := s.values(uses, each, room[:0])
	if y.pending && y.err == nil && !uses.Decidable(open) { // it is evaluated when the answers are there
		return cty.DynamicVal, y, nil
	}
	v, diags := hclx.Value(e, s.e.context(uses, values))
	if diags.HasErrors() {
		if y.err != nil { // what it rests on failed: that is the cause
			return cty.DynamicVal, y, y.err
		}
		if y.pending {
			return cty.DynamicVal, y, nil
		}
		return cty.DynamicVal, why{}, located(diags)
	}
	if y.secret != nil {
		y.secret = s.unmixed(e, uses, each)
	}
	if y.none() && known(v) || v.IsWhollyKnown() {
		if each == cty.NilVal && !y.steps && y.secret == nil {
			s.settled[e] = v
		}
		return v, why{steps: y.steps, secret: y.secret}, nil
	}
	if y.none() {
		y.err = said(text.NeverKnown)
	}
	if y.err != nil && !y.pending && !y.others {
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
	is, wrong := hclx.Bool(v, what, e.Range())
	if wrong != nil {
		return false, false, y, &exprError{hclx.Said(wrong).Detail, e.Range()}
	}
	return is, true, y, nil
}

// title gives a step's title when it is needed.
func (s *scope) title(st *playbook.Step, each cty.Value) func() string {
	return func() string {
		title, _ := s.text(st.Title, each)
		return title
	}
}

// text evaluates an optional expression to a text; what is not known reads "(known later)".
func (s *scope) text(e hcl.Expression, each cty.Value) (string, error) {
	if e == nil {
		return "", nil
	}
	v, y, err := s.eval(s.e.set.Said(e), each)
	if err != nil {
		return "", err
	}
	if y.secret != nil {
		return resource.Masked, nil
	}
	v = step.Spoken(v, s.w.e.set.Lang)
	if !v.IsWhollyKnown() {
		return "(" + s.w.reason(y, nil) + ")", nil
	}
	v, err = convert.Convert(v, cty.String)
	if err != nil || v.IsNull() {
		return "", err
	}
	return v.AsString(), nil
}

// values are those of an expression's references, and why some of them are unknown; open has a bit for each that is
// wholly so.
func (s *scope) values(uses *playbook.Uses, each cty.Value, into []cty.Value) (values []cty.Value, open uint64, y why) {
	for i := range uses.Refs {
		u := &uses.Refs[i]
		v, kept := s.remembered(u.Key)
		if !kept {
			v = s.resolve(u.Ref, each)
		}
		y = y.and(v.why)
		if i < playbook.MaxOpen && v.v == cty.DynamicVal {
			open |= 1 << i
		}
		into = append(into, v.v)
	}
	return into, open, y
}

// context gives the references of an expression their values. It is good for one evaluation.
func (e *Evaluation) context(uses *playbook.Uses, values []cty.Value) *hcl.EvalContext {
	if e.scratch == nil {
		e.scratch = &hcl.EvalContext{Variables: map[string]cty.Value{}, Functions: functions}
	}
	vars := e.scratch.Variables
	clear(vars)
	vars["host"], vars["practice"] = e.target.Host, e.target.Practice
	// of references that are not flat: in a for expression whose variable has the name of a root
	var tree map[string]any
	for i, u := range uses.Refs {
		if len(u.Path) == 1 {
			vars[u.Path[0]] = values[i]
			continue
		}
		if tree == nil {
			tree = map[string]any{}
		}
		place(tree, u.Path, values[i])
	}
	for k, n := range tree {
		vars[k] = grow(n)
	}
	return e.scratch
}

func (s *scope) resolve(ref playbook.Ref, each cty.Value) value {
	if len(ref.Include) > 0 {
		child := s.children[ref.Include[0]]
		if child == nil {
			return value{cty.DynamicVal, why{err: said(text.NoInclude, "name", problem.Quote(ref.Include[0]))}}
		}
		ref.Include = ref.Include[1:]
		return child.resolve(ref, each)
	}
	switch ref.Root {
	case "host":
		return value{v: s.e.target.Host}
	case "practice":
		if ref.Name != "" {
			return s.others()
		}
		return value{v: s.e.target.Practice}
	case "catalogue":
		return value{v: s.pb.Catalogue}
	case "each":
		if each == cty.NilVal {
			return value{cty.DynamicVal, why{err: said(text.NoEach)}}
		}
		return value{v: each}
	case "fact":
		return s.remember("fact", s.facts)
	case "var":
		return s.remember(ref.Key(), func() value { return s.variable(ref.Name) })
	case "local":
		if l := s.pb.Locals[ref.Name]; l != nil {
			return s.remember(ref.Key(), func() value {
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
	return value{cty.DynamicVal, why{err: said(text.NoAddress, "name", ref.Address())}}
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
	if !s.waiting.none() {
		return value{cty.DynamicVal, s.waiting}
	}
	if s.e.options.Checks {
		for _, item := range s.pb.Items {
			if st := item.Step; st != nil && st.Kind.Name == ref.Type && st.Name == ref.Name {
				s.w.step(s, st)
				return s.steps[key]
			}
		}
	}
	return value{cty.DynamicVal, why{pending: true, before: true}}
}

func (s *scope) variable(name string) value {
	if s.parent == nil {
		if v, ok := s.root[name]; ok {
			return value{v, hidden(s.pb, name)}
		}
		return value{cty.DynamicVal, why{err: said(text.VariableEmpty, "name", problem.Quote(name))}}
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
			return value{cty.DynamicVal, why{err: err, by: y.by}}
		}
		conv, err := convert.Convert(got, v.Type)
		if err != nil {
			return value{cty.DynamicVal, why{err: &exprError{playbook.UnfitIncluded(v, err), a.Range}}}
		}
		if v.Sensitive || y.secret != nil {
			y.secret = hiddenAs(v, y.secret)
		}
		return value{conv, y}
	}
	return value{cty.DynamicVal, why{err: said(text.NoAddress, "name", "var."+name)}}
}

// remembered is a value that was worked out. What waits for a step holds only until another one is planned; what rests
// on none and is known holds for the rounds to come.
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

// triggered says whether a step with these after references is to run.
func (s *scope) triggered(after []playbook.Ref) (why, bool) {
	if len(after) == 0 {
		return why{}, true
	}
	var y why
	for _, ref := range after {
		v := s.resolve(ref, cty.NilVal)
		if changes(v.v) {
			return why{}, true
		}
		y = y.and(v.why) // also where only some of its instances are known
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

// instances works out for_each.
func (s *scope) instances(e hcl.Expression) ([]playbook.Instance, why, error) {
	if e == nil {
		return []playbook.Instance{{Each: cty.NilVal}}, why{}, nil
	}
	v, y, err := s.eval(e, cty.NilVal)
	if err != nil {
		return nil, y, err
	}
	if y.secret != nil {
		return nil, y, said(text.SecretForEach)
	}
	if !v.IsWhollyKnown() {
		return nil, y, nil
	}
	out, wrong := playbook.Instances(v, e.Range())
	if wrong != nil {
		return nil, why{}, &exprError{hclx.Said(wrong).Detail, e.Range()}
	}
	return out, why{steps: y.steps}, nil
}

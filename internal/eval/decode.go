package eval

import (
	"cmp"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// decode fills a kind's struct from its attributes, each evaluated once, and lets it judge them. It waits when one of
// them is not known. An attribute that is null counts as not written, as in Terraform. Secret values may stand in the
// attribute secret only.
func (s *scope) decode(attrs hcl.Attributes, each cty.Value, target any, secret string) (why, error) {
	fields := hclx.Fields(target)
	values := make([]cty.Value, len(fields))
	rests := why{}
	for i := range fields {
		a := attrs[fields[i].Name]
		if a == nil {
			values[i] = cty.NilVal
			continue
		}
		v, y, err := s.eval(a.Expr, each)
		if err != nil {
			return y, err
		}
		if !v.IsWhollyKnown() {
			return y, nil
		}
		if y.secret != nil && fields[i].Name != secret {
			return y, &exprError{text.SecretHere.Filled("name", fields[i].Name), a.Expr.Range()}
		}
		if y.secret != nil {
			s.e.learn(v, *y.secret)
		}
		rests.steps, rests.secret = rests.steps || y.steps, cmp.Or(rests.secret, y.secret)
		values[i] = v
	}
	for i := range fields {
		f, a := &fields[i], attrs[fields[i].Name]
		switch {
		case a == nil:
		case values[i].IsNull() && f.Required:
			return rests,
				located(hcl.Diagnostics{hclx.Mistake(a.Expr.Range(), text.MissingOnHost, "name", f.Name)})
		case values[i].IsNull():
		default:
			if err := f.Set(target, values[i]); err != nil {
				return rests, &exprError{problem.Told(err), a.Expr.Range()}
			}
		}
	}
	return rests, judged(attrs, target)
}

// judged is what a kind finds wrong with its attributes, at the first one that it blames and that is written.
func judged(attrs hcl.Attributes, target any) error {
	c, ok := target.(step.Checker)
	if !ok {
		return nil
	}
	for _, m := range c.Check() {
		if m.Repeats {
			continue
		}
		e := &exprError{said: m.Text}
		for _, name := range m.Attributes {
			if a := attrs[name]; a != nil {
				e.rng = a.Expr.Range()
				break
			}
		}
		return e
	}
	return nil
}

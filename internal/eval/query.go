package eval

import (
	"errors"
	"fmt"
	"maps"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// queryError is a question that could not be answered; where it stands is told where a check rests on it.
type queryError struct {
	at  string
	err error
}

func (e *queryError) Error() string { return e.at + ": " + e.err.Error() }
func (e *queryError) Unwrap() error { return e.err }

// Said tells it in both languages.
func (e *queryError) Said() text.Phrase {
	p := problem.Told(e.err)
	return text.Phrase{DE: e.at + ": " + p.DE, EN: e.at + ": " + p.EN}
}

// unwrapped is what a block of its own says of its question.
func unwrapped(err error) error {
	var q *queryError
	if errors.As(err, &q) {
		return q.err
	}
	return err
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
	return value{cty.DynamicVal, why{err: problem.New(problem.ReadSystem)}}
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
	if v, kept := s.remembered(q.Address); kept {
		return v
	}
	return s.remember(q.Address, func() value {
		v := s.queryValue(q)
		if v.why.err != nil && v.why.by == "" {
			v.why.by = plan.Block(s.playbook, s.prefix+q.Address)
			s.w.failed[v.why.by] = plan.Blocked{
				Kind: plan.BlockQuery, Playbook: s.playbook, Address: s.prefix + q.Address, Source: where(q.Range),
				Error: s.w.explain(q.Range, unwrapped(v.why.err)),
			}
		}
		return v
	})
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
		v := s.queryOne(q, e.Each)
		if q.ForEach == nil {
			return v
		}
		values[e.Key] = v.v
		total = total.and(v.why)
	}
	return value{object(values), total}
}

// early asks what does not rest on the attributes that are not known yet.
func (s *scope) early(q *playbook.Query, each cty.Value) {
	if len(q.Type.Judging) == 0 {
		return
	}
	attrs, target := maps.Clone(q.Attrs), q.Type.New()
	for _, name := range q.Type.Judging {
		delete(attrs, name)
	}
	if y, err := s.decode(attrs, each, target, ""); err == nil && y.none() {
		s.w.ask(target.Ask())
	}
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
	y, err := s.decode(q.Attrs, each, target, "")
	if err != nil {
		return value{cty.DynamicVal, why{err: err, by: y.by}}
	}
	steps = steps || y.steps
	if !y.none() {
		s.early(q, each)
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

package playbook

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

var commonSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "when"},
	{Name: "for_each"},
	{Name: "title"},
	{Name: "serves"},
}}

var stepSchema = &hcl.BodySchema{Attributes: append([]hcl.AttributeSchema{
	{Name: "on_error"},
	{Name: "after"},
	{Name: "stage"},
}, commonSchema.Attributes...)}

func (d *decoder) common(b *hcl.Block, address string, attrs hcl.Attributes) Common {
	c := Common{Address: address, Range: b.DefRange}
	if a := attrs["when"]; a != nil {
		c.When = a.Expr
	}
	if a := attrs["for_each"]; a != nil {
		c.ForEach = a.Expr
	}
	if a := attrs["title"]; a != nil {
		c.Title = a.Expr
	}
	d.literal(attrs["serves"], &c.Serves)
	return c
}

// body checks a kind's own attributes against its struct.
func (d *decoder) body(remain hcl.Body, target any) hcl.Attributes {
	schema, _ := gohcl.ImpliedBodySchema(target)
	content, diags := remain.Content(schema)
	d.diags = append(d.diags, diags...)
	if content == nil {
		return nil
	}
	return content.Attributes
}

func (d *decoder) query(b *hcl.Block) {
	typ, name := b.Labels[0], b.Labels[1]
	schema := &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "for_each"}, {Name: "when"}}}
	content, remain, diags := b.Body.PartialContent(schema)
	d.diags = append(d.diags, diags...)
	for _, t := range d.l.QueryTypes {
		if t.Name == typ {
			q := &Query{
				Common: d.common(b, "query."+typ+"."+name, content.Attributes), Type: t, Name: name,
				Body: remain,
			}
			q.Attrs = d.body(remain, t.New())
			d.p.Queries = append(d.p.Queries, q)
			return
		}
	}
	var known []string
	for _, t := range d.l.QueryTypes {
		known = append(known, t.Name)
	}
	d.wrong(b.LabelRanges[0], text.UnknownQuery, "name", problem.Quote(typ), "hint", hclx.Hint(typ, known))
}

func (d *decoder) oneOf(a *hcl.Attribute, into *string, allowed ...string) {
	before := len(d.diags)
	d.literal(a, into)
	if len(d.diags) > before {
		return
	}
	for _, s := range allowed {
		if *into == s {
			return
		}
	}
	d.wrong(a.Expr.Range(), text.InvalidChoice, "name", a.Name, "got", problem.Quote(*into), "hint",
		hclx.Hint(*into, allowed))
}

func (d *decoder) step(b *hcl.Block) {
	kind, name := b.Labels[0], b.Labels[1]
	content, remain, diags := b.Body.PartialContent(stepSchema)
	d.diags = append(d.diags, diags...)
	for _, k := range d.l.Kinds {
		if k.Name != kind {
			continue
		}
		s := &Step{
			Common: d.common(b, "step."+kind+"."+name, content.Attributes), Kind: k, Name: name, Body: remain,
			OnError: "revert",
		}
		s.Attrs = d.body(remain, k.New())
		if a := content.Attributes["on_error"]; a != nil {
			d.oneOf(a, &s.OnError, "revert", "stop", "continue")
		}
		if a := content.Attributes["stage"]; a != nil {
			d.literal(a, &s.Stage)
			if s.Stage < 0 || s.Stage > 4 {
				d.wrong(a.Expr.Range(), text.InvalidStage)
			}
		}
		if a := content.Attributes["after"]; a != nil {
			d.after(a, s)
		}
		d.p.Items = append(d.p.Items, Item{Step: s})
		return
	}
	var known []string
	for _, k := range d.l.Kinds {
		known = append(known, k.Name)
	}
	d.wrong(b.LabelRanges[0], text.UnknownKind, "name", problem.Quote(kind), "hint", hclx.Hint(kind, known))
}

func (d *decoder) after(a *hcl.Attribute, s *Step) {
	exprs, diags := hcl.ExprList(a.Expr)
	d.diags = append(d.diags, diags...)
	for _, e := range exprs {
		t, diags := hcl.AbsTraversalForExpr(e)
		if !diags.HasErrors() {
			var ref Ref
			ref, diags = ParseRef(t)
			if !diags.HasErrors() && ref.Root != "step" {
				d.wrong(e.Range(), text.NotAStep)
				continue
			}
			s.After = append(s.After, ref)
		}
		d.diags = append(d.diags, diags...)
	}
}

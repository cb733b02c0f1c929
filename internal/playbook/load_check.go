package playbook

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/text"
)

var checkSchema = &hcl.BodySchema{Attributes: append([]hcl.AttributeSchema{
	{Name: "row"},
	{Name: "severity"},
	{Name: "ok", Required: true},
	{Name: "message"},
	{Name: "advice"},
	{Name: "evidence"},
	{Name: "support"},
	{Name: "fix"},
	{Name: "scope"},
}, commonSchema.Attributes...)}

func (d *decoder) check(b *hcl.Block) {
	content, diags := b.Body.Content(checkSchema)
	d.diags = append(d.diags, diags...)
	attrs := content.Attributes
	c := &Check{Common: d.common(b, "check."+b.Labels[0], attrs), Name: b.Labels[0], Severity: "required"}
	for name, into := range map[string]*hcl.Expression{
		"ok": &c.OK, "message": &c.Message, "advice": &c.Advice, "evidence": &c.Evidence, "support": &c.Support,
	} {
		if a := attrs[name]; a != nil {
			*into = a.Expr
		}
	}
	d.literal(attrs["row"], &c.Row)
	d.literal(attrs["fix"], &c.Fix)
	switch a := attrs["severity"]; {
	case a != nil && len(a.Expr.Variables()) > 0:
		c.Grade = a.Expr
	case a != nil:
		d.oneOf(a, &c.Severity, Severities...)
	}
	if a := attrs["scope"]; a != nil {
		scope := ""
		d.oneOf(a, &scope, "host", "practice")
		c.Practice = scope == "practice"
	}
	d.p.Checks = append(d.p.Checks, c)
}

// Severities are those of a finding, the worst one first.
var Severities = []string{"required", "recommended", "info"}

func (d *decoder) output(b *hcl.Block) {
	value := hcl.AttributeSchema{Name: "value", Required: true}
	content, diags := b.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{value}})
	d.diags = append(d.diags, diags...)
	if a := content.Attributes["value"]; a != nil {
		d.p.Outputs = append(d.p.Outputs, &Output{Name: b.Labels[0], Value: a.Expr, Range: b.DefRange})
	}
}

// whole finds what a practice's check must not use: it is judged when no host is asked any more.
func (p *Playbook) whole(nodes []node, edges map[string][]Ref) hcl.Diagnostics {
	practice := map[string]bool{}
	for _, c := range p.Checks {
		if c.Practice {
			practice[c.Address] = true
		}
	}
	var diags hcl.Diagnostics
	for _, n := range nodes {
		if !practice[n.address] {
			continue
		}
		seen := map[string]bool{}
		var visit func(address string)
		visit = func(address string) {
			for _, ref := range edges[address] {
				at := target(ref)
				switch {
				case ref.Root == "query" || ref.Root == "step" || ref.Root == "fact" || ref.Root == "host":
					diags = append(diags, refProblem(ref, text.PracticeCheckUses))
				case !seen[at]:
					seen[at] = true
					visit(at)
				}
			}
		}
		visit(n.address)
	}
	return diags
}

package eval

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/zclconf/go-cty/cty"
)

// decode fills a kind's struct from its attributes. It waits when one of them is not known. An attribute that is null
// counts as not written, as in Terraform.
func (s *scope) decode(body hcl.Body, attrs hcl.Attributes, each cty.Value, target any) (why, error) {
	var exprs []hcl.Expression
	given := withoutNull{Body: body, null: map[string]bool{}}
	for _, name := range sortedKeys(attrs) {
		v, y, err := s.eval(attrs[name].Expr, each)
		if err != nil {
			return y, err
		}
		if !v.IsWhollyKnown() {
			return y, nil
		}
		given.null[name] = v.IsNull()
		exprs = append(exprs, attrs[name].Expr)
	}
	ctx, _ := s.context(exprs, each)
	if diags := gohcl.DecodeBody(given, ctx, target); diags.HasErrors() {
		return why{}, located(diags)
	}
	return why{}, nil
}

// withoutNull is a body without the attributes that are null on this host.
type withoutNull struct {
	hcl.Body
	null map[string]bool
}

func (b withoutNull) Content(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Diagnostics) {
	content, diags := b.Body.Content(schema)
	return content, append(diags, b.drop(content, schema)...)
}

func (b withoutNull) PartialContent(schema *hcl.BodySchema) (*hcl.BodyContent, hcl.Body, hcl.Diagnostics) {
	content, remain, diags := b.Body.PartialContent(schema)
	return content, remain, append(diags, b.drop(content, schema)...)
}

func (b withoutNull) drop(content *hcl.BodyContent, schema *hcl.BodySchema) hcl.Diagnostics {
	var diags hcl.Diagnostics
	if content == nil {
		return nil
	}
	for _, a := range schema.Attributes {
		attr := content.Attributes[a.Name]
		if attr == nil || !b.null[a.Name] {
			continue
		}
		delete(content.Attributes, a.Name)
		if a.Required {
			diags = append(diags, &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "Missing value", Subject: attr.Expr.Range().Ptr(),
				Detail: fmt.Sprintf("%s is needed here, and its value is null on this host.", a.Name),
			})
		}
	}
	return diags
}

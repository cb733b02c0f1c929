package hclx

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// bounder puts a bound on what may grow while an expression is evaluated, before the value as a whole can be looked at.
// Functions have theirs in Functions.
type bounder struct{ diags hcl.Diagnostics }

// bound does so for all expressions of a file, and finds the numbers that are out of bounds.
func bound(body *hclsyntax.Body) hcl.Diagnostics {
	var b bounder
	b.body(body)
	return b.diags
}

func (b *bounder) body(body *hclsyntax.Body) {
	for _, a := range body.Attributes {
		a.Expr = b.expr(a.Expr)
	}
	for _, block := range body.Blocks {
		b.body(block.Body)
	}
}

func (b *bounder) exprs(list []hclsyntax.Expression) {
	for i := range list {
		list[i] = b.expr(list[i])
	}
}

// expr is the same expression with bounds. Its kind is another one only where nothing can be told of it without a
// value.
func (b *bounder) expr(e hclsyntax.Expression) hclsyntax.Expression {
	switch x := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		if x.Val.Type() == cty.Number && x.Val.IsKnown() && !x.Val.IsNull() {
			if err := numberWithin(x.Val.AsBigFloat()); err != nil {
				b.diags = append(b.diags, tooLarge(err, x.Range()))
			}
		}
	case *hclsyntax.RelativeTraversalExpr:
		x.Source = b.expr(x.Source)
	case *hclsyntax.FunctionCallExpr:
		b.exprs(x.Args)
	case *hclsyntax.ConditionalExpr:
		x.Condition, x.TrueResult, x.FalseResult = b.expr(x.Condition), b.expr(x.TrueResult), b.expr(x.FalseResult)
	case *hclsyntax.IndexExpr:
		x.Collection, x.Key = b.expr(x.Collection), b.expr(x.Key)
	case *hclsyntax.TupleConsExpr:
		b.exprs(x.Exprs)
	case *hclsyntax.ObjectConsExpr:
		for i := range x.Items {
			x.Items[i].KeyExpr, x.Items[i].ValueExpr = b.expr(x.Items[i].KeyExpr), b.expr(x.Items[i].ValueExpr)
		}
	case *hclsyntax.ObjectConsKeyExpr:
		x.Wrapped = b.expr(x.Wrapped)
	case *hclsyntax.SplatExpr:
		x.Source, x.Each = b.expr(x.Source), b.expr(x.Each)
	case *hclsyntax.TemplateWrapExpr:
		x.Wrapped = b.expr(x.Wrapped)
	case *hclsyntax.BinaryOpExpr:
		x.LHS, x.RHS = b.expr(x.LHS), b.expr(x.RHS)
	case *hclsyntax.UnaryOpExpr:
		x.Val = b.expr(x.Val)
	case *hclsyntax.ParenthesesExpr:
		x.Expression = b.expr(x.Expression)
	case *hclsyntax.ForExpr:
		x.CollExpr, x.ValExpr = b.expr(x.CollExpr), b.expr(x.ValExpr)
		if x.KeyExpr != nil {
			x.KeyExpr = b.expr(x.KeyExpr)
		}
		if x.CondExpr != nil {
			x.CondExpr = b.expr(x.CondExpr)
		}
		return wrap(e, func(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return forValue(x, ctx) })
	case *hclsyntax.TemplateExpr:
		b.exprs(x.Parts)
		if !x.IsStringLiteral() {
			return wrap(e, func(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return templateValue(x, ctx) })
		}
	case *hclsyntax.TemplateJoinExpr:
		x.Tuple = b.expr(x.Tuple)
		return wrap(e, func(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return joinValue(x, ctx) })
	}
	return e
}

// Bounded is an expression with a bound of its own on what it gives. Walkers find the expression itself within it.
type Bounded struct {
	*hclsyntax.ParenthesesExpr
	value func(*hcl.EvalContext) (cty.Value, hcl.Diagnostics)
}

func wrap(e hclsyntax.Expression, value func(*hcl.EvalContext) (cty.Value, hcl.Diagnostics)) *Bounded {
	return &Bounded{&hclsyntax.ParenthesesExpr{Expression: e, SrcRange: e.Range()}, value}
}

// Value implements hcl.Expression.
func (b *Bounded) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) { return b.value(ctx) }

// UnwrapExpression implements what hcl asks for where it looks at an expression's form.
func (b *Bounded) UnwrapExpression() hcl.Expression { return b.Expression }

// forValue stops to work elements out as soon as those that are there are too many.
func forValue(x *hclsyntax.ForExpr, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	n := &counted{ParenthesesExpr: &hclsyntax.ParenthesesExpr{Expression: x.ValExpr, SrcRange: x.ValExpr.Range()}}
	once := *x
	once.ValExpr = n
	v, diags := once.Value(ctx)
	if n.over != nil && !diags.HasErrors() {
		diags = append(diags, tooLarge(n.over, x.SrcRange))
	}
	if n.over != nil {
		v = cty.DynamicVal
	}
	return v, diags
}

// counted counts the values that an expression gives in one evaluation of what it is part of.
type counted struct {
	*hclsyntax.ParenthesesExpr
	size
	over error
}

// Value implements hcl.Expression.
func (n *counted) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if n.over != nil {
		return cty.DynamicVal, nil
	}
	v, diags := n.Expression.Value(ctx)
	if n.over = n.add(v); n.over != nil {
		return cty.DynamicVal, diags
	}
	return v, diags
}

// fewParts is how many parts of a template may be put together before the result is looked at.
const fewParts = 16

func templateValue(x *hclsyntax.TemplateExpr, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if len(x.Parts) > fewParts {
		return partsValue(x, ctx)
	}
	v, diags := x.Value(ctx)
	if !diags.HasErrors() {
		if err := Within(v); err != nil {
			return cty.DynamicVal, append(diags, tooLarge(err, x.SrcRange))
		}
	}
	return v, diags
}

func partsValue(x *hclsyntax.TemplateExpr, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	known := &hclsyntax.TemplateExpr{SrcRange: x.SrcRange}
	var diags hcl.Diagnostics
	length := 0
	for _, p := range x.Parts {
		v, more := p.Value(ctx)
		diags = append(diags, more...)
		known.Parts = append(known.Parts, &hclsyntax.LiteralValueExpr{Val: v, SrcRange: p.Range()})
		if err := addLength(&length, v); err != nil {
			return cty.DynamicVal, append(diags, tooLarge(err, x.SrcRange))
		}
	}
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	return known.Value(ctx)
}

func joinValue(x *hclsyntax.TemplateJoinExpr, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := x.Tuple.Value(ctx)
	if diags.HasErrors() {
		return cty.UnknownVal(cty.String), diags
	}
	length := 0
	if v.IsKnown() && !v.IsNull() && v.CanIterateElements() {
		for it := v.ElementIterator(); it.Next(); {
			_, part := it.Element()
			if err := addLength(&length, part); err != nil {
				return cty.DynamicVal, append(diags, tooLarge(err, x.Range()))
			}
		}
	}
	joined, more := (&hclsyntax.TemplateJoinExpr{Tuple: &hclsyntax.LiteralValueExpr{
		Val:      v,
		SrcRange: x.Tuple.Range(),
	}}).Value(ctx)
	return joined, append(diags, more...)
}

// addLength adds how many bytes a value has as a text, if it has one.
func addLength(sum *int, v cty.Value) error {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.Type().IsPrimitiveType() {
		return nil
	}
	if err := Within(v); err != nil {
		return err
	}
	if text, err := convert.Convert(v, cty.String); err == nil {
		*sum += len(text.AsString())
	}
	if *sum > MaxText {
		return errText
	}
	return nil
}

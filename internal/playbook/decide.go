package playbook

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/xops-dev/xops/internal/hclx"
)

// A decider says whether an expression can have a value although some of its references are wholly unknown; open has a
// bit for each of those, by its place among the references. nil: it can in any case.
//
// Most cannot, and need not be evaluated before the answers are there. But "false && x" and "known ? 1 : x" can, and
// what they decide may be whether, or what, to ask: not to evaluate them would cost a round of questions. Where in
// doubt, the answer is that it can; only what an unknown value's bounds would tell (length(x) >= 0) is told when the
// answers are there.
type decider func(open uint64) bool

// decide makes the decider of an expression; at is the place of each reference.
func decide(e hcl.Expression, at map[string]int) decider {
	of := func(list ...hclsyntax.Expression) []decider {
		out := make([]decider, len(list))
		for i, x := range list {
			out[i] = decide(x, at)
		}
		return out
	}
	switch x := e.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		ref, _, diags := parseFlat(x.Traversal)
		i, ok := at[ref.Address()]
		if diags.HasErrors() || !ok {
			return nil
		}
		return func(open uint64) bool { return open&(1<<i) == 0 }
	case *hclx.Bounded:
		return decide(x.Expression, at)
	case *hclsyntax.RelativeTraversalExpr:
		return decide(x.Source, at)
	case *hclsyntax.SplatExpr:
		return decide(x.Source, at)
	case *hclsyntax.ParenthesesExpr:
		return decide(x.Expression, at)
	case *hclsyntax.TemplateWrapExpr:
		return decide(x.Wrapped, at)
	case *hclsyntax.UnaryOpExpr:
		return decide(x.Val, at)
	case *hclsyntax.ForExpr:
		return decide(x.CollExpr, at)
	case *hclsyntax.IndexExpr:
		return every(of(x.Collection, x.Key))
	case *hclsyntax.TemplateExpr:
		return every(of(x.Parts...))
	case *hclsyntax.ConditionalExpr:
		return every([]decider{decide(x.Condition, at), some(of(x.TrueResult, x.FalseResult))})
	case *hclsyntax.BinaryOpExpr:
		if x.Op == hclsyntax.OpLogicalAnd || x.Op == hclsyntax.OpLogicalOr {
			return some(of(x.LHS, x.RHS))
		}
		return every(of(x.LHS, x.RHS))
	case *hclsyntax.FunctionCallExpr:
		return decideCall(x, of(x.Args...))
	}
	return nil
}

// decideCall: a function gives nothing for an unknown argument, unless it takes such.
func decideCall(x *hclsyntax.FunctionCallExpr, args []decider) decider {
	f, ok := functions[x.Name]
	switch {
	case !ok || x.ExpandFinal || len(args) == 0:
		return nil
	case x.Name == "try" || x.Name == "can": // the first argument that does not fail, and one that is unknown does not
		return args[0]
	}
	var strict, open []decider
	params, rest := f.Params(), f.VarParam()
	for i, a := range args {
		p := rest
		if i < len(params) {
			p = &params[i]
		}
		if p == nil || p.AllowUnknown {
			open = append(open, a)
		} else {
			strict = append(strict, a)
		}
	}
	if len(open) > 0 {
		strict = append(strict, some(open))
	}
	return every(strict)
}

func every(list []decider) decider {
	var need []decider
	for _, d := range list {
		if d != nil {
			need = append(need, d)
		}
	}
	switch len(need) {
	case 0:
		return nil
	case 1:
		return need[0]
	}
	return func(open uint64) bool {
		for _, d := range need {
			if !d(open) {
				return false
			}
		}
		return true
	}
}

func some(list []decider) decider {
	for _, d := range list {
		if d == nil {
			return nil
		}
	}
	return func(open uint64) bool {
		for _, d := range list {
			if d(open) {
				return true
			}
		}
		return false
	}
}

package hclx

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// HCL's parser and evaluator recurse, and Go ends the program when a stack is exhausted. So nesting
// and the length of operator chains are counted in the tokens before anything is parsed.
const (
	maxNesting   = 100
	maxOperators = 500
)

// tooDeep returns a diagnostic where the text nests deeper, or chains more operators in one
// expression, than a person would write.
func tooDeep(name string, src []byte) *hcl.Diagnostic {
	// The lexer's own diagnostics are left to the parser, which repeats them.
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	stack := []frame{{}}
	ifs := 0 // %{ if } and %{ for } nest without brackets
	for _, t := range tokens {
		top := &stack[len(stack)-1]
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote,
			hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			top.operators++ // a[0][0][0]… and f()…() chain as operators do
			stack = append(stack, frame{braces: t.Type == hclsyntax.TokenOBrace})
			if t.Type == hclsyntax.TokenTemplateControl {
				ifs++
			}
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote,
			hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
		case hclsyntax.TokenComma:
			top.operators = 0
		case hclsyntax.TokenNewline:
			if len(stack) == 1 || top.braces {
				top.operators = 0
			}
			if len(stack) == 1 {
				ifs = 0
			}
		case hclsyntax.TokenIdent, hclsyntax.TokenNumberLit, hclsyntax.TokenStringLit, hclsyntax.TokenQuotedLit,
			hclsyntax.TokenComment, hclsyntax.TokenEqual:
		default: // operators, and whatever is no HCL
			top.operators++
		}
		top = &stack[len(stack)-1]
		if len(stack) > maxNesting || ifs > maxOperators || top.operators > maxOperators {
			return &hcl.Diagnostic{
				Severity: hcl.DiagError,
				Summary:  "Nested too deeply",
				Detail: fmt.Sprintf("Brackets may nest %d deep, and one expression may have %d operators. "+
					"Split it with locals. Is it the right file?", maxNesting, maxOperators),
				Subject: t.Range.Ptr(),
			}
		}
	}
	return nil
}

type frame struct {
	braces    bool
	operators int
}

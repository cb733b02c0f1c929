package hclx

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/xops-dev/xops/internal/text"
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
	if nesting, operators, ok := depth(src); ok && nesting <= maxNesting && operators <= maxOperators {
		return nil
	}
	return deeper(name, src, maxNesting, maxOperators)
}

// deeper looks at the tokens. It costs as much as parsing.
func deeper(name string, src []byte, nesting, operators int) *hcl.Diagnostic {
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
		if len(stack) > nesting || ifs > operators || top.operators > operators {
			return Mistake(t.Range, text.TooDeep, "nesting", maxNesting, "operators", maxOperators)
		}
	}
	return nil
}

type frame struct {
	braces    bool
	operators int
}

// depth says of most files how deep they nest and how many operators an expression has at the most, without the cost of
// tokens. It counts too much rather than too little. Of texts whose end only the lexer knows it says nothing:
// templates, heredocs, comments over several lines; and of what is deeper than anything allowed.
func depth(src []byte) (nesting, operators int, ok bool) {
	stack := []frame{{}}
	nesting = len(stack)
	for i := 0; i < len(src); i++ {
		top := &stack[len(stack)-1]
		next := byte(0)
		if i+1 < len(src) {
			next = src[i+1]
		}
		switch c := src[i]; {
		case c == '"':
			n := quoted(src[i:])
			if n == 0 {
				return 0, 0, false
			}
			i += n - 1
			top.operators++
			nesting = max(nesting, len(stack)+1)
		case c == '#', c == '/' && next == '/':
			for ; i+1 < len(src) && src[i] != '\n'; i++ { // its newline is the comment's
				if src[i] == '\r' && src[i+1] != '\n' {
					return 0, 0, false
				}
			}
		case c == '/' && next == '*', c == '<' && next == '<', c == '\r' && next != '\n':
			return 0, 0, false
		case c == '{', c == '[', c == '(':
			top.operators++
			operators = max(operators, top.operators)
			stack = append(stack, frame{braces: c == '{'})
			top = &stack[len(stack)-1]
		case c == '}', c == ']', c == ')':
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
		case c == ',', c == '\n' && (len(stack) == 1 || top.braces):
			top.operators = 0
		case c == ' ', c == '\t', c == '\r', c == '\n', c == '_', '0' <= c && c <= '9', 'a' <= c && c <= 'z',
			'A' <= c && c <= 'Z':
		default:
			top.operators++
		}
		nesting, operators = max(nesting, len(stack)), max(operators, top.operators)
		if nesting > maxNesting {
			return 0, 0, false
		}
	}
	return nesting, max(operators, stack[len(stack)-1].operators+1), true // the end is one, too
}

// quoted is the length of the string at the beginning of a text; 0 if it may be a template, or has no end in its line.
func quoted(src []byte) int {
	for i := 1; i < len(src); i++ {
		switch src[i] {
		case '"':
			return i + 1
		case '\\':
			if i++; i < len(src) && (src[i] == '\n' || src[i] == '\r') {
				return 0
			}
		case '\n', '\r', '$', '%':
			return 0
		}
	}
	return 0
}

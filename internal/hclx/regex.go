package hclx

import (
	"errors"
	"regexp"
	"sync"
	"sync/atomic"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// compiled are the patterns that expressions have used: the same few for every host of a fleet. More than maxCompiled are not kept, since a pattern can
// be made from a host's answers.
var (
	compiled      sync.Map // pattern → *regexp.Regexp
	compiledCount atomic.Int32
)

const maxCompiled = 1000

func compile(pattern string) (*regexp.Regexp, error) {
	if re, ok := compiled.Load(pattern); ok {
		return re.(*regexp.Regexp), nil
	}
	re, err := regexp.Compile(pattern)
	if err == nil && compiledCount.Add(1) <= maxCompiled {
		compiled.Store(pattern, re)
	}
	return re, err
}

// regexFunc is stdlib's, which compiles its pattern twice for each call; a pattern without groups, and a text that does not match, need not come
// that far.
var regexFunc = function.New(&function.Spec{
	Description: stdlib.RegexFunc.Description(),
	Params:      stdlib.RegexFunc.Params(),
	Type: func(args []cty.Value) (cty.Type, error) {
		if args[0].IsKnown() {
			if re, err := compile(args[0].AsString()); err == nil && re.NumSubexp() == 0 {
				return cty.String, nil
			}
		}
		return stdlib.RegexFunc.ReturnTypeForValues(args)
	},
	RefineResult: func(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() },
	Impl: func(args []cty.Value, typ cty.Type) (cty.Value, error) {
		re, err := compile(args[0].AsString())
		if err != nil {
			return stdlib.RegexFunc.Call(args) // its words
		}
		text := args[1].AsString()
		at := re.FindStringIndex(text)
		switch {
		case at == nil:
			return cty.NilVal, errors.New("pattern did not match any part of the given string")
		case re.NumSubexp() == 0:
			return cty.StringVal(text[at[0]:at[1]]), nil
		}
		return stdlib.RegexFunc.Call(args)
	},
})

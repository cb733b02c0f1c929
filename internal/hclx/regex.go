package hclx

import (
	"errors"
	"regexp"
	"sync"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// pattern is a regular expression that an expression has used, and what a match of it is: a text, or the texts of its
// groups as a tuple, or by name as an object.
type pattern struct {
	*regexp.Regexp
	match cty.Type
}

// patterns are the same few for every host of a fleet. More than maxPatterns are not kept, since a pattern can be made
// from a host's answers.
var (
	patterns      = map[string]*pattern{}
	patternsGuard sync.RWMutex
)

const maxPatterns = 1000

// compile gives a pattern; the error is worded as stdlib's.
func compile(text string) (*pattern, error) {
	patternsGuard.RLock()
	p := patterns[text]
	patternsGuard.RUnlock()
	if p != nil {
		return p, nil
	}
	typ, err := stdlib.RegexFunc.ReturnTypeForValues([]cty.Value{cty.StringVal(text), cty.UnknownVal(cty.String)})
	if err != nil {
		return nil, err
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, function.NewArgError(0, err)
	}
	p = &pattern{re, typ}
	patternsGuard.Lock()
	defer patternsGuard.Unlock()
	if len(patterns) < maxPatterns {
		patterns[text] = p
	}
	return p, nil
}

// result is one match in a text; at has the places of the whole match and of its groups.
func (p *pattern) result(text string, at []int) cty.Value {
	group := func(i int) cty.Value {
		if at[2*i] < 0 {
			return cty.NullVal(cty.String) // what it stands in did not match
		}
		return cty.StringVal(text[at[2*i]:at[2*i+1]])
	}
	switch {
	case p.match.IsTupleType():
		groups := make([]cty.Value, p.NumSubexp())
		for i := range groups {
			groups[i] = group(i + 1)
		}
		return cty.TupleVal(groups)
	case p.match.IsObjectType():
		groups := map[string]cty.Value{}
		for i, name := range p.SubexpNames()[1:] {
			groups[name] = group(i + 1)
		}
		return cty.ObjectVal(groups)
	}
	return group(0)
}

// regexFunc and regexAllFunc are stdlib's, which compile their pattern twice for each call.
var (
	regexFunc = matcher(stdlib.RegexFunc, func(match cty.Type) cty.Type { return match },
		func(p *pattern, text string) (cty.Value, error) {
			at := p.FindStringSubmatchIndex(text)
			if at == nil {
				return cty.NilVal, errors.New("pattern did not match any part of the given string")
			}
			return p.result(text, at), nil
		})
	regexAllFunc = matcher(stdlib.RegexAllFunc, cty.List,
		func(p *pattern, text string) (cty.Value, error) {
			all := p.FindAllStringSubmatchIndex(text, MaxElements+1)
			if len(all) > MaxElements {
				return cty.NilVal, errElements
			}
			if len(all) == 0 {
				return cty.ListValEmpty(p.match), nil
			}
			list := make([]cty.Value, len(all))
			for i, at := range all {
				list[i] = p.result(text, at)
			}
			return cty.ListVal(list), nil
		})
)

// matcher is a function with the parameters of another one; typ is that of its result, find works it out.
func matcher(
	as function.Function, typ func(match cty.Type) cty.Type, find func(*pattern, string) (cty.Value, error),
) function.Function {
	return function.New(&function.Spec{
		Description: as.Description(),
		Params:      as.Params(),
		Type: func(args []cty.Value) (cty.Type, error) {
			if !args[0].IsKnown() {
				return typ(cty.DynamicPseudoType), nil
			}
			p, err := compile(args[0].AsString())
			if err != nil {
				return cty.NilType, err
			}
			return typ(p.match), nil
		},
		RefineResult: func(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() },
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			p, err := compile(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			return find(p, args[1].AsString())
		},
	})
}

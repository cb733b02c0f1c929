// Package hclx is what inventory and playbook share about HCL: loading files within limits, the usual
// functions, and diagnostics that say "did you mean".
package hclx

import (
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Functions returns HCL's usual functions as Terraform names them, in a map of the caller's own.
// None of them reads a clock, a file, the environment or anything random: the same input gives the
// same plan. basename and dirname are for Windows paths.
func Functions() map[string]function.Function {
	return map[string]function.Function{
		// collections
		"alltrue":                allTrueFunc,
		"anytrue":                anyTrueFunc,
		"chunklist":              limited(stdlib.ChunklistFunc, total),
		"coalesce":               coalesceFunc,
		"coalescelist":           stdlib.CoalesceListFunc,
		"compact":                stdlib.CompactFunc,
		"concat":                 limited(stdlib.ConcatFunc, total),
		"contains":               stdlib.ContainsFunc,
		"distinct":               limited(stdlib.DistinctFunc, total),
		"element":                stdlib.ElementFunc,
		"flatten":                limited(stdlib.FlattenFunc, total),
		"index":                  indexFunc,
		"keys":                   stdlib.KeysFunc,
		"length":                 lengthFunc,
		"lookup":                 stdlib.LookupFunc,
		"merge":                  limited(stdlib.MergeFunc, total),
		"one":                    oneFunc,
		"range":                  stdlib.RangeFunc,
		"reverse":                stdlib.ReverseListFunc,
		"setintersection":        stdlib.SetIntersectionFunc,
		"setproduct":             limited(stdlib.SetProductFunc, product),
		"setsubtract":            stdlib.SetSubtractFunc,
		"setsymmetricdifference": limited(stdlib.SetSymmetricDifferenceFunc, total),
		"setunion":               limited(stdlib.SetUnionFunc, total),
		"slice":                  stdlib.SliceFunc,
		"sort":                   stdlib.SortFunc,
		"sum":                    sumFunc,
		"values":                 stdlib.ValuesFunc,
		"zipmap":                 limited(stdlib.ZipmapFunc, total),

		// text
		"basename":    basenameFunc,
		"chomp":       stdlib.ChompFunc,
		"dirname":     dirnameFunc,
		"endswith":    endsWithFunc,
		"format":      limited(stdlib.FormatFunc, formatted),
		"formatdate":  stdlib.FormatDateFunc,
		"formatlist":  limited(stdlib.FormatListFunc, formatted),
		"indent":      limited(stdlib.IndentFunc, indented),
		"join":        limited(stdlib.JoinFunc, joined),
		"jsondecode":  limited(stdlib.JSONDecodeFunc, total),
		"jsonencode":  limited(stdlib.JSONEncodeFunc, total),
		"lower":       stdlib.LowerFunc,
		"regex":       regexFunc,
		"regexall":    regexAllFunc,
		"replace":     limited(replaceFunc, replaced),
		"split":       limited(stdlib.SplitFunc, pieces),
		"startswith":  startsWithFunc,
		"strcontains": containsTextFunc,
		"substr":      stdlib.SubstrFunc,
		"timecmp":     timeCmpFunc,
		"title":       stdlib.TitleFunc,
		"trim":        stdlib.TrimFunc,
		"trimprefix":  stdlib.TrimPrefixFunc,
		"trimspace":   stdlib.TrimSpaceFunc,
		"trimsuffix":  stdlib.TrimSuffixFunc,
		"upper":       stdlib.UpperFunc,

		// numbers
		"abs":      stdlib.AbsoluteFunc,
		"ceil":     stdlib.CeilFunc,
		"floor":    stdlib.FloorFunc,
		"max":      stdlib.MaxFunc,
		"min":      stdlib.MinFunc,
		"parseint": limited(stdlib.ParseIntFunc, total),

		// conversion, and expressions that may fail
		"can":      tryfunc.CanFunc,
		"tobool":   stdlib.MakeToFunc(cty.Bool),
		"tolist":   limited(stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)), total),
		"tomap":    limited(stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)), total),
		"tonumber": limited(stdlib.MakeToFunc(cty.Number), total),
		"toset":    limited(stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), total),
		"tostring": limited(stdlib.MakeToFunc(cty.String), total),
		"try":      tryfunc.TryFunc,
	}
}

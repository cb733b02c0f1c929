package hclx

import (
	"regexp"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

var (
	startsWithFunc   = textTest("Whether the text begins with a prefix.", "prefix", strings.HasPrefix)
	endsWithFunc     = textTest("Whether the text ends with a suffix.", "suffix", strings.HasSuffix)
	containsTextFunc = textTest("Whether a text is in another.", "part", strings.Contains)
	basenameFunc     = textMap("The last element of a Windows path.", baseName)
	dirnameFunc      = textMap("A Windows path without its last element.", dirName)
)

func textTest(description, second string, test func(text, part string) bool) function.Function {
	return function.New(&function.Spec{
		Description: description,
		Params:      []function.Parameter{{Name: "text", Type: cty.String}, {Name: second, Type: cty.String}},
		Type:        function.StaticReturnType(cty.Bool),
		RefineResult: func(b *cty.RefinementBuilder) *cty.RefinementBuilder {
			return b.NotNull()
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(test(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

func textMap(description string, f func(string) string) function.Function {
	return function.New(&function.Spec{
		Description: description,
		Params:      []function.Parameter{{Name: "text", Type: cty.String}},
		Type:        function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.StringVal(f(args[0].AsString())), nil
		},
	})
}

// baseName takes \ and / as separators, whatever system xops runs on.
func baseName(path string) string {
	path = strings.TrimRight(path, `\/`)
	if i := strings.LastIndexAny(path, `\/`); i >= 0 {
		return path[i+1:]
	}
	if isDrive(path) {
		return ""
	}
	return path
}

func dirName(path string) string {
	trimmed := strings.TrimRight(path, `\/`)
	if isDrive(trimmed) {
		return trimmed + `\`
	}
	i := strings.LastIndexAny(trimmed, `\/`)
	if i < 0 {
		return "."
	}
	dir := strings.TrimRight(trimmed[:i], `\/`)
	switch {
	case dir == "":
		return path[:1]
	case isDrive(dir):
		return dir + `\`
	default:
		return dir
	}
}

func isDrive(path string) bool { return len(path) == 2 && path[1] == ':' }

// replaceFunc is Terraform's: a search text between slashes is a regular expression.
var replaceFunc = function.New(&function.Spec{
	Description: "Replaces every occurrence of a text; /…/ is a regular expression.",
	Params: []function.Parameter{
		{Name: "text", Type: cty.String},
		{Name: "search", Type: cty.String},
		{Name: "replacement", Type: cty.String},
	},
	Type: function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if search := args[1].AsString(); len(search) > 1 && search[0] == '/' && search[len(search)-1] == '/' {
			re, err := compile(search[1 : len(search)-1])
			if err != nil {
				return stdlib.RegexReplace(args[0], cty.StringVal(search[1:len(search)-1]), args[2]) // its words
			}
			return cty.StringVal(re.ReplaceAllString(args[0].AsString(), args[2].AsString())), nil
		}
		return stdlib.Replace(args[0], args[1], args[2])
	},
})

var timeCmpFunc = function.New(&function.Spec{
	Description: "-1, 0 or 1: whether the first RFC 3339 time is before, equal to or after the second.",
	Params:      []function.Parameter{{Name: "a", Type: cty.String}, {Name: "b", Type: cty.String}},
	Type:        function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		var times [2]time.Time
		for i, a := range args {
			t, err := time.Parse(time.RFC3339, a.AsString())
			if err != nil {
				return cty.NilVal, function.NewArgErrorf(i, "must be a time like 2026-01-31T19:00:00Z, not %q",
					a.AsString())
			}
			times[i] = t
		}
		return cty.NumberIntVal(int64(times[0].Compare(times[1]))), nil
	},
})

// maxFormatWidth bounds "%9999999999s": one short verb must not fill the memory.
const maxFormatWidth = 4096

var formatVerb = regexp.MustCompile(`%[-+ #0]*(?:\[[0-9]*\])?([0-9]*)(?:\.([0-9]*))?`)

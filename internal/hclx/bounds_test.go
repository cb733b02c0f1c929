package hclx

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// A few lines that would fill the memory are refused where they stand, with little spent on them.
func TestValuesHaveBounds(t *testing.T) {
	list := func(n int, each cty.Value) cty.Value {
		all := make([]cty.Value, n)
		for i := range all {
			all[i] = each
		}
		return cty.TupleVal(all)
	}
	vars := map[string]cty.Value{
		"text": cty.StringVal(strings.Repeat("a", MaxText)), "half": cty.StringVal(strings.Repeat("a", MaxText/2)),
		"hundred": list(100, cty.NumberIntVal(1)), "many": list(MaxElements-10, cty.NumberIntVal(1)),
		"texts": list(1000, cty.StringVal(strings.Repeat("a", 10_000))), "huge": cty.MustParseNumberVal("1e1000"),
		"texty": list(3, cty.StringVal(strings.Repeat("a", MaxText))),
	}
	for src, want := range map[string]string{
		`"${text}a"`: "4 MiB", `"${half}${half}"`: "", `"${half}${half}a"`: "4 MiB",
		`"` + strings.Repeat("${half}", 200) + `"`:                         "4 MiB",
		`"%{ for i in [1, 2, 3] }${half}%{ endfor }"`:                      "4 MiB",
		`"%{ for i in hundred }b%{ endfor }"`:                              "",
		`[many, many]`:                                                     "100000 elements",
		`{ a = many, b = many }`:                                           "100000 elements",
		`true ? [many, many] : []`:                                         "100000 elements",
		`[for a in hundred : [for b in hundred : [for c in hundred : 1]]]`: "100000 elements",
		`{ for i, a in hundred : i => [for b in hundred : hundred] }`:      "100000 elements",
		`length([for a in hundred : [for b in hundred : hundred]])`:        "100000 elements",
		`[for a in many : a]`:                                              "",
		`[for a in hundred : text]`:                                        "16 MiB together",
		`concat(many, many)`:                                               "100000 elements",
		`length(setproduct(hundred, hundred, hundred, hundred, hundred, hundred, hundred, hundred))`: "100000 elements",
		`setproduct(hundred, ["a"])`:                                  "",
		`join("", texts)`:                                             "4 MiB",
		`join(half, ["a", "b", "c", "d"])`:                            "4 MiB",
		`join(",", ["a", "b"])`:                                       "",
		`replace(half, "a", "bbb")`:                                   "4 MiB",
		`replace(half, "/a/", "$${0}$${0}$${0}")`:                     "4 MiB",
		`replace("aaa", "a", "bbb")`:                                  "",
		`split("", text)`:                                             "100000 elements",
		`regexall("", text)`:                                          "100000 elements",
		`length(regexall("a", "aaa"))`:                                "",
		`indent(1000000000, "a\nb")`:                                  "4 MiB",
		`format("` + strings.Repeat("%s", 3) + `", half, half, half)`: "4 MiB",
		`format("` + strings.Repeat("%[1]s", 3) + `", half)`:          "4 MiB",
		`format("` + strings.Repeat("%4000s", 2000) + `", "a")`:       "4 MiB",
		`format("%02d %s", 7, "a")`:                                   "",
		`formatlist("%s%s", hundred, "b")`:                            "",
		`formatlist("%s%s", texts, texts[0])`:                         "16 MiB together",
		`jsondecode("[` + strings.Repeat("1,", 120_000) + `1]")`:      "100000 elements",
		`jsonencode([text])`:                                          "4 MiB",
		`tonumber("1e999999999")`:                                     "thousand digits",
		`tostring(huge * huge * huge)`:                                "thousand digits",
		`"${huge * huge * huge * huge}x"`:                             "",
		`huge * huge`:                                                 "thousand digits",
		`1e999999999`:                                                 "thousand digits",
		`1e99999999`:                                                  "thousand digits",
		`-1e-99999999`:                                                "thousand digits",
		`try([many, many], "small")`:                                  "100000 elements",
		`can(concat(many, many))`:                                     "",
		`texty`:                                                       "",
		`[texty, texty]`:                                              "16 MiB together",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		e, diags := NewParser().Expression("x", src)
		if !diags.HasErrors() {
			_, diags = Value(e, &hcl.EvalContext{Functions: Functions(), Variables: vars})
		}
		runtime.ReadMemStats(&after)
		name := src[:min(len(src), 60)]
		if (want == "") != (len(diags) == 0) || !strings.Contains(fmt.Sprint(diags), want) {
			t.Errorf("%s: %v, want %q", name, diags, want)
		}
		for _, d := range diags {
			if d.Subject == nil {
				t.Errorf("%s: without a place: %v", name, d)
			}
		}
		// the race detector makes regexp's pool forget a quarter of what it keeps
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 1024 {
			t.Errorf("%s: %d MiB were allocated", name, used)
		}
	}
}

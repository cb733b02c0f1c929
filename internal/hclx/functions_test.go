package hclx

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

func evaluate(t *testing.T, src string) (cty.Value, hcl.Diagnostics) {
	t.Helper()
	expr, diags := NewParser().Expression("test", src)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return expr.Value(&hcl.EvalContext{
		Functions: Functions(),
		Variables: map[string]cty.Value{
			"unknown":      cty.UnknownVal(cty.String),
			"unknown_list": cty.UnknownVal(cty.List(cty.String)),
			"dynamic":      cty.DynamicVal,
			"some":         cty.ListVal([]cty.Value{cty.UnknownVal(cty.String)}),
			"unknown_set":  cty.SetVal([]cty.Value{cty.UnknownVal(cty.String), cty.StringVal("a")}),
			"capsule":      cty.CapsuleVal(cty.Capsule("secret", reflect.TypeFor[int]()), new(int)),
		},
	})
}

func TestFunctions(t *testing.T) {
	for src, want := range map[string]string{
		`one([])`:                              `null`,
		`one(["a"])`:                           `"a"`,
		`one(tolist([]))`:                      `null`,
		`one(toset(["a"]))`:                    `"a"`,
		`one([{ path = "x", size = 3 }]).size`: `3`,
		`one([null])`:                          `null`,
		`one(some)`:                            `unknown`,
		`one(unknown_list)`:                    `unknown`,
		`one(unknown_set)`:                     `unknown`,
		`one(dynamic)`:                         `unknown`,
		`one([{ p = unknown }]).p`:             `unknown`,
		`length([1, "a"])`:                     `2`,
		`length({ a = 1 })`:                    `1`,
		`length("Müller")`:                     `6`,
		`length(tomap({}))`:                    `0`,
		`length(unknown_list)`:                 `unknown`,
		`length(some)`:                         `1`,
		`length(dynamic)`:                      `unknown`,
		`coalesce(null, "", "x")`:              `"x"`,
		`coalesce(unknown, "x")`:               `unknown`,
		`coalescelist([], ["a"])`:              `["a"]`,
		`compact(["a", "", null])`:             `["a"]`,
		`concat(["a"], [1])`:                   `["a",1]`,
		`contains(["a", "b"], "b")`:            `true`,
		`contains([], "b")`:                    `false`,
		`distinct(["a", "a"])`:                 `["a"]`,
		`element(["a", "b"], 3)`:               `"b"`,
		`flatten([["a"], [["b"]]])`:            `["a","b"]`,
		`index(["a", "b"], "b")`:               `1`,
		`index([1, "b"], "b")`:                 `1`,
		`keys({ b = 1, a = 2 })`:               `["a","b"]`,
		`values({ b = 1, a = 2 })`:             `[2,1]`,
		`lookup({ a = "x" }, "b", "y")`:        `"y"`,
		`merge({ a = 1 }, { b = 2 })`:          `{"a":1,"b":2}`,
		`range(3)`:                             `[0,1,2]`,
		`reverse(["a", "b"])`:                  `["b","a"]`,
		`setunion(["a"], ["b"])`:               `["a","b"]`,
		`setintersection(["a", "b"], ["b"])`:   `["b"]`,
		`setsubtract(["a", "b"], ["b"])`:       `["a"]`,
		`slice(["a", "b", "c"], 1, 2)`:         `["b"]`,
		`sort(["b", "a"])`:                     `["a","b"]`,
		`sum([1, 2])`:                          `3`,
		`sum([])`:                              `0`,
		`alltrue([])`:                          `true`,
		`alltrue([true, false])`:               `false`,
		`anytrue([false, true])`:               `true`,
		`anytrue([])`:                          `false`,
		`alltrue([for v in some : v == "x"])`:  `unknown`,
		`anytrue([true, unknown == "x"])`:      `true`,
		`zipmap(["a"], [1])`:                   `{"a":1}`,
		`basename("C:\\a b\\c.ini")`:           `"c.ini"`,
		`basename("\\\\srv\\x\\")`:             `"x"`,
		`basename("C:\\")`:                     `""`,
		`basename("c.ini")`:                    `"c.ini"`,
		`dirname("C:\\a\\b.ini")`:              `"C:\\a"`,
		`dirname("C:\\b.ini")`:                 `"C:\\"`,
		`dirname("C:/a/b")`:                    `"C:/a"`,
		`dirname("b.ini")`:                     `"."`,
		`dirname("\\b.ini")`:                   `"\\"`,
		`dirname("C:\\")`:                      `"C:\\"`,
		`startswith("D:\\x", "D:")`:            `true`,
		`endswith("a.ini", ".ini")`:            `true`,
		`strcontains("abc", "b")`:              `true`,
		`startswith(unknown, "D:")`:            `unknown`,
		`format("%05d %s", 7, "a")`:            `"00007 a"`,
		`format("%s", unknown)`:                `unknown`,
		`formatlist("%s!", ["a", "b"])`:        `["a!","b!"]`,
		`join(", ", ["a", "b"])`:               `"a, b"`,
		`split(",", "a,b")`:                    `["a","b"]`,
		`lower("ÄB")`:                          `"äb"`,
		`upper("äb")`:                          `"ÄB"`,
		`regex("[0-9]+", "a12")`:               `"12"`,
		`regexall("[0-9]", "a12")`:             `["1","2"]`,
		`replace("a.b", ".", "-")`:             `"a-b"`,
		`replace("a12", "/[0-9]+/", "n")`:      `"an"`,
		`substr("Müller", 1, 2)`:               `"ül"`,
		`trim("xax", "x")`:                     `"a"`,
		`trimspace(" a ")`:                     `"a"`,
		`trimprefix("xa", "x")`:                `"a"`,
		`trimsuffix("ax", "x")`:                `"a"`,
		`min(2, 1)`:                            `1`,
		`max(2, 1)`:                            `2`,
		`abs(-1)`:                              `1`,
		`ceil(1.1)`:                            `2`,
		`floor(1.9)`:                           `1`,
		`parseint("ff", 16)`:                   `255`,
		`jsonencode({ a = [1] })`:              `"{\"a\":[1]}"`,
		`jsondecode("{\"a\":1}").a`:            `1`,
		`tostring(1)`:                          `"1"`,
		`tonumber("1")`:                        `1`,
		`tobool("true")`:                       `true`,
		`toset(["a", "a"])`:                    `["a"]`,
		`tolist(toset(["b", "a"]))`:            `["a","b"]`,
		`tomap({ a = "x" })`:                   `{"a":"x"}`,
		`try(one(["a", "b"]), "several")`:      `"several"`,
		`can(one(["a", "b"]))`:                 `false`,
		`timecmp("2026-01-01T00:00:00Z", "2026-01-01T00:00:00+01:00")`: `1`,
	} {
		t.Run(src, func(t *testing.T) {
			v, diags := evaluate(t, src)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			got := "unknown"
			if v.IsWhollyKnown() {
				js, err := ctyjson.Marshal(v, v.Type())
				if err != nil {
					t.Fatal(err)
				}
				got = string(js)
			}
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestFunctionErrors(t *testing.T) {
	for src, want := range map[string]string{
		`one(["a", "b"])`: `must have one element or none, but has 2: "a", "b"`,
		`one([{ path = "C:\\a" }, { path = "D:\\a" }])`: `has 2: C:\a, D:\a`,
		`one(range(9))`:                            `has 9`,
		`one("a")`:                                 `must be a list, set or tuple, not string`,
		`length(1)`:                                `must be a string, a list`,
		`coalesce(null, "")`:                       `every argument is null or empty`,
		`index(["a"], "b")`:                        `not in the list`,
		`format("%99999s", "a")`:                   `at most 4096`,
		`format("%.5000f", 1)`:                     `at most 4096`,
		`format("%[1]9999s", "a")`:                 `at most 4096`,
		`timecmp("today", "2026-01-01T00:00:00Z")`: `must be a time like`,
		`"x${capsule}"`:                            `string required`,
		`tostring(capsule)`:                        `cannot convert`,
		`format("%s", capsule)`:                    `string`,
		`join(",", [capsule])`:                     `string required`,
	} {
		t.Run(src, func(t *testing.T) {
			v, diags := evaluate(t, src)
			if !diags.HasErrors() {
				t.Fatalf("no error, but %#v", v)
			}
			if !strings.Contains(diags.Error(), want) {
				t.Errorf("got %s\nwant %s", diags.Error(), want)
			}
		})
	}
}

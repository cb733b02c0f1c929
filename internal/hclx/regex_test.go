package hclx

import (
	"fmt"
	"sync"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// What is kept compiled gives what stdlib gives, errors and unknown arguments included.
func TestRegexesAreThoseOfStdlib(t *testing.T) {
	texts := []cty.Value{
		cty.UnknownVal(cty.String), cty.DynamicVal, cty.NullVal(cty.String), cty.NumberIntVal(12).Mark("m"),
	}
	for _, text := range []string{"", "a", "ab12", "12ab34", "ä=ö;x", "Data Source = SRV\\SQL;", "\n"} {
		texts = append(texts, cty.StringVal(text), cty.StringVal(text).Mark("m"))
	}
	patterns := []cty.Value{cty.UnknownVal(cty.String), cty.DynamicVal}
	for _, p := range []string{
		"", "[0-9]+", "^[0-9]{1,2}$", "([a-z])([0-9])?", "(?P<letter>[a-z])(?P<digit>[0-9])?", "(?P<a>x)(y)", "(",
		"[z-a]",
		`(?i)(?:data source|server)\s*=\s*([^;]+)`, "(x)?(?:a)", ".",
	} {
		patterns = append(patterns, cty.StringVal(p))
	}
	for name, pair := range map[string][2]function.Function{
		"regex": {stdlib.RegexFunc, regexFunc}, "regexall": {stdlib.RegexAllFunc, regexAllFunc},
	} {
		for _, p := range patterns {
			for _, text := range texts {
				for range 2 { // compiled anew, and kept
					want, wantErr := pair[0].Call([]cty.Value{p, text})
					got, err := pair[1].Call([]cty.Value{p, text})
					if fmt.Sprint(err) != fmt.Sprint(wantErr) || err == nil && !got.RawEquals(want) {
						t.Errorf("%s(%#v, %#v): %#v %v, want %#v %v", name, p, text, got, err, want, wantErr)
					}
				}
			}
		}
	}
}

// A pattern can be made from a host's answers: what is kept of them has a bound, and those that are not kept work as
// well.
func TestRegexesKeptAreBounded(t *testing.T) {
	var group sync.WaitGroup
	for g := range 4 {
		group.Go(func() {
			for i := range maxPatterns {
				p, err := compile(fmt.Sprintf("^host-%d-%d$", g, i))
				if err != nil || !p.MatchString(fmt.Sprintf("host-%d-%d", g, i)) {
					t.Errorf("%d %d: %v", g, i, err)
				}
			}
		})
	}
	group.Wait()
	if len(patterns) != maxPatterns {
		t.Errorf("%d patterns are kept, not %d", len(patterns), maxPatterns)
	}
}

package playbook

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Instance is one of the blocks that for_each makes of one.
type Instance struct {
	Key  string
	Each cty.Value // the object each, with key and value; cty.NilVal: the block has no for_each
}

// Instances are those of a for_each with a wholly known value: of an object or map by key, of a text by the text, of
// anything else in a list or set by its index. at is where the expression stands.
func Instances(v cty.Value, at hcl.Range) ([]Instance, *hcl.Diagnostic) {
	if v.IsNull() {
		return nil, hclx.Mistake(at, text.RepeatNull)
	}
	if !v.CanIterateElements() {
		return nil, hclx.Mistake(at, text.NothingToRepeat, "got", hclx.Article(v.Type()))
	}
	keyed := v.Type().IsMapType() || v.Type().IsObjectType()
	var out []Instance
	seen := map[string]bool{}
	i := 0
	for it := v.ElementIterator(); it.Next(); i++ {
		k, val := it.Element()
		name := fmt.Sprint(i)
		switch {
		case keyed:
			name = k.AsString()
		case val.Type() == cty.String && !val.IsNull():
			name = val.AsString()
		}
		if seen[name] {
			return nil, hclx.Mistake(at, text.RepeatedTwice, "name", problem.Quote(name))
		}
		seen[name] = true
		out = append(out, Instance{name, cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(name), "value": val})})
	}
	return out, nil
}

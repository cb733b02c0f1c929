package eval

import (
	"fmt"
	"sort"

	"github.com/zclconf/go-cty/cty"
)

func place(tree map[string]any, path []string, v cty.Value) {
	for _, n := range path[:len(path)-1] {
		next, ok := tree[n].(map[string]any)
		if !ok {
			next = map[string]any{}
			tree[n] = next
		}
		tree = next
	}
	tree[path[len(path)-1]] = v
}

func grow(n any) cty.Value {
	switch x := n.(type) {
	case cty.Value:
		return x
	case map[string]any:
		m := make(map[string]cty.Value, len(x))
		for k, v := range x {
			m[k] = grow(v)
		}
		return object(m)
	}
	return cty.DynamicVal
}

// known says whether a value has no unknown part, as far as it can tell cheaply: lists and maps are left to cty.
func known(v cty.Value) bool {
	if !v.IsKnown() {
		return false
	}
	t := v.Type()
	switch {
	case v.IsNull() || t.IsPrimitiveType():
		return true
	case t.IsObjectType():
		for name := range t.AttributeTypes() {
			if !known(v.GetAttr(name)) {
				return false
			}
		}
		return true
	}
	return v.IsWhollyKnown()
}

func object(m map[string]cty.Value) cty.Value {
	if len(m) == 0 {
		return cty.EmptyObjectVal
	}
	return cty.ObjectVal(m)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// toCty gives a JSON value its cty form. Lists become tuples and null has any type, as with jsondecode.
func toCty(v any) cty.Value {
	switch x := v.(type) {
	case nil:
		return cty.NullVal(cty.DynamicPseudoType)
	case bool:
		return cty.BoolVal(x)
	case int:
		return cty.NumberIntVal(int64(x))
	case int64:
		return cty.NumberIntVal(x)
	case float64:
		return cty.NumberFloatVal(x)
	case string:
		return cty.StringVal(x)
	case []string:
		list := make([]cty.Value, len(x))
		for i, s := range x {
			list[i] = cty.StringVal(s)
		}
		return cty.TupleVal(list)
	case []any:
		list := make([]cty.Value, len(x))
		for i, e := range x {
			list[i] = toCty(e)
		}
		return cty.TupleVal(list)
	case map[string]string:
		m := make(map[string]cty.Value, len(x))
		for k, e := range x {
			m[k] = cty.StringVal(e)
		}
		return object(m)
	case map[string]any:
		m := make(map[string]cty.Value, len(x))
		for k, e := range x {
			m[k] = toCty(e)
		}
		return object(m)
	}
	return cty.StringVal(fmt.Sprint(v))
}

package hclx

import (
	"errors"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// oneFunc is Terraform's one: null for an empty collection, its element if there is exactly one, an
// error otherwise. It takes tuples, because a query's answers need not have one type.
var oneFunc = function.New(&function.Spec{
	Description: "The only element of a list, set or tuple; null if it is empty; an error if it has several.",
	Params:      []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type: func(args []cty.Value) (cty.Type, error) {
		switch ty := args[0].Type(); {
		case ty.IsListType() || ty.IsSetType():
			return ty.ElementType(), nil
		case ty.IsTupleType():
			switch types := ty.TupleElementTypes(); len(types) {
			case 0:
				return cty.DynamicPseudoType, nil
			case 1:
				return types[0], nil
			default:
				return cty.NilType, function.NewArgError(0, tooMany(args[0], len(types)))
			}
		default:
			return cty.NilType, function.NewArgErrorf(0, "must be a list, set or tuple, not %s", ty.FriendlyName())
		}
	},
	Impl: func(args []cty.Value, ret cty.Type) (cty.Value, error) {
		length := args[0].Length()
		if !length.IsKnown() { // a set with unknown elements
			return cty.UnknownVal(ret), nil
		}
		n := args[0].LengthInt()
		switch n {
		case 0:
			return cty.NullVal(ret), nil
		case 1:
			it := args[0].ElementIterator()
			it.Next()
			_, v := it.Element()
			return v, nil
		default:
			return cty.NilVal, function.NewArgError(0, tooMany(args[0], n))
		}
	},
})

// tooMany names what was found, so that the reader need not ask again to learn which ones.
func tooMany(list cty.Value, n int) error {
	const show = 5
	var names []string
	if list.IsWhollyKnown() && !list.ContainsMarked() {
		for it := list.ElementIterator(); it.Next() && len(names) < show; {
			_, v := it.Element()
			if name, ok := elementName(v); ok {
				names = append(names, name)
			}
		}
	}
	found := ""
	if len(names) > 0 {
		found = ": " + strings.Join(names, ", ")
		if n > len(names) {
			found += ", …"
		}
	}
	return fmt.Errorf("must have one element or none, but has %d%s", n, found)
}

func elementName(v cty.Value) (string, bool) {
	if v.IsNull() {
		return "", false
	}
	if v.Type() == cty.String {
		return fmt.Sprintf("%q", v.AsString()), true
	}
	if !v.Type().IsObjectType() {
		return "", false
	}
	for _, attr := range []string{"path", "name"} {
		if !v.Type().HasAttribute(attr) {
			continue
		}
		if a := v.GetAttr(attr); a.Type() == cty.String && !a.IsNull() {
			return a.AsString(), true
		}
	}
	return "", false
}

// lengthFunc counts elements, attributes, or characters of a string. It takes marks itself, as Terraform's does: cty
// would look for them through everything that a query has found, only to count it.
var lengthFunc = function.New(&function.Spec{
	Description: "The number of elements of a collection, or of characters of a string.",
	Params: []function.Parameter{
		{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowUnknown: true, AllowMarked: true},
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		ty := args[0].Type()
		if ty == cty.String || ty == cty.DynamicPseudoType || ty.IsTupleType() || ty.IsObjectType() ||
			ty.IsCollectionType() {
			return cty.Number, nil
		}
		return cty.NilType, function.NewArgErrorf(0, "must be a string, a list, a set, a map or an object, not %s",
			ty.FriendlyName())
	},
	RefineResult: func(b *cty.RefinementBuilder) *cty.RefinementBuilder {
		return b.NotNull().NumberRangeLowerBound(cty.Zero, true)
	},
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		n := cty.UnknownVal(cty.Number)
		switch ty := v.Type(); {
		case ty == cty.DynamicPseudoType:
		case ty.IsTupleType():
			n = cty.NumberIntVal(int64(len(ty.TupleElementTypes())))
		case ty.IsObjectType():
			n = cty.NumberIntVal(int64(len(ty.AttributeTypes())))
		case ty == cty.String:
			var err error
			if n, err = stdlib.Strlen(v); err != nil {
				return cty.NilVal, err
			}
		default:
			n = v.Length()
		}
		return n.WithMarks(marks), nil
	},
})

// coalesceFunc skips null and "", as Terraform's does.
var coalesceFunc = function.New(&function.Spec{
	Description: "The first argument that is neither null nor an empty string.",
	VarParam: &function.Parameter{
		Name: "values", Type: cty.DynamicPseudoType, AllowUnknown: true,
		AllowDynamicType: true, AllowNull: true,
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		if len(args) == 0 {
			return cty.NilType, errors.New("needs at least one argument")
		}
		types := make([]cty.Type, len(args))
		for i, a := range args {
			types[i] = a.Type()
		}
		ty, _ := convert.UnifyUnsafe(types)
		if ty == cty.NilType {
			return cty.NilType, errors.New("all arguments must have the same type")
		}
		return ty, nil
	},
	Impl: func(args []cty.Value, ret cty.Type) (cty.Value, error) {
		for i, a := range args {
			v, err := convert.Convert(a, ret)
			if err != nil {
				return cty.NilVal, function.NewArgError(i, err)
			}
			if !v.IsKnown() {
				return cty.UnknownVal(ret), nil
			}
			if v.IsNull() || (v.Type() == cty.String && v.AsString() == "") {
				continue
			}
			return v, nil
		}
		return cty.NilVal, errors.New("every argument is null or empty")
	},
})

// indexFunc finds the position of a value, as Terraform's index does (stdlib's is element access).
var indexFunc = function.New(&function.Spec{
	Description: "The position of a value in a list, counted from 0; an error if it is not in it.",
	Params: []function.Parameter{
		{Name: "list", Type: cty.DynamicPseudoType},
		{Name: "value", Type: cty.DynamicPseudoType},
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		if ty := args[0].Type(); !ty.IsListType() && !ty.IsTupleType() {
			return cty.NilType, function.NewArgErrorf(0, "must be a list or tuple, not %s", ty.FriendlyName())
		}
		return cty.Number, nil
	},
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		for it := args[0].ElementIterator(); it.Next(); {
			i, v := it.Element()
			eq, err := stdlib.Equal(v, args[1])
			if err != nil {
				return cty.NilVal, err
			}
			if !eq.IsKnown() {
				return cty.UnknownVal(cty.Number), nil
			}
			if eq.True() {
				return i, nil
			}
		}
		return cty.NilVal, errors.New("the value is not in the list")
	},
})

var (
	allTrueFunc = boolFold("Whether every element is true (an empty list: true).", false)
	anyTrueFunc = boolFold("Whether any element is true (an empty list: false).", true)
)

// boolFold looks for the element that decides; an unknown one leaves the answer open unless another decides.
func boolFold(description string, decides bool) function.Function {
	return function.New(&function.Spec{
		Description: description,
		Params:      []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:        function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			unknown := false
			for it := args[0].ElementIterator(); it.Next(); {
				_, v := it.Element()
				switch {
				case !v.IsKnown():
					unknown = true
				case !v.IsNull() && v.True() == decides, v.IsNull() && !decides:
					return cty.BoolVal(decides), nil
				}
			}
			if unknown {
				return cty.UnknownVal(cty.Bool), nil
			}
			return cty.BoolVal(!decides), nil
		},
	})
}

var sumFunc = function.New(&function.Spec{
	Description: "The sum of a list of numbers; 0 for an empty one.",
	Params:      []function.Parameter{{Name: "list", Type: cty.List(cty.Number)}},
	Type:        function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		sum := cty.Zero
		for it := args[0].ElementIterator(); it.Next(); {
			_, v := it.Element()
			if v.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "has a null element")
			}
			sum = sum.Add(v)
		}
		return sum, nil
	},
})

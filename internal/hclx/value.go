package hclx

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Bool is the value of a condition; null is false. what is its attribute's name, at where it stands. The value is
// known.
func Bool(v cty.Value, what string, at hcl.Range) (bool, *hcl.Diagnostic) {
	if v.IsNull() {
		return false, nil
	}
	if b, err := convert.Convert(v, cty.Bool); err == nil && b.IsKnown() && !b.IsNull() {
		return b.True(), nil
	}
	more := ""
	switch ty := v.Type(); {
	case ty == cty.Number:
		more = "; to ask whether there are any, write … > 0"
	case ty.IsTupleType() || ty.IsCollectionType():
		more = "; to ask whether there are any, write length(…) > 0"
	}
	return false, Errorf(at, "Not true or false", "%s must be true or false, and is %s%s", what, Article(v.Type()),
		more)
}

// Article names a type for people, with its article.
func Article(ty cty.Type) string {
	switch {
	case ty == cty.Bool:
		return "true or false"
	case ty.IsTupleType() || ty.IsListType() || ty.IsSetType():
		return "a list"
	case ty.IsObjectType() || ty.IsMapType():
		return "an object"
	}
	return "a " + ty.FriendlyName()
}

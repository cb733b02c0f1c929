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
	return false, notBool(v.Type(), what, at)
}

// NeverBool says that a type has no value that is true or false; nil where it may have.
func NeverBool(ty cty.Type, what string, at hcl.Range) *hcl.Diagnostic {
	if ty == cty.DynamicPseudoType || ty == cty.Bool || convert.GetConversionUnsafe(ty, cty.Bool) != nil {
		return nil
	}
	return notBool(ty, what, at)
}

func notBool(ty cty.Type, what string, at hcl.Range) *hcl.Diagnostic {
	more := ""
	switch {
	case ty == cty.Number:
		more = "; to ask whether there are any, write … > 0"
	case ty.IsTupleType() || ty.IsCollectionType():
		more = "; to ask whether there are any, write length(…) > 0"
	}
	return Errorf(at, "Not true or false", "%s must be true or false, and is %s%s", what, Article(ty), more)
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

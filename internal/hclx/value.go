package hclx

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/text"
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
	var ask text.Phrase
	switch {
	case ty == cty.Number:
		ask = text.AskNumber
	case ty.IsTupleType() || ty.IsCollectionType():
		ask = text.AskList
	}
	return Mistake(at, text.NotTruth, "name", what, "got", Article(ty), "ask", ask)
}

// Article names a type for people, with its article.
func Article(ty cty.Type) text.Phrase {
	switch {
	case ty == cty.Bool:
		return text.ATruth
	case ty == cty.String:
		return text.AString
	case ty == cty.Number:
		return text.ANumber
	case ty.IsTupleType() || ty.IsListType() || ty.IsSetType():
		return text.AList
	case ty.IsObjectType() || ty.IsMapType():
		return text.AnObject
	}
	return text.AValue.Filled("type", ty.FriendlyName())
}

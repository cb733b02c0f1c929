package hclx

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// DidYouMean returns the known name that is nearest to got, or "" if none is near.
func DidYouMean(got string, known []string) string {
	const longest = 64 // the distance costs the product of both lengths
	if len(got) > longest {
		return ""
	}
	lower := strings.ToLower(got)
	limit := 2 // two swapped letters are a distance of 2
	switch {
	case len(got) < 4:
		limit = 1
	case len(got) > 8:
		limit = 3
	}
	best, bestDistance := "", limit+1
	for _, k := range known {
		if len(k) > longest {
			continue
		}
		d := levenshtein.Distance(lower, strings.ToLower(k), nil)
		if d < bestDistance {
			best, bestDistance = k, d
		}
	}
	return best
}

// Hint is a sentence for the end of a detail: did you mean X, or which names there are. It is empty if there are none.
func Hint(got string, known []string) text.Phrase {
	if s := DidYouMean(got, known); s != "" {
		return text.DidYouMean.Filled("name", problem.Quote(s))
	}
	if len(known) == 0 {
		return text.Phrase{}
	}
	return text.KnownNames.Filled("names", Listed(known))
}

// Listed are names with commas between, not too many.
func Listed(names []string) string {
	const show = 25
	if len(names) > show {
		return strings.Join(names[:show], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// Schema is what a block may contain.
type Schema struct {
	What       text.Phrase // what has the block: `practice "mueller"`
	Attributes []string    // in the order of the documentation
	Required   []string    // the attributes that must be there
	Blocks     []hcl.BlockHeaderSchema
	// Explain has texts for names that people will try although they do not exist.
	Explain map[string]text.Phrase
}

// Content reads a body by a schema. What is missing or not known becomes a diagnostic, with the
// nearest known name; everything that is right comes back all the same.
func Content(body hcl.Body, s Schema) (*hcl.BodyContent, hcl.Diagnostics) {
	schema := &hcl.BodySchema{Blocks: s.Blocks}
	for _, name := range s.Attributes {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{
			Name:     name,
			Required: slices.Contains(s.Required, name),
		})
	}
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		return body.Content(schema)
	}
	content, _, diags := body.PartialContent(schema)

	blocks := make([]string, len(s.Blocks))
	for i, b := range s.Blocks {
		blocks[i] = b.Type
	}
	for name, attr := range native.Attributes {
		if slices.Contains(s.Attributes, name) {
			continue
		}
		why, explained := s.Explain[name]
		switch {
		case explained:
		case slices.Contains(blocks, name):
			why = text.IsABlock.Filled("quoted", problem.Quote(name), "name", name)
		default:
			why = text.NoAttribute.Filled("what", s.What, "name", problem.Quote(name), "hint",
				Hint(name, slices.Concat(s.Attributes, blocks)))
		}
		diags = append(diags, Mistake(attr.NameRange, text.UnsupportedAttribute, "why", why))
	}
	for _, block := range native.Blocks {
		if slices.Contains(blocks, block.Type) {
			continue
		}
		why, explained := s.Explain[block.Type]
		switch {
		case explained:
		case slices.Contains(s.Attributes, block.Type):
			why = text.IsAnAttribute.Filled("quoted", problem.Quote(block.Type), "name", block.Type)
		default:
			why = text.NoBlock.Filled("what", s.What, "name", problem.Quote(block.Type), "hint",
				Hint(block.Type, slices.Concat(blocks, s.Attributes)))
		}
		diags = append(diags, Mistake(block.TypeRange, text.UnsupportedBlock, "why", why))
	}
	SortDiagnostics(diags)
	return content, diags
}

// SortDiagnostics puts diagnostics in the order of the files' text, those without a place first.
func SortDiagnostics(diags hcl.Diagnostics) {
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int {
		switch {
		case a.Subject == nil && b.Subject == nil:
			return 0
		case a.Subject == nil:
			return -1
		case b.Subject == nil:
			return 1
		}
		return cmp.Or(cmp.Compare(a.Subject.Filename, b.Subject.Filename), cmp.Compare(a.Subject.Start.Byte,
			b.Subject.Start.Byte))
	})
}

// SortedAttributes lists attributes in the order of the text; a map's order would change from run to run.
func SortedAttributes(attrs hcl.Attributes) []*hcl.Attribute {
	list := make([]*hcl.Attribute, 0, len(attrs))
	for _, a := range attrs {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b *hcl.Attribute) int {
		return cmp.Or(cmp.Compare(a.Range.Filename, b.Range.Filename), cmp.Compare(a.Range.Start.Byte,
			b.Range.Start.Byte))
	})
	return list
}

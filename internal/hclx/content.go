package hclx

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/xops-dev/xops/internal/problem"
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

// Hint is a sentence for the end of a detail, with a leading space: did you mean X, or which names
// there are. It is "" if there are none.
func Hint(got string, known []string) string {
	if s := DidYouMean(got, known); s != "" {
		return fmt.Sprintf(" Did you mean %q?", s)
	}
	if len(known) == 0 {
		return ""
	}
	const show = 25
	list := known
	more := ""
	if len(list) > show {
		list, more = list[:show], ", …"
	}
	return " Known: " + strings.Join(list, ", ") + more + "."
}

// Schema is what a block may contain.
type Schema struct {
	What       string   // what has the block, for texts: `practice "mueller"`
	Attributes []string // in the order of the documentation
	Required   []string // the attributes that must be there
	Blocks     []hcl.BlockHeaderSchema
	// Explain has texts for names that people will try although they do not exist.
	Explain map[string]string
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
		d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unsupported attribute", Subject: attr.NameRange.Ptr()}
		switch text, explained := s.Explain[name]; {
		case explained:
			d.Detail = text
		case slices.Contains(blocks, name):
			d.Detail = fmt.Sprintf("%q is a block: write %s { … } without \"=\".", name, name)
		default:
			d.Detail = fmt.Sprintf("%s has no attribute %q.%s", s.What, name,
				Hint(name, slices.Concat(s.Attributes, blocks)))
		}
		diags = append(diags, d)
	}
	for _, block := range native.Blocks {
		if slices.Contains(blocks, block.Type) {
			continue
		}
		d := &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "Unsupported block", Subject: block.TypeRange.Ptr()}
		switch text, explained := s.Explain[block.Type]; {
		case explained:
			d.Detail = text
		case slices.Contains(s.Attributes, block.Type):
			d.Detail = fmt.Sprintf("%q is an attribute: write %s = …", block.Type, block.Type)
		default:
			d.Detail = fmt.Sprintf("%s has no block %q.%s", s.What, block.Type,
				Hint(block.Type, slices.Concat(blocks, s.Attributes)))
		}
		diags = append(diags, d)
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

// Errorf is a located error. Detail is whole sentences: why, and what to do.
func Errorf(at hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(format, problem.Sayable(args)...),
		Subject: &at,
	}
}

// Warnf is a located warning.
func Warnf(at hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	d := Errorf(at, summary, format, args...)
	d.Severity = hcl.DiagWarning
	return d
}

type hiddenSource struct{}

// HideSource marks a diagnostic whose line of source may hold a secret; writers show the place only.
func HideSource(d *hcl.Diagnostic) *hcl.Diagnostic {
	d.Extra = hiddenSource{}
	d.Expression, d.EvalContext = nil, nil
	return d
}

// SourceHidden says whether HideSource was called for it.
func SourceHidden(d *hcl.Diagnostic) bool {
	_, hidden := d.Extra.(hiddenSource)
	return hidden
}

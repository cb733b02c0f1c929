package hclx

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/text"
)

// words are what a diagnostic says in both languages; rest is what else it carries.
type words struct {
	text.Mistake
	rest any
}

// UnwrapDiagnosticExtra implements hcl.DiagnosticExtraUnwrapper.
func (w words) UnwrapDiagnosticExtra() any { return w.rest }

// Mistake is a located error; pairs fill its holes, names and values in turn. What a person wrote comes quoted.
func Mistake(at hcl.Range, m text.Mistake, pairs ...any) *hcl.Diagnostic {
	d := Unplaced(m, pairs...)
	d.Subject = &at
	return d
}

// Doubt is a located warning.
func Doubt(at hcl.Range, m text.Mistake, pairs ...any) *hcl.Diagnostic {
	d := Mistake(at, m, pairs...)
	d.Severity = hcl.DiagWarning
	return d
}

// Unplaced is an error that belongs to no place in a file.
func Unplaced(m text.Mistake, pairs ...any) *hcl.Diagnostic {
	m = m.Filled(pairs...)
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: m.Headline.EN, Detail: m.Detail.EN, Extra: words{Mistake: m},
	}
}

// Said is what a diagnostic says. HCL's own are English in both languages.
func Said(d *hcl.Diagnostic) text.Mistake {
	if w, ours := hcl.DiagnosticExtra[words](d); ours {
		return w.Mistake
	}
	return text.Mistake{Headline: text.Same(d.Summary), Detail: text.Same(d.Detail)}
}

// Words is what a diagnostic says in a language.
func Words(d *hcl.Diagnostic, l text.Lang) (summary, detail string) {
	if w, ours := hcl.DiagnosticExtra[words](d); ours {
		return w.Headline.Raw(l), w.Detail.Raw(l)
	}
	return d.Summary, d.Detail
}

// Further puts a sentence behind the detail of a diagnostic, whoever made it.
func Further(d *hcl.Diagnostic, p text.Phrase) {
	m := Said(d)
	m.Detail = m.Detail.And(p)
	d.Detail, d.Extra = m.Detail.EN, words{m, d.Extra}
}

// Is says whether a diagnostic is this mistake.
func Is(d *hcl.Diagnostic, m text.Mistake) bool { return Said(d).Headline == m.Headline }

type hiddenSource struct{ rest any }

// UnwrapDiagnosticExtra implements hcl.DiagnosticExtraUnwrapper.
func (h hiddenSource) UnwrapDiagnosticExtra() any { return h.rest }

// HideSource marks a diagnostic whose line of source may hold a secret; writers show the place only.
func HideSource(d *hcl.Diagnostic) *hcl.Diagnostic {
	d.Extra = hiddenSource{d.Extra}
	d.Expression, d.EvalContext = nil, nil
	return d
}

// SourceHidden says whether HideSource was called for it.
func SourceHidden(d *hcl.Diagnostic) bool {
	_, hidden := hcl.DiagnosticExtra[hiddenSource](d)
	return hidden
}

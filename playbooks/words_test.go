package playbooks_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/text/texttest"
	"github.com/xops-dev/xops/playbooks"
)

// said are the words of an expression or a body, each with the language under which it stands ("": under none).
type said struct {
	t      *testing.T
	book   string
	spoken []span
	words  []span
}

type span struct {
	rng  hcl.Range
	lang text.Lang
	text string
}

// Enter implements hclsyntax.Walker.
func (s *said) Enter(n hclsyntax.Node) hcl.Diagnostics {
	switch x := n.(type) {
	case *hclsyntax.ObjectConsExpr:
		in := map[string]hclsyntax.Expression{}
		for _, item := range x.Items {
			if key, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && key.Type() == cty.String {
				in[key.AsString()] = item.ValueExpr
			}
		}
		if de, en := in["de"], in["en"]; de != nil && en != nil {
			s.spoken = append(s.spoken, span{rng: de.Range(), lang: text.German})
			s.spoken = append(s.spoken, span{rng: en.Range(), lang: text.English})
		}
	case *hclsyntax.LiteralValueExpr:
		if x.Val.Type() == cty.String && regexp.MustCompile(`\pL`).MatchString(x.Val.AsString()) {
			s.words = append(s.words, span{rng: x.Range(), text: x.Val.AsString()})
		}
	}
	return nil
}

// Exit implements hclsyntax.Walker.
func (s *said) Exit(hclsyntax.Node) hcl.Diagnostics { return nil }

func walked(t *testing.T, book string, n hclsyntax.Node) *said {
	s := &said{t: t, book: book}
	_ = hclsyntax.Walk(n, s)
	for i := range s.words {
		w := &s.words[i]
		for _, sp := range s.spoken {
			if sp.rng.Start.Byte <= w.rng.Start.Byte && w.rng.End.Byte <= sp.rng.End.Byte {
				w.lang = sp.lang
			}
		}
	}
	return s
}

// What a playbook says to people it says in both languages, and each word stands under its own one.
func TestBothLanguages(t *testing.T) {
	for _, book := range all {
		src, err := playbooks.FS.ReadFile(book + ".hcl")
		if err != nil {
			t.Fatal(err)
		}
		file, diags := hclsyntax.ParseConfig(src, book+".hcl", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		body := file.Body.(*hclsyntax.Body)
		told := 0
		for _, b := range body.Blocks {
			for _, name := range []string{"title", "description", "message", "instructions"} {
				a := b.Body.Attributes[name]
				if a == nil || b.Type == "step" && name == "description" { // that is written to the host
					continue
				}
				told++
				for _, w := range walked(t, book, a.Expr).words {
					if w.lang == "" {
						t.Errorf("%s: %s is in one language: %q", w.rng, name, w.text)
					}
				}
			}
			if (b.Type == "variable" || b.Type == "playbook") && b.Body.Attributes["description"] == nil {
				t.Errorf("%s: no description", b.Range())
			}
			if b.Type == "step" {
				delete(b.Body.Attributes, "description")
			}
		}
		if told < 10 {
			t.Errorf("%s says only %d texts", book, told)
		}
		for _, w := range walked(t, book, body).words {
			if word := texttest.Foreign(w.text, w.lang); word != "" {
				t.Errorf("%s: %q is of the other language in %q", w.rng, word, w.text)
			}
		}
	}
	for _, p := range load(t, all...) {
		for _, v := range p.Variables {
			if v.Description.DE == "" || v.Description.DE == v.Description.EN {
				t.Errorf("%s: variable %s is not described in both languages", p.Name, v.Name)
			}
		}
		if p.Title.DE == p.Title.EN || p.Description.DE == p.Description.EN {
			t.Errorf("%s: title and description are not in both languages", p.Name)
		}
	}
}

// names are what the hosts of these tests and their inventory call things.
var names = regexp.MustCompile(`Praxis Dr\. Huber|C:\\Program Files[^"]*?ServiceProvider_|d:\\a\b`)

// spoken checks that a plan says nothing in another language than its own.
func spoken(t *testing.T, h *plan.Host, l text.Lang) {
	t.Helper()
	heard := func(where, s string) {
		if word := texttest.Foreign(names.ReplaceAllString(s, ""), l); word != "" {
			t.Errorf("%s, %s: %q in %q", l, where, word, s)
		}
	}
	for _, c := range h.Changes {
		heard(c.Step, c.Title)
		if c.Resource.Type == "manual" {
			for _, n := range c.Notes {
				heard(c.Step, n.Text(l).Cause)
			}
		}
	}
	for _, c := range h.Checks {
		heard(c.Check, c.Title)
		heard(c.Check, c.Message)
	}
	for _, s := range h.Skips {
		heard(s.Address, s.Title)
	}
}

// inBoth plans in English what was planned in German: the same is due, and each says it in its own words.
func (s *site) inBoth(t *testing.T, german *plan.Host, books ...string) {
	t.Helper()
	s.lang = text.English
	english, _ := s.plan(t, books...)
	s.lang = text.German
	if brief(german) != brief(english) {
		t.Errorf("another language, another plan:\n%s\n%s", brief(german), brief(english))
	}
	spoken(t, german, text.German)
	spoken(t, english, text.English)
	differs := slices.ContainsFunc(german.Checks, func(g plan.Check) bool {
		return slices.ContainsFunc(english.Checks, func(e plan.Check) bool {
			return e.Check == g.Check && e.Playbook == g.Playbook && e.Title != g.Title
		})
	})
	if len(german.Checks) > 0 && !differs {
		t.Error("both languages say the same")
	}
}

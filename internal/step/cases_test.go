package step

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

var update = flag.Bool("update", false, "write what the cases give now into their files; look at every difference")

// asked is one entry of facts.json: a question and its answer. A file's content may be given as text with its encoding.
type asked struct {
	Type    string          `json:"type"`
	Key     string          `json:"key"`
	Args    resource.Props  `json:"args"`
	Earlier bool            `json:"earlier"` // known before the step is looked at, from another step or query
	Items   []resource.Item `json:"items"`
	Fault   *resource.Fault `json:"fault"`
}

type testCase struct {
	archive *txtar.Archive
	path    string
}

func (c *testCase) part(name string) ([]byte, bool) {
	for _, f := range c.archive.Files {
		if f.Name == name {
			return bytes.ReplaceAll(f.Data, []byte("\r\n"), []byte("\n")), true
		}
	}
	return nil, false
}

func (c *testCase) decode(t *testing.T, part string, target any) {
	t.Helper()
	src, ok := c.part(part)
	if !ok {
		t.Fatalf("the case has no part %s", part)
	}
	f, diags := hclsyntax.ParseConfig(src, part, hcl.InitialPos)
	if !diags.HasErrors() {
		diags = gohcl.DecodeBody(f.Body, nil, target)
	}
	if diags.HasErrors() {
		t.Fatal(diags)
	}
}

func (c *testCase) facts(t *testing.T) []asked {
	t.Helper()
	var out []asked
	src, ok := c.part("facts.json")
	if !ok {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		t.Fatalf("facts.json: %v", err)
	}
	for _, a := range out {
		for i := range a.Items {
			item := &a.Items[i]
			if text, ok := item.Props["text"].(string); ok {
				enc := windows.Encoding(item.Props.String("encoding"))
				if enc == "" {
					enc = windows.Windows1252
				}
				data, err := windows.Encode(text, enc)
				if err != nil {
					t.Fatal(err)
				}
				delete(item.Props, "text")
				delete(item.Props, "encoding")
				item.Props["content"] = resource.Encode(data)
				item.Props["exists"], item.Props["kind"], item.Props["path"], item.Props["size"] = true, "file",
					item.Key, int64(len(data))
			}
		}
	}
	return out
}

// compare checks a part of the case, or writes it.
func (c *testCase) compare(t *testing.T, part string, got []byte) {
	t.Helper()
	got = append(bytes.TrimRight(got, "\n"), '\n')
	want, ok := c.part(part)
	if ok && bytes.Equal(want, got) {
		return
	}
	if !*update {
		t.Errorf("%s differs (-file +now):\n%s", part, cmp.Diff(string(want), string(got)))
		return
	}
	files := c.archive.Files[:0:0]
	for _, f := range c.archive.Files {
		if f.Name != "changes.json" && f.Name != "error" && f.Name != "answer.json" {
			files = append(files, f)
		}
	}
	c.archive.Files = append(files, txtar.File{Name: part, Data: got})
	if err := os.WriteFile(c.path, txtar.Format(c.archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// told is an error as a person reads it: what is wrong, and what to do. It can be told in both languages.
func told(t *testing.T, err error) []byte {
	t.Helper()
	p := problem.From(err)
	problemtest.Told(t, p)
	words := p.Text(text.English)
	if german := p.Text(text.German); german.Cause == words.Cause || german.Cure == words.Cure {
		t.Errorf("one language for both: %s", words.Cause)
	}
	return []byte(words.Cause + "\n" + words.Cure + "\n")
}

func jsonText(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// each runs all cases of a folder.
func each(t *testing.T, dir string, run func(t *testing.T, c *testCase)) {
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata/%s", dir)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			run(t, &testCase{archive: a, path: path})
		})
	}
}

func TestKinds(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.Name, func(t *testing.T) {
			each(t, k.Name, func(t *testing.T, c *testCase) {
				s := k.New()
				c.decode(t, "step.hcl", s)
				kindCase(t, c, s)
			})
		})
	}
}

// kindCase runs one case with the rules that every kind keeps: what is read was asked for, planning twice gives the
// same, on the predicted world nothing is left to do, and the inverse brings the first plan back.
func kindCase(t *testing.T, c *testCase, s Step) {
	w := NewFacts(text.German)
	answers := map[string]asked{}
	for _, a := range c.facts(t) {
		q := resource.Query{Type: a.Type, Key: a.Key, Args: a.Args}
		if a.Earlier {
			w.Add(q, resource.Answer{Items: a.Items, Fault: a.Fault})
			continue
		}
		answers[q.ID()] = a
	}
	observe(t, s, w, answers)
	first, err := s.Plan(w)
	var missing *NotObserved
	if errors.As(err, &missing) {
		t.Fatalf("Plan reads what Observe did not ask for: %v", err)
	}
	if err != nil {
		c.compare(t, "error", told(t, err))
		return
	}
	c.compare(t, "changes.json", jsonText(t, shown(t, first)))

	second, err := s.Plan(w)
	if d := cmp.Diff(first, second); err != nil || d != "" {
		t.Errorf("planning twice differs: %v\n%s", err, d)
	}
	for _, ch := range first {
		if ch.Op != nil {
			w.Overlay(*ch.Op, ch.Predict)
		}
	}
	observe(t, s, w, answers)
	left, err := s.Plan(w)
	if err != nil {
		t.Errorf("on the predicted world: %v", err)
	}
	for _, ch := range left {
		if ch.Op != nil && !ch.Opaque && !ch.Once && ch.Action != Restart {
			t.Errorf("on the predicted world there is still something to do:\n%s", jsonText(t, shown(t, left)))
			break
		}
	}
	for i := len(first) - 1; i >= 0; i-- {
		ch := first[i]
		switch {
		case ch.Op == nil:
		case !ch.Reversible:
			return
		default:
			w.Overlay(ch.Op.Inverse(), nil)
		}
	}
	again, err := s.Plan(w)
	if d := cmp.Diff(first, again); err != nil || d != "" {
		t.Errorf("after the inverse the plan is another: %v\n%s", err, d)
	}
}

func observe(t *testing.T, s Step, w *Facts, answers map[string]asked) {
	t.Helper()
	done := map[string]bool{}
	for range 4 {
		added := false
		for _, q := range s.Observe(w) {
			id := q.ID()
			if done[id] {
				continue
			}
			if _, err := w.List(q); err == nil {
				continue
			}
			a, ok := answers[id]
			if !ok {
				t.Fatalf("the step asks for %s, which facts.json does not have", id)
			}
			w.Add(q, resource.Answer{Items: a.Items, Fault: a.Fault})
			done[id], added = true, true
		}
		if !added {
			return
		}
	}
	t.Fatal("Observe asks again and again")
}

// shownChange is a change as the cases have it: contents as text.
type shownChange struct {
	Action     Action         `json:"action"`
	Resource   string         `json:"resource"`
	Before     resource.Props `json:"before"`
	After      resource.Props `json:"after"`
	Op         *shownOp       `json:"op,omitempty"`
	Predict    resource.Props `json:"predict,omitempty"`
	Opaque     bool           `json:"opaque,omitempty"`
	Once       bool           `json:"once,omitempty"`
	Reversible bool           `json:"reversible"`
	Diff       []string       `json:"diff,omitempty"`
	Notes      []string       `json:"notes,omitempty"`
}

type shownOp struct {
	Type   string         `json:"type"`
	Key    string         `json:"key"`
	Before resource.Props `json:"before"`
	After  resource.Props `json:"after"`
	Args   resource.Props `json:"args,omitempty"`
}

func shown(t *testing.T, changes []Change) []shownChange {
	readable := func(p resource.Props) resource.Props {
		p = p.Clone()
		if data, ok := p.Bytes("content"); ok {
			text, enc, err := windows.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			p["content"] = string(enc) + ": " + text
		}
		return p
	}
	out := []shownChange{}
	for _, c := range changes {
		s := shownChange{
			Action: c.Action, Resource: c.Resource.Type + " " + c.Resource.Key, Before: c.Before, After: c.After,
			Predict: c.Predict, Opaque: c.Opaque, Once: c.Once,
			Reversible: c.Reversible, Diff: c.Diff,
		}
		for _, n := range c.Notes {
			problemtest.Told(t, n)
			s.Notes = append(s.Notes, n.Text(text.German).Cause)
		}
		if c.Op != nil {
			if c.Op.ID != "" {
				t.Error("a kind leaves the id of an operation to the plan")
			}
			s.Op = &shownOp{c.Op.Type, c.Op.Key, readable(c.Op.Before), readable(c.Op.After), c.Op.Args}
		}
		out = append(out, s)
	}
	return out
}

func TestQueryTypes(t *testing.T) {
	for _, k := range QueryTypes() {
		t.Run(k.Name, func(t *testing.T) {
			each(t, "query_"+k.Name, func(t *testing.T, c *testCase) {
				q := k.New()
				c.decode(t, "query.hcl", q)
				w := NewFacts(text.German)
				facts := map[string]asked{}
				for _, a := range c.facts(t) {
					facts[resource.Query{Type: a.Type, Key: a.Key, Args: a.Args}.ID()] = a
				}
				for _, ask := range q.Ask() {
					a, ok := facts[ask.ID()]
					if !ok {
						t.Fatalf("the query asks for %s, which facts.json does not have", ask.ID())
					}
					w.Add(ask, resource.Answer{Items: a.Items, Fault: a.Fault})
				}
				got, err := q.Answer(w)
				if err != nil {
					c.compare(t, "error", told(t, err))
					return
				}
				if got == nil {
					t.Error("an answer is a list, also when it is empty")
				}
				c.compare(t, "answer.json", jsonText(t, got))
				for _, row := range got {
					if d := cmp.Diff(keysOf(got[0]), keysOf(row)); d != "" {
						t.Errorf("the objects of an answer have different attributes:\n%s", d)
					}
				}
			})
		})
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		if seen[k.Name] || k.Doc == "" {
			t.Errorf("the kind %q is there twice or says nothing of itself", k.Name)
		}
		seen[k.Name] = true
	}
	seen = map[string]bool{}
	for _, q := range QueryTypes() {
		if seen[q.Name] || q.Doc == "" {
			t.Errorf("the query type %q is there twice, or says nothing of itself", q.Name)
		}
		seen[q.Name] = true
	}
}

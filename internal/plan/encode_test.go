package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

func sample() *Plan {
	return &Plan{
		Program: "1.2.3", Created: "2026-11-24T15:04:05Z",
		Playbooks: []Playbook{{
			Name: "kundennummer", Path: "./kundennummer.hcl",
			Sources:   []Source{NewSource("./kundennummer.hcl", []byte("playbook {}\n<&>"))},
			Variables: map[string]json.RawMessage{"port": json.RawMessage(`{"value":1,"type":"number"}`)},
		}},
		Selection: Selection{Hosts: []string{"mueller/*"}},
		Hosts: []*Host{
			{
				Host: "mueller/srv01", Title: "Praxis Dr. Müller", Values: []byte(`{"host":{}}`),
				Changes: []Change{{
					ID: "step.ini.k#0", Step: "step.ini.k", Kind: "ini", Title: "Nummer", OnError: "revert",
					Source: "k.hcl:7", Serves: []string{"SP-21"},
					Change: step.Change{
						Action: step.Update, Resource: resource.ID{Type: "file", Key: `C:\a & b.ini`},
						Section: "Install", Reversible: true,
						Before: resource.Props{"Kundennummer": nil}, After: resource.Props{
							"Kundennummer": "123",
							"n":            int64(1 << 40), "f": 1.5,
						},
						Op: &resource.Op{ID: "x", Type: "file"},
					},
				}},
				Checks: []Check{{Check: "check.one", Status: CheckFinding, Severity: Required}},
				Blocks: []Blocked{
					{Address: "step.x", Error: problem.New(problem.Other).With("why")},
					{Address: "step.y", By: "step.x"},
				},
			},
			{Host: "wolf/srv01", Changes: []Change{}, Checks: []Check{}, Reason: &Reason{
				Code:  ReasonWindow,
				Until: "2026-11-28T01:00:00+01:00",
			}},
			{Host: "off/srv01", Error: problem.New("host-off").Because(problem.New(problem.Other).With("tcp"))},
		},
	}
}

func encoded(t require, p *Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// require is what a test and a property have in common.
type require interface {
	Helper()
	Fatal(args ...any)
}

var same = cmp.Options{
	cmpopts.IgnoreFields(step.Change{}, "Op", "Predict"), cmpopts.IgnoreFields(problem.Problem{}, "Err"),
	cmpopts.EquateEmpty(),
}

func TestEncodeReadsBack(t *testing.T) {
	p := sample()
	data := encoded(t, p)
	if !Is(data) || Is([]byte(`{"version":1}`)) || Is([]byte("playbook {}")) {
		t.Error("a plan is not told from other text")
	}
	read, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, read, same); diff != "" {
		t.Error(diff)
	}
	if again := encoded(t, read); !bytes.Equal(data, again) {
		t.Error("what was read is written in other bytes")
	}
	a, _ := p.Digest()
	b, _ := read.Digest()
	if a != b || !strings.HasPrefix(a, "sha256:") {
		t.Errorf("digests %s and %s", a, b)
	}
	if read.Hosts[0].Changes[0].Op != nil {
		t.Error("what would be sent is no part of the document")
	}
	p.Hosts[0].Changes[0].After["Kundennummer"] = "124"
	if c, _ := p.Digest(); c == a {
		t.Error("another meaning has the same digest")
	}
}

// A document that was touched, cut or comes from elsewhere is refused, with the reason.
func TestDecodeRefuses(t *testing.T) {
	data := string(encoded(t, sample()))
	for name, c := range map[string]struct {
		text string
		id   problem.ID
	}{
		"empty":           {"", problem.PlanForeign},
		"a playbook":      {"playbook {}", problem.PlanForeign},
		"other JSON":      {`{"version":1}`, problem.PlanForeign},
		"cut":             {data[:len(data)/2], problem.PlanDamaged},
		"more behind it":  {data + "{}", problem.PlanDamaged},
		"another value":   {strings.Replace(data, `"123"`, `"124"`, 1), problem.PlanChanged},
		"another source":  {strings.Replace(data, "playbook {}", "playbook {i}", 1), problem.PlanChanged},
		"another digest":  {strings.Replace(data, "sha256:", "sha256:0", 1), problem.PlanChanged},
		"a name we lack":  {strings.Replace(data, `"program"`, `"programm"`, 1), problem.PlanDamaged},
		"a newer version": {strings.Replace(data, `"version":2`, `"version":3`, 1), problem.PlanVersion},
		"an older one":    {strings.Replace(data, `"version":2`, `"version":1`, 1), problem.PlanVersion},
	} {
		p, err := Decode([]byte(c.text))
		if p != nil || !problem.Is(err, c.id) {
			t.Errorf("%s: %v, want %s", name, err, c.id)
		}
	}
}

func TestDecodeTakesEveryValue(t *testing.T) {
	value := rapid.Deferred(func() *rapid.Generator[any] {
		return rapid.OneOf(
			rapid.Just[any](nil), rapid.Map(rapid.Bool(), toAny[bool]), rapid.Map(rapid.Int64(), toAny[int64]),
			rapid.Map(rapid.String(), toAny[string]),
			// whole ones are int64
			rapid.Map(rapid.Float64Range(-1e300, 1e300), func(f float64) any { return resource.Normal(f) }),
			rapid.Map(rapid.SliceOfN(rapid.String(), 0, 3), func(s []string) any { return resource.Normal(s) }),
		)
	})
	rapid.Check(t, func(t *rapid.T) {
		p := sample()
		c := &p.Hosts[0].Changes[0]
		c.Before = rapid.MapOf(rapid.String(), value).Draw(t, "before")
		c.After = rapid.MapOf(rapid.String(), value).Draw(t, "after")
		c.Notes = rapid.SliceOf(rapid.Custom(func(t *rapid.T) *problem.Problem {
			return problem.Said(rapid.String().Draw(t, "de"), rapid.String().Draw(t, "en"))
		})).Draw(t, "notes")
		c.Resource.Key = rapid.String().Draw(t, "key")
		data := encoded(t, p)
		read, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if again := encoded(t, read); !bytes.Equal(data, again) {
			t.Fatalf("%s\n%s", data, again)
		}
		if !Same(c, &read.Hosts[0].Changes[0]) {
			t.Fatal("it means something else")
		}
	})
}

func toAny[T any](v T) any { return v }

func FuzzDecode(f *testing.F) {
	var b bytes.Buffer
	if err := sample().Encode(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`{"format":"xops-plan","version":2,"digest":"","plan":null}`))
	f.Add([]byte(`{"format":"xops-plan","version":2,"digest":"","plan":{"hosts":[null]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Decode(data)
		if err != nil {
			var known *problem.Problem
			if !errors.As(err, &known) || p != nil {
				t.Fatalf("%v, %v", p, err)
			}
			return
		}
		if _, err := Decode(encoded(t, p)); err != nil {
			t.Fatal(err)
		}
	})
}

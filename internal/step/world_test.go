package step

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

func keys(t *testing.T, w World, q resource.Query) []string {
	t.Helper()
	items, err := w.List(q)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, i := range items {
		out = append(out, i.Key)
	}
	return out
}

func file(key string, props resource.Props) resource.Item {
	p := resource.Props{"exists": true, "kind": "file", "path": key}
	for k, v := range props {
		p[k] = v
	}
	return resource.Item{Key: key, Props: p}
}

func TestFactsWithoutAnswer(t *testing.T) {
	w := NewFacts(text.German)
	var missing *NotObserved
	if _, err := w.Get("file", `C:\a`); !errors.As(err, &missing) {
		t.Errorf("Get: %v", err)
	}
	if _, err := w.List(resource.Query{Type: "file", Key: `C:\a`}); !errors.As(err, &missing) {
		t.Errorf("List: %v", err)
	}
	q := resource.Query{Type: "file", Key: `C:\a`}
	w.Add(q, resource.Answer{Fault: &resource.Fault{Code: resource.Denied}})
	var fault *resource.Fault
	if _, err := w.Get("file", `c:\A\`); !errors.As(err, &fault) || fault.Code != resource.Denied {
		t.Errorf("Get: %v", err)
	}
	w.Add(resource.Query{Type: "file", Key: `C:\*`}, resource.Answer{Items: []resource.Item{file(`C:\a`, nil)}})
	if p, err := w.Get("file", `C:\a`); err != nil || !p.Bool("exists") {
		t.Errorf("another answer tells it: %v %v", p, err)
	}
}

func TestFactsPutAnswersTogether(t *testing.T) {
	w := NewFacts(text.German)
	w.Add(fileQuery(`C:\*`, false),
		resource.Answer{Items: []resource.Item{file(`C:\a`, resource.Props{"version": "1", "size": int64(1)})}})
	w.Add(fileQuery(`%SystemDrive%\A`, true),
		resource.Answer{Items: []resource.Item{file(`C:\a`, resource.Props{"version": nil, "content": "YQ=="})}})
	for _, key := range []string{`c:\A`, `%systemdrive%\a`} {
		p, err := w.Get("file", key)
		if err != nil || p["version"] != "1" || p["content"] != "YQ==" {
			t.Errorf("%s: %v %v", key, p, err)
		}
	}
}

func TestFactsPatternsSeeWhatComesAndGoes(t *testing.T) {
	w := NewFacts(text.German)
	all := fileQuery(`C:\p\*`, false)
	w.Add(all, resource.Answer{Items: []resource.Item{file(`C:\p\b`, nil), file(`C:\p\d`, nil)}})
	below := fileQuery(`C:\p\*\x`, false)
	w.Add(below, resource.Answer{Items: []resource.Item{file(`C:\p\d\x`, nil)}})
	w.Overlay(*write(`C:\p\c`, nil, []byte("1")), nil)
	w.Overlay(*write(`C:\q\c`, nil, []byte("1")), nil)
	w.Overlay(*write(`C:\p\b`, []byte("1"), nil), nil)
	if d := cmp.Diff([]string{`C:\p\c`, `C:\p\d`}, keys(t, w, all)); d != "" {
		t.Error(d)
	}
	move := resource.Op{
		Type: "file", Key: `C:\p\d`, Before: resource.Props{"path": `C:\p\d`},
		After: resource.Props{"path": `C:\p\e`},
	}
	w.Overlay(move, nil)
	if d := cmp.Diff([]string{`C:\p\c`, `C:\p\e`}, keys(t, w, all)); d != "" {
		t.Error(d)
	}
	if got := keys(t, w, below); len(got) != 0 {
		t.Errorf("what lay in the moved folder is still seen: %v", got)
	}
	w.Overlay(move.Inverse(), nil)
	if d := cmp.Diff([]string{`C:\p\d\x`}, keys(t, w, below)); d != "" {
		t.Error(d)
	}
}

func TestFactsContent(t *testing.T) {
	w := NewFacts(text.German)
	q := fileQuery(`C:\a`, true)
	items := []resource.Item{file(`C:\a`, resource.Props{"content": "YQ==", "size": int64(1)})}
	w.Add(q, resource.Answer{Items: items})
	w.Overlay(*write(`C:\A`, []byte("a"), []byte("bc")), nil)
	got, err := w.List(q)
	if err != nil || got[0].Props["content"] != "YmM=" || got[0].Props["size"] != int64(2) ||
		got[0].Props["sha256"] != "1e0bbd6c686ba050b8eb03ffeedc64fdc9d80947fce821abbe5d6dc8d252c5ac" {
		t.Errorf("%v %v", got, err)
	}
	if items[0].Props["content"] != "YQ==" {
		t.Error("the answer itself was changed")
	}
}

// A rule that an earlier step creates is seen by later steps and other names.
func TestFactsFirewallHasThePredictedRule(t *testing.T) {
	w := NewFacts(text.German)
	ask := func(key string) {
		w.Add(resource.Query{Type: "firewall", Key: key},
			resource.Answer{Items: []resource.Item{{Key: key, Props: resource.Props{
				"service": "running", "profiles": map[string]any{}, "active": []any{}, "rules": []any{},
			}}}})
	}
	ask("in/tcp/80")
	ask("in/tcp/81")
	for _, name := range []string{"one", "two"} {
		w.Add(resource.Query{Type: "firewall_rule", Key: name},
			resource.Answer{Items: []resource.Item{{Key: name, Props: resource.Props{"exists": false}}}})
	}
	one, two := &FirewallRule{Name: "one", Port: 80}, &FirewallRule{Name: "two", Port: 80}
	changes, err := one.Plan(w)
	if err != nil || len(changes) != 1 {
		t.Fatal(changes, err)
	}
	w.Overlay(*changes[0].Op, nil)
	if again, err := two.Plan(w); err != nil || len(again) != 0 {
		t.Errorf("%v %v", again, err)
	}
	if other, err := (&FirewallRule{Name: "two", Port: 81}).Plan(w); err != nil || len(other) != 1 {
		t.Errorf("%v %v", other, err)
	}
	rows, err := (&FirewallQuery{Port: 80, Profiles: []string{"domain", "private"}}).Answer(w)
	if err != nil || rows[0]["open"] != true {
		t.Errorf("%v %v", rows, err)
	}
	w.Overlay(changes[0].Op.Inverse(), nil)
	if again, err := two.Plan(w); err != nil || len(again) != 1 {
		t.Errorf("%v %v", again, err)
	}
}

// Two steps on one folder: the second plans on the access list that the first one leaves.
func TestFactsPermissionsAddUp(t *testing.T) {
	w := NewFacts(text.German)
	before := "D:AI(A;OICIID;FA;;;SY)"
	w.Add(resource.Query{Type: "permission", Key: `C:\t`}, resource.Answer{Items: []resource.Item{{
		Key: `C:\t`, Props: resource.Props{"exists": true, "kind": "directory", "sddl": before},
	}}})
	var ops []resource.Op
	for _, s := range []*Permission{
		{`C:\t`, "users", "read"},
		{`C:\T\`, "network_service", "full"},
		{`C:\t`, "users", "modify"},
	} {
		changes, err := s.Plan(w)
		if err != nil || len(changes) != 1 {
			t.Fatal(changes, err)
		}
		w.Overlay(*changes[0].Op, changes[0].Predict)
		ops = append(ops, *changes[0].Op)
	}
	p, _ := w.Get("permission", `C:\t`)
	if got, want := p["sddl"], "D:AI(A;OICI;0x1301bf;;;BU)(A;OICI;FA;;;NS)(A;OICIID;FA;;;SY)"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
	for i := len(ops) - 1; i >= 0; i-- {
		w.Overlay(ops[i].Inverse(), nil)
	}
	if p, _ := w.Get("permission", `C:\t`); p["sddl"] != before {
		t.Errorf("taken back: %s", p["sddl"])
	}
}

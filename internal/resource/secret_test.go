package resource

import (
	"strings"
	"testing"
)

func TestSecretsAreHidden(t *testing.T) {
	s := NewSecrets("salt", "Nachtigall", "x")
	for _, v := range []any{
		"a Nachtigall b",
		[]any{"Nachtigall"},
		map[string]any{"k": "Nachtigall"},
		map[string]any{"Nachtigall": nil},
		"x",
		Props{Content: Encode([]byte("a=Nachtigall"))},
		Props{Content: Encode([]byte("N\x00a\x00c\x00h\x00t\x00i\x00g\x00a\x00l\x00l\x00"))},
	} {
		if !s.Has(v) {
			t.Errorf("%v is not seen", v)
		}
	}
	for _, v := range []any{nil, true, int64(1), "xy", Props{Content: Encode([]byte("x"))}} { // a short one only whole
		if s.Has(v) {
			t.Errorf("%v is no secret", v)
		}
	}
	op := Op{
		Before: Props{"exists": false, "value": nil}, After: Props{"exists": true, "value": "Nachtigall"},
		Args: Props{"parent": "y"}, Secrets: s,
	}
	kept := op.Kept()
	if op.After["value"] != "Nachtigall" || kept.After["exists"] != true || kept.Args["parent"] != "y" ||
		s.Has(kept.After) {
		t.Errorf("kept %v, sent %v", kept, op)
	}
	told := op.Told(Result{
		Now: Props{"value": "Amsel", "output": []any{"is Nachtigall"}}, Fault: &Fault{Message: "no Nachtigall here"},
	})
	if _, hidden := told.Now["value"].(map[string]any); !hidden || told.Fault.Message != "no *** here" ||
		!Equal(told.Now["output"], []any{"is ***"}) {
		t.Errorf("told %v %v", told.Now, told.Fault)
	}
}

func TestSecretsAreToldAgain(t *testing.T) {
	a, b := NewSecrets("salt", "Nachtigall"), NewSecrets("salt", "Nachtigall")
	if *a.Seal("salt") != *b.Seal("salt") || !Equal(a.Hide("v"), b.Hide("v")) {
		t.Error("the same value is another one")
	}
	for _, other := range []*Secrets{NewSecrets("salt", "Nachtigal"), NewSecrets("salz", "Nachtigall")} {
		if *other.Seal("salt") == *a.Seal("salt") || Equal(a.Hide("v"), other.Hide("v")) {
			t.Error("another value is the same")
		}
	}
	var clean struct{ Text string }
	err := a.Clean(struct{ Text string }{"is Nachtigall"}, &clean)
	if err != nil || strings.Contains(clean.Text, "Nacht") {
		t.Error(clean, err)
	}
}

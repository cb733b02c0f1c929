package eval

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// What an expression makes of a secret is one, and nothing else is: whatever function it goes through.
func TestWhatIsMadeOfASecretIsOne(t *testing.T) {
	const secret = "Nachtigall-12"
	for _, c := range []struct {
		parameters string
		hidden     []string // that no trace is left of
		told       string   // that is no secret; "" where there is none
	}{
		{`{ a = var.pw, b = "Klartext" }`, []string{secret}, ""},
		{`{ a = upper(var.pw) }`, []string{"NACHTIGALL-12"}, ""},
		{`{ a = [for s in split("-", var.pw) : "x${s}"] }`, []string{"xNachtigall"}, ""},
		{`{ a = jsonencode({ p = var.pw }) }`, []string{secret}, ""},
		{`{ a = replace(join(",", [var.pw, "b"]), "-", "_") }`, []string{"Nachtigall_12"}, ""},
		{`{ a = regex("[a-z]+", var.pw) }`, []string{"achtigall"}, ""},
		{`{ a = try(var.pw, "none"), b = coalesce(null, var.pw) }`, []string{secret}, ""},
		{`merge({ b = "Klartext" }, { a = var.pw })`, []string{secret}, ""},
		{`{ for k in ["a"] : k => format("%s!", var.pw) }`, []string{"Nachtigall-12!"}, ""},
		{`{ a = length(var.pw) > 3 ? "long" : "short" }`, nil, ""},
		{`{ a = local.twice }`, []string{"Nachtigall-12Nachtigall-12"}, ""},
		{`{ a = [var.pw, "b"][1] }`, nil, "b"},
	} {
		src := "playbook {\n  name = \"p\"\n}\nvariable \"pw\" {\n  sensitive = true\n}\n" +
			"locals {\n  twice = \"${var.pw}${var.pw}\"\n}\nstep \"script\" \"x\" {\n  done = false\n" +
			"  script = \"exit\"\n  parameters = " + c.parameters + "\n}\n"
		loader := playbook.Loader{
			Parser: hclx.NewParser(), Kinds: step.Kinds(), QueryTypes: step.QueryTypes(),
			Read: func(string) ([]byte, error) { return []byte(src), nil },
		}
		pb, diags := loader.Load("p.hcl")
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		set, diags := playbook.NewSet([]*playbook.Playbook{pb}, []playbook.Given{{Name: "pw", Text: secret}})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if set.Seal("salt") == nil {
			t.Fatal("no secrets")
		}
		h := New(set, Target{ID: "p/h", Host: cty.EmptyObjectVal, Practice: cty.EmptyObjectVal}).Plan()
		if len(h.Changes) != 1 {
			t.Errorf("%s: %v", c.parameters, h.Blocks)
			continue
		}
		change := h.Changes[0]
		b, err := json.Marshal([]any{h, change.Op.Kept()})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range append(c.hidden, secret) {
			if strings.Contains(string(b), s) {
				t.Errorf("%s: %s is kept: %s", c.parameters, s, b)
			}
		}
		sent, err := json.Marshal(change.Op.After)
		if err != nil || strings.Contains(string(sent), resource.SecretMark) {
			t.Errorf("%s: %s is sent", c.parameters, sent)
		}
		if told := c.told != ""; told != (change.Op.Secrets == nil) || change.Reversible {
			t.Errorf("%s: secret %v", c.parameters, !told)
		}
	}
}

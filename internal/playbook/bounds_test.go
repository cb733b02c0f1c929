package playbook

import (
	"fmt"
	"strings"
	"testing"
)

// Locals that double forty times are refused when the playbook is loaded.
func TestDoublingLocals(t *testing.T) {
	for name, double := range map[string]string{
		"text": `"${local.a%[2]d}${local.a%[2]d}"`, "concat": "concat(local.a%[2]d, local.a%[2]d)",
		"tuple": "[local.a%[2]d, local.a%[2]d]",
		"for":   "[for x in local.a%[2]d : local.a%[2]d]", "number": "local.a%[2]d * local.a%[2]d",
	} {
		first := map[string]string{"text": `"aa"`, "number": "10"}[name]
		if first == "" {
			first = "[1, 2]"
		}
		text := bookHead + "locals {\n  a0 = " + first + "\n"
		for i := range 40 {
			text += fmt.Sprintf("  a%d = "+double+"\n", i+1, i)
		}
		text += "}\ncheck \"c\" { ok = local.a40 == local.a0 }\n"
		p, diags := realLoader(map[string]string{"main.hcl": text}).Load("main.hcl")
		if !diags.HasErrors() {
			_, diags = NewSet([]*Playbook{p}, nil)
		}
		if len(diags) != 1 || diags[0].Subject == nil || !strings.Contains(diags[0].Detail, "which is the limit") {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

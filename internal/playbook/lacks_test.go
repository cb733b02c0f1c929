package playbook

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// A variable of the inventory is missed where it is needed for sure, once, and where the playbook can do without it is
// not.
func TestLacks(t *testing.T) {
	object := func(vars ...string) cty.Value {
		m := map[string]cty.Value{}
		for _, v := range vars {
			m[v] = cty.StringVal("x")
		}
		return cty.ObjectVal(map[string]cty.Value{
			"name": cty.StringVal("srv01"), "role": cty.StringVal("server"), "vars": cty.ObjectVal(m),
		})
	}
	const step = "step \"directory\" \"d\" {\n  path = \"C:\\\\${host.vars.a}\"\n%s}\n"
	for name, c := range map[string]struct {
		text   string
		checks bool
		want   string
	}{
		"an attribute": {fmt.Sprintf(step, ""), false, "host.a:3"},
		"twice": {
			"check \"c\" { ok = host.vars.a == host.vars.a }\n" + fmt.Sprintf(step, ""), false, "host.a:4",
		},
		"an index": {"check \"c\" { ok = practice.vars[\"b\"] == \"\" }", false, "practice.b:2"},
		"there":    {"check \"c\" { ok = host.vars.there == \"\" }", false, ""},
		"beside a query": {
			"query \"os\" \"o\" {}\ncheck \"c\" { ok = length(query.os.o) > host.vars.a }", false, "host.a:3",
		},
		"a query's": {"query \"file\" \"f\" { path = host.vars.a }", false, "host.a:2"},
		"a local's": {
			"locals { l = host.vars.a }\ncheck \"c\" { ok = local.l == \"\" }", false, "host.a:2",
		},
		"a local nobody needs": {
			"locals { l = host.vars.a }\ncheck \"c\" { ok = true || local.l == \"\" }", false, "",
		},
		"tried": {"check \"c\" { ok = try(host.vars.a, \"\") == \"\" }", false, ""},
		"tried in a local": {
			"locals { l = try(host.vars.a, host.vars.there) }\ncheck \"c\" { ok = local.l == \"\" }", false, "",
		},
		"asked for":          {fmt.Sprintf(step, "  when = can(host.vars.a)\n"), false, ""},
		"not for such hosts": {fmt.Sprintf(step, "  when = host.role == \"workstation\"\n"), false, ""},
		"for such hosts":     {fmt.Sprintf(step, "  when = host.role == \"server\"\n"), false, "host.a:3"},
		"perhaps": {
			"query \"os\" \"o\" {}\n" + fmt.Sprintf(step, "  when = length(query.os.o) > 1\n"), false, "",
		},
		"a condition": {fmt.Sprintf(step, "  when = host.vars.b == \"\"\n"), false, "host.b:4"},
		"each": {
			"check \"c\" {\n  for_each = [\"p\"]\n  ok = host.vars.a == each.value\n}", false, "host.a:4",
		},
		"none of none": {
			"check \"c\" {\n  for_each = []\n  ok = host.vars.a == each.value\n}", false, "",
		},
		"another branch":      {"check \"c\" { ok = host.role == \"server\" ? true : host.vars.a }", false, ""},
		"a step, checks only": {fmt.Sprintf(step, ""), true, ""},
		"a step that one names": {
			fmt.Sprintf(step, "") + "check \"c\" { ok = step.directory.d.changed }", true, "host.a:3",
		},
		"an include's": {
			"include \"i\" {\n  source = \"sub.hcl\"\n  vars = { v = host.vars.a }\n}", false,
			"host.a:4 host.c:3",
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := realLoader(map[string]string{
				"main.hcl": bookHead + c.text,
				"sub.hcl": "playbook { name = \"sub\" }\nvariable \"v\" { type = string }\n" +
					"check \"c\" { ok = var.v == host.vars.c }",
			})
			p, diags := l.Load("main.hcl")
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			set, diags := NewSet([]*Playbook{p}, nil)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			var got []string
			for _, l := range set.Lacks(object("there"), object(), c.checks) {
				got = append(got, fmt.Sprintf("%s.%s:%d", l.Root, l.Name, l.Range.Start.Line))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
}

package playbook

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/step"
)

func realLoader(files map[string]string) *Loader {
	bytes := map[string][]byte{}
	for name, text := range files {
		bytes[name] = []byte(text)
	}
	l := testLoader(bytes)
	l.Kinds, l.QueryTypes = step.Kinds(), step.QueryTypes()
	return l
}

const bookHead = "playbook { name = \"p\" }\n"

// What is written out is judged when a playbook is loaded, once, where it stands.
func TestConstants(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a type": {"query \"service\" \"s\" { name = [1] }", "main.hcl:2: name must be a string"},
		"a port": {"query \"tcp\" \"s\" {\n  host = \"a\"\n  port = 70000\n}", "main.hcl:4: "},
		"through a local": {"locals { port = 70000 }\nquery \"tcp\" \"s\" {\n  host = \"a\"\n  port = " +
			"local.port\n}", "main.hcl:5: "},
		"a default": {"variable \"port\" { default = 70000 }\nquery \"tcp\" \"s\" {\n  host = \"a\"\n  " +
			"port = var.port\n}", "set main.hcl:5: "},
		"one of several": {"query \"tcp\" \"s\" {\n  for_each = [80, 70000]\n  host = \"a\"\n  port = " +
			"each.value\n}", "main.hcl:5: "},
		"what is never done": {"query \"tcp\" \"s\" {\n  when = false\n  host = \"a\"\n  port = 70000\n}", ""},
		"perhaps not done": {"query \"tcp\" \"s\" {\n  when = host.role == \"server\"\n  host = \"a\"\n  port " +
			"= 70000\n}", "main.hcl:5: "},
		"what only a host says": {"query \"tcp\" \"s\" {\n  host = \"a\"\n  port = host.vars.port\n}", ""},
		"half a constant": {"query \"tcp\" \"s\" {\n  host = \"a\"\n  port = host.role == \"server\" ? 70000 " +
			": 70001\n}", ""},
		"an enum": {"step \"service\" \"s\" {\n  name = \"x\"\n  state = \"runing\"\n}", "main.hcl:4: "},
		"a key": {"step \"registry_value\" \"s\" {\n  key = \"HKXX\\\\a\"\n  name = \"x\"\n  value " +
			"= \"1\"\n}", "main.hcl:3: "},
		"null that is needed": {
			"step \"service\" \"s\" {\n  name = null\n  state = \"running\"\n}",
			"main.hcl:3: name is needed here, and its value is null.",
		},
		"a condition": {"check \"c\" { ok = \"ja\" }", "main.hcl:2: ok must be true or false"},
		"when": {
			"check \"c\" {\n  ok = true\n  when = [1]\n}",
			"main.hcl:4: when must be true or false",
		},
		"for_each": {
			"check \"c\" {\n  ok = true\n  for_each = 5\n}",
			"main.hcl:4: for_each needs a list or an object",
		},
		"for_each of null": {
			"check \"c\" {\n  ok = true\n  for_each = null\n}",
			"main.hcl:4: for_each needs a list or an object",
		},
		"for_each twice": {
			"check \"c\" {\n  ok = true\n  for_each = [\"a\", \"a\"]\n}",
			"main.hcl:4: for_each has \"a\" twice",
		},
		"a title":             {"check \"c\" {\n  ok = true\n  title = [1]\n}", "main.hcl:4: title must be a text"},
		"a step of every run": {"step \"reboot\" \"r\" { }", "main.hcl:2: "},
		"asked for":           {"step \"reboot\" \"r\" { when = true }", ""},
		"an include's variable": {
			"include \"i\" {\n  source = \"sub.hcl\"\n  vars = { port = 70000 }\n}",
			"sub.hcl:5: ",
		},
		"not that type": {
			"include \"i\" {\n  source = \"sub.hcl\"\n  vars = { port = [1] }\n}",
			"main.hcl:4: variable \"port\" of the included playbook is number",
		},
		"regexp of a variable": {"variable \"v\" { default = \"(\" }\ncheck \"c\" { ok = can(regex(\"a\", \"a\")) " +
			"&& regex(var.v, \"a\") != \"\" }", "set main.hcl:3: "},
		"a guarded one": {"variable \"v\" { default = \"\" }\ncheck \"c\" {\n  when = var.v != \"\" && host.role " +
			"== \"server\"\n  ok = var.v[7]\n}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := realLoader(map[string]string{"main.hcl": bookHead + c.text, "sub.hcl": "playbook { name = \"sub\" " +
				"}\nvariable \"port\" { type = number }\nquery \"tcp\" \"q\" {\n  host = \"a\"\n  port = var.port\n}"})
			p, diags := l.Load("main.hcl")
			where := ""
			if !diags.HasErrors() {
				where = "set "
				_, diags = NewSet([]*Playbook{p}, nil)
			}
			got := ""
			for _, d := range diags {
				got += fmt.Sprintf("%s%s:%d: %s\n", where, d.Subject.Filename, d.Subject.Start.Line, d.Detail)
			}
			if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) || strings.Count(got, "\n") > 1 {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Variables of the command line are judged like what is written out.
func TestGivenValuesAreJudged(t *testing.T) {
	p, diags := realLoader(map[string]string{"main.hcl": bookHead + "variable \"port\" {\n  type = " +
		"number\n}\nquery \"tcp\" \"s\" {\n  host = \"a\"\n  port = var.port\n}"}).Load("main.hcl")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for port, want := range map[string]int{"80": 0, "70000": 1} {
		if _, diags := NewSet([]*Playbook{p}, []Given{{Name: "port", Text: port, Where: "--var"}}); len(diags) != want {
			t.Errorf("%s: %v", port, diags)
		}
	}
}

// places are all blocks with one attribute each, and the meta attributes.
func places() (out [][2]string) {
	block := func(kind, name string, target any) {
		head := fmt.Sprintf("%s %q \"x\" {\n", kind, name)
		rest := func(but string) string {
			text := ""
			for _, f := range hclx.Fields(target) {
				if f.Required && f.Name != but {
					text += f.Name + " = host.vars." + f.Name + "\n"
				}
			}
			return text
		}
		for _, f := range hclx.Fields(target) {
			out = append(out, [2]string{head + f.Name + " = ", "\n" + rest(f.Name) + "}"})
		}
		for _, meta := range []string{"when", "for_each"} {
			out = append(out, [2]string{head + meta + " = ", "\n" + rest("") + "}"})
		}
	}
	for _, k := range step.Kinds() {
		block("step", k.Name, k.New())
	}
	for _, q := range step.QueryTypes() {
		block("query", q.Name, q.New())
	}
	out = append(out, [2]string{"check \"c\" {\nok = ", "\n}"}, [2]string{
		"check \"c\" {\nok = true\nmessage = ",
		"\n}",
	})
	return out
}

// FuzzConstant writes any value into any attribute: it is taken, or refused where it stands, and nothing panics.
func FuzzConstant(f *testing.F) {
	all := places()
	for i := range all {
		for _, v := range []string{
			"null", "true", "-1", "1.5", "1e400", `""`, `"x"`, `"HKLM\\x"`, "[]", "{}",
			`["a", null]`, "{ a = null }", "[[1], {}]", "{ a = [1] }",
		} {
			f.Add(uint16(i), v)
		}
	}
	f.Fuzz(func(t *testing.T, i uint16, value string) {
		place := all[int(i)%len(all)]
		p, diags := realLoader(map[string]string{"main.hcl": bookHead + place[0] + value + place[1]}).Load("main.hcl")
		if !diags.HasErrors() {
			_, diags = NewSet([]*Playbook{p}, nil)
		}
		for _, d := range diags {
			if d.Subject == nil || d.Detail == "" && d.Summary == "" {
				t.Errorf("%s%s%s: %v", place[0], value, place[1], cmp.Diff(nil, d))
			}
		}
	})
}

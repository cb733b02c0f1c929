package inventory

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/hclx"
)

const fleet = `
defaults {
  connection {
    user     = "xops"
    password = env("P")
  }
}
practice "mueller" {
  mandate      = true
  kundennummer = "123456"
  products     = ["x.concept"]
  tags         = ["pilot"]
  host "srv01" {
    address = "10.0.0.1"
    role    = "server"
    vars    = { disk = 10 }
  }
  host "ws01" {
    address = "10.0.0.2"
    role    = "workstation"
    tags    = ["empfang"]
  }
}
practice "Özgür" {
  products = ["x.isynet"]
  host "SRV01" {
    address = "10.0.1.1"
    role    = "server"
  }
}
practice "meier" {
  mandate = true
  host "ts1" {
    address = "10.0.2.1"
    role    = "terminal_server"
  }
}
practice "leer" {
}
`

func ids(hosts []*Host) string {
	var list []string
	for _, h := range hosts {
		list = append(list, h.ID())
	}
	return strings.Join(list, " ")
}

func TestSelect(t *testing.T) {
	inv := mustLoad(t, fleet)
	const all = "mueller/srv01 mueller/ws01 Özgür/SRV01 meier/ts1"
	for name, tc := range map[string]struct {
		patterns []string
		where    string
		want     string
	}{
		"nothing said":       {nil, "", all},
		"a practice":         {[]string{"mueller"}, "", "mueller/srv01 mueller/ws01"},
		"a practice's hosts": {[]string{"mueller/*"}, "", "mueller/srv01 mueller/ws01"},
		"one host":           {[]string{"mueller/srv01"}, "", "mueller/srv01"},
		"any case":           {[]string{"MUELLER/Srv01"}, "", "mueller/srv01"},
		"any case, umlauts":  {[]string{"öZGÜR/srv01"}, "", "Özgür/SRV01"},
		"servers everywhere": {[]string{"*/srv*"}, "", "mueller/srv01 Özgür/SRV01"},
		"practices":          {[]string{"m*"}, "", "mueller/srv01 mueller/ws01 meier/ts1"},
		"a character":        {[]string{"*/?s1"}, "", "meier/ts1"},
		"a set":              {[]string{"*/[st]*1"}, "", "mueller/srv01 Özgür/SRV01 meier/ts1"},
		"several, in order":  {[]string{"meier", "mueller/srv01"}, "", "mueller/srv01 meier/ts1"},
		"each once":          {[]string{"mueller", "mueller/srv01"}, "", "mueller/srv01 mueller/ws01"},
		"commas":             {[]string{"meier, mueller/srv01"}, "", "mueller/srv01 meier/ts1"},
		"excluded":           {[]string{"!mueller"}, "", "Özgür/SRV01 meier/ts1"},
		"excluded from some": {[]string{"m*", "!*/ws*"}, "", "mueller/srv01 meier/ts1"},
		"excluded wins":      {[]string{"!mueller/srv01", "mueller"}, "", "mueller/ws01"},
		"all":                {[]string{"*"}, "", all},
		"everything":         {[]string{"*/*"}, "", all},
		"where role":         {nil, `host.role == "server"`, "mueller/srv01 Özgür/SRV01"},
		"where practice": {
			nil, `practice.mandate && contains(practice.tags, "pilot")`,
			"mueller/srv01 mueller/ws01",
		},
		"where practice's tag": {
			nil, `contains(host.tags, "pilot") && !contains(host.tags, "empfang")`,
			"mueller/srv01",
		},
		"where product":          {nil, `contains(practice.products, "x.isynet")`, "Özgür/SRV01"},
		"where nothing is":       {nil, `practice.kundennummer == null`, "Özgür/SRV01 meier/ts1"},
		"where some have a var":  {nil, `try(host.vars.disk > 5, false)`, "mueller/srv01"},
		"where and pattern":      {[]string{"mueller"}, `host.id != "mueller/srv01"`, "mueller/ws01"},
		"where nobody":           {nil, `host.name == "x"`, ""},
		"where a text says true": {nil, `"true"`, all},
		"blank where":            {nil, "  ", all},
	} {
		t.Run(name, func(t *testing.T) {
			hosts, diags := inv.Select(tc.patterns, tc.where)
			if len(diags) > 0 {
				t.Fatal(diags)
			}
			if got := ids(hosts); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestSelectMistakes(t *testing.T) {
	inv := mustLoad(t, fleet)
	for name, tc := range map[string]struct {
		patterns []string
		where    string
		want     string
	}{
		"practice": {[]string{"muller"}, "", `"muller" matches no host of the inventory. Did you mean ` +
			`"mueller"?`},
		"host":               {[]string{"mueller/srv1"}, "", `Did you mean "mueller/srv01"?`},
		"practice of a host": {[]string{"müller/srv01"}, "", `Did you mean "mueller/srv01"?`},
		"practice, glob":     {[]string{"muller/*"}, "", `Did you mean "mueller/*"?`},
		"far":                {[]string{"hamburg"}, "", `The practices: mueller, Özgür, meier, leer.`},
		"far host":           {[]string{"mueller/drucker"}, "", `The hosts of practice "mueller": srv01, ws01.`},
		"only the host":      {[]string{"srv01"}, "", `did you mean "mueller/srv01", or "*/srv01" for every practice?`},
		"only hosts":         {[]string{"ws*"}, "", `did you mean "mueller/ws01", or "*/ws*" for every practice?`},
		"no hosts":           {[]string{"leer/x"}, "", `Practice "leer" has no hosts.`},
		"exclusion": {
			[]string{"!muller"},
			"",
			`"!muller" matches no host of the inventory. Did you mean "mueller"?`,
		},
		"empty":        {[]string{""}, "", `A host pattern is empty.`},
		"only !":       {[]string{"!"}, "", `A host pattern is empty.`},
		"bad glob":     {[]string{"mueller/[a"}, "", `is no pattern`},
		"two slashes":  {[]string{"a/b/c"}, "", `is no pattern`},
		"two mistakes": {[]string{"muller", "hamburg"}, "", "hamburg"},
		"attribute":    {nil, `practice.mandat`, `--where:1,9-16: Unsupported attribute`},
		"variable": {
			nil, `hosts.role == "server"`,
			`--where:1,1-6: Unknown variable; There is no variable named "hosts". Did you mean "host"?`,
		},
		"second term": {
			nil, `host.role == "server" && host.vars.disk > 5`,
			`--where:1,35-40: Unsupported attribute`,
		},
		"for which host": {nil, `host.vars.disk > 5`, `(For host mueller/ws01. What only some hosts have can be ` +
			`asked with try(…, false).)`},
		"no truth": {nil, `host.name`, `must be true or false for each host, but for host mueller/srv01 it is not`},
		"null":     {nil, `null`, `must be true or false`},
		"syntax":   {nil, `host.role = "server"`, `--where:1,`},
		"half":     {nil, `host.role ==`, `--where:1,`},
		"secret":   {nil, `env("X") == "y"`, `There is no function named "env"`},
		"deep":     {nil, strings.Repeat("(", 5000), `Nested too deeply`},
	} {
		t.Run(name, func(t *testing.T) {
			hosts, diags := inv.Select(tc.patterns, tc.where)
			if !diags.HasErrors() || len(hosts) > 0 {
				t.Fatalf("%d hosts, %v", len(hosts), diags)
			}
			var all []string
			for _, d := range diags {
				all = append(all, d.Error())
			}
			if text := strings.Join(all, "\n"); !strings.Contains(text, tc.want) {
				t.Errorf("got %s\nwant %s", text, tc.want)
			}
		})
	}
}

func TestSelectShowsTheExpression(t *testing.T) {
	inv := mustLoad(t, fleet)
	_, diags := inv.Select(nil, `practice.mandate && host.rolle == "server"`)
	var out bytes.Buffer
	if err := hclx.WriteDiagnostics(&out, diags, inv.parser.Files(), hclx.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"  on --where line 1:\n", `   1: practice.mandate && host.rolle == "server"`,
		"\n                              ^^^^^^\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestSelectEmpty(t *testing.T) {
	inv := mustLoad(t, "")
	if hosts, diags := inv.Select(nil, ""); len(hosts) > 0 || len(diags) > 0 {
		t.Error(hosts, diags)
	}
	if _, diags := inv.Select([]string{"x"}, ""); !strings.Contains(diags.Error(), "the inventory has no hosts") {
		t.Error(diags)
	}
}

// An inventory that a test or the lab builds by hand can be selected from as well.
func TestSelectWithoutFile(t *testing.T) {
	p := &Practice{Name: "a"}
	p.Hosts = []*Host{{Practice: p, Name: "x", Role: "server"}}
	inv := &Inventory{Practices: []*Practice{p}}
	hosts, diags := inv.Select([]string{"a"}, `host.role == "server" && length(host.vars) == 0`)
	if len(diags) > 0 || ids(hosts) != "a/x" {
		t.Error(hosts, diags)
	}
}

func TestSelectLargeFleet(t *testing.T) {
	inv := &Inventory{parser: hclx.NewParser()}
	for i := range 1000 {
		p := &Practice{Name: "p" + strings.Repeat("x", i%7) + string(rune('a'+i%26)), Mandate: i%2 == 0}
		for _, n := range []string{"srv", "ws1", "ws2"} {
			p.Hosts = append(p.Hosts, &Host{Practice: p, Name: n})
		}
		inv.Practices = append(inv.Practices, p)
	}
	hosts, diags := inv.Select([]string{"*/srv"}, "practice.mandate")
	if len(diags) > 0 || len(hosts) != 500 {
		t.Error(len(hosts), diags)
	}
	if !slices.IsSortedFunc(hosts, func(a, b *Host) int {
		return slices.Index(inv.Practices, a.Practice) - slices.Index(inv.Practices, b.Practice)
	}) {
		t.Error("not in the order of the inventory")
	}
}

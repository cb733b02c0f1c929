package playbooks_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/playbooks"
)

const (
	programs = `C:\Program Files (x86)\medatixx GmbH & Co. KG`
	guid     = "8330F1B9-514D-409F-B4E3-80ADE4076DA0"
	other    = "51EC3B21-1884-424E-A9F0-A417B5160505"
	folder   = programs + `\ServiceProvider_` + guid
	install  = folder + `\ServiceProvider.ini`
	winacs   = `C:\winacs`
)

// all is every shipped playbook, in the order in which a technician would name them.
var all = []string{"reinstall-service-provider", "installed-flag", "kundennummer", "firewall-port", "temp-permissions"}

// site is one practice's server on which the shipped playbooks are planned.
type site struct {
	host     *sim.Host
	product  string
	dataDir  string
	pvs      string
	number   string
	role     string
	products []string
	vars     map[string]cty.Value
	given    []string // --var
	lang     text.Lang
}

var dataDirs = map[string]string{
	"x.comfort": `C:\doc2\daten\data`,
	"x.concept": `C:\DConcept\DeData`,
	"x.isynet":  `C:\winacs\Text\ServiceProvider`,
}

// newSite is a server of a practice whose Service-Provider is in order.
func newSite(t *testing.T, product string) *site {
	t.Helper()
	s := &site{
		host:    sim.New(sim.Options{Computer: "KH-SRV01", Server: true}),
		product: product, dataDir: dataDirs[product], number: "123456", role: "server", products: []string{product},
		vars: map[string]cty.Value{}, lang: text.German,
	}
	s.pvs = s.dataDir + `\ServiceProvider.ini`
	path := s.dataDir
	if product == "x.isynet" {
		path = ""
	}
	s.write(t, install, "[Install]\r\nInstalled=1\r\nUniqueIdentifizier="+guid+"\r\nTCPPort=23174\r\nPVSTName="+
		strings.ToUpper(product)+"\r\nPVSDDataPath="+path+"\r\nKundennummer=123456\r\n")
	s.write(t, s.pvs, "[INSTALL]\r\nHostname=KH-SRV01\r\nUniqueIdentifizier="+guid+
		"\r\nInstalled=1\r\nTCPPort=23174\r\n")
	s.provider(t, "mxServiceProvider", guid)
	s.host.AddRule("local", "{sp}", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|Profile=Priva`+
		`te|LPort=23174|Name=Service-Provider|`)
	if product == "x.isynet" {
		s.host.AddService(sim.Service{Name: "MSSQL$SQLENT", State: sim.Running, ImagePath: `"C:\Program File` +
			`s\Microsoft SQL Server\MSSQL15.SQLENT\MSSQL\Binn\sqlservr.exe" -sSQLENT`})
		s.must(t, s.host.Mkdir(winacs+`\TEMP`))
		s.must(t, s.host.SetACL(winacs+`\TEMP`, "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;BU)"))
	}
	return s
}

func (s *site) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *site) write(t *testing.T, path, text string) {
	t.Helper()
	s.must(t, s.host.WriteFile(path, []byte(text)))
}

// Access lists of shares, as the registry keeps them: changes by the authenticated users, by administrators (everybody
// reads), and by a group of a domain.
const (
	shareOfUsers = "AQAEgAAAAAAAAAAAAAAAABQAAAACADQAAgAAAAAAFAC/ARMAAQEAAA" +
		"AAAAULAAAAAAAYAP8BHwABAgAAAAAABSAAAAAgAgAA"
	shareOfAdministrators = "AQAEgAAAAAAAAAAAAAAAABQAAAACADQAAgAAAAAAGAD/AR8AAQIAAA" +
		"AAAAUgAAAAIAIAAAAAFACpABIAAQEAAAAAAAEAAAAA"
	shareOfAGroup = "AQAEgAAAAAAAAAAAAAAAABQAAAACACwAAQAAAAAAJAC/ARMAAQUAAAAAAAUVAAAAAQAAAAIAAAADAAAAUQQAAA=="
)

// share adds a shared folder.
func (s *site) share(t *testing.T, name, path, list string) {
	t.Helper()
	const shares = `HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Shares`
	s.must(t, s.host.SetRegistry(shares, name, "multi_sz", []any{"CSCFlags=0", "Path=" + path, "Type=0"}))
	s.must(t, s.host.SetRegistry(shares+`\Security`, name, "binary", list))
}

// edit replaces text in a file of the host.
func (s *site) edit(t *testing.T, path, old, text string) {
	t.Helper()
	data, ok := s.host.ReadFile(path)
	if !ok || !strings.Contains(string(data), old) {
		t.Fatalf("%s has no %q:\n%s", path, old, data)
	}
	s.write(t, path, strings.Replace(string(data), old, text, 1))
}

// provider adds a Service-Provider service that listens on the port of its ini file.
func (s *site) provider(t *testing.T, name, id string) {
	t.Helper()
	exe := programs + `\ServiceProvider_` + id + `\ServiceProvider.exe`
	s.must(t, s.host.WriteProgram(exe, "19.3.0.12"))
	s.host.AddService(sim.Service{
		Name: name, DisplayName: "medatixx Service-Provider", State: sim.Running, ImagePath: `"` + exe + `"`,
		Behaviour: func(read func(string) ([]byte, bool)) []int {
			ini, _ := read(programs + `\ServiceProvider_` + id + `\ServiceProvider.ini`)
			var port int
			for line := range strings.Lines(string(ini)) {
				_, _ = fmt.Sscanf(line, "TCPPort=%d", &port)
			}
			if port == 0 {
				return nil
			}
			return []int{port}
		},
	})
}

// everything is a partner's own playbook that takes in the shipped ones.
const everything = "everything"

func loader(catalogue func() (cty.Value, hcl.Diagnostics)) *playbook.Loader {
	own := "playbook { name = \"" + everything + "\" }\n"
	for _, name := range all {
		own += fmt.Sprintf("include %q { source = %q }\n", name, name+".hcl")
	}
	return &playbook.Loader{
		Parser: hclx.NewParser(),
		Read: func(name string) ([]byte, error) {
			if name == everything+".hcl" {
				return []byte(own), nil
			}
			return playbooks.FS.ReadFile(name)
		},
		Kinds:      step.Kinds(),
		QueryTypes: step.QueryTypes(),
		Catalogue:  catalogue,
	}
}

var loaded sync.Map // by catalogue and name: playbooks do not change while the tests run

func load(t *testing.T, names ...string) []*playbook.Playbook {
	t.Helper()
	var out []*playbook.Playbook
	seen, catalogue := catalogueOf(t)
	for _, name := range names {
		key := seen + ":" + name
		p, ok := loaded.Load(key)
		if !ok {
			read, diags := loader(catalogue).Load(name + ".hcl")
			for _, d := range diags {
				t.Errorf("%s: %s: %s", d.Subject, d.Summary, d.Detail)
			}
			if len(diags) > 0 {
				t.FailNow()
			}
			p, _ = loaded.LoadOrStore(key, read)
		}
		out = append(out, p.(*playbook.Playbook))
	}
	return out
}

func (s *site) target() eval.Target {
	list := func(items []string) cty.Value {
		values := []cty.Value{}
		for _, i := range items {
			values = append(values, cty.StringVal(i))
		}
		if len(values) == 0 {
			return cty.ListValEmpty(cty.String)
		}
		return cty.ListVal(values)
	}
	vars, number := cty.EmptyObjectVal, cty.NullVal(cty.String)
	if len(s.vars) > 0 {
		vars = cty.ObjectVal(s.vars)
	}
	if s.number != "" {
		number = cty.StringVal(s.number)
	}
	return eval.Target{
		ID: "huber/srv01", Title: "Praxis Dr. Huber",
		Host: cty.ObjectVal(map[string]cty.Value{
			"name": cty.StringVal("srv01"), "id": cty.StringVal("huber/srv01"), "address": cty.StringVal("10.0.0.5"),
			"role": cty.StringVal(s.role),
			"tags": list(nil), "vars": vars,
		}),
		Practice: cty.ObjectVal(map[string]cty.Value{
			"name": cty.StringVal("huber"), "title": cty.StringVal("Praxis Dr. Huber"), "kundennummer": number,
			"products": list(s.products),
			"mandate":  cty.True, "tags": list(nil), "vars": vars,
		}),
	}
}

// plan works out what the playbooks would change, and in how many rounds of questions.
func (s *site) plan(t *testing.T, names ...string) (*plan.Host, int) {
	t.Helper()
	var given []playbook.Given
	for _, v := range s.given {
		g, ok := playbook.ParseVar(v)
		if !ok {
			t.Fatal(v)
		}
		given = append(given, g)
	}
	set, diags := playbook.NewSet(load(t, names...), given)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	set.Lang = s.lang
	e := eval.New(set, s.target())
	for round := range 10 {
		queries := e.Queries()
		if len(queries) == 0 {
			return e.Plan(), round
		}
		answers := make([]resource.Answer, len(queries))
		for i, q := range queries {
			answers[i] = s.host.Get(q)
		}
		e.Add(queries, answers)
	}
	t.Fatal("the questions do not end")
	return nil, 0
}

// apply makes a plan's changes on the host.
func (s *site) apply(t *testing.T, h *plan.Host) {
	t.Helper()
	for _, c := range h.Changes {
		if c.Op == nil {
			continue
		}
		if r := s.host.Set(*c.Op); r.Status != resource.Done {
			t.Fatalf("%s: %s %v", c.Step, r.Status, r.Fault)
		}
	}
}

// brief is a plan as lines: the changes, then the checks that are not ok.
func brief(h *plan.Host) string {
	var b strings.Builder
	for _, c := range h.Changes {
		name := c.Step
		if c.Playbook != "" {
			name = c.Playbook + ":" + name
		}
		fmt.Fprintf(&b, "%s %s", c.Action, name)
		if c.KnownAfter != "" {
			fmt.Fprintf(&b, " known after %s", c.KnownAfter)
		}
		if c.Action == step.Update && c.Resource.Type != "permission" || c.Action == step.Restart {
			for _, k := range c.After.Keys() {
				fmt.Fprintf(&b, " %s=%v", k, c.After[k])
			}
		}
		b.WriteString("\n")
	}
	if h.Error != nil {
		fmt.Fprintf(&b, "error %s: %s (%s)\n", h.Error.ID, h.Error.Text(text.English).Cause, h.Error.Detail)
	}
	return b.String()
}

// findings are the checks that are not ok.
func findings(h *plan.Host) string {
	var b strings.Builder
	for _, c := range h.Checks {
		if c.Status == plan.CheckFinding || c.Status == plan.CheckUnknown {
			name := strings.TrimPrefix(c.Check, "check.")
			if c.Playbook != "" {
				name = c.Playbook + "." + name
			}
			fmt.Fprintf(&b, "%s %s: %s\n", name, c.Status, c.Message)
		}
	}
	return b.String()
}

package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

var update = flag.Bool("update", false, "write the golden files anew")

const ini = `C:\Program Files (x86)\medatixx GmbH & Co. KG\ServiceProvider_1\ServiceProvider.ini`

// fleet has one host of every sort.
func fleet() *plan.Plan {
	number := plan.Change{
		Change: step.Change{
			Action:   step.Update,
			Resource: resource.ID{Type: "file", Key: ini},
			Before:   resource.Props{"Kundennummer": nil}, After: resource.Props{"Kundennummer": "123456"},
			Reversible: true,
			Diff:       []string{" [Install]", "-Port=23174  ", "+Port=23174", "+Kundennummer=123456"},
			Notes:      []string{"Sicherung liegt im Journal"},
		},
		Playbook: "kundennummer", Step: "step.ini.kundennummer", Kind: "ini", Title: "Kundennummer ergänzen", Serves: []string{"SP-21", "SP-22"},
		OnError: "revert", Source: "playbooks/kundennummer.hcl:31",
	}
	restart := plan.Change{
		Change: step.Change{Action: step.Restart, Resource: resource.ID{Type: "service", Key: "MDXServiceProvider"}, After: resource.Props{"restart": true}},
		Step:   "step.service.restart", Kind: "service", Title: "Service-Provider neu starten",
	}
	start := plan.Change{
		Change: step.Change{
			Action: step.Update, Resource: resource.ID{Type: "service", Key: "MDXServiceProvider"}, Reversible: true,
			Before: resource.Props{"start": "manual", "state": "stopped"}, After: resource.Props{"start": "auto", "state": "running"},
		},
		Step: "step.service.start", Kind: "service", Title: "Service-Provider läuft",
	}
	rule := plan.Change{
		Change: step.Change{
			Action: step.Create, Resource: resource.ID{Type: "firewall_rule", Key: "xops-service-provider-23174"}, Reversible: true,
			Before: resource.Props{"exists": false}, After: resource.Props{"exists": true, "local_ports": "23174", "profiles": []any{"domain", "private"}},
		},
		Step: "step.firewall_rule.port", Kind: "firewall_rule",
	}
	script := plan.Change{
		Change:  step.Change{Action: step.Run, Resource: resource.ID{Type: "script", Key: "step.script.x"}, After: resource.Props{"script": "Get-Item C:\\\nexit 0"}, Opaque: true},
		Step:    "step.script.x",
		Kind:    "script",
		Title:   "Aufräumen",
		OnError: "continue",
	}
	later := plan.Change{
		Change: step.Change{Action: step.Update, Resource: resource.ID{Type: "file", Key: ini}, Reversible: true},
		Step:   "step.ini.later", Kind: "ini", Title: "Danach", KnownAfter: "step.script.x", Stage: 1,
	}
	manual := plan.Change{
		Change: step.Change{Action: step.Manual, Notes: []string{"Setup als Administrator starten: \\\\SRV01\\Setup\\ServiceProvider.exe", "Danach xops plan noch einmal aufrufen"}},
		Step:   "step.manual.install", Kind: "manual", Title: "Service-Provider installieren",
	}
	finding := plan.Check{
		Check: "check.one_installation", Title: "Genau eine Service-Provider-Installation", Status: plan.CheckFinding,
		Severity: "required", Message: "2 Installationen gefunden", Serves: []string{"SP-12"}, Source: "playbooks/kundennummer.hcl:20",
	}
	fine := plan.Check{Check: "check.drive", Title: "Lokales Laufwerk", Status: plan.CheckOK, Severity: "recommended"}
	unknown := plan.Check{Check: "check.tcp", Title: "Port antwortet", Status: plan.CheckUnknown, Severity: "info", Message: "hängt von query.tcp.port ab"}
	return &plan.Plan{Playbooks: []string{"kundennummer", "firewall-port"}, Hosts: []*plan.Host{
		{
			Host: "mueller/srv01", Title: "Praxis Dr. Müller", Status: plan.Changes, DurationMS: 812, Requests: 7, Starts: 1,
			Changes: []plan.Change{number, restart, start, rule, script, later, manual},
			Checks:  []plan.Check{fine, finding, finding, unknown},
			Skips:   []plan.Skip{{Address: "step.ini.other", Reason: "when is false"}},
		},
		{Host: "mueller/ws01", Title: "Praxis Dr. Müller", Status: plan.OK, DurationMS: 400, Requests: 7, Starts: 1, Checks: []plan.Check{fine}},
		{
			Host: "weiss/srv01", Title: "Hausärzte Weiß & Söhne", Status: plan.Skipped, Changes: []plan.Change{rule},
			Error: diag.From(problem.New(problem.NoMandate, "practice", "weiss").With("practice weiss")),
		},
		{Host: "weiss/ws01", Title: "Hausärzte Weiß & Söhne", Status: plan.Skipped, Skips: []plan.Skip{{Address: "kundennummer", Reason: "only: the host is no server"}}},
		{
			Host: "weiss/ws02", Title: "Hausärzte Weiß & Söhne", Status: plan.Skipped, Skips: []plan.Skip{{Address: "kundennummer", Reason: "only: the host is no server"}},
			Error: diag.From(problem.New(problem.NotApplicable).With("only …")),
		},
		{Host: "böhm/srv01", Title: "Böhm", Status: plan.Changes, Changes: []plan.Change{rule}, Requests: 7, Starts: 1},
		{Host: "böhm/srv02", Title: "Böhm", Status: plan.Changes, Changes: []plan.Change{rule}, Requests: 7, Starts: 1},
		{
			Host: "wolf/srv01", Title: "Wolf", Status: plan.Unreachable,
			Error: diag.From(problem.New(problem.NoListener).With("127.0.1.9:5986")),
		},
		{
			Host: "wolf/ws01", Title: "Wolf", Status: plan.Failed,
			Error: diag.From(problem.New(problem.Denied, "where", "step\x1b[31m.x\u202e")),
		},
	}}
}

// applied is the fleet after a run.
func applied() *plan.Plan {
	p := fleet()
	h := p.Hosts[0]
	h.Changes[0].Outcome = &resource.Result{Op: "1", Status: resource.Done, Now: resource.Props{"sha256": "ab"}}
	h.Changes[0].Reverted = &resource.Result{Op: "9", Status: resource.Done}
	h.Changes[1].Outcome = &resource.Result{Op: "2", Status: resource.Failed, Fault: &resource.Fault{Code: resource.Denied, HResult: "0x80070005", Message: "Zugriff\x1b]0;x\a verweigert"}}
	h.Changes[2].Outcome = &resource.Result{Op: "3", Status: resource.Drift, Now: resource.Props{"start": "disabled", "state": "stopped"}}
	h.Changes[3].Outcome = &resource.Result{Op: "4", Status: resource.Skipped}
	h.Changes[4].Outcome = &resource.Result{Op: "5", Status: resource.Unknown}
	h.Status = plan.Failed
	h.Error = diag.From(problem.New(problem.Denied, "where", "step.service.restart"))
	for _, i := range []int{5, 6} {
		p.Hosts[i].Status = plan.OK
		p.Hosts[i].Changes[0].Outcome = &resource.Result{Op: "1", Status: resource.Done}
	}
	return p
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), got); d != "" {
		t.Errorf("%s differs (go test ./internal/report -update writes it anew):\n%s", path, d)
	}
}

func TestTextOfPlansAndResults(t *testing.T) {
	for name, o := range map[string]Options{"plain": {}, "verbose": {Verbose: true}, "narrow": {Width: 50}, "colour": {Color: true}} {
		var b bytes.Buffer
		p := NewPrinter(&b, o)
		p.Plan(fleet())
		golden(t, "plan-"+name+".txt", b.String())
		b.Reset()
		p.Result(applied())
		golden(t, "result-"+name+".txt", b.String())
		b.Reset()
		p.Checks(fleet())
		golden(t, "checks-"+name+".txt", b.String())
		if p.Err() != nil {
			t.Fatal(p.Err())
		}
	}
}

// Nothing that a host or a file says may steer the operator's terminal.
func TestRemoteTextCannotSteerTheTerminal(t *testing.T) {
	evil := "a\x1b[2Jb\u009bc\x07d\u202ee\r"
	var b bytes.Buffer
	p := NewPrinter(&b, Options{Verbose: true})
	p.Plan(&plan.Plan{Hosts: []*plan.Host{{
		Host: "p/h", Title: evil, Status: plan.Failed,
		Changes: []plan.Change{{
			Change: step.Change{
				Action: step.Update, Resource: resource.ID{Type: evil, Key: evil}, Before: resource.Props{evil: evil}, After: resource.Props{evil: []any{evil, map[string]any{evil: evil}}},
				Notes: []string{evil}, Diff: nil,
			},
			Step: "s", Title: evil, Outcome: &resource.Result{Status: resource.Drift, Now: resource.Props{evil: evil}, Fault: &resource.Fault{Message: evil}},
		}, {Change: step.Change{Action: step.Update, Diff: []string{"+" + evil, " " + evil}}, Step: "t"}},
		Checks: []plan.Check{{Check: "c", Title: evil, Message: evil, Status: plan.CheckFinding}},
		Skips:  []plan.Skip{{Address: "x", Reason: evil}},
		Error:  diag.From(problem.New(problem.NoMandate, "practice", evil, "where", evil).With("%s", evil)),
	}}})
	p.Ping(NewPingDocument([]PingRow{{Host: "p/h", Computer: evil, Status: "ok"}}))
	for _, r := range b.String() {
		if r != '\n' && steers(r) {
			t.Fatalf("%U reached the terminal:\n%q", r, b.String())
		}
	}
}

func TestJSONHasTheContractsSchema(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, NewPlanDocument(applied(), "20261124-150419-k7q2m", problem.English)); err != nil {
		t.Fatal(err)
	}
	golden(t, "result.json", b.String())

	var doc map[string]any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	need(t, "document", doc, "version", "playbooks", "hosts", "summary")
	need(t, "summary", doc["summary"].(map[string]any), "hosts", "ok", "changes", "skipped", "failed", "unreachable")
	for _, h := range doc["hosts"].([]any) {
		host := h.(map[string]any)
		need(t, "host", host, "host", "status", "duration_ms", "requests", "changes", "checks", "error")
		for _, c := range host["changes"].([]any) {
			change := c.(map[string]any)
			need(t, "change", change, "step", "kind", "action", "resource", "before", "after", "reversible", "known_after")
			for _, k := range []string{"before", "after"} {
				if _, ok := change[k].(map[string]any); !ok {
					t.Errorf("%s must be an object: %v", k, change[k])
				}
			}
		}
		for _, c := range host["checks"].([]any) {
			need(t, "check", c.(map[string]any), "check", "status", "severity")
		}
		if e, ok := host["error"].(map[string]any); ok {
			need(t, "error", e, "code", "summary", "detail", "hint")
		}
	}
}

func TestJSONOfNothingHasNoNulls(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, NewPlanDocument(&plan.Plan{}, "", problem.English)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "null") || strings.Contains(b.String(), `"run"`) {
		t.Error(b.String())
	}
}

func need(t *testing.T, what string, m map[string]any, keys ...string) {
	t.Helper()
	for _, k := range keys {
		if _, ok := m[k]; !ok {
			t.Errorf("%s lacks %q: %v", what, k, m)
		}
	}
}

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

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

const ini = `C:\Program Files (x86)\medatixx GmbH & Co. KG\ServiceProvider_1\ServiceProvider.ini`

// fleet has one host of every sort.
func notes(texts ...string) []*problem.Problem {
	var out []*problem.Problem
	for _, text := range texts {
		out = append(out, problem.Said(text, text))
	}
	return out
}

func fleet() []*plan.Result {
	number := plan.Change{
		Change: step.Change{
			Action:   step.Update,
			Resource: resource.ID{Type: "file", Key: ini},
			Before:   resource.Props{"Kundennummer": nil}, After: resource.Props{"Kundennummer": "123456"},
			Reversible: true,
			Diff:       []string{" [Install]", "-Port=23174  ", "+Port=23174", "+Kundennummer=123456"},
			Notes:      notes("Sicherung liegt im Journal"),
		},
		Playbook: "kundennummer", Step: "step.ini.kundennummer", Kind: "ini", Title: "Kundennummer ergänzen",
		Serves:  []string{"SP-21", "SP-22"},
		OnError: "revert", Source: "playbooks/kundennummer.hcl:31",
	}
	restart := plan.Change{
		Change: step.Change{
			Action: step.Restart, Resource: resource.ID{Type: "service", Key: "MDXServiceProvider"},
			After: resource.Props{"restart": true},
		},
		Step: "step.service.restart", Kind: "service", Title: "Service-Provider neu starten",
	}
	start := plan.Change{
		Change: step.Change{
			Action: step.Update, Resource: resource.ID{Type: "service", Key: "MDXServiceProvider"}, Reversible: true,
			Before: resource.Props{"start": "manual", "state": "stopped"}, After: resource.Props{
				"start": "auto",
				"state": "running",
			},
		},
		Step: "step.service.start", Kind: "service", Title: "Service-Provider läuft",
	}
	rule := plan.Change{
		Change: step.Change{
			Action: step.Create, Resource: resource.ID{Type: "firewall_rule", Key: "xops-service-provider-23174"},
			Reversible: true,
			Before:     resource.Props{"exists": false}, After: resource.Props{
				"exists": true, "local_ports": "23174",
				"profiles": []any{"domain", "private"},
			},
		},
		Step: "step.firewall_rule.port", Kind: "firewall_rule",
	}
	script := plan.Change{
		Change: step.Change{
			Action: step.Run, Resource: resource.ID{Type: "script", Key: "step.script.x"},
			After: resource.Props{"script": "Get-Item C:\\\nexit 0"}, Opaque: true,
		},
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
		Change: step.Change{Action: step.Manual, Notes: notes("Setup als Administrator starten: "+
			"\\\\SRV01\\Setup\\ServiceProvider.exe", "Danach xops plan noch einmal aufrufen")},
		Step: "step.manual.install", Kind: "manual", Title: "Service-Provider installieren",
	}
	finding := plan.Check{
		Check: "check.one_installation", Title: "Genau eine Service-Provider-Installation", Status: plan.CheckFinding,
		Severity: "required", Message: "2 Installationen gefunden", Serves: []string{"SP-12"},
		Source: "playbooks/kundennummer.hcl:20",
	}
	fine := plan.Check{Check: "check.drive", Title: "Lokales Laufwerk", Status: plan.CheckOK, Severity: "recommended"}
	unknown := plan.Check{
		Check: "check.tcp", Title: "Port antwortet", Status: plan.CheckUnknown, Severity: "info",
		Message: "hängt von query.tcp.port ab",
	}
	looked := func(v plan.Visit, h plan.Host) *plan.Result {
		h.Host, h.Title, v.Reached = v.Host, v.Title, v.Error == nil
		return plan.Looked(&h, v)
	}
	server := "only: the host is no server"
	return []*plan.Result{
		looked(plan.Visit{Host: "mueller/srv01", Title: "Praxis Dr. Müller", DurationMS: 812, Requests: 7, Starts: 1},
			plan.Host{
				Changes: []plan.Change{number, restart, start, rule, script, later, manual},
				Checks:  []plan.Check{fine, finding, finding, unknown},
				Skips: []plan.Skip{{
					Address: "step.ini.other",
					Why:     problem.New(problem.WhenFalse).With("when = false"),
				}},
			}),
		looked(plan.Visit{Host: "mueller/ws01", Title: "Praxis Dr. Müller", DurationMS: 400, Requests: 7, Starts: 1},
			plan.Host{Checks: []plan.Check{fine}}),
		looked(plan.Visit{Host: "weiss/srv01", Title: "Hausärzte Weiß & Söhne"}, plan.Host{
			Changes: []plan.Change{rule}, Reason: &plan.Reason{
				Code:   plan.ReasonNoMandate,
				Values: map[string]string{"practice": "weiss"},
			},
		}),
		looked(plan.Visit{Host: "weiss/ws01", Title: "Hausärzte Weiß & Söhne"}, plan.Host{
			Changes: []plan.Change{start},
			Reason: &plan.Reason{
				Code: plan.ReasonWindow, Values: map[string]string{"practice": "weiss"},
				Until: "2026-11-28T01:00:00+01:00", Detail: "Thu 08:05",
			},
		}),
		looked(plan.Visit{Host: "weiss/ws02", Title: "Hausärzte Weiß & Söhne"}, plan.Host{
			Reason: &plan.Reason{Code: plan.ReasonNotApplicable, Detail: server},
			Skips: []plan.Skip{{Address: "kundennummer", Why: problem.New(problem.OnlyFalse).With("only = %s",
				server)}},
		}),
		looked(plan.Visit{Host: "böhm/srv01", Title: "Böhm", Requests: 7, Starts: 1},
			plan.Host{Changes: []plan.Change{rule}}),
		looked(plan.Visit{Host: "böhm/srv02", Title: "Böhm", Requests: 7, Starts: 1},
			plan.Host{Changes: []plan.Change{rule}}),
		looked(plan.Visit{Host: "böhm/ws01", Title: "Böhm", Requests: 7, Starts: 1},
			plan.Host{Checks: []plan.Check{fine}, Blocks: []plan.Blocked{
				{
					Address: "step.service.sp", Title: "Service-Provider läuft", Source: "sp.hcl:7",
					Error: problem.New(problem.Other).With("there is no service sp"),
				},
				{Address: "step.service.restart", Source: "sp.hcl:12", By: "step.service.sp"},
			}}),
		looked(plan.Visit{Host: "wolf/srv01", Title: "Wolf", Error: problem.New("no-listener").With("127.0.1.9:5986")},
			plan.Host{}),
		looked(plan.Visit{Host: "wolf/ws01", Title: "Wolf", Error: problem.New(problem.Internal, "what",
			"Access\x1b[31m is denied\u202e")}, plan.Host{}),
		looked(plan.Visit{Host: "wolf/ws02", Title: "Wolf", Reason: &plan.Reason{Code: plan.ReasonCancelled}},
			plan.Host{}),
	}
}

// document is the plan of the fleet.
func document(results []*plan.Result) *plan.Plan {
	p := &plan.Plan{Playbooks: []plan.Playbook{{Name: "kundennummer"}, {Name: "firewall-port"}}}
	for _, r := range results {
		p.Hosts = append(p.Hosts, r.Plan)
	}
	return p
}

// applied is the fleet after a run.
func applied() []*plan.Result {
	all := fleet()
	r := all[0]
	outcomes := []*resource.Result{
		{Op: "1", Status: resource.Done, Now: resource.Props{"sha256": "ab"}},
		{Op: "2", Status: resource.Failed, Fault: &resource.Fault{
			Code: resource.Denied, HResult: "0x80070005",
			Message: "Zugriff\x1b]0;x\a verweigert",
		}},
		{Op: "3", Status: resource.Drift, Now: resource.Props{"start": "disabled", "state": "stopped"}},
		{Op: "4", Status: resource.Skipped},
		{Op: "5", Status: resource.Unknown},
	}
	for i, o := range outcomes {
		r.Items[i].Outcome = o
	}
	r.Items[0].Reverted = &resource.Result{Op: "9", Status: resource.Done}
	r.Acted, r.Owed = true, []plan.Due{{Type: "service", Key: "MDXServiceProvider", Step: "step.service.restart"}}
	r.Error = problem.New(problem.ChangeFailed, "step", "step.service.restart", "resource",
		"service MDXServiceProvider")
	for _, i := range []int{5, 6} {
		all[i].Acted = true
		all[i].Items[0].Outcome = &resource.Result{Op: "1", Status: resource.Done}
	}
	all[6].Items[0].Outcome.Status = resource.Already
	return all
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
	for name, o := range map[string]Options{
		"plain": {}, "verbose": {Verbose: true}, "narrow": {Width: 50},
		"colour": {Color: true}, "german": {Lang: text.German},
	} {
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
	h := &plan.Host{
		Changes: []plan.Change{{
			Change: step.Change{
				Action: step.Update, Resource: resource.ID{Type: evil, Key: evil}, Before: resource.Props{evil: evil},
				After: resource.Props{evil: []any{evil, map[string]any{evil: evil}}}, Notes: notes(evil),
			},
			Step: "s", Title: evil,
		}, {Change: step.Change{Action: step.Update, Diff: []string{"+" + evil, " " + evil}}, Step: "t"}},
		Checks: []plan.Check{{Check: "c", Title: evil, Message: evil, Status: plan.CheckFinding}},
		Blocks: []plan.Blocked{{Address: "b", Title: evil, Source: evil, Error: problem.New(problem.Other).With("%s",
			evil)}, {Address: evil, By: "b"}},
		Skips: []plan.Skip{{Address: "x", Why: problem.New(problem.WhenFalse).With("%s", evil)}},
	}
	r := plan.Looked(h, plan.Visit{Host: "p/h", Title: evil, Error: problem.New(problem.Internal, "what",
		evil).With("%s", evil)})
	r.Items[0].Outcome = &resource.Result{
		Status: resource.Drift, Now: resource.Props{evil: evil},
		Fault: &resource.Fault{Message: evil},
	}
	p.Plan([]*plan.Result{r})
	p.Ping(NewPingDocument([]PingRow{{Host: "p/h", Computer: evil, Status: "ok"}}))
	for _, r := range b.String() {
		if r != '\n' && steers(r) {
			t.Fatalf("%U reached the terminal:\n%q", r, b.String())
		}
	}
}

func TestJSONHasTheContractsSchema(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, NewPlanDocument(document(applied()), applied(), "20261124-150419-k7q2m",
		text.English)); err != nil {
		t.Fatal(err)
	}
	golden(t, "result.json", b.String())

	var doc map[string]any
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	need(t, "document", doc, "version", "playbooks", "hosts", "summary")
	need(t, "summary", doc["summary"].(map[string]any), "hosts", "ok", "changes", "manual", "finding", "unknown",
		"not_applicable", "no_mandate", "waiting", "cancelled", "unreachable", "failed")
	for _, h := range doc["hosts"].([]any) {
		host := h.(map[string]any)
		need(t, "host", host, "host", "status", "duration_ms", "requests", "changes", "checks", "error")
		for _, c := range host["changes"].([]any) {
			change := c.(map[string]any)
			need(t, "change", change, "step", "kind", "action", "resource", "before", "after", "reversible",
				"known_after")
			for _, k := range []string{"before", "after"} {
				if _, ok := change[k].(map[string]any); !ok {
					t.Errorf("%s must be an object: %v", k, change[k])
				}
			}
		}
		for _, c := range host["checks"].([]any) {
			need(t, "check", c.(map[string]any), "check", "playbook", "title", "message", "status", "severity")
		}
		if e, ok := host["error"].(map[string]any); ok {
			need(t, "error", e, "code", "summary", "detail", "hint")
		}
	}
}

func TestJSONOfNothingHasNoNulls(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, NewPlanDocument(&plan.Plan{}, nil, "", text.English)); err != nil {
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

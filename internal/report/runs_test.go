package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

func TestRuns(t *testing.T) {
	at := time.Date(2026, 11, 24, 15, 4, 19, 0, time.UTC)
	end := at.Add(3 * time.Second)
	r := journal.Run{
		ID: "20261124-150419-k7q2m", Command: "apply", Operator: "petra@pc7", Playbooks: []string{"kundennummer"},
		Status:  plan.RunPartly,
		Started: at, Ended: &end, Summary: plan.Summary{Hosts: 2, Changed: 1, Failed: 1},
		Operations: journal.Counts{Total: 3, Done: 1, Failed: 1, Unknown: 1},
		Hosts: []journal.Host{
			{
				Host: "mueller/srv01", Title: "Praxis Dr. Müller", Status: "changed", DurationMS: 900, Requests: 14,
				Starts: 2, Operations: []journal.Operation{{
					Seq: 1, ID: "1", Step: "step.ini.kundennummer", Title: "Kundennummer ergänzen", Kind: "ini",
					Action: "update", Type: "file", Key: ini,
					Before: resource.Props{"Kundennummer": nil}, After: resource.Props{"Kundennummer": "123456"},
					Sent: journal.Sent{Before: resource.Props{"content": "b2xk"}}, Reversible: true, Intended: at,
					Ended: &end, Status: resource.Done,
				}},
			},
			{
				Host: "wolf/srv01", Title: "Wolf", Status: "failed",
				Owed: []plan.Due{{Type: "service", Key: "MDX", Step: "step.service.restart"}},
				Error: problem.New(problem.ChangeFailed, "step", "step.service.restart", "resource",
					"service MDX").With("timeout"), Operations: []journal.Operation{
					{
						Seq: 1, ID: "1", Step: "step.service.restart", Action: "restart", Type: "service", Key: "MDX",
						Intended: at, Status: resource.Failed, Fault: &resource.Fault{Code: resource.Timeout},
					},
					{
						Seq: 2, ID: "2", Step: "step.service.x", Action: "update", Type: "service", Key: "MDY",
						Before: resource.Props{"start": "manual"}, After: resource.Props{"start": "auto"}, Intended: at,
						Status: resource.Unknown,
					},
				},
			},
		},
	}
	var b bytes.Buffer
	p := NewPrinter(&b, Options{})
	p.Runs(nil, time.UTC)
	p.Runs([]journal.Run{r}, time.UTC)
	p.line(0, "")
	p.Run(&r, time.UTC)
	golden(t, "runs.txt", b.String())
	b.Reset()
	NewPrinter(&b, Options{Verbose: true}).Run(&r, time.UTC)
	golden(t, "runs-verbose.txt", b.String())

	b.Reset()
	if err := WriteJSON(&b, NewRunDocument(&r, text.English)); err != nil {
		t.Fatal(err)
	}
	golden(t, "run.json", b.String())
	if !strings.Contains(b.String(), `"content": "b2xk"`) {
		t.Error("the bytes of before are missing: nobody could take the change back by hand")
	}
	b.Reset()
	if err := WriteJSON(&b, NewRunsDocument([]journal.Run{r})); err != nil {
		t.Fatal(err)
	}
}

package report

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

func evidence() *journal.Evidence {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	return &journal.Evidence{
		Run: &journal.Run{
			ID: "r1", Command: "apply", Operator: "=cmd|x", Started: at, Ended: &at, Status: plan.RunPartly,
			Hosts: []journal.Host{
				{Host: "p/h1", Title: "Praxis <P>", Status: "changed", Operations: []journal.Operation{
					{
						Step: "step.ini.x", Title: "Titel", Type: "file", Key: `C:\x.ini`, Intended: at,
						Before: resource.Props{"A": nil}, After: resource.Props{"A": "<1>", "content": "AAAA"},
						Status: resource.Done,
					},
				}},
				{Host: "p/h2", Status: "failed", Error: problem.New(problem.HostMissing)},
				{Host: "q/h1", Status: "ok"},
			},
		},
		Planned: map[string]*plan.Host{"p/h1": {Checks: []plan.Check{{Check: "check.x", Status: plan.CheckFinding}}}},
	}
}

// The document is the same wherever it is written, loads nothing, and takes nothing that it shows for its own words.
func TestEvidenceIsADocument(t *testing.T) {
	for l, want := range map[text.Lang][]string{
		text.German: {
			"Nachweis: Lauf r1", "02.01.2026 02:04:05 UTC", "A: (fehlt) → &#34;&lt;1&gt;&#34;", "check.x",
			"Praxis &lt;P&gt; · p",
		},
		text.English: {"Evidence: run r1", "2026-01-02 02:04:05 UTC", "Nothing was changed.", "sha256:x", "SHA256:k"},
	} {
		var b bytes.Buffer
		err := WriteEvidence(&b, evidence(), EvidenceOptions{
			Lang: l, Digest: "sha256:x", Program: "1", Approvers: []string{"SHA256:k"},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(b.String(), s) {
				t.Errorf("%s: %q is missing in\n%s", l, s, b.String())
			}
		}
		for _, s := range []string{"<1>", "<P>", "AAAA", "http:", "https:", "src=", "@import", "ZgotmplZ"} {
			if strings.Contains(b.String(), s) {
				t.Errorf("%s: it has %q", l, s)
			}
		}
		if n := strings.Count(b.String(), "<section>"); n != 2 {
			t.Errorf("%d practices", n)
		}
	}
}

func TestEvidenceAsATable(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCSV(&b, evidence(), text.English); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll() // each row has as many cells as the first
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[1][2] != "'=cmd|x" || rows[1][14] != `A: (absent) → "<1>"` || rows[1][15] != "done" || rows[2][16] == "" {
		t.Errorf("%q", rows)
	}
}

package e2e

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/cli"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/report"
)

// TestAClockThatIsSetBack: the operator's clock goes back between two runs, and again before the second is taken back.
// The last run is the one that was begun last, whatever it is called.
func TestAClockThatIsSetBack(t *testing.T) {
	t.Parallel()
	f := newLab(t, lab.Config{Practices: 1, Sets: [][]lab.Fault{{lab.KundennummerMissing}}})
	o := newOperator(t, f)
	before := stateOf(f.Hosts()[0])
	at := func(ago time.Duration, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		code := cli.Main(args, cli.Streams{
			In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(name string) string { return o.env[name] },
			Now: func() time.Time { return time.Now().Add(-ago) },
		})
		if code != 0 {
			t.Fatalf("%v: exit code %d\n%s%s", args, code, out.String(), errs.String())
		}
		return out.String()
	}
	server := f.Hosts()[0].ID()
	at(0, "exec", "--yes", "-i", o.inventory, "--host", server, "--", "hostname")
	at(20*time.Minute, "apply", "--yes", "-i", o.inventory, "--host", server, "kundennummer")
	at(40*time.Minute, "undo", "last", "--yes", "-i", o.inventory)
	var d report.RunsDocument
	if err := json.Unmarshal([]byte(at(time.Hour, "runs", "list", "--json")), &d); err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, r := range d.Runs {
		said += r.Command + " "
	}
	if said != "undo apply exec " || d.Runs[0].Undoes != d.Runs[1].ID {
		t.Errorf("%s: %+v", said, d.Runs)
	}
	for _, id := range differences(before, stateOf(f.Hosts()[0])) {
		if id.Type != "service" { // it was restarted
			t.Errorf("%s %s is not as before", id.Type, id.Key)
		}
	}
	at(0, "runs", "verify")
}

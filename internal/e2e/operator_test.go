package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/cli"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/report"
)

// shipped are the playbooks that are in the program.
var shipped = []string{
	"firewall-port", "installed-flag", "kundennummer", "reinstall-service-provider",
	"temp-permissions",
}

// everything is each fault that a run can find on a server; a product leaves out what it cannot have.
var everything = []lab.Fault{
	lab.PortClosed, lab.NotInstalled, lab.KundennummerMissing, lab.IniBlanks, lab.WrongPVSName, lab.WrongPVSDataPath,
	lab.TempNoDelete, lab.ServiceStopped,
}

// fiveSteps is the repair of the contract's numbers: port, both flags, Kundennummer, blanks, restart.
var fiveSteps = []lab.Fault{lab.PortClosed, lab.NotInstalled, lab.KundennummerMissing, lab.IniBlanks}

// newLab starts a fleet on ports of its own, so that tests can run at once. One with a host that is off gets a network
// of its own: another host could be given the port where nobody may answer.
func newLab(t testing.TB, cfg lab.Config) *lab.Fleet {
	t.Helper()
	if cfg.Listen == "" && !slices.Contains(slices.Concat(cfg.Sets...), lab.HostOff) {
		cfg.Listen = "127.0.0.1"
	}
	f, err := lab.NewFleet(cfg)
	if err == nil {
		err = f.Start(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Stop)
	return f
}

// operator is a person with xops: a state directory and an inventory.
type operator struct {
	t         testing.TB
	dir       string // of inventory and state
	inventory string
	env       map[string]string
}

// newOperator writes the fleet's inventory.
func newOperator(t testing.TB, f *lab.Fleet) *operator {
	t.Helper()
	dir := t.TempDir()
	o := &operator{t: t, dir: dir, inventory: filepath.Join(dir, "inventory.hcl"), env: map[string]string{
		"HOME":           dir,
		"XOPS_STATE_DIR": filepath.Join(dir, "state"),
	}}
	if err := f.WriteInventory(o.inventory); err != nil {
		t.Fatal(err)
	}
	return o
}

// ran is how a command ended.
type ran struct {
	args     string
	code     int
	out, err string
}

func (r ran) String() string {
	return fmt.Sprintf("xops %s: exit code %d\n%s%s", r.args, r.code, r.out, r.err)
}

// xops runs a command line.
func (o *operator) xops(args ...string) ran {
	var out, errs bytes.Buffer
	code := cli.Main(args, cli.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Now: time.Now,
		Getenv: func(name string) string { return o.env[name] },
	})
	return ran{strings.Join(args, " "), code, out.String(), errs.String()}
}

// on adds the inventory and JSON to a command line.
func (o *operator) on(args ...string) []string {
	return append(args, "--json", "-i", o.inventory)
}

// document runs a command of plans and gives its document; the exit code must be one of codes.
func (o *operator) document(codes []int, args ...string) *report.PlanDocument {
	o.t.Helper()
	r := o.xops(o.on(args...)...)
	for _, c := range codes {
		if r.code == c {
			return r.document(o.t)
		}
	}
	o.t.Fatalf("want exit code %v\n%s", codes, r)
	return nil
}

func (r ran) document(t testing.TB) *report.PlanDocument {
	t.Helper()
	var d report.PlanDocument
	if err := json.Unmarshal([]byte(r.out), &d); err != nil {
		t.Fatalf("%v\n%s", err, r)
	}
	return &d
}

// summary is one line on each host, for messages.
func summary(d *report.PlanDocument) string {
	var b strings.Builder
	for _, h := range d.Hosts {
		if h.Error != nil && h.Error.Code == "not_applicable" {
			continue
		}
		fmt.Fprintf(&b, "%s %s", h.Host, h.Status)
		for _, c := range h.Changes {
			fmt.Fprintf(&b, " [%s %s", c.Action, c.Step)
			if c.Outcome != nil {
				fmt.Fprintf(&b, " %s", c.Outcome.Status)
			}
			b.WriteString("]")
		}
		if h.Error != nil {
			fmt.Fprintf(&b, " error %s: %s; %s", h.Error.Code, h.Error.Summary, h.Error.Detail)
		}
		b.WriteString("\n")
	}
	return b.String()
}

package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/masterzen/winrm"

	"github.com/xops-dev/xops/internal/lab"
)

// hostsOfLoad is what XOPS_BENCH_HOSTS says, 1,000 for the numbers of README.md. Without it there are fewer, so that
// the suite stays quick.
func hostsOfLoad(t testing.TB) int {
	t.Helper()
	text := os.Getenv("XOPS_BENCH_HOSTS")
	if text == "" {
		return 80
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("XOPS_BENCH_HOSTS is %q, no number of hosts", text)
	}
	return n
}

// TestLoad runs on fleets, with few hosts at a time and with many: every host is reported once and none with an error,
// with the connections, logons and starts that it needs and none more, within the ceilings of what it may cost, and
// nothing is left behind.
func TestLoad(t *testing.T) {
	n := hostsOfLoad(t)
	plan := cost{
		requests: each{7, 2}, sent: each{72_500, 5_500},
		allocs: each{29_800, 3_300},
	}
	apply := cost{
		requests: each{7, 13}, sent: each{72_500, 122_500}, // two of them for the lock
		allocs: each{30_000, 35_500},
	}
	command := cost{
		requests: each{9, 0}, sent: each{50_000, 0}, // two of them for the lock
		allocs: each{3_900, 0},
	}
	for _, fleet := range []struct {
		name string
		spec labSpec
		runs []run
	}{
		{"one in ten needs the repair, half HTTPS", labSpec{Hosts: n, Due: 10}, []run{
			{"plan", 50, plan}, {"plan", 500, plan}, {"apply", 500, apply}, {"exec", 500, command},
		}},
		{"all need the repair, sealed over HTTP", labSpec{Hosts: n, Due: 1, Way: "sealed"}, []run{
			{"plan", 50, plan}, {"apply", 50, apply},
		}},
	} {
		t.Run(fleet.name, func(t *testing.T) {
			l := startFarLab(t, fleet.spec)
			for _, r := range fleet.runs {
				r.try(t, l, fleet.spec)
			}
		})
	}
}

// run is one call of xops on a fleet.
type run struct {
	command  string
	parallel int
	most     cost
}

// cost is what a run may cost.
type cost struct{ requests, sent, allocs each }

// each is for each host, and what each that needs the repair adds.
type each struct{ host, due int }

func (e each) of(hosts, due int) int { return hosts*e.host + due*e.due }

func (r run) try(t *testing.T, l *farLab, fleet labSpec) {
	name := fmt.Sprintf("%s, %d at a time", r.command, r.parallel)
	n, due := fleet.Hosts, fleet.due()
	args := []string{r.command, "--parallel", strconv.Itoa(r.parallel)}
	if r.command != "plan" {
		args = append(args, "--yes")
	}
	if r.command == "exec" {
		args = append(args, "hostname")
	} else {
		args = append(args, shipped...)
	}
	x := l.client(t, args...).end(t)
	used := l.used(t)
	perHost(t, name, n, x.load, used)
	reported(t, name, x, n)

	// Each start has a connection and a logon of its own. What is due is made in the process that planned it, where all
	// have room at once; where not even those that are due have, in one more; between, in one or the other.
	least, most := n, n
	if r.command == "apply" && n > r.parallel {
		most += due
		if due > r.parallel {
			least = most
		}
	}
	if used.Commands < least || used.Commands > most || used.Connections != used.Commands ||
		used.Logons != used.Commands || used.FailedLogons > 0 || used.OpenShells > 0 {
		t.Errorf("%s: %d starts, %d connections, %d logons, %d failed, %d shells left open; want %d to %d of each",
			name, used.Commands, used.Connections, used.Logons, used.FailedLogons, used.OpenShells, least, most)
	}
	if x.Sockets > r.parallel {
		t.Errorf("%s: %d connections were open at a time", name, x.Sockets)
	}
	// An answer can come in two pieces when the lab is slow, so there may be a few requests more.
	ceiling(t, name, "bytes sent", int(used.BytesReceived), r.most.sent.of(n, due)*105/100)
	if !race {
		ceiling(t, name, "requests", used.Requests, r.most.requests.of(n, due)*110/100)
		const itself = 470_000 // reading inventory, playbooks and catalogue
		ceiling(t, name, "allocations", int(x.Allocs), r.most.allocs.of(n, due)*110/100+itself)
	}
}

func ceiling(t *testing.T, name, what string, got, most int) {
	t.Helper()
	if got > most {
		t.Errorf("%s: %d %s, more than %d", name, got, what, most)
	}
}

// reported checks that each of n hosts is in a document once, and that none went wrong.
func reported(t *testing.T, name string, x clientEnd, n int) {
	t.Helper()
	var d struct { // of plan, apply and exec
		Hosts []struct {
			Host, Status string
			Error        struct{ Summary, Detail string }
		}
	}
	if err := json.Unmarshal([]byte(x.Out), &d); err != nil {
		t.Fatalf("%s: %v: %s", name, err, x.Errs)
	}
	seen := map[string]bool{}
	for _, h := range d.Hosts {
		seen[h.Host] = true
		if slices.Contains([]string{"failed", "unreachable", "unknown", "stale"}, h.Status) {
			t.Errorf("%s: %s is %s: %s (%s)", name, h.Host, h.Status, h.Error.Summary, h.Error.Detail)
		}
	}
	if len(d.Hosts) != n || len(seen) != n {
		t.Errorf("%s: %d entries for %d of %d hosts", name, len(d.Hosts), len(seen), n)
	}
}

func perHost(t testing.TB, name string, n int, x load, used fleetCounts) {
	of := func(v int) float64 { return float64(v) / float64(n) }
	t.Logf("%s: %d hosts in %.1f s; for each: %.2f requests, %.2f starts, %.2f connections, %d B sent, %d B received, "+
		"%.2f ms of client CPU, %d allocations, %d KiB allocated; at most %.1f MiB live, %.1f MiB resident, %d "+
		"connections",
		name, n, x.Wall.Seconds(), of(used.Requests), of(used.Commands), of(used.Connections),
		used.BytesReceived/int64(n),
		used.BytesSent/int64(n), float64(x.CPU.Microseconds())/1000/float64(n), x.Allocs/uint64(n),
		x.Bytes>>10/uint64(n),
		float64(x.Live)/(1<<20), float64(x.Resident)/(1<<20), x.Sockets)
}

// TestFewFiles plans and applies with more hosts at a time than this process may have files: they wait for each other,
// and none is told to be out of reach.
func TestFewFiles(t *testing.T) {
	if !canLimitFiles {
		t.Skip("this system has no limit of open files that a process could set")
	}
	const n, files = 24, 12
	l := startFarLab(t, labSpec{Hosts: n, Due: 1})
	for _, args := range [][]string{{"plan"}, {"apply", "--yes"}} {
		args = append(args, "--parallel", strconv.Itoa(n))
		x := l.clientWith(t, clientSpec{Args: append(args, shipped...), Files: files}).end(t)
		reported(t, args[0], x, n)
		if used := l.used(t); used.FailedLogons > 0 || used.OpenShells > 0 {
			t.Errorf("%+v", used.Counters)
		}
		if x.Sockets > files {
			t.Errorf("%d connections with %d files", x.Sockets, files)
		}
	}
}

// TestLoop is the loop of BenchmarkOneCommandPerFact on many hosts, 50 at a time: those with HTTPS, since
// masterzen/winrm does not seal messages with this transport.
func TestLoop(t *testing.T) {
	l := startFarLab(t, labSpec{Hosts: hostsOfLoad(t)})
	params := *winrm.DefaultParameters
	params.TransportDecorator = func() winrm.Transporter { return &winrm.ClientNTLM{} }
	var failed atomic.Int32
	x := measure(func() {
		var wait sync.WaitGroup
		turns := make(chan struct{}, 50)
		for _, h := range l.now.Targets {
			turns <- struct{}{}
			wait.Go(func() {
				defer func() { <-turns }()
				client, err := winrm.NewClientWithParameters(winrm.NewEndpoint(h.Address, h.Port, true, true, nil, nil,
					nil, time.Minute), lab.User, l.now.Password, &params)
				for _, fact := range facts {
					if err == nil {
						_, _, _, err = client.RunPSWithContext(t.Context(), fact)
					}
				}
				if err != nil {
					failed.Add(1)
				}
			})
		}
		wait.Wait()
	})
	perHost(t, "one command per fact, 50 at a time", len(l.now.Targets), x, l.used(t))
	if n := failed.Load(); n > 0 {
		t.Errorf("%d of %d hosts failed", n, len(l.now.Targets))
	}
}

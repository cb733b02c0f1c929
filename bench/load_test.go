package bench

import (
	"encoding/json"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/masterzen/winrm"

	"github.com/xops-dev/xops/internal/lab"
)

// hostsOfLoad is what XOPS_BENCH_HOSTS says, 1,000 for the numbers of README.md. Without it there are fewer, so that the suite stays quick.
func hostsOfLoad(t testing.TB) int {
	t.Helper()
	text := os.Getenv("XOPS_BENCH_HOSTS")
	if text == "" {
		return 40
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("XOPS_BENCH_HOSTS is %q, no number of hosts", text)
	}
	return n
}

// TestLoad runs on fleets, with few hosts at a time and with many: every host is reported once and none with an error, with the connections,
// logons and starts that it needs and none more, within the ceilings of what it may cost, and nothing is left behind.
func TestLoad(t *testing.T) {
	n := hostsOfLoad(t)
	for _, fleet := range []struct {
		name string
		spec labSpec
		runs []run
	}{
		{"one in ten needs the repair, half HTTPS", labSpec{Hosts: n, Due: 10}, []run{
			{args: []string{"plan"}},
			{args: []string{"plan", "--parallel", "500"}},
			{args: []string{"apply", "--yes", "--parallel", "500"}},
			{args: []string{"exec", "--yes", "--parallel", "500"}},
		}},
		{"all need the repair, sealed over HTTP", labSpec{Hosts: n, Due: 1, Way: "sealed"}, []run{
			{args: []string{"plan"}},
			{args: []string{"apply", "--yes"}},
		}},
	} {
		t.Run(fleet.name, func(t *testing.T) {
			l := startFarLab(t, fleet.spec)
			goroutines := runtime.NumGoroutine()
			for _, r := range fleet.runs {
				r.try(l, n)
			}
			settled(t, goroutines)
		})
	}
}

// run is one call of xops on a fleet.
type run struct {
	args []string
}

func (r run) try(l *farLab, n int) {
	t := l.t
	t.Helper()
	args := append(r.args, shipped...)
	if r.args[0] == "exec" {
		args = append(r.args, "hostname")
	}
	name := strings.Join(r.args, " ")
	x := l.xops(args...)
	used := l.used()
	perHost(t, name, n, x, used)
	var d struct {
		Hosts []struct{ Host, Status string }
	} // of plan, apply and exec
	if err := json.Unmarshal(x.out, &d); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, h := range d.Hosts {
		seen[h.Host] = true
		if slices.Contains([]string{"failed", "unreachable", "unknown"}, h.Status) {
			t.Errorf("%s: %s is %s", name, h.Host, h.Status)
		}
	}
	if len(d.Hosts) != n || len(seen) != n {
		t.Errorf("%s: %d entries for %d of %d hosts", name, len(d.Hosts), len(seen), n)
	}
	if used.Connections > used.Commands || used.Logons > used.Commands || used.FailedLogons > 0 || used.OpenShells > 0 {
		t.Errorf("%s: %d connections, %d logons, %d failed, %d shells left open, for %d hosts", name, used.Connections, used.Logons, used.FailedLogons, used.OpenShells, n)
	}
}

func perHost(t testing.TB, name string, n int, x load, used fleetCounts) {
	each := func(v uint64) uint64 { return v / uint64(n) }
	t.Logf("%s: %d hosts in %.1f s; for each: %.2f requests, %.2f starts, %.2f connections, %.2f logons, %d B sent, %d B received, %.2f ms of client CPU, "+
		"%d allocations, %d KiB allocated; at most %d KiB live, %d KiB resident, %d sockets",
		name, n, x.wall.Seconds(), float64(used.Requests)/float64(n), float64(used.Commands)/float64(n), float64(used.Connections)/float64(n),
		float64(used.Logons)/float64(n), used.BytesReceived/int64(n), used.BytesSent/int64(n),
		float64(x.cpu.Microseconds())/1000/float64(n), each(x.allocs), each(x.bytes)>>10, x.live>>10, x.resident>>10, x.sockets)
}

// TestLoop is the loop of BenchmarkOneCommandPerFact on many hosts, 50 at a time: those with HTTPS, since masterzen/winrm does not seal
// messages with this transport.
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
				client, err := winrm.NewClientWithParameters(winrm.NewEndpoint(h.Address, h.Port, true, true, nil, nil, nil, time.Minute), lab.User, l.now.Password, &params)
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
	perHost(t, "one command per fact, 50 at a time", len(l.now.Targets), x, l.used())
	if n := failed.Load(); n > 0 {
		t.Errorf("%d of %d hosts failed", n, len(l.now.Targets))
	}
}

package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/masterzen/winrm"

	"github.com/xops-dev/xops/internal/cli"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wsman"
	xreport "github.com/xops-dev/xops/internal/report"
)

// loadVariable has what the test's own program shall be instead: a lab, so that its memory and time are not counted with those of xops.
// hosts:latency:directory.
const loadVariable = "XOPS_BENCH_LAB"

func TestMain(m *testing.M) {
	if spec := os.Getenv(loadVariable); spec != "" {
		if err := serve(spec); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// fleetCounts is what the servers of a fleet counted.
type fleetCounts struct {
	wsman.Counters
	Targets  []target // hosts with HTTPS
	Password string
}

type target struct {
	Address string
	Port    int
}

// serve is the lab. It answers each line on standard input with its counts, and ends with the input.
func serve(spec string) error {
	parts := strings.SplitN(spec, ":", 3)
	n, err := strconv.Atoi(parts[0])
	if err != nil {
		return err
	}
	latency, err := time.ParseDuration(parts[1])
	if err != nil {
		return err
	}
	sets := make([][]lab.Fault, n) // most are in order
	for i := range sets {
		if i%10 == 3 {
			sets[i] = fiveSteps
		}
	}
	f, err := lab.NewFleet(lab.Config{Practices: n, Sets: sets, Listen: "127.0.0.1", Latency: latency})
	if err != nil {
		return err
	}
	for _, p := range f.Practices {
		p.Hosts = p.Hosts[:1] // the servers are enough
	}
	if err := f.Start(context.Background()); err != nil {
		return err
	}
	defer f.Stop()
	if err := f.WriteInventory(filepath.Join(parts[2], "inventory.hcl")); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for in := bufio.NewScanner(os.Stdin); ; {
		t := fleetCounts{Password: f.Password()}
		for _, p := range f.Practices {
			c := p.Hosts[0].Server().Counters()
			t.Requests += c.Requests
			t.Connections += c.Connections
			t.Logons += c.Logons
			t.FailedLogons += c.FailedLogons
			t.Commands += c.Commands
			t.OpenShells += c.OpenShells
			t.BytesReceived += c.BytesReceived
			t.BytesSent += c.BytesSent
			if p.HTTPS {
				t.Targets = append(t.Targets, target{p.Hosts[0].Address, p.Hosts[0].Port})
			}
		}
		if err := out.Encode(t); err != nil {
			return err
		}
		if !in.Scan() {
			return in.Err()
		}
	}
}

// farLab is a lab in a process of its own.
type farLab struct {
	t     testing.TB
	dir   string
	input io.WriteCloser
	out   *json.Decoder
	now   fleetCounts
	// collect says that garbage is to be collected before memory is looked at.
	collect bool
}

func startFarLab(t testing.TB, hosts int, latency time.Duration) *farLab {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	l := &farLab{t: t, dir: t.TempDir()}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d:%s:%s", loadVariable, hosts, latency, l.dir))
	cmd.Stderr = os.Stderr
	if l.input, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = l.input.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the lab: %v", err)
		}
	})
	l.out = json.NewDecoder(stdout)
	if err := l.out.Decode(&l.now); err != nil {
		t.Fatalf("the lab did not start: %v", err)
	}
	return l
}

// used is what the servers counted since the last call.
func (l *farLab) used() fleetCounts {
	l.t.Helper()
	before := l.now
	_, err := io.WriteString(l.input, "\n")
	if err == nil {
		l.now = fleetCounts{}
		err = l.out.Decode(&l.now)
	}
	if err != nil {
		l.t.Fatal(err)
	}
	d := l.now
	d.Requests -= before.Requests
	d.Connections -= before.Connections
	d.Logons -= before.Logons
	d.Commands -= before.Commands
	d.BytesReceived -= before.BytesReceived
	d.BytesSent -= before.BytesSent
	return d
}

// load is what a run of xops cost this process.
type load struct {
	out           []byte
	wall, cpu     time.Duration
	allocs, bytes uint64
	// Heap and stacks over what was there before: at the most, and in the middle of the run's moments, after a collection each.
	peak, middle uint64
}

func (l *farLab) xops(args ...string) load {
	l.t.Helper()
	var out, errs bytes.Buffer
	code := 0
	x := l.measure(func() {
		code = cli.Main(append(args, "--json", "-i", filepath.Join(l.dir, "inventory.hcl")), cli.Streams{
			In: strings.NewReader(""), Out: &out, Err: &errs, Now: time.Now,
			Getenv: func(name string) string {
				return map[string]string{"XOPS_STATE_DIR": filepath.Join(l.dir, "state"), "HOME": l.dir}[name]
			},
		})
	})
	if x.out = out.Bytes(); code == 1 {
		l.t.Fatalf("xops %v: %s", args, errs.String())
	}
	return x
}

// measure is what work cost.
func (l *farLab) measure(work func()) load {
	runtime.GC()
	base := inUse()
	stop := make(chan struct{})
	var watch sync.WaitGroup
	var x load
	var moments []uint64
	watch.Go(func() {
		for {
			if l.collect {
				runtime.GC()
			}
			moments = append(moments, max(inUse(), base)-base)
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun, cpu := time.Now(), cpuTime()
	work()
	x.wall, x.cpu = time.Since(begun), cpuTime()-cpu
	runtime.ReadMemStats(&after)
	close(stop)
	watch.Wait()
	slices.Sort(moments)
	x.middle, x.peak = moments[len(moments)/2], moments[len(moments)-1]
	x.allocs, x.bytes = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	return x
}

// inUse is the memory of live objects, of those not yet swept, and of stacks.
func inUse() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() + s[1].Value.Uint64()
}

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

// TestLoad plans on a fleet in one run, 50 hosts at a time and 500, and applies: every host is reported once and in order, with one
// connection and one logon for each, and nothing is left behind.
func TestLoad(t *testing.T) {
	n := hostsOfLoad(t)
	l := startFarLab(t, n, 0)
	goroutines := runtime.NumGoroutine()
	for _, c := range []struct {
		name string
		args []string
	}{
		{"plan, 50 at a time", []string{"plan"}},
		{"plan, 500 at a time", []string{"plan", "--parallel", "500"}},
		{"plan and apply, 500 at a time", []string{"apply", "--yes", "--parallel", "500"}},
		{"exec, 500 at a time", []string{"exec", "--yes", "--parallel", "500"}},
	} {
		args := append(c.args, shipped...)
		if c.args[0] == "exec" {
			args = append(c.args, "hostname")
		}
		x := l.xops(args...)
		used := l.used()
		perHost(t, c.name, n, x, used)
		var d xreport.PlanDocument // exec's hosts have the same fields, as far as they are looked at
		if err := json.Unmarshal(x.out, &d); err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for _, h := range d.Hosts {
			seen[h.Host]++
			if h.Error != nil && h.Error.Code != "not_applicable" && h.Error.Code != "no_mandate" {
				t.Errorf("%s: %s: %v", c.name, h.Host, h.Error)
			}
		}
		if len(d.Hosts) != n || len(seen) != n || d.Summary.Hosts != n || d.Summary.Failed+d.Summary.Unreachable > 0 {
			t.Errorf("%s: %d entries for %d of %d hosts: %+v", c.name, len(d.Hosts), len(seen), n, d.Summary)
		}
		if used.Connections > used.Commands || used.Logons > used.Commands || used.FailedLogons > 0 || used.OpenShells > 0 {
			t.Errorf("%s: %d connections, %d logons, %d failed, %d shells left open, for %d hosts", c.name, used.Connections, used.Logons, used.FailedLogons, used.OpenShells, n)
		}
	}
	settled(t, goroutines)
}

// settled waits until no goroutine and no connection of a run is left.
func settled(t *testing.T, goroutines int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		now, open := runtime.NumGoroutine(), sockets()
		if now <= goroutines && open == 0 {
			return
		}
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines of %d, %d connections are left:\n%s", now, goroutines, open, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// sockets counts this process's own; where nobody tells, none.
func sockets() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	n := 0
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

func perHost(t testing.TB, name string, n int, x load, used fleetCounts) {
	each := func(v uint64) uint64 { return v / uint64(n) }
	t.Logf("%s: %d hosts in %.1f s; for each: %.1f requests, %.2f starts, %d B sent, %d B received, %.2f ms of client CPU, %d allocations, %d KiB allocated; peak %d KiB",
		name, n, x.wall.Seconds(), float64(used.Requests)/float64(n), float64(used.Commands)/float64(n), used.BytesReceived/int64(n), used.BytesSent/int64(n),
		float64(x.cpu.Microseconds())/1000/float64(n), each(x.allocs), each(x.bytes)>>10, x.peak>>10)
}

// TestWaiting measures what a host costs that is waited for: all hosts answer each request late, so that at some moment all wait.
func TestWaiting(t *testing.T) {
	n := min(500, hostsOfLoad(t))
	l := startFarLab(t, n, time.Duration(max(200, 2*n))*time.Millisecond) // long enough that all wait at once
	l.collect = true
	x := l.xops("plan", "--parallel", strconv.Itoa(n), "kundennummer")
	perHost(t, "waiting", n, x, l.used())
	t.Logf("memory for each waiting host: %d KiB, while the agent is on its way %d KiB", x.middle>>10/uint64(n), x.peak>>10/uint64(n))
	if most := uint64(1 << 20); x.peak/uint64(n) > most {
		t.Errorf("each waiting host takes %d bytes, more than %d", x.peak/uint64(n), most)
	}
}

// TestLoop is the loop of BenchmarkOneCommandPerFact on many hosts, 50 at a time: those with HTTPS, since masterzen/winrm does not seal
// messages with this transport.
func TestLoop(t *testing.T) {
	l := startFarLab(t, hostsOfLoad(t), 0)
	params := *winrm.DefaultParameters
	params.TransportDecorator = func() winrm.Transporter { return &winrm.ClientNTLM{} }
	var failed atomic.Int32
	x := l.measure(func() {
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

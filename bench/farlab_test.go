package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wsman"
)

// These have what the test's own program shall be instead: a lab, so that its memory and time are not counted with
// those of xops, or xops with nothing else in its process.
const (
	labVariable    = "XOPS_BENCH_LAB"
	clientVariable = "XOPS_BENCH_CLIENT"
)

func TestMain(m *testing.M) {
	for name, role := range map[string]func(string) error{labVariable: serve, clientVariable: beClient} {
		if spec := os.Getenv(name); spec != "" {
			if err := role(spec); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			return
		}
	}
	os.Exit(m.Run())
}

// labSpec is what stands in the lab: the servers of so many practices.
type labSpec struct {
	Hosts   int
	Due     int    // every how-manieth host needs the five-step repair; 0: none
	Way     string // "sealed": all speak HTTP with sealed messages; "https": all speak HTTPS; "": half and half
	Latency time.Duration
	Hold    bool // no Receive is answered before the line "release"
	Dir     string
}

func (s labSpec) dueAt(i int) bool { return s.Due > 0 && i%s.Due == min(3, s.Due-1) }

// due is how many hosts need the repair.
func (s labSpec) due() (n int) {
	for i := range s.Hosts {
		if s.dueAt(i) {
			n++
		}
	}
	return n
}

// fleetCounts is what the servers of a fleet counted.
type fleetCounts struct {
	wsman.Counters
	Held     int      // Receives that are not answered yet
	First    string   // the first host
	Targets  []target // hosts with HTTPS
	Password string
}

type target struct {
	Address string
	Port    int
}

// serve is the lab. It answers each line on standard input with its counts, and ends with the input.
func serve(text string) error {
	var spec labSpec
	if err := json.Unmarshal([]byte(text), &spec); err != nil {
		return err
	}
	sets := make([][]lab.Fault, spec.Hosts)
	for i := range sets {
		if spec.dueAt(i) {
			sets[i] = fiveSteps
		}
	}
	var held atomic.Int64
	released := make(chan struct{})
	release := sync.OnceFunc(func() { close(released) })
	cfg := lab.Config{Practices: spec.Hosts, Sets: sets, Listen: "127.0.0.1", Latency: spec.Latency}
	if spec.Hold {
		cfg.Intercept = func(_ *lab.Host, _ int, action string) wsman.Action {
			if action == "Receive" {
				held.Add(1)
				<-released
				held.Add(-1)
			}
			return wsman.Action{}
		}
	}
	f, err := lab.NewFleet(cfg)
	if err != nil {
		return err
	}
	for _, p := range f.Practices {
		p.Hosts = p.Hosts[:1] // the servers are enough
		switch spec.Way {
		case "sealed":
			p.HTTPS, p.ByCA = false, false
		case "https":
			p.HTTPS = true
		}
	}
	if err := f.Start(context.Background()); err != nil {
		return err
	}
	defer f.Stop()
	defer release()
	if err := f.WriteInventory(filepath.Join(spec.Dir, "inventory.hcl")); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for in := bufio.NewScanner(os.Stdin); ; {
		t := fleetCounts{Password: f.Password(), Held: int(held.Load()), First: f.Practices[0].Hosts[0].ID()}
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
		if in.Text() == "release" {
			release()
		}
	}
}

// child is the test's own program in a role, with JSON on its standard output.
type child struct {
	input io.WriteCloser
	out   *json.Decoder
}

func startChild(t testing.TB, variable string, spec any) child {
	t.Helper()
	text, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), variable+"="+string(text))
	cmd.Stderr = os.Stderr
	input, err := cmd.StdinPipe()
	if err != nil {
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
		_ = input.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", variable, err)
		}
	})
	return child{input: input, out: json.NewDecoder(stdout)}
}

// ask sends a line and takes the answer.
func (c child) ask(t testing.TB, line string, answer any) {
	t.Helper()
	_, err := io.WriteString(c.input, line+"\n")
	if err == nil {
		err = c.out.Decode(answer)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// farLab is a lab in a process of its own.
type farLab struct {
	child
	dir string
	now fleetCounts
}

func startFarLab(t testing.TB, spec labSpec) *farLab {
	t.Helper()
	spec.Dir = t.TempDir()
	l := &farLab{child: startChild(t, labVariable, spec), dir: spec.Dir}
	if err := l.out.Decode(&l.now); err != nil {
		t.Fatalf("the lab did not start: %v", err)
	}
	return l
}

// say sends the lab a line and takes its counts.
func (l *farLab) say(t testing.TB, line string) {
	t.Helper()
	l.now = fleetCounts{}
	l.ask(t, line, &l.now)
}

// used is what the servers counted since the last call.
func (l *farLab) used(t testing.TB) fleetCounts {
	t.Helper()
	before := l.now
	l.say(t, "")
	d := l.now
	d.Requests -= before.Requests
	d.Connections -= before.Connections
	d.Logons -= before.Logons
	d.Commands -= before.Commands
	d.BytesReceived -= before.BytesReceived
	d.BytesSent -= before.BytesSent
	return d
}

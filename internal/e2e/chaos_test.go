package e2e

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"os/signal"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/cli"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// A long run: go test ./internal/e2e -run Chaos -hosts 300 -rounds 1000 -timeout 0
var (
	chaosHosts  = flag.Int("hosts", 24, "how many hosts a fleet of TestChaos has, about")
	chaosRounds = flag.Int("rounds", 4, "how many fleets TestChaos goes through")
	chaosSeed   = flag.Uint64("seed", 1, "of the first round of TestChaos; each further one has the next")
)

const asXops = "XOPS_TEST_IS_XOPS"

// TestMain: the test program is xops, too, as a process of its own that can be killed.
func TestMain(m *testing.M) {
	if os.Getenv(asXops) == "" {
		os.Exit(m.Run())
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt)
	os.Exit(cli.Main(os.Args[1:], cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now, Getenv: os.Getenv, Signals: signals,
	}))
}

// chaos is one fleet to which everything happens, and what is known to be true about it.
type chaos struct {
	*testing.T
	*operator
	seed   uint64
	fleet  *lab.Fleet
	before map[string]sim.State

	calm   atomic.Bool  // nothing happens any more
	clock  atomic.Int64 // of the hosts
	blow   *blow        // that the next process of the operator gets
	victim atomic.Pointer[blow]

	writing sync.Mutex                     // of written; hosts take it while they hold their own
	written map[string]map[resource.ID]int // by host: how often a resource was written
	mu      sync.Mutex
	foreign map[string]map[string]bool
	dark    map[string]bool // hosts that lost their power
	happens map[string]int  // what happened, by its name
}

// blow is a signal that the operator's process gets after so many requests to all hosts.
type blow struct {
	left   atomic.Int64
	signal os.Signal
	cmd    *osexec.Cmd
}

// dice are the same for the same thing in the same round, in whatever order things happen.
func (c *chaos) dice(what ...any) *rand.Rand {
	h := uint64(14695981039346656037)
	for _, b := range []byte(fmt.Sprint(what...)) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(c.seed, h))
}

func (c *chaos) happened(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.happens[what]++
}

func (c *chaos) darkens(h *lab.Host) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dark[h.ID()] = true
}

// TestChaos lets a fleet be repaired and taken back while lines drop, computers lose their power, disks are full, files
// are held, somebody else edits, and the operator presses Ctrl-C or is killed. Whatever happens: every change that was
// made is in the journal; every change that is told as done was made, and once; and after taking everything back the
// hosts are as they were, apart from what others have written.
func TestChaos(t *testing.T) {
	for round := range uint64(*chaosRounds) {
		seed := *chaosSeed + round
		t.Run(fmt.Sprintf("seed-%d", seed), func(t *testing.T) {
			t.Parallel()
			c := newChaos(t, seed, max(1, *chaosHosts/3), lab.Sim, "")
			c.simulated()
			c.round()
		})
	}
}

func newChaos(t *testing.T, seed uint64, practices int, engine, listen string) *chaos {
	c := &chaos{
		T: t, seed: seed, before: map[string]sim.State{}, written: map[string]map[resource.ID]int{},
		foreign: map[string]map[string]bool{}, dark: map[string]bool{}, happens: map[string]int{},
	}
	r := c.dice("fleet")
	sets := make([][]lab.Fault, practices)
	for i := range sets {
		for _, f := range everything {
			if r.IntN(3) > 0 && (engine != lab.Windows || f != lab.ServiceStopped) { // Wine's sc.exe has no config
				sets[i] = append(sets[i], f)
			}
		}
	}
	c.fleet = newLab(t, lab.Config{
		Practices: practices, Sets: sets, Seed: int64(seed), Intercept: c.intercept, Engine: engine, Listen: listen,
		Now: func() time.Time { return time.Unix(1795543200, c.clock.Add(int64(time.Millisecond))) },
	})
	c.operator = newOperator(t, c.fleet)
	return c
}

// simulated hosts tell what was written on them.
func (c *chaos) simulated() {
	for _, h := range c.fleet.Hosts() {
		written := map[resource.ID]int{}
		c.written[h.ID()] = written
		c.before[h.ID()] = h.Sim.State()
		h.Sim.OnWrite(func(op resource.Op) {
			c.writing.Lock()
			defer c.writing.Unlock()
			written[resource.ID{Type: op.Type, Key: resource.Canonical(op.Type, op.Key)}]++
		})
	}
}

// intercept is what happens at a request.
func (c *chaos) intercept(h *lab.Host, n int, action string) wsman.Action {
	if c.calm.Load() {
		return wsman.Action{}
	}
	if b := c.victim.Load(); b != nil && b.left.Add(-1) == 0 && b.cmd.Process.Signal(b.signal) == nil {
		c.happened(b.signal.String())
	}
	r := c.dice(h.ID(), n)
	switch r.IntN(120) {
	case 0:
		c.happened("cut before")
		return wsman.Action{Cut: wire.CutBefore}
	case 1:
		c.happened("cut after")
		return wsman.Action{Cut: wire.CutAfter}
	case 2:
		c.happened("cut in the middle")
		return wsman.Action{Cut: wire.CutMiddle}
	case 3:
		c.happened("power cut")
		c.darkens(h)
		if real := h.Real(); real != nil {
			real.PowerCut()
		}
		h.Server().CloseShells()
		h.Sim.Reboot()
		return wsman.Action{Cut: wire.CutBefore}
	case 4, 5:
		if h.Real() == nil {
			c.edit(h, r)
		}
	}
	return wsman.Action{}
}

// edit is somebody else's hand: a section of their own at the end of one of the files that a run changes.
func (c *chaos) edit(h *lab.Host, r *rand.Rand) {
	var all []string
	for path := range stateOf(h).files {
		if strings.HasSuffix(strings.ToLower(path), "serviceprovider.ini") {
			all = append(all, path)
		}
	}
	if len(all) == 0 {
		return
	}
	path := all[r.IntN(len(all))]
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.foreign[h.ID()] == nil {
		c.foreign[h.ID()] = map[string]bool{}
	}
	if c.foreign[h.ID()][path] {
		return
	}
	for _, f := range c.before[h.ID()].Files {
		if f.Path == path && bytes.Equal(c.edited(f.Data), f.Data) {
			return
		}
	}
	data, _ := h.Sim.ReadFile(path)
	if err := h.Sim.WriteFile(path, c.edited(data)); err != nil {
		c.T.Error(err)
	}
	c.foreign[h.ID()][path] = true
	c.happens["edit"]++
}

// edited is a file with the foreign section.
func (c *chaos) edited(data []byte) []byte {
	text, enc, err := windows.Decode(data)
	if err == nil && strings.HasSuffix(text, "\n") { // else it would be part of a line that a run adds
		data, err = windows.Encode(text+"[Fremd]\r\nWert=1\r\n", enc)
	}
	if err != nil {
		c.T.Error(err)
	}
	return data
}

// trouble gives some hosts what goes wrong with their operations.
func (c *chaos) trouble(run int) {
	for _, h := range c.fleet.Hosts() {
		r := c.dice(h.ID(), "trouble", run)
		types := []string{"file", "registry", "service", "firewall_rule", "permission"}
		f := sim.Failure{Verb: "set", Type: types[r.IntN(len(types))], Times: 1 + r.IntN(2)}
		switch r.IntN(12) {
		case 0:
			f.Crash = sim.CrashBefore
		case 1:
			f.Crash = sim.CrashAfter
		case 2:
			f.Fault = sim.Locked
		case 3:
			f.Fault = sim.Denied
		case 4:
			f.Fault = &resource.Fault{Code: resource.Full, HResult: "0x80070070", Message: "Der Datenträger ist voll"}
		default:
			continue
		}
		f.Hit = func() {
			if f.Fault != nil {
				c.happened("at a change: " + string(f.Fault.Code))
				return
			}
			c.happened("power cut " + string(f.Crash) + " a change")
			c.darkens(h)
		}
		h.Sim.Inject(f)
	}
}

// call runs xops as a process of its own, which may get a signal on its way.
func (c *chaos) call(args ...string) ran {
	cmd := osexec.Command(os.Args[0], c.on(args...)...)
	cmd.Env = []string{asXops + "=1", "PATH=" + os.Getenv("PATH")}
	for k, v := range c.env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	r := ran{args: strings.Join(args, " ")}
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(""), &out, &errs
	if err := cmd.Start(); err != nil {
		c.T.Fatal(err)
	}
	if c.blow != nil {
		c.blow.cmd = cmd
		c.victim.Store(c.blow)
	}
	_ = cmd.Wait() // its code says how it ended
	c.victim.Store(nil)
	for _, h := range c.fleet.Hosts() {
		h.Server().CloseShells() // what it began on a host ends before anybody looks
	}
	r.code, r.out, r.err = cmd.ProcessState.ExitCode(), out.String(), errs.String()
	if strings.Contains(r.err, "panic:") || strings.Contains(r.err, "DATA RACE") {
		c.T.Error(r)
	}
	return r
}

// must runs xops, which ends with this code.
func (c *chaos) must(code int, args ...string) {
	c.T.Helper()
	if r := c.call(args...); r.code != code {
		c.T.Errorf("xops %s: exit code %d\n%s%s", r.args, r.code, summary(r.document(c.T)), r.err)
	}
}

func (c *chaos) round() {
	r := c.dice("operator")
	names, made, left := shipped, 0, 0
	if r.IntN(2) == 0 {
		names, made, left = []string{kinds}, 3, 2 // a person has something to do
	}
	c.storm(r, names)
	c.must(made, append([]string{"apply", "--yes", "--batch", "all"}, names...)...)
	c.true("in calm weather")
	c.must(left, append([]string{"plan"}, names...)...)
	c.undo()
	c.compare()
	c.T.Logf("%d hosts, %d operations; %v", len(c.fleet.Hosts()), c.count(), c.happens)
}

// storm runs xops three times while everything happens.
func (c *chaos) storm(r *rand.Rand, names []string) {
	apply := append([]string{"apply", "--yes"}, names...)
	if r.IntN(2) == 0 {
		apply = append(apply, "--batch", "all")
	}
	next := func(run int) {
		c.trouble(run)
		c.blow = nil
		if r.IntN(3) > 0 {
			c.blow = &blow{signal: []os.Signal{syscall.SIGKILL, os.Interrupt}[r.IntN(2)]}
			c.blow.left.Store(1 + r.Int64N(int64(10*len(c.fleet.Hosts()))))
		}
	}
	next(0)
	c.call(apply...)
	c.true("apply")
	c.stopped()
	for run := range 2 {
		next(1 + run)
		how := [][]string{{"runs", "resume", "last", "--yes"}, {"undo", "last", "--yes"}, apply}[r.IntN(3)]
		c.call(how...)
		c.true(strings.Join(how[:2], " "))
	}

	c.calms()
}

// stopped: where the first host of a rollout failed, no other one was begun.
func (c *chaos) stopped() {
	c.T.Helper()
	runs := c.runs()
	if len(runs) == 0 || !strings.HasPrefix(runs[0].Rollout, "1 → ") {
		return
	}
	for i, h := range runs[0].Hosts {
		switch plan.Class(h.Status) {
		case plan.OK, plan.NotApplicable, plan.Cancelled:
			continue
		case plan.Failed:
		default:
			return
		}
		if len(h.Operations) == 0 {
			return // it failed when it was looked at, or before anything was sent
		}
		c.happened("stop")
		for _, other := range runs[0].Hosts[i+1:] {
			if len(other.Operations) > 0 {
				c.T.Errorf("%s failed as the first of %s, and %s was begun", h.Host, runs[0].Rollout, other.Host)
			}
		}
		return
	}
}

// calms ends everything that happens.
func (c *chaos) calms() {
	c.calm.Store(true)
	c.blow = nil
	for range 3 { // what starts late begins to start, then has started
		c.clock.Add(int64(time.Hour))
		for _, h := range c.fleet.Hosts() {
			h.Sim.Heal()
			h.Sim.Services()
		}
	}
}

// runs are all of the journal.
func (c *chaos) runs() []*journal.Run {
	dir := c.env["XOPS_STATE_DIR"]
	if !journal.Exists(dir) {
		return nil
	}
	j, err := journal.Open(dir)
	if err != nil {
		c.T.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	list, err := j.Runs(c.T.Context(), 1000)
	if err != nil {
		c.T.Fatal(err)
	}
	out := make([]*journal.Run, len(list))
	for i, r := range list {
		if out[i], err = j.Run(c.T.Context(), r.ID); err != nil {
			c.T.Fatal(err)
		}
	}
	return out
}

// true holds the journal against what happened on the hosts.
func (c *chaos) true(when string) {
	c.T.Helper()
	type count struct{ done, may int }
	told := map[string]map[resource.ID]count{}
	for _, h := range c.fleet.Hosts() {
		told[h.ID()] = map[resource.ID]count{}
	}
	for _, run := range c.runs() {
		for _, h := range run.Hosts {
			for _, o := range h.Operations {
				id := resource.ID{Type: o.Type, Key: resource.Canonical(o.Type, o.Key)}
				n := told[h.Host][id]
				switch o.Status {
				case resource.Done:
					n.done++
				case resource.Unknown, resource.Failed:
					n.may++
				}
				told[h.Host][id] = n
			}
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing.Lock()
	defer c.writing.Unlock()
	for host, written := range c.written {
		all := maps.Clone(told[host])
		for id := range written {
			if _, ok := all[id]; !ok {
				all[id] = count{}
			}
		}
		for id, n := range all {
			if c.dark[host] && id.Type == "service" {
				continue // a computer that starts starts and stops services itself, where nobody knew of a change
			}
			w := written[id]
			if w < n.done || w > n.done+n.may {
				c.T.Errorf("%s: %s: %s %s was written %d times; the journal has %d done, %d unknown or failed", when,
					host, id.Type, id.Key, w, n.done, n.may)
			}
		}
	}
}

// undo takes every run back, the last one first.
func (c *chaos) undo() {
	for _, run := range c.runs() {
		if run.Operations.Done+run.Operations.Unknown == 0 {
			continue
		}
		c.must(0, "undo", run.ID, "--yes")
	}
	c.true("taken back")
}

// compare holds the hosts against what they were before.
func (c *chaos) compare() {
	for _, h := range c.fleet.Hosts() {
		want, now := c.before[h.ID()], h.Sim.State()
		for i, f := range want.Files {
			if c.foreign[h.ID()][f.Path] {
				want.Files[i].Data = c.edited(f.Data)
			}
		}
		for _, d := range []sim.State{now.Without(want), want.Without(now)} {
			for _, f := range d.Files {
				c.T.Errorf("%s: file %s is not as before: %q %s", h.ID(), f.Path, f.Data, f.ACL)
			}
			for _, v := range d.Registry {
				c.T.Errorf("%s: registry %s %s is not as before", h.ID(), v.Key, v.Name)
			}
			for _, x := range d.Rules {
				c.T.Errorf("%s: rule %s is not as before", h.ID(), x.ID)
			}
			for _, x := range d.Services {
				if c.dark[h.ID()] && x.Start == sim.Delayed {
					continue // a run has found it not started yet, and to that it was taken back
				}
				c.T.Errorf("%s: service %s is not as before: %s %s", h.ID(), x.Name, x.Start, x.State)
			}
		}
	}
}

// count is how many operations changed something.
func (c *chaos) count() (n int) {
	c.writing.Lock()
	defer c.writing.Unlock()
	for _, written := range c.written {
		for _, times := range written {
			n += times
		}
	}
	return n
}

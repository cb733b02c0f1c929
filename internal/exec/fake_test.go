package exec_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/transport"
)

var errLost = problem.New("lost")

// fleet is a Dialer to hosts in memory.
type fleet struct {
	mu     sync.Mutex
	hosts  map[string]*machine
	open   int            // connections
	opened func(open int) // called with every connection that is made
}

func (f *fleet) count(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open += n
	if n > 0 && f.opened != nil {
		f.opened(f.open)
	}
}

func (f *fleet) Dial(ctx context.Context, h *inventory.Host) (exec.Conn, error) {
	f.mu.Lock()
	m := f.hosts[h.ID()]
	f.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dials++
	if m.dialError != nil {
		return nil, m.dialError
	}
	if m.point("dial") {
		return nil, problem.New("host-off")
	}
	m.conns++
	m.cost.Requests += 3
	f.count(1)
	return &conn{f: f, m: m}, nil
}

// machine is one host: files and a service that can be restarted. Its connection can be made to die at any call.
type machine struct {
	mu        sync.Mutex
	files     map[string]string
	restarts  int
	dialError error
	openError func(open int) error

	calls    int    // points passed
	killAt   int    // the connection dies at this point; 0: never
	killed   string // what that point was
	dials    int
	opens    int
	conns    int // open now
	sessions int // open now
	misuse   string
	cost     transport.Stats

	sent   []resource.Op
	onSend func(op resource.Op)                  // before an operation is looked at
	onOp   func(op resource.Op) *resource.Result // instead of doing it, unless it gives nil
	mute   string                                // the key of operations that are done and never answered
	block  func(ctx context.Context) error       // within Apply, before the first operation
	// afterApply is how a batch ends after all its answers; nil: well.
	afterApply func(ops []resource.Op) error
	holder     *exec.Holder   // who changes it
	held       int            // sessions that do
	task       resource.Props // what is told of an operation that runs detached
}

// point passes one point at which a connection can die, and says whether it does.
func (m *machine) point(name string) bool {
	m.calls++
	if m.calls != m.killAt {
		return false
	}
	m.killed = name
	return true
}

type conn struct {
	f    *fleet
	m    *machine
	dead bool
	open int // exchanges
}

func (c *conn) Open(ctx context.Context, mode exec.Mode) (exec.Session, error) {
	m := c.m
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.opens++
	if m.openError != nil {
		if err := m.openError(m.opens); err != nil {
			return nil, err
		}
	}
	if c.dead = c.dead || m.point("open"); c.dead {
		return nil, errLost
	}
	m.sessions++
	c.open++
	m.cost.Starts++
	m.cost.Requests += 2
	return &session{c: c, mode: mode, made: map[string]bool{}}, nil
}

func (c *conn) Stats() transport.Stats {
	c.m.mu.Lock()
	defer c.m.mu.Unlock()
	return c.m.cost
}

func (c *conn) Close() error {
	c.m.mu.Lock()
	defer c.m.mu.Unlock()
	c.m.conns--
	c.f.count(-1)
	if c.open > 0 {
		c.m.misuse = "a connection was closed before its exchange"
	}
	c.m.cost = transport.Stats{}
	return nil
}

type session struct {
	c       *conn
	mode    exec.Mode
	allowed bool
	made    map[string]bool // the operations that were done
}

func (s *session) Observe(ctx context.Context, queries []resource.Query) ([]resource.Answer, error) {
	m := s.c.m
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.c.dead = s.c.dead || m.point("observe"); s.c.dead {
		return nil, errLost
	}
	m.cost.Requests++
	out := make([]resource.Answer, len(queries))
	for i, q := range queries {
		props := resource.Props{"computer": "SRV01"}
		switch q.Type {
		case "file":
			props = resource.Props{"content": m.content(q.Key)}
		case "task":
			props = m.task
		}
		out[i].Items = []resource.Item{{Key: q.Key, Props: props}}
	}
	return out, nil
}

func (m *machine) content(key string) any {
	s, ok := m.files[key]
	if !ok {
		return nil
	}
	return resource.Encode([]byte(s))
}

func (s *session) Apply(ctx context.Context, ops []resource.Op, each func(resource.Result)) error {
	m := s.c.m
	if !s.allowed {
		panic("a set in a session that was not allowed to change anything")
	}
	if m.block != nil {
		if err := m.block(ctx); err != nil {
			return err
		}
	}
	failed := false
	for _, op := range ops {
		res, err := s.set(ctx, op, failed)
		if err != nil {
			return err
		}
		if (res.Status == resource.Failed || res.Status == resource.Drift) && !op.Continue {
			failed = true
		}
		if op.Key == m.mute {
			continue
		}
		each(*res)
		each(*res)                                                    // twice: the first one counts
		each(resource.Result{Op: "another", Status: resource.Failed}) // of something else: no matter
	}
	if m.afterApply != nil {
		return m.afterApply(ops)
	}
	return nil
}

func (s *session) set(ctx context.Context, op resource.Op, failed bool) (*resource.Result, error) {
	m := s.c.m
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.sent = append(m.sent, op)
	if m.onSend != nil {
		m.onSend(op)
	}
	if s.c.dead = s.c.dead || m.point("before set"); s.c.dead {
		return nil, errLost
	}
	res := s.do(op, failed)
	if res.Status == resource.Done {
		s.made[op.ID] = true
	}
	if s.c.dead = m.point("after set"); s.c.dead {
		return nil, errLost
	}
	return &res, nil
}

// do compares and sets.
func (s *session) do(op resource.Op, failed bool) resource.Result {
	m := s.c.m
	if failed && !op.Continue {
		return resource.Result{Op: op.ID, Status: resource.Skipped}
	}
	if len(op.Needs) > 0 && !slices.ContainsFunc(op.Needs, func(id string) bool { return s.made[id] }) {
		return resource.Result{Op: op.ID, Status: resource.Already}
	}
	if m.onOp != nil {
		if res := m.onOp(op); res != nil {
			res.Op = op.ID
			return *res
		}
	}
	if op.Type == "service" {
		m.restarts++
		return resource.Result{Op: op.ID, Status: resource.Done}
	}
	now := resource.Props{"content": m.content(op.Key)}
	switch {
	case resource.Equal(now["content"], op.After["content"]):
		return resource.Result{Op: op.ID, Status: resource.Already, Now: now}
	case !resource.Equal(now["content"], op.Before["content"]):
		return resource.Result{Op: op.ID, Status: resource.Drift, Now: now}
	}
	if data, ok := op.After.Bytes("content"); ok {
		m.files[op.Key] = string(data)
	} else {
		delete(m.files, op.Key)
	}
	return resource.Result{Op: op.ID, Status: resource.Done, Now: op.After}
}

// Allow is what a session is asked before it changes anything.
func (s *session) Allow(ctx context.Context, by exec.Holder) (*exec.Holder, error) {
	m := s.c.m
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.c.dead = s.c.dead || m.point("allow"); s.c.dead {
		return nil, errLost
	}
	m.cost.Requests++
	if m.holder != nil && m.holder.Operator != by.Operator {
		return m.holder, nil
	}
	m.holder, m.held, s.allowed = &by, m.held+1, true
	if s.mode == exec.Observe {
		s.mode = exec.Apply
	}
	return nil, nil
}

func (s *session) Close(context.Context) error {
	m := s.c.m
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sessions--
	s.c.open--
	if s.allowed {
		if m.held--; m.held == 0 {
			m.holder = nil
		}
	}
	if s.c.dead = s.c.dead || m.point("close"); s.c.dead {
		return errLost
	}
	return nil
}

// wish is one change that a playbook of the tests wants: a file with a text, or a restart after another step.
type wish struct {
	step, key, want string
	onError         string
	knownAfter      string // deferred while that step has changes
	restartAfter    string
	manual          bool
	fixed           bool // cannot be taken back
	stage           int
}

// evaluation is a playbook that is a list of wishes.
type evaluation struct {
	wishes  []wish
	now     map[string]any
	asked   bool
	applied []*plan.Item
	final   func(*plan.Host)
}

func (e *evaluation) Applied(made []*plan.Item) { e.applied = made }

func (e *evaluation) Queries() []resource.Query {
	if e.asked {
		return nil
	}
	var out []resource.Query
	for _, w := range e.wishes {
		if w.key != "" {
			out = append(out, resource.Query{Type: "file", Key: w.key})
		}
	}
	return out
}

func (e *evaluation) Add(queries []resource.Query, answers []resource.Answer) {
	e.asked, e.now = true, map[string]any{}
	for i, q := range queries {
		e.now[q.Key] = answers[i].Items[0].Props["content"]
	}
}

func (e *evaluation) Plan() *plan.Host {
	h := &plan.Host{Checks: []plan.Check{{Check: "check.all", Status: plan.CheckFinding, Severity: plan.Info}}}
	changing := map[string]bool{}
	for _, c := range e.applied {
		changing[c.Step] = true
	}
	planned := map[string]bool{}
	for _, w := range e.wishes {
		c := plan.Change{ID: w.step + "#" + w.key, Step: w.step, Kind: "file", OnError: w.onError, Stage: w.stage}
		c.Reversible = !w.fixed
		c.Resource = resource.ID{Type: "file", Key: w.key}
		after := any(resource.Encode([]byte(w.want)))
		switch {
		case w.knownAfter != "" && planned[w.knownAfter]:
			c.Action, c.KnownAfter = step.Update, w.knownAfter
		case w.restartAfter != "":
			if !changing[w.restartAfter] {
				continue
			}
			c.Once, c.RunsAfter = true, []string{w.restartAfter}
			c.Kind, c.Action, c.Resource = "service", step.Restart, resource.ID{Type: "service", Key: "sp"}
			c.Op = &resource.Op{
				Type: "service", Key: "sp", Before: resource.Props{"restart": nil},
				After: resource.Props{"restart": true},
			}
		case resource.Equal(e.now[w.key], after):
			continue
		case w.manual:
			c.Action = step.Manual
		default:
			c.Action = step.Update
			c.Before, c.After = resource.Props{"text": e.now[w.key]}, resource.Props{"text": w.want}
			c.Op = &resource.Op{
				Type: "file", Key: w.key, Before: resource.Props{"content": e.now[w.key]},
				After: resource.Props{"content": after},
			}
		}
		changing[w.step], planned[w.step] = true, true
		h.Changes = append(h.Changes, c)
	}
	if len(h.Changes) == 0 {
		h.Checks[0].Status = plan.CheckOK
	}
	if e.final != nil {
		e.final(h)
	}
	return h
}

// playbook evaluates the same wishes everywhere.
func playbook(wishes ...wish) exec.Evaluate {
	return func(*inventory.Host) exec.Evaluation { return &evaluation{wishes: wishes} }
}

// practice makes a practice with hosts, and a fleet of machines behind them, each with these files.
func practice(n int, files map[string]string) (*fleet, []*inventory.Host) {
	p := &inventory.Practice{Name: "mueller", Title: "Praxis Dr. Müller", Mandate: true}
	f := &fleet{hosts: map[string]*machine{}}
	for i := range n {
		h := &inventory.Host{Practice: p, Name: fmt.Sprintf("pc%03d", i)}
		p.Hosts = append(p.Hosts, h)
		m := &machine{files: map[string]string{}}
		for k, v := range files {
			m.files[k] = v
		}
		f.hosts[h.ID()] = m
	}
	return f, p.Hosts
}

func (f *fleet) only() *machine { return f.hosts["mueller/pc000"] }

// clean fails the test if a connection or an exchange was left open.
func (f *fleet) clean(t *testing.T) {
	t.Helper()
	for id, m := range f.hosts {
		if m.misuse != "" {
			t.Errorf("%s: %s", id, m.misuse)
		}
		if m.conns != 0 || m.sessions != 0 {
			t.Errorf("%s: %d connections and %d sessions were left open", id, m.conns, m.sessions)
		}
	}
}

// memory is a Journal that only remembers.
type memory struct {
	mu       sync.Mutex
	info     exec.RunInfo
	intents  []exec.Intent
	outcomes []resource.Result
	hosts    []string
	resumed  []string
	ended    plan.RunStatus
	results  []*plan.Result
	working  *exec.Holder // who changes every host
	fail     func(what string) error
}

func (j *memory) failing(what string) error {
	if j.fail == nil {
		return nil
	}
	return j.fail(what)
}

func (j *memory) Begin(_ context.Context, info exec.RunInfo) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.info = info
	return j.failing("begin")
}

func (j *memory) Resume(_ context.Context, run string, hosts []string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.resumed = append(j.resumed, hosts...)
	return j.failing("resume")
}

func (j *memory) Intend(_ context.Context, _, _ string, intents []exec.Intent) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.failing("intend"); err != nil {
		return err
	}
	j.intents = append(j.intents, intents...)
	return nil
}

func (j *memory) Outcome(_ context.Context, _, _ string, res resource.Result) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.outcomes = append(j.outcomes, res)
	return j.failing("outcome")
}

func (j *memory) HostDone(_ context.Context, _ string, r *plan.Result) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.hosts = append(j.hosts, r.Host+" "+string(r.Class()))
	j.results = append(j.results, r)
	slices.Sort(j.hosts)
	return j.failing("host")
}

func (j *memory) Working(context.Context, string, string) (*exec.Holder, error) {
	return j.working, j.failing("working")
}

func (j *memory) End(_ context.Context, _ string, status plan.RunStatus) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ended = status
	return j.failing("end")
}

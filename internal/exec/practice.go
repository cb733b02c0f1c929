package exec

import (
	"context"
	"sync"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/resource"
)

// neighbourly is an evaluation that may rest on the other hosts of its practice.
type neighbourly interface {
	Evaluation
	Waits() bool
	Meet(hosts []eval.Neighbour)
	Output() cty.Value
}

// practices are the hosts of a run by practice, and what each has said of itself so far.
type practices struct {
	mu   sync.Mutex
	by   map[*inventory.Practice]*practice
	last []*neighbour // the evaluations that rest on other hosts, by the run's order; nil: it does not
	// order is that in which they are looked at
	order []int
}

type practice struct {
	said    map[string]eval.Neighbour // by the host's id
	servers int                       // that are still to be looked at
	ready   chan struct{}             // closed when they were
}

func newPractices(hosts []*inventory.Host) *practices {
	p := &practices{
		by: map[*inventory.Practice]*practice{}, last: make([]*neighbour, len(hosts)), order: order(hosts),
	}
	for _, h := range hosts {
		of := p.by[h.Practice]
		if of == nil {
			of = &practice{said: map[string]eval.Neighbour{}, ready: make(chan struct{})}
			p.by[h.Practice] = of
		}
		if server(h) {
			of.servers++
		}
	}
	for _, of := range p.by {
		if of.servers == 0 {
			close(of.ready)
		}
	}
	return p
}

func server(h *inventory.Host) bool { return h.Role == "server" }

// order is that in which hosts are looked at: a practice's servers before those that ask about them, so that nobody
// waits for a host whose turn comes later.
func order(hosts []*inventory.Host) []int {
	var practices []*inventory.Practice
	servers, others := map[*inventory.Practice][]int{}, map[*inventory.Practice][]int{}
	for i, h := range hosts {
		if len(servers[h.Practice])+len(others[h.Practice]) == 0 {
			practices = append(practices, h.Practice)
		}
		if server(h) {
			servers[h.Practice] = append(servers[h.Practice], i)
		} else {
			others[h.Practice] = append(others[h.Practice], i)
		}
	}
	out := make([]int, 0, len(hosts))
	for _, of := range practices {
		out = append(append(out, servers[of]...), others[of]...)
	}
	return out
}

// at is the place of the host that is looked at as the n-th.
func (p *practices) at(n int) int {
	if p == nil {
		return n
	}
	return p.order[n]
}

// looked notes what the i-th host has said of itself.
func (p *practices) looked(i int, t *target) {
	if p == nil {
		return
	}
	h, reached := t.host, t.result.Error == nil && t.result.Reached
	n := eval.Neighbour{
		Name: h.Name, Host: inventory.HostValue(h), Reached: reached, Output: cty.NullVal(cty.DynamicPseudoType),
	}
	if ev := p.last[i]; ev != nil {
		if reached {
			n.Output = ev.Output()
		}
		if !ev.Waits() {
			p.last[i] = nil
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	of := p.by[h.Practice]
	of.said[h.ID()] = n
	if server(h) {
		if of.servers--; of.servers == 0 {
			close(of.ready)
		}
	}
}

// hosts are all hosts of a practice. What those say that were not looked at yet is unknown, or null once all were.
func (p *practices) hosts(of *inventory.Practice, all bool) []eval.Neighbour {
	p.mu.Lock()
	defer p.mu.Unlock()
	said := map[string]eval.Neighbour{}
	if known := p.by[of]; known != nil {
		said = known.said
	}
	var out []eval.Neighbour
	for _, h := range of.Hosts {
		n, ok := said[h.ID()]
		if !ok {
			n = eval.Neighbour{Name: h.Name, Host: inventory.HostValue(h), Output: cty.DynamicVal}
			if all {
				n.Output = cty.NullVal(cty.DynamicPseudoType)
			}
		}
		out = append(out, n)
	}
	return out
}

// neighbour is an evaluation that has its questions about other hosts answered: when it has no others left it waits
// for the servers of its practice. A server never waits.
type neighbour struct {
	neighbourly
	ctx  context.Context
	host *inventory.Host
	all  *practices
	met  bool
}

// Queries implements Evaluation.
func (n *neighbour) Queries() []resource.Query {
	q := n.neighbourly.Queries()
	if len(q) > 0 || n.met || server(n.host) || !n.Waits() {
		return q
	}
	n.met = true
	select {
	case <-n.all.by[n.host.Practice].ready:
	case <-n.ctx.Done():
		return nil
	}
	n.Meet(n.all.hosts(n.host.Practice, false))
	return n.neighbourly.Queries()
}

// wrap gives the evaluation of the i-th host the answers of the others. It stands apart because a host that is waited
// for keeps the frame of Plan.
//
//go:noinline
func (p *practices) wrap(ctx context.Context, i int, evaluate Evaluate) Evaluate {
	if p == nil {
		return evaluate
	}
	return func(h *inventory.Host) Evaluation {
		ev := evaluate(h)
		if n, ok := ev.(neighbourly); ok {
			p.last[i] = &neighbour{neighbourly: n, ctx: ctx, host: h, all: p}
			return p.last[i]
		}
		return ev
	}
}

// settle plans anew what rests on hosts that were looked at later.
func (run *Run) settle() {
	p := run.practices
	for i, t := range run.targets {
		n := p.last[i]
		if n == nil || t.result.Error != nil {
			continue
		}
		n.Meet(p.hosts(t.host.Practice, true))
		h := n.Plan()
		if h.Reason == nil {
			h.Reason = t.plan.Reason
		}
		t.planned(h, t.result.Visit)
	}
	clear(p.last)
	evaluate := run.evaluate
	run.evaluate = func(h *inventory.Host) Evaluation {
		ev := evaluate(h)
		if n, ok := ev.(neighbourly); ok {
			n.Meet(p.hosts(h.Practice, true))
		}
		return ev
	}
}

// Neighbours are all hosts of a practice with what they have said of themselves, for its own checks.
func (run *Run) Neighbours(of *inventory.Practice) []eval.Neighbour {
	if run.practices == nil {
		return nil
	}
	return run.practices.hosts(of, true)
}

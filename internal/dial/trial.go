package dial

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/problem"
)

// maxAsked is how often a person is asked for one account's password.
const maxAsked = 3

// maxLocal is at how many hosts a local account's password is tried before one has taken it: each host has its own.
const maxLocal = 3

// patience is how long a host that has answered is kept waiting for another one's logon before its connection is given
// up meanwhile.
const patience = 5 * time.Second

// trials are the passwords of a run. A wrong one would be refused by every host, and accounts lock: until a host has
// taken it, one host at a time logs on with it.
type trials struct {
	mu sync.Mutex
	of map[string]*trial // by source and account
}

// trial is one password of one account.
type trial struct {
	turn chan struct{} // of the host that logs on with it while nobody knows whether it is right

	mu     sync.Mutex
	proven bool             // a host has taken it
	asked  int              // how often it was asked for
	denied int              // how many hosts have refused it
	over   *problem.Problem // why nobody is to log on with it any more

	took map[string]bool             // the hosts that have taken it
	at   map[string]*problem.Problem // why nobody is to log on with it at these hosts any more
}

var errNotItsTurn = errors.New("another host is trying the password")

// find gives the trial of a host's password; nil where there is none.
func (d *Dialer) find(h *inventory.Host) *trial {
	s := h.Connection.Password
	if s == nil || h.Connection.Auth == "kerberos" { // that logs on once for all hosts
		return nil
	}
	d.trials.mu.Lock()
	defer d.trials.mu.Unlock()
	id := s.ID() + "\x00" + strings.ToLower(h.Connection.User)
	t := d.trials.of[id]
	if t == nil {
		if d.trials.of == nil {
			d.trials.of = map[string]*trial{}
		}
		t = &trial{
			turn: make(chan struct{}, 1), asked: 1, took: map[string]bool{}, at: map[string]*problem.Problem{},
		}
		d.trials.of[id] = t
	}
	return t
}

// attempt is one logon with a password that is on trial. It stands in for the secrets of the run.
type attempt struct {
	inventory.Resolver
	*trial
	host   *inventory.Host
	secret *inventory.Secret
	holds  bool   // it is this host's turn
	waits  bool   // it is another host's
	used   string // what the host was told
}

// Resolve gives the password where it is known to be right, or where it is this host's turn to find that out. It is
// asked for when the host has answered: hosts that are off keep nobody waiting.
func (a *attempt) Resolve(ctx context.Context, s *inventory.Secret) (string, error) {
	if s == a.secret {
		if err := a.mayTry(ctx); err != nil {
			return "", err
		}
	}
	value, err := a.Resolver.Resolve(ctx, s)
	if s == a.secret {
		a.used = value
	}
	return value, err
}

func (a *attempt) mayTry(ctx context.Context) error {
	if done, err := a.settled(a.host); done || a.holds {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case a.turn <- struct{}{}:
	case <-ctx.Done():
		a.waits = true
		return errNotItsTurn
	}
	done, err := a.settled(a.host)
	if a.holds = !done; done {
		<-a.turn
	}
	return err
}

// settled says whether nothing is left to be tried out, and why nobody is to log on at this host any more.
func (t *trial) settled(h *inventory.Host) (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if why := cmp.Or(t.over, t.at[h.ID()]); why != nil {
		return true, why
	}
	return t.proven, nil
}

// turnedAway takes down that a host has refused a password which is known to be right. One that it has taken before, in
// this call, was changed meanwhile, or its account is locked: that of a domain counts each further try, at any host.
// Another host may have its own reasons.
func (a *attempt) turnedAway(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	id := a.host.ID()
	switch why := a.notTried(a.host, err); {
	case !a.proven:
	case a.took[id] && !ownAccount(a.host.Connection.User):
		a.over = why
	default:
		a.at[id] = why
	}
}

func (t *trial) notTried(h *inventory.Host, cause error) *problem.Problem {
	return problem.New(problem.LogonNotTried, "host", h.ID(), "user", h.Connection.User).Because(cause)
}

// tried dials with a password that is on trial. Where it is refused it is asked for again, at most three times in all,
// and each answer is tried at one host only.
func (d *Dialer) tried(ctx context.Context, h *inventory.Host, t *trial, connect func(*Dialer) error) error {
	a := &attempt{Resolver: d.Secrets, trial: t, host: h, secret: h.Connection.Password}
	release := func() {
		if a.holds {
			a.holds = false
			<-t.turn
		}
	}
	defer release() // whoever waits must not wait for ever
	one := &Dialer{Secrets: a, State: d.State, Getenv: d.Getenv, Now: d.Now, Met: d.Met, Tickets: d.Tickets}
	one.refused = a.turnedAway
	for {
		a.waits = false
		err := connect(one)
		if err == nil {
			t.end(func() { t.took[h.ID()] = true })
		}
		switch {
		case a.waits:
			select {
			case t.turn <- struct{}{}: // nobody tries any more
				a.holds = true
			case <-ctx.Done():
				return ctx.Err()
			}
			if done, _ := t.settled(h); done {
				release()
			}
		case !a.holds: // the password was not needed, or is known to be right
			if refused(err) {
				a.turnedAway(err)
			}
			return err
		case err == nil:
			t.end(func() { t.proven = true })
			return nil
		case !refused(err) || !d.again(ctx, h, t, a, err):
			return err
		}
	}
}

// refused says whether a host has refused an account's password.
func refused(err error) bool {
	return problem.Is(err, problem.LogonRefused, problem.BasicRefused, problem.SSHLogon)
}

// again says whether a password is to be tried once more at the host that has refused it: where a person can be asked
// for it again, and types another one. Who types the same again means it: this host does not want it, the next one may.
// What nobody types anew is tried no more: that of an account of a domain nowhere, since the domain counts, that of a
// local account not after three hosts.
func (d *Dialer) again(ctx context.Context, h *inventory.Host, t *trial, a *attempt, cause error) bool {
	over := func() bool {
		t.end(func() { t.over = t.notTried(h, cause) })
		return false
	}
	if t.denied++; d.Again == nil || !h.Connection.Password.Typed() {
		if !ownAccount(h.Connection.User) || t.denied == maxLocal {
			return over()
		}
		return false
	}
	if t.asked == maxAsked {
		return over()
	}
	t.asked++
	value, err := d.Again(ctx, h)
	if err != nil {
		return over()
	}
	return value != a.used
}

// ownAccount says whether an account may be one of each host: it names no domain.
func ownAccount(user string) bool {
	domain, _, named := strings.Cut(user, `\`)
	return !named && !strings.Contains(user, "@") || named && domain == "."
}

func (t *trial) end(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f()
}

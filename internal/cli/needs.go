package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
)

// needed is one source, with the hosts that need it.
type needed struct {
	inventory.Need
	hosts []*inventory.Host
}

// needsOf collects what dialling hosts takes, each source once.
func needsOf(hosts []*inventory.Host) []*needed {
	var all []*needed
	at := map[string]*needed{}
	for _, h := range hosts {
		for _, n := range h.Needs() {
			known := at[n.ID()]
			if known == nil {
				known = &needed{Need: n}
				at[n.ID()] = known
				all = append(all, known)
			}
			known.hosts = append(known.hosts, h)
		}
	}
	return all
}

// lacking are the mistakes of this computer's side: what is missing, where the inventory asks for it, and how many
// hosts it concerns. It is an error of before any host was touched.
type lacking struct {
	first *problem.Problem
	hclx.ConfigError
}

// Problem is the first of them.
func (l *lacking) Problem() *problem.Problem { return l.first }

func (l *lacking) Unwrap() []error { return []error{l.first, &l.ConfigError} }

// meet looks for all that dialling the hosts takes, and asks a person where that is a source: before any host is
// dialled, and before anything else is drawn on the terminal.
func (p *program) meet(ctx context.Context, hosts []*inventory.Host, r inventory.Resolver, ask bool) error {
	missing := &lacking{}
	for _, n := range needsOf(hosts) {
		if n.Asks() && !ask {
			continue
		}
		if n.Asks() {
			n.Secret.Question(question(n))
		}
		err := n.Meet(ctx, r)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			continue
		}
		found := problem.From(err)
		if missing.first == nil {
			missing.first = found
		}
		text := found.Text(p.lang())
		detail := []string{report.Number(len(n.hosts), "host") + ": " + someHosts(n.hosts)}
		if found.Detail != "" {
			detail = append([]string{found.Detail}, detail...)
		}
		d := &hcl.Diagnostic{
			Severity: hcl.DiagError, Summary: strings.TrimSuffix(text.Cause, "."),
			Detail: strings.Join(append(detail, text.Cure), "\n"),
		}
		if n.Range.Filename != "" {
			d.Subject = n.Range.Ptr()
		}
		missing.Diagnostics = append(missing.Diagnostics, d)
	}
	if missing.first == nil {
		return nil
	}
	missing.Files = p.sources
	return missing
}

// someHosts names the first ones.
func someHosts(hosts []*inventory.Host) string {
	const most = 3
	var names []string
	for _, h := range hosts[:min(most, len(hosts))] {
		names = append(names, h.ID())
	}
	if len(hosts) > most {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
}

// question is what a person is asked for: whose password, and for how many computers.
func question(n *needed) string {
	users := map[string]bool{}
	for _, h := range n.hosts {
		users[h.Connection.User] = true
	}
	label := n.Secret.Label()
	if len(users) == 1 && n.Attr == "password" && n.hosts[0].Connection.User != "" {
		label = "Password for " + n.hosts[0].Connection.User
	}
	return fmt.Sprintf("%s (%s): ", label, report.Number(len(n.hosts), "computer"))
}

// ready meets the needs of the hosts that will be dialled: a host on which no playbook asks anything is none of them.
func (s *session) ready(r inventory.Resolver) error {
	hosts := s.work.hosts
	if s.work.set != nil {
		hosts = slices.DeleteFunc(slices.Clone(hosts), func(h *inventory.Host) bool {
			return len(s.work.evaluate(h).Queries()) == 0
		})
	}
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	go func() {
		select {
		case <-s.watching.first: // who is asked may go away
			cancel()
		case <-ctx.Done():
		}
	}()
	err := s.p.meet(ctx, hosts, r, true)
	if errors.Is(err, context.Canceled) {
		return problem.New(problem.CallCancelled)
	}
	return err
}

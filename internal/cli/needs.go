package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/dial"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// needed is one source, with the hosts that need it.
type needed struct {
	dial.Need
	hosts []*inventory.Host
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

// needsOf collects what dialling hosts takes, each source once.
func needsOf(d *dial.Dialer, hosts []*inventory.Host) []*needed {
	var all []*needed
	at := map[string]*needed{}
	for _, h := range hosts {
		for _, n := range d.Needs(h) {
			known := at[n.ID]
			if known == nil {
				known = &needed{Need: n}
				at[n.ID] = known
				all = append(all, known)
			}
			known.hosts = append(known.hosts, h)
		}
	}
	return all
}

// meeting looks for all that dialling hosts takes: before any host is dialled, and before anything else is drawn on the
// terminal.
type meeting struct {
	p    *program
	d    *dial.Dialer
	asks bool // a person is asked, where that is a source
	// dialled says which hosts will be: what only others need is not missed, and nobody is asked for it. nil: all.
	dialled func(*inventory.Host) bool
	missing lacking
}

// meet gives what is missing as an error.
func (m *meeting) meet(ctx context.Context, hosts []*inventory.Host) error {
	var questions []*needed
	for _, n := range needsOf(m.d, hosts) {
		if n.Asks() {
			questions = append(questions, n)
		} else if err := m.one(ctx, n); err != nil {
			return err
		}
	}
	for _, n := range questions {
		if !m.asks || m.missing.first != nil { // nobody is asked in vain
			break
		}
		if err := m.one(ctx, n); err != nil {
			return err
		}
	}
	if m.missing.first == nil {
		return nil
	}
	m.missing.Files = m.p.sources
	return &m.missing
}

// one notes what cannot be met. The error is that of an end before its time.
func (m *meeting) one(ctx context.Context, n *needed) error {
	needed := func() bool {
		if m.dialled != nil {
			n.hosts = slices.DeleteFunc(n.hosts, func(h *inventory.Host) bool { return !m.dialled(h) })
		}
		return len(n.hosts) > 0
	}
	if n.Asks() {
		if !needed() {
			return nil
		}
		n.Secret.Question(question(n, m.p.lang()))
	}
	err := n.Meet(ctx)
	if ctx.Err() != nil {
		if n.Asks() {
			fmt.Fprintln(m.p.Err) // the question is left behind
		}
		return problem.New(problem.CallCancelled)
	}
	if err != nil && needed() {
		found := problem.From(err)
		var ids []string
		for _, h := range n.hosts {
			ids = append(ids, h.ID())
		}
		d := m.missing.add(found, n.Range, ids, m.p.lang())
		if n.Hidden() {
			hclx.HideSource(d)
		}
		if !m.asks && found.ID == problem.KeyringBroken { // it may be readable where the hosts are dialled
			d.Severity = hcl.DiagWarning
		}
	}
	return nil
}

// add notes a problem at its place, with the hosts that it concerns.
func (l *lacking) add(found *problem.Problem, at hcl.Range, hosts []string, lang text.Lang) *hcl.Diagnostic {
	if l.first == nil {
		l.first = found
	}
	d := mistake(found, lang, concerned(hosts, lang))
	if at.Filename != "" {
		d.Subject = &at
	}
	l.Diagnostics = append(l.Diagnostics, d)
	return d
}

// mistake tells a problem among the mistakes of files.
func mistake(found *problem.Problem, lang text.Lang, more ...string) *hcl.Diagnostic {
	words := found.Text(lang)
	lines := slices.DeleteFunc(append([]string{found.Detail}, more...), func(l string) bool { return l == "" })
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: words.Cause, Detail: strings.Join(append(lines, "→ "+words.Cure), "\n"),
	}
}

// concerned names the first hosts, and how many there are.
func concerned(hosts []string, lang text.Lang) string {
	const most = 5
	phrase := text.NeededByMany
	if len(hosts) == 1 {
		phrase = text.NeededByOne
	}
	names := slices.Clone(hosts[:min(most, len(hosts))])
	if len(hosts) > most {
		names = append(names, "…")
	}
	return phrase.In(lang, "count", strconv.Itoa(len(hosts)), "hosts", strings.Join(names, ", "))
}

// question is what a person is asked for: whose password, and for how many computers.
func question(n *needed, lang text.Lang) string {
	label := n.Secret.Label()
	if label == "" {
		var whose []string
		for _, h := range n.hosts {
			if u := h.Connection.User; !slices.Contains(whose, u) {
				whose = append(whose, u)
			}
		}
		phrase := text.AskPassword
		if n.Attr == "key_passphrase" {
			phrase, whose = text.AskPassphrase, []string{n.hosts[0].Connection.KeyFile}
		}
		const most = 3
		if len(whose) > most {
			whose = append(whose[:most], "…")
		}
		label = phrase.In(lang, "whose", strings.Join(whose, ", "))
	}
	phrase := text.ForComputers
	if len(n.hosts) == 1 {
		phrase = text.ForComputer
	}
	return phrase.In(lang, "label", label, "count", strconv.Itoa(len(n.hosts)))
}

// ready meets the needs of the hosts that will be dialled: a host on which no playbook asks anything is none of them.
func (p *program) ready(ctx context.Context, w *work) error {
	d, ok := p.dialer().(*dial.Dialer)
	if !ok {
		return nil
	}
	ctx, watching := p.watch(ctx, nil)
	defer watching.end()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-watching.first: // who is asked may go away
			cancel()
		case <-ctx.Done():
		}
	}()
	m := &meeting{p: p, d: d, asks: true}
	if w.set != nil {
		m.dialled = func(h *inventory.Host) bool {
			if _, saved := w.targets[h.ID()]; w.targets != nil && !saved {
				return false
			}
			return len(w.evaluate(h).Queries()) > 0
		}
	}
	return m.meet(ctx, w.hosts)
}

// again asks once more for a password that a host has refused. Who presses Ctrl-C instead gives none.
func (s *session) again(ctx context.Context, h *inventory.Host) (password string, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-s.watching.first:
			cancel()
		case <-ctx.Done():
		}
	}()
	s.p.tell(text.PasswordRefused, "host", h.ID())
	secrets := s.p.configured().Secrets
	secrets.Forget(h.Connection.Password)
	err = s.p.terminal.aside(ctx, func() error {
		password, err = secrets.Resolve(ctx, h.Connection.Password)
		return err
	})
	return password, err
}

// lacks is what this computer lacks to dial hosts, as far as it can be told without asking a person.
func (p *program) lacks(ctx context.Context, hosts []*inventory.Host) (hcl.Diagnostics, error) {
	m := &meeting{p: p, d: p.configured()}
	if err := m.meet(ctx, hosts); err != nil && m.missing.first == nil {
		return nil, err
	}
	return m.missing.Diagnostics, nil
}

// without is equal for hosts that lack the same of what the playbooks name, and are otherwise of a kind: what one of
// them can do without, the others can. "" lacks nothing.
func without(h *inventory.Host, wants []playbook.Lack) string {
	var missing []string
	for _, l := range wants {
		vars := h.Vars
		if l.Root == "practice" {
			vars = h.Practice.Vars
		}
		if _, has := vars[l.Name]; !has {
			missing = append(missing, l.Root+"."+l.Name)
		}
	}
	if missing == nil {
		return ""
	}
	return fmt.Sprintf("%q %q %q %q", missing, h.Role, h.Practice.Products, h.Tags)
}

// variables looks for the variables of the inventory that the playbooks need on the hosts: host.vars and practice.vars.
func (p *program) variables(w *work) error {
	type lack struct {
		playbook.Lack
		hosts []string // each with its place in the inventory
	}
	var all []*lack
	at := map[string]*lack{}
	wants, fine := w.set.Wants(), map[string]bool{}
	for _, h := range w.hosts {
		alike := without(h, wants)
		if alike == "" || fine[alike] {
			continue
		}
		lacks := w.set.Lacks(inventory.HostValue(h), inventory.PracticeValue(h.Practice), w.checks)
		fine[alike] = len(lacks) == 0
		for _, l := range lacks {
			place := h.Range
			if l.Root == "practice" {
				place = h.Practice.Range
			}
			key := l.Root + "." + l.Name
			if at[key] == nil {
				at[key] = &lack{Lack: l}
				all = append(all, at[key])
			}
			at[key].hosts = append(at[key].hosts, fmt.Sprintf("%s (%s:%d)", h.ID(), place.Filename, place.Start.Line))
		}
	}
	if len(all) == 0 {
		return nil
	}
	missing := &lacking{ConfigError: hclx.ConfigError{Files: p.sources}}
	for _, l := range all {
		found := problem.New(problem.VariableMissing, "name", l.Name, "owner", l.Root)
		missing.add(found, l.Range, l.hosts, p.lang())
	}
	return missing
}

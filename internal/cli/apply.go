package cli

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

func yesFlag() []cli.Flag {
	return []cli.Flag{&cli.BoolFlag{Name: "yes"}}
}

func (p *program) applyCommand() *cli.Command {
	return &cli.Command{
		Name: "apply", Flags: flags(yesFlag(), verifyFlag(), rolloutFlags(), inventoryFlags(), selectFlags(),
			varFlags(), runFlags(), displayFlags()),
		Action: func(c *cli.Context) error {
			o, err := p.options(c)
			if err != nil {
				return err
			}
			names := c.Args().Slice()
			if err := errors.Join(needPlaybooks(names, "xops apply"), p.mayAsk(c)); err != nil {
				return err
			}
			if isSavedPlan(names) {
				return p.applyPlan(c, o, names[0])
			}
			if c.IsSet("verify") {
				return problem.New(problem.FlagNeeds, "flag", "--verify", "needs", "FILE")
			}
			w, err := p.load(o, names, false)
			if err != nil {
				return err
			}
			return p.change(c, o, w, "apply")
		},
	}
}

func (p *program) fixCommand() *cli.Command {
	return &cli.Command{
		Name: "fix", Flags: flags(yesFlag(), inventoryFlags(), varFlags(), runFlags(), displayFlags()),
		Action: p.fix,
	}
}

func (p *program) fix(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if !c.Args().Present() {
		return problem.New(problem.HostMissing)
	}
	host, names := c.Args().First(), c.Args().Tail()
	look := len(names) == 0
	switch {
	case !look:
		err = p.mayAsk(c)
	case c.Bool("yes"):
		err = problem.New(problem.YesNeedsPlaybooks, "host", host)
	}
	if err != nil {
		return err
	}
	if o.hosts, err = p.oneHost(o, host); err != nil {
		return err
	}
	if look {
		names = p.playbooksWithoutValues()
	}
	w, err := p.load(o, names, false)
	if err != nil {
		return err
	}
	if len(w.hosts) != 1 {
		return problem.New(problem.HostsNotOne, "command", "xops fix", "count", strconv.Itoa(len(w.hosts)), "first",
			w.hosts[0].ID()).With("%s", host)
	}
	if look {
		return p.offer(c, o, w)
	}
	return p.change(c, o, w, "fix")
}

// offer looks at one host with all playbooks and says which ones have something to do there.
func (p *program) offer(c *cli.Context, o options, w *work) error {
	s, err := p.begin(c.Context, o, w, "")
	if err != nil {
		return err
	}
	defer s.end()
	results := s.plan()
	if err := p.showPlan(s, results); err != nil {
		return err
	}
	var useful []string
	for _, i := range results[0].Items {
		if name := i.Playbook; name != "" && !slices.Contains(useful, name) {
			useful = append(useful, name)
		}
	}
	if results[0].Class() == plan.Changes && len(useful) > 0 {
		p.tell(text.FixWith, "host", results[0].Host, "playbooks", strings.Join(useful, " "))
	}
	return code(plan.ActCode(results, s.watching.cancelled()))
}

// oneHost is the pattern of the one host that a person names: by practice/host, or by its name alone.
func (p *program) oneHost(o options, name string) ([]string, error) {
	if strings.Contains(name, "/") {
		return []string{name}, nil
	}
	inv, diags := inventory.Load(o.inventory, hclx.NewParser())
	if diags.HasErrors() {
		return []string{name}, nil // load reports it
	}
	var ids []string
	for _, h := range inv.Hosts() {
		if strings.EqualFold(h.Name, name) {
			ids = append(ids, h.ID())
		}
	}
	switch len(ids) {
	case 0:
		return []string{"*/" + name}, nil // load reports it, with the nearest name
	case 1:
		return ids, nil
	}
	const most = 10
	shown := ids[:min(most, len(ids))]
	return nil, problem.New(problem.HostAmbiguous, "name", name, "count", strconv.Itoa(len(ids)), "first",
		ids[0]).With("%s", strings.Join(shown, ", "))
}

// mayAsk refuses early what would have to ask and cannot.
func (p *program) mayAsk(c *cli.Context) error {
	if c.Bool("yes") || p.InTerminal {
		return nil
	}
	return problem.New(problem.NoTerminal, "command", c.Command.HelpName)
}

// change plans, shows, asks, applies and shows the result.
func (p *program) change(c *cli.Context, o options, w *work, command string) error {
	if err := p.mustBeApproved(command); err != nil {
		return err
	}
	s, err := p.begin(c.Context, o, w, command)
	if err != nil {
		return err
	}
	defer s.end()
	return p.review(c, s, s.plan())
}

// review shows a plan, asks, applies and shows the result. A host that may not be changed now is shown, and neither
// counted nor asked for.
func (p *program) review(c *cli.Context, s *session, results []*plan.Result) error {
	o := s.o
	schedule := s.run.Schedule()
	pending := 0
	for _, n := range schedule.Sizes {
		pending += n
	}
	if pending == 0 && !s.mayCome(results) || s.watching.cancelled() {
		if err := p.showPlan(s, results); err != nil {
			return err
		}
		return code(plan.ActCode(results, s.watching.cancelled()))
	}
	// The plan is what the question is about. With --json stdout holds the result alone.
	if !o.json {
		pr := p.printer(o)
		pr.Plan(results)
		pr.Rollout(schedule)
		if err := pr.Err(); err != nil {
			return err
		}
	}
	s.runner.Between = p.between(c, s)
	if !c.Bool("yes") {
		if p.results.unread.Load() {
			return problem.New(problem.PlanUnseen)
		}
		if o.json {
			p.narrator(o).Plan(results)
		}
		ok, err := p.ask(s, p.t(text.MakeThem, "on", p.n(text.OnHosts, pending), "batches", batches(schedule)))
		if err != nil {
			return err
		}
		if !ok {
			p.tell(text.NothingChanged)
			if o.json {
				if err := p.showPlan(s, results); err != nil {
					return err
				}
			}
			return exitCode(plan.ExitCancelled)
		}
	}
	done, err := s.apply()
	if err != nil {
		return err
	}
	return p.showResult(s, done)
}

func (p *program) showResult(s *session, done []*plan.Result) error {
	err := p.show(s.o, report.NewPlanDocument(s.run.Plan(), done, s.run.ID(), p.lang()), func(pr *report.Printer) {
		pr.Say("")
		pr.Result(done)
	})
	p.journalled(s, s.run.ID())
	for _, r := range done {
		if r.Count().Done > 0 {
			p.tell(text.UndoWith, "run", s.run.ID())
			break
		}
	}
	return p.afterwards(s, s.run.ID(), err, plan.ActCode(done, s.watching.cancelled()))
}

// journalled says where the run is written down, and what of it could not be. Without an id there was none.
func (p *program) journalled(s *session, id string) {
	for _, why := range s.live.complaints() {
		p.tell(text.JournalWarning, "why", report.Clean(why))
	}
	if id != "" {
		p.tell(text.InJournal, "run", id)
	}
}

// afterwards is the end of a run that was gone about, with the exit code by what became of its hosts. What of it could
// not be written down, or shown, takes nothing back; but it is told, and the code does not say that all is well.
func (p *program) afterwards(s *session, id string, unshown error, n int) error {
	lost := s.runner.Unwritable()
	if lost != nil {
		p.errPrinter().Error(lost)
	}
	if unshown != nil {
		p.errPrinter().Error(problem.New(problem.ResultUnwritten, "run", id).Because(unshown))
	}
	if lost != nil || unshown != nil {
		n = max(n, plan.ExitFailed)
	}
	return code(n)
}

// ask reads an answer from the terminal; an interrupt is a no.
func (p *program) ask(s *session, question string) (bool, error) {
	fmt.Fprint(p.Err, question)
	answer := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(p.In).ReadString('\n') // the end of the input is a no
		answer <- line
	}()
	select {
	case line := <-answer:
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "yes", "ja":
			return true, nil
		}
		return false, nil
	case <-s.watching.first:
		fmt.Fprintln(p.Err)
		return false, nil
	}
}

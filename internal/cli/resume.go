package cli

import (
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

func (p *program) runsResume(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if c.Args().Len() != 1 {
		return problem.New(problem.RunMissing)
	}
	if err := p.mayAsk(c); err != nil {
		return err
	}
	run, err := p.pastRun(c.Context, c.Args().First())
	if err != nil {
		return err
	}
	document, err := p.reviewed(c, run)
	if err != nil {
		return err
	}
	past, rest := remaining(run, document)
	if len(rest.Hosts) == 0 {
		p.tell(text.NothingLeft, "run", run.ID)
		return nil
	}
	w, err := p.loadPlan(o, rest)
	if err != nil {
		return err
	}
	if run.Undoes != "" {
		undone, err := p.readRun(c.Context, run.Undoes)
		if err != nil {
			return err
		}
		w.undoes, w.undo = run.Undoes, doneBy(undone)
	}
	s, err := p.begin(c.Context, o, w, run.Command)
	if err != nil {
		return err
	}
	defer s.end()
	s.resumed = true
	s.run = s.runner.Resume(rest, w.hosts, w.evaluate, past)
	return p.review(c, s, s.run.Results())
}

// reviewed is the plan of a run that is to go on.
func (p *program) reviewed(c *cli.Context, run *journal.Run) (*plan.Plan, error) {
	j, err := p.openJournal()
	if err != nil {
		return nil, err
	}
	defer j.Close() //nolint:errcheck // only read
	document, err := j.Plan(c.Context, run.ID)
	if err == nil && document == nil {
		err = problem.New(problem.NotResumable, "run", run.ID, "command", run.Command)
	}
	return document, err
}

// ended are the statuses of hosts that a run is through with.
var ended = append(slices.Clone(well), string(plan.Manual), string(plan.Finding), string(plan.NoMandate),
	string(plan.Stale))

// remaining is the part of a plan on which something is left, and what was done of it.
func remaining(run *journal.Run, document *plan.Plan) (exec.Past, *plan.Plan) {
	past := exec.Past{Run: run.ID, Made: map[string][]*plan.Item{}, Whole: document}
	rest := *document
	rest.Hosts = nil
	status := map[string]string{}
	for i := range run.Hosts {
		h := &run.Hosts[i]
		status[h.Host], past.Made[h.Host] = h.Status, h.Items()
	}
	for _, h := range document.Hosts {
		through := h.Error != nil || h.Reason != nil || !h.Pending()
		if through && !h.Asleep() || slices.Contains(ended, status[h.Host]) {
			past.Rest.Add(plan.Class(status[h.Host]), 1)
			continue
		}
		rest.Hosts = append(rest.Hosts, h)
	}
	return past, &rest
}

// doneBy is what a run did, by host.
func doneBy(run *journal.Run) map[string][]*plan.Item {
	made := map[string][]*plan.Item{}
	for i := range run.Hosts {
		made[run.Hosts[i].Host] = run.Hosts[i].Items()
	}
	return made
}

package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/demo"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/playbooks"
)

func (p *program) demoCommand() *cli.Command {
	return &cli.Command{
		Name: "demo", Flags: flags(labFlags(), displayFlags()),
		Action: p.demo,
	}
}

func (p *program) demo(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	o, err := p.options(c)
	if err != nil {
		return err
	}
	cfg, err := labConfig(c)
	if err != nil {
		return err
	}
	stage := demo.Stage{Out: p.printer(o), Verbose: o.verbose, Lang: p.lang()}
	if o.json {
		stage.Out = p.narrator(o) // stdout holds the document alone
	}
	if stage.Dir, err = p.demoDir(); err != nil {
		return err
	}
	begun := p.Now()
	if stage.Fleet, err = p.startFleet(c.Context, cfg); err != nil {
		return err
	}
	defer stage.Fleet.Stop()
	stage.Inventory = filepath.Join(stage.Dir, "inventory.hcl")
	if err := stage.Fleet.WriteInventory(stage.Inventory); err != nil {
		return err
	}
	paths := make([]string, len(playbooks.Remedies)) // those in the program, whatever ./playbooks has
	for i, name := range playbooks.Remedies {
		paths[i] = shipped + name + ".hcl"
	}
	o.inventory, stage.Playbooks = stage.Inventory, playbooks.Remedies
	w, err := p.load(o, paths, false)
	if err != nil {
		return err
	}
	stage.Begin = func(ctx context.Context, journal bool) (demo.Run, error) {
		command := ""
		if journal {
			command = "apply"
		}
		s, err := p.begin(ctx, o, w, command)
		return &demoRun{s}, err
	}
	doc, whole, ok, err := demo.Tell(c.Context, stage)
	switch {
	case err != nil:
		return err
	case !ok:
		return exitCode(plan.ExitCancelled)
	}
	return p.told(o, stage, doc, whole, p.Now().Sub(begun).Seconds())
}

// demoDir makes the folder of inventory, journal and report: a new one, so that a demonstration leaves the real journal
// alone, unless the user has named one.
func (p *program) demoDir() (string, error) {
	if dir := p.Getenv("XOPS_STATE_DIR"); dir != "" {
		return p.stateDir()
	}
	dir, err := os.MkdirTemp("", "xops-demo-")
	if err != nil {
		return "", err
	}
	env := p.Getenv
	p.Getenv = func(name string) string {
		if name == "XOPS_STATE_DIR" {
			return dir
		}
		return env(name)
	}
	return dir, nil
}

// told writes the report and says where it is.
func (p *program) told(o options, stage demo.Stage, doc demo.Document, whole string, seconds float64) error {
	file, data := filepath.Join(stage.Dir, "xops-report.txt"), filepath.Join(stage.Dir, "xops-report.json")
	doc.Report = file
	var b strings.Builder
	if err := report.WriteJSON(&b, doc); err != nil {
		return err
	}
	for name, content := range map[string]string{file: whole, data: b.String()} {
		if err := writeFile(name, []byte(content)); err != nil {
			return err
		}
	}
	stage.Out.Say("")
	stage.Out.Say(p.t(text.Reported, "text", file, "data", filepath.Base(data),
		"seconds", text.Decimal(p.lang(), seconds)))
	if err := stage.Out.Err(); err != nil {
		return err
	}
	if o.json {
		if err := report.WriteJSON(p.Out, doc); err != nil {
			return err
		}
	}
	if !doc.True {
		return exitCode(plan.ExitFailed)
	}
	return nil
}

// demoRun is a session as the demonstration needs it.
type demoRun struct{ s *session }

func (r *demoRun) Plan() []*plan.Result           { return r.s.plan() }
func (r *demoRun) Apply() ([]*plan.Result, error) { return r.s.apply() }
func (r *demoRun) ID() string                     { return r.s.run.ID() }
func (r *demoRun) Cancelled() bool                { return r.s.watching.cancelled() }
func (r *demoRun) End()                           { r.s.end() }
func (r *demoRun) Document(results []*plan.Result) report.PlanDocument {
	return report.NewPlanDocument(r.s.run.Plan(), results, r.s.run.ID(), r.s.p.lang())
}

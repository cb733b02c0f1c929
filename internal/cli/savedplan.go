package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// savePlan writes a plan, whole or not at all, for its owner only: it names the files of practices.
func savePlan(name string, pl *plan.Plan) error {
	var b bytes.Buffer
	if err := pl.Encode(&b); err != nil {
		return err
	}
	return writeFile(name, b.Bytes())
}

// writeFile writes a file under another name first, so that there is never half of it.
func writeFile(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".xops-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return problem.New(problem.FileNotWritten, "file", name).Because(err)
	}
	return nil
}

// writable says early that a file cannot be written there: before a fleet was looked at for nothing.
func writable(name string) error {
	if name == "" {
		return nil
	}
	dir := filepath.Dir(name)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return problem.New(problem.FileNoFolder, "file", name, "folder", dir)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return problem.New(problem.FileIsFolder, "file", name)
	}
	return nil
}

// isSavedPlan says whether the arguments are one saved plan.
func isSavedPlan(names []string) bool {
	if len(names) != 1 {
		return false
	}
	f, err := os.Open(names[0])
	if err != nil {
		return false // the playbooks' own message is better
	}
	defer f.Close() //nolint:errcheck // read only
	head := make([]byte, 4096)
	n, _ := io.ReadFull(f, head)
	return plan.Is(head[:n])
}

// readPlan reads a saved plan.
func readPlan(name string) (*plan.Plan, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	data, err := io.ReadAll(io.LimitReader(f, plan.MaxSize))
	if err != nil {
		return nil, err
	}
	return plan.Decode(data)
}

// loadPlan makes the work of a saved plan: its playbooks, variables and values; of the inventory only the connections.
func (p *program) loadPlan(o options, document *plan.Plan) (*work, error) {
	inv := hclx.NewParser()
	all, diags := p.selection(options{inventory: o.inventory}, inv)
	if err := p.judge(diags, inv); err != nil {
		return nil, err
	}
	w := &work{targets: map[string]eval.Target{}}
	byID := map[string]*inventory.Host{}
	for _, h := range all {
		byID[h.ID()] = h
	}
	for _, h := range document.Hosts {
		host := byID[h.Host]
		if host == nil {
			return nil, problem.New(problem.PlanHostUnknown, "host", h.Host)
		}
		w.hosts = append(w.hosts, host)
		if h.Error != nil || h.Reason != nil || !h.Pending() {
			continue // nothing is to be done there
		}
		target, err := eval.TargetOf(h)
		if err != nil {
			return nil, err
		}
		w.targets[h.Host] = target
	}
	given, diags := p.given(o, inv)
	if err := p.judge(diags, inv); err != nil {
		return nil, err
	}
	set, parser, diags := eval.Set(document, step.Kinds(), step.QueryTypes(), p.secretAgain(given),
		p.catalogueValue(hclx.NewParser()))
	w.set = set
	if sealed := document.Secrets; sealed != nil && !diags.HasErrors() {
		if w.seal = set.Seal(sealed.Salt); w.seal == nil || *w.seal != *sealed {
			diags = append(diags, hclx.Unplaced(text.SecretOther))
		}
	}
	return w, p.judge(diags, parser)
}

// applyPlan applies a saved plan: every host is looked at again, and must still mean what was reviewed.
func (p *program) applyPlan(c *cli.Context, o options, name string) error {
	document, err := readPlan(name)
	if err != nil {
		return err
	}
	w, err := p.loadPlan(o, document)
	if err != nil {
		return err
	}
	if _, err := planApproved(document, name, c.String("verify"), p.inventory); err != nil {
		return err
	}
	s, err := p.begin(c.Context, o, w, "apply")
	if err != nil {
		return err
	}
	defer s.end()
	s.run = s.runner.Reviewed(document, w.hosts, w.evaluate)
	return p.review(c, s, s.run.Results())
}

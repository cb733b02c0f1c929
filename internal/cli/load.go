package cli

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/playbooks"
)

// work is what a run works on: hosts and playbooks, read and checked.
type work struct {
	hosts  []*inventory.Host
	set    *playbook.Set
	seal   *resource.Seal        // of the secret values; nil where there are none
	checks bool                  // the checks are evaluated, and no steps
	due    map[string][]plan.Due // restarts that earlier runs owe, by host
	// targets are the hosts as a saved plan has them, by host; nil: as the inventory has them.
	targets map[string]eval.Target
	// undoes is the run that is taken back, undo what it did, by host. There are no playbooks then.
	undoes string
	undo   map[string][]*plan.Item
}

// evaluate prepares the evaluation of the playbooks on one host.
func (w *work) evaluate(h *inventory.Host) exec.Evaluation {
	if w.undo != nil {
		return w.takeBack(h)
	}
	return eval.New(w.set, w.target(h), eval.Options{Checks: w.checks, Due: w.due[h.ID()]})
}

// target is a host as expressions see it.
func (w *work) target(h *inventory.Host) eval.Target {
	if target, saved := w.targets[h.ID()]; saved {
		return target
	}
	return eval.Target{
		ID: h.ID(), Title: h.Practice.Title, Host: inventory.HostValue(h),
		Practice: inventory.PracticeValue(h.Practice),
	}
}

// load reads everything that a run needs from files. All mistakes are collected, and no host is touched. checks: the
// run evaluates checks only.
func (p *program) load(o options, names []string, checks bool) (*work, error) {
	parser := hclx.NewParser()
	w := &work{checks: checks}
	hosts, diags := p.selection(o, parser)
	w.hosts = hosts
	set, more := p.playbookSet(o, names, parser)
	w.set = set
	diags = append(diags, more...)
	if err := p.judge(diags, parser); err != nil {
		return nil, err
	}
	if len(w.hosts) == 0 {
		return nil, noHost(o)
	}
	var err error
	if w.hosts, err = p.narrow(o.narrowing, w.hosts); err != nil {
		return nil, err
	}
	w.seal = set.Seal(salt())
	return w, p.variables(w)
}

// noHost says why no host is selected.
func noHost(o options) error {
	switch {
	case o.where != "":
		return problem.New(problem.NoHostWhere, "expression", quoted(o.where))
	case len(o.hosts) > 0:
		return problem.New(problem.NoHostPattern)
	}
	return problem.New(problem.NoHostAtAll, "file", o.inventory)
}

// judge gives an error if diagnostics have one, and else shows the warnings.
func (p *program) judge(diags hcl.Diagnostics, parser *hclx.Parser) error {
	if p.sources == nil {
		p.sources = map[string]*hcl.File{}
	}
	maps.Copy(p.sources, parser.Files())
	if diags.HasErrors() {
		// Warnings come after what must be corrected.
		slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int { return int(a.Severity) - int(b.Severity) })
		return hclx.AsError(diags, parser.Files())
	}
	if len(diags) > 0 {
		p.errPrinter().Diagnostics(diags, parser.Files())
	}
	return nil
}

// selection reads the inventory and selects hosts.
func (p *program) selection(o options, parser *hclx.Parser) ([]*inventory.Host, hcl.Diagnostics) {
	if _, err := os.Stat(o.inventory); errors.Is(err, fs.ErrNotExist) {
		return nil, hcl.Diagnostics{mistake(problem.New(problem.InventoryAbsent, "file", o.inventory), p.lang())}
	}
	inv, diags := inventory.Load(o.inventory, parser)
	if diags.HasErrors() {
		return nil, diags
	}
	p.inventory = inv
	hosts, more := inv.Select(o.hosts, o.where)
	return hosts, append(diags, more...)
}

// playbookSet reads the playbooks of a run with the values of their variables.
func (p *program) playbookSet(o options, names []string, parser *hclx.Parser) (*playbook.Set, hcl.Diagnostics) {
	given, diags := p.given(o, parser)
	var books []*playbook.Playbook
	for _, name := range names {
		pb, more := p.loadPlaybook(name, parser)
		diags = append(diags, more...)
		if pb != nil {
			books = append(books, pb)
		}
	}
	if diags.HasErrors() {
		return nil, diags
	}
	hidden, more := p.secrets(books, given)
	if more.HasErrors() {
		return nil, more
	}
	set, more := playbook.NewSet(books, append(given, hidden...))
	diags = append(diags, more...)
	if set != nil {
		set.Lang = p.lang()
		if slices.ContainsFunc(books, func(pb *playbook.Playbook) bool { return len(pb.Rows()) > 0 }) {
			diags = append(diags, p.judged(set, parser)...)
		}
	}
	return set, diags
}

// shipped begins the path of a playbook that is in the program.
const shipped = "embedded:"

const playbookDir = "playbooks"

func (p *program) loadPlaybook(name string, parser *hclx.Parser) (*playbook.Playbook, hcl.Diagnostics) {
	path, err := findPlaybook(name)
	if err != nil {
		return nil, hcl.Diagnostics{mistake(problem.From(err), p.lang())}
	}
	return p.newLoader(parser).Load(path)
}

func (p *program) newLoader(parser *hclx.Parser) *playbook.Loader {
	return &playbook.Loader{
		Parser: parser, Read: readPlaybook, Kinds: step.Kinds(), QueryTypes: step.QueryTypes(),
		Catalogue: p.catalogueValue(parser),
	}
}

// findPlaybook says where a playbook is: an argument with a slash or .hcl is a path; else it is a name, of ./playbooks
// first and then of the program.
func findPlaybook(name string) (string, error) {
	if strings.HasPrefix(name, shipped) {
		return name, nil
	}
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".hcl") {
		switch info, err := os.Stat(name); {
		case errors.Is(err, fs.ErrNotExist):
			return "", problem.New(problem.PlaybookAbsent, "file", name)
		case err == nil && info.IsDir():
			return "", problem.New(problem.PlaybookFolder, "file", name)
		}
		return name, nil
	}
	local := filepath.Join(playbookDir, name+".hcl")
	if _, err := os.Stat(local); err == nil {
		return local, nil
	}
	if _, err := fs.Stat(playbooks.FS, name+".hcl"); err == nil && fs.ValidPath(name) {
		return shipped + name + ".hcl", nil
	}
	return "", problem.New(problem.PlaybookUnknown, "name", quoted(name), "folder", playbookDir,
		"near", hclx.DidYouMean(name, playbookNames()))
}

// playbookNames are the names that findPlaybook knows, sorted.
func playbookNames() []string {
	var names []string
	for _, dir := range []fs.FS{os.DirFS(playbookDir), playbooks.FS} {
		entries, err := fs.ReadDir(dir, ".")
		if err != nil {
			continue // no such folder
		}
		for _, e := range entries {
			name, ok := strings.CutSuffix(e.Name(), ".hcl")
			if ok && !e.IsDir() && !strings.HasSuffix(name, ".xtest") {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// readPlaybook gives a playbook's bytes, one more than the limit at the most.
func readPlaybook(name string) ([]byte, error) {
	var f fs.File
	var err error
	if in, ok := strings.CutPrefix(name, shipped); ok {
		f, err = playbooks.FS.Open(path.Clean(in))
	} else {
		f, err = os.Open(name)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	return io.ReadAll(io.LimitReader(f, hclx.MaxFileSize+1))
}

// needPlaybooks refuses a run without playbooks.
func needPlaybooks(names []string, command string) error {
	if len(names) > 0 {
		return nil
	}
	return problem.New(problem.PlaybookMissing, "command", command)
}

package cli

import (
	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/playbook"
)

// gateName is the playbook whose findings hold changes back, whatever wants to make them.
const gateName = "gate"

// gate prepares what a host is asked before it is changed.
func (p *program) gate(w *work) (exec.Evaluate, error) {
	parser := hclx.NewParser()
	pb, diags := p.loadPlaybook(gateName, parser)
	var set *playbook.Set
	if !diags.HasErrors() {
		set, diags = playbook.NewSet([]*playbook.Playbook{pb}, nil)
	}
	if diags.HasErrors() {
		return nil, p.judge(diags, parser)
	}
	set.Lang = p.lang()
	return func(h *inventory.Host) exec.Evaluation {
		return eval.New(set, w.target(h), eval.Options{Checks: true})
	}, nil
}

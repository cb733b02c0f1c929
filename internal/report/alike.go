package report

import (
	"encoding/json"
	"strings"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// alike puts hosts together of which there is the same to say and nothing else: why they were not reached, why nothing
// is done there, which block cannot be planned. Each group stands where its first host does. With -v each host stands
// for itself.
func (p *Printer) alike(results []*plan.Result) [][]*plan.Result {
	var groups [][]*plan.Result
	at := map[string]int{}
	for _, r := range results {
		key := ""
		if !p.o.Verbose && !notMeant(r) {
			key = trouble(r)
		}
		if n, known := at[key]; known && key != "" {
			groups[n] = append(groups[n], r)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, []*plan.Result{r})
	}
	return groups
}

// trouble is equal for hosts of which the same is to be said; "" where nothing went wrong, or where changes or findings
// of a plan are to be read. The evidence (an address, a time) is not compared, unless it is a block's.
func trouble(r *plan.Result) string {
	if r.Error == nil && r.Reason == nil && failures(r.Blocks) == 0 ||
		len(openChecks(r.Checks)) > 0 || len(r.Items) > 0 && !r.Acted {
		return ""
	}
	key := []any{r.Class(), r.Error.Key()}
	if r.Reason != nil {
		key = append(key, r.Reason.Problem().Key(), r.Reason.Until)
	}
	for _, b := range r.Blocks {
		if b.Error != nil {
			key = append(key, blockKey(&b))
		}
	}
	for _, i := range r.Items {
		key = append(key, i.Block(), i.Title, i.Action, i.Outcome, i.Reverted, i.Remarks)
		if i.Action == step.Manual || bad(i.Outcome) { // all of it is shown
			key = append(key, i.Resource, i.Before, i.After, i.Diff, i.Notes)
		}
	}
	b, err := json.Marshal(key)
	if err != nil {
		return ""
	}
	return string(b)
}

// blockKey is equal for blocks of which the same is to be said.
func blockKey(b *plan.Blocked) string {
	return strings.Join([]string{b.Playbook, b.Address, b.Source, b.Error.Key(), b.Error.Detail}, "\x00")
}

// same is one failure of a block on several hosts: it is told where it stands first.
type same struct {
	hosts []string
	told  string // on this host; "" while it was not
}

// each shows every host, those of which the same is to be said together.
func (p *Printer) each(results []*plan.Result, one func(r *plan.Result)) {
	p.same = map[string]*same{}
	for _, r := range results {
		for i := range r.Blocks {
			if b := &r.Blocks[i]; b.Error != nil && !p.o.Verbose {
				key := blockKey(b)
				if p.same[key] == nil {
					p.same[key] = &same{}
				}
				p.same[key].hosts = append(p.same[key].hosts, r.Host)
			}
		}
	}
	for _, g := range p.alike(results) {
		if len(g) == 1 {
			one(g[0])
		} else {
			p.group(g, one)
		}
	}
	p.same = nil
}

// group shows hosts that have the same to say: their names, and it once, as of the first. Evidence that differs is
// shown with -v.
func (p *Printer) group(results []*plan.Result, one func(r *plan.Result)) {
	hosts := make([]string, len(results))
	for i, r := range results {
		hosts[i] = r.Host
	}
	first := *results[0]
	for _, r := range results {
		if r.Error != nil && r.Error.Detail != first.Error.Detail {
			first.Error = first.Error.Clone()
			first.Error.Detail = ""
			break
		}
	}
	first.Title, first.Host = "", p.n(text.Hosts, len(results))
	p.members = hosts
	one(&first)
	p.members = nil
}

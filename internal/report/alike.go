package report

import (
	"encoding/json"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
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

// trouble is equal for hosts of which the same is to be said; "" where there is more to say, or nothing. The evidence
// (an address, a time) is not compared.
func trouble(r *plan.Result) string {
	if len(r.Items)+len(openChecks(r.Checks)) > 0 || r.Error == nil && r.Reason == nil && failures(r.Blocks) == 0 {
		return ""
	}
	type said struct {
		ID     problem.ID
		Values map[string]string
	}
	identity := func(e *problem.Problem) *said {
		if e == nil {
			return nil
		}
		return &said{e.ID, e.Values}
	}
	type block struct {
		Address, Source string
		Why             *said
		Detail          string
	}
	var blocks []block
	for _, b := range r.Blocks {
		if b.Error != nil {
			blocks = append(blocks, block{
				plan.Block(b.Playbook, b.Address), b.Source, identity(b.Error),
				b.Error.Detail,
			})
		}
	}
	var reason *plan.Reason
	if r.Reason != nil {
		reason = &plan.Reason{Code: r.Reason.Code, Until: r.Reason.Until, Values: r.Reason.Values}
	}
	key, err := json.Marshal([]any{r.Class(), identity(r.Error), reason, blocks})
	if err != nil {
		return ""
	}
	return string(key)
}

// each shows every host, those of which the same is to be said together.
func (p *Printer) each(results []*plan.Result, one func(r *plan.Result)) {
	for _, g := range p.alike(results) {
		if len(g) == 1 {
			one(g[0])
		} else {
			p.group(g)
		}
	}
}

// group shows hosts that have the same to say: their names, and it once. The evidence is that of the first; -v shows
// each.
func (p *Printer) group(results []*plan.Result) {
	first := results[0]
	names := make([]string, len(results))
	for i, r := range results {
		names[i] = r.Host
	}
	p.line(0, "%s  %s", p.paint(bold, number(len(results), "host")), p.state(first))
	p.wrapped(2, "", lipgloss.NewStyle(), strings.Join(few(names), ", "))
	visit := first.Visit
	if !sameDetail(results) && visit.Error != nil {
		visit.Error = visit.Error.Clone()
		visit.Error.Detail = ""
	}
	if visit.Reason != nil {
		visit.Reason = &plan.Reason{Code: visit.Reason.Code, Until: visit.Reason.Until, Values: visit.Reason.Values}
	}
	p.why(2, &visit)
	p.blocks(first.Blocks)
	p.line(0, "")
}

func sameDetail(results []*plan.Result) bool {
	return !slices.ContainsFunc(results, func(r *plan.Result) bool {
		return r.Error != nil && r.Error.Detail != results[0].Error.Detail
	})
}

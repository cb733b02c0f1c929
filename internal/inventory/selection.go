package inventory

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Hosts lists every host, in the order of the inventory.
func (inv *Inventory) Hosts() []*Host {
	var hosts []*Host
	for _, p := range inv.Practices {
		hosts = append(hosts, p.Hosts...)
	}
	return hosts
}

// Select gives the hosts that patterns (--host) name and for which where (--where) is true, each once
// and in the order of the inventory. Without a pattern that includes, all hosts are meant; without
// where, no host is left out. A pattern is a glob on practice/host, compared without case; a practice
// alone means all its hosts; "!" excludes; several may be joined by commas. A pattern that names no
// host is an error: a misspelt one must not quietly do less, or, with "!", more.
func (inv *Inventory) Select(patterns []string, where string) ([]*Host, hcl.Diagnostics) {
	hosts, diags := inv.byPatterns(patterns)
	if strings.TrimSpace(where) == "" {
		return hosts, diags
	}
	hosts, more := inv.byExpression(hosts, where)
	diags = append(diags, more...)
	if diags.HasErrors() {
		return nil, diags
	}
	return hosts, diags
}

func (inv *Inventory) byPatterns(patterns []string) ([]*Host, hcl.Diagnostics) {
	var diags hcl.Diagnostics
	var include, exclude []string
	all := inv.Hosts()
	for _, arg := range patterns {
		for _, p := range strings.Split(arg, ",") {
			p = strings.TrimSpace(p)
			pattern, excludes := strings.CutPrefix(p, "!")
			if d := inv.patternProblem(all, pattern, p); d != nil {
				diags = append(diags, d)
				continue
			}
			if excludes {
				exclude = append(exclude, pattern)
			} else {
				include = append(include, pattern)
			}
		}
	}
	if diags.HasErrors() {
		return nil, diags
	}
	var selected []*Host
	for _, h := range all {
		matches := func(pattern string) bool { return matchHost(pattern, h) }
		if (len(include) == 0 || slices.ContainsFunc(include, matches)) && !slices.ContainsFunc(exclude, matches) {
			selected = append(selected, h)
		}
	}
	return selected, diags
}

// matchHost compares each side of the slash for itself, so that a "*" stays within its side.
func matchHost(pattern string, h *Host) bool {
	practice, host, both := strings.Cut(strings.ToLower(pattern), "/")
	if ok, _ := path.Match(practice, strings.ToLower(h.Practice.Name)); !ok {
		return false
	}
	if !both {
		return true
	}
	ok, _ := path.Match(host, strings.ToLower(h.Name))
	return ok
}

func (inv *Inventory) patternProblem(all []*Host, pattern, written string) *hcl.Diagnostic {
	none := func(why text.Phrase) *hcl.Diagnostic { return hclx.Unplaced(text.NoSuchHost, "why", why) }
	if pattern == "" {
		return none(text.PatternEmpty)
	}
	got := hclx.Quote(written)
	for _, side := range strings.SplitN(pattern, "/", 2) {
		if _, err := path.Match(side, ""); err != nil || strings.Contains(side, "/") {
			return hclx.Unplaced(text.InvalidPattern, "got", got)
		}
	}
	if slices.ContainsFunc(all, func(h *Host) bool { return matchHost(pattern, h) }) {
		return nil
	}
	if len(all) == 0 {
		return none(text.PatternNoHosts.Filled("got", got))
	}
	return none(text.PatternNoMatch.Filled("got", got, "hint", inv.suggest(all, pattern)))
}

// suggest helps with a pattern that matched nothing: the practice is known but has no such host, only
// the host was named, or something is misspelt.
func (inv *Inventory) suggest(all []*Host, pattern string) text.Phrase {
	meant := func(name string) text.Phrase { return text.DidYouMean.Filled("name", problem.Quote(name)) }
	practice, host, both := strings.Cut(pattern, "/")
	var practices, ids, names []string
	for _, p := range inv.Practices {
		practices = append(practices, p.Name)
		if !both || !strings.EqualFold(p.Name, practice) {
			continue
		}
		for _, h := range p.Hosts {
			names = append(names, h.Name)
		}
		if len(names) == 0 {
			return text.PracticeEmpty.Filled("name", problem.Quote(p.Name))
		}
		if near := hclx.DidYouMean(host, names); near != "" {
			return meant(p.Name + "/" + near)
		}
		return text.PracticeHosts.Filled("name", problem.Quote(p.Name), "hosts", hclx.Listed(names))
	}
	for _, h := range all {
		ids = append(ids, h.ID())
		if ok, _ := path.Match(strings.ToLower(pattern), strings.ToLower(h.Name)); ok && !both {
			return text.PatternForm.Filled("host", problem.Quote(h.ID()), "all", problem.Quote("*/"+pattern))
		}
	}
	if both {
		if near := hclx.DidYouMean(pattern, ids); near != "" {
			return meant(near)
		}
		if near := hclx.DidYouMean(practice, practices); near != "" {
			return meant(near + "/" + host)
		}
	}
	if near := hclx.DidYouMean(pattern, practices); near != "" {
		return meant(near)
	}
	return text.ThePractices.Filled("names", hclx.Listed(practices))
}

// whereName is the place that diagnostics of the expression name.
const whereName = "--where"

func (inv *Inventory) byExpression(hosts []*Host, where string) ([]*Host, hcl.Diagnostics) {
	parser := inv.parser
	if parser == nil {
		parser = hclx.NewParser()
	}
	expr, diags := parser.Expression(whereName, where)
	if diags.HasErrors() {
		return nil, diags
	}
	var selected []*Host
	var practice *Practice
	var practiceValue cty.Value
	for _, h := range hosts {
		if h.Practice != practice {
			practice, practiceValue = h.Practice, PracticeValue(h.Practice)
		}
		ctx := &hcl.EvalContext{
			Functions: functions,
			Variables: map[string]cty.Value{"practice": practiceValue, "host": HostValue(h)},
		}
		v, diags := hclx.Value(expr, ctx)
		if diags.HasErrors() {
			for _, d := range diags {
				hclx.Further(d, text.WhereHost.Filled("host", h.ID()))
			}
			return nil, diags // the other hosts would say the same
		}
		v, err := convert.Convert(v, cty.Bool)
		if err != nil || v.IsNull() || !v.IsKnown() {
			return nil, hcl.Diagnostics{hclx.Mistake(expr.Range(), text.WhereNoTruth, "host", h.ID())}
		}
		if v.True() {
			selected = append(selected, h)
		}
	}
	return selected, nil
}

package inventory

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
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
	problem := func(format string, args ...any) *hcl.Diagnostic {
		return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "No such host", Detail: fmt.Sprintf(format, args...)}
	}
	if pattern == "" {
		return problem("A host pattern is empty. Write practice/host, for example \"mueller/srv01\", \"mueller\" " +
			"or \"*/srv*\".")
	}
	for _, side := range strings.SplitN(pattern, "/", 2) {
		if _, err := path.Match(side, ""); err != nil || strings.Contains(side, "/") {
			d := problem("%s is no pattern: it has the form practice/host, with * and ? for any text, and [abc] "+
				"for one of these.", hclx.Quote(written))
			d.Summary = "Invalid host pattern"
			return d
		}
	}
	if slices.ContainsFunc(all, func(h *Host) bool { return matchHost(pattern, h) }) {
		return nil
	}
	if len(all) == 0 {
		return problem("%s matches nothing, because the inventory has no hosts.", hclx.Quote(written))
	}
	return problem("%s matches no host of the inventory.%s", hclx.Quote(written), inv.suggest(all, pattern))
}

// suggest helps with a pattern that matched nothing: the practice is known but has no such host, only
// the host was named, or something is misspelt.
func (inv *Inventory) suggest(all []*Host, pattern string) string {
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
			return fmt.Sprintf(" Practice %q has no hosts.", p.Name)
		}
		if near := hclx.DidYouMean(host, names); near != "" {
			return fmt.Sprintf(" Did you mean \"%s/%s\"?", p.Name, near)
		}
		return fmt.Sprintf(" The hosts of practice %q:%s", p.Name, strings.TrimPrefix(hclx.Hint("", names), " Known:"))
	}
	for _, h := range all {
		ids = append(ids, h.ID())
		if ok, _ := path.Match(strings.ToLower(pattern), strings.ToLower(h.Name)); ok && !both {
			return fmt.Sprintf(" A pattern is practice/host: did you mean %q, or \"*/%s\" for every practice?", h.ID(),
				pattern)
		}
	}
	if both {
		if near := hclx.DidYouMean(pattern, ids); near != "" {
			return fmt.Sprintf(" Did you mean %q?", near)
		}
		if near := hclx.DidYouMean(practice, practices); near != "" {
			return fmt.Sprintf(" Did you mean \"%s/%s\"?", near, host)
		}
	}
	if near := hclx.DidYouMean(pattern, practices); near != "" {
		return fmt.Sprintf(" Did you mean %q?", near)
	}
	return " The practices:" + strings.TrimPrefix(hclx.Hint("", practices), " Known:")
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
				d.Detail += fmt.Sprintf(" (For host %s. What only some hosts have can be asked with try(…, false).)",
					h.ID())
			}
			return nil, diags // the other hosts would say the same
		}
		v, err := convert.Convert(v, cty.Bool)
		if err != nil || v.IsNull() || !v.IsKnown() {
			return nil, hcl.Diagnostics{hclx.Errorf(expr.Range(), "Not true or false",
				"The expression must be true or false for each host, but for host %s it is not.", h.ID())}
		}
		if v.True() {
			selected = append(selected, h)
		}
	}
	return selected, nil
}

package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
)

// narrowing leaves hosts out by what the inventory says of them, and by how an earlier run ended there.
type narrowing struct {
	tags, products, roles []string
	from                  string
}

func narrowFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "tag"},
		&cli.StringSliceFlag{Name: "product"},
		&cli.StringSliceFlag{Name: "role"},
		&cli.StringFlag{Name: "from"},
	}
}

func (o *options) selection() plan.Selection {
	return plan.Selection{
		Hosts: o.hosts, Where: o.where, Tags: o.tags, Products: o.products, Roles: o.roles, From: o.from,
	}
}

// narrows says whether hosts are left out on purpose.
func (o *options) narrows() bool {
	return len(o.hosts)+len(o.tags)+len(o.products)+len(o.roles) > 0 || o.where+o.from != ""
}

// fromClasses are the classes that --from knows, and what each means for a host in the journal.
var fromClasses = []plan.Class{
	plan.Failed, plan.Unreachable, plan.Stale, plan.Waiting, plan.Finding, plan.Changed, plan.Unknown, plan.Cancelled,
	plan.NoMandate, plan.Manual, plan.OK, plan.Undone, plan.NotApplicable,
}

// well are the classes of a host that a repetition has nothing to do with.
var well = []string{string(plan.OK), string(plan.Changed), string(plan.Undone), string(plan.NotApplicable)}

// narrow leaves out hosts. The order stays.
func (p *program) narrow(n narrowing, hosts []*inventory.Host) ([]*inventory.Host, error) {
	for _, f := range []struct {
		flag   string
		wanted []string
		of     func(h *inventory.Host) []string
	}{
		{"--tag", n.tags, func(h *inventory.Host) []string { return h.Tags }},
		{"--product", n.products, func(h *inventory.Host) []string { return h.Practice.Products }},
		{"--role", n.roles, func(h *inventory.Host) []string { return []string{string(h.Role)} }},
	} {
		if len(f.wanted) == 0 {
			continue
		}
		var known []string
		var kept []*inventory.Host
		for _, h := range hosts {
			has := f.of(h)
			known = append(known, has...)
			if slices.ContainsFunc(f.wanted, func(w string) bool { return slices.Contains(has, w) }) {
				kept = append(kept, h)
			}
		}
		for _, w := range f.wanted {
			if !slices.Contains(known, w) {
				slices.Sort(known)
				known = slices.Compact(known)
				wrong := problem.New(problem.NoHostWith, "flag", f.flag, "value", w)
				if near := hclx.DidYouMean(w, known); near != "" {
					return nil, wrong.Set("near", problem.Quote(near))
				}
				return nil, wrong.Set("known", hclx.Listed(known))
			}
		}
		hosts = kept
	}
	if n.from == "" {
		return hosts, nil
	}
	return p.from(context.Background(), n.from, hosts)
}

// from keeps the hosts of a run that ended in these classes there.
func (p *program) from(ctx context.Context, from string, hosts []*inventory.Host) ([]*inventory.Host, error) {
	name, list, some := strings.Cut(from, ":")
	var classes []string
	for _, c := range strings.Split(list, ",") {
		c = strings.TrimSpace(c)
		if some && !slices.Contains(fromClasses, plan.Class(c)) {
			names := make([]string, len(fromClasses))
			for i, known := range fromClasses {
				names[i] = string(known)
			}
			return nil, problem.New(problem.NoSuchClass, "class", c, "classes", strings.Join(names, ", "))
		}
		classes = append(classes, c)
	}
	run, err := p.readRun(ctx, name)
	if err != nil {
		return nil, err
	}
	kept := slices.DeleteFunc(slices.Clone(hosts), func(h *inventory.Host) bool {
		at := slices.IndexFunc(run.Hosts, func(r journal.Host) bool { return r.Host == h.ID() })
		if at < 0 {
			return true
		}
		status := run.Hosts[at].Status
		if some {
			return !slices.Contains(classes, status)
		}
		return slices.Contains(well, status)
	})
	if len(kept) == 0 {
		return nil, problem.New(problem.NoHostFrom, "run", run.ID)
	}
	return kept, nil
}

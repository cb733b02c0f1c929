package catalogue

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// The words that a catalogue may use. Class C+F: xops finds and repairs it; C: it finds, a person repairs; E: it
// collects evidence; P: it obeys, no computer is asked.
var (
	classes    = []string{"C+F", "C", "E", "P"}
	kinds      = []string{"check", "fix", "facts", "report", "guidance", "gate", "plan"}
	roles      = []string{"server", "workstation", "terminal_server"}
	scopes     = []string{"host", "practice"}
	severities = []string{"required", "recommended", "info"}
	protocols  = []string{"TCP", "UDP"}
)

// every stands for each product that the document is for.
const every = "all"

// check finds what is wrong between the blocks, and links them.
func (r *reader) check() {
	c := r.c
	if c.Edition.Name == "" {
		r.diags = append(r.diags, hclx.Unplaced(text.CatalogueNoEdition))
		return
	}
	for _, row := range c.Rows {
		c.rows[row.ID] = row
	}
	for _, d := range c.Decisions {
		c.decisions[d.ID] = d
	}
	for _, day := range []string{c.Edition.Date, c.Edition.PortListDate, c.Edition.ReviewedOn} {
		r.date(&c.Edition.Entry, day)
	}
	names := []string{every}
	for _, p := range c.Products {
		names = append(names, p.ID)
	}
	addons := ids(c.Addons, func(a *Addon) string { return a.ID })
	rows := ids(c.Rows, func(row *Row) string { return row.ID })
	for _, p := range c.Products {
		r.one(&p.Entry, "follows", p.Follows, names[1:])
	}
	for _, row := range c.Rows {
		r.one(&row.Entry, "class", row.Class, classes)
		r.each(&row.Entry, "kind", row.Kind, kinds)
		r.each(&row.Entry, "products", row.Products, names)
		r.each(&row.Entry, "addons", row.Addons, addons)
		r.each(&row.Entry, "roles", row.Roles, roles)
		if row.Scope == "" {
			row.Scope = scopes[0]
		}
		r.one(&row.Entry, "scope", row.Scope, scopes)
		row.For = c.expand(row.Products)
		r.group(row)
	}
	for _, l := range c.Limits {
		if r.one(&l.Entry, "row", l.ID, rows) {
			row := c.rows[l.ID]
			row.Limits = append(row.Limits, l)
		}
		r.one(&l.Entry, "severity", l.Severity, severities)
	}
	for _, s := range c.Support {
		r.dates(&s.Entry, s.Until, s.Enterprise, s.LongTerm, s.Paid, s.ReviewedOn)
	}
	for _, p := range c.Ports {
		r.one(&p.Entry, "row", p.Row, rows)
		r.each(&p.Entry, "products", p.Products, names)
		r.one(&p.Entry, "protocol", p.Protocol, protocols)
		r.numbers(&p.Entry, p.Ports)
	}
	for _, e := range c.Endpoints {
		r.one(&e.Entry, "row", e.Row, rows)
		r.each(&e.Entry, "products", e.Products, names)
		r.one(&e.Entry, "protocol", e.Protocol, protocols)
		r.numbers(&e.Entry, e.Ports)
	}
	for _, p := range c.BackupPaths {
		r.one(&p.Entry, "row", p.Row, rows)
		r.each(&p.Entry, "products", p.Products, names)
	}
	for _, s := range c.Services {
		r.one(&s.Entry, "row", s.Row, rows)
		r.each(&s.Entry, "products", s.Products, names)
		r.one(&s.Entry, "addon", s.Addon, addons)
	}
	for _, e := range c.Exclusions {
		r.each(&e.Entry, "products", e.Products, names)
		r.one(&e.Entry, "addon", e.Addon, addons)
	}
	for _, e := range c.Errors {
		r.one(&e.Entry, "error", e.ID, rows)
		r.each(&e.Entry, "rows", e.Rows, rows)
	}
	r.each(&c.Remote.Entry, "products", c.Remote.Products, names)
	r.each(&c.ServiceProvider.Entry, "products", c.ServiceProvider.Products, names)
	for _, d := range c.Decisions {
		r.decision(d, rows)
	}
}

// group finds the group of a row by the beginning of its id.
func (r *reader) group(row *Row) {
	prefix, _, _ := strings.Cut(row.ID, "-")
	for _, g := range r.c.Groups {
		if slices.Contains(g.Prefixes, prefix) {
			row.Group = g
			return
		}
	}
	r.wrong(row.Range, text.CatalogueNoGroup, "row", problem.Quote(row.ID), "prefix", problem.Quote(prefix))
}

// decision finds the rows that a decision is about.
func (r *reader) decision(d *Decision, rows []string) {
	for _, id := range d.Rows {
		prefix, all := strings.CutSuffix(id, "*")
		if !all {
			if r.one(&d.Entry, "rows", id, rows) {
				row := r.c.rows[id]
				row.Decisions = append(row.Decisions, d)
			}
			continue
		}
		for _, row := range r.c.Rows {
			if strings.HasPrefix(row.ID, prefix) {
				row.Decisions = append(row.Decisions, d)
			}
		}
	}
}

// expand writes "all" out: the products that the document is for.
func (c *Catalogue) expand(products []string) []string {
	if !slices.Contains(products, every) {
		return products
	}
	var out []string
	for _, p := range c.Products {
		if p.Listed {
			out = append(out, p.ID)
		}
	}
	return out
}

// one says whether a value is one of those that are known; an empty one is not given.
func (r *reader) one(at *Entry, name, got string, known []string) bool {
	if got == "" || slices.Contains(known, got) {
		return got != ""
	}
	r.wrong(at.Range, text.CatalogueUnknown, "name", name, "value", problem.Quote(got), "hint", hclx.Hint(got, known))
	return false
}

func (r *reader) each(at *Entry, name string, got, known []string) {
	for _, g := range got {
		r.one(at, name, g, known)
	}
}

// dates checks days that need not be given.
func (r *reader) dates(at *Entry, days ...string) {
	for _, d := range days {
		if d != "" {
			r.date(at, d)
		}
	}
}

func (r *reader) date(at *Entry, day string) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		r.wrong(at.Range, text.CatalogueDate, "value", problem.Quote(day))
	}
}

// numbers checks ports: one number, or two with a hyphen between.
func (r *reader) numbers(at *Entry, ports []string) {
	for _, p := range ports {
		first, last, span := strings.Cut(p, "-")
		from, err := strconv.ParseUint(first, 10, 16)
		to := from
		if err == nil && span {
			to, err = strconv.ParseUint(last, 10, 16)
		}
		if err != nil || from == 0 || to < from {
			r.wrong(at.Range, text.CataloguePort, "value", problem.Quote(p))
		}
	}
}

func ids[T any](list []*T, id func(*T) string) []string {
	var out []string
	for _, t := range list {
		out = append(out, id(t))
	}
	return out
}

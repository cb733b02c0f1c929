package report

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// FactsRow is one host of facts. Facts are what playbooks see as fact, and with -v more: model, serial, processor,
// memory_bytes, disks, products, services. Unread says of what could not be read why.
type FactsRow struct {
	Host       string            `json:"host"`
	Title      string            `json:"title"`
	Address    string            `json:"address"`
	Status     plan.Class        `json:"status"` // ok, failed, unreachable, skipped
	DurationMS int64             `json:"duration_ms"`
	Requests   int               `json:"requests"`
	Facts      resource.Props    `json:"facts"`
	Unread     map[string]string `json:"unread,omitempty"`
	Error      *ErrorDocument    `json:"error"`
}

// FactsDocument is the JSON of facts.
type FactsDocument struct {
	Version int          `json:"version"`
	Hosts   []FactsRow   `json:"hosts"`
	Summary plan.Summary `json:"summary"`
}

// NewFactsDocument is the JSON form of hosts' facts.
func NewFactsDocument(rows []FactsRow) FactsDocument {
	d := FactsDocument{Version: Version, Hosts: rows}
	if rows == nil {
		d.Hosts = []FactsRow{}
	}
	for i := range d.Hosts {
		d.Hosts[i].Facts = props(d.Hosts[i].Facts)
		d.Summary.Add(d.Hosts[i].Status, 1)
	}
	return d
}

// Facts shows a line for each host, or with -v all that is known of each.
func (p *Printer) Facts(d FactsDocument) {
	if p.o.Verbose {
		for i := range d.Hosts {
			p.allFacts(&d.Hosts[i])
		}
	} else {
		p.factsTable(d)
	}
	p.line(0, "")
	p.line(0, "%s.", p.hostCounts(d.Summary))
}

func (p *Printer) factsTable(d FactsDocument) {
	rows := make([][]string, len(d.Hosts))
	for i, r := range d.Hosts {
		f := r.Facts
		network := f.String("domain")
		if network == "" {
			network = f.String("workgroup")
		}
		reboot := ""
		if f.Bool("pending_reboot") {
			reboot = p.t(text.Pending)
		}
		if r.Error != nil {
			rows[i] = append([]string{r.Host, p.word(text.Classes, string(r.Status))}, make([]string, 8)...)
			continue
		}
		rows[i] = []string{
			r.Host, p.word(text.Classes, string(r.Status)), f.String("computer"), network, f.String("product_name"),
			p.fact(f["build"]),
			f.String("dotnet"), f.String("powershell"),
			strings.TrimSuffix(strings.Replace(cutTime(f.String("boot_time")), "T", " ", 1), "Z"), reboot,
		}
	}
	p.table(0, text.FactsColumns, rows, statusColumn(1, func(row int) plan.Class { return d.Hosts[row].Status }))
	for i := range d.Hosts {
		if r := &d.Hosts[i]; r.Error != nil {
			p.line(0, "")
			p.line(0, "%s", p.paint(bold, oneLine(r.Host)))
			p.fault(2, red, r.Error)
		}
	}
}

// cutTime is a time up to its minutes.
func cutTime(s string) string {
	const minutes = len("2026-11-24T18:03")
	if len(s) > minutes {
		return s[:minutes]
	}
	return s
}

// allFacts lists what is known of one host.
func (p *Printer) allFacts(r *FactsRow) {
	name := r.Host
	if r.Title != "" {
		name = r.Title + " · " + name
	}
	p.line(0, "%s  %s", p.paint(bold, oneLine(name)), p.paint(statusStyle(r.Status),
		p.word(text.Classes, string(r.Status))))
	if r.Error != nil {
		p.fault(2, red, r.Error)
	}
	width := 0
	for k := range r.Facts {
		width = max(width, len(k))
	}
	for _, k := range r.Facts.Keys() {
		if _, told := r.Unread[k]; told {
			continue
		}
		list, isList := r.Facts[k].([]any)
		if !isList {
			p.wrapped(2, fmt.Sprintf("%-*s  ", width, k), lipgloss.NewStyle(), p.fact(r.Facts[k]))
			continue
		}
		for i, v := range list {
			label := k
			if i > 0 {
				label = ""
			}
			p.wrapped(2, fmt.Sprintf("%-*s  ", width, label), lipgloss.NewStyle(), p.fact(v))
		}
		if len(list) == 0 {
			p.line(2, "%-*s  %s", width, k, p.paint(dim, p.t(text.None)))
		}
	}
	unread := make([]string, 0, len(r.Unread))
	for k := range r.Unread {
		unread = append(unread, k)
	}
	slices.Sort(unread)
	for _, k := range unread {
		p.wrapped(2, fmt.Sprintf("%-*s  ", width, k), yellow, p.t(text.Unread, "why", r.Unread[k]))
	}
}

// fact is a fact's value for people; an object by its values, in the order of their names.
func (p *Printer) fact(v any) string {
	switch x := v.(type) {
	case nil:
		return p.t(text.Untold)
	case bool:
		return p.yes(x)
	case float64:
		return fmt.Sprintf("%.0f", x)
	case resource.Props:
		return p.factProps(x)
	case map[string]any:
		return p.factProps(x)
	}
	return fmt.Sprint(v)
}

// factOrder is what stands first of an object, backwards; what is not in it follows in its own order.
var factOrder = []string{"size_bytes", "state", "version", "label", "name"}

func (p *Printer) factProps(of resource.Props) string {
	var parts []string
	keys := of.Keys()
	slices.SortStableFunc(keys, func(a, b string) int {
		return slices.Index(factOrder, b) - slices.Index(factOrder,
			a)
	})
	for _, k := range keys {
		if of[k] == nil || of[k] == "" {
			continue
		}
		value := p.fact(of[k])
		switch {
		case strings.HasSuffix(k, "_bytes"):
			n := text.Decimal(p.o.Lang, float64(of.Int(k))/(1<<30))
			value = p.t(text.Gigabytes, "what", strings.TrimSuffix(k, "_bytes"), "n", n)
		case k != "name" && k != "version" && k != "state" && k != "label":
			value = k + " " + value
		}
		parts = append(parts, value)
	}
	return strings.Join(parts, ", ")
}

// yes is a yes or a no.
func (p *Printer) yes(b bool) string {
	if b {
		return p.t(text.Yes)
	}
	return p.t(text.No)
}

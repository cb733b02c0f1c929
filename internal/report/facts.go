package report

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
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
			reboot = "pending"
		}
		if r.Error != nil {
			rows[i] = append([]string{r.Host, string(r.Status)}, make([]string, 8)...)
			continue
		}
		rows[i] = []string{
			r.Host, string(r.Status), f.String("computer"), network, f.String("product_name"), fact(f["build"]),
			f.String("dotnet"), f.String("powershell"),
			strings.TrimSuffix(strings.Replace(cutTime(f.String("boot_time")), "T", " ", 1), "Z"), reboot,
		}
	}
	p.table(0, []string{
		"HOST", "STATUS", "COMPUTER", "DOMAIN", "WINDOWS", "BUILD", ".NET", "POWERSHELL",
		"STARTED (UTC)", "REBOOT",
	}, rows, p.statusColumn(1, rows))
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
	p.line(0, "%s  %s", p.paint(bold, oneLine(name)), p.paint(p.statusColumn(0, [][]string{{string(r.Status)}})(0, 0),
		string(r.Status)))
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
			p.wrapped(2, fmt.Sprintf("%-*s  ", width, k), lipgloss.NewStyle(), fact(r.Facts[k]))
			continue
		}
		for i, v := range list {
			label := k
			if i > 0 {
				label = ""
			}
			p.wrapped(2, fmt.Sprintf("%-*s  ", width, label), lipgloss.NewStyle(), fact(v))
		}
		if len(list) == 0 {
			p.line(2, "%-*s  %s", width, k, p.paint(dim, "none"))
		}
	}
	unread := make([]string, 0, len(r.Unread))
	for k := range r.Unread {
		unread = append(unread, k)
	}
	slices.Sort(unread)
	for _, k := range unread {
		p.wrapped(2, fmt.Sprintf("%-*s  ", width, k), yellow, "could not be read: "+r.Unread[k])
	}
}

// fact is a fact's value for people; an object by its values, in the order of their names.
func fact(v any) string {
	switch x := v.(type) {
	case nil:
		return "unknown"
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case float64:
		return fmt.Sprintf("%.0f", x)
	case resource.Props:
		return factProps(x)
	case map[string]any:
		return factProps(x)
	}
	return fmt.Sprint(v)
}

// factOrder is what stands first of an object, backwards; what is not in it follows in its own order.
var factOrder = []string{"size_bytes", "state", "version", "label", "name"}

func factProps(p resource.Props) string {
	var parts []string
	keys := p.Keys()
	slices.SortStableFunc(keys, func(a, b string) int {
		return slices.Index(factOrder, b) - slices.Index(factOrder,
			a)
	})
	for _, k := range keys {
		if p[k] == nil || p[k] == "" {
			continue
		}
		text := fact(p[k])
		switch {
		case strings.HasSuffix(k, "_bytes"):
			text = fmt.Sprintf("%s %.1f GB", strings.TrimSuffix(k, "_bytes"), float64(p.Int(k))/(1<<30))
		case k != "name" && k != "version" && k != "state" && k != "label":
			text = k + " " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

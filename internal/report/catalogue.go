package report

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/xops-dev/xops/internal/catalogue"
	"github.com/xops-dev/xops/internal/text"
)

// Server is what serves a row: a block of a playbook, or the playbook as a whole, whose address is empty.
type Server struct {
	Playbook string `json:"playbook"`
	Address  string `json:"address"`
}

// CatalogueLimit is a threshold of a row. Wording is the printed one, shortened.
type CatalogueLimit struct {
	Name     string          `json:"name"`
	Value    json.RawMessage `json:"value"`
	Unit     string          `json:"unit"`
	Severity string          `json:"severity"`
	Wording  string          `json:"wording"`
}

// CatalogueDecision is what holds where the document contradicts itself or has a gap.
type CatalogueDecision struct {
	ID    string          `json:"id"`
	Text  string          `json:"text"`
	Value json.RawMessage `json:"value"`
	Rows  []string        `json:"rows"`
}

// CataloguePort is a printed row of the port list. Listeners is null where nobody has told which program listens.
type CataloguePort struct {
	Application string   `json:"application"`
	Products    []string `json:"products"`
	Protocol    string   `json:"protocol"`
	Ports       []string `json:"ports"`
	Inbound     bool     `json:"inbound"`
	Outbound    bool     `json:"outbound"`
	Internal    bool     `json:"internal"`
	External    bool     `json:"external"`
	Targets     []string `json:"targets"`
	Listeners   []string `json:"listeners"`
}

// CatalogueRow is one row of the document.
type CatalogueRow struct {
	ID         string              `json:"id"`
	Title      string              `json:"title"`
	Group      string              `json:"group"`
	GroupTitle string              `json:"group_title"`
	Class      string              `json:"class"`
	Kind       []string            `json:"kind"`
	Products   []string            `json:"products"`
	Addons     []string            `json:"addons"`
	Roles      []string            `json:"roles"`
	Section    string              `json:"section"`
	Scope      string              `json:"scope"`
	Person     bool                `json:"person"`
	Limits     []CatalogueLimit    `json:"limits"`
	Decisions  []CatalogueDecision `json:"decisions"`
	Ports      []CataloguePort     `json:"ports"`
	ServedBy   []Server            `json:"served_by"`
}

// CatalogueDocument is the JSON of catalogue list and show; Decision is what show was asked for, else null.
type CatalogueDocument struct {
	Version  int                `json:"version"`
	Edition  string             `json:"edition"`
	Rows     []CatalogueRow     `json:"rows"`
	Decision *CatalogueDecision `json:"decision"`
}

// NewCatalogueDocument is the JSON form of rows of a catalogue; served is what serves them.
func NewCatalogueDocument(c *catalogue.Catalogue, rows []*catalogue.Row, served map[string][]Server, l text.Lang,
) CatalogueDocument {
	d := CatalogueDocument{Version: Version, Edition: c.Edition.Name, Rows: []CatalogueRow{}}
	for _, r := range rows {
		row := CatalogueRow{
			ID: r.ID, Title: r.Title.Phrase().Raw(l), Group: r.Group.ID, GroupTitle: r.Group.Title.Phrase().Raw(l),
			Class: r.Class, Kind: list(r.Kind), Products: list(r.For), Addons: list(r.Addons), Roles: list(r.Roles),
			Section: r.Section, Scope: r.Scope, Person: r.Person, Limits: []CatalogueLimit{},
			Decisions: []CatalogueDecision{}, Ports: []CataloguePort{}, ServedBy: []Server{},
		}
		for _, port := range c.Ports {
			if port.Row == r.ID {
				row.Ports = append(row.Ports, CataloguePort{
					port.Application, list(port.Products), port.Protocol, list(port.Ports), port.Inbound, port.Outbound,
					port.Internal, port.External, list(port.Targets), port.Listeners,
				})
			}
		}
		for _, limit := range r.Limits {
			row.Limits = append(row.Limits, CatalogueLimit{
				limit.Name, valueJSON(limit.Value), limit.Unit, limit.Severity, limit.Wording,
			})
		}
		for _, decided := range r.Decisions {
			row.Decisions = append(row.Decisions, NewCatalogueDecision(decided, l))
		}
		row.ServedBy = append(row.ServedBy, served[r.ID]...)
		d.Rows = append(d.Rows, row)
	}
	return d
}

// NewCatalogueDecision is the JSON form of a decision.
func NewCatalogueDecision(d *catalogue.Decision, l text.Lang) CatalogueDecision {
	return CatalogueDecision{d.ID, d.Text.Phrase().Raw(l), valueJSON(d.Value), list(d.Rows)}
}

// valueJSON is a value that stands in the catalogue; all of it is known.
func valueJSON(v cty.Value) json.RawMessage {
	b, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		return json.RawMessage("null")
	}
	return b
}

// Catalogue lists rows.
func (p *Printer) Catalogue(d CatalogueDocument) {
	rows := make([][]string, len(d.Rows))
	served := 0
	for i, r := range d.Rows {
		var books []string
		for _, s := range r.ServedBy {
			if !slices.Contains(books, s.Playbook) {
				books = append(books, s.Playbook)
			}
		}
		if len(books) > 0 {
			served++
		}
		rows[i] = []string{r.ID, r.Class, r.Title, strings.Join(books, ", ")}
	}
	p.table(0, text.CatalogueColumns, rows, nil)
	p.line(0, "")
	p.line(0, "%s", p.n(text.CatalogueCount, len(rows), "served", p.n(text.CatalogueServed, served), "edition",
		d.Edition))
}

// CatalogueRow shows all of a row.
func (p *Printer) CatalogueRow(d CatalogueDocument) {
	r := d.Rows[0]
	roles := make([]string, len(r.Roles))
	for i, role := range r.Roles {
		roles[i] = p.t(text.CatalogueRoles[role])
	}
	p.line(0, "%s", p.paint(bold, r.ID+"  "+r.Title))
	section := p.t(text.CatalogueDocument, "section", r.Section, "edition", d.Edition)
	p.line(2, "%s: %s", p.t(text.CatalogueSection), section)
	p.line(2, "%s: %s %s", p.t(text.CatalogueGroup), r.Group, r.GroupTitle)
	p.line(2, "%s: %s, %s", p.t(text.CatalogueClass), r.Class, p.t(text.CatalogueClasses[r.Class]))
	p.line(2, "%s: %s; %s", p.t(text.CatalogueFor), strings.Join(r.Products, ", "), strings.Join(roles, ", "))
	if len(r.Addons) > 0 {
		p.line(2, "%s", p.t(text.CatalogueAddons, "names", strings.Join(r.Addons, ", ")))
	}
	if r.Scope == "practice" {
		p.line(2, "%s", p.t(text.CataloguePractice))
	}
	if r.Person {
		p.line(2, "%s", p.t(text.CataloguePerson))
	}
	if len(r.Limits) > 0 {
		p.line(2, "%s:", p.t(text.CatalogueLimits))
	}
	for _, l := range r.Limits {
		unit := l.Unit
		if spoken, other := text.CatalogueUnits[unit]; other {
			unit = p.t(spoken)
		}
		value := strings.TrimSpace(shown(l.Value) + " " + unit)
		p.line(4, "%s = %s (%s; %s)", l.Name, value, p.word(text.Severities, l.Severity),
			p.t(text.CatalogueWording, "wording", l.Wording))
	}
	p.ports(r.Ports)
	if len(r.Decisions) > 0 {
		p.line(2, "%s:", p.t(text.CatalogueDecisions))
	}
	for _, decided := range r.Decisions {
		p.line(4, "%s  %s", decided.ID, decided.Text)
	}
	p.line(2, "%s:", p.t(text.CatalogueServedBy))
	for _, s := range r.ServedBy {
		p.line(4, "%s", strings.TrimSpace(s.Playbook+"  "+s.Address))
	}
	if len(r.ServedBy) == 0 {
		p.line(4, "%s", p.t(text.CatalogueNobody))
	}
}

// ports shows printed rows of the port list, with the ticks as they stand there.
func (p *Printer) ports(ports []CataloguePort) {
	if len(ports) > 0 {
		p.line(2, "%s:", p.t(text.CataloguePorts))
	}
	for _, port := range ports {
		var ticks []string
		for _, tick := range []struct {
			set  bool
			word text.Phrase
		}{
			{port.Inbound, text.PortInbound},
			{port.Outbound, text.PortOutbound},
			{port.Internal, text.PortInternal},
			{port.External, text.PortExternal},
		} {
			if tick.set {
				ticks = append(ticks, p.t(tick.word))
			}
		}
		p.line(4, "%s", strings.TrimSpace(port.Application+": "+port.Protocol+" "+strings.Join(port.Ports, ", ")))
		if ticks = append(ticks, port.Targets...); len(ticks) > 0 {
			p.line(6, "%s", strings.Join(ticks, ", "))
		}
		if len(port.Listeners) > 0 {
			p.line(6, "%s: %s", p.t(text.PortListeners), strings.Join(port.Listeners, ", "))
		}
	}
}

// CatalogueDecision shows a decision.
func (p *Printer) CatalogueDecision(d CatalogueDocument) {
	p.line(0, "%s", p.paint(bold, d.Decision.ID+"  "+d.Decision.Text))
	p.line(2, "%s:", p.t(text.CatalogueValues))
	var values map[string]json.RawMessage
	_ = json.Unmarshal(d.Decision.Value, &values) // an object, or there is nothing to show
	for _, name := range slices.Sorted(maps.Keys(values)) {
		p.line(4, "%s = %s", name, shown(values[name]))
	}
	p.line(2, "%s:", p.t(text.CatalogueRows))
	for _, r := range d.Rows {
		p.line(4, "%s  %s", r.ID, r.Title)
	}
}

// shown is a value as a person writes it: texts without quotes, the elements of a list with commas between.
func shown(raw json.RawMessage) string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return one
	}
	var many []string
	if json.Unmarshal(raw, &many) == nil && many != nil {
		return strings.Join(many, ", ")
	}
	return string(raw)
}

package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/text"
)

// PingRow is one host of ping. LogonMS is connecting and logging on, AnswerMS starting the agent and one question.
type PingRow struct {
	Host       string         `json:"host"`
	Title      string         `json:"title"`
	Address    string         `json:"address"`
	Status     plan.Class     `json:"status"` // ok, failed, unreachable, cancelled
	LogonMS    int64          `json:"logon_ms"`
	AnswerMS   int64          `json:"answer_ms"`
	Requests   int            `json:"requests"`
	Computer   string         `json:"computer"`
	OS         string         `json:"os"`
	Build      int64          `json:"build"`
	PowerShell string         `json:"powershell"`
	Error      *ErrorDocument `json:"error"`
}

// PingDocument is the JSON of ping.
type PingDocument struct {
	Version int          `json:"version"`
	Hosts   []PingRow    `json:"hosts"`
	Summary plan.Summary `json:"summary"`
}

// NewPingDocument is the JSON form of ping's answers.
func NewPingDocument(rows []PingRow) PingDocument {
	d := PingDocument{Version: Version, Hosts: rows}
	if rows == nil {
		d.Hosts = []PingRow{}
	}
	for _, r := range rows {
		d.Summary.Add(r.Status, 1)
	}
	return d
}

// Ping shows which hosts answer, and why the others do not.
func (p *Printer) Ping(d PingDocument) {
	rows := make([][]string, len(d.Hosts))
	for i, r := range d.Hosts {
		var about []string
		for _, s := range []string{r.Computer, r.OS} {
			if s != "" {
				about = append(about, s)
			}
		}
		if r.Build > 0 {
			about = append(about, p.t(text.Build, "build", strconv.FormatInt(r.Build, 10)))
		}
		if r.PowerShell != "" {
			about = append(about, "PowerShell "+r.PowerShell)
		}
		if r.Error != nil {
			about = []string{r.Error.Summary}
		}
		rows[i] = []string{
			r.Host, r.Address, p.word(text.Classes, string(r.Status)), fmt.Sprintf("%d ms", r.LogonMS),
			fmt.Sprintf("%d ms", r.AnswerMS), strings.Join(about, ", "),
		}
	}
	p.table(0, text.PingColumns, rows, statusColumn(2, func(row int) plan.Class { return d.Hosts[row].Status }))
	open := false
	for _, r := range d.Hosts {
		if r.Error == nil || r.Error.Detail == "" && r.Error.Hint == "" {
			continue
		}
		if !open {
			p.line(0, "")
			open = true
		}
		p.line(0, "%s", p.paint(bold, r.Host))
		p.fault(2, red, r.Error)
	}
	p.line(0, "")
	p.line(0, "%s.", p.hostCounts(d.Summary))
}

// statusColumn paints the column of a status.
func statusColumn[S plan.Class | plan.RunStatus](n int, of func(row int) S) func(row, column int) lipgloss.Style {
	return func(row, column int) lipgloss.Style {
		if column != n {
			return lipgloss.NewStyle()
		}
		return statusStyle(of(row))
	}
}

// statusStyle is the colour of a class, or of how a run ended.
func statusStyle[S plan.Class | plan.RunStatus](s S) lipgloss.Style {
	switch string(s) {
	case "ok", "done", "changed", "undone":
		return green
	case "failed", "unreachable", "unknown", "stale", "interrupted":
		return red
	}
	return yellow
}

// HostRow is one host of inventory list.
type HostRow struct {
	Host      string   `json:"host"`
	Practice  string   `json:"practice"`
	Title     string   `json:"title"`
	Address   string   `json:"address"`
	Role      string   `json:"role"`
	Transport string   `json:"transport"` // "winrm https ntlm"
	Port      int      `json:"port"`
	User      string   `json:"user"`
	Mandate   bool     `json:"mandate"`
	Products  []string `json:"products"`
	Tags      []string `json:"tags"`
}

// InventoryDocument is the JSON of inventory list.
type InventoryDocument struct {
	Version int       `json:"version"`
	Hosts   []HostRow `json:"hosts"`
}

// NewInventoryDocument is the JSON form of an inventory's hosts.
func NewInventoryDocument(rows []HostRow) InventoryDocument {
	for i := range rows {
		rows[i].Products, rows[i].Tags = list(rows[i].Products), list(rows[i].Tags)
	}
	if rows == nil {
		rows = []HostRow{}
	}
	return InventoryDocument{Version: Version, Hosts: rows}
}

// Inventory lists hosts.
func (p *Printer) Inventory(d InventoryDocument) {
	rows := make([][]string, len(d.Hosts))
	practices := map[string]bool{}
	for i, h := range d.Hosts {
		practices[h.Practice] = true
		rows[i] = []string{
			h.Host, h.Title, h.Role, h.Address, fmt.Sprintf("%s :%d", h.Transport, h.Port), p.yes(h.Mandate),
			strings.Join(h.Products, ", "),
		}
	}
	p.table(0, text.InventoryColumns, rows, nil)
	p.line(0, "")
	p.line(0, "%s", p.n(text.InPractices, len(practices), "hosts", p.n(text.Hosts, len(rows))))
}

// PlaybookRow is one playbook of playbook list.
type PlaybookRow struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Serves []string `json:"serves"`
	Path   string   `json:"path"`
	Origin string   `json:"origin"` // shipped, local
	Error  string   `json:"error"`  // why it cannot be read; empty when it can
}

// PlaybooksDocument is the JSON of playbook list.
type PlaybooksDocument struct {
	Version   int           `json:"version"`
	Playbooks []PlaybookRow `json:"playbooks"`
}

// NewPlaybooksDocument is the JSON form of a list of playbooks.
func NewPlaybooksDocument(rows []PlaybookRow) PlaybooksDocument {
	for i := range rows {
		rows[i].Serves = list(rows[i].Serves)
	}
	if rows == nil {
		rows = []PlaybookRow{}
	}
	return PlaybooksDocument{Version: Version, Playbooks: rows}
}

// Playbooks lists playbooks.
func (p *Printer) Playbooks(d PlaybooksDocument) {
	rows := make([][]string, len(d.Playbooks))
	for i, b := range d.Playbooks {
		title := b.Title
		if b.Error != "" {
			title = p.t(text.Unreadable, "why", b.Error)
		}
		rows[i] = []string{b.Name, p.word(text.Origins, b.Origin), title, strings.Join(p.fewRows(b.Serves), ", ")}
	}
	p.table(0, text.PlaybookColumns, rows, nil)
}

// fewRows shortens a playbook's rows of the catalogue; -v shows all.
func (p *Printer) fewRows(ids []string) []string {
	const most = 5
	if p.o.Verbose || len(ids) <= most+1 {
		return ids
	}
	return append(slices.Clone(ids[:most]), p.t(text.More, "n", strconv.Itoa(len(ids)-most)))
}

// ValidDocument is the JSON of inventory validate and playbook validate when nothing is wrong; Checked are the files.
type ValidDocument struct {
	Version     int           `json:"version"`
	Valid       bool          `json:"valid"`
	Checked     []string      `json:"checked"`
	Diagnostics []hclx.Record `json:"diagnostics"` // warnings
}

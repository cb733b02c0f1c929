package report

import (
	"strconv"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/text"
)

// FootprintDocument is the JSON of version --footprint.
type FootprintDocument struct {
	Version int    `json:"version"`
	Xops    string `json:"xops"`
	agent.Footprint
}

// Footprint shows what runs on a host.
func (p *Printer) Footprint(d FootprintDocument) {
	rows := make([][]string, len(d.Parts))
	for i, part := range d.Parts {
		rows[i] = []string{part.Name, part.Sent, strconv.Itoa(part.Bytes), part.Logged, part.SHA256}
	}
	p.table(0, text.FootprintColumns, rows, nil)
	p.line(0, "")
	p.say(0, text.Fingerprint, "digest", d.Fingerprint)
	p.line(0, "")
	p.line(0, "%s", d.CommandLine)
}

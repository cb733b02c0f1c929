package inventory

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/text"
)

// Load reads an inventory: one file, or every *.hcl of a folder taken together. It collects every
// mistake instead of stopping at the first; the inventory comes back even then, with what was right,
// and must not be used to reach hosts while the diagnostics have errors. No secret is read here.
func Load(path string, parser *hclx.Parser) (*Inventory, hcl.Diagnostics) {
	if parser == nil {
		parser = hclx.NewParser()
	}
	files, diags := parser.Load(path)
	inv, more := decode(files, diags.HasErrors())
	inv.parser = parser
	return inv, append(diags, more...)
}

// loader is one Load: what is being built, and what was wrong so far.
type loader struct {
	inv      *Inventory
	diags    hcl.Diagnostics
	defaults *hcl.Block
	pending  []practiceBlock
	findings findings
	unparsed bool                 // a file has syntax errors, whose expressions have no value
	names    map[string]*Practice // by lower-case name
}

// practiceBlock is a practice whose connections wait for the defaults, which may stand in a later file.
type practiceBlock struct {
	practice   *Practice
	connection settings
	hosts      []hostBlock
}

type hostBlock struct {
	host       *Host
	addressAt  hcl.Range
	connection settings
	broken     bool // its own attributes have errors, so what depends on them is not judged
}

func decode(files []*hcl.File, unparsed bool) (*Inventory, hcl.Diagnostics) {
	l := &loader{inv: &Inventory{}, unparsed: unparsed, names: map[string]*Practice{}}
	var defaults settings
	for _, f := range files {
		content := l.content(f.Body, hclx.Schema{
			What: text.AnInventory,
			Blocks: []hcl.BlockHeaderSchema{
				{Type: "defaults"},
				{Type: "practice", LabelNames: []string{"name"}},
			},
			Explain: map[string]text.Phrase{"host": text.HostBelongs, "connection": text.ConnectionBelongs},
		})
		for _, block := range content.Blocks {
			if block.Type == "practice" {
				l.practice(block)
				continue
			}
			if l.defaults != nil {
				l.add(hclx.Mistake(block.DefRange, text.DefaultsTwice, "place", place(l.defaults.DefRange)))
				continue
			}
			l.defaults = block
			inner := l.content(block.Body, hclx.Schema{
				What:   text.Same("defaults"),
				Blocks: []hcl.BlockHeaderSchema{{Type: "connection"}, {Type: "approval"}},
			})
			l.approval(inner)
			defaults = l.connection(inner, "all practices", levelDefaults)
		}
	}
	l.connect(defaults)
	hclx.SortDiagnostics(l.diags)
	return l.inv, l.diags
}

// connect merges the connections, host over practice over defaults, and judges each host's result.
func (l *loader) connect(defaults settings) {
	addresses := map[string]hostBlock{}
	for _, p := range l.pending {
		for _, h := range p.hosts {
			merged := merge(defaults, p.connection, h.connection)
			h.host.Connection = merged.connection()
			if h.broken {
				continue
			}
			if h.host.Address == "" && h.host.Connection.Transport != "local" {
				l.add(hclx.Mistake(h.host.Range, text.MissingAddress))
				continue
			}
			if merged.broken() {
				continue
			}
			l.checkConnection(h.host, merged)
			l.checkAddress(h, addresses)
		}
	}
	l.diags = append(l.diags, l.findings.diagnostics()...)
}

// checkAddress warns of two entries for one endpoint: the second would get the first one's changes,
// and another practice's Kundennummer.
func (l *loader) checkAddress(h hostBlock, seen map[string]hostBlock) {
	c := h.host.Connection
	if c.Transport == "local" {
		return
	}
	endpoint := strings.ToLower(fmt.Sprintf("%s|%s|%d", c.Jump, h.host.Address, c.EffectivePort()))
	first, twice := seen[endpoint]
	if !twice {
		seen[endpoint] = h
		return
	}
	l.add(hclx.Doubt(h.addressAt, text.AddressTwice, "host", h.host.ID(), "other", first.host.ID(), "place",
		place(first.addressAt), "address", h.host.Address, "port", c.EffectivePort()))
}

func (l *loader) add(d *hcl.Diagnostic) { l.diags = append(l.diags, d) }

func (l *loader) content(body hcl.Body, s hclx.Schema) *hcl.BodyContent {
	content, diags := hclx.Content(body, s)
	l.diags = append(l.diags, diags...)
	return content
}

// place is "file:line", for pointing from one mistake to another place.
func place(r hcl.Range) string { return fmt.Sprintf("%s:%d", r.Filename, r.Start.Line) }

// findings groups what concerns several hosts for one cause (an attribute in defaults), so that a
// fleet of a hundred hosts gets one message.
type findings struct {
	list []*finding
	by   map[findingKey]*finding
}

type finding struct {
	diag  *hcl.Diagnostic
	hosts []string
}

type findingKey struct {
	at              hcl.Range
	summary, detail string
}

func (f *findings) add(h *Host, d *hcl.Diagnostic) {
	key := findingKey{*d.Subject, d.Summary, d.Detail}
	if *d.Subject == h.Range { // no attribute is to blame: the first host stands for all
		key.at = hcl.Range{}
	}
	x := f.by[key]
	if x == nil {
		x = &finding{diag: d}
		if f.by == nil {
			f.by = map[findingKey]*finding{}
		}
		f.by[key] = x
		f.list = append(f.list, x)
	}
	x.hosts = append(x.hosts, h.ID())
}

func (f *findings) diagnostics() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, x := range f.list {
		concerned := text.Same(x.hosts[0])
		switch n := len(x.hosts) - 1; n {
		case 0:
		case 1:
			concerned = text.ConcernsTwo.Filled("first", x.hosts[0], "second", x.hosts[1])
		default:
			concerned = text.ConcernsMore.Filled("first", x.hosts[0], "count", n)
		}
		hclx.Further(x.diag, text.Concerns.Filled("hosts", concerned))
		diags = append(diags, x.diag)
	}
	return diags
}

package inventory

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Products, Roles and Days are the values that an inventory may use.
var (
	Products = []string{"x.comfort", "x.concept", "x.isynet", "x.vianova", "medatixx", "psyx", "easymed"}
	Roles    = []string{"server", "workstation", "terminal_server"}
	Days     = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

var (
	namePattern     = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]*$`)
	hostnamePattern = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*` +
		`[A-Za-z0-9_])?)*\.?$`)
	digitsPattern = regexp.MustCompile(`^[0-9]+$`)
	timePattern   = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])$`)
)

const maxNameLength = 64

func (l *loader) practice(block *hcl.Block) {
	name := block.Labels[0]
	what := fmt.Sprintf("practice %q", name)
	content := l.content(block.Body, hclx.Schema{
		What:       text.Same(what),
		Attributes: []string{"title", "kundennummer", "products", "mandate", "tags", "vars"},
		Blocks: []hcl.BlockHeaderSchema{
			{Type: "window"},
			{Type: "backup_window"},
			{Type: "connection"},
			{Type: "host", LabelNames: []string{"name"}},
		},
		Explain: map[string]text.Phrase{
			"product": text.IsAList, "role": text.RoleOfHost, "address": text.AddressOf,
		},
	})
	r := l.reader(content.Attributes)
	p := &Practice{Name: name, Range: block.DefRange}
	p.Title, _ = r.str("title")
	if p.Title == "" {
		p.Title = name
	}
	p.Kundennummer = l.kundennummer(r)
	p.Products = r.oneOf("products", "product", Products)
	p.Mandate = r.boolean("mandate")
	p.Tags = r.list("tags")
	p.Vars = r.vars("vars")

	key := strings.ToLower(name)
	known := l.names[key]
	switch {
	case !l.validName(name, block.LabelRanges[0]):
	case known != nil:
		l.add(hclx.Mistake(block.DefRange, text.PracticeTwice, "name", problem.Quote(name), "place",
			place(known.Range)))
	}
	// A duplicate is read all the same, for the mistakes in it.
	pending := practiceBlock{practice: p, connection: l.connection(content, what, levelPractice)}
	hosts := map[string]*Host{} // by lower-case name
	for _, b := range content.Blocks {
		switch b.Type {
		case "window":
			p.Windows = append(p.Windows, l.window(b))
		case "backup_window":
			p.Backups = append(p.Backups, l.window(b))
		case "host":
			pending.hosts = append(pending.hosts, l.host(p, b, hosts))
		}
	}
	if known == nil {
		l.names[key] = p
		l.inv.Practices = append(l.inv.Practices, p)
		l.pending = append(l.pending, pending)
	}
}

// kundennummer is digits only (A12). It is a string, because a number would lose leading zeros.
func (l *loader) kundennummer(r *reader) string {
	attr := r.attrs["kundennummer"]
	if attr == nil {
		return ""
	}
	v, ok := r.value(attr)
	if !ok {
		return ""
	}
	if isNumber(v) {
		l.add(hclx.Mistake(attr.Expr.Range(), text.KundennummerNumber))
		return ""
	}
	number, ok := r.str("kundennummer")
	if ok && (!digitsPattern.MatchString(number) || len(number) > maxNameLength) {
		l.add(hclx.Mistake(attr.Expr.Range(), text.InvalidKundennummer, "number", hclx.Quote(number)))
		return ""
	}
	return number
}

func (l *loader) host(p *Practice, block *hcl.Block, known map[string]*Host) hostBlock {
	name := block.Labels[0]
	h := &Host{Practice: p, Name: name, Range: block.DefRange}
	before := len(l.diags)
	content := l.content(block.Body, hclx.Schema{
		What:       text.Same(fmt.Sprintf("host %q", name)),
		Attributes: []string{"address", "role", "tags", "vars"},
		Blocks:     []hcl.BlockHeaderSchema{{Type: "connection"}},
		Explain: explained(map[string]text.Phrase{
			"ip hostname":  text.IsCalled.Filled("name", "address"),
			"port":         text.OfConnection.Filled("name", "port", "example", "port = …"),
			"user":         text.OfConnection.Filled("name", "user", "example", "user = …"),
			"password":     text.OfConnection.Filled("name", "password", "example", `password = env("NAME")`),
			"kundennummer": text.OfPractice.Filled("name", "Kundennummer"),
			"mandate":      text.OfPractice.Filled("name", "mandate"),
		}),
	})
	r := l.reader(content.Attributes)
	b := hostBlock{host: h, addressAt: block.DefRange}
	if h.Address, _ = r.str("address"); r.attrs["address"] != nil {
		b.addressAt = r.attrs["address"].Expr.Range()
		if why := addressProblem(h.Address); why != (text.Phrase{}) && r.values["address"].ok {
			l.add(hclx.Mistake(b.addressAt, text.InvalidAddress, "why", why))
		}
	}
	b.broken = l.diags[before:].HasErrors() || r.attrs["address"] != nil && !r.values["address"].ok
	h.Role = r.enum("role", Roles)
	h.Tags = unite(r.list("tags"), p.Tags)
	h.Vars = inherit(r.vars("vars"), p.Vars)
	b.connection = l.connection(content, fmt.Sprintf("host %q", h.ID()), levelHost)

	key := strings.ToLower(name)
	if o := known[key]; o != nil {
		l.add(hclx.Mistake(block.DefRange, text.HostTwice, "practice", problem.Quote(p.Name), "name",
			problem.Quote(o.Name), "place", place(o.Range)))
		b.broken = true
		return b
	}
	known[key] = h
	if l.validName(name, block.LabelRanges[0]) {
		p.Hosts = append(p.Hosts, h)
	}
	return b
}

// validName keeps names free of what has a meaning in --host, in addresses and in file names.
func (l *loader) validName(name string, at hcl.Range) bool {
	if namePattern.MatchString(name) && len(name) <= maxNameLength {
		return true
	}
	l.add(hclx.Mistake(at, text.InvalidName, "name", hclx.Quote(name), "most", maxNameLength))
	return false
}

func addressProblem(address string) text.Phrase {
	if address == "" {
		return text.AddressEmpty
	}
	if _, err := netip.ParseAddr(address); err == nil {
		return text.Phrase{}
	}
	plain := strings.TrimSuffix(strings.TrimPrefix(address, "["), "]")
	_, bare := netip.ParseAddr(plain)
	switch {
	case bare == nil:
		return text.AddressBrackets.Filled("address", hclx.Quote(address), "plain", hclx.Quote(plain))
	case strings.Contains(address, "://"):
		return text.AddressURL.Filled("address", hclx.Quote(address))
	case strings.Count(address, ":") == 1:
		return text.AddressPort.Filled("address", hclx.Quote(address))
	case len(address) > 253 || !hostnamePattern.MatchString(address) || looksLikeIP(address):
		return text.AddressNone.Filled("address", hclx.Quote(address))
	}
	return text.Phrase{}
}

// looksLikeIP finds 10.20.30.300 and 10.20.30: all digits, but no address.
func looksLikeIP(s string) bool { return strings.Trim(s, "0123456789.") == "" }

// window reads a time of the week. One that cannot be read is never: a window must not become "always".
func (l *loader) window(block *hcl.Block) Window {
	content := l.content(block.Body, hclx.Schema{
		What: text.Same(block.Type), Attributes: []string{"days", "from", "to"}, Required: []string{"from", "to"},
	})
	r := l.reader(content.Attributes)
	w := Window{Range: block.DefRange, Days: l.days(r)}
	var okFrom, okTo bool
	w.From, okFrom = l.minutes(r, "from", false)
	w.To, okTo = l.minutes(r, "to", true)
	if okFrom && okTo && w.From == w.To {
		l.add(hclx.Mistake(content.Attributes["to"].Expr.Range(), text.EmptyWindow))
		okTo = false
	}
	if okFrom && okTo {
		return w
	}
	return Window{Range: block.DefRange, Days: []string{"never"}}
}

var germanDays = map[string]string{
	"mo": "mon", "di": "tue", "mi": "wed", "do": "thu", "fr": "fri", "sa": "sat",
	"so": "sun",
}

func (l *loader) days(r *reader) []string {
	attr := r.attrs["days"]
	var days []string
	for i, day := range r.list("days") {
		at := element(attr, i)
		lower := strings.ToLower(day)
		switch english, german := germanDays[lower]; {
		case slices.Contains(Days, lower):
			days = append(days, lower)
		case german:
			l.add(hclx.Mistake(at, text.GermanDay, "english", problem.Quote(english), "got", hclx.Quote(day), "days",
				strings.Join(Days, ", ")))
		default:
			l.add(hclx.Mistake(at, text.UnknownDay, "got", hclx.Quote(day), "hint", hclx.Hint(lower, Days)))
		}
	}
	if attr != nil && len(days) == 0 {
		return []string{"never"} // days was written, but nothing of it can be used: not "every day"
	}
	return days
}

// minutes reads "HH:MM" as minutes since midnight.
func (l *loader) minutes(r *reader, name string, endOfDay bool) (int, bool) {
	s, ok := r.str(name)
	if !ok {
		return 0, false
	}
	if s == "24:00" && endOfDay {
		return 24 * 60, true
	}
	m := timePattern.FindStringSubmatch(s)
	if m == nil {
		l.add(hclx.Mistake(r.attrs[name].Expr.Range(), text.InvalidTime, "got", hclx.Quote(s)))
		return 0, false
	}
	return int(m[1][0]-'0')*600 + int(m[1][1]-'0')*60 + int(m[2][0]-'0')*10 + int(m[2][1]-'0'), true
}

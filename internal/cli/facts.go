package cli

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/resource"
)

func (p *program) factsCommand() *cli.Command {
	return &cli.Command{
		Name: "facts", Flags: flags(inventoryFlags(), selectFlags(), runFlags(), displayFlags()),
		Action: p.facts,
	}
}

// asked is a question of facts; part is its name where it could not be read, read puts its items among the facts.
type asked struct {
	part  string
	query resource.Query
	read  func(facts resource.Props, items []resource.Item)
}

var osFacts = asked{"os", resource.Query{Type: "os"}, func(f resource.Props, items []resource.Item) {
	for _, i := range items {
		for k, v := range i.Props {
			f[k] = v
		}
	}
	f["dotnet"] = dotnet(f.Int("dotnet_release"))
}}

// moreFacts are those of -v.
var moreFacts = []asked{
	{
		"model", cim("Win32_ComputerSystem", nil, "Manufacturer", "Model", "TotalPhysicalMemory"),
		func(f resource.Props, items []resource.Item) {
			for _, i := range items {
				f["model"] = strings.TrimSpace(i.Props.String("Manufacturer") + " " + i.Props.String("Model"))
				f["memory"] = resource.Props{"total_bytes": bytes64(i.Props["TotalPhysicalMemory"])}
			}
		},
	},
	{
		"serial", cim("Win32_BIOS", nil, "SerialNumber", "SMBIOSBIOSVersion"),
		func(f resource.Props, items []resource.Item) {
			for _, i := range items {
				f["serial"], f["bios"] = i.Props["SerialNumber"], i.Props["SMBIOSBIOSVersion"]
			}
		},
	},
	{"disks", cim("Win32_LogicalDisk", resource.Props{"DriveType": int64(3)}, "DeviceID", "VolumeName", "Size",
		"FreeSpace"), func(f resource.Props, items []resource.Item) {
		disks := []any{}
		for _, i := range items {
			disks = append(disks, map[string]any{
				"name": i.Props["DeviceID"], "label": i.Props["VolumeName"], "size_bytes": bytes64(i.Props["Size"]),
				"free_bytes": bytes64(i.Props["FreeSpace"]),
			})
		}
		f["disks"] = disks
	}},
	{"products", resource.Query{Type: "program", Key: "*"}, func(f resource.Props, items []resource.Item) {
		products := []any{}
		for _, i := range items {
			if ours.MatchString(i.Props.String("name") + " " + i.Props.String("publisher")) {
				products = append(products, map[string]any{"name": i.Props["name"], "version": i.Props["version"]})
			}
		}
		f["products"] = products
	}},
	{
		"services",
		resource.Query{Type: "service", Key: "*", Args: resource.Props{"program": "*medatixx*"}},
		func(f resource.Props, items []resource.Item) {
			services := []any{}
			for _, i := range items {
				services = append(services, map[string]any{"name": i.Props["name"], "state": i.Props["state"]})
			}
			f["services"] = services
		},
	},
}

// ours are the practice programs that xops' playbooks are about, and the database that they use.
var ours = regexp.MustCompile(`(?i)medatixx|x\.(concept|comfort|isynet|vianova)|psyx|easymed|service-?provider|sql ` +
	`server 20\d\d\b`)

// bytes64 is a 64-bit number of WMI, whose own form of it is text.
func bytes64(v any) any {
	if s, ok := v.(string); ok {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
		return nil
	}
	return v
}

func cim(class string, filter resource.Props, properties ...string) resource.Query {
	names := make([]any, len(properties))
	for i, n := range properties {
		names[i] = n
	}
	q := resource.Query{Type: "cim", Key: class, Args: resource.Props{"select": names}}
	if filter != nil {
		q.Args["filter"] = map[string]any(filter)
	}
	return q
}

// dotnet is the version of the .NET Framework behind its release number (learn.microsoft.com, "How to: Determine which
// versions are installed"); nil for none that is known.
func dotnet(release int64) any {
	for _, v := range []struct {
		from    int64
		version string
	}{
		{533320, "4.8.1"},
		{528040, "4.8"},
		{461808, "4.7.2"},
		{461308, "4.7.1"},
		{460798, "4.7"},
		{394802, "4.6.2"},
		{394254, "4.6.1"},
		{393295, "4.6"},
		{379893, "4.5.2"},
		{378675, "4.5.1"},
		{378389, "4.5"},
	} {
		if release >= v.from {
			return v.version
		}
	}
	return nil
}

func (p *program) facts(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	hosts, err := p.selected(o)
	if err != nil {
		return err
	}
	s, err := p.begin(c.Context, o, &work{hosts: hosts}, "")
	if err != nil {
		return err
	}
	defer s.end()
	questions := []asked{osFacts}
	if o.verbose {
		questions = append(questions, moreFacts...)
	}
	queries := make([]resource.Query, len(questions))
	for i, q := range questions {
		queries[i] = q.query
	}
	stop := s.progress("facts")
	answers := s.runner.Ask(s.ctx, hosts, queries)
	stop()
	rows := make([]report.FactsRow, len(hosts))
	for i, a := range answers {
		rows[i] = p.factsRow(&a, questions)
		rows[i].Address = hosts[i].Address
	}
	d := report.NewFactsDocument(rows)
	if err := p.show(o, d, func(pr *report.Printer) { pr.Facts(d) }); err != nil {
		return err
	}
	return code(s.ended(d.Summary))
}

func (p *program) factsRow(a *exec.Asked, questions []asked) report.FactsRow {
	row := report.FactsRow{
		Host: a.Host, Title: a.Title, Status: a.Class(), DurationMS: a.DurationMS, Requests: a.Requests,
		Facts: resource.Props{},
		Error: report.NewError(a.Error, p.lang()),
	}
	for i, answer := range a.Answers {
		if answer.Fault != nil {
			if row.Unread == nil {
				row.Unread = map[string]string{}
			}
			row.Unread[questions[i].part] = report.Told(answer.Fault, p.lang())
			row.Facts[questions[i].part] = nil
			continue
		}
		questions[i].read(row.Facts, answer.Items)
	}
	if row.Unread["os"] != "" {
		delete(row.Facts, "os")
	}
	return row
}

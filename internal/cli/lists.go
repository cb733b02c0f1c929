package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/urfave/cli/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

func (p *program) inventoryCommand() *cli.Command {
	return &cli.Command{
		Name: "inventory", Subcommands: []*cli.Command{
			{
				Name: "list", Flags: flags(inventoryFlags(), selectFlags(), displayFlags()), Action: p.inventoryList,
			},
			{
				Name: "validate", Flags: flags(inventoryFlags(), displayFlags()), Action: p.inventoryValidate,
			},
		},
	}
}

func (p *program) inventoryList(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	parser := hclx.NewParser()
	hosts, diags := p.selection(o, parser)
	err = p.judge(diags, parser)
	if err == nil {
		hosts, err = p.narrow(o.narrowing, hosts)
	}
	if err != nil {
		return err
	}
	var rows []report.HostRow
	for _, h := range hosts {
		rows = append(rows, hostRow(h))
	}
	d := report.NewInventoryDocument(rows)
	if o.json {
		return report.WriteJSON(p.Out, d)
	}
	pr := p.printer(o)
	pr.Inventory(d)
	return pr.Err()
}

func hostRow(h *inventory.Host) report.HostRow {
	k := &h.Connection
	words := []string{k.Transport}
	if k.Transport == "winrm" {
		if k.HTTPS {
			words = append(words, "https")
		} else {
			words = append(words, "http")
		}
	}
	if k.Auth != "" {
		words = append(words, k.Auth)
	}
	return report.HostRow{
		Host: h.ID(), Practice: h.Practice.Name, Title: h.Practice.Title, Address: h.Address, Role: h.Role,
		Transport: strings.Join(words, " "), Port: k.EffectivePort(), User: k.User, Mandate: h.Practice.Mandate,
		Products: h.Practice.Products, Tags: h.Tags,
	}
}

func (p *program) inventoryValidate(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if c.Args().Len() > 1 {
		return problem.New(problem.PathsTooMany, "command", c.Command.HelpName, "count", strconv.Itoa(c.Args().Len()))
	}
	if c.Args().Present() {
		o.inventory = c.Args().First()
	}
	parser := hclx.NewParser()
	inv, diags := inventory.Load(o.inventory, parser)
	if !diags.HasErrors() {
		lacks, err := p.lacks(c.Context, inv.Hosts())
		if err != nil {
			return err
		}
		diags = append(diags, lacks...)
	}
	what := p.n(text.InPractices, len(inv.Practices), "hosts", p.n(text.Hosts, len(inv.Hosts())))
	return p.valid(o, []string{o.inventory}, diags, parser, p.t(text.ValidInventory, "file", o.inventory, "what", what))
}

// valid reports that files are as they should be, or what is wrong with them.
func (p *program) valid(o options, checked []string, diags hcl.Diagnostics, parser *hclx.Parser, fine string) error {
	if err := p.judge(diags, parser); err != nil {
		return err
	}
	if o.json {
		d := report.ValidDocument{
			Version: report.Version, Valid: true, Checked: checked,
			Diagnostics: hclx.Records(diags, p.lang()),
		}
		return report.WriteJSON(p.Out, d)
	}
	pr := p.printer(o)
	pr.Say(fine)
	return pr.Err()
}

func (p *program) playbookCommand() *cli.Command {
	return &cli.Command{
		Name: "playbook", Subcommands: []*cli.Command{
			{
				Name: "list", Flags: displayFlags(),
				Action: p.playbookList,
			},
			{
				Name: "validate", Flags: displayFlags(),
				Action: p.playbookValidate,
			},
		},
	}
}

func (p *program) playbookList(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	var rows []report.PlaybookRow
	for _, name := range playbookNames() {
		rows = append(rows, p.playbookRow(name))
	}
	d := report.NewPlaybooksDocument(rows)
	if o.json {
		return report.WriteJSON(p.Out, d)
	}
	pr := p.printer(o)
	pr.Playbooks(d)
	return pr.Err()
}

func (p *program) playbookRow(name string) report.PlaybookRow {
	path, err := findPlaybook(name)
	if err != nil {
		return report.PlaybookRow{Name: name, Error: problem.From(err).Text(p.lang()).Cause}
	}
	row := report.PlaybookRow{Name: name, Origin: "local", Path: path}
	if strings.HasPrefix(path, shipped) {
		row.Origin = "shipped"
	}
	pb, diags := p.newLoader(hclx.NewParser()).Load(path)
	if diags.HasErrors() || pb == nil {
		row.Error = (&hclx.ConfigError{Diagnostics: diags}).In(p.lang())
		return row
	}
	row.Title, row.Serves = pb.Title.Raw(p.lang()), pb.Serves
	return row
}

// playbooksWithoutValues are the names of the playbooks of which no variable needs a value.
func (p *program) playbooksWithoutValues() []string {
	var names []string
	for _, name := range playbookNames() {
		pb, diags := p.loadPlaybook(name, hclx.NewParser())
		if diags.HasErrors() || pb == nil || slices.ContainsFunc(pb.Variables,
			func(v *playbook.Variable) bool { return v.Default == cty.NilVal }) {
			continue
		}
		names = append(names, name)
	}
	return names
}

func (p *program) playbookValidate(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	names := c.Args().Slice()
	if len(names) == 0 {
		names = playbookNames()
	}
	parser := hclx.NewParser()
	var diags hcl.Diagnostics
	var checked []string
	for _, name := range names {
		pb, more := p.loadPlaybook(name, parser)
		diags = append(diags, more...)
		if pb != nil {
			checked = append(checked, pb.Path)
		}
	}
	return p.valid(o, checked, diags, parser, p.n(text.ValidPlaybooks, len(names)))
}

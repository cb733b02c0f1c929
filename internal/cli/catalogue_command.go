package cli

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/catalogue"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
)

func (p *program) catalogueCommand() *cli.Command {
	return &cli.Command{
		Name: "catalogue", Subcommands: []*cli.Command{
			{
				Name: "list", Flags: flags([]cli.Flag{
					&cli.StringFlag{Name: "group"}, &cli.StringFlag{Name: "product"}, &cli.BoolFlag{Name: "served"},
					&cli.BoolFlag{Name: "unserved"},
				}, displayFlags()), Action: p.catalogueList,
			},
			{Name: "show", Flags: displayFlags(), Action: p.catalogueShow},
		},
	}
}

// loadCatalogue reads the catalogue for a command that shows it.
func (p *program) loadCatalogue() (*catalogue.Catalogue, error) {
	parser := hclx.NewParser()
	c, diags := p.readCatalogue(parser)
	return c, p.judge(diags, parser)
}

func (p *program) catalogueList(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if err := noArguments(c); err != nil {
		return err
	}
	facts, err := p.loadCatalogue()
	if err != nil {
		return err
	}
	group, product := strings.ToUpper(c.String("group")), c.String("product")
	var groups, products []string
	for _, g := range facts.Groups {
		groups = append(groups, g.ID)
	}
	for _, of := range facts.Products {
		products = append(products, of.ID)
	}
	if err := oneOf("group", group, groups); err != nil {
		return err
	}
	if err := oneOf("product", product, products); err != nil {
		return err
	}
	served := p.servers()
	var rows []*catalogue.Row
	for _, r := range facts.Rows {
		switch {
		case group != "" && r.Group.ID != group:
		case product != "" && !slices.Contains(r.For, product):
		case c.Bool("served") && len(served[r.ID]) == 0:
		case c.Bool("unserved") && len(served[r.ID]) > 0:
		default:
			rows = append(rows, r)
		}
	}
	d := report.NewCatalogueDocument(facts, rows, served, p.lang())
	if o.json {
		return report.WriteJSON(p.Out, d)
	}
	pr := p.printer(o)
	pr.Catalogue(d)
	return pr.Err()
}

// oneOf refuses a value of a flag that there is not; an empty one is not given.
func oneOf(flag, value string, known []string) error {
	if value == "" || slices.Contains(known, value) {
		return nil
	}
	return problem.New(problem.CatalogueFilter, "flag", "--"+flag, "value", quoted(value), "known",
		strings.Join(known, ", "))
}

func (p *program) catalogueShow(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	if c.Args().Len() != 1 {
		return problem.New(problem.CatalogueOne, "command", c.Command.HelpName)
	}
	facts, err := p.loadCatalogue()
	if err != nil {
		return err
	}
	id := strings.ToUpper(c.Args().First())
	row, decided := facts.Row(id), facts.Decision(id)
	var rows []*catalogue.Row
	switch {
	case row != nil:
		rows = append(rows, row)
	case decided != nil:
		for _, r := range facts.Rows {
			if slices.Contains(r.Decisions, decided) {
				rows = append(rows, r)
			}
		}
	default:
		return problem.New(problem.CatalogueUnknown, "id", quoted(c.Args().First()), "near",
			hclx.DidYouMean(id, facts.IDs()))
	}
	d := report.NewCatalogueDocument(facts, rows, p.servers(), p.lang())
	if decided != nil {
		document := report.NewCatalogueDecision(decided, p.lang())
		d.Decision = &document
	}
	if o.json {
		return report.WriteJSON(p.Out, d)
	}
	pr := p.printer(o)
	if decided != nil {
		pr.CatalogueDecision(d)
	} else {
		pr.CatalogueRow(d)
	}
	return pr.Err()
}

// servers are what serves the rows: the blocks of playbooks that name them, and playbooks that do so as a whole. One
// that cannot be read serves none; xops playbook validate tells why.
func (p *program) servers() map[string][]report.Server {
	out := map[string][]report.Server{}
	for _, name := range playbookNames() {
		pb, diags := p.loadPlaybook(name, hclx.NewParser())
		if pb == nil || diags.HasErrors() {
			continue
		}
		add := func(address string, rows []string) {
			for _, r := range rows {
				s := report.Server{Playbook: name, Address: address}
				if !slices.Contains(out[r], s) {
					out[r] = append(out[r], s)
				}
			}
		}
		for _, c := range pb.Checks {
			if c.Row != "" {
				add(c.Address, []string{c.Row})
			}
			add(c.Address, c.Serves)
		}
		for _, i := range pb.Items {
			if i.Step != nil {
				add(i.Step.Address, i.Step.Serves)
			}
		}
		add("", unnamed(pb, out))
	}
	return out
}

// unnamed are the rows that a playbook serves as a whole and that none of its blocks names.
func unnamed(pb *playbook.Playbook, named map[string][]report.Server) []string {
	var rows []string
	for _, r := range pb.Serves {
		if !slices.ContainsFunc(named[r], func(s report.Server) bool { return s.Playbook == pb.Name }) {
			rows = append(rows, r)
		}
	}
	return rows
}

package cli

import (
	"runtime"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
)

// options are the common flags.
type options struct {
	inventory string
	hosts     []string
	where     string
	narrowing
	canaries []string
	atOnce   bool // --batch all
	wait     time.Duration
	vars     []string
	varFiles []string
	parallel int
	timeout  time.Duration
	json     bool
	noColor  bool
	verbose  bool
}

func displayFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "json"},
		&cli.StringFlag{Name: "lang"},
		&cli.BoolFlag{Name: "no-color"},
		&cli.BoolFlag{Name: "v"},
	}
}

func inventoryFlags() []cli.Flag {
	return []cli.Flag{&cli.StringFlag{Name: "inventory", Aliases: []string{"i"}}}
}

func selectFlags() []cli.Flag {
	return append([]cli.Flag{
		&cli.StringSliceFlag{Name: "host"},
		&cli.StringFlag{Name: "where"},
	}, narrowFlags()...)
}

func varFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "var"},
		&cli.StringSliceFlag{Name: "var-file"},
	}
}

func runFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "parallel", Value: 50},
		&cli.DurationFlag{Name: "timeout", Value: 10 * time.Minute},
	}
}

func flags(groups ...[]cli.Flag) []cli.Flag {
	var all []cli.Flag
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

// options reads the common flags; those that a command does not have are empty.
func (p *program) options(c *cli.Context) (options, error) {
	o := options{
		inventory: c.String("inventory"), hosts: c.StringSlice("host"), where: c.String("where"),
		narrowing: narrowing{
			tags: c.StringSlice("tag"), products: c.StringSlice("product"), roles: c.StringSlice("role"),
			from: c.String("from"),
		},
		canaries: c.StringSlice("canary"), atOnce: c.IsSet("batch"), wait: c.Duration("wait"),
		vars: c.StringSlice("var"), varFiles: c.StringSlice("var-file"),
		parallel: c.Int("parallel"), timeout: c.Duration("timeout"),
		json: c.Bool("json"), noColor: c.Bool("no-color"), verbose: c.Bool("v"),
	}
	if o.inventory == "" {
		o.inventory = p.Getenv("XOPS_INVENTORY")
	}
	if o.inventory == "" {
		o.inventory = "inventory.hcl"
	}
	if c.IsSet("parallel") && (o.parallel < 1 || o.parallel > 1000) {
		return o, problem.New(problem.FlagNumber, "flag", "--parallel", "value", strconv.Itoa(o.parallel), "least", "1",
			"most", "1000")
	}
	if c.IsSet("wait") && o.wait <= 0 {
		return o, problem.New(problem.FlagDuration, "flag", "--wait", "value", o.wait.String(), "example", "2h, 12h")
	}
	if o.atOnce && c.String("batch") != "all" {
		return o, problem.New(problem.BatchAll, "value", c.String("batch"))
	}
	if o.atOnce && !c.Bool("yes") {
		return o, problem.New(problem.BatchYes)
	}
	if c.IsSet("timeout") && o.timeout <= 0 {
		return o, problem.New(problem.FlagDuration, "flag", "--timeout", "value", o.timeout.String(), "example",
			"90s, 10m")
	}
	return o, nil
}

// noArguments refuses arguments of a command that takes none.
func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return problem.New(problem.ArgumentTooMuch, "command", c.Command.HelpName, "argument", quoted(c.Args().First()))
	}
	return nil
}

// printer writes results.
func (p *program) printer(o options) *report.Printer {
	return report.NewPrinter(p.Out, report.Options{
		Color: p.colour(o.noColor, p.OutTerminal),
		Width: p.width(p.OutTerminal), Verbose: o.verbose, Lang: p.lang(),
	})
}

// narrator writes what happens, for a person to follow.
func (p *program) narrator(o options) *report.Printer {
	return report.NewPrinter(p.Err, report.Options{
		Color: p.colour(o.noColor, p.ErrTerminal),
		Width: p.width(p.ErrTerminal), Verbose: o.verbose, Lang: p.lang(),
	})
}

// errPrinter is for errors from before the flags are known.
func (p *program) errPrinter() *report.Printer {
	noColor := false
	for _, a := range p.args {
		noColor = noColor || a == "--no-color" || a == "-no-color"
	}
	return p.narrator(options{noColor: noColor})
}

func (p *program) colour(off, terminal bool) bool {
	if off || p.Getenv("NO_COLOR") != "" || !terminal {
		return false
	}
	// Windows has no TERM; elsewhere its absence means a terminal that cannot do much.
	term := p.Getenv("TERM")
	return term != "dumb" && (term != "" || runtime.GOOS == "windows")
}

func (p *program) width(terminal bool) int {
	if !terminal {
		return 0
	}
	return p.Width
}

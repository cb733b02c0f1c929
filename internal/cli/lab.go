package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

func labFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "practices", Value: lab.DefaultPractices},
		&cli.Int64Flag{Name: "seed", Value: 1},
		&cli.StringFlag{Name: "listen"},
		&cli.StringFlag{Name: "engine", Value: "sim"},
		&cli.DurationFlag{Name: "latency"},
		&cli.StringSliceFlag{Name: "fault"},
	}
}

func labConfig(c *cli.Context) (lab.Config, error) {
	cfg := lab.Config{
		Practices: c.Int("practices"), Seed: c.Int64("seed"), Engine: c.String("engine"), Listen: c.String("listen"),
		Latency: c.Duration("latency"),
	}
	if cfg.Engine == lab.Windows && !c.IsSet("practices") {
		cfg.Practices = lab.WindowsPractices
	}
	if cfg.Practices < 1 {
		return cfg, problem.New(problem.FlagNumber, "flag", "--practices", "value", strconv.Itoa(cfg.Practices),
			"least", "1")
	}
	if cfg.Latency < 0 || cfg.Latency > time.Minute {
		return cfg, problem.New(problem.FlagDuration, "flag", "--latency", "value", cfg.Latency.String(), "most", "1m",
			"example", "50ms")
	}
	for _, name := range c.StringSlice("fault") {
		f, err := lab.ParseFault(name)
		if err != nil {
			return cfg, problem.New(problem.LabFault).Because(err)
		}
		cfg.Faults = append(cfg.Faults, f)
	}
	return cfg, nil
}

func (p *program) labCommand() *cli.Command {
	return &cli.Command{
		Name: "lab", Subcommands: []*cli.Command{{
			Name: "up", Flags: flags(inventoryFlags(), labFlags(), displayFlags()), Action: p.labUp,
		}},
	}
}

func (p *program) labUp(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	cfg, err := labConfig(c)
	if err != nil {
		return err
	}
	file := c.String("inventory")
	if err := writable(file); err != nil {
		return err
	}
	if file == "" {
		dir, err := p.stateDir()
		if err != nil {
			return err
		}
		file = filepath.Join(dir, "lab.hcl")
	}
	ctx, watching := p.watch(c.Context, nil)
	defer watching.end()
	fleet, err := p.startFleet(ctx, cfg)
	if err != nil {
		return err
	}
	defer fleet.Stop()
	if err := fleet.WriteInventory(file); err != nil {
		return err
	}
	if c.Bool("json") {
		err = report.WriteJSON(p.Out, newLabDocument(fleet, file))
	} else {
		_, err = fmt.Fprintln(p.Out, p.t(text.LabUp, "practices", p.n(text.Practices, len(fleet.Practices)),
			"with", p.n(text.WithHosts, len(fleet.Hosts())), "file", file))
	}
	if err != nil {
		return err
	}
	select {
	case <-watching.first:
	case <-ctx.Done():
	}
	return exitCode(plan.ExitDone) // Ctrl-C is how it is meant to end
}

func (p *program) startFleet(ctx context.Context, cfg lab.Config) (*lab.Fleet, error) {
	fleet, err := lab.NewFleet(cfg)
	if err != nil {
		return nil, problem.New(problem.LabConfig).Because(err)
	}
	if cfg.Engine == lab.Windows {
		fmt.Fprintln(p.Err, p.n(text.LabStarting, len(fleet.Hosts())))
	}
	if err := fleet.Start(ctx); err != nil {
		return nil, err
	}
	return fleet, nil
}

type labDocument struct {
	Version   int       `json:"version"`
	Inventory string    `json:"inventory"`
	Hosts     []labHost `json:"hosts"`
}

type labHost struct {
	Host    string      `json:"host"`
	Address string      `json:"address"`
	Port    int         `json:"port"`
	Faults  []lab.Fault `json:"faults"`
}

func newLabDocument(f *lab.Fleet, file string) labDocument {
	d := labDocument{Version: report.Version, Inventory: file}
	for _, h := range f.Hosts() {
		d.Hosts = append(d.Hosts, labHost{
			Host: h.ID(), Address: h.Address, Port: h.Port,
			Faults: append([]lab.Fault{}, h.Faults...),
		})
	}
	return d
}

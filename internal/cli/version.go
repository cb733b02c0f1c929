package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/report"
)

// Version is set by a release build (-ldflags "-X …/internal/cli.Version=1.2.3").
var Version string

type versionDocument struct {
	Version  int    `json:"version"`
	Xops     string `json:"xops"`
	Revision string `json:"revision"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func (p *program) versionCommand() *cli.Command {
	return &cli.Command{
		Name: "version", Flags: append(displayFlags(), &cli.BoolFlag{Name: "footprint"}),
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			if c.Bool("footprint") {
				d := report.FootprintDocument{Version: report.Version, Xops: version(), Footprint: agent.NewFootprint()}
				if c.Bool("json") {
					return report.WriteJSON(p.Out, d)
				}
				o, err := p.options(c)
				if err != nil {
					return err
				}
				printer := p.printer(o)
				printer.Footprint(d)
				return printer.Err()
			}
			d := versionDocument{
				Version: report.Version, Xops: version(), Go: runtime.Version(),
				Platform: runtime.GOOS + "/" + runtime.GOARCH,
			}
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						d.Revision = s.Value
					}
				}
			}
			if c.Bool("json") {
				return report.WriteJSON(p.Out, d)
			}
			line := fmt.Sprintf("xops %s %s %s", d.Xops, d.Platform, d.Go)
			if d.Revision != "" {
				line += " " + d.Revision
			}
			_, err := fmt.Fprintln(p.Out, line)
			return err
		},
	}
}

// version is the program's version as it was built.
func version() string {
	v := Version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version
	}
	if v == "" || v == "(devel)" {
		return "development"
	}
	return v
}

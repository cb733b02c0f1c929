package cli

import (
	"strconv"

	"github.com/urfave/cli/v2"
)

// commands in the order of the help.
func (p *program) commands() []*cli.Command {
	return []*cli.Command{
		p.versionCommand(),
	}
}

func quoted(s string) string { return strconv.Quote(s) }

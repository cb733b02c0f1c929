package cli

import (
	"strconv"

	"github.com/urfave/cli/v2"
)

// commands in the order of the help.
func (p *program) commands() []*cli.Command {
	return []*cli.Command{
		p.demoCommand(),
		p.labCommand(),
		p.planCommand(),
		p.applyCommand(),
		p.showCommand(),
		p.fixCommand(),
		p.checkCommand(),
		p.undoCommand(),
		p.runsCommand(),
		p.verifyCommand(),
		p.doctorCommand(),
		p.pingCommand(),
		p.factsCommand(),
		p.execCommand(),
		p.inventoryCommand(),
		p.playbookCommand(),
		p.catalogueCommand(),
		p.versionCommand(),
	}
}

func quoted(s string) string { return strconv.Quote(s) }

package cli

import (
	"flag"

	"github.com/urfave/cli/v2"
)

// exitCodes stands in the help of every command.
const exitCodes = `
EXIT CODES:
   0    done; or everything that was selected and applies is in order
   1    error before any host was touched (usage, file, expression, a missing secret)
   2    plan, check: looked at, and not in order: changes, a manual step, a required
        finding (check: a recommended one, too)
   3    a host failed, was unreachable, or could not be told; apply, fix: or is left with
        a required finding or a manual step
   4    a reviewed plan no longer fits a host
   130  cancelled

   For plan and check 2 wins over 3; for the others 4 wins over 3.
   A host that is skipped (not applicable, no mandate, outside its window) is no failure.
`

const appHelp = `xops - {{.Usage}}

USAGE:
   xops COMMAND [ARGUMENTS] [FLAGS]     flags may stand before or after arguments

{{.Description}}

COMMANDS:{{range .VisibleCommands}}
   {{printf "%-12s" .Name}} {{.Usage}}{{end}}

   xops COMMAND --help explains a command.
` + exitCodes

const commandHelp = `{{.HelpName}} - {{.Usage}}

USAGE:
   {{.HelpName}}{{if .Subcommands}} COMMAND{{end}}{{if .ArgsUsage}} {{.ArgsUsage}}{{end}}{{if .VisibleFlags}} [FLAGS]{{end}}
{{if .Description}}
{{.Description}}
{{end}}{{if .VisibleCommands}}
COMMANDS:{{range .VisibleCommands}}
   {{printf "%-12s" .Name}} {{.Usage}}{{end}}
{{end}}{{if .VisibleFlags}}
FLAGS:{{range .VisibleFlags}}
   {{.}}{{end}}
{{end}}` + exitCodes

func init() {
	// The library's own would say "help, h" and the default of every bool.
	cli.HelpFlag = helpFlag{&cli.BoolFlag{
		Name: "help", Aliases: []string{"h"}, Usage: "show this text",
		DisableDefaultText: true,
	}}
}

// helpFlag is one flag for all commands of all calls, so nothing of a call is kept in it: several can run at once.
type helpFlag struct{ *cli.BoolFlag }

func (f helpFlag) Apply(set *flag.FlagSet) error {
	own := *f.BoolFlag
	return own.Apply(set)
}

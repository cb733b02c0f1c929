package cli

import (
	"flag"

	"github.com/urfave/cli/v2"
)

// exitCodes stands in the help of every command.
const exitCodes = `
EXIT CODES:
   0    done, or nothing to do
   1    error before any host was touched (usage, file, expression)
   2    plan: changes are pending; check: findings
   3    some hosts failed or were unreachable
   4    a reviewed plan no longer fits its hosts
   130  cancelled

   For plan and check 2 wins over 3; for apply, fix and undo 3 wins over 0.
   A host that is skipped (no mandate, outside its window, "only" is false) is not a failure.
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
	cli.HelpFlag = helpFlag{&cli.BoolFlag{Name: "help", Aliases: []string{"h"}, Usage: "show this text", DisableDefaultText: true}}
}

// helpFlag is one flag for all commands of all calls, so nothing of a call is kept in it: several can run at once.
type helpFlag struct{ *cli.BoolFlag }

func (f helpFlag) Apply(set *flag.FlagSet) error {
	own := *f.BoolFlag
	return own.Apply(set)
}

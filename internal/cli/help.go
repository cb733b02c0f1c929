package cli

import (
	"flag"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/text"
)

// helpFlag is one flag for all commands of all calls, so nothing of a call is kept in it: several can run at once.
type helpFlag struct{ *cli.BoolFlag }

func init() { cli.HelpFlag = helpFlag{&cli.BoolFlag{Name: "help", Aliases: []string{"h"}}} }

func (f helpFlag) Apply(set *flag.FlagSet) error {
	own := *f.BoolFlag
	return own.Apply(set)
}

// appHelp is the help of the program. The library takes it for a template, which it is too.
func (p *program) appHelp(app *cli.App) string {
	var b strings.Builder
	fmt.Fprintf(&b, "xops - %s\n\n%s\n   %s\n\n%s\n", p.t(text.HelpProgram.Usage), p.t(text.HelpUsage),
		p.t(text.HelpCall), p.t(text.HelpProgram.More))
	p.helpCommands(&b, "", app.Commands)
	fmt.Fprintf(&b, "\n   %s\n\n%s", p.t(text.HelpOfCommand), p.t(text.ExitCodes))
	return b.String()
}

// commandHelp is the help of a command, whose name is behind the program's.
func (p *program) commandHelp(c *cli.Command, name string) string {
	h := text.Commands[name]
	call := "xops " + name
	if len(c.Subcommands) > 0 {
		call += " " + p.t(text.HelpCommand)
	}
	if args := p.t(h.Args); args != "" {
		call += " " + args
	}
	var b strings.Builder
	fmt.Fprintf(&b, "xops %s - %s\n\n%s\n   %s\n", name, p.t(h.Usage), p.t(text.HelpUsage),
		call+" "+p.t(text.HelpAnyFlags))
	if more := p.t(h.More, "playbooks", p.t(text.AboutPlaybooks)); more != "" {
		b.WriteString("\n" + more + "\n")
	}
	p.helpCommands(&b, name+" ", c.Subcommands)
	fmt.Fprintf(&b, "\n%s\n", p.t(text.HelpFlags))
	for _, f := range append(c.Flags[:len(c.Flags):len(c.Flags)], cli.HelpFlag) {
		b.WriteString("   " + p.helpOfFlag(f, name) + "\n")
	}
	fmt.Fprintf(&b, "\n%s", p.t(text.ExitCodes))
	return b.String()
}

func (p *program) helpCommands(b *strings.Builder, before string, commands []*cli.Command) {
	if len(commands) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", p.t(text.HelpCommands))
	for _, c := range commands {
		fmt.Fprintf(b, "   %-12s %s\n", c.Name, p.t(text.Commands[before+c.Name].Usage))
	}
}

// helpOfFlag is a flag with its aliases and what is given with it, a tab, and what it does.
func (p *program) helpOfFlag(f cli.Flag, command string) string {
	does, own := text.Flags[command+" "+f.Names()[0]]
	if !own {
		does = text.Flags[f.Names()[0]]
	}
	usage := p.t(does)
	_, value, _ := strings.Cut(usage, "`")
	value, _, _ = strings.Cut(value, "`")
	var names []string
	for _, n := range f.Names() {
		dashes := "--"
		if len(n) == 1 {
			dashes = "-"
		}
		names = append(names, strings.TrimSpace(dashes+n+" "+value))
	}
	if d, ok := f.(cli.DocGenerationFlag); ok && d.TakesValue() && d.GetDefaultText() != "" {
		usage += p.t(text.HelpDefault, "value", d.GetDefaultText())
	}
	return strings.Join(names, ", ") + "\t" + strings.ReplaceAll(usage, "`", "")
}

package cli

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
)

// arrange puts a command line into the order that the library reads: command, flags, "--", arguments. It stops reading
// flags at the first argument; a person writes them anywhere. "--" ends the flags. What is not known is an error with
// the nearest name.
func arrange(app *cli.App, args []string) ([]string, error) {
	takes := map[string]bool{"help": false, "h": false, "version": false}
	gather(takes, app.Commands)

	var flags, words, rest []string
	help := false
	for i := 0; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			rest = args[i+1:]
			break
		}
		if len(a) < 2 || a[0] != '-' {
			words = append(words, a)
			continue
		}
		if len(a) > 2 && strings.Trim(a, "v") == "-" { // -vvv: there is no more to tell than with -v
			a = "-v"
		}
		name, value, has := strings.Cut(strings.TrimPrefix(a[1:], "-"), "=")
		valued, known := takes[name]
		switch {
		case name == "help" || name == "h":
			help = true
		case !known || !valued:
			flags = append(flags, a) // an unknown one is told when the command is known
		case has:
			flags = append(flags, "--"+name+"="+value)
		case i+1 < len(args):
			i++
			flags = append(flags, "--"+name+"="+args[i])
		default:
			return nil, problem.New(problem.FlagNoValue, "flag", a)
		}
	}
	if len(words) > 0 && words[0] == "help" {
		help, words = true, words[1:]
	}
	if len(words) == 0 && slices.Contains(flags, "--version") {
		words, flags = []string{"version"}, nil
	}
	if len(words) == 0 {
		if len(flags) > 0 && !help {
			return nil, problem.New(problem.NoCommand)
		}
		return []string{"--help"}, nil
	}

	path, words, cmd, err := resolve(app, words, help)
	if err != nil {
		return nil, err
	}
	if help {
		return append(path, "--help"), nil
	}
	if err := checkFlags(path, cmd, flags); err != nil {
		return nil, err
	}
	out := append(path, flags...)
	out = append(out, "--")
	out = append(out, words...)
	return append(out, rest...), nil
}

// gather notes which flags there are, and whether they take a value.
func gather(takes map[string]bool, commands []*cli.Command) {
	for _, c := range commands {
		for _, f := range c.Flags {
			_, boolean := f.(*cli.BoolFlag)
			for _, n := range f.Names() {
				takes[n] = !boolean
			}
		}
		gather(takes, c.Subcommands)
	}
}

// resolve finds the command that the first words name. With help, what is no command is left to the command before it.
func resolve(app *cli.App, words []string, help bool) (path, rest []string, cmd *cli.Command, err error) {
	commands := app.Commands
	for len(commands) > 0 {
		if len(words) == 0 {
			if help {
				return path, nil, cmd, nil
			}
			choices := strings.Join(commandNames(commands), ", ")
			return nil, nil, nil, problem.New(problem.CommandMissing, "command", "xops "+cmd.Name, "choices", choices)
		}
		next := find(commands, words[0])
		if next == nil {
			behind := func(word string) string { return strings.Join(append(slices.Clone(path), word), " ") }
			e := problem.New(problem.CommandUnknown, "given", behind(words[0]), "help", "xops "+behind("--help"))
			if near := hclx.DidYouMean(words[0], commandNames(commands)); near != "" {
				e.Set("near", behind(near))
			}
			return nil, nil, nil, e
		}
		path, words, cmd, commands = append(path, next.Name), words[1:], next, next.Subcommands
	}
	return path, words, cmd, nil
}

func find(commands []*cli.Command, name string) *cli.Command {
	for _, c := range commands {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}

func commandNames(commands []*cli.Command) []string {
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = c.Name
	}
	return names
}

func checkFlags(path []string, cmd *cli.Command, flags []string) error {
	var known []string
	for _, f := range cmd.Flags {
		known = append(known, f.Names()...)
	}
	for _, f := range flags {
		name, _, _ := strings.Cut(strings.TrimLeft(f, "-"), "=")
		if slices.Contains(known, name) {
			continue
		}
		return problem.New(problem.FlagUnknown, "command", "xops "+strings.Join(path, " "), "flag", name, "near",
			hclx.DidYouMean(name, known))
	}
	return nil
}

package cli

import (
	"testing"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/text"
)

// Every command and every flag is explained, and nothing is explained that there is not.
func TestEverythingIsExplained(t *testing.T) {
	met := map[string]bool{"help": true} // of all commands, and of none
	var look func(before string, commands []*cli.Command)
	look = func(before string, commands []*cli.Command) {
		for _, c := range commands {
			name := before + c.Name
			if met[name] = true; text.Commands[name].Usage.EN == "" {
				t.Errorf("xops %s: text.Commands does not explain it", name)
			}
			for _, f := range c.Flags {
				flag := f.Names()[0]
				own := name + " " + flag
				if text.Flags[own].EN == "" {
					own = flag
				}
				if met[own] = true; text.Flags[own].EN == "" {
					t.Errorf("xops %s --%s: text.Flags does not explain it", name, flag)
				}
			}
			look(name+" ", c.Subcommands)
		}
	}
	look("", newProgram(nil, newSurroundings(t).Streams).app().Commands)
	for name := range text.Commands {
		if !met[name] {
			t.Errorf("there is no command %s", name)
		}
	}
	for name := range text.Flags {
		if !met[name] {
			t.Errorf("there is no flag %s", name)
		}
	}
}

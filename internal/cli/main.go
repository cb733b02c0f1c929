// Package cli is the command line: flags become an options struct, and an action that reads as a list of what happens.
// It is the only place that wires the packages together.
package cli

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/catalogue"
	"github.com/xops-dev/xops/internal/dial"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Streams are what the program has from its surroundings. Package main fills it from the operating system, tests from
// buffers.
type Streams struct {
	In          io.Reader
	Out, Err    io.Writer // results; narration, progress and errors
	InTerminal  bool
	OutTerminal bool
	ErrTerminal bool
	Width       int // of the terminal, in columns; 0: not known
	Getenv      func(string) string
	Now         func() time.Time
	Operator    string // who runs the program, for the journal
	// Signals delivers interrupts: the first asks for an orderly end, the second for an immediate one. nil: none come.
	Signals <-chan os.Signal
	// UILanguage is the LCID of Windows' user interface; 0 elsewhere.
	UILanguage uint16
	// ReadSecret reads a line from the terminal without showing it. nil: there is no terminal.
	ReadSecret func(prompt string) (string, error)
}

// program is one call of xops.
type program struct {
	Streams
	args   []string
	dial   exec.Dialer // nil: as the inventory says. Tests put their own here
	tongue text.Lang   // "": as the call says. Tests put theirs here

	// configured is the dialer that goes by the inventory, with the secrets that it knows already.
	configured func() *dial.Dialer
	sources    map[string]*hcl.File // that were read, for snippets
	terminal   *terminal            // Err is that
	results    *results             // Out is that
	inventory  *inventory.Inventory // that was read last
	catalogue  *catalogue.Catalogue // once it was read

	mu   sync.Mutex
	ends []func() // what is closed when the command has ended
}

// atEnd keeps something to do until the command has ended.
func (p *program) atEnd(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ends = append(p.ends, f)
}

// Main runs one command line, without the program's name, and gives the exit code.
func Main(args []string, s Streams) int {
	return newProgram(args, s).main()
}

func newProgram(args []string, s Streams) *program {
	t, r := &terminal{w: mute{s.Err}}, &results{w: s.Out, terminal: s.OutTerminal}
	s.Err, s.Out = t, r
	p := &program{Streams: s, args: args, terminal: t, results: r}
	p.configured = sync.OnceValue(p.newDialer)
	return p
}

func (p *program) main() int {
	err := p.run(context.Background())
	for _, f := range p.ends {
		f()
	}
	return p.finish(err)
}

func (p *program) run(ctx context.Context) error {
	app := p.app()
	if err := p.knowsLang(); err != nil {
		return err
	}
	args, err := arrange(app, p.args)
	if err != nil {
		return err
	}
	return app.RunContext(ctx, append([]string{"xops"}, args...))
}

func (p *program) app() *cli.App {
	app := &cli.App{
		Name:                      "xops",
		Reader:                    p.In,
		Writer:                    p.Out,
		ErrWriter:                 p.Err,
		HideVersion:               true,
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true,
		Commands:                  p.commands(),
		ExitErrHandler:            func(*cli.Context, error) {}, // finish decides
		OnUsageError: func(_ *cli.Context, err error,
			_ bool,
		) error {
			return problem.New(problem.FlagsWrong).Because(err)
		},
	}
	app.CustomAppHelpTemplate = p.appHelp(app)
	for _, c := range app.Commands {
		p.complete(app, c, c.Name)
	}
	return app
}

// complete gives a command and those under it what all have; name has the names of those above it.
func (p *program) complete(app *cli.App, c *cli.Command, name string) {
	c.HideHelpCommand = true
	c.CustomHelpTemplate = p.commandHelp(c, name)
	c.OnUsageError = app.OnUsageError
	for _, sub := range c.Subcommands {
		p.complete(app, sub, name+" "+sub.Name)
	}
}

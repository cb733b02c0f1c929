// Package local runs the agent on this computer, for a technician who sits at the server.
package local

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/pipe"
)

// Config says how command lines are started. The zero value starts them on this Windows.
type Config struct {
	// Command makes the process for a command line, without starting it; nil: as Windows finds it.
	Command func(commandLine string) (*exec.Cmd, error)
}

// Dial gives a connection to this computer.
func Dial(cfg Config) (transport.Conn, error) {
	if cfg.Command == nil {
		if runtime.GOOS != "windows" {
			return nil, problem.New(problem.LocalElsewhere).With("this is %s", runtime.GOOS)
		}
		cfg.Command = windowsCommand
	}
	return &conn{cfg: cfg}, nil
}

// windowsCommand takes powershell.exe from its own place, not from the PATH, and the 64-bit one even in a 32-bit xops.
func windowsCommand(line string) (*exec.Cmd, error) {
	program, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	if program == "" {
		return nil, errors.New("empty command line")
	}
	if strings.EqualFold(program, "powershell.exe") {
		system := "System32"
		if runtime.GOARCH == "386" && os.Getenv("PROCESSOR_ARCHITEW6432") != "" {
			system = "Sysnative"
		}
		program = filepath.Join(os.Getenv("SystemRoot"), system, "WindowsPowerShell", "v1.0", "powershell.exe")
	}
	cmd := exec.Command(program)
	asItIs(cmd, rest)
	cmd.Env = environment(os.Environ())
	return cmd, nil
}

// environment is what the command gets: without the module path of the PowerShell that xops may have been started from.
// PowerShell 7 hands on its own, in which Windows PowerShell finds modules that it cannot load.
func environment(of []string) []string {
	return slices.DeleteFunc(slices.Clone(of), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.EqualFold(name, "PSModulePath")
	})
}

type conn struct {
	cfg   Config
	mu    sync.Mutex
	stats transport.Stats
}

func (c *conn) count(f func(s *transport.Stats)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.stats)
}

func (c *conn) Start(ctx context.Context, commandLine string) (transport.Process, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cmd, err := c.cfg.Command(commandLine)
	if err != nil {
		return nil, err
	}
	stdin, err1 := cmd.StdinPipe()
	stdout, err2 := cmd.StdoutPipe()
	stderr, err3 := cmd.StderrPipe()
	if err := errors.Join(err1, err2, err3, cmd.Start()); err != nil {
		return nil, problem.New(problem.LocalStart).Because(err)
	}
	kill, free := confine(cmd)
	c.count(func(s *transport.Stats) { s.Starts++; s.Requests++ })
	return pipe.New(pipe.Command{
		Stdin: stdin, Stdout: stdout, Stderr: stderr,
		Wait: func() (int, error) {
			err := cmd.Wait()
			free()
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				err = nil
			}
			return cmd.ProcessState.ExitCode(), err
		},
		Kill: func() { // a child of the command may live on and hold the streams
			kill()
			_, _, _ = stdin.Close(), stdout.Close(), stderr.Close()
		},
		Lost:     func(err error) *problem.Problem { return problem.New(problem.LocalEnded).Because(err) },
		Sent:     func(n int) { c.count(func(s *transport.Stats) { s.BytesSent += int64(n) }) },
		Received: func(n int) { c.count(func(s *transport.Stats) { s.BytesReceived += int64(n) }) },
	}), nil
}

// Quotes is true: Windows hands the line to the program.
func (c *conn) Quotes() bool { return true }

func (c *conn) Stats() transport.Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

func (c *conn) Close() error { return nil }

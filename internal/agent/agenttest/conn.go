// Package agenttest runs the agent in tests: on the PowerShell for Linux ($XOPS_PWSH) and on practice Windows hosts
// ($XOPS_WINDOWS_TOOLS). Tests are skipped, with one clear line, where these are missing.
package agenttest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// Conn is a transport.Conn that starts processes on this machine.
type Conn struct {
	// Command makes the process of a command line.
	Command func(commandLine string) *exec.Cmd
	// CutAfter, if not 0, ends a process's standard input after so many bytes, as a broken connection would.
	CutAfter int
	// Unquoted is a way on which nobody knows the shell.
	Unquoted bool
	// Change, if set, changes what is sent.
	Change func(data []byte) []byte

	mu    sync.Mutex
	stats transport.Stats
}

// PwshConn is a connection to the PowerShell for Linux: for the language and the protocol, without Windows.
func PwshConn(t testing.TB) *Conn {
	t.Helper()
	pwsh := need.PowerShell(t)
	return &Conn{Command: func(line string) *exec.Cmd {
		return exec.Command(pwsh, Words(line)[1:]...)
	}}
}

// Words are a command line's: text in double quotes is one.
func Words(line string) []string {
	var out []string
	for i, piece := range strings.Split(line, `"`) {
		if i%2 == 1 {
			out = append(out, piece)
		} else {
			out = append(out, strings.Fields(piece)...)
		}
	}
	return out
}

// Quotes says that text in double quotes arrives.
func (c *Conn) Quotes() bool { return !c.Unquoted }

// Start starts a command line.
func (c *Conn) Start(ctx context.Context, commandLine string) (transport.Process, error) {
	cmd := c.Command(commandLine)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p := &process{
		conn: c, cmd: cmd, stdin: stdin, pieces: make(chan []byte, 64), quit: make(chan struct{}),
		left: c.CutAfter,
	}
	cmd.Stderr = &p.stderr
	if err := cmd.Start(); err != nil {
		return nil, problem.New(problem.LocalStart).Because(err)
	}
	c.count(func(s *transport.Stats) { s.Starts++ })
	go p.read(stdout)
	return p, nil
}

func (c *Conn) count(f func(*transport.Stats)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.stats)
}

// Stats counts starts, sends (as requests) and bytes.
func (c *Conn) Stats() transport.Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

// Close does nothing.
func (c *Conn) Close() error { return nil }

type process struct {
	conn   *Conn
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	pieces chan []byte
	quit   chan struct{}
	once   sync.Once
	stderr buffer
	exit   int
	left   int
}

type buffer struct {
	mu   sync.Mutex
	data []byte
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.data = append(b.data, p...)
	return len(p), nil
}

func (p *process) read(stdout io.Reader) {
	defer close(p.pieces)
	for {
		buf := make([]byte, 4096)
		n, err := stdout.Read(buf)
		if n > 0 {
			p.conn.count(func(s *transport.Stats) { s.BytesReceived += int64(n) })
			select {
			case p.pieces <- buf[:n]:
			case <-p.quit:
			}
		}
		if err != nil {
			break
		}
	}
	_ = p.cmd.Wait()
	p.exit = p.cmd.ProcessState.ExitCode()
}

func (p *process) Send(ctx context.Context, data []byte) error {
	if p.conn.Change != nil {
		data = p.conn.Change(data)
	}
	cut := p.left > 0 && len(data) >= p.left
	if cut {
		data = data[:p.left]
	}
	p.left = max(0, p.left-len(data))
	p.conn.count(func(s *transport.Stats) { s.Requests++; s.BytesSent += int64(len(data)) })
	_, err := p.stdin.Write(data)
	if cut {
		err = errors.Join(err, p.stdin.Close())
		if err != nil {
			return nil // the other end was gone first: the same to the test
		}
	}
	if err != nil {
		return problem.New(problem.ConnectionLost).Because(err)
	}
	return nil
}

func (p *process) Receive(ctx context.Context) ([]byte, error) {
	select {
	case piece, ok := <-p.pieces:
		if !ok {
			return nil, io.EOF
		}
		return piece, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *process) Stderr() []byte {
	p.stderr.mu.Lock()
	defer p.stderr.mu.Unlock()
	return append([]byte(nil), p.stderr.data...)
}

func (p *process) ExitCode() int { return p.exit }

// Close ends the input, so that the process ends by itself, or kills it when the context ends.
func (p *process) Close(ctx context.Context) error {
	p.once.Do(func() { close(p.quit); _ = p.stdin.Close() })
	for {
		select {
		case _, ok := <-p.pieces:
			if !ok {
				return nil
			}
		case <-ctx.Done():
			_ = p.cmd.Process.Kill()
			return fmt.Errorf("the process had to be killed: %w", ctx.Err())
		}
	}
}

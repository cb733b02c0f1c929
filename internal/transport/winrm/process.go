package winrm

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// maxCommandLine is the limit of cmd.exe, which starts every command line (dossier 1.3).
const maxCommandLine = 8191

// busyRetries is how often a Send is repeated to a host that did not take it because it was busy (dossier 1.4).
const busyRetries = 3

// Process is a command in a remote shell of its own; it implements transport.Process.
type Process struct {
	c              *Conn
	shell, command string
	stderr         []byte
	done           bool // all is received
	exitCode       int
	gone           bool // the shell is no longer on the host
}

var _ transport.Process = (*Process)(nil)

// Start opens a shell and runs a command line in it.
func (c *Conn) Start(ctx context.Context, commandLine string) (transport.Process, error) {
	if len(commandLine) > maxCommandLine || commandLine == "" {
		return nil, problem.New(problem.CommandLine).With("%d of at most %d characters", len(commandLine),
			maxCommandLine)
	}
	c.stats.Starts++
	e, err := c.call(ctx, createMessage(c.cfg.url(), serviceTime), serviceTime)
	if err != nil {
		return nil, err
	}
	p := &Process{c: c, shell: e.shellID()}
	if p.shell == "" {
		return nil, c.broken(errors.New("a shell without an id"))
	}
	if e, err = c.call(ctx, commandMessage(c.cfg.url(), p.shell, commandLine, serviceTime), serviceTime); err == nil {
		if p.command = strings.TrimSpace(e.Body.CommandID); p.command != "" {
			return p, nil
		}
		err = c.broken(errors.New("a command without an id"))
	}
	// The command may run all the same: nothing of it may stay on the host.
	cleanup, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
	defer cancel()
	_ = p.Close(cleanup)
	return nil, err
}

// Send delivers bytes to standard input, in as few messages as fit. A Send that the host did not answer in time counts
// as delivered: Windows takes the data and answers late (dossier 1.4).
func (p *Process) Send(ctx context.Context, data []byte) error {
	for len(data) > 0 {
		n := min(len(data), p.c.cfg.Limits.Send)
		err := p.sendPiece(ctx, data[:n])
		if FaultOf(err) == faultTooLarge && n > smallestPiece {
			p.c.cfg.Limits.Send = max(n/2, smallestPiece) // refused as a whole, so nothing of it was delivered
			continue
		}
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// smallestPiece fits into the smallest envelope that a policy is known to leave (150 KiB is WinRM 2.0's).
const smallestPiece = 24 << 10

func (p *Process) sendPiece(ctx context.Context, data []byte) error {
	for try := 0; ; try++ {
		_, err := p.c.call(ctx, sendMessage(p.c.cfg.url(), p.shell, p.command, data, serviceTime), serviceTime)
		switch FaultOf(err) {
		case faultTimedOut:
			return nil
		case faultBusy:
			if try == busyRetries {
				return err
			}
			if err := sleep(ctx, p.c.cfg.BusyWait); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// Receive waits for the next piece of standard output, asking again as long as the host has nothing to say.
func (p *Process) Receive(ctx context.Context) ([]byte, error) {
	for !p.done {
		stdout, err := p.take(p.c.call(ctx, p.receiveMessage(), p.c.cfg.OperationTimeout))
		if err != nil || len(stdout) > 0 {
			return stdout, err
		}
	}
	return nil, io.EOF
}

func (p *Process) receiveMessage() *message {
	return receiveMessage(p.c.cfg.url(), p.shell, p.command, p.c.cfg.OperationTimeout)
}

// take is the standard output in an answer, none where the host had nothing to say; what else is in it is kept.
func (p *Process) take(e *envelope, err error) ([]byte, error) {
	if FaultOf(err) == faultTimedOut {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	stdout, stderr, done, exitCode, err := e.output()
	if err != nil {
		return nil, p.c.broken(err)
	}
	if room := p.c.cfg.Limits.Stderr - len(p.stderr); room > 0 {
		p.stderr = append(p.stderr, stderr[:min(room, len(stderr))]...)
	}
	p.done, p.exitCode = done, exitCode
	return stdout, nil
}

// Stderr is what came on standard error so far, up to the limit.
func (p *Process) Stderr() []byte { return append([]byte(nil), p.stderr...) }

// ExitCode is valid after Receive gave io.EOF; an unsigned 32-bit number, as Windows has it.
func (p *Process) ExitCode() int { return p.exitCode }

// Close deletes the shell, which ends all that runs in it: one request. Where the connection broke it connects once
// more for that, so that a command whose answers are lost does not go on unseen.
func (p *Process) Close(ctx context.Context) error {
	for !p.gone {
		fresh := false
		if p.c.wire == nil {
			if p.c.closed || p.c.foreign || problem.ClassOf(p.c.why).NoConnection() {
				return p.lingers(p.c.why)
			}
			if err := p.c.connect(ctx); err != nil {
				return p.lingers(err)
			}
			fresh = true
		}
		_, err := p.c.call(ctx, deleteMessage(p.c.cfg.url(), p.shell, serviceTime), serviceTime)
		if n := FaultOf(err); err == nil || n == faultSelectors || n == faultAborted {
			p.gone = true
			return nil
		}
		if fresh || p.c.wire != nil || ctx.Err() != nil {
			return err
		}
	}
	return nil
}

func (p *Process) lingers(why error) error {
	return problem.New(problem.ShellLeft).With("%s: %v", p.c.cfg.hostPort(), why).Because(why)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

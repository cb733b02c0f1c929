// Package pipe makes a transport.Process of a command with three streams: what SSH and a local process have in common.
package pipe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// Command is a started command.
type Command struct {
	Stdin  io.Writer
	Stdout io.Reader
	Stderr io.Reader // may be nil
	// Wait waits for the end and gives the exit code. It is called once, after Stdout is read to its end.
	Wait func() (int, error)
	// Kill ends the command and its input, also while that is written to. It makes Stdout end before anything in it
	// that may block. It may be called at any time, more than once and by several at once.
	Kill func()
	// Lost makes an error of a stream that broke.
	Lost func(err error) *problem.Problem
	// Sent and Received count bytes; may be nil.
	Sent, Received func(n int)
}

const (
	maxStderr = 64 << 10
	pieceSize = 32 << 10
)

// New makes a Process. Close must be called.
func New(c Command) transport.Process {
	p := &process{
		c: c, pieces: make(chan []byte), closed: make(chan struct{}), stderrDone: make(chan struct{}),
		killed: make(chan struct{}),
	}
	go p.read()
	go p.readErrors()
	return p
}

type process struct {
	c          Command
	pieces     chan []byte // closed after err and exit are set
	err        error       // why stdout ended, other than io.EOF
	exit       int
	closed     chan struct{} // closed by Close
	closeOnce  sync.Once
	stderrDone chan struct{}
	killed     chan struct{} // closed when Close has ended the command

	mu     sync.Mutex
	stderr []byte
}

func (p *process) read() {
	defer close(p.pieces)
	for {
		buf := make([]byte, pieceSize)
		n, err := p.c.Stdout.Read(buf)
		if n > 0 {
			if p.c.Received != nil {
				p.c.Received(n)
			}
			select {
			case p.pieces <- buf[:n]:
			case <-p.closed: // nobody listens any more: the rest only makes room for the end
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.err = err
				p.c.Kill()
			}
			break
		}
	}
	<-p.stderrDone
	exit, err := p.c.Wait()
	if p.err == nil {
		p.exit, p.err = exit, err
	}
}

func (p *process) readErrors() {
	defer close(p.stderrDone)
	if p.c.Stderr == nil {
		return
	}
	buf := make([]byte, 4096)
	for {
		n, err := p.c.Stderr.Read(buf)
		p.mu.Lock()
		if room := maxStderr - len(p.stderr); room > 0 {
			p.stderr = append(p.stderr, buf[:min(n, room)]...)
		}
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Send writes in the background, so that a context can end it: a command that does not read would block for ever.
func (p *process) Send(ctx context.Context, data []byte) error {
	done := make(chan error, 1)
	go func() {
		_, err := p.c.Stdin.Write(data)
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			return p.c.Lost(fmt.Errorf("writing to its standard input: %w", err))
		}
		if p.c.Sent != nil {
			p.c.Sent(len(data))
		}
		return nil
	case <-ctx.Done():
		go p.c.Kill()
		return ctx.Err()
	}
}

func (p *process) Receive(ctx context.Context) ([]byte, error) {
	select {
	case piece, ok := <-p.pieces:
		if ok {
			return piece, nil
		}
		if p.err != nil {
			return nil, p.c.Lost(p.err)
		}
		return nil, io.EOF
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *process) Stderr() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]byte(nil), p.stderr...)
}

func (p *process) ExitCode() int { return p.exit }

// Close ends the command and waits until nothing of it is left here.
func (p *process) Close(ctx context.Context) error {
	p.closeOnce.Do(func() {
		close(p.closed)
		go func() {
			defer close(p.killed)
			p.c.Kill()
		}()
	})
	pieces, killed := p.pieces, p.killed
	for pieces != nil || killed != nil {
		select {
		case _, ok := <-pieces:
			if !ok {
				pieces = nil
			}
		case <-killed:
			killed = nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

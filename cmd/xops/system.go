package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/xops-dev/xops/internal/cli"
)

// system is the surroundings of a real call. restore gives the console back as it was.
func system() (s cli.Streams, restore func()) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM) // Windows delivers Ctrl-C and a closed window as these
	s = cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal: terminal(os.Stdin), OutTerminal: terminal(os.Stdout), ErrTerminal: terminal(os.Stderr),
		Getenv: os.Getenv, Now: time.Now, Signals: signals,
	}
	for _, f := range []*os.File{os.Stdout, os.Stderr} {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			s.Width = w
			break
		}
	}
	if s.InTerminal {
		s.ReadSecret = readSecret
	}
	return s, console()
}

func terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

func readSecret(prompt string) (string, error) {
	if _, err := io.WriteString(os.Stderr, prompt); err != nil {
		return "", err
	}
	b, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	return string(b), err
}

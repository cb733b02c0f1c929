package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"os/user"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/xops-dev/xops/internal/cli"
)

// system is the surroundings of a real call. restore gives the console back as it was.
func system() (s cli.Streams, restore func()) {
	back := console()
	restore = func() {
		restoreEcho()
		back()
	}
	s = cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal: terminal(os.Stdin), OutTerminal: terminal(os.Stdout), ErrTerminal: terminal(os.Stderr),
		Getenv: os.Getenv, Now: time.Now, Signals: interrupts(restore), UILanguage: uiLanguage(),
		Operator: operator(),
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
	return s, restore
}

// operator is who runs the program.
func operator() string {
	name := os.Getenv("USER")
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if host, err := os.Hostname(); err == nil {
		name += "@" + host
	}
	return name
}

// interrupts delivers the first two signals, which the program answers in order; the third ends it whatever it does.
// A terminal that was closed is as the first: nobody can mean it twice, although shell and system may both say it.
func interrupts(restore func()) <-chan os.Signal {
	in := make(chan os.Signal, 4)
	signal.Notify(in, os.Interrupt, syscall.SIGTERM) // Windows delivers Ctrl-C and a closed window as these
	if !signal.Ignored(syscall.SIGHUP) {             // nohup
		signal.Notify(in, syscall.SIGHUP)
	}
	outlive()
	out := make(chan os.Signal, 2)
	go func() {
		for seen := 0; ; seen++ {
			s := <-in
			for s == syscall.SIGHUP && seen > 0 {
				s = <-in
			}
			if seen == cap(out) {
				restore()
				os.Exit(130)
			}
			out <- s
		}
	}()
	return out
}

func terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// echo is the terminal as it was before a secret is asked for; nil while none is. Who ends the program meanwhile gives
// it back.
var echo atomic.Pointer[term.State]

func restoreEcho() {
	if s := echo.Swap(nil); s != nil {
		_ = term.Restore(int(os.Stdin.Fd()), s) // nothing more can be done about it
	}
}

// readSecret asks. Nothing that is typed is shown from before the question stands there.
func readSecret(prompt string) (string, error) {
	fd := int(os.Stdin.Fd())
	s, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	echo.Store(s)
	defer restoreEcho()
	if err := hideInput(fd); err != nil {
		return "", err
	}
	if _, err := io.WriteString(os.Stderr, prompt); err != nil {
		return "", err
	}
	b, err := term.ReadPassword(fd)
	fmt.Fprintln(os.Stderr)
	return string(b), err
}

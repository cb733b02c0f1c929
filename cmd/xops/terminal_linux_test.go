package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/xops-dev/xops/internal/lab"
)

// screen is a terminal with a program on it.
type screen struct {
	t           *testing.T
	master, tty *os.File
	cmd         *exec.Cmd

	mu      sync.Mutex
	written bytes.Buffer
	more    chan struct{} // there is something to look at
}

// onTerminal runs xops on a pseudo-terminal of its own.
func onTerminal(t *testing.T, dir string, args ...string) *screen {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo-terminal:", err)
	}
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 120}); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{t: t, master: master, tty: tty, more: make(chan struct{}, 1)}
	s.cmd = &exec.Cmd{
		Path: exe, Args: append([]string{"xops"}, args...), Dir: dir, Stdin: tty, Stdout: tty, Stderr: tty,
		Env: append(os.Environ(), "HOME="+dir, "XOPS_STATE_DIR="+filepath.Join(dir, "state"), "NO_COLOR=1", "LC_ALL=C",
			"TERM=xterm"),
		SysProcAttr: &syscall.SysProcAttr{Setsid: true, Setctty: true},
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		b := make([]byte, 4096)
		for {
			n, err := master.Read(b)
			s.mu.Lock()
			s.written.Write(b[:n])
			s.mu.Unlock()
			select {
			case s.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = tty.Close()
		_ = master.Close()
	})
	return s
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written.String()
}

// expect waits until the program has written something.
func (s *screen) expect(what string) {
	s.t.Helper()
	late := time.After(20 * time.Second)
	for !strings.Contains(s.text(), what) {
		select {
		case <-s.more:
		case <-late:
			s.t.Fatalf("%q was not written: %q", what, s.text())
		}
	}
}

func (s *screen) typed(keys string) {
	s.t.Helper()
	if _, err := s.master.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// ends waits for the end of the program. The terminal must show what is typed again; what stands on it is given.
func (s *screen) ends(code int) string {
	s.t.Helper()
	err := s.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	if got := s.cmd.ProcessState.ExitCode(); got != code {
		s.t.Errorf("exit code %d, want %d", got, code)
	}
	state, err := unix.IoctlGetTermios(int(s.tty.Fd()), unix.TCGETS)
	if err != nil {
		s.t.Fatal(err)
	}
	if state.Lflag&unix.ECHO == 0 || state.Lflag&unix.ICANON == 0 {
		s.t.Error("the terminal does not show what is typed")
	}
	fmt.Fprintln(s.tty, "THE END") // all that was written before has been read when this has
	s.expect("THE END")
	return drawn(s.text())
}

var moves = regexp.MustCompile(`\x1b\[(\d*)A\x1b\[J`)

// drawn is what stands on a terminal after text, line ends and "up, clear to the end".
func drawn(text string) string {
	text = strings.ReplaceAll(text, "\r", "")
	for {
		at := moves.FindStringSubmatchIndex(text)
		if at == nil {
			return text
		}
		up := 1
		_, _ = fmt.Sscan(text[at[2]:at[3]], &up)
		lines := strings.Split(text[:at[0]], "\n")
		kept := strings.Join(lines[:max(0, len(lines)-1-up)], "\n")
		if kept != "" {
			kept += "\n"
		}
		text = kept + text[at[1]:]
	}
}

// asking is a fleet whose password is asked for.
func asking(t *testing.T) (fleet *lab.Fleet, dir, password string) {
	t.Helper()
	fleet, err := lab.NewFleet(lab.Config{Practices: 1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := fleet.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fleet.Stop)
	dir = t.TempDir()
	inventory := filepath.Join(dir, "inventory.hcl")
	if err := fleet.WriteInventory(inventory); err != nil {
		t.Fatal(err)
	}
	secrets, err := filepath.Glob(filepath.Join(dir, "*.password"))
	if err != nil || len(secrets) != 1 {
		t.Fatal(secrets, err)
	}
	secret, err := os.ReadFile(secrets[0])
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(inventory)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`= file\("[^"]*"\)`).ReplaceAll(text, []byte("= prompt()"))
	if err := os.WriteFile(inventory, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return fleet, dir, strings.TrimSpace(string(secret))
}

// The question for a password is asked once, before the live line, and stays on the screen.
func TestTheQuestionStaysOnTheScreen(t *testing.T) {
	_, dir, password := asking(t)
	s := onTerminal(t, dir, "ping")
	s.expect("computers): ")
	s.typed(password + "\n")
	shown := s.ends(0)
	question := regexp.MustCompile(`(?m)^Password for \S+ \(\d computers\): $`)
	if n := len(question.FindAllString(shown, -1)); n != 1 || strings.Contains(shown, password) {
		t.Errorf("asked %d times:\n%s", n, shown)
	}
}

// Who goes away instead of answering gets the terminal back as it was, and no host is dialled.
func TestCtrlCAtTheQuestion(t *testing.T) {
	_, dir, _ := asking(t)
	s := onTerminal(t, dir, "plan", "kundennummer")
	s.expect("computer): ")
	s.typed("\x03")
	if shown := s.ends(130); !strings.Contains(shown, "cancelled") {
		t.Error(shown)
	}
}

// What Ctrl-C is answered with stays on the screen, also while the live line is drawn.
func TestCtrlCIsAnsweredAboveTheLiveLine(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	dir := t.TempDir()
	text := fmt.Sprintf(`
practice "p" {
  host "h" {
    address = "127.0.0.1"
    connection {
      port     = %d
      user     = "xops"
      password = env("HOME")
    }
  }
}
`, silent.Addr().(*net.TCPAddr).Port)
	if err := os.WriteFile(filepath.Join(dir, "inventory.hcl"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := onTerminal(t, dir, "ping")
	s.expect("p/h: connect")
	s.typed("\x03")
	s.expect("Press again")
	s.expect("stopping: 1 host finishes what it began")
	s.typed("\x03")
	shown := s.ends(130)
	for _, what := range []string{"Interrupted: xops finishes", "Ended at once."} {
		if strings.Count(shown, what) != 1 {
			t.Errorf("%q:\n%s", what, shown)
		}
	}
	if strings.Contains(shown, "p/h: connect") || strings.Contains(shown, "stopping:") {
		t.Errorf("the live line is left:\n%s", shown)
	}
}

// refusals are how many logons a fleet's hosts have refused, and how many were tried.
func refusals(f *lab.Fleet) (refused, tried int) {
	for _, p := range f.Practices {
		for _, h := range p.Hosts {
			c := h.Server().Counters()
			refused, tried = refused+c.FailedLogons, tried+c.Logons
		}
	}
	return refused, tried
}

// A mistyped password is refused by one host, whatever number of hosts it is for, and asked for again.
func TestAMistypedPasswordIsAskedForAgain(t *testing.T) {
	f, dir, password := asking(t)
	s := onTerminal(t, dir, "ping")
	s.expect("computers): ")
	s.typed("falsch\n")
	s.expect("has refused the password.")
	s.asked(2)
	s.typed(password + "\n")
	shown := s.ends(0)
	hosts := len(f.Practices[0].Hosts)
	if refused, tried := refusals(f); refused != 1 || tried != hosts+1 {
		t.Errorf("%d of %d logons were refused, %d hosts", refused, tried, hosts)
	}
	if strings.Contains(shown, password) || strings.Contains(shown, "falsch") {
		t.Errorf("a password is shown:\n%s", shown)
	}
}

// After three answers nobody is asked any more: each was refused once, and no other host was logged on to.
func TestThreeWrongPasswords(t *testing.T) {
	f, dir, _ := asking(t)
	s := onTerminal(t, dir, "ping")
	for n := range 3 {
		s.asked(n + 1)
		s.typed(fmt.Sprintf("falsch%d\n", n))
	}
	shown := s.ends(3)
	if refused, tried := refusals(f); refused != 3 || tried != 3 {
		t.Errorf("%d of %d logons were refused", refused, tried)
	}
	if !strings.Contains(shown, "No logon was tried here") {
		t.Error(shown)
	}
}

// Who types the same again means it: the host that refused it is left alone, and the next one is tried.
func TestThePasswordIsMeant(t *testing.T) {
	f, dir, _ := asking(t)
	s := onTerminal(t, dir, "ping")
	for n := range 3 {
		s.asked(n + 1)
		s.typed("falsch\n")
	}
	s.ends(3)
	if refused, tried := refusals(f); refused != 3 || tried != 3 {
		t.Errorf("%d of %d logons were refused", refused, tried)
	}
	for _, h := range f.Practices[0].Hosts {
		if c := h.Server().Counters(); c.FailedLogons > 1 {
			t.Errorf("%s has refused the same password %d times", h.ID(), c.FailedLogons)
		}
	}
}

// Who goes away at the second question gets the terminal back as it was.
func TestCtrlCAtTheSecondQuestion(t *testing.T) {
	f, dir, _ := asking(t)
	s := onTerminal(t, dir, "ping")
	s.asked(1)
	s.typed("falsch\n")
	s.asked(2)
	s.typed("\x03")
	s.ends(130)
	if refused, tried := refusals(f); refused != 1 || tried != 1 {
		t.Errorf("%d of %d logons were refused", refused, tried)
	}
}

// asked waits until a password was asked for so many times.
func (s *screen) asked(times int) {
	s.t.Helper()
	late := time.After(20 * time.Second)
	for strings.Count(s.text(), "computers): ") < times {
		select {
		case <-s.more:
		case <-late:
			s.t.Fatalf("not asked %d times: %q", times, s.text())
		}
	}
}

// A host that is off decides nothing about a password and keeps nobody waiting: the next one does.
func TestAHostThatIsOffDecidesNothing(t *testing.T) {
	f, dir, password := asking(t)
	hosts := f.Practices[0].Hosts
	if err := hosts[0].Server().Close(); err != nil {
		t.Fatal(err)
	}
	before, _ := refusals(f)
	s := onTerminal(t, dir, "ping")
	s.asked(1)
	s.typed("falsch\n")
	s.asked(2)
	s.typed(password + "\n")
	shown := s.ends(3)
	if refused, tried := refusals(f); refused-before != 1 || tried != len(hosts) {
		t.Errorf("%d of %d logons were refused, %d hosts", refused, tried, len(hosts))
	}
	if strings.Contains(shown, hosts[0].ID()+" has refused") || strings.Contains(shown, "No logon was tried") {
		t.Error(shown)
	}
}

package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// surroundings are Streams for a test: no terminal, a home of its own, nothing else in the environment.
type surroundings struct {
	Streams
	out, err bytes.Buffer
	env      map[string]string
}

func newSurroundings(t *testing.T) *surroundings {
	s := &surroundings{env: map[string]string{"HOME": t.TempDir(), "XOPS_STATE_DIR": filepath.Join(t.TempDir(),
		"state")}}
	s.Streams = Streams{
		In: strings.NewReader(""), Out: &s.out, Err: &s.err,
		Getenv: func(k string) string { return s.env[k] },
		Now:    time.Now,
	}
	return s
}

func TestStatePath(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the rules of Windows are looked at in TestStatePathOnWindows")
	}
	home := t.TempDir()
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"XOPS_STATE_DIR": "/a/b", "HOME": home}, "/a/b"},
		{map[string]string{"XDG_STATE_HOME": "/x", "HOME": home}, "/x/xops"},
		{map[string]string{"XDG_STATE_HOME": "relative", "HOME": home}, home + "/.local/state/xops"},
		{map[string]string{"HOME": home}, home + "/.local/state/xops"},
		{map[string]string{}, ""},
	} {
		p := &program{Streams: Streams{Getenv: func(k string) string { return c.env[k] }}}
		got, err := p.statePath()
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%v: %q, %v; want %q", c.env, got, err, c.want)
		}
	}
}

func TestStatePathOnWindows(t *testing.T) {
	if runtime.GOOS != "windows" {
		t.Skip("not Windows")
	}
	env := map[string]string{"LOCALAPPDATA": `C:\Users\p\AppData\Local`}
	p := &program{Streams: Streams{Getenv: func(k string) string { return env[k] }}}
	if got, err := p.statePath(); got != `C:\Users\p\AppData\Local\xops` || err != nil {
		t.Error(got, err)
	}
}

func TestStateIsForItsOwnerOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("rights are inherited there")
	}
	s := newSurroundings(t)
	dir, err := (&program{Streams: s.Streams}).stateDir()
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestColour(t *testing.T) {
	for _, c := range []struct {
		off, terminal bool
		env           map[string]string
		want          bool
	}{
		{false, true, map[string]string{"TERM": "xterm"}, true},
		{true, true, map[string]string{"TERM": "xterm"}, false},
		{false, false, map[string]string{"TERM": "xterm"}, false},
		{false, true, map[string]string{"TERM": "xterm", "NO_COLOR": "1"}, false},
		{false, true, map[string]string{"TERM": "dumb"}, false},
		{false, true, map[string]string{}, runtime.GOOS == "windows"},
	} {
		p := &program{Streams: Streams{Getenv: func(k string) string { return c.env[k] }}}
		if got := p.colour(c.off, c.terminal); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestTwoInterrupts(t *testing.T) {
	s := newSurroundings(t)
	signals := make(chan os.Signal)
	s.Signals = signals
	p := newProgram(nil, s.Streams)
	stopped := make(chan struct{})
	ctx, w := p.watch(context.Background(), func() { close(stopped) })
	defer w.end()
	if w.cancelled() {
		t.Fatal("cancelled before any signal")
	}
	signals <- os.Interrupt
	<-stopped
	if ctx.Err() != nil || !w.cancelled() {
		t.Fatal("the first interrupt must ask for an orderly end only")
	}
	signals <- os.Interrupt
	<-ctx.Done()
	w.end()
	if !strings.Contains(s.err.String(), "Press again") {
		t.Error(s.err.String())
	}
}

func TestAnswers(t *testing.T) {
	for in, want := range map[string]bool{
		"yes\n": true, "ja\r\n": true, " YES \n": true, "y\n": false, "no\n": false,
		"\n": false, "": false, "yes, but\n": false,
	} {
		s := newSurroundings(t)
		s.In = strings.NewReader(in)
		p := newProgram(nil, s.Streams)
		_, w := p.watch(context.Background(), func() {})
		got, err := p.ask(&session{watching: w}, "Really? ")
		w.end()
		if got != want || err != nil {
			t.Errorf("%q: %v %v", in, got, err)
		}
		if s.out.Len() > 0 {
			t.Error("the question must not be on stdout")
		}
	}
}

// An interrupt while xops waits for an answer is a no, although the terminal says nothing.
func TestInterruptIsANo(t *testing.T) {
	s := newSurroundings(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	defer r.Close()
	signals := make(chan os.Signal, 1)
	s.In, s.Signals = r, signals
	p := newProgram(nil, s.Streams)
	_, watching := p.watch(context.Background(), func() {})
	defer watching.end()
	signals <- os.Interrupt
	if ok, err := p.ask(&session{watching: watching}, "Really? "); ok || err != nil {
		t.Error(ok, err)
	}
}

func TestSavedPlanIsRecognised(t *testing.T) {
	dir := t.TempDir()
	for text, is := range map[string]bool{
		`{"format":"xops-plan","version":2}`: true,
		"{\n  \"format\": \"xops-plan\",":    true,
		`{"format":"other"}`:                 false,
		`playbook { name = "x" }`:            false,
		``:                                   false,
	} {
		name := filepath.Join(dir, "f")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if isSavedPlan([]string{name}) != is {
			t.Errorf("%q", text)
		}
	}
	if isSavedPlan([]string{filepath.Join(dir, "none")}) {
		t.Error("a file that is not there")
	}
}

// A question takes a yes in either language, whatever the call's is, and nothing else.
func TestOnlyAYesGoesOn(t *testing.T) {
	for answer, want := range map[string]bool{
		"ja\n": true, "yes\n": true, " JA \n": true, "yes": true, "": false, "\n": false, "j\n": false, "y\n": false,
		"nein\n": false, "jawohl\n": false,
	} {
		for _, lang := range []string{"de", "en"} {
			s := newSurroundings(t)
			s.In = strings.NewReader(answer)
			p := newProgram([]string{"--lang", lang}, s.Streams)
			got, err := p.ask(&session{watching: &interrupts{first: make(chan struct{})}}, "?")
			if got != want || err != nil {
				t.Errorf("%s: %q is %v, %v", lang, answer, got, err)
			}
		}
	}
}

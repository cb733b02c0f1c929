package inventory

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/zalando/go-keyring"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
)

const secretFleet = `
practice "p" {
  connection {
    user           = "xops"
    password       = command(["get-password", "--token=geheim"])
    key_passphrase = prompt("Passphrase geheim")
  }
  host "h" {
    address = "10.0.0.1"
  }
}
`

func TestSecretIsNeverPrinted(t *testing.T) {
	h := mustLoad(t, secretFleet).Hosts()[0]
	c := h.Connection
	js, err := json.Marshal(map[string]any{
		"connection": c.Password,
		"all":        struct{ Password, KeyPassphrase *Secret }{c.Password, c.KeyPassphrase},
	})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("x", "password", c.Password, "connection", c, "host", h)
	}
	value := HostValue(h)
	cty, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"String":   c.Password.String(),
		"Print":    fmt.Sprint(c.Password, h, *h, c),
		"%+v":      fmt.Sprintf("%+v %+v %+v", c.Password, *h, c),
		"%#v":      fmt.Sprintf("%#v %#v", c.Password, c),
		"%s %q %x": fmt.Sprintf("%s %q %x", c.Password, c.Password, c.Password),
		"%d":       fmt.Sprintf(strings.Repeat("%d", 1), c.Password), // a wrong verb
		"JSON":     string(js),
		"slog":     log.String(),
		"cty":      string(cty) + value.GoString(),
	} {
		for _, hidden := range []string{"geheim", "get-password", fmt.Sprintf("%x", "geheim")} {
			if strings.Contains(text, hidden) {
				t.Errorf("%s shows %s: %s", name, hidden, text)
			}
		}
	}
}

func TestSecretHasAType(t *testing.T) {
	s := mustLoad(t, secretFleet).Hosts()[0].Connection.Password
	if s.source != "command" || strings.Join(s.args, " ") != "get-password --token=geheim" {
		t.Error("the reference is lost", s.source, s.args)
	}
	if got := s.reference(); got != "command()" {
		t.Error(got)
	}
}

func environment(values map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := values[name]
		return v, ok
	}
}

func TestResolve(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	keyring.MockInit()
	if err := keyring.Set("xops", "partner", "aus dem Schlüsselbund"); err != nil {
		t.Fatal(err)
	}
	env := environment(map[string]string{"PW": "Sömmer 2026", "EMPTY": ""})
	ask := func(label string) (string, error) {
		if label == "fail: " {
			return "", errors.New("interrupted")
		}
		return "answer to " + label, nil
	}
	for name, tc := range map[string]struct {
		secret     Secret
		want, fail string
	}{
		"env":               {Secret{source: "env", args: []string{"PW"}}, "Sömmer 2026", ""},
		"env missing":       {Secret{source: "env", args: []string{"PW2"}}, "", "variable PW2 is not set"},
		"env empty":         {Secret{source: "env", args: []string{"EMPTY"}}, "", `env("EMPTY") is empty`},
		"file":              {Secret{source: "file", args: []string{file("plain", "geheim")}}, "geheim", ""},
		"file newline":      {Secret{source: "file", args: []string{file("lf", "geheim\n")}}, "geheim", ""},
		"file Windows":      {Secret{source: "file", args: []string{file("crlf", "\ufeffgeheim\r\n")}}, "geheim", ""},
		"file keeps blanks": {Secret{source: "file", args: []string{file("blanks", " geheim \n\n")}}, " geheim \n", ""},
		"file empty":        {Secret{source: "file", args: []string{file("empty", "\n")}}, "", "is empty"},
		"file missing":      {Secret{source: "file", args: []string{filepath.Join(dir, "no")}}, "", "does not exist"},
		"file folder":       {Secret{source: "file", args: []string{dir}}, "", "is a folder"},
		"file large": {
			Secret{source: "file", args: []string{file("large", strings.Repeat("geheim", 20000))}},
			"",
			"has more than 64 KiB",
		},
		"prompt":             {Secret{source: "prompt", args: []string{"Passwort"}}, "answer to Passwort: ", ""},
		"prompt interrupted": {Secret{source: "prompt", args: []string{"fail"}}, "", "interrupted"},
		"keyring":            {Secret{source: "keyring", args: []string{"xops/partner"}}, "aus dem Schlüsselbund", ""},
		"keyring, short":     {Secret{source: "keyring", args: []string{"partner"}}, "aus dem Schlüsselbund", ""},
		"keyring missing": {
			Secret{source: "keyring", args: []string{"xops/other"}},
			"",
			"service xops and account other",
		},
		"command": {
			Secret{source: "command", args: []string{"geheim"}},
			"",
			"command() comes with a later version of xops",
		},
		"age": {Secret{source: "age", args: []string{"geheim"}}, "", "age() comes with a later version of xops"},
	} {
		t.Run(name, func(t *testing.T) {
			r := NewResolver(env, ask)
			got, err := r.Resolve(context.Background(), &tc.secret)
			if tc.fail == "" {
				if err != nil || got != tc.want {
					t.Fatalf("got %q, %v", got, err)
				}
				return
			}
			if p := problemtest.Told(t, err); p.Class() != problem.Setup {
				t.Errorf("class %s", p.Class())
			}
			if !strings.Contains(err.Error(), tc.fail) || strings.Contains(err.Error(), "geheim") {
				t.Errorf("got %s, want %s", err, tc.fail)
			}
		})
	}
}

func TestResolveWithoutTerminal(t *testing.T) {
	_, err := NewResolver(nil, nil).Resolve(context.Background(), &Secret{source: "prompt", args: []string{"Passwort"}})
	if err == nil || !strings.Contains(err.Error(), "not a terminal") {
		t.Error(err)
	}
	x := &Secret{source: "env", args: []string{"X"}}
	if _, err = NewResolver(nil, nil).Resolve(context.Background(), x); err == nil {
		t.Error("no error without an environment")
	}
	if _, err = NewResolver(nil, nil).Resolve(context.Background(), nil); err == nil {
		t.Error("no error without a secret")
	}
}

// A hundred hosts with one password make one question, and two questions never overlap.
func TestResolveAsksOnce(t *testing.T) {
	var asked, open atomic.Int32
	r := NewResolver(nil, func(label string) (string, error) {
		if open.Add(1) > 1 {
			t.Error("two questions at one time")
		}
		defer open.Add(-1)
		asked.Add(1)
		return "answer to " + label, nil
	})
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			label := fmt.Sprint("question ", i%4)
			got, err := r.Resolve(context.Background(), &Secret{source: "prompt", args: []string{label}})
			if err != nil || got != "answer to "+label+": " {
				t.Error(got, err)
			}
		})
	}
	wg.Wait()
	if n := asked.Load(); n != 4 {
		t.Errorf("%d questions", n)
	}
}

// A refused question is not asked again for the next host.
func TestResolveRefusedOnce(t *testing.T) {
	asked := 0
	r := NewResolver(nil, func(string) (string, error) { asked++; return "", errors.New("interrupted") })
	for range 3 {
		if _, err := r.Resolve(context.Background(), &Secret{source: "prompt", args: []string{"x"}}); err == nil {
			t.Error("no error")
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

func TestResolveCancelled(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan struct{})
	r := NewResolver(nil, func(string) (string, error) { close(asked); <-answer; return "late", nil })
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-asked; cancel() }()
	s := &Secret{source: "prompt", args: []string{"x"}}
	if _, err := r.Resolve(ctx, s); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := r.Resolve(ctx, s); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(answer)
	if got, err := r.Resolve(context.Background(), s); err != nil || got != "late" {
		t.Error("an answer that came after a host gave up is lost:", got, err)
	}
}

func TestPromptLabels(t *testing.T) {
	inv := mustLoad(t, `
defaults {
  connection {
    user     = "x"
    password = prompt()
  }
}
practice "a" {
  connection {
    password = prompt()
  }
  host "own" {
    address = "10.0.0.1"
    connection {
      password = prompt()
    }
  }
  host "practice" { address = "10.0.0.2" }
}
practice "b" {
  host "defaults" { address = "10.0.0.3" }
}
`)
	var labels []string
	for _, h := range inv.Hosts() {
		labels = append(labels, h.Connection.Password.args[0])
	}
	want := `Password for host "a/own"|Password for practice "a"|Password for all practices`
	if got := strings.Join(labels, "|"); got != want {
		t.Error(got)
	}
}

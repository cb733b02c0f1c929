package sim

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/conformance"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/pipe"
)

// conn runs command lines on a host through pipes, as WinRM does through messages.
type conn struct{ h *Host }

func (c conn) Start(_ context.Context, commandLine string) (transport.Process, error) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	ctx, kill := context.WithCancel(context.Background())
	code, end := 0, make(chan error, 1)
	go func() {
		var err error
		code, err = c.h.Run(ctx, commandLine, nil, inR, outW, io.Discard)
		_ = inR.Close()
		_ = outW.Close()
		end <- err
	}()
	return pipe.New(pipe.Command{
		Stdin: inW, Stdout: outR, Kill: kill,
		Wait: func() (int, error) { err := <-end; return code, err },
		Lost: func(err error) *problem.Problem { return problem.New(problem.ConnectionLost).Because(err) },
	}), nil
}

func (conn) Stats() transport.Stats { return transport.Stats{} }
func (conn) Quotes() bool           { return true }
func (conn) Close() error           { return nil }

func session(h *Host) func(t *testing.T, mode exec.Mode) exec.Session {
	return func(t *testing.T, mode exec.Mode) exec.Session {
		t.Helper()
		s, err := agent.Open(t.Context(), conn{h}, mode, agent.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close(context.Background()) })
		return s
	}
}

// prepared is a host as the conformance cases want one.
type prepared struct {
	t *testing.T
	h *Host
}

func (p prepared) WriteFile(path string, data []byte) { must(p.t, p.h.WriteFile(path, data)) }
func (p prepared) MakeFolder(path string)             { must(p.t, p.h.Mkdir(path)) }
func (p prepared) SetSDDL(path, sddl string)          { must(p.t, p.h.SetACL(path, sddl)) }
func (p prepared) Ready()                             {}
func (p prepared) Except(string) string               { return "" }

func (p prepared) Deny(typ, key string, allow bool) {
	p.h.Heal()
	if !allow {
		p.h.Inject(Failure{Type: typ, Key: key, Fault: Denied})
	}
}

func (p prepared) Hold(path string) func() {
	p.h.Inject(Failure{Type: "file", Key: path, Fault: Locked})
	return p.h.Heal
}

func (p prepared) ReadFile(path string) []byte {
	data, ok := p.h.ReadFile(path)
	if ok && data == nil {
		return []byte{}
	}
	return data
}

func (p prepared) List(path string) []string {
	var names []string
	for _, full := range p.h.Glob(path + `\*`) {
		names = append(names, full[strings.LastIndexByte(full, '\\')+1:])
	}
	return names
}

func (p prepared) SetValue(key, kind string, value any) {
	path, name, _ := strings.Cut(key, `\\`)
	must(p.t, p.h.SetRegistry(path, name, kind, value))
}

func (p prepared) SetRaw(key string, typ int, data []byte) {
	path, name, _ := strings.Cut(key, `\\`)
	must(p.t, p.h.SetRaw(path, name, typ, data))
}

func (p prepared) AddRule(id, raw, store string) { p.h.AddRule(store, id, raw) }

func (p prepared) RemoveRules(ids ...string) {
	for _, id := range ids {
		p.h.RemoveRule(id)
	}
}

func (p prepared) AddService(name, imagePath string) {
	p.h.AddService(Service{Name: name, State: Stopped, Start: Auto, ImagePath: imagePath})
}

func (p prepared) Service() string {
	p.h.AddService(Service{Name: "ConfService", State: Stopped, Start: Manual, ImagePath: `"C:\Conf\service.exe" -x`})
	return "ConfService"
}

// TestConformance runs the cases that a practice Windows passes, so that the simulator cannot drift from it.
func TestConformance(t *testing.T) {
	h := newHost(t)
	// The suite's scripts.
	h.OnScript(func(ctx context.Context, script string, p resource.Props) ([]string, int, error) {
		switch {
		case strings.HasPrefix(script, "$p.name"):
			return []string{p.String("name"), "zwei"}, 0, nil
		case script == "$p.n":
			return []string{p.String("n")}, 0, nil
		case strings.HasPrefix(script, "$p.x.Length"):
			return []string{strconv.Itoa(len([]rune(p.String("x")))), p.String("x")}, 0, nil
		case strings.HasSuffix(script, "= 1603"):
			return nil, 1603, nil
		case strings.HasPrefix(script, "while"):
			<-ctx.Done()
			return nil, 1, ctx.Err()
		}
		return []string{"vorher"}, 1, errors.New("kaputt")
	})
	must(t, h.AddInstaller(`C:\Windows\System32\cmd.exe`, &Installer{ExitCode: 3}))
	conformance.Run(t, prepared{t, h}, session(h))
}

// TestCases runs the small cases, each with something odd on the host.
func TestCases(t *testing.T) {
	h := newHost(t)
	conformance.Cases(t, prepared{t, h}, session(h))
}

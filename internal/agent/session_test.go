package agent_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/agenttest"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/resource"
)

func open(t *testing.T, conn *agenttest.Conn, mode xexec.Mode) (context.Context, *agent.Session) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	s, err := agent.Open(ctx, conn, mode, agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(ctx); cancel() })
	return ctx, s
}

func script(id, text string) resource.Op {
	return resource.Op{ID: id, Type: "script", Key: "step.script." + id, After: resource.Props{"script": text}}
}

// apply sends scripts and gives the results that came.
func apply(ctx context.Context, s *agent.Session, ops ...resource.Op) ([]resource.Result, error) {
	var results []resource.Result
	err := s.Apply(ctx, ops, func(r resource.Result) { results = append(results, r) })
	return results, err
}

func TestScriptsRunOnWindowsPowerShell3(t *testing.T) {
	agenttest.PwshConn(t)
	scripts, err := filepath.Glob("ps/*.ps1")
	if err != nil || len(scripts) == 0 {
		t.Fatal(scripts, err)
	}
	args := append([]string{"--check", "--min", "3.0", "boot.ps1"}, scripts...)
	out, err := exec.Command(os.Getenv("XOPS_PWSH"), args...).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		// Two types of .NET 4.0 whose assembly the core loads first, which is what the finding asks for.
		if !strings.Contains(line, "[Runtime.Serialization.Json.JsonReaderWriterFactory]") &&
			!strings.Contains(line, "[Xml.XmlDictionaryReaderQuotas]") {
			t.Errorf("%v: %s", err, line)
		}
	}
}

func TestManyQueriesInOneSend(t *testing.T) {
	conn := agenttest.PwshConn(t)
	ctx, s := open(t, conn, xexec.Observe)
	queries := make([]resource.Query, 2000)
	for i := range queries {
		queries[i] = resource.Query{Type: "nix", Key: fmt.Sprintf("Größe %d 😀 %s", i, strings.Repeat("x", 300))}
	}
	answers, err := s.Observe(ctx, queries)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range answers {
		if a.Fault == nil || a.Fault.Code != resource.Unsupported {
			t.Fatalf("query %d: %v", i, a)
		}
	}
	if st := conn.Stats(); st.Starts != 1 || st.Requests != 1 {
		t.Errorf("%d starts and %d sends, want one of each", st.Starts, st.Requests)
	}
	if h := s.Hello(); h.Language != "FullLanguage" || h.PS == "" {
		t.Errorf("hello is %+v", h)
	}
}

func TestNoiseAndErrorsDecideNothing(t *testing.T) {
	ctx, s := open(t, agenttest.PwshConn(t), xexec.Apply)
	results, err := apply(ctx, s,
		script("1", "[Console]::Out.WriteLine('L\u00e4rm'); [Console]::Out.Write('ohne Ende'); "+
			"[Console]::Out.Flush(); 'gut'"),
		script("2", "[Console]::Error.WriteLine('#< CLIXML'); Write-Warning 'x'; 'auch'"),
		script("3", "throw 'Gr\u00f6\u00dfe'"),
		script("4", "'nie'"),
	)
	if err != nil {
		t.Fatal(err)
	}
	var got []resource.Status
	for _, r := range results {
		got = append(got, r.Status)
	}
	if fmt.Sprint(got) != "[done done failed skipped]" {
		t.Errorf("results are %v", got)
	}
	if !resource.Equal(results[0].Now["output"], []any{"gut"}) || !strings.Contains(results[2].Fault.Message, "Größe") {
		t.Errorf("results are %+v", results)
	}
	if !strings.Contains(s.Noise(), "ohne Ende") {
		t.Errorf("noise is %q", s.Noise())
	}
	if _, err := apply(ctx, s, script("1", "'zweimal'")); err == nil {
		t.Error("an operation's id was used twice")
	}
}

func TestProcessEndsInTheMiddle(t *testing.T) {
	ctx, s := open(t, agenttest.PwshConn(t), xexec.Apply)
	results, err := apply(ctx, s, script("1", "'gut'; [Threading.Thread]::Sleep(1100)"),
		script("2", "[Console]::Error.WriteLine('Absturz'); [Environment]::Exit(7)"), script("3", "'nie'"))
	problemtest.Told(t, err, problem.PowerShellEnded)
	if err == nil || !strings.Contains(err.Error(), "exit code 7: Absturz") {
		t.Errorf("the error does not tell the evidence: %v", err)
	}
	if len(results) > 1 {
		t.Errorf("results are %v", results)
	}
	if _, err := s.Observe(ctx, []resource.Query{{Type: "os"}}); err == nil {
		t.Error("a session is of no use after an error")
	}
}

// TestEndsThatAreTold: an end with a code is no broken connection, whatever was said before it.
func TestEndsThatAreTold(t *testing.T) {
	for _, c := range []struct {
		line string
		want problem.ID
	}{
		{"exit 0", problem.Blocked}, // killed at the start
		{"echo This service allows sftp connections only.; exit 1", problem.NotPowerShell},
		{"echo garbage", problem.NotPowerShell},
		{"echo powershell.exe: not found >&2; exit 127", problem.NoPowerShell},
	} {
		conn := &agenttest.Conn{Command: func(string) *exec.Cmd { return exec.Command("sh", "-c", c.line) }}
		ctx, s := open(t, conn, xexec.Observe)
		_, err := s.Observe(ctx, []resource.Query{{Type: "os"}})
		problemtest.Told(t, err, c.want)
		if problem.ClassOf(err) == problem.Lost {
			t.Errorf("%s: another connection would be made: %v", c.line, err)
		}
	}
}

func TestLargePayload(t *testing.T) {
	ctx, s := open(t, agenttest.PwshConn(t), xexec.Apply)
	op := script("1", "$p.x.Length")
	op.After["parameters"] = resource.Props{"x": strings.Repeat("a", 1<<20)}
	results, err := apply(ctx, s, op)
	if err != nil || !resource.Equal(results[0].Now["output"], []any{"1048576"}) {
		t.Errorf("%v %v", results, err)
	}
	op = script("2", "1")
	op.After["parameters"] = strings.Repeat("a", 3<<20)
	_, err = apply(ctx, s, op)
	problemtest.Told(t, err, problem.MessageTooLarge)
}

func TestInputIsCut(t *testing.T) {
	for _, c := range []struct {
		name string
		cut  int
		id   problem.ID
	}{
		{"in the header", 10, problem.AgentFailed},
		{"in the core", 5000, problem.ChangedOnTheWay},
		{"behind the core", agent.CoreBytes() + 96, problem.PowerShellEnded},
		{"in a part", agent.CoreBytes() + 500, problem.ChangedOnTheWay},
		{"in a request", -1000, problem.PowerShellEnded}, // from the end
	} {
		t.Run(c.name, func(t *testing.T) {
			send := func(cut int) ([]resource.Result, int, error) {
				conn := agenttest.PwshConn(t)
				conn.CutAfter = cut
				ctx, s := open(t, conn, xexec.Apply)
				results, err := apply(ctx, s, script("1", "'nie'"), script("2", strings.Repeat("#", 5000)))
				return results, int(conn.Stats().BytesSent), err
			}
			if c.cut < 0 {
				_, whole, err := send(0)
				if err != nil {
					t.Fatal(err)
				}
				c.cut += whole
			}
			results, _, err := send(c.cut)
			if err == nil || len(results) > 0 {
				t.Fatalf("%v %v", results, err)
			}
			problemtest.Told(t, err, c.id)
		})
	}
}

func TestWireIsChanged(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		id             problem.ID
	}{
		{"CR before LF", "}\n", "}\r\n", ""},
		{"another version", `"v":1`, `"v":2`, problem.AgentVersion},
		{"the agent", "Set-StrictMode", "Set-Strictmode", problem.ChangedOnTheWay},
		{"no JSON", `{"t":"get"`, `{"t":get`, problem.AgentFailed},
		{"unknown request", `"t":"get"`, `"t":"nix"`, problem.AgentFailed},
		{"the same id", `"id":"q2"`, `"id":"q1"`, problem.AnswerSenseless},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn := agenttest.PwshConn(t)
			conn.Change = func(data []byte) []byte {
				if c.id == problem.ChangedOnTheWay {
					return bytes.Replace(data, []byte(c.old), []byte(c.new), 1)
				}
				at := bytes.Index(data, []byte(`{"t":"open"`))
				return append(bytes.Clone(data[:at]), bytes.ReplaceAll(data[at:], []byte(c.old), []byte(c.new))...)
			}
			ctx, s := open(t, conn, xexec.Observe)
			_, err := s.Observe(ctx, []resource.Query{{Type: "nix", Key: "1"}, {Type: "nix", Key: "2"}})
			if c.id == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			problemtest.Told(t, err, c.id)
		})
	}
}

func TestTooMuchOutput(t *testing.T) {
	ctx := context.Background()
	s, err := agent.Open(ctx, agenttest.PwshConn(t), xexec.Apply, agent.Options{MaxOutput: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	_, err = apply(ctx, s, script("1", "1..1000 | ForEach-Object { 'x' * 1000 }"))
	problemtest.Told(t, err, problem.TooMuchOutput)
}

// TestModulePath: the agent looks for modules nowhere but in Windows' own folder, whatever the account or the program
// that started it says; a playbook's script has the path that there was.
func TestModulePath(t *testing.T) {
	engines(t, func(t *testing.T, connect func() *agenttest.Conn, setenv func(string, string)) {
		const path = `C:\fremd;\\server\profil\Module`
		setenv("HOST_PSModulePath", path) // to a practice Windows it goes without HOST_
		setenv("PSModulePath", path)
		ctx, s := open(t, connect(), xexec.Apply)
		answers, err := s.Observe(ctx, []resource.Query{{Type: "file", Key: `%PSModulePath%`}})
		if err != nil || strings.HasSuffix(t.Name(), "windows") && (len(answers[0].Items) != 1 ||
			!strings.EqualFold(answers[0].Items[0].Key, `C:\windows\system32\WindowsPowerShell\v1.0\Modules`)) {
			t.Errorf("%+v %v", answers, err)
		}
		results, err := apply(ctx, s, script("1", "$env:PSModulePath"))
		if err != nil || len(results) != 1 || !strings.HasSuffix(fmt.Sprint(results[0].Now["output"]), path+"]") {
			t.Errorf("%+v %v", results, err)
		}
	})
}

func TestCancelled(t *testing.T) {
	ctx, s := open(t, agenttest.PwshConn(t), xexec.Apply)
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := apply(ctx, s, script("1", "1")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestPracticeWindowsStarts(t *testing.T) {
	h := agenttest.WindowsHost(t)
	for _, page := range []string{"850", "1252", "65001"} {
		t.Run("code page "+page, func(t *testing.T) {
			h.Setenv("WINRS_CODEPAGE", page)
			ctx, s := open(t, h.Conn(), xexec.Observe)
			if _, err := s.Observe(ctx, []resource.Query{{Type: "nix", Key: "Größe"}}); err != nil {
				t.Fatal(err)
			}
			if got := s.Hello(); got.Computer != "KH-SRV01" || got.Build != 20348 || !got.Elevated || got.Bits != 64 ||
				!strings.HasPrefix(got.UserSID, "S-1-5-") {
				t.Errorf("hello is %+v", got)
			}
		})
	}
	t.Run("behind an unknown shell", func(t *testing.T) {
		conn := h.Conn()
		conn.Unquoted = true
		ctx, s := open(t, conn, xexec.Observe)
		if _, err := s.Observe(ctx, []resource.Query{{Type: "nix", Key: "Größe"}}); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("constrained language", func(t *testing.T) {
		h.Setenv("PRACTICE_LANGUAGE_MODE", "ConstrainedLanguage")
		ctx, s := open(t, h.Conn(), xexec.Observe)
		_, err := s.Observe(ctx, []resource.Query{{Type: "nix", Key: "Größe"}})
		problemtest.Told(t, err, problem.LanguageMode)
	})
}

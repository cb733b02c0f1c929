package agent_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
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

// engines runs a test on the PowerShell for Linux and on a practice Windows.
func engines(t *testing.T, test func(t *testing.T, conn func() *agenttest.Conn, setenv func(name, value string))) {
	t.Helper()
	t.Run("pwsh", func(t *testing.T) {
		pwsh := agenttest.PwshConn(t)
		var env []string
		test(t, func() *agenttest.Conn {
			return &agenttest.Conn{Command: func(line string) *exec.Cmd {
				cmd := pwsh.Command(line)
				cmd.Env = append(cmd.Environ(), env...)
				return cmd
			}}
		}, func(name, value string) { env = append(env, name+"="+value) })
	})
	t.Run("windows", func(t *testing.T) {
		h := agenttest.WindowsHost(t)
		test(t, h.Conn, h.Setenv)
	})
}

func TestFiveThousandQueries(t *testing.T) {
	engines(t, func(t *testing.T, connect func() *agenttest.Conn, _ func(string, string)) {
		conn := connect()
		ctx, s := open(t, conn, xexec.Observe)
		queries := make([]resource.Query, 5000)
		for i := range queries {
			queries[i] = resource.Query{Type: "nix", Key: fmt.Sprintf("Größe %d", i)}
			if i%2 == 1 {
				queries[i] = resource.Query{Type: "file", Key: fmt.Sprintf(`C:\gibt es nicht\%d.ini`, i)}
			}
		}
		answers, err := s.Observe(ctx, queries)
		if err != nil || len(answers) != len(queries) {
			t.Fatalf("%d answers, %v", len(answers), err)
		}
		for i, a := range answers {
			if i%2 == 0 && (a.Fault == nil || a.Fault.Code != resource.Unsupported) || i%2 == 1 && a.Fault == nil &&
				a.Items[0].Key != queries[i].Key {
				t.Fatalf("query %d: %+v", i, a)
			}
		}
		if st := conn.Stats(); st.Starts != 1 || st.Requests != 1 {
			t.Errorf("%d starts and %d sends, want one of each", st.Starts, st.Requests)
		}
	})
}

// TestInputIsCutAnywhere ends the input at one place after the other. There is always an error, and an operation was
// either run and answered or not run: what stands before the last whole batch's end never is.
func TestInputIsCutAnywhere(t *testing.T) {
	agenttest.PwshConn(t)
	var whole int
	run := func(t *testing.T, cut int) {
		t.Helper()
		conn := agenttest.PwshConn(t)
		conn.CutAfter = cut
		ctx, s := open(t, conn, xexec.Apply)
		results, err := apply(ctx, s, script("1", "[Console]::Out.WriteLine('gelaufen'); 'a'"), script("2", "'b'"))
		if cut == 0 {
			whole = int(conn.Stats().BytesSent)
			if err != nil || len(results) != 2 {
				t.Fatalf("%v %v", results, err)
			}
			return
		}
		if err == nil || len(results) > 0 || strings.Contains(s.Noise(), "gelaufen") {
			t.Errorf("cut at %d of %d: %v %v %q", cut, whole, results, err, s.Noise())
			return
		}
		problemtest.Told(t, err, problem.AgentFailed, problem.AnswerSenseless, problem.ChangedOnTheWay,
			problem.PowerShellEnded)
	}
	run(t, 0)
	source := agent.CoreBytes()
	places := []int{1, 5, 22, 60, 95, 96, 97, 1000, source / 2, source}
	requests := whole - source // the header too
	for i := 1; i <= 24; i++ {
		places = append(places, source+requests*i/25)
	}
	// without its end, the last line is no line; JSON is whole one byte before the end
	places = append(places, whole-3, whole-2)
	for _, at := range places {
		t.Run(fmt.Sprint(at), func(t *testing.T) { t.Parallel(); run(t, at) })
	}
}

// TestNobodyAnswers: a host that hangs does not hold up its client beyond the client's own time.
func TestNobodyAnswers(t *testing.T) {
	conn := &agenttest.Conn{Command: func(string) *exec.Cmd {
		return exec.Command("sh", "-c",
			"while read -r x; do :; done")
	}}
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	s, err := agent.Open(ctx, conn, xexec.Observe, agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Observe(ctx, []resource.Query{{Type: "os"}})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	if err := s.Close(context.WithoutCancel(ctx)); err != nil {
		t.Error(err)
	}
}

// TestHostEndsByItself: an operation that hangs is ended at its own deadline, and the exchange at its: the host works
// on nothing after its client has given up.
func TestHostEndsByItself(t *testing.T) {
	engines(t, func(t *testing.T, connect func() *agenttest.Conn, _ func(string, string)) {
		ctx := context.Background()
		s, err := agent.Open(ctx, connect(), xexec.Apply, agent.Options{Timeout: 3 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close(ctx) }()
		hangs := script("1", "while ($true) { [Threading.Thread]::Sleep(50) }")
		hangs.Args = resource.Props{"deadline_s": int64(1)}
		hangs.Continue = true
		results, err := apply(ctx, s, hangs, script("2", "while ($true) { [Threading.Thread]::Sleep(50) }"),
			script("3", "'nie'"))
		if err != nil || len(results) != 3 {
			t.Fatalf("%v %v", results, err)
		}
		for i, want := range []resource.Status{resource.Failed, resource.Failed, resource.Skipped} {
			if results[i].Status != want || want == resource.Failed && results[i].Fault.Code != resource.Timeout {
				t.Errorf("result %d is %+v", i+1, results[i])
			}
		}
		results, err = apply(ctx, s, script("4", "'nie'"))
		if err == nil && (len(results) != 1 || results[0].Status != resource.Failed ||
			results[0].Fault.Code != resource.Timeout) {
			t.Errorf("after its deadline the agent still works: %+v", results)
		}
	})
}

// TestInputLikeAConsole: with WINRS_CONSOLEMODE_STDIN=TRUE each line ends with CR LF and the end of the input never
// comes.
func TestInputLikeAConsole(t *testing.T) {
	engines(t, func(t *testing.T, connect func() *agenttest.Conn, _ func(string, string)) {
		conn := connect()
		conn.Change = func(data []byte) []byte { return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")) }
		ctx, s := open(t, conn, xexec.Apply)
		for i := range 2 { // the second batch finds nothing left over from the first one
			results, err := apply(ctx, s, script(fmt.Sprint("a", i), "'gut'"), script(fmt.Sprint("b", i), "$p"))
			if err != nil || len(results) != 2 || results[1].Status != resource.Done {
				t.Fatalf("%v %v", results, err)
			}
		}
	})
}

func TestConstrainedLanguageIsSaid(t *testing.T) {
	engines(t, func(t *testing.T, connect func() *agenttest.Conn, setenv func(string, string)) {
		setenv("PRACTICE_LANGUAGE_MODE", "ConstrainedLanguage")
		ctx, s := open(t, connect(), xexec.Apply)
		results, err := apply(ctx, s, script("1", "'nie'"))
		p := problemtest.Told(t, err, problem.LanguageMode)
		if len(results) > 0 {
			t.Errorf("results are %v", results)
		}
		if p.Values["mode"] != "ConstrainedLanguage" {
			t.Errorf("the error does not name the mode: %v", err)
		}
	})
}

// TestNativeOfAScript: a program that a script starts with its input closed, as docs/reference.md says, takes nothing
// of what xops sends next.
func TestNativeOfAScript(t *testing.T) {
	for _, c := range []struct {
		name, program string
		conn          func(t *testing.T) *agenttest.Conn
	}{
		{"pwsh", "cat", func(t *testing.T) *agenttest.Conn { return agenttest.PwshConn(t) }},
		{
			"windows", `C:\windows\system32\WindowsPowerShell\v1.0\powershell.exe -NoProfile -Command ` +
				`'[Console]::In.ReadToEnd().Trim()'`,
			func(t *testing.T) *agenttest.Conn { return agenttest.WindowsHost(t).Conn() },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, s := open(t, c.conn(t), xexec.Apply)
			for i := range 2 {
				results, err := apply(ctx, s, script(fmt.Sprint("a", i), "$null | & "+c.program),
					script(fmt.Sprint("b", i), "'danach'"))
				if err != nil || len(results) != 2 || results[0].Status != resource.Done ||
					results[1].Status != resource.Done {
					t.Fatalf("%+v %v", results, err)
				}
			}
		})
	}
}

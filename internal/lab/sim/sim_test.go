package sim

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xops-dev/xops/internal/resource"
)

const token = "0123456789abcdef"

var clock = func() time.Time { return time.Date(2026, 11, 24, 18, 3, 5, 123e6, time.UTC) }

func newHost(t *testing.T) *Host {
	t.Helper()
	return New(Options{Computer: "SRV01", Server: true, Now: clock})
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func bootCommand() string {
	var b []byte
	for _, u := range utf16.Encode([]rune("# reads xops1 from stdin")) {
		b = append(b, byte(u), byte(u>>8))
	}
	return "powershell.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -OutputFormat Text " +
		"-EncodedCommand " + base64.StdEncoding.EncodeToString(b)
}

func header(agent string) string {
	return fmt.Sprintf("xops1 %s %d %s\n%s", token, len(agent), hash([]byte(agent)), agent)
}

// whole stands for an agent that can do everything.
var whole = func() string {
	out := "# everything\n$agent.Change = 'x'\n$agent.Repair = 'x'\n"
	for name := range kinds {
		out += "$readers['" + name + "'] = 'x'\n$writers['" + name + "'] = 'x'\n"
	}
	return out
}()

// talk runs one exchange with all input at once and gives the answers by kind.
func talk(t *testing.T, h *Host, lines ...string) []map[string]any {
	t.Helper()
	var out, errs bytes.Buffer
	code, err := h.Run(t.Context(), bootCommand(), nil, strings.NewReader(header(whole)+
		strings.Join(lines, "\n")), &out, &errs)
	if err != nil || code != 0 || errs.Len() > 0 {
		t.Fatalf("exit %d, %v, %s", code, err, errs.String())
	}
	return answers(t, out.String())
}

func answers(t *testing.T, out string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(out) {
		for _, c := range []byte(strings.TrimSuffix(line, "\n")) {
			if c < 0x20 || c > 0x7E {
				t.Fatalf("not ASCII: %q", line)
			}
		}
		rest, ok := strings.CutPrefix(line, "xops1:"+token+" ")
		if !ok {
			t.Fatalf("no prefix: %q", line)
		}
		var m map[string]any
		must(t, json.Unmarshal([]byte(rest), &m))
		all = append(all, m)
	}
	return all
}

func kindsOf(all []map[string]any) string {
	var out []string
	for _, m := range all {
		s := m["t"].(string)
		if id, ok := m["id"]; ok {
			s += ":" + id.(string)
		}
		if st, ok := m["status"]; ok {
			s += ":" + st.(string)
		}
		if e, ok := m["error"].(map[string]any); ok {
			s += ":" + e["code"].(string)
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

const open = `{"t":"open","v":1,"mode":"apply","deadline_s":600}`

func set(id, path, before, after string) string {
	b64 := func(s string) any {
		if s == "" {
			return nil
		}
		return resource.Encode([]byte(s))
	}
	data, _ := json.Marshal(map[string]any{
		"t": "set", "id": id, "type": "file", "key": path, "before": map[string]any{"content": b64(before)},
		"after": map[string]any{"content": b64(after)},
	})
	return string(data)
}

func TestExchange(t *testing.T) {
	h := newHost(t)
	must(t, h.WriteFile(`C:\Daten\Müller.ini`, []byte("alt")))
	all := talk(
		t, h, open,
		`{"t":"get","id":"1","type":"file","key":"c:\\daten\\m?ller.INI","args":{"content":true}}`,
		`{"t":"flush","n":1}`,
		set("2", `c:\daten\MÜLLER.ini`, "alt", "neu"),
		set("2", `c:\daten\MÜLLER.ini`, "neu", "noch einmal"), // an id that was seen
		set("3", `c:\daten\müller.ini`, "alt", "neu"),
		set("4", `c:\daten\müller.ini`, "alt", "anders"), // drift
		set("5", `c:\daten\b.ini`, "", "b"),              // behind it
		`{"t":"get","id":"6","type":"os","key":""}`,
		`{"t":"flush","n":2}`,
		set("7", `c:\daten\b.ini`, "", "b"),
		`{"t":"flush","n":3}`,
		set("8", `c:\daten\c.ini`, "", "cut off"), // behind the last flush
	)
	want := "hello answer:1 done result:2:done result:3:already result:4:drift result:5:skipped answer:6 done " +
		"result:7:done done bye"
	if got := kindsOf(all); got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if data, _ := h.ReadFile(`C:\Daten\Müller.ini`); string(data) != "neu" {
		t.Errorf("file has %q", data)
	}
	if h.Exists(`C:\Daten\c.ini`) {
		t.Error("what was behind the last flush was run")
	}
	item := all[1]["items"].([]any)[0].(map[string]any)
	if item["key"] != `C:\Daten\Müller.ini` {
		t.Errorf("key %v: the spelling on disk counts", item["key"])
	}
	if all[len(all)-1]["count"] != 7.0 {
		t.Errorf("count %v", all[len(all)-1]["count"])
	}
	if all[0]["agent"] != hash([]byte(whole)) || all[0]["bytes"] != float64(len(whole)) ||
		all[0]["computer"] != "SRV01" {
		t.Errorf("hello %v", all[0])
	}
}

func TestObserveRefusesEverySet(t *testing.T) {
	h := newHost(t)
	all := talk(t, h, strings.Replace(open, "apply", "observe", 1), set("1", `C:\a.ini`, "", "x"),
		set("2", `C:\b.ini`, "", "x"), `{"t":"flush","n":1}`)
	if got := kindsOf(all); got != "hello result:1:failed:refused result:2:failed:refused done bye" {
		t.Error(got)
	}
	if h.Exists(`C:\a.ini`) {
		t.Error("it was written")
	}
}

func TestContinue(t *testing.T) {
	h := newHost(t)
	first := strings.Replace(set("1", `C:\Windows`, "", "x"), `"t":"set"`, `"continue":true,"t":"set"`, 1)
	if got := kindsOf(talk(t, h, open, first, set("2", `C:\b.ini`, "", "x"),
		`{"t":"flush","n":1}`)); got != "hello result:1:failed:invalid result:2:done done bye" {
		t.Error(got)
	}
}

func TestErrorsEndTheExchange(t *testing.T) {
	h := newHost(t)
	for name, c := range map[string]struct{ in, code string }{
		"version":  {header("x") + `{"t":"open","v":2,"mode":"observe"}`, "version"},
		"no open":  {header("x") + `{"t":"flush","n":1}`, "protocol"},
		"garbage":  {header("x") + open + "\nxyz\n", "protocol"},
		"unknown":  {header("x") + open + "\n" + `{"t":"jump"}` + "\n", "protocol"},
		"cut":      {header("agent")[:len(header("agent"))-2], "integrity"},
		"damaged":  {strings.Replace(header("agent"), "\nagent", "\nAgent", 1), "integrity"},
		"too long": {"xops1 " + token + " 999999999 00\n", "protocol"},
	} {
		var out bytes.Buffer
		if _, err := h.Run(t.Context(), bootCommand(), nil, strings.NewReader(c.in), &out, io.Discard); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if early := "xops1:" + token + " " + c.code + " FullLanguage\n"; out.String() == early {
			continue // before the agent runs, there is no JSON
		}
		all := answers(t, out.String())
		if last := all[len(all)-1]; last["t"] != "error" || last["code"] != c.code {
			t.Errorf("%s: %v", name, last)
		}
	}
}

// TestParts: what no part was sent for is refused, and so is everything once a part calls what none defines.
func TestParts(t *testing.T) {
	part := func(name, text string) string {
		return fmt.Sprintf(`{"t":"part","name":"%s","length":%d,"hash":"%s"}`, name, len(text), hash([]byte(text))) +
			"\n" + strings.TrimSuffix(text, "\n")
	}
	run := func(lines ...string) string {
		var out bytes.Buffer
		in := header("# core\nfunction Invoke-Get { }\n") + strings.Join(lines, "\n") + "\n"
		_, err := newHost(t).Run(t.Context(), bootCommand(), nil, strings.NewReader(in), &out, io.Discard)
		must(t, err)
		return kindsOf(answers(t, out.String()))
	}
	get := func(id, typ string) string {
		return `{"t":"get","id":"` + id + `","type":"` + typ + `","key":"*"}`
	}
	flush := `{"t":"flush","n":1}`
	service := part("service", "# ----\n$readers['service'] = 'Get-It'\nfunction Get-It { Find-It 'Not-This' }\n")
	find := part("find", "function Find-It { }\n")
	change := part("change", "# ----\n$agent.Change = 'x'\n")
	for _, c := range []struct{ name, got, want string }{
		{"no part", run(open, get("1", "service"), flush), "hello answer:1:unsupported done bye"},
		{
			"a need is missing, and comes later", run(open, service, get("1", "service"), flush, find,
				get("2", "service"), get("3", "os"), flush),
			"hello answer:1:unsupported done answer:2 answer:3:unsupported done bye",
		},
		{"no change", run(open, set("1", `C:\a`, "", "x"), flush), "hello result:1:failed:refused done bye"},
		{
			"no writer", run(open, change, set("1", `C:\a`, "", "x"), flush),
			"hello result:1:failed:unsupported done bye",
		},
		{"changed on the way", run(open, strings.Replace(find, "Find", "Fund", 1), flush), "hello error"},
		{
			"CR LF", run(open, strings.ReplaceAll(service, "\n", "\r\n"), find, get("1", "service"), flush),
			"hello answer:1 done bye",
		},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.name, c.got, c.want)
		}
	}
}

// TestConversation sends the next batch only when the one before is answered: done must be flushed.
func TestConversation(t *testing.T) {
	h := newHost(t)
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	end := make(chan error, 1)
	go func() {
		_, err := h.Run(t.Context(), bootCommand(), nil, inR, outW, io.Discard)
		_ = outW.Close()
		end <- err
	}()
	lines := bufio.NewScanner(outR)
	read := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), `"t":"`+want+`"`) {
				return
			}
		}
		t.Fatalf("no %s", want)
	}
	write := func(s string) {
		t.Helper()
		_, err := io.WriteString(inW, s)
		must(t, err)
	}
	write(header(whole) + open + "\n")
	for i := range 3 {
		write(fmt.Sprintf(`{"t":"get","id":"%d","type":"service","key":"*"}`+"\n"+`{"t":"flush","n":%d}`+"\n", i, i))
		read("done")
	}
	_ = inW.Close()
	read("bye")
	must(t, <-end)
}

func TestKilled(t *testing.T) {
	h := newHost(t)
	ctx, cancel := context.WithCancel(t.Context())
	inR, inW := io.Pipe()
	end := make(chan error, 1)
	go func() {
		_, err := h.Run(ctx, bootCommand(), nil, inR, io.Discard, io.Discard)
		end <- err
	}()
	_, err := io.WriteString(inW, header("agent")+open+"\n")
	must(t, err)
	cancel()
	if err := <-end; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := inW.Write([]byte("x")); err == nil {
		t.Error("stdin is still open")
	}
}

func TestPowerCut(t *testing.T) {
	for _, c := range []struct {
		crash Crash
		want  string
	}{{CrashBefore, "alt"}, {CrashAfter, "neu"}} {
		h := newHost(t)
		must(t, h.WriteFile(`C:\a.ini`, []byte("alt")))
		h.Inject(Failure{Verb: "set", Type: "file", Crash: c.crash, Times: 1})
		in := header(whole) + open + "\n" + set("1", `C:\a.ini`, "alt", "neu") + "\n" + `{"t":"flush","n":1}`
		var out bytes.Buffer
		if _, err := h.Run(t.Context(), bootCommand(), nil, strings.NewReader(in), &out, io.Discard); !errors.Is(err,
			ErrPowerCut) {
			t.Errorf("%s: %v", c.crash, err)
		}
		if strings.Contains(out.String(), `"result"`) {
			t.Errorf("%s: answered %s", c.crash, out.String())
		}
		if data, _ := h.ReadFile(`C:\a.ini`); string(data) != c.want {
			t.Errorf("%s: file has %q", c.crash, data)
		}
	}
}

func TestInjected(t *testing.T) {
	h := newHost(t)
	must(t, h.WriteFile(`C:\a.ini`, []byte("alt")))
	h.Inject(Failure{Type: "file", Key: `C:\a*`, Fault: Denied, Times: 1})
	h.Inject(Failure{Verb: "set", Fault: Locked})
	h.Inject(Failure{Verb: "get", Type: "os", Delay: time.Hour})
	get := `{"t":"get","id":"%s","type":"file","key":"C:\\a.ini"}`
	all := talk(t, h, open, fmt.Sprintf(get, "1"), fmt.Sprintf(get, "2"), set("3", `C:\a.ini`, "alt", "neu"),
		`{"t":"get","id":"4","type":"os","key":"","deadline_s":0.001}`, `{"t":"flush","n":1}`)
	if got := kindsOf(all); got != "hello answer:1:denied answer:2 result:3:failed:locked answer:4:timeout done bye" {
		t.Error(got)
	}
}

func TestPlainCommands(t *testing.T) {
	h := newHost(t)
	encode := func(s string) string {
		var b []byte
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return base64.StdEncoding.EncodeToString(b)
	}
	for line, want := range map[string]string{
		"hostname":                         "SRV01\r\n",
		`C:\Windows\System32\hostname.exe`: "SRV01\r\n",
		"whoami":                           "srv01\\xops\r\n",
		"cmd /c echo grüße":                "grüße\r\n",
		`cmd.exe /C "hostname"`:            "SRV01\r\n",
		"powershell -encodedcommand " +
			encode("$ProgressPreference = 'SilentlyContinue'\n$env:COMPUTERNAME"): "SRV01\r\n",
		`powershell.exe -NoProfile -ExecutionPolicy Bypass -Command "Write-Output 'ja'"`: "ja\r\n",
	} {
		var out bytes.Buffer
		code, err := h.Run(t.Context(), line, nil, nil, &out, io.Discard)
		if err != nil || code != 0 || out.String() != want {
			t.Errorf("%s: %d %v %q, want %q", line, code, err, out.String(), want)
		}
	}
	var errs bytes.Buffer
	if code, _ := h.Run(t.Context(), "format c:", nil, nil, io.Discard, &errs); code != 1 || errs.Len() == 0 {
		t.Error("an unknown command succeeded")
	}
}

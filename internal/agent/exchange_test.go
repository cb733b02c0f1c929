package agent_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/agenttest"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
)

// recorder keeps what goes over a connection.
type recorder struct {
	transport.Conn
	mu             sync.Mutex
	sent, received bytes.Buffer
}

type recorded struct {
	transport.Process
	r *recorder
}

func (r *recorder) Start(ctx context.Context, line string) (transport.Process, error) {
	p, err := r.Conn.Start(ctx, line)
	return recorded{p, r}, err
}

func (p recorded) Send(ctx context.Context, data []byte) error {
	p.r.mu.Lock()
	p.r.sent.Write(data)
	p.r.mu.Unlock()
	return p.Process.Send(ctx, data)
}

func (p recorded) Receive(ctx context.Context) ([]byte, error) {
	data, err := p.Process.Receive(ctx)
	p.r.mu.Lock()
	p.r.received.Write(data)
	p.r.mu.Unlock()
	return data, err
}

// varies is what is different in each exchange, with what stands for it in the document.
var varies = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(xops1[: ])[0-9a-f]{16} `), "${1}7f3a9c0d51e2b486 "},
	{regexp.MustCompile(`(xops1 [0-9a-f]{16}) \d+ \d+`), "$1 <length> <hash>"},
	{regexp.MustCompile(`"length":\d+,"hash":"\d+"`), `"length":<length>,"hash":"<hash>"`},
	{regexp.MustCompile(`"agent":"\d+","bytes":\d+`), `"agent":"<hash>","bytes":<length>`},
	{regexp.MustCompile(`"ps":"[^"]*","clr":"[^"]*"`), `"ps":"5.1.20348.1","clr":"4.0.30319.42000"`},
	{regexp.MustCompile(`"culture":"[^"]*"`), `"culture":"de-DE"`},
	{regexp.MustCompile(`"user_sid":"[^"]*"`), `"user_sid":"S-1-5-21-…"`},
	{regexp.MustCompile(`"(modified|created)":"[^"]*"`), `"$1":"2026-11-24T18:03:05.123Z"`},
}

// TestRecordedExchange keeps the exchange in docs/protocol.md true: it is one with a practice Windows, byte for byte,
// but for what varies and the agent's source.
func TestRecordedExchange(t *testing.T) {
	h := agenttest.WindowsHost(t)
	const file = `C:\Praxis Müller\ServiceProvider.ini`
	h.WriteFile(file, []byte("[Install]\r\nInstalled=0\r\n"))
	conn := &recorder{Conn: h.Conn()}
	ctx := t.Context()
	s, err := agent.Open(ctx, conn, xexec.Apply, agent.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Observe(ctx, []resource.Query{{
		Type: "file", Key: `C:\Praxis*\ServiceProvider.ini`,
		Args: resource.Props{"content": true},
	}, {Type: "service", Key: "mxSP"}}); err != nil {
		t.Fatal(err)
	}
	old, fresh := resource.Encode([]byte("[Install]\r\nInstalled=0\r\n")),
		resource.Encode([]byte("[Install]\r\nInstalled=1\r\n"))
	results, err := apply(ctx, s,
		resource.Op{
			ID: "1", Type: "file", Key: file, Before: resource.Props{"content": old},
			After: resource.Props{"content": fresh},
		},
		resource.Op{
			ID: "2", Type: "service", Key: "mxSP", Before: resource.Props{"exists": true},
			After: resource.Props{"restart": true},
		},
	)
	if err != nil || len(results) != 2 {
		t.Fatal(results, err)
	}
	if err := s.Close(ctx); err != nil {
		t.Fatal(err)
	}
	got := exchange(conn)
	doc, err := os.ReadFile("../../docs/protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(doc), "## One exchange\n")
	_, rest, _ = strings.Cut(rest, "```\n")
	want, _, _ := strings.Cut(rest, "```\n")
	if got != want {
		t.Errorf("docs/protocol.md (-) and the exchange (+) differ:\n%s\n%s", cmp.Diff(strings.Split(want, "\n"),
			strings.Split(got, "\n")), got)
	}
}

// withoutSource has a mark in place of the text of the core and of each part.
func withoutSource(sent string) string {
	var out strings.Builder
	for sent != "" {
		line, rest, _ := strings.Cut(sent, "\n")
		out.WriteString(line + "\n")
		sent = rest
		length, name := 0, "core"
		var p struct {
			T, Name string
			Length  int
		}
		if f := strings.Fields(line); f[0] == "xops1" {
			length, _ = strconv.Atoi(f[2])
		} else if json.Unmarshal([]byte(line), &p) == nil && p.T == "part" {
			length, name = p.Length, p.Name
		}
		if length > 0 {
			out.WriteString("<" + name + ".ps1>\n")
			sent = sent[length:]
		}
	}
	return out.String()
}

// exchange writes down what was sent behind > and what was received behind <. Each batch is sent before it is answered.
func exchange(r *recorder) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	sent := withoutSource(r.sent.String())
	received := r.received.String()
	var out strings.Builder
	line := func(mark, text string) {
		for _, v := range varies {
			text = v.pattern.ReplaceAllString(text, v.with)
		}
		out.WriteString(mark + " " + text + "\n")
	}
	for text := range strings.Lines(sent) {
		text = strings.TrimSuffix(text, "\n")
		line(">", text)
		if !strings.HasPrefix(text, `{"t":"flush"`) {
			continue
		}
		for received != "" {
			var answer string
			answer, received, _ = strings.Cut(received, "\n")
			answer = strings.TrimSuffix(answer, "\r")
			if strings.Contains(answer, `{"t":"beat"}`) {
				continue // this machine is slow
			}
			line("<", answer)
			if strings.Contains(answer, `{"t":"done"`) {
				break
			}
		}
	}
	return out.String()
}

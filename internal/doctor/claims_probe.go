package doctor

import (
	"context"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
)

// probeClaims are looked at with time, sessions and the event log, not with queries alone.
var probeClaims = []Claim{
	{
		ID: "L-04", Section: "3.6", Last: true,
		Claim: "What is asked grows PowerShell's event log by less than 256 KiB for each exchange",
		Why:   "there is no event log in the lab", Look: "size of the log's file before and after all other probes",
		Probe: (*pilot).grown,
	},
	{
		ID: "L-07", Section: "3.5", Claim: "PowerShell starts, and the agent's core answers, within 3 s",
		Why:   "times of the lab are not those of a host",
		Look:  "a session for the core, one for all parts that look, each type asked twice",
		Probe: (*pilot).timed,
	},
	{
		ID: "L-09", Section: "1.4", Claim: "After 130 s without a word the same session answers, without another logon",
		Why: labShell, Look: "silence (`--silence`), then `os`", Probe: (*pilot).silent,
	},
	{
		ID: "L-10", Section: "1.3, 3.6",
		Claim: "Each command line that xops uses starts PowerShell beside this host's antivirus program: -Command, " +
			"-EncodedCommand, and with -ExecutionPolicy RemoteSigned",
		Why: "no antivirus program is in the lab", Look: "a session for each line", Probe: (*pilot).started,
	},
}

const (
	powershellLog = `%SystemRoot%\System32\Winevt\Logs\Microsoft-Windows-PowerShell%4Operational.evtx`
	powershellMax = `HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WINEVT\Channels\` +
		`Microsoft-Windows-PowerShell/Operational\\MaxSize`
)

// logSize is how big PowerShell's event log is; unknown is -1.
func (p *pilot) logSize(ctx context.Context) (size, most float64, facts []Fact, err error) {
	s := &sight{}
	s.answers, err = p.ask(ctx, append(file(powershellLog), registry(powershellMax)...))
	if err != nil {
		return -1, -1, nil, err
	}
	f, _ := s.item(0)
	m, _ := s.item(1)
	size, most = -1, -1
	if n, ok := number(f["size"]); ok {
		size = n
	}
	if n, ok := number(m["value"]); ok {
		most = n
	}
	return size, most, []Fact{{"modified", plain(f["modified"])}, {"fault", s.fault(0)}}, nil
}

// grown compares the log's size with that at the beginning.
func (p *pilot) grown(ctx context.Context) (Verdict, []Fact, error) {
	size, most, facts, err := p.logSize(ctx)
	if err != nil {
		return Unknown, nil, err
	}
	exchanges := max(1, p.conn.Stats().Starts)
	facts = append([]Fact{
		{"bytes_before", p.logBefore}, {"bytes_after", size}, {"bytes_at_most", most}, {"exchanges", exchanges},
	}, facts...)
	// A log that is full does not grow.
	if p.logBefore < 0 || size < 0 || most > 0 && size >= most {
		return Unknown, facts, nil
	}
	return told((size-p.logBefore)/float64(exchanges) < 256<<10), facts, nil
}

// everyLook is one small question of each type.
var everyLook = []resource.Query{
	{Type: "process", Key: "xops-nobody.exe"},
	{Type: "file", Key: `%SystemRoot%\win.ini`},
	{Type: "registry", Key: `HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\\CurrentBuild`},
	{Type: "service", Key: "Spooler"},
	{Type: "firewall", Key: "in/tcp/5985"},
	{Type: "firewall_rule", Key: "xops-pilot-nowhere"},
	{Type: "permission", Key: `%SystemRoot%\win.ini`},
	{Type: "os"},
	{Type: "listener", Key: "tcp/135"},
	{Type: "program", Key: "xops-nothing"},
	{Type: "task", Key: strings.Repeat("0", 32)},
	{Type: "cim", Key: "Win32_OperatingSystem", Args: resource.Props{"select": []any{"BuildNumber"}}},
	{Type: "tcp", Key: "127.0.0.1:135"},
}

// elsewhere opens a session of its own on a connection, asks, closes it, and gives how long that took.
func (p *pilot) elsewhere(ctx context.Context, conn transport.Conn, queries []resource.Query) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, claimTime)
	defer cancel()
	begun := p.d.Now()
	s, err := agent.Open(ctx, conn, exec.Observe, agent.Options{Timeout: claimTime})
	if err != nil {
		return 0, err
	}
	_, err = s.Observe(ctx, queries)
	took := p.d.Now().Sub(begun).Milliseconds()
	clean, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer stop()
	_ = s.Close(clean)
	return took, err
}

// timed measures starts and each type's first and second answer.
func (p *pilot) timed(ctx context.Context) (Verdict, []Fact, error) {
	core, err := p.elsewhere(ctx, p.conn, everyLook[:1])
	if err != nil {
		return Unknown, nil, err
	}
	all, err := p.elsewhere(ctx, p.conn, everyLook)
	if err != nil {
		return Unknown, nil, err
	}
	facts := []Fact{{"core_ms", core}, {"all_ms", all}}
	for _, q := range everyLook {
		var ms [2]int64
		for i := range ms {
			begun := p.d.Now()
			if _, err := p.ask(ctx, []resource.Query{q}); err != nil {
				return Unknown, facts, err
			}
			ms[i] = p.d.Now().Sub(begun).Milliseconds()
		}
		facts = append(facts, Fact{q.Type + "_ms", []int64{ms[0], ms[1]}})
	}
	return told(core < 3000), facts, nil
}

// silent says nothing for a while, and then asks.
func (p *pilot) silent(ctx context.Context) (Verdict, []Fact, error) {
	if p.d.Silence <= 0 {
		return Unknown, []Fact{{"silence_s", 0}}, nil
	}
	if p.session == nil {
		if _, err := p.ask(ctx, everyLook[:1]); err != nil {
			return Unknown, nil, err
		}
	}
	before := p.conn.Stats()
	if err := p.d.Wait(ctx, p.d.Silence); err != nil {
		return Unknown, nil, err
	}
	begun := p.d.Now()
	_, err := p.ask(ctx, []resource.Query{{Type: "os"}})
	after := p.conn.Stats()
	facts := []Fact{
		{"silence_s", p.d.Silence.Seconds()},
		{"ms", p.d.Now().Sub(begun).Milliseconds()},
		{"logons", after.Logons - before.Logons},
		{"connections", after.Connections - before.Connections},
	}
	if err != nil {
		facts = append(facts, Fact{"fault", string(problem.From(err).ID)})
	}
	return told(err == nil && after.Logons == before.Logons), facts, nil
}

// startedAs starts PowerShell with another line than the transport's own.
type startedAs struct {
	transport.Conn
	quotes bool
	line   func(string) string
}

func (s startedAs) Quotes() bool { return s.quotes }

func (s startedAs) Start(ctx context.Context, line string) (transport.Process, error) {
	return s.Conn.Start(ctx, s.line(line))
}

// started tries each command line.
func (p *pilot) started(ctx context.Context) (Verdict, []Fact, error) {
	same := func(line string) string { return line }
	verdict, facts := Confirmed, []Fact{}
	for _, way := range []struct {
		name string
		as   startedAs
	}{
		{"command", startedAs{p.conn, true, same}},
		{"encoded", startedAs{p.conn, false, same}},
		{"policy", startedAs{p.conn, p.conn.Quotes(), func(line string) string {
			return strings.Replace(line, " -OutputFormat", " -ExecutionPolicy RemoteSigned -OutputFormat", 1)
		}}},
	} {
		ms, err := p.elsewhere(ctx, way.as, everyLook[:1])
		if ctx.Err() != nil {
			return Unknown, facts, ctx.Err()
		}
		if err != nil {
			verdict = Refuted
			facts = append(facts, Fact{way.name, string(problem.From(err).ID)})
			continue
		}
		facts = append(facts, Fact{way.name + "_ms", ms})
	}
	return verdict, facts, nil
}

package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/dial"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport/ssh"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// connect logs on, with another password than the configuration's if one is given.
func (x *exam) connect(ctx context.Context, password dial.Password) (err error) {
	x.r.Logons = 1
	switch x.h.Connection.Transport {
	case "ssh":
		cfg := x.ssh
		if password != nil {
			cfg.Secrets.Password = password
		}
		var c *ssh.Conn
		if c, err = ssh.Dial(ctx, cfg); err == nil {
			x.conn = c
		}
	case "local":
		x.r.Logons = 0
		x.conn, err = x.d.Local(ctx, x.h)
	default:
		cfg := x.winrm
		if password != nil {
			cfg.Password = password
		}
		var c *winrm.Conn
		if c, err = winrm.Dial(ctx, cfg); err == nil {
			x.conn = c
		}
	}
	return err
}

// logon logs on exactly once, or not at all where other hosts have refused the account's password.
func (x *exam) logon(ctx context.Context) outcome {
	err := x.d.Logon(ctx, x.h, func(p dial.Password) error { return x.connect(ctx, p) })
	f := problem.From(err)
	if f != nil && (f.Class() == problem.Setup || problem.Is(f, problem.NTLMRefused, problem.NTLMNotOffered,
		problem.NoSealing, problem.LogonNotTried)) {
		x.r.Logons = 0 // it did not come to that
	}
	facts := []Fact{{"user", x.h.Connection.User}, {"auth", x.h.Connection.Auth}, {"tries", x.r.Logons}}
	if f == nil {
		return outcome{facts: facts}
	}
	if problem.Is(f, problem.LogonRefused, problem.BasicRefused) {
		facts = append(facts, Fact{"http_status", 401})
		f = x.refused(f)
	}
	return outcome{facts: facts, finding: f}
}

// refused tells the reasons of a 401 apart as far as the evidence goes.
func (x *exam) refused(f *problem.Problem) *problem.Problem {
	if x.winrm.HTTPS && x.h.Connection.Auth == "ntlm" {
		if why := x.unbound(); why != "" {
			return problem.New(problem.ChannelBinding, "why", why).With("%s", f.Detail)
		}
	}
	if user, local := x.localUser(); local && !strings.EqualFold(user, "administrator") {
		return problem.New(problem.LogonFiltered, "user", user).With("%s", f.Detail)
	}
	return f
}

// localUser says whether the account is one of the host itself: .\user, HOST\user, or a bare name on a computer without
// a domain.
func (x *exam) localUser() (user string, local bool) {
	domain, user, qualified := strings.Cut(x.h.Connection.User, `\`)
	switch {
	case !qualified && strings.Contains(x.h.Connection.User, "@"):
		return x.h.Connection.User, false
	case !qualified:
		return domain, x.ntlm != nil && x.ntlm.Computer != "" && strings.EqualFold(x.ntlm.Computer, x.ntlm.Domain)
	}
	return user, domain == "." || x.ntlm != nil && x.ntlm.Computer != "" && strings.EqualFold(domain, x.ntlm.Computer)
}

// shell opens a remote shell and starts the bootstrap in it.
func (x *exam) shell(ctx context.Context) outcome {
	s, err := agent.Open(ctx, x.conn, exec.Observe, agent.Options{Timeout: 5 * time.Minute})
	facts := []Fact{{"command_line_characters", len(agent.CommandLine(x.conn.Quotes()))}}
	if err != nil {
		return outcome{facts: append(facts, faultFacts(err)...), finding: problem.From(err)}
	}
	x.session = s
	return outcome{facts: facts}
}

// faultFacts are the number of a WSMan fault, if an error has one.
func faultFacts(err error) []Fact {
	n := winrm.FaultOf(err)
	if n == 0 {
		return nil
	}
	return []Fact{{"fault", uint32(n)}, {"fault_hex", n.Hex()}}
}

// agent waits for the agent's hello and asks for the operating system.
func (x *exam) agent(ctx context.Context) outcome {
	bounded, cancel := context.WithTimeout(ctx, x.d.AgentTimeout)
	defer cancel()
	answers, err := x.session.Observe(bounded, []resource.Query{{Type: "os"}})
	hello := x.session.Hello()
	if err != nil {
		return x.noAgent(ctx, err, hello != nil)
	}
	facts := []Fact{
		{"powershell", hello.PS},
		{"language_mode", hello.Language},
		{"elevated", hello.Elevated},
		{"bits", hello.Bits},
		{"build", hello.Build},
		{"culture", hello.Culture},
		{"computer", hello.Computer},
		{"clr", hello.CLR},
		{"agent_bytes", hello.Bytes},
	}
	if a := answers[0]; a.Fault == nil && len(a.Items) == 1 {
		p := a.Items[0].Props
		for _, name := range []string{"product_name", "dotnet_release", "pending_reboot", "boot_time"} {
			if v, ok := p[name]; ok && v != nil {
				facts = append(facts, Fact{name, v})
			}
		}
	}
	if !hello.Elevated {
		return outcome{facts: facts, finding: problem.New(problem.NotElevated).With("user %s: elevated false",
			x.h.Connection.User)}
	}
	// Windows 8 and Server 2012 with what they came with (dossier 1.6).
	if hello.Build == 9200 && strings.HasPrefix(hello.PS, "3.") {
		return outcome{facts: facts, note: problem.New(problem.Memory).With("build %d, PowerShell %s", hello.Build,
			hello.PS)}
	}
	return outcome{facts: facts}
}

// noAgent says why the agent did not answer.
func (x *exam) noAgent(ctx context.Context, err error, greeted bool) outcome {
	p := problem.From(err)
	switch {
	case ctx.Err() != nil:
		return outcome{finding: ended(ctx.Err())}
	case errors.Is(err, context.DeadlineExceeded):
		return outcome{
			facts:   []Fact{{"waited_s", x.d.AgentTimeout.Seconds()}, {"hello", greeted}},
			finding: problem.New(problem.Hang).With("no answer within %s", x.d.AgentTimeout),
		}
	case !greeted && p.ID == problem.AgentFailed:
		return outcome{facts: []Fact{{"hello", false}}, finding: problem.New(problem.Stdin).With("%s", p.Detail)}
	}
	return outcome{facts: append(faultFacts(err), Fact{"hello", greeted}), finding: p}
}

// echoBytes is how much text the echo brings back at least.
const echoBytes = 64 << 10

// echoQueries ask for files that are nowhere; each answer carries the name that was asked for, so that they are an echo
// of what arrived.
func echoQueries() (queries []resource.Query, size int) {
	const alphabet = "äöüÄÖÜß€é’–漢😀"
	for i := 0; size < echoBytes; i++ {
		key := fmt.Sprintf(`C:\xops-doctor-echo\%05d %s`, i, strings.Repeat(alphabet, 12))
		queries = append(queries, resource.Query{Type: "file", Key: key})
		size += len(key)
	}
	return queries, size
}

// echo sends 64 KiB with umlauts and compares what comes back.
func (x *exam) echo(ctx context.Context) outcome {
	bounded, cancel := context.WithTimeout(ctx, x.d.AgentTimeout)
	defer cancel()
	queries, size := echoQueries()
	answers, err := x.session.Observe(bounded, queries)
	if err != nil {
		return x.noAgent(ctx, err, true)
	}
	facts := []Fact{{"bytes", size}, {"queries", len(queries)}}
	for i, a := range answers {
		if a.Fault != nil {
			return outcome{facts: facts, finding: problem.New(problem.Umlauts).With("the answer to %s… is %v",
				queries[i].Key[:25], a.Fault)}
		}
		if len(a.Items) != 1 || !strings.EqualFold(a.Items[0].Key, queries[i].Key) {
			got := "nothing"
			if len(a.Items) > 0 {
				got = fmt.Sprintf("%+.60q", a.Items[0].Key)
			}
			p := problem.New(problem.Umlauts).With("sent %+.60q, got %s", queries[i].Key, got)
			return outcome{facts: append(facts, Fact{"first_difference", i}), finding: p}
		}
	}
	return outcome{facts: facts}
}

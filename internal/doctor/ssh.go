package doctor

import (
	"context"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport/ssh"
)

// banner connects as far as a stranger gets.
func (x *exam) banner(ctx context.Context) outcome {
	g, err := ssh.Inspect(ctx, x.ssh)
	x.hello = g
	facts := []Fact{{"banner", g.Banner}}
	if err != nil {
		return outcome{facts: facts, finding: problem.From(err)}
	}
	return outcome{facts: facts}
}

// hostkey compares the host's key with the known one.
func (x *exam) hostkey(context.Context) outcome {
	g := x.hello
	facts := []Fact{{"type", g.KeyType}, {"fingerprint", g.Key}, {"known", g.Known}, {"known_hosts", x.ssh.KnownHosts}}
	keys := []string{g.KeyType + " " + g.Key}
	if g.Keys != nil {
		keys = g.Keys
		facts = append(facts, Fact{"keys", keys})
	}
	detail := x.address + " shows " + strings.Join(keys, ", ")
	switch {
	case g.Known == "changed" || g.Known == "revoked":
		return outcome{facts: facts, finding: problem.New(problem.SSHKeyChanged).With("%s", detail)}
	case g.Known == "unknown" && !x.ssh.FirstUse:
		return outcome{facts: facts, finding: problem.New(problem.SSHKeyUnknown, "known_hosts",
			x.ssh.KnownHosts).With("%s", detail)}
	}
	return outcome{facts: facts}
}

// methods looks at what logons the server offers.
func (x *exam) methods(context.Context) outcome {
	facts := []Fact{{"offered", append([]string{}, x.hello.Methods...)}}
	want := "publickey"
	if x.ssh.Auth == "password" {
		want = "password"
	}
	if len(x.hello.Methods) > 0 && !slices.Contains(x.hello.Methods, want) {
		offers := orNone(x.hello.Methods)
		p := problem.New(problem.SSHMethod, "auth", x.ssh.Auth, "offered", offers).With("%s offers %s", x.address,
			offers)
		return outcome{facts: facts, finding: p}
	}
	return outcome{facts: facts}
}

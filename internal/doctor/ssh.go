package doctor

import (
	"context"
	"slices"

	"github.com/xops-dev/xops/internal/transport/ssh"
)

// banner connects as far as a stranger gets.
func (x *exam) banner(ctx context.Context) outcome {
	g, err := ssh.Inspect(ctx, x.ssh)
	x.hello = g
	facts := []Fact{{"banner", g.Banner}}
	if err != nil {
		return outcome{facts: facts, finding: explained(err)}
	}
	return outcome{facts: facts}
}

// hostkey compares the host's key with the known one.
func (x *exam) hostkey(context.Context) outcome {
	g := x.hello
	facts := []Fact{{"type", g.KeyType}, {"fingerprint", g.Key}, {"known", g.Known}, {"known_hosts", x.ssh.KnownHosts}}
	detail := x.address + " shows " + g.KeyType + " " + g.Key
	switch {
	case g.Known == "changed" || g.Known == "revoked":
		return outcome{facts: facts, finding: finding("ssh-key-changed", detail, nil)}
	case g.Known == "unknown" && !x.ssh.FirstUse:
		return outcome{facts: facts, finding: finding("ssh-key-unknown", detail, nil)}
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
		values := map[string]string{"auth": x.ssh.Auth, "offered": orNone(x.hello.Methods)}
		return outcome{facts: facts, finding: finding("ssh-method", x.address+" offers "+orNone(x.hello.Methods), values)}
	}
	return outcome{facts: facts}
}

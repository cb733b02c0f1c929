package cli

import (
	"context"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/transport"
)

// dialer connects to hosts by what the inventory says. Secrets are read when a host is dialled, each once in a run.
type dialer struct {
	secrets inventory.Resolver
}

func (p *program) dialer() exec.Dialer {
	if p.dial != nil {
		return p.dial
	}
	lookup := func(name string) (string, bool) {
		v := p.Getenv(name)
		return v, v != ""
	}
	return &dialer{secrets: inventory.NewResolver(lookup, p.ReadSecret)}
}

// Dial connects and logs on.
func (d *dialer) Dial(ctx context.Context, h *inventory.Host) (exec.Conn, error) {
	return nil, &transport.Error{Code: "unreachable", Summary: "The transport " + h.Connection.Transport + " comes with a later version of xops"}
}

package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// dns reads the configuration and resolves the host's name.
func (x *exam) dns(ctx context.Context) outcome {
	var err error
	if x.h.Connection.Transport == "ssh" {
		x.ssh, err = x.d.SSH(ctx, x.h)
		x.dial = x.ssh.Dial
	} else {
		x.winrm, err = x.d.WinRM(ctx, x.h)
		x.dial = x.winrm.Dial
	}
	if err != nil {
		return outcome{finding: problem.From(err)}
	}
	if x.dial == nil {
		x.dial = transport.Dial
	}
	x.address = net.JoinHostPort(x.h.Address, strconv.Itoa(x.r.Port))
	switch {
	case x.h.Connection.Jump != "":
		return outcome{skip: true, facts: []Fact{{"name", x.h.Address}, {"resolved_by", "bastion"}}}
	case isAddress(x.h.Address):
		return outcome{skip: true, facts: []Fact{{"address", x.h.Address}}}
	}
	ctx, cancel := context.WithTimeout(ctx, 2*x.d.ProbeTimeout)
	defer cancel()
	addresses, err := x.d.LookupHost(ctx, x.h.Address)
	if err != nil || len(addresses) == 0 {
		detail := x.h.Address
		if err != nil {
			detail = err.Error()
		}
		return outcome{finding: problem.New(problem.DNS).With("%s", detail), facts: []Fact{
			{"name", x.h.Address},
			{"addresses", []string{}},
		}}
	}
	return outcome{facts: []Fact{{"name", x.h.Address}, {"addresses", addresses}}}
}

// isAddress says whether a host is given by number and needs no look-up; one of IPv6 may have a zone.
func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// probe is the answer of one TCP port.
type probe struct {
	port   int
	result string // open, refused, timeout, unreachable, error
	ms     int64
	err    error
}

// settle is how long other ports are waited for once the configured one has answered.
const settle = 500 * time.Millisecond

// tcp tries the configured port and the well-known ones at once.
func (x *exam) tcp(ctx context.Context) outcome {
	if x.h.Connection.Transport == "ssh" && x.h.Connection.Jump != "" {
		return outcome{skip: true, facts: []Fact{{"via", "bastion"}}} // the logon at the bastion comes first
	}
	probes := x.probe(ctx)
	var facts []Fact
	for _, p := range probes {
		facts = append(facts, Fact{"port_" + strconv.Itoa(p.port), fmt.Sprintf("%s %d ms", p.result, p.ms)})
	}
	own := probes[0]
	if own.result == "open" {
		return outcome{facts: facts}
	}
	var open, up []string
	for _, p := range probes[1:] {
		if p.result == "open" {
			open = append(open, strconv.Itoa(p.port))
		}
		if p.result == "open" || p.result == "refused" {
			up = append(up, fmt.Sprintf("%d %s", p.port, p.result))
		}
	}
	port, others := strconv.Itoa(own.port), strings.Join(up, ", ")
	detail := fmt.Sprintf("%s: %s after %d ms; open: %s", x.address, own.result, own.ms, orNone(open))
	if x.h.Connection.Transport != "ssh" {
		// The one with TLS is the better one.
		for _, other := range []string{"5986", "5985"} {
			if slices.Contains(open, other) {
				https := strconv.FormatBool(other == "5986")
				return outcome{facts: facts, finding: problem.New(problem.WrongPort, "port", port, "other", other,
					"https", https).With("%s", detail)}
			}
		}
	}
	id := problem.HostOff
	switch {
	case own.result == "refused" && x.h.Connection.Transport == "ssh":
		id = problem.SSHNoListener
	case own.result == "refused":
		id = problem.NoListener
	case own.result == "timeout" && len(up) > 0:
		id = problem.Firewall
	}
	return outcome{facts: facts, finding: problem.New(id, "port", port, "others", others).With("%s", detail)}
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}

// probe gives the configured port first, then the others in order.
func (x *exam) probe(ctx context.Context) []probe {
	ports := []int{x.r.Port}
	for _, p := range x.d.Ports {
		if !slices.Contains(ports, p) {
			ports = append(ports, p)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, x.d.ProbeTimeout)
	defer cancel()
	out := make([]probe, len(ports))
	var all sync.WaitGroup
	for i, port := range ports {
		all.Go(func() {
			out[i] = x.try(ctx, port)
			if i == 0 && out[i].result == "open" {
				time.AfterFunc(settle, cancel)
			}
		})
	}
	all.Wait()
	return out
}

func (x *exam) try(ctx context.Context, port int) probe {
	begun := x.d.Now()
	p := probe{port: port, result: "open"}
	c, err := x.dial(ctx, "tcp", net.JoinHostPort(x.h.Address, strconv.Itoa(port)))
	p.ms = x.d.Now().Sub(begun).Milliseconds()
	if err == nil {
		_ = c.Close()
		return p
	}
	p.err = err
	own := transport.DialError(err, x.address)
	switch {
	case errors.Is(err, context.Canceled):
		p.result = "timeout" // not waited for
	case own.Class() == problem.Refused:
		p.result = "refused"
	case errors.Is(err, context.DeadlineExceeded) || own.ID == problem.NoAnswer:
		p.result = "timeout"
	case own.ID != problem.DNS && own.Class() == problem.Unreachable:
		p.result = "unreachable"
	default:
		p.result = "error"
	}
	return p
}

// inspect asks once what WinRM says to strangers.
func (x *exam) inspect(ctx context.Context) error {
	if x.greeting != nil {
		return nil
	}
	var err error
	x.greeting, err = winrm.Inspect(ctx, x.winrm)
	if x.greeting.NTLM != nil {
		x.ntlm = x.greeting.NTLM
	}
	return err
}

package lab

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"runtime"
	"strconv"

	"github.com/xops-dev/xops/internal/lab/wsman"
)

// ports are tried in this order until one is free on all hosts' addresses; HTTPS has the next number. On Windows the
// first is left to Windows itself.
var ports = []int{5985, 15985, 25985, 35985, 45985, 55985}

// User is the account that every lab host knows.
const User = "xops"

// PasswordVariable is the environment variable that Inventory refers to.
const PasswordVariable = "XOPS_LAB_PASSWORD"

// Password is that of User on this start: random, and never in the inventory.
func (f *Fleet) Password() string { return f.password }

// Start opens the servers of all hosts that are on. The context bounds the start only; Stop ends the servers.
func (f *Fleet) Start(ctx context.Context) error {
	if f.running || f.claimed != nil {
		return errors.New("the lab is running already")
	}
	f.password = rand.Text()
	var err error
	if f.ca, err = newAuthority(); err != nil {
		return err
	}
	for _, h := range f.Hosts() {
		h.password = f.password
		if h.Has(WrongPassword) {
			h.password = rand.Text()
		}
	}
	shared, err := f.addresses()
	if err != nil {
		return err
	}
	if f.kit != nil {
		if err := f.boot(ctx); err != nil {
			f.Stop()
			return err
		}
	}
	tries := []int{0} // a port of its own for each
	if shared {
		tries = ports
		if runtime.GOOS == "windows" {
			tries = ports[1:]
		}
		if f.cfg.Port != 0 {
			tries = []int{f.cfg.Port}
		}
	}
	f.running = true
	for _, port := range tries {
		if err = f.listen(ctx, port); err == nil {
			return nil
		}
		f.hangUp()
		if ctx.Err() != nil {
			break
		}
	}
	f.Stop()
	return fmt.Errorf("the lab cannot listen: %w", err)
}

// Stop ends all servers, and what runs in them. The simulated hosts' state stays, so that the fleet can be started
// again; a practice Windows is removed, and Start makes a new one.
func (f *Fleet) Stop() {
	f.hangUp()
	for _, h := range f.Hosts() {
		if h.real != nil {
			h.real.Close()
			h.real, h.machine = nil, h.Sim
		}
	}
	if f.claimed != nil {
		_ = f.claimed.Close()
		f.claimed = nil
	}
	f.running = false
}

// hangUp ends the servers.
func (f *Fleet) hangUp() {
	for _, h := range f.Hosts() {
		if h.server != nil {
			_ = h.server.Close()
			h.server = nil
		}
	}
}

// The default networks: 127.20.0.0/16 and those behind it. Two labs at a time must not share one: where a host of the
// one is off, a host of the other would answer.
const (
	firstNetwork = 20
	lastNetwork  = 79
	claimPort    = 47001
)

// claim takes the first default network that no other lab has; it is given back by Stop.
func (f *Fleet) claim() (second byte, err error) {
	for second = firstNetwork; second <= lastNetwork; second++ {
		f.claimed, err = net.Listen("tcp", fmt.Sprintf("127.%d.255.254:%d", second, claimPort))
		if err == nil {
			return second, nil
		}
	}
	return 0, fmt.Errorf("all loopback networks of the lab are taken: %w", err)
}

// addresses gives the hosts theirs; shared is false where all have one address and ports of their own.
func (f *Fleet) addresses() (shared bool, err error) {
	listen := f.cfg.Listen
	if listen == "" {
		listen = "127.0.0.0/8"
		if runtime.GOOS == "darwin" {
			listen = "127.0.0.1"
		}
	}
	if one, err := netip.ParseAddr(listen); err == nil {
		if !one.IsLoopback() {
			return false, fmt.Errorf("the lab listens on loopback only, not on %s", one)
		}
		for _, h := range f.Hosts() {
			h.Address = one.String()
		}
		return false, nil
	}
	network, err := netip.ParsePrefix(listen)
	if err != nil {
		return false, fmt.Errorf("%q is neither an address nor a network such as 127.0.0.0/8", listen)
	}
	if !network.Addr().Is4() || !network.Addr().IsLoopback() || network.Bits() < 8 || network.Bits() > 16 {
		return false, fmt.Errorf("the lab takes one loopback address such as 127.0.0.1, or a loopback network from "+
			"127.0.0.0/8 to /16, not %s", listen)
	}
	base := network.Masked().Addr().As4()
	if network.Bits() == 8 {
		if base[1], err = f.claim(); err != nil {
			return false, err
		}
	}
	for _, p := range f.Practices {
		for k, h := range p.Hosts {
			// 127.x.y.z: 60 practices to each x.y, four addresses to each practice; never the one of this machine.
			a := base
			a[2] += byte(1 + p.number/60)
			a[3] += byte(4*(p.number%60) + k + 2)
			h.Address = netip.AddrFrom4(a).String()
		}
	}
	return true, nil
}

func (f *Fleet) listen(ctx context.Context, port int) error {
	for _, h := range f.Hosts() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.serve(h, port); err != nil {
			return fmt.Errorf("%s: %w", h.ID(), err)
		}
	}
	return nil
}

func (f *Fleet) serve(h *Host, port int) error {
	p := h.Practice
	ip := net.ParseIP(h.Address)
	var err error
	h.cert = nil
	if p.HTTPS {
		if p.ByCA {
			h.cert, err = f.ca.issue(h.Computer, ip)
		} else {
			h.cert, err = wsman.SelfSigned(h.Computer, &net.TCPAddr{IP: ip})
		}
		if err != nil {
			return err
		}
		if port != 0 {
			port++
		}
	}
	l, err := net.Listen("tcp", net.JoinHostPort(h.Address, strconv.Itoa(port)))
	if err != nil {
		return err
	}
	h.Port = l.Addr().(*net.TCPAddr).Port
	if h.Has(HostOff) { // the port is known, and nobody answers there
		return l.Close()
	}
	cfg := wsman.Config{
		Machine: h.machine, Users: map[string]string{User: h.password}, Hostname: h.Computer, Domain: p.netbios(),
		Latency: f.cfg.Latency, AllowBasic: p.HTTPS,
		Certificate: h.cert,
	}
	if f.cfg.Intercept != nil {
		cfg.Intercept = func(n int, action string) wsman.Action { return f.cfg.Intercept(h, n, action) }
	}
	var server *wsman.Server
	if err = h.connect(&cfg); err == nil {
		server, err = wsman.New(cfg)
	}
	if err == nil {
		err = server.Serve(l, p.HTTPS)
	}
	if err != nil {
		_ = l.Close()
		return err
	}
	h.server = server
	return nil
}

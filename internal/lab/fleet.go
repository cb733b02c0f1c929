package lab

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wine"
	"github.com/xops-dev/xops/internal/lab/wsman"
)

// The engines.
const (
	Sim     = "sim"
	Windows = "windows"
)

// WindowsPractices is the size of a fleet of the engine Windows: a healthy practice, and every fault of the
// service-provider repair.
const WindowsPractices = 4

// DefaultPractices is the size of the demonstration.
const DefaultPractices = 16

const maxPractices = 2000

// Config describes a fleet.
type Config struct {
	Practices int // 0: DefaultPractices
	// which practice has which fault, and all that varies between them; the same seed gives the same fleet
	Seed int64
	// what is behind the servers: "" or Sim, a simulation in Go, or Windows, a practice Windows for each host
	Engine string
	// Listen is where hosts get their addresses: a network such as "127.0.0.0/8", one address for each, or one
	// address, with ports of their own. "": the first, and on macOS, which has only 127.0.0.1, the second.
	Listen string
	// Port is that of WinRM over HTTP, HTTPS is the next one; 0: 5985 or, if it is taken, another one for all hosts.
	Port    int
	Latency time.Duration // added to every request
	Faults  []Fault       // only these, on every practice but the first; nil: each at least once, most hosts healthy
	// Sets are the faults of the first practices, each less what its product cannot have; the others are healthy. nil:
	// by Faults.
	Sets [][]Fault
	Now  func() time.Time
	// Machine gives what runs behind a host's server; nil: its simulation.
	Machine func(h *Host) (Machine, error)
	// Intercept is asked for every request to a host's server; see wsman.Action.
	Intercept func(h *Host, n int, action string) wsman.Action
}

// Fleet is a number of simulated practices. NewFleet makes it, Start opens its servers.
type Fleet struct {
	Practices []*Practice

	cfg      Config
	password string
	ca       *authority
	claimed  net.Listener // keeps the default network for this lab
	running  bool
	kit      *wine.Kit // of the engine Windows
	program  []byte    // stands in for services there
}

// Practice is one simulated practice.
type Practice struct {
	Name, Title  string
	Kundennummer string
	Product      string
	DataDir      string // of the practice software, on the server
	Mandate      bool
	Domain       string // "" for a workgroup
	HTTPS        bool   // how its hosts are reached
	ByCA         bool   // HTTPS hosts are trusted by the fleet's authority, others by fingerprint
	Faults       []Fault
	Hosts        []*Host // the server first

	number  int
	style   style
	surname string
}

// Host is one simulated computer.
type Host struct {
	Practice *Practice
	Name     string // "srv01"
	Computer string // "MUELLER-SRV01"
	Role     string // server, workstation
	Faults   []Fault
	Sim      *sim.Host
	// Address and Port are where its server listens, once the fleet is started.
	Address string
	Port    int

	password string
	server   *wsman.Server
	machine  Machine
	real     *wine.Host // with the engine Windows, while the fleet is started
	cert     *tls.Certificate
}

// ID is "practice/host", as in the inventory.
func (h *Host) ID() string { return h.Practice.Name + "/" + h.Name }

// Has says whether a host was seeded with a fault.
func (h *Host) Has(f Fault) bool { return slices.Contains(h.Faults, f) }

// Server is the host's WinRM server; nil while the fleet is not started, and for a host that is off.
func (h *Host) Server() *wsman.Server { return h.server }

// NewFleet makes the practices and their hosts' state.
func NewFleet(cfg Config) (*Fleet, error) {
	if cfg.Practices == 0 {
		cfg.Practices = DefaultPractices
		if cfg.Engine == Windows {
			cfg.Practices = WindowsPractices
		}
	}
	if cfg.Practices < 0 || cfg.Practices > maxPractices {
		return nil, fmt.Errorf("a lab has 1 to %d practices, not %d", maxPractices, cfg.Practices)
	}
	f := &Fleet{cfg: cfg}
	switch cfg.Engine {
	case "", Sim:
	case Windows:
		var err error
		if f.kit, err = wine.Find(); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("there is no lab engine %q; there are %s and %s", cfg.Engine, Sim, Windows)
	}
	for _, f := range append(slices.Concat(cfg.Sets...), cfg.Faults...) {
		if _, err := ParseFault(string(f)); err != nil {
			return nil, err
		}
	}
	r := rand.New(rand.NewPCG(uint64(cfg.Seed), 0x786f7073))
	for i := range cfg.Practices {
		f.Practices = append(f.Practices, newPractice(i, r))
	}
	f.seed(r)
	for _, p := range f.Practices {
		if err := f.populate(p, r); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return f, nil
}

// Hosts are all hosts in the order of the inventory.
func (f *Fleet) Hosts() []*Host {
	var out []*Host
	for _, p := range f.Practices {
		out = append(out, p.Hosts...)
	}
	return out
}

// Host gives the host of an ID, or nil.
func (f *Fleet) Host(id string) *Host {
	for _, h := range f.Hosts() {
		if strings.EqualFold(h.ID(), id) {
			return h
		}
	}
	return nil
}

func newPractice(i int, r *rand.Rand) *Practice {
	name, title, surname := practiceName(i)
	p := &Practice{
		Name: name, Title: title, surname: surname, Kundennummer: fmt.Sprint(200000 + i*1361 + r.IntN(1000)), number: i,
		Product: []string{concept, isynet, comfort}[i%3], Mandate: true, HTTPS: i%2 == 0, ByCA: i%4 == 0,
	}
	if r.IntN(3) == 0 {
		p.Domain = name + ".praxis.local"
	}
	p.style = newStyle(i, r)
	p.DataDir = map[string]string{
		comfort: `C:\doc2\daten\data`, concept: `C:\DConcept\DeData`,
		isynet: `C:\winacs\Text\ServiceProvider`,
	}[p.Product]
	if i%9 == 0 { // some keep the data on a drive of its own, and write as people do
		p.DataDir = `D:\Praxisdaten ` + surname + p.DataDir[2:]
	}
	return p
}

// seed gives out the faults.
func (f *Fleet) seed(r *rand.Rand) {
	if f.cfg.Sets != nil {
		for i, set := range f.cfg.Sets[:min(len(f.cfg.Sets), len(f.Practices))] {
			p := f.Practices[i]
			p.Faults = slices.DeleteFunc(slices.Clone(set), func(fault Fault) bool { return !fault.fits(p.Product) })
		}
		return
	}
	if len(f.cfg.Faults) > 0 {
		for i, p := range f.Practices[min(1, len(f.Practices)-1):] {
			for j := range f.cfg.Faults { // the next one that the product can have
				fault := f.cfg.Faults[(i+j)%len(f.cfg.Faults)]
				if fault.fits(p.Product) {
					p.Faults = []Fault{fault}
					break
				}
			}
		}
		return
	}
	rest := slices.Clone(f.Practices)
	r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	give := func(set []Fault) {
		for i, p := range rest {
			if fits(set, p.Product) {
				p.Faults = set
				rest = slices.Delete(rest, i, i+1)
				return
			}
		}
	}
	chosen := slices.Clone(sets[:min(len(sets), len(rest))])
	// Those that need a product choose first.
	slices.SortStableFunc(chosen, func(a, b []Fault) int { return cmp.Compare(special(b), special(a)) })
	for _, set := range chosen {
		give(set)
	}
	for _, p := range rest { // a larger fleet is mostly healthy
		set := sets[r.IntN(len(sets))]
		if r.IntN(3) == 0 && fits(set, p.Product) {
			p.Faults = set
		}
	}
}

// special says whether a set needs a product.
func special(set []Fault) int {
	n := 0
	for _, product := range []string{comfort, concept, isynet} {
		if !fits(set, product) {
			n++
		}
	}
	return n
}

// populate makes the hosts of a practice.
func (f *Fleet) populate(p *Practice, r *rand.Rand) error {
	p.Mandate = !slices.Contains(p.Faults, NoMandate)
	upper := strings.ToUpper(p.Name)
	if len(upper) > 9 {
		upper = upper[:9] // a computer name has 15 characters at most (GEN-01)
	}
	server := &Host{Practice: p, Name: "srv01", Computer: upper + "-SRV01", Role: "server", Faults: p.Faults}
	p.Hosts = []*Host{server}
	for i := range 1 + r.IntN(3) {
		p.Hosts = append(p.Hosts, &Host{
			Practice: p, Name: fmt.Sprintf("ws%02d", i+1),
			Computer: fmt.Sprintf("%s-WS%02d", upper, i+1), Role: "workstation",
		})
	}
	for _, h := range p.Hosts {
		h.Sim = sim.New(sim.Options{
			Computer: h.Computer, Domain: p.Domain, Server: h.Role == "server", Now: f.cfg.Now,
			Network: p,
		})
		h.hardware(r)
	}
	if err := server.furnish(r); err != nil {
		return err
	}
	now := time.Now
	if f.cfg.Now != nil {
		now = f.cfg.Now
	}
	if err := server.backup(now()); err != nil {
		return err
	}
	if f.kit != nil {
		p.Hosts = p.Hosts[:2] // each is a whole Windows
	}
	for _, h := range p.Hosts {
		h.machine = h.Sim
		if f.cfg.Machine == nil {
			continue
		}
		var err error
		if h.machine, err = f.cfg.Machine(h); err != nil {
			return fmt.Errorf("%s: %w", h.Name, err)
		}
	}
	return nil
}

// Find is the practice's network: its hosts by name or address. It implements sim.Network.
func (p *Practice) Find(name string) (h *sim.Host, address string, known bool) {
	short, _, _ := strings.Cut(name, ".")
	for _, x := range p.Hosts {
		if (x.Address != "" && x.Address == name) || strings.EqualFold(short, x.Computer) ||
			strings.EqualFold(short, x.Name) {
			if x.Has(HostOff) {
				return nil, x.Address, true
			}
			return x.Sim, x.Address, true
		}
	}
	return nil, "", false
}

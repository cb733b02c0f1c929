package lab

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/resource"
)

func newFleet(t *testing.T, cfg Config) *Fleet {
	t.Helper()
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1" // free ports: tests of several packages run at once
	}
	f, err := NewFleet(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func start(t *testing.T, cfg Config) *Fleet {
	t.Helper()
	f := newFleet(t, cfg)
	if err := f.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Stop)
	return f
}

func TestEveryFaultIsInTheDefaultFleet(t *testing.T) {
	for seed := range int64(20) {
		f := newFleet(t, Config{Seed: seed})
		found := map[Fault]int{}
		healthy := 0
		for _, p := range f.Practices {
			if len(p.Faults) == 0 {
				healthy++
			}
			for _, fault := range p.Faults {
				if !fault.fits(p.Product) {
					t.Errorf("seed %d: %s on a server with %s", seed, fault, p.Product)
				}
				found[fault]++
			}
		}
		for _, fault := range Faults {
			if found[fault] == 0 {
				t.Errorf("seed %d: no host has %s", seed, fault)
			}
		}
		if healthy == 0 || len(f.Practices) < 12 {
			t.Errorf("seed %d: %d of %d practices are healthy", seed, healthy, len(f.Practices))
		}
	}
}

func TestSeedDecides(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 11, 24, 18, 0, 0, 0, time.UTC) }
	describe := func(seed int64) string {
		var b strings.Builder
		for _, h := range newFleet(t, Config{Seed: seed, Now: clock}).Hosts() {
			b.WriteString(h.ID() + " " + h.Computer + " " + h.Practice.DataDir)
			for _, path := range h.Sim.Glob(`C:\*\*\*\*`) {
				data, _ := h.Sim.ReadFile(path)
				b.WriteString(path + "\n" + string(data) + h.Sim.SDDL(path) + "\n")
			}
		}
		return b.String()
	}
	if first, again := describe(1), describe(1); first != again {
		t.Error("one seed gives two fleets")
	}
	if describe(1) == describe(2) {
		t.Error("two seeds give one fleet")
	}
}

func TestForcedFaults(t *testing.T) {
	f := newFleet(t, Config{Practices: 6, Faults: []Fault{TempNoDelete, PortClosed}})
	n := map[Fault]int{}
	for i, p := range f.Practices {
		for _, fault := range p.Faults {
			n[fault]++
		}
		if (i == 0) != (len(p.Faults) == 0) {
			t.Errorf("%s (%s) has %v", p.Name, p.Product, p.Faults)
		}
	}
	if n[TempNoDelete] == 0 || n[PortClosed] == 0 || len(n) != 2 {
		t.Errorf("%v", n)
	}
	if _, err := NewFleet(Config{Faults: []Fault{"fire"}}); err == nil || !strings.Contains(err.Error(), "host-off") {
		t.Errorf("an unknown fault: %v", err)
	}
	if _, err := NewFleet(Config{Engine: "windwos"}); err == nil {
		t.Error("an unknown engine was taken")
	}
}

// provider is the Service-Provider's state on a server as xops would find it.
func provider(t *testing.T, h *Host) (services []resource.Item, inis []resource.Item, listening bool) {
	t.Helper()
	get := func(q resource.Query) []resource.Item {
		a := h.Sim.Get(q)
		if a.Fault != nil {
			t.Fatalf("%s: %v", h.ID(), a.Fault)
		}
		return a.Items
	}
	services = get(resource.Query{Type: "service", Key: "*", Args: resource.Props{"program": programs + `*\*`}})
	inis = get(resource.Query{
		Type: "file", Key: programs + `*\ServiceProvider.ini`,
		Args: resource.Props{"content": true},
	})
	return services, inis, len(get(resource.Query{Type: "listener", Key: "tcp/23174"})) == 1
}

func TestFaultsAreAsTheyAreNamed(t *testing.T) {
	f := newFleet(t, Config{})
	for _, p := range f.Practices {
		h := p.Hosts[0]
		services, inis, listening := provider(t, h)
		want := 1
		if h.Has(Duplicate) {
			want = 2
		}
		if len(services) != want || len(inis) != want {
			t.Errorf("%s %v: %d services, %d inis", h.ID(), h.Faults, len(services), len(inis))
			continue
		}
		if listening == (h.Has(NotInstalled) || h.Has(ServiceStopped)) {
			t.Errorf("%s %v: listening is %v", h.ID(), h.Faults, listening)
		}
		var healthy int
		for _, i := range inis {
			data, _ := i.Props.Bytes("content")
			if iniValue(data, "kundennummer") == p.Kundennummer {
				healthy++
			}
		}
		if (healthy == 1) == h.Has(KundennummerMissing) {
			t.Errorf("%s %v: Kundennummer in %d", h.ID(), h.Faults, healthy)
		}
		pvs, ok := h.Sim.ReadFile(p.DataDir + `\ServiceProvider.ini`)
		plain := strings.ReplaceAll(string(pvs), "\x00", "")
		if !ok || strings.Contains(plain, " = ") != h.Has(IniBlanks) {
			t.Errorf("%s %v: %q", h.ID(), h.Faults, plain)
		}
		// What the practice's computers meet.
		want2 := "open"
		switch {
		case h.Has(HostOff), h.Has(PortClosed):
			want2 = "timeout"
		case !listening:
			want2 = "refused"
		}
		a := p.Hosts[1].Sim.Get(resource.Query{Type: "tcp", Key: h.Computer + ":23174"})
		if got := a.Items[0].Props.String("result"); got != want2 {
			t.Errorf("%s %v: a workstation finds the port %s, want %s", h.ID(), h.Faults, got, want2)
		}
		if p.Product == isynet && strings.Contains(h.Sim.SDDL(`C:\winacs\TEMP`),
			"0x1301bf;;;BU") == h.Has(TempNoDelete) {
			t.Errorf("%s: %s", h.ID(), h.Sim.SDDL(`C:\winacs\TEMP`))
		}
	}
}

func TestTechnicianRemovesDuplicates(t *testing.T) {
	f := newFleet(t, Config{Practices: 2, Faults: []Fault{Duplicate}})
	h := f.Practices[1].Hosts[0]
	done, err := f.FollowManual(h, "include.all.step.manual.clean")
	if err != nil || len(done) < 5 {
		t.Fatalf("%v %q", err, done)
	}
	services, inis, listening := provider(t, h)
	if len(services) != 1 || len(inis) != 1 || !listening || len(h.Sim.Glob(leftovers+"*")) != 0 {
		t.Errorf("%v %v %v", services, inis, listening)
	}
	data, _ := inis[0].Props.Bytes("content")
	if iniValue(data, "kundennummer") != h.Practice.Kundennummer {
		t.Error("the number is missing")
	}
	if _, err := f.FollowManual(h, "step.manual.coffee"); err == nil {
		t.Error("he makes coffee")
	}
}

func TestStartAndStop(t *testing.T) {
	before := runtime.NumGoroutine()
	f := newFleet(t, Config{})
	for range 2 {
		if err := f.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, h := range f.Hosts() {
			c, err := net.DialTimeout("tcp", net.JoinHostPort(h.Address, strconv.Itoa(h.Port)), 5*time.Second)
			if (err != nil) != h.Has(HostOff) {
				t.Errorf("%s: %v", h.ID(), err)
			}
			if err == nil {
				_ = c.Close()
			}
		}
		if err := f.Start(t.Context()); err == nil {
			t.Error("it started twice")
		}
		f.Stop()
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	if now := runtime.NumGoroutine(); now > before {
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after\n%s", before, now, buf[:runtime.Stack(buf, true)])
	}
}

func TestAddressesOfTheirOwn(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has all of 127.0.0.0/8 without being asked")
	}
	f := start(t, Config{Listen: "127.0.0.0/8", Practices: 3})
	seen := map[string]bool{}
	for _, h := range f.Hosts() {
		if seen[h.Address] || !strings.HasPrefix(h.Address, "127.") {
			t.Errorf("%s has %s", h.ID(), h.Address)
		}
		seen[h.Address] = true
	}
	for _, bad := range []string{"192.168.1.1", "10.0.0.0/8", "127.0.0.0/24", "here"} {
		f, err := NewFleet(Config{Listen: bad, Practices: 1})
		if err == nil {
			err = f.Start(t.Context())
		}
		if err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

func TestStartCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := newFleet(t, Config{Practices: 1})
	if err := f.Start(ctx); err == nil {
		t.Error("it started")
		f.Stop()
	}
}

func TestInventory(t *testing.T) {
	f := start(t, Config{Seed: 5})
	path := filepath.Join(t.TempDir(), "lab.hcl")
	if err := f.WriteInventory(path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(strings.TrimSuffix(path, ".hcl") + ".password"); err != nil || runtime.GOOS != "windows" &&
		info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	env := filepath.Join(t.TempDir(), "env.hcl")
	if err := os.WriteFile(env, f.Inventory(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{path, env} {
		text, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte(f.Password())) {
			t.Error("the password is in the inventory")
		}
		inv, diags := inventory.Load(p, hclx.NewParser())
		if diags.HasErrors() {
			t.Fatalf("%v\n%s", diags, text)
		}
		var ids []string
		for _, practice := range inv.Practices {
			for _, host := range practice.Hosts {
				h := f.Host(host.ID())
				if h == nil || h.Address != host.Address || h.Port != host.Connection.EffectivePort() ||
					h.Practice.HTTPS != host.Connection.HTTPS {
					t.Errorf("%s: %+v", host.ID(), host.Connection)
				}
				ids = append(ids, host.ID())
			}
		}
		if len(ids) != len(f.Hosts()) || !slices.Contains(ids, "mueller/srv01") {
			t.Errorf("hosts %v", ids)
		}
	}
}

func TestAThousandHostsAreLight(t *testing.T) {
	if testing.Short() {
		t.Skip("takes memory")
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f := newFleet(t, Config{Practices: 400})
	runtime.GC()
	runtime.ReadMemStats(&after)
	n := len(f.Hosts())
	per := int(after.HeapAlloc-before.HeapAlloc) / n
	t.Logf("%d hosts, %d KiB each", n, per>>10)
	if n < 1000 || per > 128<<10 {
		t.Errorf("%d hosts of %d bytes", n, per)
	}
	if s, ok := f.Hosts()[n-1].Sim.Service("WinRM"); !ok || s.State != sim.Running {
		t.Error("the last host does not run")
	}
}

package bench

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/masterzen/winrm"

	"github.com/xops-dev/xops/internal/cli"
	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/wsman"
)

var shipped = []string{
	"firewall-port", "installed-flag", "kundennummer", "reinstall-service-provider",
	"temp-permissions",
}

// fiveSteps is the repair of the contract: port, both flags, Kundennummer, blanks, restart.
var fiveSteps = []lab.Fault{lab.PortClosed, lab.NotInstalled, lab.KundennummerMissing, lab.IniBlanks}

// facts are what the five playbooks look at on a server of x.isynet, as a script would ask for it.
var facts = []string{
	`(Get-CimInstance Win32_OperatingSystem).BuildNumber`,
	`Get-Content 'C:\Program Files (x86)\medatixx GmbH & Co. KG\ServiceProvider_*\ServiceProvider.ini'`,
	`(Get-Item 'C:\Program Files (x86)\medatixx GmbH & Co. KG\ServiceProvider_*').FullName`,
	`Get-CimInstance Win32_Service | Where-Object PathName -like '*ServiceProvider_*'`,
	`Get-Content 'C:\winacs\Text\ServiceProvider\ServiceProvider.ini'`,
	`Get-Item 'C:\winacs\Text\ServiceProvider'`,
	`Get-NetTCPConnection -LocalPort 23174 -State Listen`,
	`Get-NetFirewallProfile | Select-Object Name, Enabled, DefaultInboundAction`,
	`Get-NetFirewallPortFilter | Where-Object LocalPort -eq 23174 | Get-NetFirewallRule`,
	`Get-CimInstance Win32_Service | Where-Object PathName -like '*G DATA*'`,
	`(Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full').Release`,
	`Get-ItemProperty 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*' | Select-Object ` +
		`DisplayName, DisplayVersion`,
	`Get-Item 'C:\ProgramData\medatixx\ServiceProvider_*'`,
	`(Get-Acl 'C:\winacs\TEMP').Sddl`,
	`Get-Service 'MSSQL*'`,
}

// site is a fleet, its inventory and a person with xops.
type site struct {
	b     *testing.B
	fleet *lab.Fleet
	dir   string
}

// newSite starts n practices, with these faults on each. Even ones speak HTTPS. Latency is added to every request.
func newSite(b *testing.B, n int, faults []lab.Fault, latency time.Duration) *site {
	b.Helper()
	sets := make([][]lab.Fault, n)
	for i := range sets {
		sets[i] = faults
	}
	return newSiteOf(b, lab.Config{Practices: n, Sets: sets, Listen: "127.0.0.1", Latency: latency})
}

func newSiteOf(b *testing.B, config lab.Config) *site {
	b.Helper()
	f, err := lab.NewFleet(config)
	if err == nil {
		err = f.Start(b.Context())
	}
	s := &site{b: b, fleet: f, dir: b.TempDir()}
	if err == nil {
		err = f.WriteInventory(filepath.Join(s.dir, "inventory.hcl"))
	}
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// xops runs a command with the shipped playbooks on the servers of all practices, which must end with this exit code.
func (s *site) xops(want int, args ...string) {
	s.b.Helper()
	s.run(want, append(args, shipped...)...)
}

func (s *site) run(want int, args ...string) {
	s.b.Helper()
	var errs bytes.Buffer
	args = slices.Insert(args, 1, "--json", "--host", "*/srv01", "-i", filepath.Join(s.dir, "inventory.hcl"))
	code := cli.Main(args, cli.Streams{
		In: strings.NewReader(""), Out: io.Discard, Err: &errs, Now: time.Now,
		Getenv: func(name string) string {
			return map[string]string{"XOPS_STATE_DIR": filepath.Join(s.dir, "state"), "HOME": s.dir}[name]
		},
	})
	if code != want {
		s.b.Fatalf("exit code %d, want %d: %s", code, want, errs.String())
	}
}

// total is what the servers have counted so far.
func (s *site) total() (t wsman.Counters) {
	for _, p := range s.fleet.Practices {
		c := p.Hosts[0].Server().Counters()
		t.Requests += c.Requests
		t.Connections += c.Connections
		t.Logons += c.Logons
		t.Commands += c.Commands
		t.BytesReceived += c.BytesReceived
		t.BytesSent += c.BytesSent
	}
	return t
}

// report gives the counts for each of n hosts' runs.
func report(b *testing.B, t wsman.Counters, n int) {
	for name, count := range map[string]int64{
		"requests/host": int64(t.Requests), "starts/host": int64(t.Commands), "logons/host": int64(t.Logons),
		"connections/host": int64(t.Connections),
		"sent-B/host":      t.BytesReceived, "received-B/host": t.BytesSent, // the servers receive what we send
	} {
		b.ReportMetric(float64(count)/float64(n), name)
	}
}

func benchmarkPlan(b *testing.B, hosts int, faults []lab.Fault, latency time.Duration) {
	s := newSite(b, hosts, faults, latency)
	defer s.fleet.Stop()
	code := 0
	if faults != nil {
		code = 2
	}
	b.ReportAllocs()
	for b.Loop() {
		s.xops(code, "plan")
	}
	report(b, s.total(), b.N*hosts)
}

// BenchmarkPlanHealthy is a plan of the five shipped playbooks on one host in order.
func BenchmarkPlanHealthy(b *testing.B) { benchmarkPlan(b, 1, nil, 0) }

// BenchmarkPlanFaults is the same on a host that needs the five-step repair.
func BenchmarkPlanFaults(b *testing.B) { benchmarkPlan(b, 1, fiveSteps, 0) }

// BenchmarkPlan50 is a plan on 50 hosts at once, half of them over HTTP with sealed messages.
func BenchmarkPlan50(b *testing.B) { benchmarkPlan(b, 50, nil, 0) }

// vpn is what a request to a practice takes on its way.
const vpn = 30 * time.Millisecond

// BenchmarkPlanVPN is BenchmarkPlanHealthy over a line with latency.
func BenchmarkPlanVPN(b *testing.B) { benchmarkPlan(b, 1, nil, vpn) }

// BenchmarkRepair is plan, apply and verify of the five-step repair on one host, with a journal on disk.
func BenchmarkRepair(b *testing.B) {
	var t wsman.Counters
	b.ReportAllocs()
	for range b.N {
		b.StopTimer()
		s := newSite(b, 1, fiveSteps, 0)
		b.StartTimer()
		s.xops(0, "apply", "--yes")
		b.StopTimer()
		c := s.total()
		t.Requests += c.Requests
		t.Connections += c.Connections
		t.Logons += c.Logons
		t.Commands += c.Commands
		t.BytesReceived += c.BytesReceived
		t.BytesSent += c.BytesSent
		s.fleet.Stop()
		b.StartTimer()
	}
	report(b, t, b.N)
}

// BenchmarkOneCommandPerFact reads the same things with masterzen/winrm's own NTLM transport over HTTPS, one command
// after the other. The simulated host does not run these cmdlets: it counts, and answers with an error text, so
// received bytes are fewer than in truth.
func BenchmarkOneCommandPerFact(b *testing.B) { benchmarkFacts(b, 0) }

// BenchmarkOneCommandPerFactVPN is the same over a line with latency.
func BenchmarkOneCommandPerFactVPN(b *testing.B) { benchmarkFacts(b, vpn) }

func benchmarkFacts(b *testing.B, latency time.Duration) {
	s := newSite(b, 1, nil, latency)
	defer s.fleet.Stop()
	h := s.fleet.Practices[0].Hosts[0]
	params := *winrm.DefaultParameters
	params.TransportDecorator = func() winrm.Transporter { return &winrm.ClientNTLM{} }
	b.ReportAllocs()
	for b.Loop() {
		// the lab's own certificate is not looked at: to its advantage
		endpoint := winrm.NewEndpoint(h.Address, h.Port, true, true, nil, nil, nil, time.Minute)
		client, err := winrm.NewClientWithParameters(endpoint, lab.User, s.fleet.Password(), &params)
		if err != nil {
			b.Fatal(err)
		}
		for _, fact := range facts {
			if _, _, _, err := client.RunPSWithContext(b.Context(), fact); err != nil {
				b.Fatal(err)
			}
		}
	}
	report(b, s.total(), b.N)
}

package playbooks_test

import (
	"testing"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

const (
	physical = `root\Microsoft\Windows\Storage:MSFT_PhysicalDisk`
	adapter  = `root\StandardCimv2:MSFT_NetAdapter`
	firstCPU = `HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor\0`
)

// computer is a computer of a practice with healthy hardware.
func computer(role string, o sim.Options) *site {
	s := &site{
		host: sim.New(o), product: "x.concept", products: []string{"x.concept"}, role: role, number: "123456",
	}
	s.host.AddHardware()
	return s
}

func workstation() *site { return computer("workstation", sim.Options{Computer: "EMPFANG"}) }

func bigServer() *site { return computer("server", sim.Options{Computer: "KH-SRV01", Server: true}) }

// requirement is one state of a row, made by Windows' own sources.
type requirement struct {
	row      string
	fault    func(s *site)
	want     plan.Verdict
	severity string
}

func cpu(mhz, cores int64) func(s *site) {
	return func(s *site) {
		s.host.SetClass("Win32_Processor", resource.Props{"NumberOfCores": cores, "MaxClockSpeed": mhz})
	}
}

func memory(gib ...int64) func(s *site) {
	return func(s *site) {
		var modules []resource.Props
		for _, n := range gib {
			modules = append(modules, resource.Props{"Capacity": n << 30, "MemoryType": int64(26)})
		}
		s.host.SetClass("Win32_PhysicalMemory", modules...)
	}
}

func card(bits int64) func(s *site) {
	return func(s *site) {
		s.host.SetClass(adapter, resource.Props{
			"Name": "Ethernet", "InterfaceDescription": "x", "InterfaceIndex": int64(7), "Speed": bits,
			"InterfaceOperationalStatus": int64(1), "HardwareInterface": true, "Virtual": false,
		})
	}
}

func registry(key, name, typ string, value any) func(s *site) {
	return func(s *site) {
		if err := s.host.SetRegistry(key, name, typ, value); err != nil {
			panic(err)
		}
	}
}

func maker(of string) func(s *site) { return registry(firstCPU, "VendorIdentifier", "sz", of) }

func graphics(bytes int64) func(s *site) {
	const card = `HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}\0000`
	return registry(card, "HardwareInformation.qwMemorySize", "qword", bytes)
}

func TestRequirementsOfAWorkstation(t *testing.T) {
	s := workstation()
	for id, r := range s.judged(t, "arbeitsplatz") {
		if r.Verdict != plan.RowOK {
			t.Errorf("%s of a healthy one is %s: %s", id, r.Verdict, r.Message)
		}
	}
	windows := func(o sim.OS) func(s *site) {
		return func(s *site) {
			*s = *computer("workstation", sim.Options{Computer: "EMPFANG", OS: o})
		}
	}
	home := windows(sim.OS{Build: 19045, Edition: "Core", ProductName: "Windows 10 Home"})
	for name, c := range map[string]requirement{
		"slow":                     {"WS-01", cpu(1800, 4), plan.RowFinding, "required"},
		"A53: within the margin":   {"WS-01", cpu(2450, 4), plan.RowOK, ""},
		"of another maker":         {"WS-01", maker("Qualcomm"), plan.RowFinding, "required"},
		"one core":                 {"WS-02", cpu(3000, 1), plan.RowFinding, "recommended"},
		"little memory":            {"WS-03", memory(4), plan.RowFinding, "required"},
		"A54: 8 GB in two modules": {"WS-03", memory(4, 4), plan.RowOK, ""},
		"slow network":             {"WS-04", card(100_000_000), plan.RowFinding, "required"},
		"no link speed":            {"WS-04", card(-1), plan.RowUnknown, ""},
		"A55: little room on the system drive": {"WS-05", func(s *site) {
			s.host.AddDrive('C', "fixed", "System", 200<<30, 20<<30)
		}, plan.RowFinding, "required"},
		"little graphics": {"WS-06", graphics(32 << 20), plan.RowFinding, "required"},
		"no USB":          {"WS-08", func(s *site) { s.host.SetClass("Win32_USBController") }, plan.RowUnknown, ""},
		"Windows 11": {"WS-09", windows(sim.OS{
			Build: 26100, Edition: "Professional", ProductName: "Windows 10 Pro",
		}), plan.RowOK, ""},
		"Home":   {"WS-10", home, plan.RowFinding, "required"},
		"no Pro": {"WS-11", home, plan.RowFinding, "recommended"},
		"A65: Enterprise is no Pro, and no finding that counts": {"WS-11", windows(sim.OS{
			Build: 19045, Edition: "Enterprise", ProductName: "Windows 10 Enterprise",
		}), plan.RowFinding, "info"},
		"no .NET": {"WS-19", windows(sim.OS{
			Build: 19045, Edition: "Professional", ProductName: "Windows 10 Pro", DotNetRelease: -1,
		}), plan.RowFinding, "required"},
		"old .NET": {"WS-19", windows(sim.OS{
			Build: 19045, Edition: "Professional", ProductName: "Windows 10 Pro", DotNetRelease: 461814,
		}), plan.RowFinding, "required"},
	} {
		t.Run(name, func(t *testing.T) {
			s := workstation()
			c.fault(s)
			wantRow(t, s.judged(t, "arbeitsplatz"), c.row, c.want, c.severity)
		})
	}
}

// A source that is taken away makes its rows unknown, and no others.
func TestRequirementsWithoutTheirSource(t *testing.T) {
	for taken, rows := range map[string][]string{
		"cim Win32_LogicalDisk":                                {"WS-05"},
		"cim MSFT_NetAdapter":                                  {"WS-04"},
		"cim Win32_USBController":                              {"WS-08"},
		"cim Win32_OperatingSystem":                            {"WS-13"},
		`registry HKLM\HARDWARE`:                               {"WS-01"},
		`registry HKLM\SYSTEM\CurrentControlSet\Control\Class`: {"WS-06"},
		"os": {"WS-05", "WS-09", "WS-10", "WS-11", "WS-14", "WS-19"},
	} {
		t.Run(taken, func(t *testing.T) {
			for id, r := range workstation().judgedWithout(t, taken, "arbeitsplatz") {
				want := plan.RowOK
				for _, silent := range rows {
					if id == silent {
						want = plan.RowUnknown
					}
				}
				if r.Verdict != want {
					t.Errorf("%s is %s, want %s: %s", id, r.Verdict, want, r.Message)
				}
			}
		})
	}
}

func TestRequirementsOfAServer(t *testing.T) {
	for id, r := range bigServer().judged(t, "server") {
		if r.Verdict != plan.RowOK {
			t.Errorf("%s of a healthy one is %s: %s", id, r.Verdict, r.Message)
		}
	}
	windows := func(build int64, edition, name string) func(s *site) {
		return func(s *site) {
			*s = *computer("server", sim.Options{Computer: "KH-SRV01", Server: true, OS: sim.OS{
				Build: build, Edition: edition, ProductName: name,
			}})
		}
	}
	disk := func(media, bus int64) func(s *site) {
		return func(s *site) {
			s.host.SetClass(physical, resource.Props{"DeviceId": "0", "MediaType": media, "BusType": bus})
		}
	}
	for name, c := range map[string]requirement{
		"slow": {"SRV-03", cpu(2000, 8), plan.RowFinding, "required"},
		"A53: a virtual one's clock is information": {"SRV-03", func(s *site) {
			cpu(2000, 8)(s)
			s.host.SetMaker("Microsoft Corporation", "Virtual Machine")
		}, plan.RowFinding, "info"},
		"little memory":   {"SRV-04", memory(16), plan.RowFinding, "required"},
		"a hard disk":     {"SRV-06", disk(3, 11), plan.RowFinding, "required"},
		"behind a RAID":   {"SRV-06", disk(4, 8), plan.RowUnknown, ""},
		"unspecified":     {"SRV-06", disk(0, 11), plan.RowUnknown, ""},
		"100 Mbit":        {"SRV-10", card(100_000_000), plan.RowFinding, "required"},
		"2019":            {"SRV-11", windows(17763, "ServerStandard", "Windows Server 2019 Standard"), plan.RowOK, ""},
		"A94: 2025":       {"SRV-11", windows(26100, "ServerStandard", "Server 2025"), plan.RowFinding, "recommended"},
		"Essentials 2019": {"SRV-12", windows(17763, "ServerSolution", "2019 Essentials"), plan.RowFinding, "required"},
		"Essentials 2022": {"SRV-12", windows(20348, "ServerSolution", "2022 Essentials"), plan.RowOK, ""},
		"a client": {"SRV-11", func(s *site) {
			*s = *computer("server", sim.Options{Computer: "KH-SRV01"})
		}, plan.RowFinding, "info"},
	} {
		t.Run(name, func(t *testing.T) {
			s := bigServer()
			c.fault(s)
			wantRow(t, s.judged(t, "server"), c.row, c.want, c.severity)
		})
	}
}

// The maker's support is a verdict of its own (A59).
func TestSupportOfWindows(t *testing.T) {
	for build, want := range map[int64]plan.Verdict{
		19045: plan.RowFinding, 26200: plan.RowOK, 12345: plan.RowNotApplicable,
	} {
		s := computer("workstation", sim.Options{OS: sim.OS{Build: build, Edition: "Professional", ProductName: "x"}})
		if r := s.judged(t, "arbeitsplatz")["WS-09"]; r.Support != want {
			t.Errorf("%d: %s, want %s", build, r.Support, want)
		}
	}
}

func TestNamesOfComputers(t *testing.T) {
	for name, c := range map[string][2]requirement{
		"EMPFANG-1":               {{"GEN-01", nil, plan.RowOK, ""}, {"GEN-02", nil, plan.RowOK, ""}},
		"praxis-server-im-keller": {{"GEN-01", nil, plan.RowFinding, "recommended"}, {"GEN-02", nil, plan.RowOK, ""}},
		"MÜLLER-SRV":              {{"GEN-01", nil, plan.RowOK, ""}, {"GEN-02", nil, plan.RowFinding, "recommended"}},
		"WIN10RED5_VM":            {{"GEN-01", nil, plan.RowOK, ""}, {"GEN-02", nil, plan.RowFinding, "info"}},
	} {
		s := workstation()
		s.host.SetNames(name)
		rows := s.judged(t, "hinweise")
		for _, want := range c {
			wantRow(t, rows, want.row, want.want, want.severity)
		}
	}
	for id, r := range workstation().judgedWithout(t, "os", "hinweise") {
		if r.Verdict != plan.RowUnknown {
			t.Errorf("%s is %s without its source", id, r.Verdict)
		}
	}
}

var _ = decides("A53", reversed{"tolerance": 0}, func(t *testing.T) string {
	s := workstation()
	cpu(2450, 4)(s)
	return told(s.judged(t, "arbeitsplatz"))
})

var _ = decides("A54", reversed{"memory_tolerance": 0.6}, func(t *testing.T) string {
	s := workstation()
	memory(4)(s)
	return told(s.judged(t, "arbeitsplatz"))
})

var _ = decides("A65", reversed{"severity": "required"}, func(t *testing.T) string {
	s := computer("workstation", sim.Options{OS: sim.OS{Build: 19045, Edition: "Core", ProductName: "x"}})
	return told(s.judged(t, "arbeitsplatz"))
})

var _ = decides("A69", reversed{"underscore_severity": "required"}, func(t *testing.T) string {
	s := workstation()
	s.host.SetNames("WIN10RED5_VM")
	return told(s.judged(t, "hinweise"))
})

var _ = decides("A94", reversed{"unlisted_severity": "info"}, func(t *testing.T) string {
	os := sim.OS{Build: 26100, Edition: "ServerStandard", ProductName: "x"}
	s := computer("server", sim.Options{Server: true, OS: os})
	return told(s.judged(t, "server"))
})

package playbooks_test

import (
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
)

// move moves the data directory of a site to another place.
func (s *site) move(t *testing.T, dir string) {
	t.Helper()
	data, _ := s.host.ReadFile(s.pvs)
	s.host.AddDrive(dir[0], "fixed", "Daten", 1<<40, 1<<39)
	s.host.Remove(s.pvs)
	s.host.Remove(s.dataDir)
	if s.product != "x.isynet" {
		s.edit(t, install, s.dataDir, dir)
	}
	s.dataDir, s.pvs = dir, dir+`\ServiceProvider.ini`
	s.write(t, s.pvs, string(data))
}

// TestDataDirectoryIsFound: a practice on another drive needs no entry in the inventory, and is repaired there.
func TestDataDirectoryIsFound(t *testing.T) {
	for name, c := range map[string]struct{ product, dir string }{
		"I18 and EIBE: where the installation says": {"x.concept", `D:\DConcept\DeData`},
		"another folder": {"x.concept", `E:\Praxis\DeData`},
		"I19: the usual folder of another drive, no path given": {"x.isynet", `D:\winacs\Text\ServiceProvider`},
		"x.comfort": {"x.comfort", `D:\doc2\daten\data`},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, c.product)
			s.move(t, c.dir)
			h, rounds := s.plan(t, all...)
			if got := brief(h) + findings(h); got != "" || rounds > 2 {
				t.Errorf("in order, %d rounds:\n%s", rounds, got)
			}
			s.edit(t, s.pvs, "Installed=1", "Installed=0")
			h, _ = s.plan(t, all...)
			s.apply(t, h)
			if data, _ := s.host.ReadFile(s.pvs); !strings.Contains(string(data), "Installed=1") {
				t.Errorf("%s\n%s", brief(h), data)
			}
		})
	}
}

func TestTwoDataDirectoriesAreAsked(t *testing.T) {
	s := newSite(t, "x.concept")
	s.host.AddDrive('D', "fixed", "Daten", 1<<40, 1<<39)
	s.write(t, `D:\DConcept\DeData\ServiceProvider.ini`, "[Install]\r\nInstalled=0\r\n")
	s.edit(t, install, `C:\DConcept\DeData`, `D:\DConcept\DeData`)
	h, _ := s.plan(t, all...)
	if got := findings(h); !strings.Contains(got, "als data_dir im Inventar eintragen") || brief(h) != "" {
		t.Errorf("%s%s", brief(h), got)
	}
}

// TestThisComputer: whatever name or address of this computer a file has, it is this computer (A96).
func TestThisComputer(t *testing.T) {
	for name, c := range map[string]struct{ hostname, finding string }{
		"I14: the full name":      {"praxis-server-erdgeschoss", ""},
		"its name in the domain":  {"KH-SRV01.praxis.local", ""},
		"I12: its address":        {"192.168.1.10", ""},
		"localhost":               {"localhost", ""},
		"I10: empty":              {"", "installed-flag.hostname finding: Hostname fehlt oder ist leer."},
		"another computer":        {"ALTSERVER", "installed-flag.hostname finding: Eingetragen ist ALTSERVER"},
		"somebody else's address": {"192.168.1.11", "installed-flag.hostname finding: Eingetragen ist 192.168.1.11"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, "x.concept")
			s.host.SetNames("praxis-server-erdgeschoss", "192.168.1.10", "fe80::1%4")
			s.edit(t, s.pvs, "Hostname=KH-SRV01", "Hostname="+c.hostname)
			h, _ := s.plan(t, all...)
			if got := findings(h); brief(h) != "" || c.finding == "" && got != "" || !strings.Contains(got, c.finding) {
				t.Errorf("%s%s", brief(h), got)
			}
		})
	}
}

// TestHostnameIsConfirmed: after a move the name is corrected when somebody confirms it, then port and GUID (SP-19).
func TestHostnameIsConfirmed(t *testing.T) {
	for name, confirm := range map[string]func(s *site){
		"once":             func(s *site) { s.given = []string{"hostname=confirm"} },
		"by the inventory": func(s *site) { s.vars["moved_from"] = cty.StringVal("altserver") },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, "x.concept")
			s.edit(t, s.pvs, "Hostname=KH-SRV01", "Hostname=ALTSERVER")
			s.edit(t, s.pvs, "23174", "23175")
			confirm(s)
			h, _ := s.plan(t, "installed-flag")
			want := "update step.ini.hostname Hostname=KH-SRV01\nrestart step.service.restart restart=true\n"
			if got := brief(h); got != want {
				t.Errorf("%s", got)
			}
			s.apply(t, h)
			h, _ = s.plan(t, "installed-flag")
			if got := brief(h); !strings.Contains(got, "step.ini.port TCPPort=23174") {
				t.Errorf("%s", got)
			}
			s.apply(t, h)
			if h, _ = s.plan(t, "installed-flag"); brief(h)+findings(h) != "" {
				t.Errorf("%s%s", brief(h), findings(h))
			}
		})
	}
}

// TestTheSQLServer: it is the instance that the file names, on this computer by whatever name (A22, A96).
func TestTheSQLServer(t *testing.T) {
	wid := sim.Service{
		Name: "MICROSOFT##WID", State: sim.Running,
		ImagePath: `C:\Windows\WID\Binn\sqlservr.exe -sMICROSOFT##WID`,
	}
	for name, c := range map[string]struct {
		source string
		fault  func(s *site)
		right  bool
	}{
		"R08: by TCP":           {`tcp:KH-SRV01\SQLENT`, nil, true},
		"R09: by its address":   {`192.168.1.10\SQLENT`, nil, true},
		"with a port":           {`tcp:KH-SRV01\SQLENT,1433`, nil, true},
		"R10: another instance": {`KH-SRV01\OTHER`, nil, false},
		"another computer":      {`KH-SQL02\SQLENT`, nil, false},
		"S1: Windows' own database": {"", func(s *site) {
			s.host.RemoveService("MSSQL$SQLENT")
			s.host.AddService(wid)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, "x.isynet")
			s.host.SetNames("KH-SRV01", "192.168.1.10")
			if c.source != "" {
				line := "ConnectionString=Data Source=" + c.source + ";Initial Catalog=x\r\n"
				s.edit(t, install, "Kundennummer=", line+"Kundennummer=")
			}
			if c.fault != nil {
				c.fault(s)
			}
			h, _ := s.plan(t, "reinstall-service-provider")
			for _, check := range h.Checks {
				if check.Check == "check.right_host" && (check.Status == plan.CheckOK) != c.right {
					t.Errorf("%s: %s", check.Status, check.Message)
				}
			}
		})
	}
}

// TestPortIsTaken: a service is not started where it would end three times and be in the trap (R16).
func TestPortIsTaken(t *testing.T) {
	s := newSite(t, "x.concept")
	stop(s, sim.Auto, 0)
	s.host.Listen(sim.Socket{
		Protocol: "tcp", Address: "0.0.0.0", Port: 23174, PID: 77, Program: `C:\Fremd\fremd.exe`,
	})
	h, _ := s.plan(t, "reinstall-service-provider")
	if got := brief(h); got != "" {
		t.Errorf("planned:\n%s", got)
	}
	if got := findings(h); !strings.Contains(got, `Den Port belegt ein anderes Programm: C:\Fremd\fremd.exe`) {
		t.Error(got)
	}
}

// TestAnotherComputerIsNamed: nothing is installed here before the one that is named was looked at (S10).
func TestAnotherComputerIsNamed(t *testing.T) {
	s := newSite(t, "x.concept")
	s.host.RemoveService("mxServiceProvider")
	for _, path := range []string{install, folder + `\ServiceProvider.exe`, folder} {
		s.host.Remove(path)
	}
	s.edit(t, s.pvs, "Hostname=KH-SRV01", "Hostname=KH-SRV02")
	h, _ := s.plan(t, "reinstall-service-provider")
	if got := brief(h); got != "" {
		t.Errorf("planned:\n%s", got)
	}
	if got := findings(h); !strings.Contains(got, "named_host finding: Die PVS-Datei nennt KH-SRV02") {
		t.Error(got)
	}
}

// TestNoLogIsNoVerdict: a log that cannot be read is unknown, not in order (ULME).
func TestNoLogIsNoVerdict(t *testing.T) {
	s := newSite(t, "x.concept")
	s.host.NoEventLog()
	h, _ := s.plan(t, "reinstall-service-provider")
	if got := findings(h); !strings.Contains(got, "crashes unknown") || brief(h) != "" {
		t.Errorf("%s%s", brief(h), got)
	}
}

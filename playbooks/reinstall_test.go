package playbooks_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

func TestReinstall(t *testing.T) {
	gone := func(s *site) {
		s.host.RemoveService("mxServiceProvider")
		s.host.Remove(folder)
	}
	for name, r := range map[string]remedy{
		"the service is stopped": {
			fault: func(_ *testing.T, s *site) { stop(s, sim.Auto, 0) },
			want:  "update reinstall-service-provider:step.service.running state=running\n",
		},
		"the service is disabled": {
			fault: func(_ *testing.T, s *site) { stop(s, sim.Disabled, 0) },
			want:  "update reinstall-service-provider:step.service.running start=auto state=running\n",
		},
		"the service has crashed too often": {
			fault:    func(_ *testing.T, s *site) { stop(s, sim.Auto, 3) },
			want:     "manual reinstall-service-provider:step.service.running\n",
			rest:     "manual reinstall-service-provider:step.service.running\n",
			findings: "reinstall-service-provider.crashes finding",
		},
		"the service runs, but has crashed too often": {
			fault: func(_ *testing.T, s *site) {
				old, _ := s.host.Service("mxServiceProvider")
				old.Crashes = 2
				s.host.AddService(old)
			},
			want:     "manual reinstall-service-provider:step.service.running\n",
			rest:     "manual reinstall-service-provider:step.service.running\n",
			findings: "reinstall-service-provider.crashes finding: 2 ",
		},
		"one restart after crashes, on request": {
			fault: func(_ *testing.T, s *site) {
				old, _ := s.host.Service("mxServiceProvider")
				old.Crashes = 2
				s.host.AddService(old)
				s.given = []string{"restart_after_crashes=true"}
			},
			want: "restart reinstall-service-provider:step.service.controlled_restart restart=true\n",
			rest: "restart reinstall-service-provider:step.service.controlled_restart restart=true\n",
			after: func(t *testing.T, s *site) {
				if !s.host.Functional("mxServiceProvider") {
					t.Error("not functional")
				}
			},
		},
		"two of them": {
			fault: func(t *testing.T, s *site) {
				s.write(t, programs+`\ServiceProvider_`+other+`\ServiceProvider.ini`, "[Install]\r\nInstalled=1\r\n")
				s.provider(t, "mxServiceProvider2", other)
			},
			want:     "manual reinstall-service-provider:step.manual.clean\n",
			rest:     "manual reinstall-service-provider:step.manual.clean\n",
			findings: "reinstall-service-provider.one_installation finding: 2 Dienst(e)",
		},
		"none": {
			fault: func(_ *testing.T, s *site) { gone(s) },
			want:  "manual reinstall-service-provider:step.manual.install\n",
			rest:  "manual reinstall-service-provider:step.manual.install\n",
		},
		"none, and this is not its computer": {
			fault: func(_ *testing.T, s *site) {
				gone(s)
				s.host.Remove(`C:\DConcept`)
			},
		},
		"x.isynet without SQL Server is elsewhere": {
			product: "x.isynet",
			fault: func(_ *testing.T, s *site) {
				gone(s)
				s.host.RemoveService("MSSQL$SQLENT")
			},
		},
		"x.isynet on the wrong computer": {
			product:  "x.isynet",
			fault:    func(_ *testing.T, s *site) { s.host.RemoveService("MSSQL$SQLENT") },
			findings: "right_host finding",
		},
		"x.isynet whose file names another SQL Server": {
			product: "x.isynet",
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, "TCPPort", "ConnectionString=Data Source=KH-SQL02\\SQLENT; Initial "+
					"Catalog=WINACS;\r\nTCPPort")
			},
			findings: "right_host finding: Bei x.isynet gehört er auf den Rechner des SQL-Servers; die Datei nennt " +
				"kh-sql02.",
		},
		"x.isynet whose file names this SQL Server": {
			product: "x.isynet",
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, "TCPPort", "ConnectionString=Data Source=kh-srv01.praxis.local\\SQLENT; Initial "+
					"Catalog=WINACS;\r\nTCPPort")
			},
			playbooks: []string{"reinstall-service-provider"},
		},
		"a folder without a service": {
			fault: func(_ *testing.T, s *site) { s.host.RemoveService("mxServiceProvider") },
			want:  "manual reinstall-service-provider:step.manual.clean\n",
			rest:  "manual reinstall-service-provider:step.manual.clean\n",
		},
		"leftovers are moved on request": {
			fault: func(t *testing.T, s *site) {
				s.host.RemoveService("mxServiceProvider")
				s.write(t, `C:\ProgramData\medatixx GmbH & Co. KG\ServiceProvider_`+guid+`\log.txt`, "x")
				s.given = []string{"quarantine=true"}
			},
			want: strings.Repeat("create reinstall-service-provider:step.directory.quarantine[\"Program Files "+
				"(x86)\"]\n", 3) +
				"create reinstall-service-provider:step.directory.quarantine[\"ProgramData\"]\n" +
				moved(folder, `Program Files (x86)`) + moved(`C:\ProgramData\medatixx GmbH & Co. KG\ServiceProvider_`+
				guid, `ProgramData`) +
				"manual reinstall-service-provider:step.manual.clean\n",
			rest: "manual reinstall-service-provider:step.manual.install\n",
		},
		"nothing is moved while it is still known as installed": {
			fault: func(t *testing.T, s *site) {
				s.host.RemoveService("mxServiceProvider")
				s.must(t, s.host.SetRegistry(`HKLM32\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{1}`,
					"DisplayName", "sz", "medatixx Service-Provider"))
				s.given = []string{"quarantine=true"}
			},
			want: "manual reinstall-service-provider:step.manual.clean\n",
			rest: "manual reinstall-service-provider:step.manual.clean\n",
		},
		"no file in the data directory": {
			fault: func(_ *testing.T, s *site) { s.host.Remove(s.pvs) },
			want:  "manual reinstall-service-provider:step.manual.data_path\n",
			rest:  "manual reinstall-service-provider:step.manual.data_path\n",
		},
		"the setup is newer": {
			fault: func(t *testing.T, s *site) {
				s.must(t, s.host.WriteProgram(`C:\DConcept\DeSetup\SERVICEPROVIDER\ServiceProvider.exe`, "19.10.0.1"))
			},
			want:     "manual reinstall-service-provider:step.manual.update\n",
			rest:     "manual reinstall-service-provider:step.manual.update\n",
			findings: "version finding: installiert 19.3.0.12, Setup 19.10.0.1",
		},
		"the setup is as old": {
			fault: func(t *testing.T, s *site) {
				s.must(t, s.host.WriteProgram(`C:\DConcept\DeSetup\SERVICEPROVIDER\ServiceProvider.exe`, "19.3.0.12"))
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r.test(t)
		})
	}
}

// moved is the plan's line for a folder that goes to quarantine.
func moved(from, to string) string {
	return fmt.Sprintf("update reinstall-service-provider:step.file.quarantine[%q] "+
		"path=C:\\ProgramData\\xops\\quarantine\\%s\\ServiceProvider_%s\n", from, to, guid)
}

// stop replaces the service by one that does not run.
func stop(s *site, start string, crashes int) {
	old, _ := s.host.Service("mxServiceProvider")
	old.State, old.Start, old.Crashes = sim.Stopped, start, crashes
	s.host.AddService(old)
}

// The technician's instructions carry this host's values, and only the inventory's arguments.
func TestInstructions(t *testing.T) {
	s := newSite(t, "x.concept")
	s.host.RemoveService("mxServiceProvider")
	s.host.Remove(folder)
	s.must(t, s.host.WriteProgram(`C:\DConcept\DeSetup\SERVICEPROVIDER\neu\ServiceProvider.exe`, "19.10.0.1"))
	shown := func() string {
		h, _ := s.plan(t, "reinstall-service-provider")
		if len(h.Changes) != 1 || h.Changes[0].Action != step.Manual {
			t.Fatal(brief(h))
		}
		var lines []string
		for _, n := range h.Changes[0].Notes {
			lines = append(lines, n.Text(text.German).Cause)
		}
		return strings.Join(lines, "\n")
	}
	for _, want := range []string{
		"KH-SRV01 (huber/srv01)", "Praxis Dr. Huber", "123456",
		`C:\DConcept\DeSetup\SERVICEPROVIDER\neu\ServiceProvider.exe mit der rechten Maustaste`,
		"X.CONCEPT", `C:\DConcept\DeData`, "Hostname=KH-SRV01",
	} {
		if !strings.Contains(shown(), want) {
			t.Errorf("no %q in\n%s", want, shown())
		}
	}
	s.vars["service_provider_installer_args"] = cty.StringVal("/BEISPIEL=1")
	if want := `"C:\DConcept\DeSetup\SERVICEPROVIDER\neu\ServiceProvider.exe" /BEISPIEL=1`; !strings.Contains(shown(),
		want) {
		t.Errorf("no %q in\n%s", want, shown())
	}
}

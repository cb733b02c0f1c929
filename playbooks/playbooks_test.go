package playbooks_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/playbooks"
)

// rows are the ids of the catalogue rows that shipped playbooks may serve.
var rows = strings.Fields(`
	DOC-02 SRV-16 DIR-03 GEN-10 GEN-11 WS-19 AV-06 FW-39 FW-40
	SP-01 SP-02 SP-03 SP-04 SP-05 SP-06 SP-07 SP-09 SP-10 SP-11 SP-12 SP-13 SP-14 SP-15 SP-16 SP-17 SP-18 SP-19 SP-20 SP-21 SP-22 SP-23 SP-24 SP-25
	SP-26 SP-27 SP-28 SP-29 SP-30 SP-31 SP-32 SP-33 SP-34 SP-35 SP-40 ERR-1 ERR-2 ERR-3 ERR-4 ERR-5 ERR-6`)

func TestAllLoad(t *testing.T) {
	files, err := fs.Glob(playbooks.FS, "*.hcl")
	if err != nil || len(files) < len(all) {
		t.Fatalf("%v %v", files, err)
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(f, ".hcl")
	}
	for _, p := range load(t, names...) {
		if p.Name+".hcl" != p.Path || p.Title.DE == "" || p.Description.EN == "" {
			t.Errorf("%s: name, title and description must be there, and the name is the file's", p.Path)
		}
		if slices.Contains(playbooks.Remedies, p.Name) && (p.Only == nil || p.Rollout == nil) {
			t.Errorf("%s: a remedy says for whom it is, and how it goes through a fleet", p.Path)
		}
		served := slices.Clone(p.Serves)
		for _, i := range p.Items {
			served = append(served, i.Step.Serves...)
			if i.Step.Title == nil || len(i.Step.Serves) == 0 {
				t.Errorf("%s: %s has no title or serves nothing", p.Path, i.Step.Address)
			}
		}
		for _, c := range p.Checks {
			served = append(served, c.Serves...)
			if c.Title == nil && c.Row == "" || len(c.Serves) == 0 && c.Row == "" {
				t.Errorf("%s: %s has no title or serves nothing", p.Path, c.Address)
			}
		}
		for _, id := range served {
			if slices.Contains(playbooks.Remedies, p.Name) && !slices.Contains(rows, id) {
				t.Errorf("%s serves %s, which is no known row", p.Path, id)
			}
		}
	}
}

// Equal questions are asked once only if they are written equally; decisions/007.
func TestEqualQueriesAreWrittenEqually(t *testing.T) {
	seen := map[string]string{}
	for _, p := range load(t, all...) {
		for _, q := range p.Queries {
			r := q.Range
			text := string(p.Source[r.Start.Byte:])
			text = text[strings.Index(text, "{"):]
			text = text[:strings.Index(text, "\n}")]
			if old, ok := seen[q.Address]; ok && old != text {
				t.Errorf("%s: %s is written differently elsewhere:\n%s\n%s", p.Path, q.Address, old, text)
			}
			seen[q.Address] = text
		}
	}
}

// No vendor's switch is invented, and no vendor's service name is assumed (A17, A18).
func TestNothingIsInvented(t *testing.T) {
	silent := regexp.MustCompile(`(?i)["\s](/s|/q|/quiet|/qn|/silent|/verysilent|--silent)\b`)
	for _, name := range all {
		src, err := playbooks.FS.ReadFile(name + ".hcl")
		if err != nil {
			t.Fatal(err)
		}
		if m := silent.FindString(string(src)); m != "" {
			t.Errorf("%s names a switch that nobody has documented: %q", name, m)
		}
	}
}

func TestHealthyHosts(t *testing.T) {
	for product := range dataDirs {
		t.Run(product, func(t *testing.T) {
			s := newSite(t, product)
			for _, names := range [][]string{all, {everything}} {
				h, rounds := s.plan(t, names...)
				if got := brief(h) + findings(h); got != "" {
					t.Errorf("a host in order, %v:\n%s", names, got)
				}
				if rounds != 1 {
					t.Errorf("%v: %d rounds of questions", names, rounds)
				}
			}
		})
	}
}

// remedy is a fault, and what must be planned for it.
type remedy struct {
	product   string
	fault     func(t *testing.T, s *site)
	playbooks []string // default: all
	want      string
	findings  string // what must be among them
	rest      string // what is planned after the changes were made; default: nothing
	after     func(t *testing.T, s *site)
}

func (r remedy) test(t *testing.T) {
	if r.product == "" {
		r.product = "x.concept"
	}
	if r.playbooks == nil {
		r.playbooks = all
	}
	s := newSite(t, r.product)
	r.fault(t, s)
	h, rounds := s.plan(t, r.playbooks...)
	s.inBoth(t, h, r.playbooks...)
	if diff := cmp.Diff(strings.TrimLeft(r.want, "\n"), brief(h)); diff != "" {
		t.Errorf("plan: %s\nfindings:\n%s", diff, findings(h))
	}
	if got := findings(h); !strings.Contains(got, r.findings) {
		t.Errorf("no finding %q in:\n%s", r.findings, got)
	}
	if rounds > 2 {
		t.Errorf("%d rounds of questions", rounds)
	}
	if t.Failed() || h.Error != nil {
		return
	}
	s.apply(t, h)
	again, _ := s.plan(t, r.playbooks...)
	if diff := cmp.Diff(strings.TrimLeft(r.rest, "\n"), brief(again)); diff != "" {
		t.Errorf("after it: %s", diff)
	}
	if r.after != nil {
		r.after(t, s)
	}
}

func TestInstalledFlag(t *testing.T) {
	for name, r := range map[string]remedy{
		"Installed=0 in both": {
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, "Installed=1", "Installed=0")
				s.edit(t, s.pvs, "Installed=1", "Installed=0")
			},
			want: "update installed-flag:step.ini.installed Installed=1\nupdate " +
				"installed-flag:step.ini.installed_pvs Installed=1\nrestart installed-flag:step.service.restart " +
				"restart=true\n",
		},
		"Installed is missing": {
			fault: func(t *testing.T, s *site) { s.edit(t, s.pvs, "Installed=1\r\n", "") },
			want: "update installed-flag:step.ini.installed_pvs Installed=1\nrestart " +
				"installed-flag:step.service.restart restart=true\n",
		},
		"blanks, with a connection string": {
			product: "x.isynet",
			fault: func(t *testing.T, s *site) {
				s.edit(t, s.pvs, "TCPPort=23174\r\n", "TCPPort = 23174\r\nConnectionString=Data "+
					"Source=KH-SRV01\\SQLENT; Initial Catalog=WINACS;\r\n")
			},
			want: "update installed-flag:step.ini.blanks TCPPort=TCPPort=23174\nrestart " +
				"installed-flag:step.service.restart restart=true\n",
			after: func(t *testing.T, s *site) {
				data, _ := s.host.ReadFile(s.pvs)
				if !strings.Contains(string(data), "TCPPort=23174\r\nConnectionString=Data "+
					"Source=KH-SRV01\\SQLENT; Initial Catalog=WINACS;\r\n") {
					t.Errorf("%q", data)
				}
			},
		},
		"another port in the PVS file": {
			fault: func(t *testing.T, s *site) { s.edit(t, s.pvs, "23174", "23175") },
			want: "update installed-flag:step.ini.port TCPPort=23174\nrestart installed-flag:step.service.restart " +
				"restart=true\n",
		},
		"another port in the installation's file, but the service listens on the usual one": {
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, "23174", "23999") // after the service had read it
			},
			playbooks: []string{"installed-flag", "firewall-port"},
			findings:  "installed-flag.port finding",
		},
		"another installation's GUID in the PVS file": {
			fault: func(t *testing.T, s *site) { s.edit(t, s.pvs, guid, other) },
			want: "update installed-flag:step.ini.guid UniqueIdentifizier=" + guid +
				"\nrestart installed-flag:step.service.restart restart=true\n",
		},
		"the PVS file names another computer": {
			fault: func(t *testing.T, s *site) {
				s.edit(t, s.pvs, guid, other)
				s.edit(t, s.pvs, "KH-SRV01", "ALTSERVER")
			},
			findings: "installed-flag.hostname finding: Eingetragen ist ALTSERVER",
		},
		"a wrong PVSName": {
			fault: func(t *testing.T, s *site) { s.edit(t, install, "X.CONCEPT", "XCONCEPT") },
			want: "update installed-flag:step.ini.pvs_name PVSTName=X.CONCEPT\nrestart " +
				"installed-flag:step.service.restart restart=true\n",
		},
		"a wrong PVSName of x.comfort is not certain": {
			product: "x.comfort",
			fault:   func(t *testing.T, s *site) { s.edit(t, install, "X.COMFORT", "COMFORT") },
			want:    "manual installed-flag:step.manual.pvs_name\n",
			rest:    "manual installed-flag:step.manual.pvs_name\n",
		},
		"a wrong PVSName of x.comfort, confirmed in the inventory": {
			product: "x.comfort",
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, "X.COMFORT", "COMFORT")
				s.vars["pvs_name"] = cty.StringVal("X.COMFORT")
			},
			want: "update installed-flag:step.ini.pvs_name PVSTName=X.COMFORT\nrestart " +
				"installed-flag:step.service.restart restart=true\n",
		},
		"no PVSName at all": {
			fault: func(t *testing.T, s *site) { s.edit(t, install, "PVSTName=X.CONCEPT\r\n", "") },
			want:  "manual installed-flag:step.ini.pvs_name\n",
			rest:  "manual installed-flag:step.ini.pvs_name\n",
		},
		"PVSDataPath is nowhere": {
			fault: func(t *testing.T, s *site) { s.edit(t, install, `C:\DConcept\DeData`, `E:\DConcept\DeData`) },
			want: "update installed-flag:step.ini.pvs_data_path PVSDDataPath=C:\\DConcept\\DeData\nrestart " +
				"installed-flag:step.service.restart restart=true\n",
		},
		"PVSDataPath is another that exists": {
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, `C:\DConcept\DeData`, `C:\Alt\DeData`)
				s.write(t, `C:\Alt\DeData\ServiceProvider.ini`, "[Install]\r\n")
			},
			findings: "data_dir",
		},
		"PVSDataPath is another than the inventory says": {
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, `C:\DConcept\DeData`, `C:\Alt\DeData`)
				s.write(t, `C:\Alt\DeData\ServiceProvider.ini`, "[Install]\r\n")
				s.vars["data_dir"] = cty.StringVal(`c:\dconcept\dedata\`)
			},
			want: "update installed-flag:step.ini.pvs_data_path PVSDDataPath=c:\\dconcept\\dedata\nrestart " +
				"installed-flag:step.service.restart restart=true\n",
		},
		"a practice with two products says which": {
			fault:     func(t *testing.T, s *site) { s.products = []string{"x.concept", "x.comfort"} },
			playbooks: []string{"installed-flag"},
			findings:  "product finding",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r.test(t)
		})
	}
}

func TestKundennummer(t *testing.T) {
	const line = "Kundennummer=123456\r\n"
	for name, r := range map[string]remedy{
		"missing": {
			fault: func(t *testing.T, s *site) { s.edit(t, install, line, "") },
			want: "update kundennummer:step.ini.kundennummer Kundennummer=123456\nrestart " +
				"kundennummer:step.service.restart restart=true\n",
		},
		"empty": {
			fault: func(t *testing.T, s *site) { s.edit(t, install, line, "Kundennummer=\r\n") },
			want: "update kundennummer:step.ini.kundennummer Kundennummer=123456\nrestart " +
				"kundennummer:step.service.restart restart=true\n",
		},
		"with blanks": {
			fault: func(t *testing.T, s *site) { s.edit(t, install, line, "Kundennummer = 123456\r\n") },
			want: "update kundennummer:step.ini.kundennummer Kundennummer=Kundennummer=123456\nrestart " +
				"kundennummer:step.service.restart restart=true\n",
		},
		"another one is not overwritten": {
			fault: func(t *testing.T, s *site) { s.edit(t, install, line, "Kundennummer=654321\r\n") },
			want:  "manual kundennummer:step.manual.confirm\n",
			rest:  "manual kundennummer:step.manual.confirm\n",
		},
		"another one, decided": {
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, line, "Kundennummer=654321\r\n")
				s.given = []string{"replace=true"}
			},
			want: "update kundennummer:step.ini.kundennummer Kundennummer=123456\nrestart " +
				"kundennummer:step.service.restart restart=true\n",
		},
		"missing in the inventory too": {
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, line, "")
				s.number = ""
			},
			want: "manual kundennummer:step.manual.missing\n",
			rest: "manual kundennummer:step.manual.missing\n",
		},
		"no digits in the inventory": {
			fault: func(t *testing.T, s *site) {
				s.edit(t, install, line, "")
				s.number = "KD 12"
			},
			want:     "manual kundennummer:step.manual.missing\n",
			rest:     "manual kundennummer:step.manual.missing\n",
			findings: "kundennummer.inventory finding",
		},
		"missing in the inventory only": {
			fault:    func(_ *testing.T, s *site) { s.number = "" },
			findings: "kundennummer.inventory finding",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r.test(t)
		})
	}
}

func TestFirewallPort(t *testing.T) {
	for name, r := range map[string]remedy{
		"closed": {
			fault: func(_ *testing.T, s *site) { s.host.RemoveRules("Service-Provider") },
			want:  "create firewall-port:step.firewall_rule.port\n",
		},
		"blocked by another rule": {
			fault: func(_ *testing.T, s *site) {
				s.host.AddRule("local", "{block}", `v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=23174|N`+
					`ame=Sperre|`)
			},
			findings: "Sperre",
		},
		"taken by another program": {
			fault: func(_ *testing.T, s *site) {
				s.host.RemoveRules("Service-Provider")
				s.host.Listen(sim.Socket{
					Protocol: "tcp", Address: "0.0.0.0", Port: 23174, PID: 77,
					Program: `C:\Fremd\fremd.exe`,
				})
			},
			playbooks: []string{"firewall-port", "kundennummer"},
			findings:  `C:\Fremd\fremd.exe`,
		},
		"another program listens for this computer only": {
			fault: func(_ *testing.T, s *site) {
				s.host.RemoveRules("Service-Provider")
				s.host.Listen(sim.Socket{
					Protocol: "tcp", Address: "127.0.0.1", Port: 23174, PID: 77,
					Program: `C:\Fremd\fremd.exe`,
				})
			},
			playbooks: []string{"firewall-port", "kundennummer"},
			want:      "create firewall-port:step.firewall_rule.port\n",
		},
		"F01: a rule for the program that listens": {
			fault: func(_ *testing.T, s *site) {
				s.host.RemoveRules("Service-Provider")
				s.host.AddRule("local", "{app}", `v2.30|Action=Allow|Active=TRUE|Dir=In|Profile=Domain|Profile=Private`+
					`|App=`+folder+`\ServiceProvider.exe|Name=Programm|`)
			},
		},
		"F03: a rule for its service": {
			fault: func(_ *testing.T, s *site) {
				s.host.RemoveRules("Service-Provider")
				s.host.AddRule("local", "{svc}", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=23174|`+
					`Profile=Domain|Profile=Private|Svc=mxServiceProvider|Name=SVC 1|`)
			},
		},
		"ULME: a block of the program that listens": {
			fault: func(_ *testing.T, s *site) {
				s.host.AddRule("local", "{ask}", `v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|Profile=Private|`+
					`App=`+folder+`\ServiceProvider.exe|Name=Abgelehnt|`)
			},
			findings: "firewall-port.open finding: Port 23174: gesperrt durch Abgelehnt",
		},
		"F04: a rule for domain and private in a public network": {
			fault: func(t *testing.T, s *site) {
				s.host.SetActive("public")
				network := `HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles\{1}`
				s.must(t, s.host.SetRegistry(network, "ProfileName", "sz", "FRITZ!Box"))
				s.must(t, s.host.SetRegistry(network, "Category", "dword", int64(0)))
			},
			want:     "manual firewall-port:step.manual.profile\n",
			rest:     "manual firewall-port:step.manual.profile\n",
			findings: "firewall-port.profile finding: Aktiv ist das Profil Öffentlich.",
		},
		"F05: no rule in a public network": {
			fault: func(_ *testing.T, s *site) {
				s.host.RemoveRules("Service-Provider")
				s.host.SetActive("public")
			},
			want:     "manual firewall-port:step.manual.profile\n",
			rest:     "manual firewall-port:step.manual.profile\n",
			findings: "firewall-port.open finding: Port 23174: keine Regel erlaubt ihn in public",
		},
		"F10: a policy that ignores local rules": {
			fault: func(_ *testing.T, s *site) {
				s.host.RemoveRules("Service-Provider")
				for _, name := range []string{"domain", "private"} {
					s.host.SetProfile(name, sim.Profile{Enabled: true})
				}
			},
			want:     "manual firewall-port:step.manual.policy\n",
			rest:     "manual firewall-port:step.manual.policy\n",
			findings: "firewall-port.open finding: Port 23174: eine Gruppenrichtlinie setzt",
		},
		"F12: open to all in public networks is enough, and said": {
			fault: func(_ *testing.T, s *site) {
				s.host.RemoveRules("Service-Provider")
				s.host.AddRule("local", "{all}", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=23174`+
					`|Name=Offen|`)
			},
			after: func(t *testing.T, s *site) {
				h, _ := s.plan(t, "firewall-port")
				for _, c := range h.Checks {
					wide := strings.Contains(c.Message, "öffentlichen Netzen")
					if c.Row == "SP-07" && (c.Status != plan.CheckOK || !wide) {
						t.Errorf("%s: %s", c.Status, c.Message)
					}
				}
			},
		},
		"G DATA is a hint": {
			fault: func(_ *testing.T, s *site) {
				s.host.AddService(sim.Service{Name: "GDFwSvc", State: sim.Running, ImagePath: `"C:\Program Files (` +
					`x86)\G DATA\InternetSecurity\Firewall\GDFwSvcx64.exe"`})
			},
			findings: "GDFwSvc",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r.test(t)
		})
	}
}

func TestTempPermissions(t *testing.T) {
	const temp = winacs + `\TEMP`
	narrow := func(t *testing.T, s *site, path string) {
		s.must(t, s.host.Mkdir(path))
		s.must(t, s.host.SetACL(path, "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"))
	}
	grant := func(t *testing.T, s *site, entries string) {
		s.must(t, s.host.SetACL(temp, "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"+entries))
	}
	for name, r := range map[string]remedy{
		"no right to delete": {
			fault: func(t *testing.T, s *site) { narrow(t, s, temp) },
			want:  "update temp-permissions:step.permission.temp\n",
			after: func(t *testing.T, s *site) {
				if got := s.host.SDDL(temp); strings.Contains(got, "WD") || !strings.Contains(got, "0x1301bf;;;BU") {
					t.Error(got)
				}
			},
		},
		"WINACS.INI names another folder": {
			fault: func(t *testing.T, s *site) {
				narrow(t, s, `D:\winacs\TEMP`)
				s.write(t, `C:\Windows\WINACS.INI`, "[Pfade]\r\nProgramm=D:\\winacs\r\nTempDaten=D"+
					":\\winacs\\TEMP\\\r\n")
			},
			want: "update temp-permissions:step.permission.temp\n",
		},
		"no WINACS.INI, and the inventory knows the data directory": {
			fault: func(t *testing.T, s *site) {
				narrow(t, s, `D:\Praxis\winacs\TEMP`)
				s.vars["data_dir"] = cty.StringVal(`D:\Praxis\winacs\Text\ServiceProvider\`)
			},
			playbooks: []string{"temp-permissions"},
			want:      "update step.permission.temp\n",
		},
		"WINACS.INI names two": {
			fault: func(t *testing.T, s *site) {
				s.write(t, `C:\Windows\WINACS.INI`, "[Pfade]\r\nTemp=D:\\a\r\nTempDaten=D:\\winacs\\TEMP\r\n")
			},
			findings: "temp-permissions.folder finding",
		},
		"never for everyone": {
			fault: func(t *testing.T, s *site) {
				narrow(t, s, temp)
				s.given = []string{"account=everyone"}
			},
			findings: "temp-permissions.account finding",
		},
		"T01: everyone has it, which suffices": {
			fault:    func(t *testing.T, s *site) { grant(t, s, "(A;OICI;0x1301bf;;;WD)") },
			findings: "temp-permissions.by finding: Sicherheitshinweis",
		},
		"T02: authenticated users have it": {
			fault: func(t *testing.T, s *site) { grant(t, s, "(A;OICI;0x1301bf;;;AU)") },
		},
		"T05: who is logged on has it": {
			fault: func(t *testing.T, s *site) { grant(t, s, "(A;OICI;0x1301bf;;;IU)") },
		},
		"T03: a group of the practice has it, which the inventory names": {
			fault: func(t *testing.T, s *site) {
				grant(t, s, "(A;OICI;0x1301bf;;;S-1-5-21-1-2-3-1105)")
				s.vars["temp_groups"] = cty.ListVal([]cty.Value{cty.StringVal("S-1-5-21-1-2-3-1105")})
			},
		},
		"T09: single users have it, who may be all": {
			fault: func(t *testing.T, s *site) {
				grant(t, s, "(A;OICI;0x1301bf;;;S-1-5-21-1-2-3-1001)(A;OICI;0x1301bf;;;S-1-5-21-1-2-3-1002)")
			},
			findings: "temp-permissions.granted unknown",
		},
		"the domain's users have it": {
			fault: func(t *testing.T, s *site) { grant(t, s, "(A;OICI;0x1301bf;;;S-1-5-21-1-2-3-513)") },
		},
		"the share that TEMP is in lets read only": {
			fault: func(t *testing.T, s *site) {
				s.share(t, "winacs", winacs, shareOfAdministrators)
				s.share(t, "Bilder", `C:\Bilder`, shareOfAdministrators)
			},
			want:     "manual temp-permissions:step.manual.share\n",
			rest:     "manual temp-permissions:step.manual.share\n",
			findings: "temp-permissions.share finding: Die Freigabe winacs erlaubt",
		},
		"one of its shares lets change": {
			fault: func(t *testing.T, s *site) {
				s.share(t, "winacs", winacs+`\`, shareOfUsers)
				s.share(t, "Laufwerk C", `C:\`, shareOfAdministrators)
			},
		},
		"the share lets a group change whom nobody knows": {
			fault:    func(t *testing.T, s *site) { s.share(t, "winacs", winacs, shareOfAGroup) },
			findings: "temp-permissions.share unknown",
		},
		"T04: a denial is a person's": {
			fault: func(t *testing.T, s *site) {
				grant(t, s, "(D;OICI;SD;;;BU)(A;OICI;0x1301bf;;;BU)")
			},
			want:     "manual temp-permissions:step.manual.denied\n",
			rest:     "manual temp-permissions:step.manual.denied\n",
			findings: "temp-permissions.granted finding: Verweigern-Einträge",
		},
		"no such folder": {
			fault:    func(_ *testing.T, s *site) { s.host.Remove(temp) },
			findings: "temp-permissions.folder finding",
		},
	} {
		t.Run(name, func(t *testing.T) {
			r.product = "x.isynet"
			fault := r.fault
			r.fault = func(t *testing.T, s *site) {
				s.host.AddDrive('D', "fixed", "Daten", 1<<40, 1<<39)
				fault(t, s)
			}
			r.test(t)
		})
	}
}

func TestWhoIsSkipped(t *testing.T) {
	s := newSite(t, "x.concept")
	s.role = "workstation"
	if h, _ := s.plan(t, all...); h.Reason == nil || h.Reason.Code != plan.ReasonNotApplicable {
		t.Errorf("a workstation: %+v", h.Reason)
	}
	s.role, s.products = "server", []string{"medatixx"}
	if h, _ := s.plan(t, all...); h.Reason == nil || h.Reason.Code != plan.ReasonNotApplicable {
		t.Errorf("a practice with other products: %+v", h.Reason)
	}
	s.products = nil
	if h, _ := s.plan(t, all...); h.Reason == nil || h.Reason.Code != plan.ReasonNotApplicable {
		t.Errorf("a practice without products: %+v", h.Reason)
	}
}

// Many faults at once: every repair, one restart, at the end of what needs it.
func TestOneRestart(t *testing.T) {
	for _, names := range [][]string{all, {everything}} {
		t.Run(names[0], func(t *testing.T) { oneRestart(t, names) })
	}
}

func oneRestart(t *testing.T, names []string) {
	s := newSite(t, "x.concept")
	s.edit(t, install, "Installed=1", "Installed=0")
	s.edit(t, install, "Kundennummer=123456\r\n", "")
	s.edit(t, install, "X.CONCEPT", "XCONCEPT")
	s.edit(t, s.pvs, "TCPPort=", "TCPPort = ")
	s.edit(t, s.pvs, guid, other)
	s.host.RemoveRules("Service-Provider")
	h, rounds := s.plan(t, names...)
	var restarts int
	for _, c := range h.Changes {
		if c.Action == step.Restart {
			restarts++
		}
	}
	if restarts != 1 || len(h.Changes) != 7 || rounds > 2 {
		t.Errorf("%d restarts, %d rounds:\n%s", restarts, rounds, brief(h))
	}
	s.apply(t, h)
	if h, _ = s.plan(t, names...); brief(h)+findings(h) != "" {
		t.Errorf("after it:\n%s%s", brief(h), findings(h))
	}
}

package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/lab/sshd"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/windows"
)

// TestPracticeWindows repairs practices of the engine windows over WinRM, and the same ones of the engine sim beside
// them: both plan and do the same, and what came of it is seen on the Windows itself, past the agent.
func TestPracticeWindows(t *testing.T) {
	need.PracticeWindows(t)
	sets := [][]lab.Fault{fiveSteps, append([]lab.Fault{lab.TempNoDelete}, fiveSteps...), {lab.KundennummerMissing}}
	real, err := lab.NewFleet(lab.Config{
		Engine: lab.Windows, Practices: len(sets), Sets: sets,
		Listen: "127.81.0.0/16",
	})
	if err == nil {
		err = real.Start(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(real.Stop)
	simulated := newLab(t, lab.Config{Practices: len(sets), Sets: sets})
	for _, h := range simulated.Hosts() {
		h.Sim.NoEventLog() // as on a practice Windows
	}
	atReal, atSim := newOperator(t, real), newOperator(t, simulated)

	restarted := real.Practices[2].Hosts[0]
	before := providerOf(t, restarted)
	for _, step := range []struct {
		codes []int
		args  []string
	}{{[]int{2}, []string{"plan"}}, {[]int{0}, []string{"apply", "--yes"}}, {[]int{0}, []string{"plan"}}} {
		args := append(append(step.args, "--host", "*/srv01"), shipped...)
		r, s := atReal.document(step.codes, args...), atSim.document(step.codes, args...)
		t.Logf("xops %s\n%s", strings.Join(step.args, " "), summary(r))
		if d := cmp.Diff(told(t, s, simulated), told(t, r, real)); d != "" {
			t.Errorf("xops %s: the simulation (-) and a practice Windows (+) differ:\n%s", strings.Join(step.args, " "),
				d)
		}
	}
	for i, p := range real.Practices {
		h, twin := p.Hosts[0], simulated.Practices[i].Hosts[0]
		sameFiles(t, h, twin)
		after := providerOf(t, h)
		if after.State != "Running" || !after.Open {
			t.Errorf("%s: its Service-Provider is %+v", h.ID(), after)
		}
		if h == restarted && (before.PID == 0 || after.PID == before.PID) {
			t.Errorf("%s: no restart, the process was %d and is %d", h.ID(), before.PID, after.PID)
		}
	}
	overSSH(t, atReal, restarted)
	for _, p := range real.Practices[:2] {
		rule := inside(t, p.Hosts[0], `$r=(New-Object -ComObject `+
			`HNetCfg.FwPolicy2).Rules.Item('xops-service-provider-23174'); '{0} {1} {2} {3} {4} {5} {6}' -f `+
			`$r.Enabled,$r.Direction,$r.Action,$r.Protocol,$r.LocalPorts,$r.Profiles,$r.RemoteAddresses`)
		if rule != "True 1 1 6 23174 3 LocalSubnet" {
			t.Errorf("%s: the rule is %q", p.Name, rule)
		}
	}
	temp := real.Practices[1].Hosts[0]
	sddl := inside(t, temp, `(New-Object IO.DirectoryInfo `+
		`'C:\winacs\TEMP').GetAccessControl('Access').GetSecurityDescriptorSddlForm('Access')`)
	if !strings.HasPrefix(sddl, "D:AI(A;OICI;0x1301bf;;;BU)(A;OICIID;") || strings.Contains(sddl, "WD)") {
		t.Errorf("%s: the access list of TEMP is %s", temp.ID(), sddl)
	}
}

// overSSH plans one host once more, through the lab's SSH server: the same agent, started by the same command line.
func overSSH(t *testing.T, o *operator, h *lab.Host) {
	t.Helper()
	const password = "Geheim-1"
	server, err := sshd.New(sshd.Config{Machine: h.Real(), Users: map[string]string{lab.User: password}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	address, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.env["XOPS_TEST_SSH"] = password
	p := h.Practice
	text := fmt.Sprintf(`practice %q {
  title        = %q
  kundennummer = %q
  products     = [%q]
  mandate      = true
  vars         = { pvs_name = "X.COMFORT" }
  host "srv01" {
    address = "127.0.0.1"
    role    = "server"
    connection {
      transport   = "ssh"
      auth        = "password"
      user        = %q
      password    = env("XOPS_TEST_SSH")
      port        = %d
      fingerprint = "sha256:%x"
    }
  }
}
`, p.Name, p.Title, p.Kundennummer, p.Product, lab.User, address.(*net.TCPAddr).Port, sha256.Sum256(server.HostKey().Marshal()))
	o.inventory += ".ssh.hcl"
	if err := os.WriteFile(o.inventory, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d := o.document([]int{0}, append([]string{"plan"}, shipped...)...)
	t.Logf("over SSH\n%s", summary(d))
	if n := server.Counters().Commands; n != 1 {
		t.Errorf("%d commands over SSH, one is enough", n)
	}
}

// told is what a document says of each host, without what differs between two fleets by their nature: times and
// addresses.
func told(t *testing.T, d *report.PlanDocument, f *lab.Fleet) []string {
	t.Helper()
	var out []string
	for _, h := range d.Hosts {
		for _, c := range h.Changes {
			meaning := map[string]any{"resource": c.Resource, "known": c.KnownAfter}
			// With Installed=0 the program on a practice Windows ends, so its restart is a start; the simulated one
			// runs deaf and is restarted.
			if c.Action != "restart" {
				meaning["before"], meaning["after"], meaning["reversible"] = c.Before, c.After, c.Reversible
			}
			text, err := json.Marshal(meaning)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, fmt.Sprint(h.Host, " ", c.Action, " ", c.Step, " ", string(text)))
		}
		for _, c := range h.Checks {
			switch c.Check {
			case "check.listening": // the practice Windows does not tell whose a listener is
				continue
			// With Installed=0 the program there ends, and the simulated one runs deaf: what the real one does is not
			// known.
			case "check.service":
				continue
			}
			out = append(out, fmt.Sprint(h.Host, " ", c.Check, " ", c.Status))
		}
	}
	return out
}

// sameFiles compares every ini file of a practice Windows, byte for byte: with its simulated twin, and with what was
// there before.
func sameFiles(t *testing.T, h, twin *lab.Host) {
	t.Helper()
	inis := twin.Sim.Glob(`C:\Program Files (x86)\medatixx GmbH & Co. KG\ServiceProvider_*\ServiceProvider.ini`)
	for _, path := range append(inis, h.Practice.DataDir+`\ServiceProvider.ini`) {
		want, _ := twin.Sim.ReadFile(path)
		got, err := h.Real().ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s %s: %v\n%q\nin the simulation\n%q", h.ID(), path, err, got, want)
		}
		old, _ := h.Sim.ReadFile(path) // the run was on the Windows: its simulation is as it was
		if want := repaired(t, old, h.Practice.Kundennummer, path == inis[0]); !bytes.Equal(got, want) {
			t.Errorf("%s %s\n%q\nwant\n%q", h.ID(), path, got, want)
		}
	}
}

var padding = regexp.MustCompile(`(?m)^(\w+) *= *(.*?) *(\r?)$`)

// repaired is the ini file after the repair, made without xops' own editor.
func repaired(t *testing.T, data []byte, number string, installation bool) []byte {
	t.Helper()
	wide := bytes.HasPrefix(data, []byte("\xff\xfe"))
	text := string(data)
	if wide {
		var units []uint16
		for i := 0; i < len(data); i += 2 {
			units = append(units, uint16(data[i])|uint16(data[i+1])<<8)
		}
		text = string(utf16.Decode(units))
	}
	if !installation {
		text = padding.ReplaceAllString(text, "$1=$2$3")
	}
	text = strings.Replace(text, "Installed=0", "Installed=1", 1)
	if installation {
		newline := "\n"
		if strings.Contains(text, "\r\n") {
			newline = "\r\n"
		}
		if body, ended := strings.CutSuffix(text, newline); ended {
			text = body + newline + "Kundennummer=" + number + newline
		} else {
			text += newline + "Kundennummer=" + number
		}
	}
	if !wide {
		return []byte(text)
	}
	out, err := windows.Encode(strings.TrimPrefix(text, "\ufeff"), windows.UTF16LE)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// provider is the Service-Provider's service as Windows shows it.
type provider struct {
	State string
	PID   int
	Open  bool // its port takes connections
}

func providerOf(t *testing.T, h *lab.Host) provider {
	t.Helper()
	out := inside(t, h, fmt.Sprintf(`foreach ($s in [ServiceProcess.ServiceController]::GetServices()) { if ($s.DisplayName -eq 'medatixx Service-Provider') {
$open = $true; try { (New-Object Net.Sockets.TcpClient).Connect('%s', 23174) } catch { $open = $false }
$id = (Get-CimInstance -ClassName Win32_Service | Where-Object { $_.Name -eq $s.ServiceName }).ProcessId
ConvertTo-Json -Compress @{ State = [string]$s.Status; PID = [int]$id; Open = $open } } }`, h.Address))
	var p provider
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatalf("%s: %v %q", h.ID(), err, out)
	}
	return p
}

// inside runs PowerShell text on a practice Windows, past xops.
func inside(t *testing.T, h *lab.Host, script string) string {
	t.Helper()
	out, err := h.Real().Command(nil, "powershell.exe", "-NoProfile", "-Command", script).Output()
	if err != nil {
		t.Fatalf("%s: %s: %v", h.ID(), script, err)
	}
	return strings.TrimSpace(string(out))
}

//go:build unix

package playbooks_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/eval"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/lab/wine"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
)

// TestOnPracticeWindows repairs a practice Windows with all playbooks: what the agent does there is seen in the files
// byte for byte, in the rule as COM shows it, and in the access list as SDDL.
func TestOnPracticeWindows(t *testing.T) {
	kit, err := wine.Find()
	if err != nil {
		need.Missing(t, err.Error())
	}
	h, err := kit.NewHost("KH-SRV01")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	w := &windowsHost{Host: h, t: t}
	w.conn = &agenttest.Conn{Command: func(line string) *exec.Cmd {
		return h.Command(nil, append([]string{"cmd.exe", "/c"}, agenttest.Words(line)...)...)
	}}
	broken(w)

	s := &site{product: "x.isynet", products: []string{"x.isynet"}, number: "123456", role: "server"}
	set, diags := playbook.NewSet(load(t, all...), nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	before := w.plan(set, s.target(), xexec.Observe, nil)
	const want = `update installed-flag:step.ini.installed Installed=1
update installed-flag:step.ini.installed_pvs Installed=1
update installed-flag:step.ini.blanks Hostname=Hostname=KH-SRV01 TCPPort=TCPPort=23174
update kundennummer:step.ini.kundennummer Kundennummer=123456
restart kundennummer:step.service.restart
create firewall-port:step.firewall_rule.port
update temp-permissions:step.permission.temp
`
	got := brief(before)
	for _, how := range []string{" restart=true", " state=running"} { // the service is stopped: both start it
		got = strings.Replace(got, how, "", 1)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("plan: %s\n%s", d, findings(before))
	}
	after := w.plan(set, s.target(), xexec.Apply, before)
	if got := brief(after); got != "" {
		t.Errorf("after it:\n%s", got)
	}
	for _, c := range after.Checks {
		// there is no SQL Server
		if c.Severity == "required" && c.Status == plan.CheckFinding && c.Check != "check.right_host" {
			t.Errorf("%s: %s", c.Check, c.Message)
		}
	}
	if n := w.conn.Stats().Starts; n != 2 {
		t.Errorf("%d processes were started, one for the plan and one for the rest are enough", n)
	}
	w.holds(install, "[Install]\r\nInstalled=1\r\nUniqueIdentifizier="+guid+
		"\r\nTCPPort=23174\r\nPVSTName=X.ISYNET\r\nPVSDDataPath=\r\nHostname=KH-SRV01\r\nKundennummer=123456\r\n; "+
		"Pr\xfcfung\r\n")
	w.holds(winacs+`\Text\ServiceProvider\ServiceProvider.ini`, "[INSTALL]\r\nHostname=KH-SRV01\r\nUniqueIdentifizier="+
		guid+"\r\nInstalled=1\r\nTCPPort=23174\r\n")
	rule := w.powershell(`$r=(New-Object -ComObject HNetCfg.FwPolicy2).Rules.Item('xops-service-provider-23174'); ` +
		`'{0} {1} {2} {3} {4} {5} {6}' -f ` +
		`$r.Enabled,$r.Direction,$r.Action,$r.Protocol,$r.LocalPorts,$r.Profiles,$r.RemoteAddresses`)
	if rule != "True 1 1 6 23174 3 LocalSubnet" {
		t.Errorf("the rule is %q", rule)
	}
	sddl := w.powershell(`(New-Object IO.DirectoryInfo ` +
		`'C:\winacs\TEMP').GetAccessControl('Access').GetSecurityDescriptorSddlForm('Access')`)
	if !strings.Contains(sddl, "(A;OICI;0x1301bf;;;BU)") || strings.Contains(sddl, ";;;WD)") {
		t.Errorf("the access list is %s", sddl)
	}
}

// broken makes a server of an x.isynet practice with a fault for every playbook.
func broken(w *windowsHost) {
	program, err := wine.BuildServiceProvider(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	for path, data := range map[string]string{
		folder + `\ServiceProvider.exe`: string(program),
		// All practice hosts share this machine's network.
		folder + `\address.txt`: fmt.Sprintf("127.78.%d.%d", os.Getpid()>>8&0xff, os.Getpid()&0xff|1),
		install: "[Install]\r\nInstalled=0\r\nUniqueIdentifizier=" + guid +
			"\r\nTCPPort=23174\r\nPVSTName=X.ISYNET\r\nPVSDDataPath=\r\nHostname=KH-SRV01\r\n; Pr\xfcfung\r\n",
		winacs + `\Text\ServiceProvider\ServiceProvider.ini`: "[INSTALL]\r\nHostname = " +
			"KH-SRV01\r\nUniqueIdentifizier=" + guid + "\r\nInstalled=0\r\nTCPPort= 23174\r\n",
		`C:\windows\WINACS.INI`:    "[Pfade]\r\nProgramm=C:\\winacs\r\nTemp=C:\\winacs\\TEMP\r\n",
		winacs + `\TEMP\druck.tmp`: "x",
	} {
		if err := w.WriteFile(path, []byte(data)); err != nil {
			w.t.Fatal(err)
		}
	}
	w.powershell(`$d=New-Object IO.DirectoryInfo 'C:\winacs\TEMP'; $a=$d.GetAccessControl('Access'); ` +
		`$a.SetSecurityDescriptorSddlForm('D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)','Access'); ` +
		`$d.SetAccessControl($a)`)
	if out, err := w.Command(nil, folder+`\ServiceProvider.exe`, "install",
		"mxServiceProvider").CombinedOutput(); err != nil {
		w.t.Fatalf("%v %s", err, out)
	}
}

type windowsHost struct {
	*wine.Host
	t    *testing.T
	conn *agenttest.Conn
}

func (w *windowsHost) powershell(script string) string {
	w.t.Helper()
	out, err := w.Command(nil, "powershell.exe", "-NoProfile", "-Command", script).Output()
	if err != nil {
		w.t.Fatalf("%s: %v", script, err)
	}
	return strings.TrimSpace(string(out))
}

func (w *windowsHost) holds(path, want string) {
	w.t.Helper()
	data, err := w.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	if d := cmp.Diff(want, string(data)); d != "" {
		w.t.Errorf("%s: %s", path, d)
	}
}

// plan is one exchange: it makes the changes of a plan, if there is one, and then plans.
func (w *windowsHost) plan(set *playbook.Set, target eval.Target, mode xexec.Mode, make *plan.Host) *plan.Host {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	session, err := agent.Open(ctx, w.conn, mode, agent.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	defer session.Close(ctx) //nolint:errcheck // everything was answered
	if make != nil {
		var ops []resource.Op
		for _, c := range make.Changes {
			ops = append(ops, *c.Op)
		}
		err := session.Apply(ctx, ops, func(r resource.Result) {
			if r.Status != resource.Done {
				w.t.Errorf("%s: %s %v %v", r.Op, r.Status, r.Fault, r.Now)
			}
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
	e := eval.New(set, target)
	for range 6 {
		queries := e.Queries()
		if len(queries) == 0 {
			return e.Plan()
		}
		answers, err := session.Observe(ctx, queries)
		if err != nil {
			w.t.Fatal(err)
		}
		for i, a := range answers {
			if a.Fault != nil {
				w.t.Errorf("%s %s: %v", queries[i].Type, queries[i].Key, a.Fault)
			}
		}
		e.Add(queries, answers)
	}
	w.t.Fatal("the questions do not end")
	return nil
}

package playbooks_test

import (
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/text"
)

const internetKey = `HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings`

// answered is what only the inventory knows, in a practice that has all of it.
func answered(s *site) *site {
	s.vars["kim_host"] = cty.StringVal("srv01")
	s.vars["connector"] = cty.StringVal("10.0.0.9")
	s.vars["kv_hosts"] = cty.TupleVal([]cty.Value{cty.StringVal("mail.kv.example.de")})
	s.vars["confirmed"] = cty.ObjectVal(map[string]cty.Value{"FW-37": cty.StringVal("2026-03-01")})
	s.host.SetFar("10.0.0.9:8500", sim.Far{Result: "open"})
	s.host.SetName("srv01", "ok")
	s.host.SetFar("srv01:*", sim.Far{})
	return s
}

// online is a computer with a product that the whole internet answers.
func online(t *testing.T, product, role string) *site {
	t.Helper()
	s := &site{
		product: product, products: []string{product}, role: role, number: "123456", vars: map[string]cty.Value{},
		lang: text.German,
		host: sim.New(sim.Options{Computer: "KH-SRV01", Server: role == "server"}),
	}
	answered(s)
	s.vars["kim_host"] = cty.StringVal("kim.example.de")
	return s
}

// outward are the rows of the port list that are judged from the computer itself, with a target that each needs.
var outward = map[string]struct{ product, target, severity string }{
	"FW-06": {"medatixx", "prod1.x2.medatixx.de:443", "required"},
	"FW-09": {"x.concept", "download.medatixx.de:443", "recommended"},
	"FW-13": {"x.concept", "kim.example.de:*", "recommended"},
	"FW-14": {"x.isynet", "aok-svs.kvn.de:9443", "recommended"},
	"FW-15": {"x.comfort", "dl-storage.i-motion.de:80", "recommended"},
	"FW-16": {"x.isynet", "updateservices.azurewebsites.net:443", "recommended"},
	"FW-18": {"medatixx", "webtermin.medatixx.de:443", "recommended"},
	"FW-19": {"x.comfort", "xonvid.patientus.de:443", "recommended"},
	"FW-22": {"medatixx", "mail.onlinemed.de:587", "info"},
	"FW-23": {"x.concept", "medatixx.centrust.bdr.de:443", "recommended"},
	"FW-34": {"x.comfort", "mail.kv.example.de:587", "recommended"},
	"FW-35": {"easymed", "10.0.0.9:8500", "recommended"},
}

func TestOutgoingRows(t *testing.T) {
	for row, c := range outward {
		t.Run(row, func(t *testing.T) {
			rows := online(t, c.product, "workstation").judged(t, "internet")
			wantRow(t, rows, row, plan.RowOK, "")
			for other, r := range rows {
				if r.Verdict == plan.RowFinding || r.Verdict == plan.RowUnknown && other != "SP-37" {
					t.Errorf("in order, and %s is %s: %s", other, r.Verdict, r.Message)
				}
			}
			s := online(t, c.product, "workstation")
			s.host.SetFar(c.target, sim.Far{Result: "timeout"})
			rows = s.judged(t, "internet")
			wantRow(t, rows, row, plan.RowFinding, c.severity)
			wantRow(t, rows, "GEN-06", plan.RowOK, "")
			wantRow(t, online(t, c.product, "server").judgedWithout(t, "tls", "internet"), row, plan.RowUnknown, "")
			wantRow(t, online(t, "psyx", "workstation").judged(t, "internet"), row, plan.RowNotApplicable, "")

			// Behind a proxy nobody can tell from here; in the practice's own network there is none.
			must(t, s.host.SetRegistry(internetKey, "ProxyEnable", "dword", int64(1)))
			must(t, s.host.SetRegistry(internetKey, "ProxyServer", "sz", "proxy:3128"))
			if row != "FW-13" && row != "FW-35" {
				wantRow(t, s.judged(t, "internet"), row, plan.RowUnknown, "")
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A question that only the inventory answers is asked, and an empty answer is one.
func TestWhatOnlyTheInventoryKnows(t *testing.T) {
	for row, c := range map[string]struct {
		name  string
		empty cty.Value
	}{
		"FW-13": {"kim_host", cty.StringVal("")}, "FW-34": {"kv_hosts", cty.EmptyTupleVal},
		"FW-35": {"connector", cty.StringVal("")},
	} {
		s := online(t, "x.concept", "server")
		delete(s.vars, c.name)
		rows := s.judged(t, "internet")
		wantRow(t, rows, row, plan.RowUnknown, "")
		if !strings.Contains(rows[row].Message, "vars."+c.name) {
			t.Errorf("%s does not ask: %s", row, rows[row].Message)
		}
		s.vars[c.name] = c.empty
		wantRow(t, s.judged(t, "internet"), row, plan.RowNotApplicable, "")
	}
	s := online(t, "x.concept", "server")
	delete(s.vars, "confirmed")
	wantRow(t, s.judged(t, "internet"), "FW-37", plan.RowUnknown, "")
}

func TestInternetConnection(t *testing.T) {
	gateways := func(s *site, list ...any) {
		s.host.AddClass("Win32_NetworkAdapterConfiguration", map[string]any{
			"IPEnabled": true, "DefaultIPGateway": list, "DNSServerSearchOrder": []any{},
		})
	}
	for name, c := range map[string]struct {
		make    func(s *site)
		verdict plan.Verdict
		says    string
	}{
		"in order":    {func(*site) {}, plan.RowOK, "erreichbar"},
		"no gateway":  {func(s *site) { s.host.SetName("*", "timeout"); gateways(s) }, plan.RowFinding, "kein Gateway"},
		"no names":    {func(s *site) { s.host.SetName("*", "timeout") }, plan.RowFinding, "auflösen"},
		"all blocked": {func(s *site) { s.host.SetFar("*", sim.Far{Result: "timeout"}) }, plan.RowFinding, "kein Ziel"},
		"some blocked": {
			func(s *site) { s.host.SetFar("d*", sim.Far{Result: "refused"}) }, plan.RowOK, "erreichbar",
		},
		"proxy": {func(s *site) {
			s.host.SetFar("*", sim.Far{Result: "timeout"})
			must(t, s.host.SetRegistry(internetKey, "AutoConfigURL", "sz", "http://wpad/wpad.dat"))
		}, plan.RowUnknown, "Proxy"},
		"proxy that is not needed": {func(s *site) {
			must(t, s.host.SetRegistry(internetKey, "AutoConfigURL", "sz", "http://wpad/wpad.dat"))
		}, plan.RowOK, "erreichbar"},
		"a firewall that takes connections and says nothing": {
			func(s *site) { s.host.SetFar("*", sim.Far{Error: "timeout"}) }, plan.RowFinding, "kein Ziel",
		},
	} {
		t.Run(name, func(t *testing.T) {
			for role, row := range map[string]string{
				"server": "GEN-05", "workstation": "GEN-06", "terminal_server": "GEN-06",
			} {
				s := online(t, "psyx", role)
				c.make(s)
				severity := map[string]string{"GEN-05": "required", "GEN-06": "recommended"}[row]
				if c.verdict != plan.RowFinding {
					severity = ""
				}
				rows := s.judged(t, "internet")
				wantRow(t, rows, row, c.verdict, severity)
				if !strings.Contains(rows[row].Message, c.says) {
					t.Errorf("%s says %q", row, rows[row].Message)
				}
			}
		})
	}
	s := online(t, "psyx", "server")
	s.host.SetFar("*", sim.Far{Result: "timeout"})
	wantRow(t, s.judgedWithout(t, "cim", "internet"), "GEN-05", plan.RowUnknown, "")
	wantRow(t, s.judgedWithout(t, "registry", "internet"), "GEN-05", plan.RowUnknown, "")
}

// SP-36 is the connection of the computer on which the Service-Provider listens.
func TestInternetOfTheServiceProvider(t *testing.T) {
	s := newSite(t, "x.concept")
	wantRow(t, s.judged(t, "internet"), "SP-36", plan.RowOK, "")
	s.host.SetFar("*", sim.Far{Result: "timeout"})
	wantRow(t, s.judged(t, "internet"), "SP-36", plan.RowFinding, "required")
	wantRow(t, s.judgedWithout(t, "tls", "internet"), "SP-36", plan.RowUnknown, "")
	wantRow(t, s.judgedWithout(t, "listener", "internet"), "SP-36", plan.RowUnknown, "")
	wantRow(t, online(t, "x.concept", "server").judged(t, "internet"), "SP-36", plan.RowNotApplicable, "")
}

// SP-37 asks from each workstation for the port at which a server of the practice says that it listens.
func TestUpdatesReachTheServiceProvider(t *testing.T) {
	update := func(listens cty.Value) map[string]cty.Value {
		return map[string]cty.Value{"update": cty.ObjectVal(map[string]cty.Value{"listens": listens})}
	}
	here := neighbour("srv01", "server", "192.0.2.5", update(cty.True))
	idle := neighbour("srv01", "server", "192.0.2.5", update(cty.False))
	dark := neighbour("srv01", "server", "192.0.2.5", nil)
	for name, c := range map[string]struct {
		others  []eval.Neighbour
		blocked bool
		verdict plan.Verdict
	}{
		"reached":            {[]eval.Neighbour{here}, false, plan.RowOK},
		"blocked":            {[]eval.Neighbour{here}, true, plan.RowFinding},
		"nobody listens":     {[]eval.Neighbour{idle}, false, plan.RowFinding},
		"server not reached": {[]eval.Neighbour{dark}, false, plan.RowUnknown},
		"no server":          {nil, false, plan.RowUnknown},
	} {
		s := online(t, "x.concept", "workstation")
		if c.blocked {
			s.host.SetFar("192.0.2.5:23174", sim.Far{Result: "timeout"})
		}
		severity := ""
		if c.verdict == plan.RowFinding {
			severity = "recommended"
		}
		t.Log(name)
		wantRow(t, s.judged(t, "internet", c.others...), "SP-37", c.verdict, severity)
	}
	s := online(t, "x.concept", "workstation")
	wantRow(t, s.judgedWithout(t, "tls", "internet", here), "SP-37", plan.RowUnknown, "")
	wantRow(t, online(t, "x.isynet", "workstation").judged(t, "internet", here), "SP-37", plan.RowNotApplicable, "")
}

func TestTimeSource(t *testing.T) {
	for name, c := range map[string]struct {
		make     func(h *sim.Host)
		verdict  plan.Verdict
		severity string
	}{
		"in order": {func(h *sim.Host) { h.SetClock(-59 * time.Second) }, plan.RowOK, ""},
		"ahead":    {func(h *sim.Host) { h.SetClock(61 * time.Second) }, plan.RowFinding, "recommended"},
		"behind":   {func(h *sim.Host) { h.SetClock(-time.Hour) }, plan.RowFinding, "recommended"},
		"silent":   {func(h *sim.Host) { h.MuteTime() }, plan.RowUnknown, ""},
		"no name":  {func(h *sim.Host) { h.SetName("time.windows.com", "nxdomain") }, plan.RowUnknown, ""},
		"none": {func(h *sim.Host) {
			must(t, h.SetRegistry(`HKLM\SYSTEM\CurrentControlSet\Services\W32Time\Parameters`, "Type", "sz", "NoSync"))
		}, plan.RowFinding, "recommended"},
	} {
		s := online(t, "medatixx", "server")
		c.make(s.host)
		t.Log(name)
		wantRow(t, s.judged(t, "internet"), "FW-07", c.verdict, c.severity)
	}
	wantRow(t, online(t, "medatixx", "server").judgedWithout(t, "time", "internet"), "FW-07", plan.RowUnknown, "")
	wantRow(t, online(t, "x.concept", "server").judged(t, "internet"), "FW-07", plan.RowNotApplicable, "")
}

func TestRemoteSupport(t *testing.T) {
	corporate := sim.Far{Issuer: "CN=Praxis Proxy", Root: "CN=Praxis Proxy CA", RootThumbprint: "AB12"}
	for name, c := range map[string]struct {
		make     func(h *sim.Host)
		reach    plan.Verdict
		insight  plan.Verdict
		severity string
	}{
		"in order":  {func(*sim.Host) {}, plan.RowOK, plan.RowOK, ""},
		"inspected": {func(h *sim.Host) { h.SetFar("rs.medatixx.de:443", corporate) }, plan.RowOK, plan.RowFinding, ""},
		"root not seen": {func(h *sim.Host) {
			h.SetFar("rs.medatixx.de:443", sim.Far{PolicyErrors: 4, ChainStatus: 0x10000})
		}, plan.RowOK, plan.RowUnknown, ""},
		"roots not readable": {func(h *sim.Host) {
			h.RemoveRegistry(`HKLM\SOFTWARE\Microsoft\SystemCertificates\AuthRoot\Certificates`)
		}, plan.RowOK, plan.RowUnknown, ""},
		"blocked": {
			func(h *sim.Host) { h.SetFar("rs.medatixx.de:*", sim.Far{Result: "timeout"}) },
			plan.RowFinding, plan.RowUnknown, "required",
		},
		"cut off": {
			func(h *sim.Host) { h.SetFar("rs.medatixx.de:443", sim.Far{Error: "handshake"}) },
			plan.RowFinding, plan.RowUnknown, "required",
		},
		"no name": {
			func(h *sim.Host) { h.SetName("rs.medatixx.de", "nxdomain") }, plan.RowFinding, plan.RowUnknown, "required",
		},
		"proxy": {func(h *sim.Host) {
			h.SetFar("rs.medatixx.de:*", sim.Far{Result: "timeout"})
			must(t, h.SetRegistry(internetKey, "AutoConfigURL", "sz", "http://wpad/wpad.dat"))
		}, plan.RowUnknown, plan.RowUnknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := online(t, "easymed", "workstation")
			c.make(s.host)
			rows := s.judged(t, "fernzugriff")
			wantRow(t, rows, "RA-01", c.reach, c.severity)
			wantRow(t, rows, "FW-36", c.reach, c.severity)
			severity := ""
			if c.insight == plan.RowFinding {
				severity = "required"
			}
			wantRow(t, rows, "RA-02", c.insight, severity)
		})
	}
	rows := online(t, "easymed", "server").judgedWithout(t, "tls", "fernzugriff")
	for _, row := range []string{"RA-01", "RA-02", "FW-36"} {
		wantRow(t, rows, row, plan.RowUnknown, "")
	}
	wantRow(t, online(t, "psyx", "server").judged(t, "fernzugriff"), "RA-01", plan.RowNotApplicable, "")
}

// What the document leaves open is decided in the catalogue, each as a case of its own.
func TestDecisionsOfThePortList(t *testing.T) {
	far := func(product, row string, closed ...string) plan.Row {
		s := online(t, product, "workstation")
		for _, target := range closed {
			s.host.SetFar(target, sim.Far{Result: "timeout"})
		}
		return s.judged(t, "internet")[row]
	}
	shows := func(t *testing.T, r plan.Row, name, part string) {
		t.Helper()
		for _, e := range r.Evidence {
			if e.Name == name && strings.Contains(string(e.Value), part) {
				return
			}
		}
		t.Errorf("%s shows no %s with %s: %s", r.Row, name, part, r.Evidence)
	}
	t.Run("A33", func(t *testing.T) { // 995 of an https address: both are tried, and nothing is alarmed
		r := far("x.concept", "FW-22", "patientapp.i-motion.de:995")
		if r.Verdict != plan.RowFinding || r.Severity != "info" {
			t.Errorf("%+v", r)
		}
		shows(t, r, "not_required", "patientapp.i-motion.de:443 (open)")
	})
	t.Run("A38", func(t *testing.T) { // a hyphen is missing: one of the two names is enough
		for _, name := range []string{"vpr.imotion.de:443", "vpr.i-motion.de:443"} {
			if r := far("medatixx", "FW-06", name); r.Verdict != plan.RowOK {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if r := far("medatixx", "FW-06", "vpr.*"); r.Verdict != plan.RowFinding {
			t.Errorf("%+v", r)
		}
	})
	t.Run("A40", func(t *testing.T) { // an http address with 443 only
		r := far("x.isynet", "FW-09", "*:80")
		if r.Verdict != plan.RowOK {
			t.Errorf("%+v", r)
		}
		shows(t, r, "not_required", "sms.service.i-motion.de:80 (timeout)")
	})
	t.Run("A41", func(t *testing.T) { // LDAP wherever KIM is, and only for information
		r := far("medatixx", "FW-13", "kim.example.de:636")
		if r.Verdict != plan.RowOK {
			t.Errorf("%+v", r)
		}
		shows(t, r, "ldap", "kim.example.de:636 (closed)")
	})
	t.Run("A42", func(t *testing.T) { // which host has the module is asked
		s := online(t, "x.concept", "workstation")
		s.vars["kim_host"] = cty.NullVal(cty.String)
		wantRow(t, s.judged(t, "internet"), "FW-13", plan.RowUnknown, "")
	})
	t.Run("A44", func(t *testing.T) { // ports that are not usual for the host fail nobody
		if r := far("medatixx", "FW-06", "*:2195", "*:2196"); r.Verdict != plan.RowOK {
			t.Errorf("%+v", r)
		}
	})
	t.Run("A45", func(t *testing.T) { // a wildcard is no computer
		shows(t, far("medatixx", "FW-06"), "not_tested", "*.servicebus.windows.net")
	})
	t.Run("A46", func(t *testing.T) { // 443 is needed, 80 and the address are for information
		s := online(t, "x.concept", "workstation")
		s.host.SetFar("rs.medatixx.de:80", sim.Far{Result: "refused"})
		rows := s.judged(t, "fernzugriff")
		wantRow(t, rows, "RA-01", plan.RowOK, "")
		shows(t, rows["RA-01"], "optional", `"80":"refused"`)
		shows(t, rows["RA-01"], "printed_address", "213.95.165.4")
	})
	t.Run("A32", func(t *testing.T) { // nothing is opened inbound
		for _, name := range []string{"internet", "fernzugriff"} {
			if p := load(t, name)[0]; len(p.Items) > 0 {
				t.Errorf("%s has steps", name)
			}
		}
	})
	t.Run("A39", func(t *testing.T) { // the printed sources of time are neither asked nor set
		s := online(t, "medatixx", "server")
		s.host.SetName("*nist*", "nxdomain")
		wantRow(t, s.judged(t, "internet"), "FW-07", plan.RowOK, "")
	})
}

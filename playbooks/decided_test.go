package playbooks_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/lab/sim"
)

// Targets in the internet.

var _ = decides("A33", reversed{"outbound_test_ports": []string{}}, func(t *testing.T) string {
	return withEvidence(online(t, "x.concept", "workstation").judged(t, "internet"), "FW-22")
})

var _ = decides("A38", reversed{"alternatives": cty.EmptyObjectVal}, func(t *testing.T) string {
	s := online(t, "medatixx", "workstation")
	s.host.SetFar("vpr.imotion.de:443", sim.Far{Result: "dns"})
	return told(s.judged(t, "internet"))
})

var _ = decides("A40", reversed{"optional_ports": []string{}}, func(t *testing.T) string {
	return withEvidence(online(t, "x.concept", "workstation").judged(t, "internet"), "FW-09")
})

var _ = decides("A44", reversed{"required_ports": []string{}}, func(t *testing.T) string {
	s := online(t, "medatixx", "workstation")
	s.host.SetFar("prod1.x2.medatixx.de:443", sim.Far{Result: "timeout"})
	return told(s.judged(t, "internet"))
})

var _ = decides("A46", reversed{
	"required_ports": []string{"443", "80"}, "optional_ports": []string{},
}, func(t *testing.T) string {
	s := online(t, "x.concept", "workstation")
	s.host.SetFar("rs.medatixx.de:80", sim.Far{Result: "timeout"})
	return told(s.judged(t, "fernzugriff"))
})

var _ = decides("A39", reversed{"offset_seconds": 7200}, func(t *testing.T) string {
	s := online(t, "medatixx", "server")
	s.host.SetClock(-time.Hour)
	return told(s.judged(t, "internet"))
})

// Ports that are listened on.

var _ = decides("A31", reversed{"scope": "Any", "profiles": []string{"Public"}}, func(t *testing.T) string {
	s := listens(t, "x.comfort", "tcp", 8088, communication)
	h, _ := s.plan(t, "ports")
	s.apply(t, h)
	return fmt.Sprint(s.host.Rules("xops-ports-fw-27-tcp-8088"))
})

var _ = decides("A32", reversed{"external_inbound": true}, func(t *testing.T) string {
	s := listens(t, "x.comfort", "tcp", 50300, `C:\keys\keys.exe`)
	s.vars = map[string]cty.Value{"port_programs": cty.ObjectVal(map[string]cty.Value{
		"FW-24": cty.TupleVal([]cty.Value{cty.StringVal(`*\keys.exe`)}),
	})}
	h, _ := s.plan(t, "ports")
	return brief(h)
})

var _ = decides("A34", reversed{"check_port": 139}, func(t *testing.T) string {
	return told(listens(t, "x.comfort", "tcp", 445, "System").judged(t, "ports"))
})

var _ = decides("A35", reversed{"real_port": false}, func(t *testing.T) string {
	c := inward["FW-02"]
	return told(listens(t, c.product, c.protocol, c.port, c.program).judged(t, "ports"))
})

var _ = decides("A36", reversed{"alternatives": cty.EmptyObjectVal}, func(t *testing.T) string {
	s := listens(t, "easymed", "tcp", 22240, `C:\HPM\hpm.exe`)
	return told(s.judged(t, "ports"))
})

var _ = decides("A43", reversed{"decide_by": "nothing"}, func(t *testing.T) string {
	s := listens(t, "x.concept", "tcp", 20141, `C:\a\rest.exe`)
	s.hear("tcp", 20141, `C:\b\archiv.exe`)
	return told(s.judged(t, "ports"))
})

// The folder TEMP.

var _ = decides("A71", reversed{"right": "read"}, func(t *testing.T) string {
	return tempWith(t, "(A;OICI;0x1200a9;;;BU)")
})

var _ = decides("A98", reversed{"everyone_counts": false, "hint": false}, func(t *testing.T) string {
	return tempWith(t, "(A;OICI;0x1301bf;;;WD)")
})

// tempWith are the verdicts where TEMP has these entries.
func tempWith(t *testing.T, entries string) string {
	t.Helper()
	s := newSite(t, "x.isynet")
	s.must(t, s.host.SetACL(winacs+`\TEMP`, "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"+entries))
	return told(s.judged(t, "temp-permissions"))
}

// The backup.

var _ = decides("A74", reversed{"config_folder": "lx2 Server"}, func(t *testing.T) string {
	s := saved(t, "medatixx")
	s.host.Remove(`C:\ProgramData\medatixx`)
	must(t, s.host.WriteFile(`C:\ProgramData\medatixx\Ix2 Server\Server.Host.config`, []byte("x")))
	must(t, s.host.WriteFile(`C:\ProgramData\medatixx\Ix2 Server\medatixx.lic`, []byte("x")))
	return told(s.judged(t, "datensicherung"))
})

var _ = decides("A75", reversed{"bitlocker_targets": []string{"rdx", "nas"}}, func(t *testing.T) string {
	return withEvidence(saved(t, "psyx").judged(t, "datensicherung"), "BK-06")
})

var _ = decides("A76", reversed{"missing_test_is_finding": false}, func(t *testing.T) string {
	s := saved(t, "psyx")
	s.vars["confirmed"] = cty.EmptyObjectVal
	return told(s.judged(t, "datensicherung"))
})

var _ = decides("A79", reversed{"collect_passwords": true}, func(t *testing.T) string {
	return withEvidence(saved(t, "psyx").judged(t, "datensicherung"), "BK-15")
})

var _ = decides("A80", reversed{"password_field_blank": false}, func(t *testing.T) string {
	return withEvidence(saved(t, "psyx").judged(t, "datensicherung", backupOutput(cty.True)), "BK-30")
})

var _ = decides("A81", reversed{"other_product_severity": "required"}, func(t *testing.T) string {
	s := saved(t, "psyx")
	otherProgram(t, s)
	return told(s.judged(t, "datensicherung"))
})

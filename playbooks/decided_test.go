package playbooks_test

import (
	"testing"

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

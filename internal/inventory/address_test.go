package inventory

import (
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/text"
)

// An IPv6 address is written as it is, with its zone and without brackets, and who writes them hears how.
func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"::1": "", "fe80::4018:a84e:a508:f5aa%lo": "", "10.20.30.5": "", "srv01.praxis.local": "",
		"[::1]": `Write "::1"`, "[fe80::1%eth0]": `Write "fe80::1%eth0"`,
		"[::1]:5985": "neither", "10.20.30": "neither", "srv01:5985": "port",
	} {
		why := addressProblem(address)
		if said := why.In(text.English); (said == "") != (want == "") || !strings.Contains(said, want) {
			t.Errorf("%s: %q, want %q", address, said, want)
		}
	}
}

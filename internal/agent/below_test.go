package agent

import (
	"testing"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// TestManyBelow: a right on a folder with more below it than Windows would change in reasonable time is refused, and
// nothing is changed.
func TestManyBelow(t *testing.T) {
	alter(t, "Get-Below $info.FullName 250000 60", "Get-Below $info.FullName 4 60", parts["permissionwrite"])
	h := agenttest.WindowsHost(t)
	for _, name := range []string{`few\a`, `few\b\c`, `many\a`, `many\b\c`, `many\b\d`, `many\e`} {
		h.WriteFile(`C:\Baum\`+name, []byte("x"))
	}
	s, err := Open(t.Context(), h.Conn(), exec.Apply, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(t.Context()) }()
	const entry = "allow|S-1-5-32-546|OICI"
	for _, c := range []struct {
		folder string
		status resource.Status
	}{{"few", resource.Done}, {"many", resource.Failed}} {
		ask := func() resource.Props {
			t.Helper()
			a, err := s.Observe(t.Context(), []resource.Query{{
				Type: "permission", Key: `C:\Baum\` + c.folder,
			}})
			if err != nil || a[0].Fault != nil || len(a[0].Items) != 1 {
				t.Fatal(a, err)
			}
			return a[0].Items[0].Props
		}
		old := ask()
		var got resource.Result
		err := s.Apply(t.Context(), []resource.Op{{
			ID: c.folder, Type: "permission", Key: `C:\Baum\` + c.folder, Before: resource.Props{entry: nil},
			After: resource.Props{entry: int64(0x1301bf)},
		}}, func(r resource.Result) { got = r })
		if err != nil || got.Status != c.status ||
			got.Status == resource.Failed && got.Fault.Code != resource.Unsupported {
			t.Errorf("%s: %+v %v", c.folder, got, err)
		}
		if changed := ask().String("sddl") != old.String("sddl"); changed != (c.status == resource.Done) {
			t.Errorf("%s: changed is %v", c.folder, changed)
		}
	}
}

package agent

import (
	"testing"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// TestOwnerThatIsLost: a replaced file belongs to whoever replaced it; where Windows does not allow giving it back, the
// new bytes are there all the same and the answer says whose it is now.
func TestOwnerThatIsLost(t *testing.T) {
	alter(t, "$after = Get-OwnerOf $path",
		"$after = New-Object Security.Principal.SecurityIdentifier 'S-1-5-32-546'", parts["filewrite"])
	h := agenttest.WindowsHost(t)
	for _, c := range []struct{ old, with, want string }{
		{"$acl.SetOwner($owner)", "$null = $owner", ""},
		{"$null = $owner", "throw (New-Object ComponentModel.Win32Exception 1307)", "S-1-5-32-546"},
	} {
		alter(t, c.old, c.with, parts["filewrite"])
		h.WriteFile(`C:\Besitz\a.ini`, []byte("alt"))
		s, err := Open(t.Context(), h.Conn(), exec.Apply, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got resource.Result
		err = s.Apply(t.Context(), []resource.Op{{
			ID: "1", Type: "file", Key: `C:\Besitz\a.ini`,
			Before: resource.Props{"content": resource.Encode([]byte("alt"))},
			After:  resource.Props{"content": resource.Encode([]byte("neu"))},
		}}, func(r resource.Result) { got = r })
		if err != nil || got.Status != resource.Done || got.Now.String("owner_now") != c.want ||
			string(h.ReadFile(`C:\Besitz\a.ini`)) != "neu" {
			t.Errorf("%v %+v %v, want the owner %q", err, got, got.Fault, c.want)
		}
		_ = s.Close(t.Context())
	}
}

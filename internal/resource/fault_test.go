package resource

import (
	"fmt"
	"testing"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
)

func TestFaultsAreProblems(t *testing.T) {
	seen := map[problem.ID]FaultCode{}
	for _, code := range []FaultCode{
		Absent, Denied, Locked, Invalid, Unsupported, Unavailable, Timeout, Refused,
		Internal,
	} {
		f := &Fault{Code: code, HResult: "0x80070005", Message: "Zugriff verweigert"}
		p := problem.From(fmt.Errorf("query: %w", f))
		problemtest.Told(t, p)
		if p.Class().NoConnection() || p.Detail != f.Error() || seen[p.ID] != "" {
			t.Errorf("%s: %+v", code, p)
		}
		seen[p.ID] = code
	}
	if p := problem.From(&Fault{Code: "of a newer agent"}); p.ID != problem.HostError {
		t.Errorf("%+v", p)
	}
}

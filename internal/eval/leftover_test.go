package eval

import (
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

func TestLeftoversAreTold(t *testing.T) {
	file := func(key string, left any) answered {
		return answered{
			resource.Query{Type: "file", Key: key},
			resource.Answer{Items: []resource.Item{{Key: key, Props: resource.Props{
				"exists":    true,
				"leftovers": left,
			}}}},
		}
	}
	none := []answered{file(`C:\a`, nil), {query: resource.Query{Type: "service"}}}
	if got := leftovers(text.German, none); got != nil {
		t.Errorf("of nothing: %+v", got)
	}
	got := leftovers(text.German, []answered{
		file(`C:\b`, []any{`C:\b.xops-old`}),
		file(`C:\a`, []string{`C:\a.xops-new`, `C:\a.xops-old`}), file(`C:\b`, []any{`C:\b.xops-old`}),
	})
	if len(got) != 1 || got[0].Status != plan.CheckFinding || !strings.Contains(got[0].Message,
		`: C:\a.xops-new, C:\a.xops-old, C:\b.xops-old.`) {
		t.Errorf("%+v", got)
	}
}

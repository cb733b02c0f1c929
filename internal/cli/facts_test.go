package cli

import (
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

func TestDotnet(t *testing.T) {
	for release, want := range map[int64]any{528449: "4.8", 533325: "4.8.1", 461814: "4.7.2", 378389: "4.5", 1: nil} {
		if got := dotnet(release); got != want {
			t.Errorf("%d is %v, want %v", release, got, want)
		}
	}
}

// What a host cannot tell is said to be so, and does not keep the rest away. WMI's 64-bit numbers can be text.
func TestFactsThatCannotBeRead(t *testing.T) {
	questions := append([]asked{osFacts}, moreFacts...)
	answers := make([]resource.Answer, len(questions))
	for i, q := range questions {
		switch q.part {
		case "os":
			answers[i].Items = []resource.Item{{Props: resource.Props{
				"build":          int64(17763),
				"dotnet_release": int64(528449),
			}}}
		case "disks":
			answers[i].Items = []resource.Item{{Props: resource.Props{
				"DeviceID": "C:", "Size": "1024",
				"FreeSpace": nil,
			}}}
		case "products":
			answers[i].Items = []resource.Item{
				{Props: resource.Props{"name": "medatixx Service-Provider", "version": "3.1"}},
				{Props: resource.Props{"name": "7-Zip", "publisher": "Igor Pavlov"}},
			}
		default:
			answers[i].Fault = &resource.Fault{Code: resource.Unavailable, HResult: "0x800706D9"}
		}
	}
	row := newProgram(nil, Streams{Getenv: func(string) string { return "" }}).factsRow(&exec.Asked{Answers: answers},
		questions)
	want := resource.Props{
		"build": int64(17763), "dotnet_release": int64(528449), "dotnet": "4.8", "model": nil, "serial": nil,
		"services": nil,
		"disks":    []any{map[string]any{"name": "C:", "label": nil, "size_bytes": int64(1024), "free_bytes": nil}},
		"products": []any{map[string]any{"name": "medatixx Service-Provider", "version": "3.1"}},
	}
	if !resource.Equal(map[string]any(row.Facts), map[string]any(want)) {
		t.Errorf("facts %v", row.Facts)
	}
	if len(row.Unread) != 3 || !strings.HasSuffix(row.Unread["model"], " (unavailable 0x800706D9)") {
		t.Errorf("unread %v", row.Unread)
	}
}

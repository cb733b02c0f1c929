package doctor

import (
	"testing"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/resource"
)

func item(p resource.Props) resource.Answer {
	return resource.Answer{Items: []resource.Item{{Props: p}}}
}

func denied() resource.Answer {
	return resource.Answer{Fault: &resource.Fault{Code: resource.Denied, HResult: "0x80070005"}}
}

// TestJudges: each probe can confirm and refute, and says unknown where it could not look.
func TestJudges(t *testing.T) {
	judge := map[string]Claim{}
	for _, c := range Claims() {
		judge[c.ID] = c
	}
	hello := &agent.Hello{Bytes: agent.CoreBytes(), Elevated: true, Bits: 64, PS: "5.1.17763.1", Build: 17763}
	rules := func(list ...any) resource.Answer {
		return item(resource.Props{"rules": list, "active": []any{"private"}, "service": "running"})
	}
	winrmRule := map[string]any{"id": "WINRM-HTTP-In-TCP", "store": "local", "raw": "v2.30|Action=Allow"}
	for _, tt := range []struct {
		id      string
		s       sight
		verdict Verdict
	}{
		{"S-01", sight{transport: "winrm"}, Confirmed},
		{"S-01", sight{transport: "winrm", hello: &agent.Hello{Bytes: 7}}, Refuted},
		{"S-01", sight{transport: "ssh"}, Unknown},
		{"S-06", sight{transport: "ssh", answers: []resource.Answer{item(nil)}}, Confirmed},
		{"S-08", sight{noise: "Willkommen"}, Refuted},
		{"S-09", sight{hello: &agent.Hello{}}, Refuted},
		{
			"S-10",
			sight{answers: []resource.Answer{item(resource.Props{"exists": true})}, hello: &agent.Hello{Bits: 32}},
			Refuted,
		},
		{"S-10", sight{
			answers: []resource.Answer{item(resource.Props{"exists": false})},
			hello:   &agent.Hello{Bits: 32},
		}, Unknown},
		{"S-11", sight{answers: []resource.Answer{item(resource.Props{"RealTimeProtectionEnabled": true})}}, Confirmed},
		{"S-12", sight{}, Confirmed},
		{"S-12", sight{hello: &agent.Hello{PS: "7.4.1"}}, Refuted},
		{"O-01", sight{answers: []resource.Answer{item(resource.Props{"dotnet_release": int64(528049)})}}, Confirmed},
		{"O-01", sight{answers: []resource.Answer{item(resource.Props{"dotnet_release": nil})}}, Refuted},
		{"O-01", sight{answers: []resource.Answer{denied()}}, Unknown},
		{"O-09", sight{answers: []resource.Answer{item(resource.Props{"version": "10.0.17763.1"})}}, Confirmed},
		{"O-09", sight{answers: []resource.Answer{item(resource.Props{"exists": false})}}, Unknown},
		{"O-12", sight{answers: []resource.Answer{
			item(resource.Props{"value": `C:\Program Files (x86)`}),
			item(resource.Props{"value": `C:\Program Files`}),
		}}, Confirmed},
		{"O-12", sight{answers: []resource.Answer{
			item(resource.Props{"value": `C:\Program Files`}),
			item(resource.Props{"value": `C:\Program Files`}),
		}}, Refuted},
		{"O-14", sight{answers: []resource.Answer{item(resource.Props{"MediaType": int64(4)})}}, Confirmed},
		{"O-14", sight{answers: []resource.Answer{item(resource.Props{"MediaType": int64(0)})}}, Unknown},
		{"O-14", sight{answers: []resource.Answer{item(resource.Props{"MediaType": "SSD"})}}, Refuted},
		{"O-14", sight{answers: []resource.Answer{item(resource.Props{"MediaType": int64(-1)})}}, Refuted},
		{
			"O-15",
			sight{answers: []resource.Answer{item(resource.Props{"program": `C:\Windows\System32\svchost.exe`})}},
			Confirmed,
		},
		{"D-01", sight{answers: []resource.Answer{item(resource.Props{"start": "delayed"})}}, Confirmed},
		{"D-01", sight{answers: []resource.Answer{item(resource.Props{"start": "auto"})}}, Unknown},
		{"D-04", sight{answers: []resource.Answer{item(resource.Props{"crashes": int64(0)})}}, Confirmed},
		{"D-04", sight{answers: []resource.Answer{item(resource.Props{"crashes": nil})}}, Refuted},
		{"D-06", sight{answers: []resource.Answer{
			item(resource.Props{"exists": false}),
			item(resource.Props{"exists": true}), denied(), denied(),
			{},
		}}, Confirmed},
		{"D-06", sight{answers: []resource.Answer{denied(), denied(), denied(), denied(), item(nil)}}, Refuted},
		{"F-01", sight{answers: []resource.Answer{rules(winrmRule)}}, Confirmed},
		{"F-01", sight{answers: []resource.Answer{rules()}}, Refuted},
		{"F-02", sight{answers: []resource.Answer{rules()}}, Confirmed},
		{"F-03", sight{answers: []resource.Answer{rules(map[string]any{"store": "policy"})}}, Confirmed},
		{"F-03", sight{answers: []resource.Answer{rules(winrmRule)}}, Unknown},
		{
			"A-01",
			sight{answers: []resource.Answer{item(resource.Props{
				"owner":     "S-1-5-80-956008885-3418522649",
				"protected": true, "canonical": true, "sddl": "D:PAI(A;;FA;;;SY)",
			})}},
			Confirmed,
		},
		{"A-01", sight{answers: []resource.Answer{item(resource.Props{"owner": "S-1-5-18"})}}, Refuted},
		{"A-02", sight{answers: []resource.Answer{denied()}}, Confirmed},
		{"A-02", sight{answers: []resource.Answer{{}}}, Refuted},
		{"A-02", sight{answers: []resource.Answer{item(nil)}}, Unknown},
		{
			"A-03",
			sight{answers: []resource.Answer{{Fault: &resource.Fault{Code: resource.Locked, HResult: "0x80070020"}}}},
			Confirmed,
		},
	} {
		if tt.s.hello == nil {
			tt.s.hello = hello
		}
		var r ClaimResult
		r.judge(judge[tt.id], &tt.s)
		if r.Verdict != tt.verdict || r.Error != "" {
			t.Errorf("%s with %+v is %s, want %s (%s)", tt.id, tt.s.answers, r.Verdict, tt.verdict, r.Error)
		}
	}
	// A host that answers nothing but faults, and one whose answers are empty, are no reason to stumble.
	for _, c := range Claims() {
		if c.Judge == nil {
			continue
		}
		for _, a := range []resource.Answer{denied(), {}, item(resource.Props{}), item(nil)} {
			s := sight{hello: hello}
			for range c.Queries {
				s.answers = append(s.answers, a)
			}
			var r ClaimResult
			if r.judge(c, &s); r.Error != "" {
				t.Errorf("%s: %s", c.ID, r.Error)
			}
		}
	}
}

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

func named(results ...string) (a resource.Answer) {
	for _, r := range results {
		a.Items = append(a.Items, resource.Item{Props: resource.Props{"result": r}})
	}
	return a
}

func tasks(n int, result any) (a resource.Answer) {
	for range n {
		a.Items = append(a.Items, resource.Item{Props: resource.Props{"last_result": result}})
	}
	return a
}

// TestJudges: each probe can confirm and refute, and says unknown where it could not look.
func TestJudges(t *testing.T) {
	judge := map[string]Claim{}
	for _, c := range Claims(false) {
		judge[c.ID] = c
	}
	hello := &agent.Hello{Bytes: agent.CoreBytes(), Elevated: true, Bits: 64, PS: "5.1.17763.1", Build: 17763}
	rules := func(list ...any) resource.Answer {
		return item(resource.Props{"rules": list, "active": []any{"private"}, "service": "running"})
	}
	winrmRule := map[string]any{"id": "WINRM-HTTP-In-TCP", "store": "local", "raw": "v2.30|Action=Allow"}
	rawRule := item(resource.Props{
		"value": `v2.30|Dir=In|RA4=LocalSubnet|RA4=10.8.0.0/255.255.255.0|RA4=192.168.1.5|App=%x%\x.exe|Name=VPN|`,
	})
	readRule := func(addresses string, program any) resource.Answer {
		return item(resource.Props{"exists": true, "remote_addresses": addresses, "program": program})
	}
	refusedPort := item(resource.Props{"result": "refused", "ms": int64(2010)})
	notReady := resource.Answer{Fault: &resource.Fault{Code: resource.Internal, HResult: "0x80070015"}}
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
		{"S-12", sight{hello: &agent.Hello{PS: "7.4.1", Build: 17763}}, Refuted},
		{"L-01", sight{answers: []resource.Answer{item(resource.Props{"exists": false})}}, Confirmed},
		{"L-01", sight{answers: []resource.Answer{denied()}}, Refuted},
		{"L-02", sight{answers: []resource.Answer{
			rawRule, readRule("192.168.1.5,10.8.0.0/24,LOCALSUBNET", `C:\x.exe`),
		}}, Confirmed},
		{"L-02", sight{answers: []resource.Answer{rawRule, readRule("192.168.1.5,10.8.0.0/24", `C:\x.exe`)}}, Refuted},
		{"L-02", sight{answers: []resource.Answer{
			rawRule, readRule("10.8.0.0/24,LocalSubnet,192.168.1.5", nil),
		}}, Refuted},
		{"L-02", sight{answers: []resource.Answer{{}}}, Unknown},
		{"L-03", sight{answers: []resource.Answer{item(nil), denied(), item(nil), item(nil), item(nil)}}, Refuted},
		{"L-05", sight{answers: []resource.Answer{denied()}}, Unknown},
		{"L-06", sight{answers: []resource.Answer{item(resource.Props{"displayName": "G DATA"})}}, Confirmed},
		{"L-06", sight{answers: []resource.Answer{denied()}}, Unknown},
		{"L-08", sight{answers: []resource.Answer{refusedPort, {}, item(resource.Props{"exists": false})}}, Confirmed},
		{"L-08", sight{answers: []resource.Answer{refusedPort, {}, notReady}}, Refuted},
		{"L-08", sight{answers: []resource.Answer{item(resource.Props{"result": "timeout"}), {}}}, Refuted},
		{"N-01", sight{answers: []resource.Answer{named("ok", "nxdomain")}}, Confirmed},
		{"N-01", sight{answers: []resource.Answer{named("ok", "error")}}, Refuted},
		{"N-01", sight{answers: []resource.Answer{denied()}}, Unknown},
		{"N-02", sight{answers: []resource.Answer{item(resource.Props{
			"result": "open", "protocol": int64(3072), "root_public": true,
		})}}, Confirmed},
		{
			"N-02",
			sight{answers: []resource.Answer{item(resource.Props{"result": "open", "root_public": nil})}},
			Refuted,
		},
		{"N-02", sight{answers: []resource.Answer{item(resource.Props{"result": "timeout"})}}, Unknown},
		{"N-03", sight{answers: []resource.Answer{item(resource.Props{
			"type": "NTP", "result": "ok", "offset_ms": int64(-12),
		})}}, Confirmed},
		{"N-03", sight{answers: []resource.Answer{item(resource.Props{"type": "NTP", "result": "ok"})}}, Refuted},
		{"N-03", sight{answers: []resource.Answer{item(resource.Props{"type": "NTP", "result": "silent"})}}, Unknown},
		{"N-04", sight{answers: []resource.Answer{tasks(30, int64(0))}}, Confirmed},
		{"N-04", sight{answers: []resource.Answer{tasks(3, int64(0))}}, Refuted},
		{"N-04", sight{answers: []resource.Answer{denied()}}, Unknown},
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
	for _, c := range Claims(false) {
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

// TestBelongs: a version of PowerShell is held against the build, and a build that is not known is no reproach.
func TestBelongs(t *testing.T) {
	for _, tt := range []struct {
		version string
		build   int
		want    Verdict
	}{
		{"3.0", 9200, Confirmed},
		{"5.1.14409.1005", 9600, Confirmed},
		{"3.0", 9600, Refuted},
		{"5.1.19041.6332", 19045, Confirmed},
		{"5.1.19045.1", 19045, Refuted},
		{"5.1.17763.1", 20348, Unknown},
		{"5.1.20348.1", 20348, Confirmed},
		{"5.1.22621.4391", 22631, Confirmed},
		{"5.1.26100.1", 26300, Unknown},
		{"4.0", 20348, Refuted},
		{"7.6.0", 20348, Refuted},
		{"2.0", 7601, Refuted},
		{"5.1.1", 0, Unknown},
		{"", 20348, Unknown},
	} {
		if got := belongs(tt.version, tt.build); got != tt.want {
			t.Errorf("PowerShell %s on build %d: %s, want %s", tt.version, tt.build, got, tt.want)
		}
	}
}

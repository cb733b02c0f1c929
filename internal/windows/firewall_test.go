package windows

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestParseFirewallRule(t *testing.T) {
	r := ParseFirewallRule("{1}", "policy", `v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=17|Profile=Domain|Prof`+
		`ile=Private|LPort=80|LPort=443|LPort2_10=5000-5010|`+
		`RA4=LocalSubnet|RA42=10.0.0.0/255.0.0.0|RA6=LocalSubnet|App=%SystemRoot%\x.exe|Svc=*|Name=@FirewallAPI.dl`+
		`l,-28502|Desc=Grüße|EmbedCtxt=g|RPort=1|IFType=Lan|`)
	want := FirewallRule{
		ID: "{1}", Policy: true, Name: "@FirewallAPI.dll,-28502", Enabled: true, Inbound: true, Protocol: 17,
		Ports:    []string{"80", "443", "5000-5010"},
		Profiles: []string{"domain", "private"}, Remote4: []string{"LocalSubnet", "10.0.0.0/255.0.0.0"},
		Remote6: []string{"LocalSubnet"},
		Program: `%SystemRoot%\x.exe`, Service: "*", Conditions: []string{"RPort", "IFType"},
	}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("got  %+v\nwant %+v", r, want)
	}
	if got := r.Label(); got != "@FirewallAPI.dll,-28502 {1}" {
		t.Errorf("label %q", got)
	}
	if r := ParseFirewallRule("", "local", "|||=|x"); r.Enabled || r.Allow || r.Inbound || r.Protocol != -1 ||
		len(r.Profiles) != 3 {
		t.Errorf("%+v", r)
	}
}

func TestRawRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		subset := func(from ...string) []string {
			var out []string
			for _, s := range from {
				if rapid.Bool().Draw(t, s) {
					out = append(out, s)
				}
			}
			return out
		}
		r := FirewallRule{
			ID: "{1}", Name: "xops ä", Enabled: rapid.Bool().Draw(t, "enabled"), Allow: rapid.Bool().Draw(t, "allow"),
			Inbound:  rapid.Bool().Draw(t, "in"),
			Protocol: rapid.SampledFrom([]int{6, 17, -1, 1}).Draw(t, "protocol"), Ports: subset("80", "5000-5010",
				"RPC"),
			Profiles: subset("domain", "private", "public"), Remote4: subset("LocalSubnet", "10.0.0.1"),
			Remote6: subset("LocalSubnet"),
			Program: rapid.SampledFrom([]string{"", `C:\a b.exe`}).Draw(t, "program"),
			Service: rapid.SampledFrom([]string{"", "mdx"}).Draw(t, "service"),
		}
		if len(r.Profiles) == 0 {
			r.Profiles = []string{"domain", "private", "public"}
		}
		if got := ParseFirewallRule("{1}", "local", r.Raw()); !reflect.DeepEqual(got, r) {
			t.Fatalf("%s\ngot  %+v\nwant %+v", r.Raw(), got, r)
		}
	})
}

func TestRemotes(t *testing.T) {
	for _, c := range []struct {
		rule []string
		want string
		// whether the rule is about all of it, and about some of it
		all, some Truth
	}{
		{nil, "LocalSubnet", Yes, Yes},
		{nil, "*", Yes, Yes},
		{[]string{"LocalSubnet"}, "localsubnet", Yes, Yes},
		{[]string{"LocalSubnet"}, "*", No, Yes},
		{[]string{"10.0.0.0/255.0.0.0"}, "10.20.30.0/24", Yes, Yes},
		{[]string{"10.20.30.0/24"}, "10.0.0.0/8", No, Yes},
		{[]string{"10.0.0.5-10.0.0.9"}, "10.0.0.6", Yes, Yes},
		{[]string{"10.0.0.5-10.0.0.9"}, "10.0.0.4", No, No},
		{[]string{"10.0.0.5-10.0.0.9"}, "10.0.0.0/24", No, Yes},
		{[]string{"10.0.0.1", "10.0.0.2"}, "10.0.0.1", Yes, Yes},
		{[]string{"10.0.0.1"}, "LocalSubnet", No, Unknown},
		{[]string{"10.0.0.0/24"}, "LocalSubnet", Unknown, Unknown},
		{[]string{"Intranet"}, "10.0.0.1", Unknown, Unknown},
		{[]string{"/", "1/2.3.4.5", "-"}, "10.0.0.1", No, Unknown},
		{[]string{"2001:db8::/32"}, "10.0.0.1", No, No},
	} {
		r := FirewallRule{Remote4: c.rule}
		if all, some := r.covers(c.want), r.touches(c.want); all != c.all || some != c.some {
			t.Errorf("%v for %s: all %v, some %v", c.rule, c.want, all, some)
		}
	}
	only6 := FirewallRule{Remote6: []string{"LocalSubnet"}}
	if only6.covers("LocalSubnet") != No || only6.touches("LocalSubnet") != No {
		t.Error("a rule for IPv6 addresses is about IPv4")
	}
	if !SameAddresses("LocalSubnet,10.0.0.0/8", "10.0.0.0/255.0.0.0,LOCALSUBNET") || SameAddresses("10.0.0.1",
		"10.0.0.2") || SameAddresses("a", "a,b") {
		t.Error("SameAddresses")
	}
}

func TestPortsContain(t *testing.T) {
	for _, c := range []struct {
		list string
		ok   bool
	}{
		{"*", true},
		{"80", true},
		{"1, 70-90", true},
		{"81", false},
		{"RPC", false},
		{"", false},
		{"90-70", false},
		{"-", false},
	} {
		if PortsContain(c.list, 80) != c.ok {
			t.Errorf("%q: %v", c.list, !c.ok)
		}
	}
}

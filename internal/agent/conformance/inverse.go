package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/resource"
)

// The places that the law looks at: all that the changes below can reach.
const (
	lawFolder = `C:\Conf\law`
	lawKey    = `HKLM\SOFTWARE\Conf\Law`
	lawRule   = "xops-law"
)

func prepareLaw(h Host) {
	h.WriteFile(lawFolder+`\a.ini`, []byte("[A]\r\nB=1\r\n"))
	h.WriteFile(lawFolder+`\weg.txt`, []byte("weg"))
	h.WriteFile(lawFolder+`\in\x.txt`, []byte("x"))
	h.SetValue(lawKey+`\\there`, "expand_sz", `%SystemRoot%\x`)
	h.SetValue(lawKey+`\\number`, "dword", int64(7))
	h.SetValue(lawKey+`\\empty`, "sz", "")
	h.SetValue(lawKey+`\\`, "sz", "standard")
	h.SetRaw(lawKey+`\\nichts`, 0, []byte("\x01\x00\xff"))
	h.SetValue(lawKey+`\\list`, "multi_sz", []string{"a", "", "b"})
}

// reversals are changes that a plan may call reversible, as the kinds of steps send them. Each is made and taken back.
func (s *suite) reversals(service string) map[string][]resource.Op {
	content := func(text any) obj { return obj{"content": text} }
	folder := func(path string) resource.Op {
		return resource.Op{
			Type: "file", Key: path, Before: obj{"exists": false, "kind": nil},
			After: obj{"exists": true, "kind": "directory"},
		}
	}
	set := func(typ, key string, before, after obj) resource.Op {
		return resource.Op{Type: typ, Key: key, Before: before, After: after}
	}
	none := obj{"exists": false, "type": nil, "value": nil}
	value := func(kind string, v any) obj { return obj{"exists": true, "type": kind, "value": v} }
	deep := set("registry", lawKey+`\Deep\Er\\v`, none, value("sz", "x"))
	deep.Args = obj{"parent": lawKey}
	noRule := obj{
		"exists": false, "enabled": nil, "action": nil, "direction": nil, "protocol": nil, "local_ports": nil,
		"remote_addresses": nil, "profiles": nil, "program": nil, "grouping": nil, "description": nil,
	}
	rule := obj{
		"exists": true, "enabled": true, "action": "allow", "direction": "in", "protocol": "tcp",
		"local_ports":      "41234",
		"remote_addresses": "LocalSubnet", "profiles": []any{"domain", "private"}, "program": nil, "grouping": "xops",
		"description": "Gesetz",
	}
	const users = "allow|S-1-5-32-545|OICI"
	return map[string][]resource.Op{
		"file: new content": {set("file", lawFolder+`\a.ini`, content(b64("[A]\r\nB=1\r\n")),
			content(b64("neu ü")))},
		"file: made":    {set("file", lawFolder+`\neu.txt`, content(nil), content(b64("da")))},
		"file: removed": {set("file", lawFolder+`\weg.txt`, content(b64("weg")), content(nil))},
		"file: moved": {set("file", lawFolder+`\weg.txt`, obj{"path": lawFolder + `\weg.txt`},
			obj{"path": lawFolder + `\dort.txt`})},
		"file: folder moved": {set("file", lawFolder+`\in`, obj{"path": lawFolder + `\in`},
			obj{"path": lawFolder + `\out`})},
		"file: folders made": {
			folder(lawFolder + `\tief`), folder(lawFolder + `\tief\er`),
			set("file", lawFolder+`\tief\er\x.txt`, content(nil), content(b64("x"))),
		},
		"file: attributes": {set("file", lawFolder+`\a.ini`, obj{"attributes": []any{}},
			obj{"attributes": []any{"readonly", "hidden"}})},
		"registry: made deep": {deep},
		"registry: changed": {set("registry", lawKey+`\\there`, value("expand_sz", `%SystemRoot%\x`),
			value("dword", int64(1)))},
		"registry: removed":    {set("registry", lawKey+`\\number`, value("dword", int64(7)), none)},
		"registry: empty text": {set("registry", lawKey+`\\empty`, value("sz", ""), value("sz", "voll"))},
		"registry: default":    {set("registry", lawKey+`\\`, value("sz", "standard"), none)},
		"registry: no type": {set("registry", lawKey+`\\nichts`, value("none", b64("\x01\x00\xff")),
			value("sz", "neu"))},
		"registry: literal name": {set("registry", lawKey+`\\\\*\n?`, none, value("sz", "x"))},
		"registry: list": {set("registry", lawKey+`\\list`, value("multi_sz", []any{"a", "", "b"}),
			value("multi_sz", []any{"c"}))},
		"firewall_rule: made": {set("firewall_rule", lawRule, noRule, rule)},
		"firewall_rule: changed, and removed": {
			set("firewall_rule", lawRule, noRule, rule),
			set("firewall_rule", lawRule, obj{"enabled": true, "local_ports": "41234"},
				obj{"enabled": false, "local_ports": "41235"}),
			set("firewall_rule", lawRule, obj{"profiles": []any{"domain", "private"}},
				obj{"profiles": []any{"domain", "private", "public"}}),
		},
		"service: started":    {set("service", service, obj{"state": "stopped"}, obj{"state": "running"})},
		"service: start type": {set("service", service, obj{"start": "manual"}, obj{"start": "disabled"})},
		"service: both": {set("service", service, obj{"start": "manual", "state": "stopped"},
			obj{"start": "auto", "state": "running"})},
		"permission: new": {set("permission", lawFolder, obj{users: nil}, obj{users: 0x1301bf})},
		"permission: of a file": {
			set("permission", lawFolder+`\a.ini`, obj{"allow|S-1-5-32-545|": nil},
				obj{"allow|S-1-5-32-545|": 0x1301bf}),
		},
	}
}

// irreversible are the types of resources whose changes no plan calls reversible, and those that cannot be changed.
var irreversible = []string{
	"lock",                                        // is of the exchange, and nothing of the computer
	"command", "script", "task", "reboot", "wait", // what they do nobody knows, or it cannot be undone
	"network", // no host of the practice Windows has one
	"cim", "dns", "firewall", "listener", "os", "process", "program", "scheduled_task", "tcp", "time", "tls",
}

// inverse is the law of taking back: after a change and its inverse the whole tree, the registry, the rules, the
// service and the access lists are as before, to the byte. Every type of resource has a row, or a reason for none.
func (s *suite) inverse(t *testing.T) {
	tried := map[string]bool{}
	service := s.host.Service()
	rows := s.reversals(service)
	before := s.snapshot(t, service)
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		t.Run(name, func(t *testing.T) {
			ops := rows[name]
			if ops[0].Before["start"] != nil && s.differs(t, "service", "start type") {
				return
			}
			tried[ops[0].Type] = true
			for _, r := range s.batch(t, ops...) {
				want(t, r, resource.Done, nil)
			}
			if cmp.Equal(before, s.snapshot(t, service)) {
				t.Error("nothing is changed")
			}
			var back []resource.Op
			for _, op := range slices.Backward(ops) {
				back = append(back, op.Inverse())
			}
			for _, r := range s.batch(t, back...) {
				want(t, r, resource.Done, nil)
			}
			if d := cmp.Diff(before, s.snapshot(t, service)); d != "" {
				t.Errorf("before (-), and after it was made and taken back (+):\n%s", d)
			}
		})
	}
	for _, typ := range resource.Types() {
		if !tried[typ] && !slices.Contains(irreversible, typ) {
			t.Errorf("no change of the type %s is made and taken back", typ)
		}
	}
}

// snapshot is everything that the law looks at, as text by place.
func (s *suite) snapshot(t *testing.T, service string) map[string]string {
	t.Helper()
	out := map[string]string{}
	note := func(place string, props resource.Props, names ...string) {
		for _, n := range names {
			out[place+" "+n] = fmt.Sprint(resource.Normal(props[n]))
		}
	}
	var tree func(folder string)
	tree = func(folder string) {
		out[folder+" names"] = strings.Join(s.host.List(folder), "|") // past the agent
		for _, i := range s.ask(t, resource.Query{Type: "file", Key: folder + `\*`, Args: obj{"content": true}}).Items {
			note(i.Key, i.Props, "kind", "attributes", "content")
			note(i.Key, s.one(t, "permission", i.Key, nil), "sddl")
			if i.Props.String("kind") == "directory" {
				tree(i.Key)
			}
		}
	}
	note(lawFolder, s.one(t, "permission", lawFolder, nil), "sddl", "owner")
	tree(lawFolder)
	for _, key := range []string{lawKey, lawKey + `\Deep`, lawKey + `\Deep\Er`} {
		for _, i := range s.ask(t, resource.Query{Type: "registry", Key: key + `\\*`}).Items {
			note(i.Key, i.Props, "exists", "type", "value")
		}
		note(key, s.one(t, "registry", key+`\\not there`, nil), "parent")
	}
	note(lawRule, s.one(t, "firewall_rule", lawRule, nil), "exists", "count", "enabled", "local_ports", "profiles")
	rules, _ := resource.Normal(s.one(t, "firewall", "in/tcp/41234", nil)["rules"]).([]any)
	out["rules"] = fmt.Sprint(rules)
	note("service", s.one(t, "service", service, nil), "state", "start")
	return out
}

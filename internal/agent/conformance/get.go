package conformance

import (
	"encoding/base64"
	"strconv"
	"testing"

	"github.com/xops-dev/xops/internal/resource"
)

type obj = resource.Props

func itoa(n int) string { return strconv.Itoa(n) }

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// odd is a name with everything that a shell, a pattern or a code page could trip over.
const odd = "Prüfung [x] 'q' `b $d ;&%.ini"

func prepareFiles(h Host) {
	h.WriteFile(`C:\Conf\get\`+odd, []byte("abc"))
	h.WriteFile(`C:\Conf\get\B.TXT`, []byte("b"))
	h.WriteFile(`C:\Conf\get\a.txt`, []byte("a"))
	h.WriteFile(`C:\Conf\get\a.text`, nil)
	h.WriteFile(`C:\Conf\SP_1\sub\ServiceProvider.ini`, []byte("1"))
	h.WriteFile(`C:\Conf\SP_2\sub\ServiceProvider.ini`, []byte("2"))
	h.WriteFile(`C:\Conf\SP_file`, []byte("3"))
	h.WriteFile(`C:\Conf\big.bin`, make([]byte, 2<<20))
	for name, data := range setFiles {
		h.WriteFile(`C:\Conf\set\`+name, []byte(data))
	}
	h.WriteFile(`C:\Conf\set\tree\in\x.txt`, []byte("x"))
	h.MakeFolder(`C:\Conf\set\empty`)
}

func prepareRegistry(h Host) {
	const key = `HKLM\SOFTWARE\Conf\`
	h.SetValue(key+`A\\text`, "sz", "Größe \"1\" 100% `$x`")
	h.SetValue(key+`A\\expand`, "expand_sz", `%SystemRoot%\x`)
	h.SetValue(key+`A\\list`, "multi_sz", []string{"eins", "zwei"})
	h.SetValue(key+`A\\number`, "dword", int64(4294967295))
	h.SetValue(key+`A\\long`, "qword", int64(5000000000))
	h.SetValue(key+`A\\bytes`, "binary", b64("\x00\x01\xff"))
	h.SetValue(key+`A\\`, "sz", "standard")
	h.SetValue(key+`A\\back\slash`, "sz", "in a name")
	h.SetValue(key+`B [1]\\text`, "sz", "b")
	h.SetValue(`HKLM32\SOFTWARE\Conf\A\\text`, "sz", "32")
}

// Rules of the firewall cases: for port 23174 these ids must be found.
func prepareFirewall(h Host) {
	rules := map[string]string{
		"c-exact":   "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|LPort=23174|Name=Genau|",
		"c-range":   "v2.30|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort2_10=23000-23200|Name=Bereich|",
		"c-any":     "v2.30|Action=Allow|Active=TRUE|Dir=In|Name=Alles|App=C:\\x y.exe|",
		"c-anyport": "v2.30|Action=Allow|Active=FALSE|Dir=In|Protocol=6|Name=Jeder Port|",
		"c-list": "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=80|LPort=23174|RA4=LocalSubnet|Name=" +
			"Zwei|",
		"x-other":    "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=2317|Name=Anderer|",
		"x-udp":      "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=17|LPort=23174|Name=UDP|",
		"x-outbound": "v2.30|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|LPort=23174|Name=Hinaus|",
		"x-remote":   "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=RPC|RPort=23174|Name=RPC|",
	}
	for id, raw := range rules {
		h.AddRule(id, raw, "local")
	}
	h.AddRule("c-policy", "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=23174|Name=GPO|", "policy")
}

func preparePermissions(h Host) {
	h.MakeFolder(`C:\Conf\acl`)
	h.WriteFile(`C:\Conf\acl\datei.txt`, []byte("x"))
	h.SetSDDL(`C:\Conf\acl`, "D:(D;OICI;DC;;;S-1-5-32-546)(A;OICI;0x1200a9;;;BU)")
}

type getCase struct {
	name  string
	query resource.Query
	keys  []string           // of the items, in order; nil: not checked
	first obj                // properties of the first item
	fault resource.FaultCode // "" if it must be answered
}

var getCases = []getCase{
	{
		name: "file", query: resource.Query{Type: "file", Key: `C:\Conf\get\a.txt`},
		keys: []string{`C:\Conf\get\a.txt`},
		first: obj{
			"exists": true, "kind": "file", "path": `C:\Conf\get\a.txt`, "size": 1, "version": nil,
			"attributes": []string{}, "drive": "fixed", "link": false,
		},
	},
	{
		name: "file, another spelling", query: resource.Query{Type: "file", Key: `c:/CONF/get/b.txt`},
		keys: []string{`C:\Conf\get\B.TXT`},
	},
	{name: "file with an odd name and its content", query: resource.Query{
		Type: "file", Key: `C:\Conf\get\` + odd,
		Args: obj{"content": true},
	}, first: obj{
		"exists": true, "content": b64("abc"),
		"sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "path": `C:\Conf\get\` + odd,
	}},
	{
		name: "no file", query: resource.Query{Type: "file", Key: `C:\Conf\nix\x.txt`, Args: obj{"content": true}},
		keys: []string{`C:\Conf\nix\x.txt`}, first: obj{
			"exists": false, "kind": nil, "size": nil, "content": nil, "sha256": nil,
		},
	},
	{
		name: "environment variable", query: resource.Query{Type: "file", Key: `%SystemDrive%\Conf\get`},
		first: obj{"exists": true, "kind": "directory", "size": nil},
	},
	{
		name: "folder with a backslash", query: resource.Query{Type: "file", Key: `C:\Conf\get\`},
		keys: []string{`C:\Conf\get`},
	},
	{name: "pattern", query: resource.Query{Type: "file", Key: `C:\Conf\get\*.txt`}, keys: []string{
		`C:\Conf\get\a.txt`,
		`C:\Conf\get\B.TXT`,
	}},
	{
		name: "pattern for one character", query: resource.Query{Type: "file", Key: `C:\Conf\get\?.t*t`},
		keys: []string{`C:\Conf\get\a.text`, `C:\Conf\get\a.txt`, `C:\Conf\get\B.TXT`},
	},
	{
		name: "brackets are no pattern", query: resource.Query{Type: "file", Key: `C:\Conf\get\*[x]*`},
		keys: []string{`C:\Conf\get\` + odd},
	},
	{
		name: "pattern in a folder", query: resource.Query{Type: "file", Key: `C:\Conf\SP_*\sub\ServiceProvider.ini`},
		keys: []string{`C:\Conf\SP_1\sub\ServiceProvider.ini`, `C:\Conf\SP_2\sub\ServiceProvider.ini`},
	},
	{name: "pattern without a match", query: resource.Query{Type: "file", Key: `C:\Conf\nix\*`}, keys: []string{}},
	{name: "too big for content", query: resource.Query{
		Type: "file", Key: `C:\Conf\big.bin`,
		Args: obj{"content": true},
	}, first: obj{"size": 2 << 20, "content": nil}},
	{name: "as big as asked", query: resource.Query{
		Type: "file", Key: `C:\Conf\get\B.TXT`,
		Args: obj{"content": true, "max_bytes": 0},
	}, first: obj{"content": nil}},
	{name: "relative path", query: resource.Query{Type: "file", Key: `Conf\x`}, fault: resource.Invalid},
	{name: "stream", query: resource.Query{Type: "file", Key: `C:\Conf\x:y`}, fault: resource.Invalid},
	{name: "device", query: resource.Query{Type: "file", Key: `\\.\C:\x`}, fault: resource.Invalid},
	{name: "parent", query: resource.Query{Type: "file", Key: `C:\Conf\..\x`}, fault: resource.Invalid},

	{
		name: "text", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\text`},
		keys: []string{`HKLM\SOFTWARE\Conf\A\\text`}, first: obj{
			"exists": true, "type": "sz",
			"value": "Größe \"1\" 100% `$x`",
		},
	},
	{
		name: "text of the 32-bit view", query: resource.Query{Type: "registry", Key: `HKLM32\SOFTWARE\Conf\A\\text`},
		first: obj{"value": "32"},
	},
	{
		name: "expand_sz", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\expand`},
		first: obj{"type": "expand_sz", "value": `%SystemRoot%\x`},
	},
	{
		name: "multi_sz", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\list`},
		first: obj{"type": "multi_sz", "value": []string{"eins", "zwei"}},
	},
	{
		name: "dword", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\number`},
		first: obj{"type": "dword", "value": int64(4294967295)},
	},
	{
		name: "qword", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\long`},
		first: obj{"type": "qword", "value": int64(5000000000)},
	},
	{
		name: "binary", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\bytes`},
		first: obj{"type": "binary", "value": b64("\x00\x01\xff")},
	},
	{
		name: "default value", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\`},
		first: obj{"exists": true, "value": "standard"},
	},
	{
		name: "backslash in a name", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\back\slash`},
		first: obj{"exists": true, "value": "in a name"},
	},
	{
		name: "no value", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\nix`},
		keys: []string{`HKLM\SOFTWARE\Conf\A\\nix`}, first: obj{"exists": false, "type": nil, "value": nil},
	},
	{
		name: "no key", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Nix\\nix`},
		first: obj{"exists": false},
	},
	{
		name: "pattern in a key", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\*\\text`},
		keys: []string{`HKLM\SOFTWARE\Conf\A\\text`, `HKLM\SOFTWARE\Conf\B [1]\\text`},
	},
	{
		name: "pattern in a name", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE\Conf\A\\*e*t`},
		keys: []string{`HKLM\SOFTWARE\Conf\A\\text`},
	},
	{
		name: "no two backslashes", query: resource.Query{Type: "registry", Key: `HKLM\SOFTWARE`},
		fault: resource.Invalid,
	},
	{name: "no hive", query: resource.Query{Type: "registry", Key: `HKXY\SOFTWARE\\x`}, fault: resource.Invalid},

	{
		name: "no service", query: resource.Query{Type: "service", Key: "xops-nix"}, keys: []string{"xops-nix"},
		first: obj{"exists": false, "state": nil},
	},
	{name: "no service by pattern", query: resource.Query{Type: "service", Key: "xops-nix*"}, keys: []string{}},
	{name: "no service by program", query: resource.Query{
		Type: "service", Key: "*",
		Args: obj{"program": `C:\xops-nix\*`},
	}, keys: []string{}},

	{name: "no port", query: resource.Query{Type: "firewall", Key: "in/tcp/70000"}, fault: resource.Invalid},
	{
		name: "no rule", query: resource.Query{Type: "firewall_rule", Key: "xops-nix"}, keys: []string{"xops-nix"},
		first: obj{"exists": false, "count": 0},
	},

	{
		name: "no folder to permit", query: resource.Query{Type: "permission", Key: `C:\Conf\nix`},
		first: obj{"exists": false, "sddl": nil},
	},
	{
		name: "access list", query: resource.Query{Type: "permission", Key: `C:\Conf\acl`},
		first: obj{"exists": true, "kind": "directory", "protected": false, "canonical": true},
	},
	{
		name: "how much is below a folder", query: resource.Query{
			Type: "permission", Key: `C:\Conf\acl`, Args: obj{"below": int64(1)},
		},
		first: obj{"kind": "directory", "below": 1, "below_more": false},
	},
	{
		name: "more below a folder", query: resource.Query{
			Type: "permission", Key: `C:\Conf`, Args: obj{"below": int64(2)},
		},
		first: obj{"below": 2, "below_more": true},
	},
	{
		name: "nothing is below a file", query: resource.Query{
			Type: "permission", Key: `C:\Conf\acl\datei.txt`, Args: obj{"below": int64(2)},
		},
		first: obj{"kind": "file", "below": nil, "below_more": nil},
	},

	{name: "os", query: resource.Query{Type: "os"}, keys: []string{""}, first: obj{
		"system_drive": "C:",
		"oem_codepage": 850, "ansi_codepage": 1252, "language": 1031,
	}},
	{name: "no process", query: resource.Query{Type: "process", Key: "xops-nix.exe"}, keys: []string{}},
	{name: "nobody listens", query: resource.Query{Type: "listener", Key: "tcp/1"}, keys: []string{}},
	{name: "port of nothing", query: resource.Query{Type: "listener", Key: "icmp/1"}, fault: resource.Invalid},
	{name: "refused", query: resource.Query{Type: "tcp", Key: "127.0.0.1:1"}, first: obj{
		"result":  "refused",
		"address": "127.0.0.1",
	}},
	{name: "no such name", query: resource.Query{Type: "tcp", Key: "nix.invalid:80"}, first: obj{"result": "dns"}},
	{name: "no address", query: resource.Query{Type: "tcp", Key: "nix"}, fault: resource.Invalid},
	{
		name: "one that is there", query: resource.Query{Type: "dns", Args: obj{"names": []any{"localhost"}}},
		keys: []string{"localhost"}, first: obj{"result": "ok"},
	},
	{
		name: "several at once", query: resource.Query{Type: "dns", Args: obj{
			"names": []any{"nix2.invalid", "127.0.0.1", "nix1.invalid"},
		}},
		keys:  []string{"127.0.0.1", "nix1.invalid", "nix2.invalid"},
		first: obj{"result": "ok", "addresses": []string{"127.0.0.1"}},
	},
	{
		name: "no name", query: resource.Query{Type: "dns", Args: obj{"names": []any{"a b"}}}, fault: resource.Invalid,
	},
	{name: "refused", query: resource.Query{Type: "tls", Args: obj{
		"targets": []any{"127.0.0.1:1"}, "plain": []any{"127.0.0.1:2", "nix.invalid:80"},
	}}, keys: []string{"127.0.0.1:1", "127.0.0.1:2", "nix.invalid:80"}, first: obj{
		"dns": "ok", "result": "refused", "address": "127.0.0.1", "protocol": nil, "subject": nil, "names": []string{},
		"root_public": nil, "error": nil,
	}},
	{
		name: "nothing is asked", query: resource.Query{Type: "tls", Args: obj{"targets": []any{}}}, keys: []string{},
	},
	{
		name:  "no port",
		query: resource.Query{Type: "tls", Args: obj{"targets": []any{"nix"}}}, fault: resource.Invalid,
	},
	{
		name: "silent", query: resource.Query{Type: "time", Key: "127.0.0.1:1", Args: obj{"timeout_ms": 300}},
		first: obj{"source": "127.0.0.1:1", "result": "silent", "offset_ms": nil},
	},
	{name: "none", query: resource.Query{Type: "scheduled_task", Key: `\nix*`}, keys: []string{}},
	{name: "no folder", query: resource.Query{Type: "scheduled_task", Key: `\nix\nix\*`}, keys: []string{}},
	{name: "no path", query: resource.Query{Type: "scheduled_task", Key: "nix"}, fault: resource.Invalid},
	{
		name: "cim", query: resource.Query{
			Type: "cim", Key: "Win32_OperatingSystem",
			Args: obj{"select": []any{"SystemDrive"}, "filter": obj{"SystemDrive": "c*"}},
		}, keys: []string{"0"},
		first: obj{"SystemDrive": "C:"},
	},
	{name: "cim, filtered away", query: resource.Query{
		Type: "cim", Key: "Win32_OperatingSystem",
		Args: obj{"select": []any{"SystemDrive"}, "filter": obj{"SystemDrive": "X:"}},
	}, keys: []string{}},
	{
		name: "cim, no class", query: resource.Query{
			Type: "cim", Key: "Nix_Nix",
			Args: obj{"select": []any{"Name"}},
		},
		fault: resource.Absent,
	},
	{name: "cim, no name of a class", query: resource.Query{
		Type: "cim", Key: "x where 1=1",
		Args: obj{"select": []any{"Name"}},
	}, fault: resource.Invalid},
	{name: "no type", query: resource.Query{Type: "nix", Key: "x"}, fault: resource.Unsupported},
}

// get asks everything in one batch, as xops does.
func (s *suite) get(t *testing.T) {
	queries := make([]resource.Query, len(getCases))
	for i, c := range getCases {
		s.table.get(c.query.Type)
		queries[i] = c.query
	}
	answers, err := s.session.Observe(s.ctx, queries)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range getCases {
		t.Run(c.query.Type+"/"+c.name, func(t *testing.T) {
			a := answers[i]
			if s.differs(t, c.query.Type, c.name) {
				return
			}
			if c.fault != "" {
				wantFault(t, a.Fault, c.fault)
				return
			}
			if a.Fault != nil {
				t.Fatal(a.Fault)
			}
			if c.keys != nil {
				got := []string{}
				for _, item := range a.Items {
					got = append(got, item.Key)
				}
				if len(got) != len(c.keys) {
					t.Fatalf("keys %q, want %q", got, c.keys)
				}
				for j := range got {
					if got[j] != c.keys[j] {
						t.Errorf("keys %q, want %q", got, c.keys)
					}
				}
			}
			if c.first != nil {
				if len(a.Items) == 0 {
					t.Fatal("no items")
				}
				wantProps(t, a.Items[0].Props, c.first)
			}
		})
	}
	t.Run("firewall/port", func(t *testing.T) {
		p := s.one(t, "firewall", "in/tcp/23174", nil)
		got := map[string]string{}
		rules, _ := p["rules"].([]any)
		for _, r := range rules {
			m, _ := r.(map[string]any)
			id, _ := m["id"].(string)
			got[id], _ = m["store"].(string)
		}
		for id, store := range map[string]string{
			"c-exact": "local", "c-range": "local", "c-any": "local",
			"c-anyport": "local", "c-list": "local", "c-policy": "policy", "x-other": "", "x-udp": "", "x-outbound": "",
			"x-remote": "",
		} {
			if got[id] != store {
				t.Errorf("rule %s: store %q, want %q", id, got[id], store)
			}
		}
	})
	t.Run("os/registry", s.facts)
}

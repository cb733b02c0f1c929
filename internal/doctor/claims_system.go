package doctor

import (
	"regexp"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

var fourNumbers = regexp.MustCompile(`^\d+\.\d+\.\d+\.\d+$`)

// osProperty judges one property of the operating system.
func osProperty(id, section, claim, why, name string, ok func(v any) Verdict) Claim {
	return Claim{
		ID: id, Section: section, Claim: claim, Why: why, Queries: []resource.Query{{Type: "os"}},
		Judge: property(name, ok),
	}
}

func file(key string) []resource.Query { return []resource.Query{{Type: "file", Key: key}} }

func registry(keys ...string) []resource.Query {
	var out []resource.Query
	for _, k := range keys {
		out = append(out, resource.Query{Type: "registry", Key: k})
	}
	return out
}

var systemClaims = []Claim{
	osProperty("O-01", "4.7", ".NET Framework's release is in the registry and is 4.5 or later", labWine+
		"; the value is planted", "dotnet_release", func(v any) Verdict {
		n, ok := number(v)
		return told(ok && n >= 378389)
	}),
	osProperty("O-02", "4.8", "Whether a restart is pending can be told", "nothing restarts in the lab",
		"pending_reboot", isBool),
	osProperty("O-03", "4.9", "The time of the last start can be read", labWine, "boot_time", isText),
	osProperty("O-04", "4.8", "The language of Windows can be read as a number (1031 is German)", labWine, "language",
		isNumber),
	osProperty("O-05", "3.5, 4.3", "The ANSI code page is 1252, or 65001 where the beta option is on", labWine,
		"ansi_codepage", func(v any) Verdict {
			n, _ := number(v)
			return told(n == 1252 || n == 65001)
		}),
	osProperty("O-06", "3.5", "The OEM code page is 850, 437 or 65001", labWine, "oem_codepage", func(v any) Verdict {
		n, _ := number(v)
		return told(n == 850 || n == 437 || n == 65001)
	}),
	osProperty("O-07", "4.8", "Build and edition can be read, and the build is that of the hello", labWine, "build",
		isNumber),
	osProperty("O-08", "4.8", "The product type tells a workstation from a server and a domain controller",
		"Wine says 1 always", "product_type", func(v any) Verdict {
			n, _ := number(v)
			return told(n >= 1 && n <= 3)
		}),
	{
		ID: "O-09", Section: "4.5", Claim: "A program's version is read from its numbers",
		Why: "Wine's programs have versions of their own", Queries: file(`%SystemRoot%\System32\kernel32.dll`),
		Judge: property("version", func(v any) Verdict { s, _ := v.(string); return told(fourNumbers.MatchString(s)) }),
	},
	{
		ID: "O-10", Section: "4.3", Claim: "The system drive is told to be a fixed drive", Why: labWine,
		Queries: file(`%SystemRoot%`),
		Judge:   property("drive", func(v any) Verdict { return told(v == "fixed") }),
	},
	{
		ID: "O-11", Section: "4.3", Claim: "A junction is recognised", Why: "Wine makes links in its own way",
		Queries: file(`C:\Documents and Settings`),
		Judge:   property("link", func(v any) Verdict { return told(v == true) }),
	},
	{
		ID: "O-12", Section: "3.7",
		Claim: "The two registry views differ as they should: Program Files of the 32-bit view is the one with (x86)",
		Why:   labWine,
		Queries: registry(`HKLM32\SOFTWARE\Microsoft\Windows\CurrentVersion\\ProgramFilesDir`,
			`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\\ProgramFilesDir`),
		Judge: func(s *sight) (Verdict, []Fact) {
			narrow, ok := s.item(0)
			wide, also := s.item(1)
			if !ok || !also || narrow["exists"] == false || wide["exists"] == false || s.hello.Bits != 64 {
				return Unknown, []Fact{{"fault", s.fault(0) + s.fault(1)}, {"bits", s.hello.Bits}}
			}
			a, b := narrow.String("value"), wide.String("value")
			return told(strings.HasSuffix(a, "(x86)") && !strings.HasSuffix(b, "(x86)")),
				[]Fact{{"view_32", plain(a)}, {"view_64", plain(b)}}
		},
	},
	{
		ID: "O-13", Section: "4.8", Claim: "WMI answers: Win32_OperatingSystem has one instance with a build number",
		Why: "Wine's WMI is its own; repositories break on old computers",
		Queries: []resource.Query{{
			Type: "cim", Key: "Win32_OperatingSystem",
			Args: resource.Props{"select": []any{"BuildNumber", "ProductType"}},
		}},
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			return told(ok && p.String("BuildNumber") != ""), []Fact{
				{"build", plain(p["BuildNumber"])},
				{"fault", s.fault(0)},
				{"ms", s.ms},
			}
		},
	},
	{
		ID: "O-14", Section: "4.8",
		Claim: "An SSD is told from a hard disk by MSFT_PhysicalDisk.MediaType (3 hard disk, 4 SSD, 0 not known)",
		Why:   "Wine has no such class",
		Queries: []resource.Query{{
			Type: "cim", Key: "MSFT_PhysicalDisk",
			Args: resource.Props{"namespace": "root/Microsoft/Windows/Storage", "select": []any{
				"MediaType",
				"BusType",
			}},
		}},
		Judge: func(s *sight) (Verdict, []Fact) {
			if s.fault(0) != "" {
				return Refuted, []Fact{{"fault", s.fault(0)}}
			}
			var types []string
			verdict := Unknown
			for _, i := range s.answers[0].Items {
				n, ok := number(i.Props["MediaType"])
				if !ok || n < 0 || n > 5 {
					return Refuted, []Fact{{"media_type", plain(i.Props["MediaType"])}}
				}
				if n > 0 {
					verdict = Confirmed
				}
				types = append(types, []string{"not known", "1", "2", "hard disk", "SSD", "SCM"}[int(n)])
			}
			return verdict, []Fact{{"disks", types}}
		},
	},
	{
		ID: "O-15", Section: "4.6",
		Claim:   "Listening ends are told with their process: RPC on 135 belongs to svchost.exe",
		Why:     "all hosts of the lab share one network",
		Queries: []resource.Query{{Type: "listener", Key: "tcp/135"}},
		Judge: func(s *sight) (Verdict, []Fact) {
			if s.fault(0) != "" || len(s.answers[0].Items) == 0 {
				return Unknown, []Fact{{"fault", s.fault(0)}, {"listeners", len(s.answers[0].Items)}}
			}
			program := strings.ToLower(s.answers[0].Items[0].Props.String("program"))
			return told(strings.HasSuffix(program, `svchost.exe`)), []Fact{
				{"program", plain(program)},
				{"listeners", len(s.answers[0].Items)},
			}
		},
	},
	{
		ID: "O-16", Section: "4.6", Claim: "A TCP probe tells refused from open",
		Why: "the lab's network is this computer's", Queries: []resource.Query{
			{Type: "tcp", Key: "127.0.0.1:135"},
			{Type: "tcp", Key: "127.0.0.1:1", Args: resource.Props{"timeout_ms": int64(4000)}},
		},
		Judge: func(s *sight) (Verdict, []Fact) {
			open, ok := s.item(0)
			refused, also := s.item(1)
			if !ok || !also {
				return Unknown, []Fact{{"fault", s.fault(0) + s.fault(1)}}
			}
			a, b := open.String("result"), refused.String("result")
			return told(a == "open" && b == "refused"), []Fact{{"port_135", a}, {"port_1", b}}
		},
	},
	{
		ID: "O-17", Section: "4.1", Claim: "Processes tell their path, also those of services",
		Why: "Wine has one user", Queries: []resource.Query{{Type: "process", Key: "svchost.exe"}},
		Judge: func(s *sight) (Verdict, []Fact) {
			paths := 0
			for _, i := range s.answers[0].Items {
				if i.Props.String("path") != "" {
					paths++
				}
			}
			n := len(s.answers[0].Items)
			if s.fault(0) != "" || n == 0 {
				return Unknown, []Fact{{"fault", s.fault(0)}, {"processes", n}}
			}
			return told(paths > n/2), []Fact{{"processes", n}, {"with_path", paths}}
		},
	},
}

package doctor

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/resource"
)

// Claims are all claims, in the order of the dossier's subjects; those that write only where that is wanted.
func Claims(write bool) []Claim {
	var all []Claim
	for _, part := range [][]Claim{
		sessionClaims, systemClaims, serviceClaims, securityClaims, lookClaims, netClaims, probeClaims, writeClaims,
		handClaims,
	} {
		for _, c := range part {
			if c.Write && !write {
				continue
			}
			if c.big {
				c.Queries = []resource.Query{bigQuery()}
			}
			all = append(all, c)
		}
	}
	return all
}

const (
	labShell = "the lab's WinRM server is ours: it proves that we agree with ourselves"
	labWine  = "the practice Windows is Wine"
)

// bigQuery is one request of nearly 2 million characters, which is also one of nearly 2 MB on standard input. It is
// made when it is asked for, once: every start of the program would pay for it.
var bigQuery = sync.OnceValue(func() resource.Query {
	return resource.Query{Type: "tcp", Key: "127.0.0.1:1", Args: resource.Props{
		"timeout_ms": int64(500),
		"padding":    strings.Repeat("x", 1_900_000),
	}}
})

// only judges by f on one transport; on others the claim does not apply.
func only(transport string, f func(s *sight) (Verdict, []Fact)) func(*sight) (Verdict, []Fact) {
	return func(s *sight) (Verdict, []Fact) {
		if s.transport != transport {
			return Unknown, []Fact{{"transport", s.transport}}
		}
		return f(s)
	}
}

func whole(s *sight) (Verdict, []Fact) {
	return told(s.hello.Bytes == agent.CoreBytes()), []Fact{{"sent", agent.CoreBytes()}, {"arrived", s.hello.Bytes}}
}

func answered(s *sight) (Verdict, []Fact) {
	_, ok := s.item(0)
	return told(ok), []Fact{{"fault", s.fault(0)}, {"ms", s.ms}, {"bytes_sent", s.stats.BytesSent}}
}

var sessionClaims = []Claim{
	{
		ID: "S-01", Section: "1.2, 7.1",
		Claim: "With WINRS_CONSOLEMODE_STDIN=FALSE standard input is a pipe: the agent's bytes arrive whole and " +
			"unconverted, on 2012 R2 as on 11",
		Why: labShell, Judge: only("winrm", whole),
	},
	{
		ID: "S-02", Section: "1.1, 7.8", Claim: "Create accepts IdleTimeOut PT15M", Why: labShell,
		Judge: only("winrm", func(s *sight) (Verdict, []Fact) { return Confirmed, []Fact{{"starts", s.stats.Starts}} }),
	},
	{
		ID: "S-03", Section: "1.3", Claim: "The bootstrap's command line passes cmd.exe as it is",
		Why: "cmd.exe of Wine is not the one of Windows",
		Judge: func(s *sight) (Verdict, []Fact) {
			return Confirmed, []Fact{{"characters", len(agent.CommandLine(s.transport != "ssh"))}}
		},
	},
	{
		ID: "S-04", Section: "1.4", Claim: "Sends of 240 KiB fit into the host's envelope, and 1.9 MB arrive in order",
		Why: labShell, big: true,
		Judge: only("winrm", answered),
	},
	{
		ID: "S-05", Section: "3.3, 7.7",
		Claim: "The JSON reader of this .NET Framework is there and reads a line of 1.9 million characters",
		Why:   "the lab's engine is PowerShell 7 with limits of its own",
		big:   true, Judge: answered,
	},
	{
		ID: "S-06", Section: "2, 7.9", Claim: "Win32-OpenSSH streams more than 1 MB of standard input without a pty",
		Why: "the lab's sshd is not Win32-OpenSSH", big: true,
		Judge: only("ssh", answered),
	},
	{
		ID: "S-07", Section: "1.10, 3.5",
		Claim:   "64 KiB of text with umlauts come back as they were sent, whatever the console's code page",
		Why:     "code pages of a real console are not in the lab",
		Queries: func() []resource.Query { q, _ := echoQueries(); return q }(),
		Judge: func(s *sight) (Verdict, []Fact) {
			asked, size := echoQueries()
			for i, a := range s.answers {
				if a.Fault != nil || len(a.Items) != 1 || !strings.EqualFold(a.Items[0].Key, asked[i].Key) {
					return Refuted, []Fact{{"first_difference", i}, {"fault", s.fault(i)}}
				}
			}
			return Confirmed, []Fact{{"bytes", size}, {"ms", s.ms}}
		},
	},
	{
		ID: "S-08", Section: "1.10", Claim: "Nothing else writes to standard output of the session",
		Why:   "no antivirus program, profile script or logon banner is in the lab",
		Judge: func(s *sight) (Verdict, []Fact) { return told(s.noise == ""), []Fact{{"bytes", len(s.noise)}} },
	},
	{
		ID: "S-09", Section: "1.8", Claim: "The session is elevated: S-1-5-32-544 is enabled in the token",
		Why: "there is no UAC in the lab",
		Judge: func(s *sight) (Verdict, []Fact) {
			return told(s.hello.Elevated), []Fact{{"elevated", s.hello.Elevated}}
		},
	},
	{
		ID: "S-10", Section: "3.7", Claim: "The session is a 64-bit PowerShell on a 64-bit Windows",
		Why:     "the lab has 64-bit programs only",
		Queries: []resource.Query{{Type: "file", Key: `C:\Windows\SysWOW64\ntdll.dll`}},
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			wide := ok && p["exists"] == true
			if !wide && s.hello.Bits == 32 {
				return Unknown, []Fact{{"bits", s.hello.Bits}, {"windows", 32}}
			}
			return told(s.hello.Bits == 64), []Fact{{"bits", s.hello.Bits}}
		},
	},
	{
		ID: "S-11", Section: "3.6", Claim: "The agent passes AMSI while Defender's real-time protection is on",
		Why: "there is neither AMSI nor Defender in the lab",
		Queries: []resource.Query{{Type: "cim", Key: "MSFT_MpComputerStatus", Args: resource.Props{
			"namespace": "root/Microsoft/Windows/Defender", "select": []any{"RealTimeProtectionEnabled"},
		}}},
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			if !ok || p["RealTimeProtectionEnabled"] != true {
				return Unknown,
					[]Fact{
						{"fault", s.fault(0)},
						{"real_time_protection", ok && p["RealTimeProtectionEnabled"] == true},
					}
			}
			return Confirmed, []Fact{{"real_time_protection", true}}
		},
	},
	{
		ID: "S-12", Section: "3.1", Claim: "PowerShell's version belongs to this build of Windows, and is 3.0 to 5.1",
		Why: "the lab's engine is PowerShell 7",
		Judge: func(s *sight) (Verdict, []Fact) {
			return belongs(s.hello.PS, s.hello.Build), []Fact{
				{"powershell", s.hello.PS},
				{"build", s.hello.Build},
				{"clr", s.hello.CLR},
			}
		},
	},
}

// powershells are the versions that a Windows can have, by its build: what it came with, and what WMF makes of it.
var powershells = []struct {
	from     int // build
	versions []string
}{
	{14393, []string{"5.1"}},
	{10240, []string{"5.0", "5.1"}},
	{9600, []string{"4.0", "5.0", "5.1"}},
	{9200, []string{"3.0", "4.0", "5.0", "5.1"}},
	{7600, []string{"3.0", "4.0", "5.0", "5.1"}},
}

// basis is the build that a Windows was made of where it counts another one: PowerShell tells that.
var basis = map[int]int{
	18363: 18362, 19042: 19041, 19043: 19041, 19044: 19041, 19045: 19041, 22631: 22621, 26200: 26100,
}

// belongs says whether a version of PowerShell is one that this build of Windows has. On Windows 10 and later it
// carries the build.
func belongs(version string, build int) Verdict {
	n := strings.Split(version, ".")
	if len(n) < 2 || build == 0 {
		return Unknown
	}
	for _, p := range powershells {
		if build < p.from {
			continue
		}
		if !slices.Contains(p.versions, n[0]+"."+n[1]) {
			return Refuted
		}
		if build < 14393 {
			return Confirmed
		}
		if len(n) < 3 {
			return Unknown
		}
		base, known := basis[build]
		switch {
		case n[2] == strconv.Itoa(build) && !known || n[2] == strconv.Itoa(base):
			return Confirmed
		case known:
			return Refuted
		}
		return Unknown // a build that is not in the table may be made of another one
	}
	return Refuted
}

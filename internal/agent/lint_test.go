package agent

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// lintScript is a PowerShell file as the rules see it.
type lintScript struct {
	file  string
	code  []string // line by line, without comments, the text of strings taken out
	whole []string // line by line, without comments
}

// split takes a script apart. The agent has no strings or comments over several lines, and a rule that says so.
func split(file, source string) lintScript {
	s := lintScript{file: file}
	for line := range strings.Lines(source) {
		var code, whole strings.Builder
		line = strings.TrimRight(line, "\r\n")
		for i := 0; i < len(line); {
			c := line[i]
			switch {
			case c == '`' && i+1 < len(line):
				code.WriteString(line[i : i+2])
				whole.WriteString(line[i : i+2])
				i += 2
			case c == '#' && (i == 0 || strings.IndexByte(" \t;(){}", line[i-1]) >= 0):
				i = len(line)
			case c == '\'' || c == '"':
				end := closing(line, i)
				code.WriteString("''")
				whole.WriteString(line[i:end])
				i = end
			default:
				code.WriteByte(c)
				whole.WriteByte(c)
				i++
			}
		}
		s.code, s.whole = append(s.code, code.String()), append(s.whole, whole.String())
	}
	return s
}

// closing is where the string that begins at i has ended.
func closing(line string, i int) int {
	quote := line[i]
	for j := i + 1; j < len(line); j++ {
		switch {
		case quote == '"' && line[j] == '`':
			j++
		case line[j] == quote && j+1 < len(line) && line[j+1] == quote:
			j++
		case line[j] == quote:
			return j + 1
		}
	}
	return len(line)
}

// rule is one thing that has no place in a script that runs on other people's servers.
type rule struct {
	name  string
	why   string
	look  func(s lintScript) []string // the lines to look at
	bad   *regexp.Regexp
	fine  *regexp.Regexp // what is taken out of a line first
	allow map[string]int // how often in which file it is right all the same
	catch []string       // lines that it must find
	pass  []string       // lines that it must not find
}

func inCode(s lintScript) []string { return s.code }
func inAll(s lintScript) []string  { return s.whole }

func words(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)(^|[^\w-])(` + s + `)($|[^\w-])`) }

var rules = []rule{
	{
		name: "no members newer than .NET Framework 4.5", why: "an older Windows has only that", look: inCode,
		bad: regexp.MustCompile(`(?i)\.(?:Kill|ReadLineAsync|ReadToEndAsync|WaitForExitAsync)\(\s*[^)\s]|` +
			`\.StartType\b|\.(?:Contains|Replace|IndexOf)\([^()]*,[^()]*\[StringComparison\]`),
		catch: []string{
			`$p.Kill($true)`, `$in.ReadLineAsync($token)`, `$s.StartType -eq 2`,
			`$a.Contains('x', [StringComparison]::Ordinal)`,
		},
		pass: []string{`$p.Kill()`, `$in.ReadLineAsync()`, `$a.Contains('x')`, `$a.IndexOf($b, 2)`},
	},
	{
		name: "no $input", why: "the console host would read standard input itself (dossier 1.10)", look: inAll,
		bad:   regexp.MustCompile(`(?i)\$\{?(\w+:)?input\b`),
		catch: []string{`foreach ($x in $input) { }`, `$Input | ForEach-Object { $_ }`, `"a $input"`, `${input}`},
		pass:  []string{`$inputs = 1`, `# $input is not used`, `$i.RedirectStandardInput = $true`},
	},
	{
		name: "no script text made of values", why: "a value would become a command", look: inAll,
		bad: regexp.MustCompile(`(?i)Invoke-Expression|\biex\b|\.InvokeScript\(|\[ScriptBlock\]::Create|AddScrip` +
			`t\(|NewScriptBlock|Invoke-Command`),
		allow: map[string]int{
			"boot.ps1":      1, // the agent itself, after its hash was compared
			"script.ps1":    1, // a playbook's constant text; values are in $p
			"taskwrite.ps1": 1, // in the detached task: the runner's text, which the agent wrote
		},
		catch: []string{
			`Invoke-Expression $x`, `iex "$x"`, `& ([ScriptBlock]::Create('a' + $b))`,
			`$ExecutionContext.InvokeCommand.InvokeScript($t)`, `[void]$ps.AddScript($t)`,
		},
		pass: []string{
			`$ExecutionContext.InvokeCommand.GetCommand($n, 'Function')`, `# Invoke-Expression`,
			`$index = 1`,
		},
	},
	{
		name: "calls are looked up, never made of text", why: "what is called must stand in the script", look: inCode,
		bad: regexp.MustCompile(`(?:^|[\s({|;=])[&.]\s*(?:''|\(|\$\w+)`),
		fine: regexp.MustCompile(`& \$(?:block|w\.Read|w\.Write|readers\[\$type\]|agent\.Change|agent\.Repair)` +
			`(?:\s|$|\))|` +
			`&\$core|\. \$part|\. \$agent\.Spare\[''\]`),
		catch: []string{
			`& $name $x`, `& "Get-$type" $key`, `& ('Get-' + $type)`, `. $file`, `$x = & $cmd`,
			`if ($a) { & 'cmd.exe' }`,
		},
		pass: []string{
			`$result.now = & $w.Read $op`, `$items = & $readers[$type] $k`, `try { return & $block }`,
			`$a = $b.c.d($e)`, `$x -band $y`,
		},
	},
	{
		name: "no command lines for a shell", why: "cmd.exe and powershell.exe -Command read values as commands",
		look: inAll, bad: regexp.MustCompile(`(?i)(^|[\s'"])-(c|command|file)\s+["&']|\bcmd(\.exe)?\s+/c\b|-Encode` +
			`dCommand`),
		allow: map[string]int{
			"command.ps1":   1, // xops exec: the operator's own command is what is asked for
			"taskwrite.ps1": 2, // a task's folder, whose name the agent makes of hex digits
		},
		catch: []string{
			`$i.Arguments = '-NoProfile -Command "' + $x + '"'`, `Invoke-System 'cmd.exe /c' @('del')`,
			`'-EncodedCommand ' + $x`, `'-File "' + $x`,
		},
		pass: []string{`$i.Arguments = '/T /F'`, `function New-CommandStart($command) { }`},
	},
	{
		name: "no names of a language",
		why:  "German and English Windows name accounts and groups differently; SIDs are the same", look: inAll,
		bad: words(`Jeder|Administratoren|Benutzer|VORDEFINIERT(\\\w+)?|NT-AUTORIT(Ä|AE|\S)T(\\\w+)?|Gäste|Every` +
			`one|Administrators?|Users?|BUILTIN(\\\w+)?|NT AUTHORITY(\\\w+)?|Guests|Authenticated ` +
			`Users|Authentifizierte Benutzer|Domänen-Admins|Domain Admins|Wird ausgeführt|Angehalten|Beendet`),
		fine: regexp.MustCompile(`\[Security\.Principal\.WindowsBuiltInRole\]::Administrator|HKU = ` +
			`'Users'|\$user\b|\.User\b`),
		catch: []string{
			`New-Object Security.Principal.NTAccount 'Jeder'`, `'VORDEFINIERT\Benutzer'`,
			`'NT-AUTORITÄT\SYSTEM'`, `"BUILTIN\Administrators"`, `if ($g -eq 'Everyone') { }`, `'NT AUTHORITY\SYSTEM'`,
		},
		pass: []string{`'S-1-5-32-545'`, `(New-Object X).IsInRole([Security.Principal.WindowsBuiltInRole]::Adminis` +
			`trator)`, `$user.User.Value`, `# Jeder`},
	},
	{
		name: "numbers and dates become text in one way only", why: "a German host writes 1,5 and 24.11.2026",
		look: inCode,
		bad: regexp.MustCompile(`(?i)\.ToString\([^)]*\)|\s-[ci]?f\s|\]::(Try)?Parse(Exact)?\(|Get-Dat` +
			`e\b|\.To(Short|Long)(Date|Time)String\(|\.To(Lower|Upper)\(\)|\[string\]::Format\(|\.AppendForma` +
			`t\(|CurrentCulture\b|\[Convert\]::To(Double|Single|Decimal|DateTime)`),
		fine: regexp.MustCompile(`\.ToString\((?:''\s*,\s*)?\$invariant\)|::(?:Try)?Parse(?:Exact)` +
			`?\([^()]*\$invariant|\$(?:agent\.Out|b|ip|plain|e\.Address)\.ToString\(\)|\[(?:BitConverter|Convert` +
			`)\]::ToString\(|\[Environment\]::Version\.ToString\(\)|CurrentThread\.Current(?:UI)?Culture = ` +
			`\$invariant|\$sessionCulture = ` +
			`.*|\[bigint\]::Parse\(''\)|(?:ScriptBlock|\.Append\(.*\))\.ToString\(\)|\[Net\.IPAddress\]::TryParse\(`),
		catch: []string{
			`$n.ToString()`, `$n.ToString('X8')`, `'{0:N1}' -f $x`, `[datetime]::Parse($t)`,
			`[double]::Parse($t)`, `Get-Date -Format s`, `$d.ToShortDateString()`, `$s.ToLower()`,
			`[string]::Format('{0}', $x)`, `$t.ToString('yyyy')`, `[Convert]::ToDouble($x)`,
		},
		pass: []string{
			`$n.ToString('X8', $invariant)`, `$n.ToString($invariant)`, `$s.ToLowerInvariant()`,
			`[BitConverter]::ToString($h)`, `$agent.Out.ToString()`, `if (-not $f) { }`,
		},
	},
	{
		name: "deadlines by a clock that nobody can set",
		why:  "a step may correct the computer's clock; what is a time of day stands here", look: inCode,
		bad: regexp.MustCompile(`(?i)\[DateTime(Offset)?\]::(Utc)?(Now|Today)|\bTickCount\b`),
		allow: map[string]int{
			"clock.ps1":     1, // its difference to the time of another computer
			"os.ps1":        1, // the computer's time itself
			"service.ps1":   1, // since the computer was started, in a question to its event log
			"taskrun.ps1":   5, // when a task began, ended, was seen alive
			"taskwrite.ps1": 1, // a folder's age by the file system's time
		},
		catch: []string{
			`if ([DateTime]::UtcNow -gt $agent.Until) { }`, `[datetime]::Now.AddSeconds(3)`,
			`[Environment]::TickCount`,
		},
		pass: []string{`Get-Moment 10`, `$agent.Clock.Elapsed.TotalSeconds`, `[DateTime]::MaxValue`},
	},
	{
		name: "no aliases", why: "a profile or another version can name them otherwise", look: inCode,
		bad: regexp.MustCompile(`(?i)(?:\|\s*|^\s*|[;{(=]\s*)(?:%|\?|foreach(?:\s*\{)|where|select|sort|group|meas` +
			`ure|tee|cat|gc|ls|dir|gci|gi|gp|sp|ni|ri|rm|cp|mv|echo|sleep|start|ps|kill|sc|gwmi|gcim|curl|wget|sap` +
			`s|nal|ipmo|fl|ft)(?:[\s{]|$)`), fine: regexp.MustCompile(`\b[Ss]tart\s*=`),
		catch: []string{
			`$x | % { $_ }`, `$x | ? { $_ }`, `$x | where { $_ }`, `ls C:\`, `$a = gci $p`, `sleep 1`,
			`$x | foreach { $_ }`, `if ($a) { rm $b }`,
		},
		pass: []string{
			`$x | ForEach-Object { $_ }`, `foreach ($a in $b) { }`, `$a % 2`, `$p.kill()`, `sort0 1`,
			`@{ a = 1; start = $x }`,
		},
	},
	{
		name: "no strings or comments over several lines",
		why:  "the rules, and what removes indentation, look at lines", look: inAll,
		bad:   regexp.MustCompile(`@['"]\s*$|<#|#>`),
		catch: []string{`$x = @'`, `$x = @"`, `<# long`}, pass: []string{`@('a')`, `@{ a = 1 }`},
	},
	{
		name: "nothing is compiled or loaded",
		why:  "compiling writes files to TEMP, and antivirus programs watch it (dossier 3.6)", look: inAll,
		bad: regexp.MustCompile(`(?i)Add-Type|DllImport|\[Reflection\.Assembly\]::Load|Assembly\.Load|GetDelegateF` +
			`orFunctionPointer|FromBase64String.*Load|GzipStream|DeflateStream|DownloadString|Import-Module|using ` +
			`module`), fine: regexp.MustCompile(`\[Reflection\.Assembly\]::LoadWithPartialName\((?:\$name|'Syst` +
			`em\.Runtime\.Serialization')\)`), // .NET's own
		catch: []string{
			`Add-Type -AssemblyName System.Web`, `[Reflection.Assembly]::LoadFile($x)`,
			`'[DllImport("kernel32")]'`, `New-Object IO.Compression.GzipStream $x`,
		},
		pass: []string{
			`$null = [Reflection.Assembly]::LoadWithPartialName('System.Runtime.Serialization')`,
			`function Add-Json { }`,
		},
	},
	{
		name: "no content goes through a cmdlet",
		why:  "where module logging is on, what a cmdlet is given stands in the event log (4103)", look: inCode,
		bad: regexp.MustCompile(`(?i)(?:New-Object|Get-CimInstance)\b[^)]*\$(?:bytes|chars|data|value|base64|` +
			`op\.after|op\.before|op\.want|command\['?'?\])|\|\s*[A-Z]\w+-\w+`),
		fine: regexp.MustCompile(`\$bytes\.Length|New-Object Diagnostics\.ProcessStartInfo ` +
			`\(\[string\]\$\w+\[''\]\)`),
		catch: []string{
			`New-Object string -ArgumentList (, $chars)`, `New-Object X $op.after['content']`, `$x | Add-It`,
			`$list = @($all | Where-Object { $_ })`,
		},
		pass: []string{
			`New-Object char[] (4 * $bytes.Length)`, `$a = $b -bor 1`,
			`$i = New-Object Diagnostics.ProcessStartInfo ([string]$command['program'])`,
		},
	},
	{
		name: "no number of an exception's text", why: "messages are in the host's language", look: inCode,
		bad:   regexp.MustCompile(`(?i)\.Message\s+-c?(like|match|eq|ne|notmatch|notlike)\b`),
		catch: []string{`if ($_.Exception.Message -match 'denied') { }`, `$e.Message -eq 'x'`},
		pass:  []string{`$message = $x.Message`},
	},
}

// find gives the places where a rule is broken.
func (r rule) find(s lintScript) []string {
	var out []string
	for i, line := range r.look(s) {
		if r.fine != nil {
			line = r.fine.ReplaceAllString(line, "§")
		}
		for _, hit := range r.bad.FindAllString(line, -1) {
			out = append(out, fmt.Sprintf("%s:%d: %q", s.file, i+1, strings.TrimSpace(hit)))
		}
	}
	return out
}

var (
	verbNoun   = regexp.MustCompile(`(^|[^\w$.\-\]:\\])([A-Za-z]+-[A-Za-z]\w*)`)
	definition = regexp.MustCompile(`(?m)^\s*function ([A-Za-z]+-\w+)`)
)

// cmdlets are all that the agent may use (design point 6): they are in every version, and none of them loads a module.
// What is passed to one is written into the event log where module logging is on, so none is ever given a value of a
// request.
var cmdlets = []string{"New-Object", "Get-CimInstance", "Set-CimInstance", "Set-StrictMode"}

// foreign gives the commands in a script that are neither its own functions nor allowed.
func foreign(s lintScript, own []string) []string {
	var out []string
	for i, line := range s.code {
		for _, m := range verbNoun.FindAllStringSubmatch(line, -1) {
			if !slices.Contains(own, m[2]) && !slices.Contains(cmdlets, m[2]) {
				out = append(out, fmt.Sprintf("%s:%d: %s", s.file, i+1, m[2]))
			}
		}
	}
	return out
}

// scripts are all PowerShell files of this package.
func scripts(t *testing.T) (all []lintScript, own []string) {
	t.Helper()
	add := func(name, text string) {
		all = append(all, split(name, text))
		for _, m := range definition.FindAllStringSubmatch(text, -1) {
			own = append(own, m[1])
		}
	}
	add("boot.ps1", bootstrap)
	entries, err := fs.ReadDir(sources, "ps")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := fs.ReadFile(sources, path.Join("ps", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		add(e.Name(), string(text))
		name := strings.TrimSuffix(e.Name(), ".ps1")
		if _, ok := needs[name]; !ok && !slices.Contains(coreParts, name) {
			t.Errorf("%s is no part of the agent", e.Name())
		}
	}
	return all, own
}

// members are the methods that the agent calls: each is in .NET Framework 4.5, in COM since Windows 8, or the agent's
// own. The check for PowerShell 3.0 knows static members only.
const members = `
Abs Add AddDays AddMinutes AddScript Append AuthenticateAsClient BeginConnect BeginGetHostAddresses BeginInvoke
BeginStop Clear Clone Close Combine ComputeHash Connect Contains ContainsKey Continue Copy CopyToAsync Create
CreateDelegate CreateDirectory CreateFolder CreateInstance CreateJsonReader CreateNew CreateRunspace CreateSubKey
CreateViewStream Delete DeleteSubKey DeleteTask DeleteValue Dequeue Dispose EndConnect EndGetHostAddresses EndInvoke
EndsWith Enqueue EnumerateFileSystemInfos Equals Escape Exists ExpandEnvironmentVariables Floor Flush
FromBase64CharArray GetAccessControl GetActiveTcpListeners GetActiveUdpListeners GetAttribute GetAttributes
GetBaseException GetBytes GetCommand GetCurrent GetCurrentProcess GetDirectories GetDirectoryName GetElementsByTagName
GetEncoding GetFileName GetFileSystemInfos GetFolder GetFolderPath GetFolders GetHostAddresses GetHostName GetIPGlobalProperties
GetLastWriteTimeUtc GetLogInformation GetOwner GetProcessById GetProcesses GetSddlForm GetSecurityDescriptorSddlForm
GetServices GetStream GetString GetSubKeyNames GetTask GetTasks GetTimestamp GetValue GetValueKind GetValueNames
GetVariable GetVersionInfo IndexOf IndexOfAny Insert InsertAce IsInRole IsInfinity IsMatch IsNaN IsStartElement Item
Kill LastIndexOf LoadWithPartialName LoadXml Matches Max Min Move MoveToContent NewTask Open OpenBaseKey OpenExisting
OpenRead OpenStandardInput OpenStandardOutput OpenSubKey Parse ParseExact Read ReadAllText ReadAsync
ReadElementContentAsString ReadEndElement ReadEvent ReadLine ReadLineAsync ReadStartElement ReadToEnd ReadToEndAsync
Receive Refresh RegisterTaskDefinition Remainder Remove RemoveAce Replace Reset Run Send SetAccessControl
SetAttributes SetLength SetMinThreads SetOwner SetSecurityDescriptorSddlForm SetValue SetVariable Sleep Sort
SpecifyKind Split Start StartNew StartsWith Stop Substring Subtract Synchronized ToArray ToBase64CharArray
ToBase64String ToCharArray ToInt32 ToInt64 ToLowerInvariant ToString ToUInt32 ToUInt64 ToUniversalTime
ToUpperInvariant ToXml Trim TrimEnd TryParse Wait WaitAny WaitForExit WaitOne Write WriteAllText get_Count
get_InnerText get_Keys get_LocalName get_Values`

var (
	called      = regexp.MustCompile(`(?:\]::|[\w)\]}']\.)([A-Za-z_]\w*)\(`)
	constructed = regexp.MustCompile(`New-Object [\w.]+`)
)

// TestMembers: a method that is called for the first time is looked up in .NET Framework 4.5 before it stands above.
func TestMembers(t *testing.T) {
	known := strings.Fields(members)
	all, _ := scripts(t)
	met := map[string]bool{}
	for _, s := range all {
		for i, line := range s.code {
			for _, m := range called.FindAllStringSubmatch(constructed.ReplaceAllString(line, ""), -1) {
				if met[m[1]] = true; !slices.Contains(known, m[1]) {
					t.Errorf("%s:%d: is %s in .NET Framework 4.5?", s.file, i+1, m[1])
				}
			}
		}
	}
	for _, name := range known {
		if !met[name] {
			t.Errorf("%s is called no more", name)
		}
	}
}

// TestRules looks at every line that goes to a host. CI checks the same files for what PowerShell 3.0 lacks.
func TestRules(t *testing.T) {
	all, own := scripts(t)
	for _, r := range rules {
		for _, s := range all {
			if got := r.find(s); len(got) != r.allow[s.file] {
				t.Errorf("%s (%s): %d places, %d are allowed\n%s", r.name, r.why, len(got), r.allow[s.file],
					strings.Join(got, "\n"))
			}
		}
	}
	for _, s := range all {
		if got := foreign(s, own); len(got) > 0 {
			t.Errorf("cmdlets cost seconds or can be missing; use the language, .NET and COM:\n%s",
				strings.Join(got, "\n"))
		}
		for i, line := range s.whole {
			if at := strings.IndexFunc(line, func(c rune) bool { return c > '~' || c < ' ' && c != '\t' }); at >= 0 {
				t.Errorf("%s:%d:%d is not ASCII", s.file, i+1, at+1)
			}
		}
	}
}

// TestRulesCatch proves that each rule finds what it is there for, and no more.
func TestRulesCatch(t *testing.T) {
	for _, r := range rules {
		for _, line := range r.catch {
			if len(r.find(split("x", line))) == 0 {
				t.Errorf("%s: not found in %s", r.name, line)
			}
		}
		for _, line := range r.pass {
			if got := r.find(split("x", line)); len(got) > 0 {
				t.Errorf("%s: found in %s: %v", r.name, line, got)
			}
		}
	}
	for line, want := range map[string]bool{
		`Write-Host 'x'`: true, `$x | Out-Null`: true, `Get-Content $p`: true, `$a = (Get-Service -Name x)`: true,
		`if (Test-Path $p) { }`: true, `Get-ItemProperty x | Sort-Object`: true,
		`Import-Module NetSecurity`: true, `Get-WmiObject Win32_Service`: true, `Start-Sleep 1`: true,
		`Write-Output 1`: true, `Out-File x`: true,
		`New-Object IO.FileInfo $p`: false, `Get-Own $x`: false, `'Write-Host'`: false, `# Write-Host`: false,
		`$a -notmatch 'x'`: false, `$x.Get-Thing`: false,
	} {
		if got := foreign(split("x", line), []string{"Get-Own"}); (len(got) > 0) != want {
			t.Errorf("%s: found %v", line, got)
		}
	}
}

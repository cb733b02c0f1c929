package sim

import (
	"strconv"
	"strings"
)

// defaults make a host what every Windows is.
func (h *Host) defaults() {
	if h.os.Build == 0 {
		h.os.Build, h.os.UBR, h.os.Edition, h.os.ProductName = 19045, 6332, "Professional", "Windows 10 Pro"
		if h.server {
			h.os.Build, h.os.UBR, h.os.Edition, h.os.ProductName = 20348, 3807, "ServerStandard",
				"Windows Server 2022 Standard"
		}
	}
	if h.os.DotNetRelease == 0 {
		h.os.DotNetRelease = 528449
	}
	if h.os.PowerShell == "" {
		base := h.os.Build
		if base == 19045 {
			base = 19041 // what 22H2 is made of, and PowerShell tells
		}
		h.os.PowerShell = "5.1." + strconv.FormatInt(base, 10) + "." + strconv.FormatInt(h.os.UBR, 10)
	}
	h.env = baseEnv
	h.maker, h.model = "FUJITSU", "ESPRIMO D7010"
	h.addDrive('C', "fixed", "System", 480<<30, 210<<30)
	if h.server {
		h.addDrive('E', "optical", "", 0, 0)
	}
	for _, dir := range []string{
		`Windows\System32`, `Windows\Temp`, `Program Files`, `Program Files (x86)`,
		`ProgramData`, `Users\Public`,
	} {
		_, _ = h.mkdir(address{'C', strings.Split(dir, `\`)})
	}
	h.find(address{'C', []string{"Program Files"}}).acl = programsACL
	h.find(address{'C', []string{"Program Files (x86)"}}).acl = programsACL
	for _, s := range baseServices {
		h.addService(s)
	}
	h.furnishReach()
	h.firewall.rules = append([]fwRule(nil), baseRules...)
	h.firewall.profiles = map[string]Profile{}
	for _, name := range profileNames {
		h.firewall.profiles[name] = Profile{Enabled: true, LocalRules: true}
	}
	h.firewall.active = []string{"private"}
	if h.domain != "" {
		h.firewall.active = []string{"domain"}
	}
	h.sockets = baseSockets[:len(baseSockets):len(baseSockets)]
	const version = `HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion`
	_ = h.setRegistry(version, "ProductName", "sz", h.os.ProductName)
	_ = h.setRegistry(version, "EditionID", "sz", h.os.Edition)
	_ = h.setRegistry(version, "CurrentBuild", "sz", strconv.FormatInt(h.os.Build, 10))
	_ = h.setRegistry(version, "CurrentBuildNumber", "sz", strconv.FormatInt(h.os.Build, 10))
	installation, product := "Client", "WinNT"
	if h.server {
		installation, product = "Server", "ServerNT"
	}
	_ = h.setRegistry(version, "InstallationType", "sz", installation)
	const control = `HKLM\SYSTEM\CurrentControlSet\Control\`
	_ = h.setRegistry(control+"ProductOptions", "ProductType", "sz", product)
	_ = h.setRegistry(control+`Nls\CodePage`, "ACP", "sz", "1252")
	_ = h.setRegistry(control+`Nls\CodePage`, "OEMCP", "sz", "850")
	_ = h.setRegistry(control+`Nls\Language`, "InstallLanguage", "sz", "0407")
	for _, name := range []string{"ComputerName", "ActiveComputerName"} {
		_ = h.setRegistry(control+`ComputerName\`+name, "ComputerName", "sz", h.computer)
	}
	_ = h.setRegistry(version, "UBR", "dword", h.os.UBR)
	if h.os.DotNetRelease > 0 {
		for _, view := range []string{"HKLM", "HKLM32"} {
			_ = h.setRegistry(view+`\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full`, "Release", "dword",
				h.os.DotNetRelease)
		}
	}
}

var baseEnv = map[string]string{
	"systemdrive": "C:", "systemroot": `C:\Windows`, "windir": `C:\Windows`, "programdata": `C:\ProgramData`,
	"allusersprofile": `C:\ProgramData`,
	"programfiles":    `C:\Program Files`, "programw6432": `C:\Program Files`,
	"programfiles(x86)": `C:\Program Files (x86)`, "public": `C:\Users\Public`,
	"temp": `C:\Windows\Temp`, "tmp": `C:\Windows\Temp`,
}

var programsACL = func() *acl {
	list, err := parseSDDL("D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;OICIIO;GA;;;CO)")
	if err != nil {
		panic(err)
	}
	return list
}()

func svchost(group string) string { return `%SystemRoot%\System32\svchost.exe -k ` + group }

var baseSockets = []Socket{
	{"tcp", "0.0.0.0", 135, 900, `C:\Windows\System32\svchost.exe`},
	{"tcp", "0.0.0.0", 445, 4, "System"},
	{"tcp", "0.0.0.0", 5985, 4, "System"},
	{"udp", "0.0.0.0", 137, 4, "System"},
}

var baseServices = []Service{
	{
		Name: "RpcSs", DisplayName: "Remoteprozeduraufruf (RPC)", State: Running, ImagePath: svchost("rpcss -p"),
		Account: `NT AUTHORITY\NetworkService`,
	},
	{
		Name: "mpssvc", DisplayName: "Windows Defender Firewall", State: Running,
		ImagePath: svchost("LocalServiceNoNetworkFirewall -p"), Account: `NT Authority\LocalService`,
		DependsOn: []string{"RpcSs"},
	},
	{
		Name: "WinRM", DisplayName: "Windows-Remoteverwaltung (WS-Verwaltung)", State: Running,
		ImagePath: svchost("NetworkService -p"), Account: `NT AUTHORITY\NetworkService`, DependsOn: []string{"RpcSs"},
	},
	{
		Name: "LanmanServer", DisplayName: "Server", State: Running, ImagePath: svchost("netsvcs -p"),
		DependsOn: []string{"RpcSs"},
	},
	{
		Name: "LanmanWorkstation", DisplayName: "Arbeitsstationsdienst", State: Running,
		ImagePath: svchost("NetworkService -p"), Account: `NT AUTHORITY\NetworkService`,
	},
	{
		Name: "EventLog", DisplayName: "Windows-Ereignisprotokoll", State: Running,
		ImagePath: svchost("LocalServiceNetworkRestricted -p"), Account: `NT AUTHORITY\LocalService`,
	},
	{
		Name: "Winmgmt", DisplayName: "Windows-Verwaltungsinstrumentation", State: Running,
		ImagePath: svchost("netsvcs -p"), DependsOn: []string{"RpcSs"},
	},
	{
		Name: "Spooler", DisplayName: "Druckwarteschlange", State: Running,
		ImagePath: `C:\Windows\System32\spoolsv.exe`,
		DependsOn: []string{"RpcSs"},
	},
	{
		Name: "wuauserv", DisplayName: "Windows Update", State: Stopped, Start: Manual,
		ImagePath: svchost("netsvcs -p"),
		DependsOn: []string{"RpcSs"},
	},
	{
		Name: "W32Time", DisplayName: "Windows-Zeitgeber", State: Running, Start: Delayed,
		ImagePath: svchost("LocalService"), Account: `NT AUTHORITY\LocalService`,
	},
}

// baseRules stand in the registry of every Windows; their texts are resources (dossier 4.1).
var baseRules = []fwRule{
	{"CoreNet-DHCP-In", "local", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=17|LPort=68|RPort=67|App=%SystemR` +
		`oot%\system32\svchost.exe|Svc=dhcp|Name=@FirewallAPI.dll,-25301|Desc=@FirewallAPI.dll,-25303|EmbedCtxt=@F` +
		`irewallAPI.dll,-25000|`},
	{"WINRM-HTTP-In-TCP", "local", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|Profile=Privat` +
		`e|LPort=5985|App=System|Name=@FirewallAPI.dll,-30253|Desc=@FirewallAPI.dll,-30256|EmbedCtxt=@FirewallAPI.` +
		`dll,-30267|`},
	{"xops-lab-winrm-https", "local", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|Profile=Pri` +
		`vate|LPort=5986|App=System|Name=Windows-Remoteverwaltung (HTTPS)|`},
	{"FPS-SMB-In-TCP", "local", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain|Profile=Private|L` +
		`Port=445|RA4=LocalSubnet|RA6=LocalSubnet|App=System|Name=@FirewallAPI.dll,-28511|Desc=@FirewallAPI.dll,-2` +
		`8514|EmbedCtxt=@FirewallAPI.dll,-28502|`},
	{"FPS-NB_Name-In-UDP", "local", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=17|Profile=Domain|Profile=Priv` +
		`ate|LPort=137|RA4=LocalSubnet|RA6=LocalSubnet|App=System|Name=@FirewallAPI.dll,-28519|Desc=@FirewallAPI.d` +
		`ll,-28522|EmbedCtxt=@FirewallAPI.dll,-28502|`},
	{"RemoteDesktop-UserMode-In-TCP", "local", `v2.30|Action=Allow|Active=FALSE|Dir=In|Protocol=6|LPort=3389|App=%` +
		`SystemRoot%\system32\svchost.exe|Svc=termservice|Name=@FirewallAPI.dll,-28775|Desc=@FirewallAPI.dll,-2875` +
		`6|EmbedCtxt=@FirewallAPI.dll,-28752|`},
	{"CoreNet-ICMP4-DUFRAG-In", "local", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=1|ICMP4=3:4|App=System|Na` +
		`me=@FirewallAPI.dll,-25251|Desc=@FirewallAPI.dll,-25257|EmbedCtxt=@FirewallAPI.dll,-25000|`},
}

package lab

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

var (
	practiceData = []byte("simulated practice data\r\n")
	bios         = []resource.Props{{
		"Manufacturer":      "FUJITSU // American Megatrends Inc.",
		"SMBIOSBIOSVersion": "V5.0.0.14 R1.42.0", "SerialNumber": "YMLS000000",
	}}
	antivirus   = []resource.Props{{"displayName": "Windows Defender", "productState": int64(397568)}}
	templateACL = "D:(A;OICI;0x1301bf;;;BU)"
)

// hardware gives every host what a practice computer has.
func (h *Host) hardware(r *rand.Rand) {
	h.Sim.AddClass("Win32_BIOS", bios...)
	h.Sim.AddHardware()
	h.Sim.AddClass("Win32_NetworkAdapterConfiguration", resource.Props{
		"Description": "Intel(R) Ethernet Connection (11) I219-LM", "IPEnabled": true,
		"DHCPEnabled":          h.Role != "server",
		"IPAddress":            []any{fmt.Sprintf("192.168.%d.%d", 10+h.Practice.number%200, 10+r.IntN(200))},
		"DNSServerSearchOrder": []any{"192.168.10.1"}, "DefaultIPGateway": []any{"192.168.10.1"},
	})
	if h.Role != "server" {
		h.Sim.AddClass(`root\SecurityCenter2:AntiVirusProduct`, antivirus...)
		h.Sim.AddDrive('S', "network", "Praxis", 900<<30, 300<<30) // the share of the server
	}
	if h.Role == "server" {
		h.Sim.AddDrive('D', "fixed", "Daten", 900<<30, 600<<30)
	}
}

// furnish puts the practice software and the Service-Provider on the server, with its faults.
func (h *Host) furnish(r *rand.Rand) error {
	p := h.Practice
	root := p.root()
	setup := map[string]string{
		concept: `\DeSetup\SERVICEPROVIDER`, comfort: `\progneu\ServiceProvider`,
		isynet: `\tools`,
	}[p.Product]
	err := first(
		h.Sim.WriteProgram(root+setup+`\ServiceProvider.exe`, spVersion),
		h.Sim.WriteFile(p.DataDir+`\Stammdaten.dat`, practiceData),
		h.Sim.WriteFile(p.DataDir+`\Übersicht Überweisungen.txt`, practiceData),
		h.runtimes(),
	)
	if err == nil && p.Product == isynet {
		err = h.winacs(root)
	}
	if err != nil {
		return err
	}
	i := installation{
		guid: newGUID(r), service: p.style.service, version: spVersion, kundennummer: p.Kundennummer, installed: "1",
		pvsName:  strings.ToUpper(p.Product),
		dataPath: p.DataDir, start: sim.Delayed, state: sim.Running,
	}
	if p.number%2 == 1 {
		i.start = sim.Auto
	}
	if p.Product == isynet {
		i.dataPath = ""
	}
	second := newGUID(r)
	if h.Has(NotInstalled) {
		i.installed = "0"
	}
	if h.Has(KundennummerMissing) {
		i.kundennummer = ""
	}
	if h.Has(WrongPVSName) {
		i.pvsName = []string{"X.KONZEPT", "ISYNET", "COMFORT"}[p.number%3]
	}
	if h.Has(WrongPVSDataPath) {
		i.dataPath = `D:\Alt\` + p.DataDir[3:] // where the data was before a move
	}
	if h.Has(ServiceStopped) {
		i.start, i.state = sim.Manual, sim.Stopped
	}
	if err := first(h.writePVS(i, h.Has(IniBlanks)), h.install(i)); err != nil {
		return err
	}
	if h.Has(Duplicate) {
		j := i
		j.mark = " (alt)"
		j.guid, j.service, j.version, j.kundennummer, j.state, j.start = second, i.service+j.mark, spOld, "",
			sim.Stopped, sim.Auto
		if err := first(h.install(j), h.Sim.WriteFile(leftovers+second+`\Cache\Katalog.db`, practiceData)); err != nil {
			return err
		}
	}
	h.openPort(h.Has(PortClosed))
	return nil
}

// root is the practice software's program folder.
func (p *Practice) root() string {
	for _, tail := range []string{`\DeData`, `\daten\data`, `\Text\ServiceProvider`} {
		if s, ok := strings.CutSuffix(p.DataDir, tail); ok {
			return s
		}
	}
	return p.DataDir
}

// runtimes are the entries in Programme und Features that the setup looks for.
func (h *Host) runtimes() error {
	for _, arch := range []string{"x86", "x64"} {
		key := uninstall + "VC_" + arch
		err := first(
			h.Sim.SetRegistry(key, "DisplayName", "sz", "Microsoft Visual C++ 2015-2022 Redistributable ("+arch+
				") - 14.38.33130"),
			h.Sim.SetRegistry(key, "DisplayVersion", "sz", "14.38.33130.0"),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// winacs is what x.isynet has besides: WINACS.INI, TEMP and its SQL Server.
func (h *Host) winacs(root string) error {
	ini := style{encoding: windows.Windows1252, newline: "\r\n"}.encode([]string{
		"[Pfade]", "Programm=" + root, "Daten=" + root + `\Daten`, "Temp=" + root + `\TEMP`, "", "[Praxis]", "Name=" +
			h.Practice.Title,
	})
	err := first(
		h.Sim.WriteFile(`C:\WINDOWS\WINACS.INI`, ini),
		h.Sim.Mkdir(root+`\TEMP`),
		h.Sim.Mkdir(root+`\Daten`),
		h.Sim.WriteFile(root+`\TEMP\druck0001.tmp`, practiceData),
		h.Sim.WriteProgram(`C:\Program Files\Microsoft SQL Server\MSSQL15.SQLENT\MSSQL\Binn\sqlservr.exe`,
			"2019.150.4298.1"),
	)
	if err == nil && !h.Has(TempNoDelete) {
		err = h.Sim.SetACL(root+`\TEMP`, templateACL)
	}
	h.Sim.AddService(sim.Service{
		Name: "MSSQL$" + sqlInstance, DisplayName: "SQL Server (" + sqlInstance + ")", State: sim.Running,
		ImagePath: `"C:\Program Files\Microsoft SQL Server\MSSQL15.SQLENT\MSSQL\Binn\sqlservr.exe" -s` + sqlInstance,
		Account:   `NT Service\MSSQL$` + sqlInstance,
		Behaviour: func(func(string) ([]byte, bool)) []int { return []int{1433} },
	})
	h.Sim.AddRule("local", "{SQL-IN-TCP}", `v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Domain`+
		`|Profile=Private|App=C:\Program Files\Microsoft SQL Server\MSSQL15.SQLENT\MSSQL\Binn\sqlservr.exe`+
		`|Name=SQL Server|`)
	return err
}

// openPort adds the rule that lets the Service-Provider's clients in, in one of the ways in which people wrote it.
func (h *Host) openPort(closed bool) {
	const guid = "{0C5E7A51-6A4C-4B0B-8A0B-9B1E4C2D7F0%d}"
	id := fmt.Sprintf(guid, h.Practice.number%10)
	ways := []string{
		`v2.30|Action=Allow|Active=%s|Dir=In|Protocol=6|Profile=Domain|Profile=Private|LPort=23174|RA4=LocalSubnet` +
			`|RA6=LocalSubnet|Name=Service-Provider|Desc=TCP 23174|`,
		`v2.30|Action=Allow|Active=%s|Dir=In|Protocol=6|LPort=23174|Name=medatixx Service-Provider (eingehend)|`,
		`v2.30|Action=Allow|Active=%s|Dir=In|Protocol=6|Profile=Domain|Profile=Private|LPort2_10=23170-23180|Name=` +
			`Praxissoftware: Ports für Verordnungen|`,
	}
	switch {
	case !closed:
		h.Sim.AddRule("local", id, fmt.Sprintf(ways[h.Practice.number%len(ways)], "TRUE"))
	case h.Practice.number%2 == 0: // somebody switched it off
		h.Sim.AddRule("local", id, fmt.Sprintf(ways[0], "FALSE"))
	}
}

func startOp(service string) resource.Op {
	return resource.Op{
		ID: "start", Type: "service", Key: service, Before: resource.Props{"state": sim.Stopped},
		After: resource.Props{"state": sim.Running},
	}
}

package lab

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/windows"
)

// Port is where a Service-Provider listens (domain: service_provider.default_port).
const Port = 23174

const (
	programs    = `C:\Program Files (x86)\medatixx GmbH & Co. KG\ServiceProvider_`
	uninstall   = `HKLM32\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\`
	spVersion   = "2.14.0.3"
	spOld       = "2.9.1.0"
	leftovers   = `C:\ProgramData\medatixx\ServiceProvider_`
	sqlInstance = "SQLENT"
)

// style is how the ini files of a practice are written: as found in the field, all of them are valid.
type style struct {
	encoding   windows.Encoding
	newline    string
	screenshot bool // the key spellings of the vendor's pictures (A01)
	comment    string
	service    string // the service's name is not fixed (A17)
	lastLine   bool   // ends without a newline
}

func newStyle(i int, r *rand.Rand) style {
	s := style{
		encoding: []windows.Encoding{windows.Windows1252, windows.UTF16LE, windows.UTF8BOM, windows.UTF8}[i%4],
		newline:  "\r\n", screenshot: i%3 != 1, lastLine: r.IntN(3) == 0,
		service: []string{"ServiceProvider", "medatixx Service-Provider", "MxServiceProvider"}[r.IntN(3)],
	}
	if i%5 == 3 {
		s.newline = "\n"
	}
	if i%4 != 3 {
		s.comment = "; geändert bei der Einführung der Verordnungssoftware"
	}
	return s
}

// encode gives the bytes of a file. The lab writes only what all its encodings have.
func (s style) encode(lines []string) []byte {
	text := strings.Join(lines, s.newline)
	if !s.lastLine {
		text += s.newline
	}
	data, err := windows.Encode(text, s.encoding)
	if err != nil {
		panic(err) // a name in names.go that Windows-1252 does not have: a test finds it
	}
	return data
}

func (s style) key(name string) string {
	if !s.screenshot {
		return name
	}
	switch name {
	case "UniqueIdentifier":
		return "UniqueIdentifizier"
	case "PVSName":
		return "PVSTName"
	case "PVSDataPath":
		return "PVSDDataPath"
	}
	return name
}

// installation is one Service-Provider on one host.
type installation struct {
	guid, service, version string
	mark                   string // at the end of the service's display name, which no two services share
	kundennummer           string // "" is missing
	installed              string
	pvsName, dataPath      string
	start, state           string
}

func newGUID(r *rand.Rand) string {
	return fmt.Sprintf("%08X-%04X-4%03X-%04X-%012X", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), 0x8000|r.IntN(1<<14),
		r.Int64N(1<<48))
}

func (i installation) dir() string { return programs + i.guid }

// install writes what the setup writes: folder, ini, service and uninstall entry.
func (h *Host) install(i installation) error {
	p := h.Practice
	s := p.style
	lines := []string{
		"[Install]",
		"Installed=" + i.installed,
		s.key("UniqueIdentifier") + "=" + i.guid,
		fmt.Sprintf("TCPPort=%d", Port),
		s.key("PVSName") + "=" + i.pvsName,
		s.key("PVSDataPath") + "=" + i.dataPath,
	}
	if p.Product == isynet {
		lines = append(lines, "Hostname="+h.Computer,
			"ConnectionString=Data Source="+h.Computer+`\`+sqlInstance+
				"; Initial Catalog=WINACS; Integrated Security=True; Connect Timeout=90; Async=True; Enlist=True;")
	}
	if i.kundennummer != "" {
		lines = append(lines, "Kundennummer="+i.kundennummer)
	}
	if s.comment != "" {
		lines = append([]string{s.comment}, lines...)
	}
	ini := i.dir() + `\ServiceProvider.ini`
	program := i.dir() + `\ServiceProvider.Service.exe`
	h.Sim.AddService(sim.Service{
		Name: i.service, DisplayName: "medatixx Service-Provider" + i.mark, State: sim.Stopped, Start: i.start,
		ImagePath: `"` + program + `" -service`,
		DependsOn: []string{"RpcSs"}, Behaviour: listens(ini),
	})
	err := first(
		h.Sim.WriteFile(ini, s.encode(lines)),
		h.Sim.WriteProgram(program, i.version),
		h.Sim.WriteProgram(i.dir()+`\Plugins\Verordnung.Plugin.dll`, i.version),
		h.Sim.WriteFile(i.dir()+`\Logs\ServiceProvider.log`, serviceLog),
		h.Sim.SetRegistry(uninstall+"{"+i.guid+"}", "DisplayName", "sz", "medatixx Service-Provider"),
		h.Sim.SetRegistry(uninstall+"{"+i.guid+"}", "DisplayVersion", "sz", i.version),
		h.Sim.SetRegistry(uninstall+"{"+i.guid+"}", "Publisher", "sz", "medatixx GmbH & Co. KG"),
		h.Sim.SetRegistry(uninstall+"{"+i.guid+"}", "InstallLocation", "sz", i.dir()),
	)
	if err == nil && i.state == sim.Running {
		h.Sim.Set(startOp(i.service))
	}
	return err
}

var serviceLog = []byte("2026-11-20 07:31:02 Service-Provider gestartet\r\n2026-11-20 07:31:04 Plug-in Verordnung " +
	"geladen\r\n")

// writePVS writes the ini in the practice software's data folder.
func (h *Host) writePVS(i installation, blanks bool) error {
	s := h.Practice.style
	lines := []string{
		"[INSTALL]",
		"Hostname=" + h.Computer,
		s.key("UniqueIdentifier") + "=" + i.guid,
		"Installed=" + i.installed,
		fmt.Sprintf("TCPPort=%d", Port),
	}
	if blanks {
		for n, line := range lines[1:] {
			key, value, _ := strings.Cut(line, "=")
			lines[n+1] = key + []string{" = ", "= ", " =", "="}[n%4] + value + []string{"", " "}[n%2]
		}
	}
	return h.Sim.WriteFile(h.Practice.DataDir+`\ServiceProvider.ini`, s.encode(lines))
}

// listens is the Service-Provider's behaviour: it reads its ini at start and listens on TCPPort if Installed=1.
func listens(ini string) sim.Behaviour {
	return func(read func(string) ([]byte, bool)) []int {
		data, ok := read(ini)
		if !ok || iniValue(data, "installed") != "1" {
			return nil
		}
		port := 0
		if _, err := fmt.Sscan(iniValue(data, "tcpport"), &port); err != nil || port < 1 || port > 65535 {
			return nil
		}
		return []int{port}
	}
}

// iniValue gives a key of the section Install; "" when it is not there.
func iniValue(data []byte, key string) string {
	ini, err := windows.ParseINI(data)
	if err != nil {
		return ""
	}
	value, _, _ := ini.Get("Install", key)
	return value
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

package playbooks_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/plan"
)

const (
	volumes    = `root\cimv2\Security\MicrosoftVolumeEncryption:Win32_EncryptableVolume`
	sqlKey     = `HKLM\SOFTWARE\Microsoft\Microsoft SQL Server\MSSQL15.PVS\`
	sqlRoot    = `C:\Program Files\Microsoft SQL Server\MSSQL15.PVS\MSSQL`
	medatixxAt = `C:\ProgramData\medatixx\lx2 Server\`
)

// declared is what the inventory says of the backup.
func declared(s *site, values map[string]cty.Value) { s.vars["backup"] = cty.ObjectVal(values) }

// allPaths are the folders of every product, as the job has them.
var allPaths = cty.TupleVal([]cty.Value{
	cty.StringVal(`D:\`), cty.StringVal(`C:\ProgramData\medatixx`), cty.StringVal(`C:\Program Files (x86)`),
})

func inVariant(n int64) map[string]cty.Value {
	return map[string]cty.Value{
		"variant": cty.NumberIntVal(n), "media": cty.NumberIntVal(10), "type": cty.StringVal("full"),
		"image": cty.True, "sql_plugin": cty.True, "paths": allPaths, "cloud": cty.True,
	}
}

var people = []string{"BK-03", "BK-04", "BK-11", "BK-15", "BK-28", "BK-31", "FW-37"}

// saved is a server whose backup is in order and proved.
func saved(t *testing.T, product string) *site {
	t.Helper()
	s := online(t, product, "server")
	confirmed := map[string]cty.Value{}
	for _, row := range people {
		confirmed[row] = cty.StringVal("2026-03-01")
	}
	s.vars["confirmed"] = cty.ObjectVal(confirmed)
	declared(s, inVariant(1))
	h := s.host
	h.AddDrive('D', "fixed", "Daten", 900<<30, 300<<30)
	h.AddDrive('R', "removable", "RDX Mo1", 1000<<30, 300<<30)
	h.AddClass("Win32_DiskDrive", map[string]any{"Model": "TANDBERG RDX USB Device", "InterfaceType": "USB"})
	h.AddClass(volumes, map[string]any{"DriveLetter": "R:", "ProtectionStatus": int64(1)})
	h.AddProgram("HKLM32", "BackupAssist", map[string]any{"DisplayName": "BackupAssist", "DisplayVersion": "12.0.3"})
	job(h, "Abend", 15*time.Hour, 0)
	job(h, "Nacht", 9*time.Hour, 0)
	for _, folder := range map[string][]string{
		"x.concept": {`DConcept\DeData`, `DConcept\DeText`, `DConcept\DeZiff`, `DConcept\IVM\DeData`},
		"x.comfort": {`doc2\daten`, `doc2\user`, `doc2\dmp\dedata`},
		"x.isynet": {
			`winacs\Foto`, `winacs\Isydoku`, `winacs\Profil`, `winacs\Rechnung`, `winacs\Serienbrief`,
			`winacs\Skizzen`, `winacs\Text`, `winacs\Vorlage`,
		},
	}[product] {
		must(t, h.Mkdir(`D:\`+folder))
	}
	if product == "medatixx" {
		must(t, h.WriteFile(medatixxAt+"Server.Host.config", []byte("x")))
		must(t, h.WriteFile(medatixxAt+"medatixx.lic", []byte("x")))
		must(t, h.SetRegistry(sqlKey+"MSSQLServer", "BackupDirectory", "sz", `D:\SQL`))
		must(t, h.SetRegistry(sqlKey+`MSSQLServer\Filestream`, "EnableLevel", "dword", int64(2)))
		must(t, h.SetRegistry(sqlKey+"Setup", "SQLDataRoot", "sz", sqlRoot))
		must(t, h.WriteFile(sqlRoot+`\DATA\medatixx.mdf`, []byte("x")))
		must(t, h.WriteFile(`D:\SQL\medatixx.bak`, []byte("x")))
	}
	return s
}

func job(h *sim.Host, name string, ago time.Duration, result int64) {
	h.AddJob(sim.Job{
		Path: `\BackupAssist\` + name, Programs: []string{`C:\Program Files\BackupAssist\ba.exe`},
		Triggers: []sim.Trigger{{Type: 3, Start: "2026-01-05T22:30:00", Days: 62}}, LastRun: time.Now().Add(-ago),
		LastResult: result,
	})
}

// server is what other computers and the practice see of a server whose backup is in order.
func backupOutput(recent cty.Value) eval.Neighbour {
	return neighbour("srv01", "server", "10.0.0.5", map[string]cty.Value{"backup": cty.ObjectVal(map[string]cty.Value{
		"products": cty.TupleVal([]cty.Value{cty.StringVal("BackupAssist")}), "jobs": cty.EmptyTupleVal,
		"recent": recent, "last_success": cty.EmptyTupleVal,
	})})
}

// Each product's server in order: nothing is found, and nothing of what is proved is unknown.
func TestBackupInOrder(t *testing.T) {
	for _, product := range []string{"x.concept", "x.comfort", "x.isynet", "x.vianova", "medatixx", "psyx", "easymed"} {
		s := saved(t, product)
		for id, r := range s.judged(t, "datensicherung", backupOutput(cty.True)) {
			open := product == "x.vianova" && id == "BK-18" // its folders are not there
			if r.Verdict == plan.RowFinding || r.Verdict == plan.RowUnknown && !open {
				t.Errorf("%s: %s is %s: %s %s", product, id, r.Verdict, r.Message, r.Evidence)
			}
		}
	}
	ws := online(t, "x.concept", "workstation").judged(t, "datensicherung", backupOutput(cty.True))
	wantRow(t, ws, "BK-26", plan.RowNotApplicable, "")
}

// backupStates are states of a server, each with the row that it is about.
var backupStates = []struct {
	row, product string
	make         func(t *testing.T, s *site)
	verdict      plan.Verdict
	severity     string
}{
	{"BK-02", "psyx", func(_ *testing.T, s *site) { s.host = bare(s) }, plan.RowFinding, "recommended"},
	{"BK-05", "psyx", otherProgram, plan.RowFinding, "info"},
	{"BK-05", "psyx", without("sql_plugin", cty.False), plan.RowFinding, "recommended"},
	{"BK-06", "psyx", func(_ *testing.T, s *site) {
		s.host.AddDrive('S', "removable", "RDX Mo2", 1000<<30, 1)
		s.host.AddClass(volumes, map[string]any{"DriveLetter": "S:", "ProtectionStatus": int64(0)})
	}, plan.RowFinding, "recommended"},
	{"BK-07", "psyx", without("media", cty.NumberIntVal(9)), plan.RowFinding, "info"},
	{"BK-08", "psyx", func(_ *testing.T, s *site) { s.host.RemoveJobs(`*\Abend`) }, plan.RowFinding, "info"},
	{"BK-09", "psyx", func(_ *testing.T, s *site) {
		v := inVariant(2)
		v["media"] = cty.NumberIntVal(4)
		declared(s, v)
	}, plan.RowFinding, "info"},
	{"BK-09", "psyx", func(_ *testing.T, s *site) { declared(s, inVariant(2)) }, plan.RowOK, ""},
	{"BK-10", "psyx", func(_ *testing.T, s *site) {
		v := inVariant(3)
		v["cloud"] = cty.False
		declared(s, v)
	}, plan.RowFinding, "info"},
	{"BK-10", "psyx", func(_ *testing.T, s *site) { declared(s, inVariant(3)) }, plan.RowOK, ""},
	{"BK-12", "psyx", without("type", cty.StringVal("incremental")), plan.RowFinding, "recommended"},
	{"BK-13", "psyx", without("image", cty.False), plan.RowFinding, "info"},
	{"BK-16", "x.concept", outOfScope, plan.RowFinding, "required"},
	{"BK-16", "x.concept", func(_ *testing.T, s *site) { s.host.Remove(`D:\DConcept\DeText`) }, plan.RowUnknown, ""},
	{"BK-17", "x.comfort", outOfScope, plan.RowFinding, "required"},
	{"BK-18", "x.isynet", outOfScope, plan.RowFinding, "required"},
	{"BK-19", "x.isynet", outOfScope, plan.RowFinding, "required"},
	{"BK-19", "x.isynet", func(_ *testing.T, s *site) {
		s.host.Remove(`D:\winacs\Isydoku`)
		s.host.Remove(`D:\winacs\Profil`)
	}, plan.RowOK, ""},
	{"BK-20", "medatixx", oldDump, plan.RowFinding, "required"},
	{"BK-20", "medatixx", func(_ *testing.T, s *site) { s.host.Remove(`D:\SQL\medatixx.bak`) }, plan.RowUnknown, ""},
	{"BK-21", "medatixx", func(t *testing.T, s *site) {
		oldDump(t, s)
		without("sql_plugin", cty.False)(t, s)
	}, plan.RowFinding, "required"},
	{"BK-21", "medatixx", func(t *testing.T, s *site) {
		oldDump(t, s)
		without("sql_plugin", cty.NullVal(cty.Bool))(t, s)
	}, plan.RowUnknown, ""},
	{"BK-22", "medatixx", gone(sqlRoot + `\DATA\medatixx.mdf`), plan.RowUnknown, ""},
	{"BK-23", "medatixx", gone(medatixxAt + "medatixx.lic"), plan.RowFinding, "recommended"},
	{"BK-23", "medatixx", outOfScope, plan.RowFinding, "recommended"},
	{"BK-24", "psyx", func(t *testing.T, s *site) {
		must(t, s.host.Mkdir(`C:\Program Files (x86)\medatixx\x.qm`))
		outOfScope(t, s)
	}, plan.RowFinding, "info"},
	{"BK-26", "psyx", func(_ *testing.T, s *site) {
		job(s.host, "Nacht", time.Hour, 0x80070005)
	}, plan.RowFinding, "required"},
	{"BK-26", "psyx", func(_ *testing.T, s *site) {
		job(s.host, "Abend", 49*time.Hour, 0)
		job(s.host, "Nacht", 25*time.Hour, 0)
	}, plan.RowFinding, "required"},
	{"BK-26", "psyx", func(_ *testing.T, s *site) { s.host.RemoveJobs("*") }, plan.RowUnknown, ""},
	{"BK-27", "x.concept", outOfScope, plan.RowFinding, "recommended"},
	{"BK-32", "psyx", func(_ *testing.T, s *site) { s.host.RemoveJobs("*") }, plan.RowUnknown, ""},
}

func gone(path string) func(t *testing.T, s *site) {
	return func(_ *testing.T, s *site) { s.host.Remove(path) }
}

func outOfScope(_ *testing.T, s *site) {
	v := inVariant(1)
	v["paths"] = cty.TupleVal([]cty.Value{cty.StringVal(`E:\Archiv`)})
	declared(s, v)
}

func without(name string, value cty.Value) func(t *testing.T, s *site) {
	return func(_ *testing.T, s *site) {
		v := s.vars["backup"].AsValueMap()
		v[name] = value
		declared(s, v)
	}
}

// bare is a server without RDX.
func bare(s *site) *sim.Host {
	h := sim.New(sim.Options{Computer: s.host.Computer(), Server: true})
	h.AddClass("Win32_DiskDrive", map[string]any{"Model": "Samsung SSD 870", "InterfaceType": "SATA"})
	return h
}

func otherProgram(_ *testing.T, s *site) {
	s.host.RemoveProgram("HKLM32", "BackupAssist")
	s.host.RemoveJobs("*")
	s.host.AddProgram("HKLM", "Veeam", map[string]any{"DisplayName": "Veeam Agent for Microsoft Windows"})
}

// oldDump makes the newest backup of the SQL Server older than a day: the host's clock goes on.
func oldDump(t *testing.T, s *site) {
	t.Helper()
	s.host.Remove(`D:\SQL\medatixx.bak`)
	must(t, s.host.WriteFile(`D:\SQL\medatixx.bak`, []byte("x")))
	must(t, s.host.SetModified(`D:\SQL\medatixx.bak`, time.Now().Add(-27*time.Hour)))
}

func TestBackupStates(t *testing.T) {
	for _, c := range backupStates {
		s := saved(t, c.product)
		c.make(t, s)
		wantRow(t, s.judged(t, "datensicherung", backupOutput(cty.True)), c.row, c.verdict, c.severity)
	}
}

// Each row is unknown when its source is silent: whatever else is there, nothing is called in order.
func TestBackupSourcesTaken(t *testing.T) {
	for row, c := range map[string]struct{ product, source string }{
		"BK-02": {"psyx", "cim Win32_DiskDrive"}, "BK-05": {"psyx", "program"},
		"BK-06": {"psyx", "cim Win32_Encryptable"},
		"BK-08": {"psyx", "scheduled_task"}, "BK-16": {"x.concept", "file"}, "BK-17": {"x.comfort", "file"},
		"BK-18": {"x.isynet", "file"}, "BK-19": {"x.isynet", "cim Win32_LogicalDisk"},
		"BK-20": {"medatixx", "registry"},
		"BK-21": {"medatixx", "registry"}, "BK-22": {"medatixx", "file"}, "BK-23": {"medatixx", "file"},
		"BK-24": {"psyx", "file"}, "BK-26": {"psyx", "scheduled_task"}, "BK-27": {"x.concept", "file"},
		"BK-32": {"psyx", "scheduled_task"},
	} {
		s := saved(t, c.product)
		if row == "BK-05" {
			s.host.RemoveJobs("*")
		}
		if row == "BK-21" {
			oldDump(t, s)
		}
		wantRow(t, s.judgedWithout(t, c.source, "datensicherung"), row, plan.RowUnknown, "")
	}
	// What only the inventory knows is asked for.
	silent := saved(t, "x.concept")
	declared(silent, map[string]cty.Value{})
	rows := silent.judged(t, "datensicherung")
	for _, row := range []string{"BK-07", "BK-08", "BK-09", "BK-10", "BK-12", "BK-13", "BK-16", "BK-27"} {
		wantRow(t, rows, row, plan.RowUnknown, "")
	}
}

// Of what a person must confirm nothing is claimed: it is asked.
func TestBackupAsksPeople(t *testing.T) {
	s := saved(t, "x.concept")
	all := s.judged(t, "datensicherung")
	s.vars["confirmed"] = cty.EmptyObjectVal
	none := s.judged(t, "datensicherung")
	for _, row := range []string{"BK-03", "BK-04", "BK-11", "BK-31", "BK-15"} {
		wantRow(t, all, row, plan.RowOK, "")
		wantRow(t, none, row, plan.RowUnknown, "")
		if !strings.Contains(none[row].Message, "?") {
			t.Errorf("%s asks nothing: %s", row, none[row].Message)
		}
	}
	wantRow(t, all, "BK-28", plan.RowOK, "")
}

// The report for whoever is responsible: of all servers, and without those that were not reached it is not known.
func TestBackupOfThePractice(t *testing.T) {
	s := saved(t, "psyx")
	for want, others := range map[plan.Verdict][]eval.Neighbour{
		plan.RowOK:      {backupOutput(cty.True)},
		plan.RowFinding: {backupOutput(cty.False)},
		plan.RowUnknown: {neighbour("srv01", "server", "10.0.0.5", nil)},
	} {
		severity := map[plan.Verdict]string{plan.RowFinding: "info"}[want]
		wantRow(t, s.judged(t, "datensicherung", others...), "BK-01", want, severity)
	}
	wantRow(t, s.judged(t, "datensicherung", backupOutput(cty.NullVal(cty.Bool))), "BK-01", plan.RowUnknown, "")
	wantRow(t, s.judged(t, "datensicherung", backupOutput(cty.True)), "BK-30", plan.RowOK, "")
	wantRow(t, s.judged(t, "datensicherung"), "BK-30", plan.RowUnknown, "")
}

// What xops obeys itself is said of every practice.
func TestBackupRulesThatAreObeyed(t *testing.T) {
	rows := saved(t, "psyx").judged(t, "datensicherung")
	for _, row := range []string{"BK-14", "BK-29"} {
		wantRow(t, rows, row, plan.RowOK, "")
	}
	p := load(t, "datensicherung")[0]
	if len(p.Items) > 0 || slices.Contains(p.Serves, "BK-25") { // which the gate serves
		t.Error("it changes something, or serves what it does not")
	}
	for _, q := range p.Queries {
		if q.Type.Name == "ini" || q.Attrs["content"] != nil {
			t.Errorf("%s reads contents", q.Name)
		}
	}
}

func TestDecisionsOfTheBackup(t *testing.T) {
	t.Run("A73", func(t *testing.T) { // everything below, on the drive of the data
		s := saved(t, "x.comfort")
		s.host.AddDrive('F', "fixed", "Alt", 1<<40, 1<<39)
		must(t, s.host.Mkdir(`F:\doc2\user`))
		wantRow(t, s.judged(t, "datensicherung"), "BK-17", plan.RowFinding, "required")
	})
	t.Run("A74", func(t *testing.T) { // l or I
		s := saved(t, "medatixx")
		s.host.Remove(`C:\ProgramData\medatixx`)
		must(t, s.host.WriteFile(`C:\ProgramData\medatixx\Ix2 Server\Server.Host.config`, []byte("x")))
		must(t, s.host.WriteFile(`C:\ProgramData\medatixx\Ix2 Server\medatixx.lic`, []byte("x")))
		r := s.judged(t, "datensicherung")["BK-23"]
		if r.Verdict != plan.RowOK || !strings.Contains(r.Message, "Ix2 Server") {
			t.Errorf("%+v", r)
		}
	})
	t.Run("A75", func(t *testing.T) { // a fixed drive or a NAS is not judged by BitLocker
		s := saved(t, "psyx")
		s.host.AddDrive('N', "network", "NAS", 1<<40, 1<<39)
		s.host.AddClass(volumes, map[string]any{"DriveLetter": "D:", "ProtectionStatus": int64(0)})
		wantRow(t, s.judged(t, "datensicherung"), "BK-06", plan.RowOK, "")
	})
	t.Run("A76", func(t *testing.T) { // a test that nobody made stays open
		s := saved(t, "psyx")
		s.vars["confirmed"] = cty.EmptyObjectVal
		wantRow(t, s.judged(t, "datensicherung"), "BK-28", plan.RowFinding, "info")
	})
	t.Run("A78", func(t *testing.T) { // the inventory says which variant holds
		s := saved(t, "psyx")
		declared(s, inVariant(2))
		rows := s.judged(t, "datensicherung")
		for _, row := range []string{"BK-07", "BK-08", "BK-10"} {
			wantRow(t, rows, row, plan.RowNotApplicable, "")
		}
	})
	t.Run("A79", func(t *testing.T) { // all passwords are mentioned
		s := saved(t, "psyx")
		s.vars["confirmed"] = cty.EmptyObjectVal
		message := s.judged(t, "datensicherung")["BK-15"].Message
		for _, part := range []string{"Praxissoftware", "Windows", "Sicherungsprogramm", "speichert keines"} {
			if !strings.Contains(message, part) {
				t.Errorf("%q lacks %q", message, part)
			}
		}
	})
	t.Run("A80", func(t *testing.T) { // the form's password stays empty
		r := saved(t, "psyx").judged(t, "datensicherung", backupOutput(cty.True))["BK-30"]
		for _, e := range r.Evidence {
			if e.Name == "password_field" && string(e.Value) == `"blank"` {
				return
			}
		}
		t.Errorf("%s", r.Evidence)
	})
	t.Run("A81", func(t *testing.T) { // another program is for information, and is held to the same
		s := saved(t, "psyx")
		otherProgram(t, s)
		s.host.AddJob(sim.Job{Path: `\Veeam\Nacht`, LastRun: time.Now().Add(-9 * time.Hour)})
		rows := s.judged(t, "datensicherung")
		wantRow(t, rows, "BK-05", plan.RowFinding, "info")
		wantRow(t, rows, "BK-26", plan.RowOK, "")
	})
}

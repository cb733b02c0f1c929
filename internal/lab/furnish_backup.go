package lab

import (
	"time"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/resource"
)

// backup gives a server what a practice in order backs up with: a program with two jobs that have ended well, and an
// encrypted medium in its drive. The folders that belong into it are there.
func (h *Host) backup(now time.Time) error {
	h.Sim.AddDrive('R', "removable", "RDX Mo1", 1000<<30, 400<<30)
	h.Sim.AddClass("Win32_DiskDrive",
		resource.Props{"Model": "Samsung SSD 870 EVO 1TB", "InterfaceType": "SCSI", "Index": int64(0)},
		resource.Props{"Model": "TANDBERG RDX USB Device", "InterfaceType": "USB", "Index": int64(1)},
	)
	h.Sim.AddClass(`root\cimv2\Security\MicrosoftVolumeEncryption:Win32_EncryptableVolume`,
		resource.Props{"DriveLetter": "C:", "ProtectionStatus": int64(0)},
		resource.Props{"DriveLetter": "R:", "ProtectionStatus": int64(1)},
	)
	const program = `C:\Program Files\BackupAssist 12\BackupAssist.exe`
	h.Sim.AddProgram("HKLM", "BackupAssist 12", map[string]any{
		"DisplayName": "BackupAssist 12", "DisplayVersion": "12.0.3", "Publisher": "Cortex I.T. Labs",
	})
	if err := h.Sim.WriteProgram(program, "12.0.3.0"); err != nil {
		return err
	}
	const weekdays = 62 // Monday to Friday, a bit for each day
	for name, ago := range map[string]time.Duration{"Abend": 14 * time.Hour, "Nacht": 8 * time.Hour} {
		h.Sim.AddJob(sim.Job{
			Path: `\BackupAssist\` + name, Programs: []string{program}, LastRun: now.Add(-ago),
			Triggers: []sim.Trigger{{
				Type: 3, Days: weekdays, Start: "2026-01-05T" + now.Add(-ago).Format("15:04") + ":00",
			}},
			NextRun: now.Add(24*time.Hour - ago),
		})
	}
	folders := map[string][]string{
		concept: {`\DeData`, `\DeText`, `\DeZiff`, `\IVM\DeData`},
		comfort: {`\daten`, `\user`, `\dmp\dedata`},
		isynet:  {`\Foto`, `\Rechnung`, `\Serienbrief`, `\Skizzen`, `\Text`, `\Vorlage`},
	}[h.Practice.Product]
	for _, folder := range folders {
		if err := h.Sim.Mkdir(h.Practice.root() + folder); err != nil {
			return err
		}
	}
	return nil
}

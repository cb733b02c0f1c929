package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/doctor"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

func sampleReport() *doctor.Report {
	return &doctor.Report{
		Host: "mueller/srv01", Title: "Praxis Dr. Müller", Address: "10.20.30.5", Port: 5986, Transport: "winrm",
		Auth: "ntlm", Status: doctor.Failed, Logons: 1,
		Checks: []doctor.Check{
			{ID: "http", Status: doctor.OK, MS: 3, Evidence: []doctor.Fact{
				{Name: "http_status", Value: 401},
				{Name: "server", Value: "Microsoft\x1b[31mHTTPAPI"},
				{Name: "offered", Value: []string{"Negotiate", "Basic"}},
			}},
			{ID: "shell", Status: doctor.Failed, Evidence: []doctor.Fact{{Name: "fault", Value: 2150859173}}},
			{ID: "agent", Status: doctor.Skipped},
			{ID: "echo", Status: doctor.Skipped},
		},
		Finding: problem.New(problem.ShellsUsedUp).With("10.20.30.5:5986: WSMan fault 2150859173 (0x803381A5)"),
	}
}

func TestDoctorText(t *testing.T) {
	for lang, want := range map[text.Lang][]string{
		text.English: {
			"mueller/srv01 (Praxis Dr. Müller)  10.20.30.5:5986 winrm ntlm  failed",
			"  + WinRM answers   http status 401", "  - skipped: PowerShell, 64 KiB with umlauts",
			"Cause: The user has no remote shell left", "Cure: Wait until", "\n      Restart-Service WinRM\n",
		},
		text.German: {
			"fehlgeschlagen", "  + WinRM antwortet", "  - übersprungen: PowerShell, 64 KiB mit Umlauten",
			"Ursache: Der Benutzer hat", "Abhilfe: Warten", "\n      Restart-Service WinRM\n", "0x803381A5",
		},
	} {
		var b bytes.Buffer
		p := NewPrinter(&b, Options{Lang: lang})
		p.Doctor(NewDoctorDocument([]*doctor.Report{sampleReport()}, lang))
		for _, text := range want {
			if !strings.Contains(b.String(), text) {
				t.Errorf("%s: no %q in\n%s", lang, text, b.String())
			}
		}
		if strings.ContainsRune(b.String(), 0x1b) {
			t.Errorf("%s: a control character of the host got through", lang)
		}
	}
}

func TestDoctorJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, NewDoctorDocument([]*doctor.Report{sampleReport()}, text.English)); err != nil {
		t.Fatal(err)
	}
	var d struct {
		Lang  string
		Hosts []struct {
			Checks []struct {
				Check, Status string
				Evidence      map[string]any
			}
			Finding struct {
				ID, Cause, Cure, Command string
				Row                      int
			}
			Notes []any
		}
		Summary map[string]int
	}
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	h := d.Hosts[0]
	if d.Lang != "en" || d.Summary["failed"] != 1 || h.Finding.Row != 7 ||
		h.Finding.Command != "Restart-Service WinRM" || h.Notes == nil ||
		h.Checks[0].Evidence["http_status"] != 401.0 || len(h.Checks[2].Evidence) != 0 || h.Checks[2].Evidence == nil {
		t.Errorf("%s", b.String())
	}
}

// TestErrorsAreToldInTheLanguageOfTheCall: code and evidence are the same in both.
func TestErrorsAreToldInTheLanguageOfTheCall(t *testing.T) {
	err := fmt.Errorf("mueller/srv01: %w", problem.New(problem.SSHNoListener, "bastion", "jump").With("10.0.0.2:22"))
	for lang, want := range map[text.Lang]ErrorDocument{
		text.English: {
			Summary: "Bastion jump: The host is there, but nothing listens on this port: the OpenSSH server is not " +
				"running or not installed.",
			Hint: "Run on the computer as administrator:\nSet-Service sshd -StartupType Automatic; Start-Service sshd",
		},
		text.German: {
			Summary: "Sprungrechner jump: Der Rechner ist da, aber auf diesem Port hört nichts: der OpenSSH-Server " +
				"läuft nicht oder ist nicht installiert.",
			Hint: "Auf dem Rechner als Administrator ausführen:\nSet-Service sshd -StartupType Automatic; " +
				"Start-Service sshd",
		},
	} {
		want.Code, want.Detail = "ssh-no-listener", "10.0.0.2:22"
		got := NewError(err, lang)
		got.headline = ""
		if *got != want {
			t.Errorf("%+v", got)
		}
		var b bytes.Buffer
		NewPrinter(&b, Options{Lang: lang}).Error(err)
		heading := map[text.Lang]string{text.English: "Error: ", text.German: "Fehler: "}[lang]
		if text := heading + want.Summary + "\n  10.0.0.2:22\n  → " + strings.Replace(want.Hint, "\n", "\n    ", 1) +
			"\n"; b.String() != text {
			t.Errorf("%s", b.String())
		}
	}
	if NewError(nil, text.German) != nil || NewError((*problem.Problem)(nil), text.German) != nil {
		t.Error("no error is told as one")
	}
}

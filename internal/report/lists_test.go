package report

import (
	"bytes"
	"testing"
)

func TestLists(t *testing.T) {
	var b bytes.Buffer
	p := NewPrinter(&b, Options{})
	p.Ping(NewPingDocument([]PingRow{
		{
			Host: "müller/srv01", Address: "10.0.0.1", Status: "ok", LogonMS: 31, AnswerMS: 402,
			OS: "Windows Server 2019 Standard", Computer: "SRV01", Build: 17763, PowerShell: "5.1.17763.1",
		},
		{
			Host: "wolf/srv01", Address: "10.0.0.2", Status: "unreachable", LogonMS: 3000,
			Error: &ErrorDocument{
				Code: "refused", Summary: "Connection refused", Detail: "10.0.0.2:5986",
				Hint: "Is WinRM on?",
			},
		},
	}))
	p.line(0, "")
	p.Inventory(NewInventoryDocument([]HostRow{
		{
			Host: "müller/srv01", Practice: "müller", Title: "Praxis Dr. Müller", Role: "server", Address: "10.0.0.1",
			Transport: "winrm https ntlm", Port: 5986, Mandate: true, Products: []string{"x.concept"},
		},
		{
			Host: "wolf/ws1", Practice: "wolf", Title: "Wolf", Role: "workstation", Address: "10.0.0.2",
			Transport: "winrm http ntlm", Port: 5985,
		},
	}))
	p.line(0, "")
	p.Playbooks(NewPlaybooksDocument([]PlaybookRow{{
		Name: "firewall-port", Origin: "shipped", Serves: []string{"SP-11"},
		Title: "Port öffnen",
	}, {Name: "x", Origin: "local", Error: "bad"}}))
	golden(t, "lists.txt", b.String())
}

package report

import (
	"bytes"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

func TestCommand(t *testing.T) {
	code := func(n int64) *int64 { return &n }
	at := func(host string) plan.Visit { return plan.Visit{Host: host, Reached: true} }
	failed, off, barred := at("müller/ws02"), at("wolf/srv01"), at("wolf/ws01")
	failed.Error = problem.New(problem.ExitCode, "code", "5")
	off.Error, off.Reached = problem.New("no-listener").With("10.0.0.2:5986"), false
	barred.Reason = &plan.Reason{Code: plan.ReasonNoMandate, Values: map[string]string{"practice": "wolf"}}
	ran := []exec.Ran{
		{Visit: at("müller/srv01"), ExitCode: code(0), Stdout: "Größe: 12\n\x1b[31mrot\n"},
		{Visit: at("müller/ws01"), ExitCode: code(0), Stdout: "Größe: 12\n\x1b[31mrot\n"},
		{Visit: failed, ExitCode: code(5), Stderr: "Zugriff verweigert\n", Cut: true},
		{Visit: off},
		{Visit: barred},
	}
	var b bytes.Buffer
	NewPrinter(&b, Options{}).Command(NewCommandDocument("20261124-1", exec.CommandLine{Program: "x"}, ran,
		text.English))
	golden(t, "command.txt", b.String())
}

func TestFacts(t *testing.T) {
	d := NewFactsDocument([]FactsRow{
		{
			Host: "müller/srv01", Title: "Praxis Dr. Müller", Status: plan.OK,
			Unread: map[string]string{"serial": "unavailable 0x800706D9"},
			Facts: resource.Props{
				"computer": "SRV01", "domain": nil, "workgroup": "PRAXIS",
				"product_name": "Windows Server 2019 Standard", "build": int64(17763), "dotnet": "4.8",
				"powershell": "5.1.17763.1", "boot_time": "2026-11-22T14:36:31.000Z", "pending_reboot": true,
				"serial": nil, "products": []any{},
				"disks": []any{map[string]any{
					"name": "C:", "label": "System", "size_bytes": int64(480 << 30),
					"free_bytes": int64(210 << 30),
				}},
			},
		},
		{Host: "wolf/srv01", Status: plan.Unreachable, Error: &ErrorDocument{
			Code:    "refused",
			Summary: "Connection refused", Hint: "Is WinRM on?",
		}},
	})
	var b bytes.Buffer
	p := NewPrinter(&b, Options{})
	p.Facts(d)
	p.line(0, "")
	p.o.Verbose = true
	p.Facts(d)
	golden(t, "facts.txt", b.String())
}

package lab

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"time"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/resource"
)

// The faults of a server's connection. They are seeded only where they are asked for; xops doctor tells each. In
// brackets the rows of dossier section 6.
const (
	NoRights           Fault = "no-rights"           // the logon is right, but the account may not open a shell (2)
	NoNTLM             Fault = "no-ntlm"             // Negotiate is switched off (1)
	NoSealing          Fault = "no-sealing"          // NTLM without encryption; a host over HTTP (3)
	Unsealed           Fault = "unsealed"            // messages are refused without a reason (4)
	MixedConnections   Fault = "mixed-connections"   // a proxy takes messages apart from their logon (5)
	ShellsUsedUp       Fault = "shells-used-up"      // MaxShellsPerUser (7)
	OperationsUsedUp   Fault = "operations-used-up"  // MaxConcurrentOperationsPerUser (8)
	WinRMStopped       Fault = "winrm-stopped"       // the port is held, and the service is stopped (10)
	PublicProfile      Fault = "public-profile"      // the network profile is Public (11)
	CertificateChanged Fault = "certificate-changed" // not the one that the inventory knows; a host over HTTPS (13)
	OldTLS             Fault = "old-tls"             // TLS 1.1 only; a host over HTTPS (14)
	ClockSkew          Fault = "clock-skew"          // 20 minutes late (15)
	NotWinRM           Fault = "not-winrm"           // another program has the port (21)
)

// What a protection program does to xops: it refuses to have PowerShell started, calls it a virus, ends it before its
// input or at its start, with exit code 0, or prevents each write to a file (engine Sim).
const (
	AntivirusRefuses Fault = "antivirus-refuses"
	AntivirusFinds   Fault = "antivirus-finds"
	AntivirusCuts    Fault = "antivirus-cuts"
	AntivirusKills   Fault = "antivirus-kills"
	AntivirusWrites  Fault = "antivirus-writes"
)

// ConnectionFaults are all of them.
var ConnectionFaults = []Fault{
	NoRights, NoNTLM, NoSealing, Unsealed, MixedConnections, ShellsUsedUp, OperationsUsedUp, WinRMStopped,
	PublicProfile, CertificateChanged, OldTLS, ClockSkew, NotWinRM,
	AntivirusRefuses, AntivirusFinds, AntivirusCuts, AntivirusKills, AntivirusWrites,
}

// killed is a host whose processes are ended at their start.
type killed struct{}

func (killed) Run(context.Context, string, map[string]string, io.Reader, io.Writer, io.Writer) (int, error) {
	return 0, nil
}

// connect gives a host's server the faults of its connection.
func (h *Host) connect(cfg *wsman.Config) error {
	answers := map[string]wsman.Action{}
	for _, f := range h.Faults {
		switch f {
		case NoRights:
			cfg.Denied = map[string]bool{User: true}
		case NoNTLM:
			cfg.NoNTLM = true
		case NoSealing:
			cfg.NoSeal = true
		case Unsealed:
			answers["Create"] = wsman.Action{Status: 500}
		case MixedConnections:
			answers["Create"] = wsman.Action{Status: 400}
		case ShellsUsedUp:
			answers["Create"] = wsman.Action{Fault: 2150859173}
		case OperationsUsedUp:
			answers["Command"] = wsman.Action{Fault: 2150859174}
		case PublicProfile:
			answers["Create"] = wsman.Action{Fault: 2150859113}
		case WinRMStopped:
			answers["Logon"] = wsman.Action{Status: 503}
		case NotWinRM:
			answers["Logon"] = wsman.Action{Status: 404}
		case AntivirusRefuses:
			answers["Command"] = wsman.Action{Fault: 0x80070005}
		case AntivirusFinds:
			answers["Command"] = wsman.Action{Fault: 0x800700E1}
		case AntivirusCuts:
			answers["Send"] = wsman.Action{Fault: 0x8007006D}
		case AntivirusKills:
			cfg.Machine = killed{}
		case AntivirusWrites:
			h.Sim.Inject(sim.Failure{Verb: "set", Type: "file", Fault: &resource.Fault{
				Code: resource.Blocked, HResult: "0x800700E1", Message: "ERROR_VIRUS_INFECTED",
			}})
		case OldTLS:
			cfg.TLS = func(t *tls.Config) { t.MinVersion, t.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 }
		case ClockSkew:
			cfg.Clock = func() time.Time { return time.Now().Add(-20 * time.Minute) }
		case CertificateChanged:
			if !h.Practice.HTTPS {
				continue
			}
			var err error
			if cfg.Certificate, err = wsman.SelfSigned(h.Computer,
				&net.TCPAddr{IP: net.ParseIP(h.Address)}); err != nil {
				return err
			}
		}
	}
	if len(answers) == 0 {
		return nil
	}
	before := cfg.Intercept
	cfg.Intercept = func(n int, action string) wsman.Action {
		if a, ok := answers[action]; ok {
			return a
		}
		if before != nil {
			return before(n, action)
		}
		return wsman.Action{}
	}
	return nil
}

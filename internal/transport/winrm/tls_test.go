package winrm_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

func TestCertificates(t *testing.T) {
	h := start(t, true, wsman.Config{}, "ntlm")
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.Certificate().Raw}),
		0o600); err != nil {
		t.Fatal(err)
	}
	noCA := filepath.Join(t.TempDir(), "no.pem")
	if err := os.WriteFile(noCA, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	print := winrm.Fingerprint(h.Certificate())
	for _, tt := range []struct {
		name string
		tls  winrm.TLS
		id   problem.ID
	}{
		{"fingerprint", winrm.TLS{Fingerprint: print}, ""},
		{"fingerprint in capitals", winrm.TLS{Fingerprint: "SHA256:" + strings.ToUpper(print[7:])}, ""},
		{"wrong fingerprint", winrm.TLS{Fingerprint: "sha256:" + strings.Repeat("0", 64)}, problem.IdentityChanged},
		{"CA, by address", winrm.TLS{CAFile: ca}, ""},
		{"CA, by name", winrm.TLS{CAFile: ca, ServerName: "SRV01"}, ""},
		{"CA, wrong name", winrm.TLS{CAFile: ca, ServerName: "SRV02"}, problem.CertName},
		{"system roots", winrm.TLS{}, problem.CertUntrusted},
		{"CA without certificate", winrm.TLS{CAFile: noCA}, problem.CAFile},
		{"first use without a file", winrm.TLS{FirstUse: true}, problem.PinFile},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h.cfg.TLS = tt.tls
			before := h.Counters().Requests
			c, err := winrm.Dial(t.Context(), h.cfg)
			if err == nil {
				_ = c.Close()
			}
			if tt.id == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			p := problemtest.Told(t, err, tt.id)
			if h.Counters().Requests != before {
				t.Error("something was sent to a host that is not trusted")
			}
			if tt.tls.CAFile != noCA && !tt.tls.FirstUse && !strings.Contains(p.Detail, "SRV01") {
				t.Errorf("the certificate is not described: %s", p.Detail)
			}
			if p.Class() == problem.TLS && !strings.Contains(p.Command(), print) {
				t.Errorf("no fingerprint to pin: %s", p.Command())
			}
		})
	}
}

func TestWrongScheme(t *testing.T) {
	h := start(t, true, wsman.Config{}, "ntlm")
	h.cfg.HTTPS = false
	if _, err := winrm.Dial(t.Context(), h.cfg); err == nil {
		t.Error("HTTP on a TLS port worked")
	}
	h = start(t, false, wsman.Config{}, "ntlm")
	h.cfg.HTTPS = true
	if _, err := winrm.Dial(t.Context(), h.cfg); class(t, err) != "tls" {
		t.Error(err)
	}
}

func TestStrictChannelBinding(t *testing.T) {
	h := start(t, true, wsman.Config{StrictCBT: true}, "ntlm")
	if out, _, _ := run(t, h.dial(t), "echo x"); out != "x\n" {
		t.Error(out)
	}
}

// TestNoFallBack: a host that offers nothing but Basic gets no password.
func TestNoFallBack(t *testing.T) {
	h := start(t, true, wsman.Config{AllowBasic: true, NoNTLM: true}, "ntlm")
	_, err := winrm.Dial(t.Context(), h.cfg)
	if !problem.Is(err, problem.NTLMNotOffered) || !strings.Contains(err.Error(), "Basic") || h.Counters().Logons != 0 {
		t.Errorf("%v %+v", err, h.Counters())
	}
}

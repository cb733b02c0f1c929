package winrm_test

import (
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

func TestCertificates(t *testing.T) {
	h := start(t, true, wsman.Config{}, "ntlm")
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.Certificate().Raw}), 0o600); err != nil {
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
		code string
	}{
		{"fingerprint", winrm.TLS{Fingerprint: print}, ""},
		{"fingerprint in capitals", winrm.TLS{Fingerprint: "SHA256:" + strings.ToUpper(print[7:])}, ""},
		{"wrong fingerprint", winrm.TLS{Fingerprint: "sha256:" + strings.Repeat("0", 64)}, "identity"},
		{"CA, by address", winrm.TLS{CAFile: ca}, ""},
		{"CA, by name", winrm.TLS{CAFile: ca, ServerName: "SRV01"}, ""},
		{"CA, wrong name", winrm.TLS{CAFile: ca, ServerName: "SRV02"}, "tls"},
		{"system roots", winrm.TLS{}, "tls"},
		{"CA without certificate", winrm.TLS{CAFile: noCA}, "tls"},
		{"first use without a file", winrm.TLS{FirstUse: true}, "identity"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h.cfg.TLS = tt.tls
			before := h.Counters().Requests
			c, err := winrm.Dial(t.Context(), h.cfg)
			if err == nil {
				_ = c.Close()
			}
			if tt.code == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var e *transport.Error
			if code(t, err) != tt.code || !errors.As(err, &e) || e.Hint == "" {
				t.Errorf("%#v", err)
			}
			if h.Counters().Requests != before {
				t.Error("something was sent to a host that is not trusted")
			}
			if tt.tls.CAFile != noCA && !tt.tls.FirstUse && !strings.Contains(e.Detail, "SRV01") {
				t.Errorf("the certificate is not described: %s", e.Detail)
			}
			if tt.code == "tls" && tt.tls.CAFile != noCA && !strings.Contains(e.Hint, print) {
				t.Errorf("no fingerprint to pin: %s", e.Hint)
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
	if _, err := winrm.Dial(t.Context(), h.cfg); code(t, err) != "tls" {
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
	if code(t, err) != "auth" || !strings.Contains(err.Error(), "Basic") || h.Counters().Logons != 0 {
		t.Errorf("%v %+v", err, h.Counters())
	}
}

package wsman_test

import (
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/krb/krbtest"
	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/lab/wsman/wsmantest"
	"github.com/xops-dev/xops/internal/need"
)

const pywinrmDomain = `
import sys, warnings
warnings.simplefilter("ignore")
import winrm
url, ca, transport = sys.argv[1:4]
options = dict(transport=transport, ca_trust_path=ca)
if transport == "kerberos":
    options.update(kerberos_hostname_override=sys.argv[4])
else:
    options.update(cert_pem=sys.argv[4], cert_key_pem=sys.argv[5])
s = winrm.Session(url, auth=("xops@PRAXIS.TEST" if transport == "kerberos" else None, None), **options)
r = s.run_cmd("hostname")
assert (r.status_code, r.std_out, r.std_err) == (0, b"SRV01\r\n", b""), (r.status_code, r.std_out, r.std_err)
print("fine")
`

func written(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func certificateOf(t *testing.T, s *wsman.Server) string {
	t.Helper()
	return written(t, "ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}

// TestPywinrmKerberos: MIT's libraries log on to the lab and take its proof, with a real KDC; a ticket for another host
// does not help.
func TestPywinrmKerberos(t *testing.T) {
	interpreter := python(t)
	if _, err := foreign(t, interpreter, "-c", "import requests_kerberos"); err != nil {
		need.Missing(t, "python3's module requests_kerberos (Debian package python3-requests-kerberos)")
	}
	k := krbtest.Start(t)
	k.Admin(t, "addprinc -pw Geheim-1 xops", "addprinc -randkey HTTP/srv01.praxis.test",
		"addprinc -randkey HTTP/srv02.praxis.test")
	t.Setenv("KRB5CCNAME", "FILE:"+k.Kinit(t, "xops", "Geheim-1"))
	t.Setenv("KRB5_CONFIG", k.Conf)
	server, err := krb.NewServer(k.Keytab(t, false, "HTTP/srv01.praxis.test"))
	if err != nil {
		t.Fatal(err)
	}
	for _, cfg := range []wsman.Config{{Kerberos: server}, {Kerberos: server, NoPersist: true}} {
		s, port := serve(t, true, cfg)
		url := fmt.Sprintf("https://127.0.0.1:%d/wsman", port)
		out, err := foreign(t, interpreter, "-c", pywinrmDomain, url, certificateOf(t, s), "kerberos",
			"srv01.praxis.test")
		if err != nil || !strings.Contains(string(out), "fine") {
			t.Fatalf("%v\n%s\n%+v", err, out, s.Counters())
		}
		out, err = foreign(t, interpreter, "-c", pywinrmDomain, url, certificateOf(t, s), "kerberos",
			"srv02.praxis.test")
		if n := s.Counters(); err == nil || n.Shells != 1 || n.FailedLogons == 0 {
			t.Errorf("a ticket for another host was let in: %+v\n%s", n, out)
		}
	}
	// Debian's pykerberos knows no channel bindings: a strict host refuses it.
	s, port := serve(t, true, wsman.Config{Kerberos: server, StrictCBT: true})
	out, err := foreign(t, interpreter, "-c", pywinrmDomain, fmt.Sprintf("https://127.0.0.1:%d/wsman", port),
		certificateOf(t, s), "kerberos", "srv01.praxis.test")
	if n := s.Counters(); err == nil || n.Shells != 0 || n.FailedLogons == 0 {
		t.Errorf("a logon without a channel binding was let in: %+v\n%s", n, out)
	}
}

func TestPywinrmCertificate(t *testing.T) {
	interpreter := python(t)
	a, err := wsmantest.NewAuthority("Praxis-CA")
	if err != nil {
		t.Fatal(err)
	}
	s, port := serve(t, true, wsman.Config{
		ClientCAs:   a.Pool(),
		ClientUsers: map[string]string{"xops@praxis.test": "xops"}, NoNTLM: true,
	})
	url := fmt.Sprintf("https://127.0.0.1:%d/wsman", port)
	try := func(upn string) error {
		cert, key, err := a.Issue(upn, time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		out, err := foreign(t, interpreter, "-c", pywinrmDomain, url, certificateOf(t, s), "certificate",
			written(t, "c.pem", cert), written(t, "c.key", key))
		if err == nil && !strings.Contains(string(out), "fine") {
			t.Errorf("%s", out)
		}
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	}
	if err := try("xops@praxis.test"); err != nil {
		t.Error(err)
	}
	if n := s.Counters(); n.Shells != 1 || n.FailedLogons != 0 || s.Records()[0].User != "xops" {
		t.Errorf("%+v", n)
	}
	if err := try("niemand@praxis.test"); err == nil || s.Counters().Shells != 1 {
		t.Errorf("a certificate of nobody was let in: %v", err)
	}
}

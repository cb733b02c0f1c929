package winrm_test

import (
	"context"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab/wsman"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// heard keeps what is sent over a connection.
type heard struct {
	net.Conn
	said *strings.Builder
}

func (h heard) Write(b []byte) (int, error) {
	h.said.Write(b)
	return h.Conn.Write(b)
}

// TestAddressWithZone: an IPv6 address is dialled with its zone; the host, for which that means nothing, is told the
// address without it, and its certificate has none either.
func TestAddressWithZone(t *testing.T) {
	for address, https := range map[string]bool{"::1": false, "127.0.0.1": true} { // the lab's certificate has that
		t.Run(address, func(t *testing.T) {
			h := start(t, https, wsman.Config{}, "ntlm")
			var said strings.Builder
			h.cfg.Address = address + "%lo"
			want := net.JoinHostPort(h.cfg.Address, strconv.Itoa(h.cfg.Port))
			h.cfg.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				if address != want {
					t.Errorf("%s was dialled, not %s", address, want)
				}
				c, err := transport.Dial(ctx, network, fmt.Sprintf("127.0.0.1:%d", h.cfg.Port))
				return heard{c, &said}, err
			}
			if https {
				file := filepath.Join(t.TempDir(), "ca.pem")
				if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{
					Type: "CERTIFICATE", Bytes: h.Certificate().Raw,
				}), 0o600); err != nil {
					t.Fatal(err)
				}
				h.cfg.TLS = winrm.TLS{CAFile: file}
			}
			run(t, h.dial(t), "whoami")
			host := "\r\nHost: " + net.JoinHostPort(address, strconv.Itoa(h.cfg.Port)) + "\r\n"
			if strings.Contains(said.String(), "%lo") || !https && !strings.Contains(said.String(), host) {
				t.Errorf("%.300q", said.String())
			}
		})
	}
	_, err := winrm.Dial(t.Context(), winrm.Config{Address: "fe80::1%eth0", HTTPS: true, Auth: "kerberos"})
	if !problem.Is(err, problem.KerberosNeedsName) {
		t.Error(err)
	}
}

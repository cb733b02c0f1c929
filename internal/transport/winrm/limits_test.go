package winrm

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xops-dev/xops/internal/problem"
)

// lacking makes the first n dials of a configuration fail for want of a file on this computer.
func lacking(cfg *Config, n int32) (dials *atomic.Int32) {
	dials = new(atomic.Int32)
	dial := cfg.Dial
	cfg.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if dials.Add(1) <= n {
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("socket", syscall.EMFILE)}
		}
		return dial(ctx, network, address)
	}
	return dials
}

// A lack of files on this computer is waited out, longer than a logon may take; the host sees one logon.
func TestWaitsForFiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := ntlmServer(t, same, nil)
		cfg.Timeout = time.Second
		dials := lacking(&cfg, 10)
		c, err := Dial(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if s := c.Stats(); dials.Load() != 11 || s.Connections != 1 || s.Logons != 1 || s.Requests != 2 {
			t.Errorf("%d dials, %+v", dials.Load(), s)
		}
		_ = c.Close()
	})
}

// When the host's time is over it is this computer that is to blame, and not a VPN.
func TestNoFilesAtAll(t *testing.T) {
	conf := filepath.Join(t.TempDir(), "krb5.conf")
	if err := os.WriteFile(conf, []byte("[realms]\n PRAXIS.TEST = {\n  kdc = 127.0.0.1:88\n }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		for name, connect := range map[string]func(ctx context.Context, cfg Config) error{
			"dial":    func(ctx context.Context, cfg Config) error { _, err := Dial(ctx, cfg); return err },
			"inspect": func(ctx context.Context, cfg Config) error { _, err := Inspect(ctx, cfg); return err },
			"KDC": func(ctx context.Context, cfg Config) error {
				cfg.HTTPS, cfg.Auth, cfg.Address = true, "kerberos", "srv01.praxis.test"
				cfg.Kerberos = Kerberos{Realm: "PRAXIS.TEST", Conf: conf}
				_, err := Dial(ctx, cfg)
				return err
			},
		} {
			cfg := ntlmServer(t, same, nil)
			lacking(&cfg, 1<<30)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			err := connect(ctx, cfg)
			cancel()
			if !problem.Is(err, problem.LocalFiles) || !errors.Is(err, syscall.EMFILE) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

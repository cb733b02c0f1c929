package krb_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/krb/krbtest"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport"
)

const (
	password = "Pässwört 1"
	service  = "HTTP/srv01.praxis.test"
)

func secret(s string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return s, nil }
}

// told checks an error for people, which must not have the password.
func told(t *testing.T, err error, ids ...problem.ID) *problem.Problem {
	t.Helper()
	p := problemtest.Told(t, err, ids...)
	if text := p.Text(text.English); strings.Contains(p.Error()+text.Cure, password) {
		t.Errorf("%#v", p)
	}
	return p
}

// realm is a KDC with two hosts and some accounts.
func realm(t *testing.T) *krbtest.KDC {
	k := krbtest.Start(t)
	k.Admin(t,
		`addprinc -pw "`+password+`" xops`, `addprinc -pw "`+password+`" -pwexpire yesterday alt`, `addprinc -pw "`+
			password+`" -expire yesterday weg`,
		`addprinc -pw "`+password+`" -allow_tix gesperrt`, `addprinc -pw "`+password+`" -e arcfour-hmac:normal rc4`,
		`addprinc -pw "`+password+`" -requires_preauth offen`, `addprinc -pw "`+password+`" keytabber`,
		"addprinc -randkey -requires_preauth "+service, "addprinc -randkey -requires_preauth HTTP/srv02.praxis.test",
	)
	return k
}

func TestTickets(t *testing.T) {
	k := realm(t)
	keys := k.Keytab(t, false, service)
	ccache := k.Kinit(t, "xops", password)
	for name, cfg := range map[string]krb.Config{
		"password":         {User: "xops@praxis.test", Password: secret(password)},
		"DOMAIN\\user":     {User: `PRAXIS\xops`, Realm: "praxis.test", Password: secret(password)},
		"default realm":    {User: "xops", Password: secret(password)},
		"no pre-auth":      {User: "offen", Password: secret(password)},
		"keytab":           {User: "keytabber", Keytab: k.Keytab(t, true, "keytabber")},
		"ccache":           {CCache: ccache},
		"ccache of user":   {CCache: "FILE:" + ccache, User: "xops@PRAXIS.TEST"},
		"ccache and realm": {CCache: ccache, Realm: krbtest.Realm},
	} {
		t.Run(name, func(t *testing.T) {
			cfg.Conf = k.Conf
			ticket, err := krb.NewCache().Ticket(t.Context(), cfg, service)
			if err != nil {
				t.Fatalf("%v\n%s", err, k.Log(t))
			}
			s, err := krb.NewServer(keys)
			if err != nil {
				t.Fatal(err)
			}
			now := time.Now()
			l, err := ticket.Logon(nil, now)
			if err != nil {
				t.Fatal(err)
			}
			user, reply, err := s.Accept(l.Token, nil, false, now)
			if err != nil || user != ticket.Client() || !strings.HasSuffix(user, "@PRAXIS.TEST") {
				t.Fatalf("%q %v", user, err)
			}
			if err := l.Confirm(reply); err != nil {
				t.Error(err)
			}
			if _, _, err := s.Accept(l.Token, nil, false, now); err == nil {
				t.Error("a logon was taken twice")
			}
		})
	}
}

// TestBinding: the token is worth nothing on another TLS connection, at another host, or at another time; the host's
// proof neither.
func TestBinding(t *testing.T) {
	k := realm(t)
	cfg := krb.Config{User: "xops", Password: secret(password), Conf: k.Conf}
	cache := krb.NewCache()
	ticket, err := cache.Ticket(t.Context(), cfg, service)
	if err != nil {
		t.Fatal(err)
	}
	s, err := krb.NewServer(k.Keytab(t, false, service))
	if err != nil {
		t.Fatal(err)
	}
	other, err := krb.NewServer(k.Keytab(t, false, "HTTP/srv02.praxis.test"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	n := time.Duration(0)
	ours, theirs := []byte("tls-server-end-point:ours"), []byte("tls-server-end-point:theirs")
	for name, tt := range map[string]struct {
		server        *krb.Server
		client, there []byte
		strict, ok    bool
		at            time.Time
	}{
		"same":             {s, ours, ours, true, true, now},
		"another":          {s, ours, theirs, false, false, now},
		"none":             {s, nil, ours, false, true, now},
		"none, strict":     {s, nil, ours, true, false, now},
		"clear text":       {s, ours, nil, false, true, now},
		"other host's key": {other, ours, ours, false, false, now},
		"old":              {s, ours, ours, false, false, now.Add(-6 * time.Minute)},
		"from the future":  {s, ours, ours, false, false, now.Add(6 * time.Minute)},
	} {
		n++ // no two logons at the same time
		l, err := ticket.Logon(tt.client, tt.at.Add(n*time.Millisecond))
		if err != nil {
			t.Fatal(err)
		}
		_, reply, err := tt.server.Accept(l.Token, tt.there, tt.strict, now)
		if (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			again, err := ticket.Logon(tt.client, now.Add(time.Second))
			if err != nil || again.Confirm(reply) == nil {
				t.Errorf("%s: a host's proof was taken for another logon (%v)", name, err)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	k := realm(t)
	keytabOfOld := k.Keytab(t, true, "keytabber")
	k.Keytab(t, true, "keytabber") // and the key changes
	notFile := filepath.Join(t.TempDir(), "rubbish")
	if err := os.WriteFile(notFile, []byte{5, 4, 0}, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		cfg     krb.Config
		service string
		id      problem.ID
	}{
		"wrong password":   {krb.Config{User: "xops", Password: secret("falsch")}, "", problem.KerberosRefused},
		"no pre-auth":      {krb.Config{User: "offen", Password: secret("falsch")}, "", problem.KerberosRefused},
		"old keytab":       {krb.Config{User: "keytabber", Keytab: keytabOfOld}, "", problem.KeytabRefused},
		"not in keytab":    {krb.Config{User: "xops", Keytab: keytabOfOld}, "", problem.KeytabNoKey},
		"no keytab":        {krb.Config{User: "xops", Keytab: "/nicht/da"}, "", problem.Keytab},
		"rubbish keytab":   {krb.Config{User: "xops", Keytab: notFile}, "", problem.Keytab},
		"unknown user":     {krb.Config{User: "niemand", Password: secret(password)}, "", problem.KerberosAccount},
		"expired password": {krb.Config{User: "alt", Password: secret(password)}, "", problem.PasswordExpired},
		"expired account":  {krb.Config{User: "weg", Password: secret(password)}, "", problem.AccountLocked},
		"locked":           {krb.Config{User: "gesperrt", Password: secret(password)}, "", problem.AccountLocked},
		"rc4 only":         {krb.Config{User: "rc4", Password: secret(password)}, "", problem.KerberosWeak},
		"unknown host": {
			krb.Config{User: "xops", Password: secret(password)},
			"HTTP/srv99.praxis.test",
			problem.KerberosSPN,
		},
		"our clock behind": {krb.Config{
			User: "xops", Password: secret(password),
			Now: func() time.Time { return time.Now().Add(-10 * time.Minute) },
		}, "", problem.KerberosClocks},
		"our clock ahead": {krb.Config{
			User: "xops", Password: secret(password),
			Now: func() time.Time { return time.Now().Add(10 * time.Minute) },
		}, "", problem.KerberosClocks},
		"no user":          {krb.Config{Password: secret(password)}, "", problem.UserMissing},
		"no ticket":        {krb.Config{User: "xops"}, "", problem.TicketMissing},
		"no ccache":        {krb.Config{CCache: "/nicht/da"}, "", problem.TicketFile},
		"rubbish ccache":   {krb.Config{CCache: notFile}, "", problem.TicketFile},
		"ccache elsewhere": {krb.Config{CCache: "KEYRING:persistent:0"}, "", problem.TicketElsewhere},
		"ccache of other":  {krb.Config{CCache: k.Kinit(t, "xops", password), User: "arzt"}, "", problem.TicketOther},
		"ccache expired": {krb.Config{
			CCache: k.Kinit(t, "xops", password, "-l", "5m"),
			Now:    func() time.Time { return time.Now().Add(time.Hour) },
		}, "", problem.TicketExpired},
		"no krb5.conf": {krb.Config{User: "xops", Password: secret(password), Conf: "/nicht/da"}, "", problem.Krb5Conf},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.cfg.Conf == "" {
				tt.cfg.Conf = k.Conf
			}
			if tt.service == "" {
				tt.service = service
			}
			ticket, err := krb.NewCache().Ticket(t.Context(), tt.cfg, tt.service)
			if err == nil {
				t.Fatalf("a ticket for %s", ticket.Client())
			}
			told(t, err, tt.id)
		})
	}
	_, err := krb.NewCache().Ticket(t.Context(), krb.Config{
		User: "xops", Password: secret(password), Conf: k.Conf,
		Now: func() time.Time { return time.Now().Add(-10 * time.Minute) },
	}, service)
	if e := told(t, err); !strings.Contains(e.Detail, "10m0s ahead of") && !strings.Contains(e.Detail,
		"9m59s ahead of") {
		t.Errorf("the skew is not told: %s", e.Detail)
	}
}

// TestOnce: a fleet costs one logon and one ticket for each host; a wrong password is tried once for all of them.
func TestOnce(t *testing.T) {
	k := realm(t)
	for _, tt := range []struct {
		password string
		ok       bool
	}{{password, true}, {"falsch", false}} {
		issued, failed := k.Count(t, "ISSUE"), k.Count(t, "PREAUTH_FAILED")
		cache := krb.NewCache()
		var all sync.WaitGroup
		for n := range 40 {
			all.Go(func() {
				host := []string{service, "HTTP/srv02.praxis.test"}[n%2]
				_, err := cache.Ticket(t.Context(), krb.Config{
					User: "xops", Password: secret(tt.password),
					Conf: k.Conf,
				}, host)
				if (err == nil) != tt.ok {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if tt.ok && (cache.Counts != krb.Counts{Logons: 1, Tickets: 2} || k.Count(t, "ISSUE") != issued+3) {
			t.Errorf("%+v, the KDC issued %d tickets", cache.Counts, k.Count(t, "ISSUE")-issued)
		}
		if !tt.ok && (cache.Counts.Logons != 1 || k.Count(t, "PREAUTH_FAILED") != failed+1) {
			t.Errorf("%+v, the KDC saw %d wrong passwords", cache.Counts, k.Count(t, "PREAUTH_FAILED")-failed)
		}
	}
}

// strangeKDC answers with what it is told, and counts.
func strangeKDC(t *testing.T, answer func(net.Conn)) (conf string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); all.Wait() })
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { answer(c); _ = c.Close() })
		}
	})
	conf = filepath.Join(t.TempDir(), "krb5.conf")
	text := "[libdefaults]\ndefault_realm = PRAXIS.TEST\n[realms]\nPRAXIS.TEST = {\n kdc = " + l.Addr().String() +
		"\n}\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return conf
}

func TestStrangeKDCs(t *testing.T) {
	read := func(c net.Conn) { _, _ = c.Read(make([]byte, 4096)) }
	for name, tt := range map[string]struct {
		answer func(net.Conn)
		id     problem.ID
	}{
		"says nothing": {func(c net.Conn) { read(c) }, problem.KDCSilent},
		"huge": {
			func(c net.Conn) { read(c); _, _ = c.Write([]byte{0xFF, 0xFF, 0xFF, 0xFF, 0}) },
			problem.KDCSilent,
		},
		"rubbish": {func(c net.Conn) { read(c); _, _ = c.Write([]byte{0, 0, 0, 3, 'a', 'b', 'c'}) }, problem.KDCAnswer},
	} {
		_, err := krb.NewCache().Ticket(t.Context(), krb.Config{
			User: "xops", Password: secret(password),
			Conf: strangeKDC(t, tt.answer),
		}, service)
		t.Run(name, func(t *testing.T) { told(t, err, tt.id) })
	}
	// The operator gives up: nothing is remembered of it.
	here := make(chan struct{}, 2)
	conf := strangeKDC(t, func(c net.Conn) {
		here <- struct{}{}
		_, _ = c.Read(make([]byte, 4096))
		_, _ = c.Read(make([]byte, 1))
	})
	cache := krb.NewCache()
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-here; cancel() }()
		if _, err := cache.Ticket(ctx, krb.Config{User: "xops", Password: secret(password), Conf: conf},
			service); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		cancel()
	}
}

func TestNoKDC(t *testing.T) {
	conf := strangeKDC(t, func(net.Conn) {})
	dials := 0
	cfg := krb.Config{User: "xops", Password: secret(password), Conf: conf, Dial: func(context.Context, string,
		string,
	) (net.Conn, error) {
		dials++
		return nil, errors.New("no route")
	}}
	cache := krb.NewCache()
	for range 3 {
		_, err := cache.Ticket(t.Context(), cfg, service)
		if told(t, err, problem.KDCSilent); dials != 1 {
			t.Errorf("%v after %d attempts", err, dials)
		}
	}
	cfg.Now = func() time.Time { return time.Now().Add(time.Minute) }
	if _, err := cache.Ticket(t.Context(), cfg, service); err == nil || dials != 2 {
		t.Errorf("%v after %d attempts: a KDC that restarted is never asked again", err, dials)
	}
}

// A lack of files on this computer is no silence of the KDC, which would be left alone for a while.
func TestNoFiles(t *testing.T) {
	dials := 0
	cfg := krb.Config{
		User: "xops", Password: secret(password), Conf: strangeKDC(t, func(net.Conn) {}),
		Dial: func(_ context.Context, network, _ string) (net.Conn, error) {
			dials++
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("socket", syscall.EMFILE)}
		},
	}
	cache := krb.NewCache()
	for range 3 {
		if _, err := cache.Ticket(t.Context(), cfg, service); !transport.Lacks(err) {
			t.Error(err)
		}
	}
	if dials != 3 {
		t.Errorf("%d dials", dials)
	}
}

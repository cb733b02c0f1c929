package ntlm_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"math/big"
	"testing"
	"time"

	"github.com/bodgit/ntlmssp"

	"github.com/xops-dev/xops/internal/ntlm"
)

// TestFramesOfOthers: proxies and other servers write a blank behind the dashes of the boundary.
func TestFramesOfOthers(t *testing.T) {
	signature := []byte("0123456789abcdef")
	frame := bytes.ReplaceAll(ntlm.Frame([]byte("sealed"), signature, 6), []byte("--Encrypted"), []byte("-- Encrypted"))
	sealed, got, length, err := ntlm.Unframe(frame)
	if err != nil || string(sealed) != "sealed" || !bytes.Equal(got, signature) || length != 6 {
		t.Errorf("%q %q %d %v", sealed, got, length, err)
	}
}

func TestFrame(t *testing.T) {
	signature := bytes.Repeat([]byte{7}, 16)
	for _, sealed := range [][]byte{
		[]byte("x"),
		{},
		[]byte("--Encrypted Boundary--\r\n inside --Encrypted Boundary\r\n\tContent-Type: " +
			"application/octet-stream\r\n"),
		bytes.Repeat([]byte("\r\n"), 1000),
	} {
		gotSealed, gotSignature, length, err := ntlm.Unframe(ntlm.Frame(sealed, signature, 42))
		if err != nil || !bytes.Equal(gotSealed, sealed) || !bytes.Equal(gotSignature, signature) || length != 42 {
			t.Errorf("%q %q %d %v", gotSealed, gotSignature, length, err)
		}
	}
}

func FuzzUnframe(f *testing.F) {
	f.Add(ntlm.Frame([]byte("sealed"), make([]byte, 16), 6))
	f.Add([]byte("--Encrypted Boundary\r\n\tLength=1\r\napplication/octet-stream\r\n\x10\x00\x00\x00--Encrypted " +
		"Boundary--"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, signature, length, err := ntlm.Unframe(b)
		if err == nil && (len(signature) != 16 || length < 0) {
			t.Errorf("%q", b)
		}
	})
}

func FuzzServer(f *testing.F) {
	client, _ := ntlmssp.NewClient(ntlmssp.SetUserInfo("xops", "geheim"))
	negotiate, _ := client.Authenticate(nil, nil)
	challenge, _ := (&ntlm.Server{Computer: "SRV01"}).Challenge(negotiate, time.Unix(0, 0))
	authenticate, _ := client.Authenticate(challenge, nil)
	f.Add(negotiate)
	f.Add(challenge)
	f.Add(authenticate)
	f.Fuzz(func(t *testing.T, b []byte) {
		s := &ntlm.Server{Computer: "SRV01", Password: func(string, string) (string, bool) { return "", true }}
		_, _ = s.Challenge(b, time.Unix(0, 0))
		if _, err := s.Challenge(negotiate, time.Unix(0, 0)); err != nil {
			t.Fatal(err)
		}
		if _, session, err := s.Authenticate(b); err == nil && session == nil {
			t.Log("logged on without sealing")
		}
		_, _ = ntlm.ComputerName(b), ntlm.ChallengeFlags(b)
	})
}

// logon runs a logon of the client's library with our server; change may alter the last message.
func logon(s *ntlm.Server, password string, binding []byte, change func([]byte)) (*ntlmssp.Client, *ntlm.Session,
	error,
) {
	client, err := ntlmssp.NewClient(ntlmssp.SetUserInfo("xöps", password), ntlmssp.SetDomain("Praxis"))
	if err != nil {
		return nil, nil, err
	}
	negotiate, err := client.Authenticate(nil, nil)
	if err != nil {
		return nil, nil, err
	}
	challenge, err := s.Challenge(negotiate, time.Now())
	if err != nil {
		return nil, nil, err
	}
	var bindings *ntlmssp.ChannelBindings
	if binding != nil {
		bindings = &ntlmssp.ChannelBindings{ApplicationData: binding}
	}
	message, err := client.Authenticate(challenge, bindings)
	if err != nil {
		return nil, nil, err
	}
	if change != nil {
		change(message)
	}
	_, session, err := s.Authenticate(message)
	return client, session, err
}

func TestLogon(t *testing.T) {
	right := []byte("tls-server-end-point:right")
	for name, tt := range map[string]struct {
		password        string
		server, binding []byte
		strict          bool
		change          func([]byte)
		ok              bool
	}{
		"right":                        {password: "geheim", ok: true},
		"wrong password":               {password: "Geheim"},
		"empty password":               {password: ""},
		"right binding":                {password: "geheim", server: right, binding: right, strict: true, ok: true},
		"wrong binding":                {password: "geheim", server: right, binding: []byte("wrong")},
		"no binding, relaxed":          {password: "geheim", server: right, ok: true},
		"no binding, strict":           {password: "geheim", server: right, strict: true},
		"changed integrity code":       {password: "geheim", change: func(b []byte) { b[72] ^= 1 }},
		"changed flags":                {password: "geheim", change: func(b []byte) { b[60] ^= 1 << 5 }},
		"cut off":                      {password: "geheim", change: func(b []byte) { b[20], b[21] = 5, 0 }},
		"changed session key":          {password: "geheim", change: func(b []byte) { b[len(b)-1] ^= 1 }},
		"response that lies elsewhere": {password: "geheim", change: func(b []byte) { b[27] = 0xFF }},
	} {
		t.Run(name, func(t *testing.T) {
			s := &ntlm.Server{
				Computer: "SRV01", Domain: "PRAXIS", Binding: tt.server, Strict: tt.strict,
				Password: func(_, user string) (string, bool) {
					return "geheim", user == "xöps"
				},
			}
			client, session, err := logon(s, tt.password, tt.binding, tt.change)
			if (err == nil) != tt.ok {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			for range 3 {
				sealed, signature, err := client.SecuritySession().Wrap([]byte("hin"))
				if err != nil {
					t.Fatal(err)
				}
				if plain, err := session.Open(sealed, signature); err != nil || string(plain) != "hin" {
					t.Fatalf("%q %v", plain, err)
				}
				sealed, signature = session.Seal([]byte("zurück"))
				if plain, err := client.SecuritySession().Unwrap(sealed, signature); err != nil ||
					string(plain) != "zurück" {
					t.Fatalf("%q %v", plain, err)
				}
			}
			sealed, signature, _ := client.SecuritySession().Wrap([]byte("x"))
			sealed[0] ^= 1
			if _, err := session.Open(sealed, signature); err == nil {
				t.Error("a changed message was taken")
			}
		})
	}
}

func TestUnknownUserWithEmptyPassword(t *testing.T) {
	s := &ntlm.Server{Computer: "SRV01", Password: func(string, string) (string, bool) { return "", false }}
	if _, _, err := logon(s, "", nil, nil); err == nil {
		t.Error("an unknown user was let in")
	}
}

func TestBinding(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for algorithm, sum := range map[x509.SignatureAlgorithm]func([]byte) []byte{
		x509.ECDSAWithSHA256: func(b []byte) []byte { s := sha256.Sum256(b); return s[:] },
		x509.ECDSAWithSHA384: func(b []byte) []byte { s := sha512.Sum384(b); return s[:] },
		x509.ECDSAWithSHA512: func(b []byte) []byte { s := sha512.Sum512(b); return s[:] },
	} {
		template := &x509.Certificate{SerialNumber: big.NewInt(1), SignatureAlgorithm: algorithm}
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := ntlm.Binding(cert), append([]byte("tls-server-end-point:"), sum(der)...); !bytes.Equal(got,
			want) {
			t.Errorf("%s: %x, want %x", algorithm, got, want)
		}
	}
	old := &x509.Certificate{Raw: []byte("x"), SignatureAlgorithm: x509.SHA1WithRSA}
	want := sha256.Sum256([]byte("x"))
	if got := ntlm.Binding(old); !bytes.HasSuffix(got, want[:]) {
		t.Errorf("SHA-1: %x", got)
	}
}

package winrm

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/ntlm"
	"github.com/xops-dev/xops/internal/problem"
)

// hostile is a server that answers each request of a connection with raw bytes made by a function.
func hostile(t *testing.T, answer func(n int, r *http.Request, body string) string) Config {
	t.Helper()
	return Config{
		Address: "127.0.0.1", User: "xops", Password: func(context.Context) (string, error) { return "geheim", nil },
		Dial: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go func() {
				defer func() { _ = far.Close() }()
				in := bufio.NewReader(far)
				for n := 1; ; n++ {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					body, err := io.ReadAll(r.Body)
					if err != nil {
						return
					}
					if strings.Contains(string(body), "Envelope") {
						t.Error("a message in clear text")
					}
					if _, err := io.WriteString(far, answer(n, r, string(body))); err != nil {
						return
					}
				}
			}()
			return near, nil
		},
	}
}

func plain(status int, header, body string) string {
	return fmt.Sprintf("HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s", status, header, len(body), body)
}

// ntlmServer answers the logon as a real one, with a change to the challenge.
func ntlmServer(t *testing.T, change func([]byte) []byte, then func(n int, s *ntlm.Session,
	body string) string,
) Config {
	t.Helper()
	var session *ntlm.Session
	server := &ntlm.Server{Computer: "SRV01", Domain: "SRV01", Password: func(string, string) (string,
		bool,
	) {
		return "geheim", true
	}}
	return hostile(t, func(n int, r *http.Request, body string) string {
		token, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(r.Header.Get("Authorization"), "Negotiate "))
		switch ntlm.Type(token) {
		case 1:
			challenge, err := server.Challenge(token, time.Now())
			if err != nil {
				t.Error(err)
			}
			return plain(401, "WWW-Authenticate: Negotiate "+base64.StdEncoding.EncodeToString(change(challenge))+
				"\r\n", "")
		case 3:
			var err error
			if _, session, err = server.Authenticate(token); err != nil {
				return plain(401, "WWW-Authenticate: Negotiate\r\n", "")
			}
			return plain(200, "", "")
		}
		return then(n, session, body)
	})
}

func same(b []byte) []byte { return b }

func wantClass(t *testing.T, err error, class problem.Class) {
	t.Helper()
	if got := problem.ClassOf(err); got != class {
		t.Errorf("%q instead of %q: %#v", got, class, err)
	}
}

func TestHostileLogon(t *testing.T) {
	flag := func(at int, mask byte) func([]byte) []byte {
		return func(b []byte) []byte { b[at] &^= mask; return b }
	}
	for name, tt := range map[string]struct {
		change func([]byte) []byte
		class  problem.Class
	}{
		"without sealing":      {flag(20, 0x20), "logon"},
		"without signing":      {flag(20, 0x10), "logon"},
		"without 128 bits":     {flag(23, 0x20), "logon"},
		"without key exchange": {flag(23, 0x40), "logon"},
		"NTLMv1":               {flag(22, 0x08), "logon"},
		"without target info":  {flag(22, 0x80), "logon"},
		"cut off":              {func(b []byte) []byte { return b[:30] }, "protocol"},
		"target info outside":  {func(b []byte) []byte { b[44], b[45] = 0xFF, 0xFF; return b }, "protocol"},
		"short flags attribute": {func(b []byte) []byte {
			b[40], b[42] = b[40]+5, b[42]+5 // the list of attributes is longer by that much
			return append(b[:len(b)-4], 6, 0, 1, 0, 0, 0, 0, 0, 0)
		}, "protocol"},
		"not a challenge": {func([]byte) []byte { return []byte("garbage") }, "protocol"},
		"changed nonce":   {func(b []byte) []byte { b = append([]byte(nil), b...); b[25] ^= 1; return b }, "logon"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := ntlmServer(t, func(b []byte) []byte { return tt.change(append([]byte(nil), b...)) },
				func(int, *ntlm.Session, string) string { return "" })
			c, err := Dial(t.Context(), cfg)
			if err == nil {
				_ = c.Close()
				t.Fatal("logged on")
			}
			wantClass(t, err, tt.class)
		})
	}
}

func TestHostileAnswers(t *testing.T) {
	seal := func(s *ntlm.Session, status int, text string) string {
		sealed, signature := s.Seal([]byte(text))
		return plain(status, "Content-Type: "+ntlm.SealedType+"\r\n", string(ntlm.Frame(sealed, signature, len(text))))
	}
	created := func(relates, action string) string {
		return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><Action>` + action +
			`</Action><RelatesTo>` + relates +
			`</RelatesTo></s:Header><s:Body><Shell><ShellId>1</ShellId></Shell></s:Body></s:Envelope>`
	}
	for name, tt := range map[string]struct {
		answer func(s *ntlm.Session) string
		class  problem.Class
	}{
		"not sealed": {func(*ntlm.Session) string {
			return plain(200, "Content-Type: "+ntlm.PlainType+"\r\n", created("", ""))
		}, "protocol"},
		"fault not sealed": {func(*ntlm.Session) string {
			return plain(500, "Content-Type: "+ntlm.PlainType+"\r\n", "<Envelope><Body><Fault/></Body></Envelope>")
		}, "protocol"},
		"answer to another": {func(s *ntlm.Session) string {
			return seal(s, 200, created("uuid:1", transferURI+"/CreateResponse"))
		}, "protocol"},
		"not SOAP": {func(s *ntlm.Session) string { return seal(s, 200, "hello") }, "protocol"},
		"wrong signature": {func(s *ntlm.Session) string {
			sealed, signature := s.Seal([]byte("x"))
			signature[5] ^= 1
			return plain(200, "Content-Type: "+ntlm.SealedType+"\r\n", string(ntlm.Frame(sealed, signature, 1)))
		}, "protocol"},
		"wrong length": {func(s *ntlm.Session) string {
			sealed, signature := s.Seal([]byte("x"))
			return plain(200, "Content-Type: "+ntlm.SealedType+"\r\n", string(ntlm.Frame(sealed, signature, 2)))
		}, "protocol"},
		"repeated number": {func(s *ntlm.Session) string {
			s.Seal([]byte("x"))
			return seal(s, 200, "x")
		}, "protocol"},
		"broken frame": {func(*ntlm.Session) string {
			return plain(200, "Content-Type: "+ntlm.SealedType+"\r\n", "--Encrypted Boundary\r\n")
		}, "protocol"},
		"too long": {func(*ntlm.Session) string {
			return "HTTP/1.1 200 X\r\nContent-Length: 5000000\r\n\r\n" + strings.Repeat("x", 5000000)
		}, "protocol"},
		"endless head": {func(*ntlm.Session) string {
			return "HTTP/1.1 200 X\r\n" + strings.Repeat("X: y\r\n", 1000000)
		}, "protocol"},
		"TLS": {func(*ntlm.Session) string { return "\x15\x03\x01\x00\x02\x02\x0a" }, "tls"},
		"interim forever": {
			func(*ntlm.Session) string { return strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 10) },
			"lost",
		},
		"not HTTP": {func(*ntlm.Session) string { return "SSH-2.0-OpenSSH\r\n\r\n" }, "lost"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := ntlmServer(t, same, func(_ int, s *ntlm.Session, _ string) string { return tt.answer(s) })
			c, err := Dial(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			_, err = c.Start(t.Context(), "echo x")
			wantClass(t, err, tt.class)
			if _, err := c.Start(t.Context(), "echo x"); err == nil {
				t.Error("the connection goes on")
			}
		})
	}
}

func TestClean(t *testing.T) {
	if got := clean("a\x1b[31m\r\nb\u009b " + strings.Repeat("x", 400)); len([]rune(got)) != 301 ||
		strings.ContainsAny(got, "\x1b\r\n\u009b") {
		t.Errorf("%q", got)
	}
}

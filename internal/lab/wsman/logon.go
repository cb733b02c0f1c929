package wsman

import (
	"context"
	"encoding/base64"
	"net"
	"net/http"
	"strings"

	"github.com/xops-dev/xops/internal/ntlm"
)

// connection is what the server knows of one TCP connection. Its requests come one after the other.
type connection struct {
	number  int
	logon   *ntlm.Server  // a logon under way
	session *ntlm.Session // seals its messages
	user    string        // logged on by NTLM
	basic   string        // the Basic header that was counted last; or that of client certificates
}

type connectionKey struct{}

func (s *Server) connContext(ctx context.Context, _ net.Conn) context.Context {
	c := &connection{}
	s.book.Count(func(t *Counters) {
		t.Connections++
		c.number = t.Connections
	})
	return context.WithValue(ctx, connectionKey{}, c)
}

// authenticate gives the user of a request, or answers 401 and gives false. A request that carries a logon token may
// be the one that logs on.
func (s *Server) authenticate(w *answer, r *http.Request, c *connection) (string, bool) {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch strings.ToLower(scheme) {
	case "negotiate", "ntlm":
		token, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
		if err != nil {
			break
		}
		if s.cfg.Kerberos != nil && ntlm.Type(token) == 0 {
			return s.ticket(w, r, c, scheme, token)
		}
		if s.cfg.NoNTLM || s.cfg.RefuseNTLM {
			break
		}
		return s.negotiate(w, r, c, scheme, token)
	case mutual:
		if s.cfg.ClientCAs == nil || r.TLS == nil {
			break
		}
		return s.clientCertificate(w, r, c)
	case "basic":
		if user, password, ok := r.BasicAuth(); ok && s.cfg.AllowBasic && r.TLS != nil {
			want, known := s.password("", user)
			good := known && want == password
			if c.basic != value || !good {
				c.basic = value
				s.book.Count(func(t *Counters) {
					t.Logons++
					if !good {
						t.FailedLogons++
					}
				})
			}
			if good {
				return user, true
			}
		}
	case "":
		if c.user != "" {
			return c.user, true
		}
	}
	s.unauthorized(w, r)
	return "", false
}

func (s *Server) negotiate(w *answer, r *http.Request, c *connection, scheme string, token []byte) (string, bool) {
	switch ntlm.Type(token) {
	case 1:
		c.user, c.session = "", nil
		c.logon = &ntlm.Server{
			Computer: strings.ToUpper(s.cfg.Hostname), Domain: strings.ToUpper(s.cfg.Domain),
			Password: s.password, Strict: s.cfg.StrictCBT, NoSeal: s.cfg.NoSeal,
		}
		if r.TLS != nil {
			c.logon.Binding = ntlm.Binding(s.Certificate())
		}
		challenge, err := c.logon.Challenge(token, s.cfg.Clock())
		if err != nil {
			break
		}
		w.header.Set("WWW-Authenticate", scheme+" "+base64.StdEncoding.EncodeToString(challenge))
		w.status = http.StatusUnauthorized
		return "", false
	case 3:
		if c.logon == nil {
			break
		}
		user, session, err := c.logon.Authenticate(token)
		c.logon = nil
		s.book.Count(func(t *Counters) {
			t.Logons++
			if err != nil {
				t.FailedLogons++
			}
		})
		if err != nil {
			break
		}
		c.user, c.session = user, session
		return user, true
	}
	s.unauthorized(w, r)
	return "", false
}

func (s *Server) unauthorized(w *answer, r *http.Request) {
	w.status = http.StatusUnauthorized
	w.header.Set("Connection", "close") // as Windows does, but where it has just sent a challenge
	if !s.cfg.NoNTLM || s.cfg.Kerberos != nil {
		w.header.Add("WWW-Authenticate", "Negotiate")
	}
	if s.cfg.Kerberos != nil {
		w.header.Add("WWW-Authenticate", "Kerberos")
	}
	if s.cfg.AllowBasic && r.TLS != nil {
		w.header.Add("WWW-Authenticate", `Basic realm="WSMAN"`)
	}
}

// password finds a user as Windows does: `DOMAIN\user` first, then a user of any domain. Names ignore case.
func (s *Server) password(domain, user string) (string, bool) {
	if d, u, ok := strings.Cut(user, `\`); ok && domain == "" {
		domain, user = d, u
	}
	bare, _, _ := strings.Cut(user, "@")
	for _, name := range []string{domain + `\` + user, user, bare} {
		for known, password := range s.cfg.Users {
			if strings.EqualFold(known, name) {
				return password, true
			}
		}
	}
	return "", false
}

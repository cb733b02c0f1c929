package winrm

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/bodgit/ntlmssp"

	"github.com/xops-dev/xops/internal/ntlm"
	"github.com/xops-dev/xops/internal/problem"
)

// logon authenticates the connection, once: a password that was rejected is never tried again (accounts lock). Its
// requests have empty bodies, so that nothing is said in clear text or to the wrong host.
func (c *Conn) logon(ctx context.Context) error {
	switch c.cfg.Auth {
	case "kerberos":
		return c.kerberos(ctx)
	case "certificate":
		return c.certificate(ctx)
	}
	password := ""
	if c.cfg.Password != nil {
		var err error
		if password, err = c.cfg.Password(ctx); err != nil {
			return problem.Or(err, problem.PasswordMissing)
		}
	}
	if c.cfg.Auth == "basic" {
		return c.basic(ctx, password)
	}
	return c.ntlm(ctx, password)
}

func (c *Conn) basic(ctx context.Context, password string) error {
	c.authorization = "Basic " + base64.StdEncoding.EncodeToString([]byte(c.cfg.User+":"+password))
	c.stats.Logons++
	r, err := c.empty(ctx, c.authorization)
	if err != nil {
		return err
	}
	return c.admitted(r)
}

func (c *Conn) ntlm(ctx context.Context, password string) error {
	domain, user, local := splitUser(c.cfg.User)
	client, err := ntlmssp.NewClient(ntlmssp.SetUserInfo(user, password), ntlmssp.SetDomain(domain))
	if err != nil {
		return c.broken(err)
	}
	negotiate, err := client.Authenticate(nil, nil)
	if err != nil {
		return c.broken(err)
	}
	r, err := c.empty(ctx, "Negotiate "+base64.StdEncoding.EncodeToString(negotiate))
	if err != nil {
		return err
	}
	challenge, err := c.challenge(r)
	if err != nil {
		return err
	}
	if local {
		// Windows' own clients write the host's name in place of the dot.
		if err := client.SetOption(ntlmssp.SetDomain(ntlm.ComputerName(challenge))); err != nil {
			return c.broken(err)
		}
	}
	authenticate, err := c.authenticate(client, challenge)
	if err != nil {
		return c.broken(err)
	}
	c.stats.Logons++
	if r, err = c.empty(ctx, "Negotiate "+base64.StdEncoding.EncodeToString(authenticate)); err != nil {
		return err
	}
	if err := c.admitted(r); err != nil {
		return err
	}
	if !c.cfg.HTTPS {
		if c.session = client.SecuritySession(); c.session == nil {
			return c.broken(errors.New("NTLM made no session keys"))
		}
	}
	return nil
}

// splitUser takes a user name apart: the domain before the first backslash; a name with @ stays whole. Local is
// `.\user`.
func splitUser(name string) (domain, user string, local bool) {
	domain, user, ok := strings.Cut(name, `\`)
	if !ok {
		return "", name, false
	}
	if domain == "." {
		return "", user, true
	}
	return domain, user, false
}

// challenge takes the NTLM challenge out of the answer to a negotiate message. Weaker terms than sealing needs are
// refused.
func (c *Conn) challenge(r *response) ([]byte, error) {
	if r.status != http.StatusUnauthorized {
		if r.status < 300 {
			return nil, c.broken(fmt.Errorf("HTTP status %d without a logon", r.status))
		}
		return nil, statusError(c.cfg.hostPort(), r)
	}
	for _, v := range r.header.Values("WWW-Authenticate") {
		scheme, token, ok := strings.Cut(v, " ")
		if !ok || !strings.EqualFold(scheme, "Negotiate") {
			continue
		}
		challenge, err := base64.StdEncoding.DecodeString(strings.TrimSpace(token))
		if err != nil || ntlm.Type(challenge) != 2 {
			return nil, c.broken(errors.New("the host's answer to NTLM is not a challenge"))
		}
		if flags := ntlm.ChallengeFlags(challenge); flags&ntlm.Needed != ntlm.Needed {
			return nil, problem.New(problem.NoSealing).With("%s: flags 0x%X", c.cfg.hostPort(), flags)
		}
		return challenge, nil
	}
	id := problem.NTLMNotOffered
	if slices.ContainsFunc(offered(r.header), func(s string) bool { return strings.EqualFold(s, "Negotiate") }) {
		id = problem.NTLMRefused
	}
	return nil, problem.New(id).With("%s: offered: %s", c.cfg.hostPort(), strings.Join(offered(r.header), ", "))
}

// authenticate makes the authenticate message, bound to the TLS certificate. A challenge that is made to confuse is an
// error: the library assumes well-formed ones.
func (c *Conn) authenticate(client *ntlmssp.Client, challenge []byte) (message []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the host's NTLM challenge is malformed: %v", cause)
		}
	}()
	var bindings *ntlmssp.ChannelBindings
	if data := c.binding(); data != nil {
		bindings = &ntlmssp.ChannelBindings{ApplicationData: data}
	}
	return client.Authenticate(challenge, bindings)
}

// binding ties a logon to the TLS connection (RFC 5929); nil without TLS.
func (c *Conn) binding() []byte {
	if state := c.wire.state(); state != nil && len(state.PeerCertificates) > 0 {
		return ntlm.Binding(state.PeerCertificates[0])
	}
	return nil
}

// admitted judges the answer to a logon. Some servers complain about the empty body (400, 411, 500); they do so to
// those only whom they let in.
func (c *Conn) admitted(r *response) error {
	switch {
	case r.status == http.StatusUnauthorized:
		id := problem.LogonRefused
		if c.cfg.Auth == "basic" {
			id = problem.BasicRefused
		}
		p := problem.New(id).With("user %s at %s by %s; offered: %s",
			c.cfg.User, c.cfg.hostPort(), c.cfg.Auth, strings.Join(offered(r.header), ", "))
		if c.cfg.Refused != nil {
			c.cfg.Refused(p)
		}
		return p
	case r.status < 300, r.status == http.StatusBadRequest, r.status == http.StatusLengthRequired,
		r.status == http.StatusInternalServerError:
		return nil
	}
	return statusError(c.cfg.hostPort(), r)
}

// empty sends a request without a body.
func (c *Conn) empty(ctx context.Context, authorization string) (*response, error) {
	c.stats.Requests++
	h := http.Header{"Authorization": {authorization}, "Content-Type": {ntlm.PlainType}}
	r, err := c.wire.post(ctx, c.cfg.Timeout, h, nil, c.cfg.Limits.Response)
	if err != nil {
		return nil, c.lost(err)
	}
	return r, nil
}

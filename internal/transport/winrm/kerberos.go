package winrm

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/problem"
)

// prepare does before dialling what needs no connection to the host: it gets the Kerberos ticket.
func (c *Conn) prepare(ctx context.Context) error {
	if c.cfg.Auth != "kerberos" {
		return nil
	}
	k := &c.cfg.Kerberos
	if k.Tickets == nil {
		k.Tickets = krb.NewCache()
	}
	dial := k.Dial
	if dial == nil {
		dial = c.cfg.Dial
	}
	var err error
	c.ticket, err = k.Tickets.Ticket(ctx, krb.Config{
		User: c.cfg.User, Realm: k.Realm, Keytab: k.Keytab, Password: c.cfg.Password, CCache: k.CCache, Conf: k.Conf,
		Scope: k.Scope, Dial: dial, Now: c.cfg.Now,
	}, c.cfg.service)
	return err
}

func negotiate(token []byte) string { return "Negotiate " + base64.StdEncoding.EncodeToString(token) }

// prove makes a proof of the logon, bound to this connection.
func (c *Conn) prove() (*krb.Logon, error) { return c.ticket.Logon(c.binding(), c.cfg.Now()) }

// kerberos logs on by one request: the proof is in it, the host's own proof in the answer.
func (c *Conn) kerberos(ctx context.Context) error {
	proof, err := c.prove()
	if err != nil {
		return c.broken(err)
	}
	c.stats.Logons++
	r, err := c.empty(ctx, negotiate(proof.Token))
	if err != nil {
		return err
	}
	if r.status == http.StatusUnauthorized {
		return c.kerberosRefused(r)
	}
	if err := c.admitted(r); err != nil {
		return err
	}
	return c.confirm(proof, r)
}

// confirm checks that the host has the key of the name that it was addressed by.
func (c *Conn) confirm(proof *krb.Logon, r *response) error {
	if err := proof.Confirm(hostToken(r.header)); err != nil {
		return problem.New(problem.KerberosProof).With("%s, %s: %s", c.cfg.hostPort(), c.cfg.service,
			clean(err.Error())).Because(err)
	}
	return nil
}

// hostToken is what the host says to the logon in WWW-Authenticate; nil if nothing.
func hostToken(h http.Header) []byte {
	for _, v := range h.Values("WWW-Authenticate") {
		scheme, text, _ := strings.Cut(v, " ")
		if token, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text)); err == nil && len(token) > 0 &&
			(strings.EqualFold(scheme, "Negotiate") || strings.EqualFold(scheme, "Kerberos")) {
			return token
		}
	}
	return nil
}

// kerberosRefused says why a host does not take a ticket (dossier section 6, row 15).
func (c *Conn) kerberosRefused(r *response) error {
	host := time.Time{}
	if date, err := http.ParseTime(r.header.Get("Date")); err == nil {
		host = date
	}
	number, clock, told := krb.Refusal(hostToken(r.header))
	if told && !clock.IsZero() {
		host = clock
	}
	if ahead := host.Sub(c.cfg.Now()); !host.IsZero() && (ahead > krb.MaxSkew || ahead < -krb.MaxSkew) {
		return krb.Skewed(c.cfg.hostPort(), ahead)
	}
	id := problem.KerberosTicketRefused
	if !offers(r.header, "Negotiate") {
		id = problem.KerberosOff
	}
	detail := fmt.Sprintf("%s as %s at %s; offered: %s",
		c.ticket.Client(), c.cfg.service, c.cfg.hostPort(), strings.Join(offered(r.header), ", "))
	if told {
		detail += fmt.Sprintf("; Kerberos error %d", number)
	}
	return problem.New(id, "service", c.cfg.service).With("%s", detail)
}

func offers(h http.Header, scheme string) bool {
	for _, o := range offered(h) {
		if strings.EqualFold(o, scheme) {
			return true
		}
	}
	return false
}

// Package krb logs on by Kerberos: tickets of a realm's key distribution centre (KDC), shared in a run; the tokens of
// HTTP's Negotiate (RFC 4559, 4121, 4178), bound to the TLS connection; and the server's half for the lab. Messages and
// ciphers are gokrb5's. The exchanges are not, because gokrb5's know no context and no way through a bastion, believe
// every length, may send a password twice, and leave the KDC's error number in a text.
package krb

import (
	"context"
	"crypto/sha256"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/jcmturner/gokrb5/v8/messages"
	"github.com/jcmturner/gokrb5/v8/types"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// Config is who logs on, with what, and how the KDC is found.
type Config struct {
	User  string // name, name@REALM or DOMAIN\name; may be empty with CCache
	Realm string // "": the one of User, of the ticket cache, or the default of krb5.conf
	// One of these, the first that is given: a keytab file, a password, a file of tickets as kinit leaves it.
	Keytab   string
	Password func(ctx context.Context) (string, error)
	CCache   string
	// Conf is the krb5.conf; "": the system's, if there is one. A realm that it does not know is looked up in the DNS.
	Conf string
	// Scope sets tickets of equal names apart: two practices may both be called PRAXIS.LOCAL.
	Scope string
	// Dial opens connections to the KDC; nil: transport.Dial.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Now is this computer's clock; nil: time.Now.
	Now func() time.Time
}

// Cache holds the tickets of one run: for each account one ticket-granting ticket, for each host one service ticket. It
// is safe for concurrent use. A logon that the KDC refused is not tried again (accounts lock).
type Cache struct {
	mu       sync.Mutex
	accounts map[key]*account
	Counts   Counts
}

// Counts are the requests to KDCs, for tests and reports; read them when nothing is under way.
type Counts struct {
	Logons  int // for a ticket-granting ticket; without pre-authentication data they are not counted
	Tickets int // for service tickets
}

// key tells accounts apart.
type key struct {
	scope, user, realm, keytab, ccache, conf string
	password                                 [sha256.Size]byte
}

// account is one user's tickets.
type account struct {
	turn    chan struct{} // holds one: the first logs on, the others wait for what it gets
	tgt     *Ticket
	failure error
	retry   time.Time // when failure is forgotten; zero: never
	hosts   map[string]*Ticket
}

// Ticket is a ticket with its session key.
type Ticket struct {
	ticket  messages.Ticket
	session types.EncryptionKey
	client  types.PrincipalName
	crealm  string
	ends    time.Time
}

// Client is the account that the ticket is for, as name@REALM.
func (t *Ticket) Client() string { return t.client.PrincipalNameString() + "@" + t.crealm }

// kdcPause is how long a KDC that did not answer is left alone.
const kdcPause = 30 * time.Second

// NewCache makes an empty cache.
func NewCache() *Cache { return &Cache{accounts: map[key]*account{}} }

// Ticket gives a ticket for a service such as HTTP/srv01.praxis.local. Errors are problems, or the context's.
func (c *Cache) Ticket(ctx context.Context, cfg Config, service string) (*Ticket, error) {
	if cfg.Dial == nil {
		cfg.Dial = transport.Dial
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	k := key{scope: cfg.Scope, user: cfg.User, realm: cfg.Realm, keytab: cfg.Keytab, conf: cfg.Conf}
	password := ""
	switch {
	case cfg.Keytab != "":
	case cfg.Password != nil:
		var err error
		if password, err = cfg.Password(ctx); err != nil {
			return nil, problem.Or(err, problem.PasswordMissing)
		}
		k.password = sha256.Sum256([]byte(password))
	default:
		k.ccache = cfg.CCache
	}
	c.mu.Lock()
	a := c.accounts[k]
	if a == nil {
		a = &account{turn: make(chan struct{}, 1), hosts: map[string]*Ticket{}}
		c.accounts[k] = a
	}
	c.mu.Unlock()
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return c.ticket(ctx, &cfg, a, password, service)
}

// ticket does the work, one at a time for each account.
func (c *Cache) ticket(ctx context.Context, cfg *Config, a *account, password, service string) (*Ticket, error) {
	soon := cfg.Now().Add(time.Minute)
	if t := a.hosts[service]; t != nil && t.ends.After(soon) {
		return t, nil
	}
	if a.failure != nil && (a.retry.IsZero() || cfg.Now().Before(a.retry)) {
		return nil, a.failure
	}
	p, err := newParty(cfg, password, c)
	if err != nil {
		return nil, err
	}
	if a.tgt == nil || !a.tgt.ends.After(soon) {
		if a.tgt, err = guarded(p, func() (*Ticket, error) { return p.logon(ctx) }); err != nil {
			if ctx.Err() == nil && !transport.Lacks(err) {
				a.failure, a.retry = err, time.Time{}
				if problem.ClassOf(err).Away() {
					a.retry = cfg.Now().Add(kdcPause)
				}
			}
			return nil, err
		}
	}
	t, err := guarded(p, func() (*Ticket, error) { return p.service(ctx, a.tgt, service) })
	if err != nil {
		return nil, err
	}
	a.hosts[service] = t
	return t, nil
}

func (c *Cache) count(f func(*Counts)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.Counts)
}

// guarded makes an error of a panic: gokrb5 trusts that what it reads is well-formed.
func guarded(p *party, f func() (*Ticket, error)) (t *Ticket, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			t, err = nil, p.strange("malformed message: "+clean(cause))
		}
	}()
	return f()
}

// splitUser takes name@REALM, DOMAIN\name or name apart; a Windows domain is no realm.
func splitUser(user string) (name, realm string) {
	if _, bare, ok := strings.Cut(user, `\`); ok {
		user = bare
	}
	if i := strings.LastIndex(user, "@"); i >= 0 {
		return user[:i], user[i+1:]
	}
	return user, ""
}

// Package winrm runs command lines on Windows by WinRM remote shells. It brings its own HTTP layer: one TCP connection
// with one logon, sealed messages over HTTP, contexts that reach the socket, bounded answers, and an error for
// everything that is not success. Facts: dossier sections 1.1 to 1.9.
package winrm

import (
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/krb"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/transport"
)

// Config is how to reach one host.
type Config struct {
	Address string
	Port    int    // 0: 5986 with HTTPS, else 5985
	HTTPS   bool   // without it NTLM seals every message
	Auth    string // ntlm; only with HTTPS: kerberos, certificate, basic
	// DOMAIN\user, .\user, user@domain or user; certificate needs none, nor does kerberos with a ticket cache
	User string
	// Password is asked once for each logon; nil has none.
	Password func(ctx context.Context) (string, error)
	// Refused is told of each logon that the host refuses; nil: nobody wants to know.
	Refused  func(error)
	Kerberos Kerberos
	// CertFile and KeyFile are the client certificate and its key in PEM, for auth = "certificate".
	CertFile, KeyFile string
	TLS               TLS
	// OperationTimeout is how long the host holds a Receive that has nothing to say; 0: 20 s. Windows allows up to 60
	// s.
	OperationTimeout time.Duration
	// Timeout is for connecting with the logon; 0: 20 s.
	Timeout time.Duration
	// BusyWait is the pause before a Send is repeated to a host that was too busy to take it (fault 170); 0: 5 s.
	BusyWait time.Duration
	// Dial opens TCP connections; nil: transport.Dial. Proxies are never used.
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	Limits Limits
	// Now is this computer's clock; nil: time.Now.
	Now func() time.Time

	client  *tls.Certificate // loaded from CertFile and KeyFile
	service string           // the host's name in Kerberos
}

// Kerberos is what auth = "kerberos" needs beside user and password. Facts: dossier 1.7; RFC 4559.
type Kerberos struct {
	Realm  string // "": the one of User, of the ticket cache, or the default of krb5.conf
	Keytab string // file; goes before the password
	CCache string // file of tickets, where there is neither keytab nor password
	Conf   string // krb5.conf; "": the system's, if there is one
	// Scope sets equal names of accounts apart, such as those of two practices.
	Scope string
	// Tickets are shared by all connections of a run; nil: by none.
	Tickets *krb.Cache
	// Dial opens connections to the KDC; nil: as to the host.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Limits bound sizes in bytes; 0 is the default.
type Limits struct {
	Response int // one HTTP response; 4 MiB
	// raw standard input in one Send; 240 KiB, which the 500 KiB envelopes of WinRM 3.0 hold (dossier 1.4, 1.6). Less
	// once a host refuses it
	Send   int
	Stderr int // kept of standard error; 64 KiB
}

// TLS is how the host's certificate is verified. Without any of it the system's roots decide.
type TLS struct {
	CAFile      string
	ServerName  string // name in the certificate, where it is not Address
	Fingerprint string // "sha256:" and 64 hexadecimal digits: exactly this certificate
	// FirstUse remembers the certificate of the first contact in PinFile; a change later is an alarm.
	FirstUse bool
	PinFile  string
	// Met is told what was remembered; nil: nobody wants to know.
	Met func(transport.Identity)
}

func (c *Config) defaults() error {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Port == 0 {
		c.Port = 5985
		if c.HTTPS {
			c.Port = 5986
		}
	}
	for d, value := range map[*time.Duration]time.Duration{
		&c.OperationTimeout: 20 * time.Second, &c.Timeout: 20 * time.Second, &c.BusyWait: 5 * time.Second,
	} {
		if *d <= 0 {
			*d = value
		}
	}
	for n, value := range map[*int]int{
		&c.Limits.Response: 4 << 20, &c.Limits.Send: 240 << 10,
		&c.Limits.Stderr: 64 << 10,
	} {
		if *n <= 0 {
			*n = value
		}
	}
	c.OperationTimeout = min(c.OperationTimeout, serviceTime)
	if c.Dial == nil {
		c.Dial = transport.Dial
	}
	switch c.Auth {
	case "ntlm", "":
		c.Auth = "ntlm"
	case "basic":
		if !c.HTTPS {
			return problem.New(problem.BasicClear).With("%s", c.Address)
		}
	case "kerberos":
		if err := c.overHTTPS("xops seals no messages by Kerberos and sends none in clear text"); err != nil {
			return err
		}
		return c.kerberosName()
	case "certificate":
		if err := c.overHTTPS("A client certificate is part of TLS"); err != nil {
			return err
		}
		var err error
		c.client, err = loadClient(c.CertFile, c.KeyFile, c.Now())
		return err
	default:
		return problem.New(problem.AuthUnknown, "auth", c.Auth).With("%s", c.Address)
	}
	if c.User == "" {
		return problem.New(problem.UserMissing).With("%s", c.Address)
	}
	return nil
}

func (c *Config) overHTTPS(why string) error {
	if c.HTTPS {
		return nil
	}
	return problem.New(problem.AuthNeedsHTTPS, "auth", c.Auth).With("%s: auth = %q: %s", c.Address, c.Auth, why)
}

// kerberosName decides by what name Kerberos knows the host: its address, unless that is a number (dossier section 6,
// row 15).
func (c *Config) kerberosName() error {
	name := c.bare()
	if net.ParseIP(name) != nil {
		name = c.TLS.ServerName
	}
	if name == "" || net.ParseIP(name) != nil {
		return problem.New(problem.KerberosNeedsName).With("address = %s", c.Address)
	}
	c.service = "HTTP/" + strings.ToLower(strings.TrimSuffix(name, "."))
	return nil
}

func (c *Config) hostPort() string { return net.JoinHostPort(c.Address, strconv.Itoa(c.Port)) }

// bare is the address without an IPv6 zone: that is this computer's own name of a network. The host does not know it,
// and no certificate has it.
func (c *Config) bare() string {
	address, _, _ := strings.Cut(c.Address, "%")
	return address
}

// itself is hostPort as the host knows it.
func (c *Config) itself() string { return net.JoinHostPort(c.bare(), strconv.Itoa(c.Port)) }

func (c *Config) url() string {
	scheme := "http"
	if c.HTTPS {
		scheme = "https"
	}
	return scheme + "://" + c.itself() + "/wsman"
}

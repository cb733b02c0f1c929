// Package winrm runs command lines on Windows by WinRM remote shells. It brings its own HTTP layer: one TCP connection
// with one logon, sealed messages over HTTP, contexts that reach the socket, bounded answers, and an error for
// everything that is not success. Facts: dossier sections 1.1 to 1.9.
package winrm

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/xops-dev/xops/internal/transport"
)

// Config is how to reach one host.
type Config struct {
	Address string
	Port    int    // 0: 5986 with HTTPS, else 5985
	HTTPS   bool   // without it NTLM seals every message
	Auth    string // ntlm, basic (HTTPS only); kerberos and certificate are not built yet
	User    string // DOMAIN\user, .\user, user@domain or user
	// Password is asked once for each logon; nil has none.
	Password func(ctx context.Context) (string, error)
	TLS      TLS
	// OperationTimeout is how long the host holds a Receive that has nothing to say; 0: 20 s. Windows allows up to 60 s.
	OperationTimeout time.Duration
	// Timeout is for connecting with the logon; 0: 20 s.
	Timeout time.Duration
	// BusyWait is the pause before a Send is repeated to a host that was too busy to take it (fault 170); 0: 5 s.
	BusyWait time.Duration
	// Dial opens TCP connections; nil: net.Dialer. Proxies are never used.
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	Limits Limits
}

// Limits bound sizes in bytes; 0 is the default.
type Limits struct {
	Response int // one HTTP response; 4 MiB
	Send     int // raw standard input in one Send; 240 KiB, which the 500 KiB envelopes of WinRM 3.0 hold (dossier 1.4, 1.6). Less once a host refuses it
	Stderr   int // kept of standard error; 64 KiB
}

// TLS is how the host's certificate is verified. Without any of it the system's roots decide.
type TLS struct {
	CAFile      string
	ServerName  string // name in the certificate, where it is not Address
	Fingerprint string // "sha256:" and 64 hexadecimal digits: exactly this certificate
	// FirstUse remembers the certificate of the first contact in PinFile; a change later is an alarm.
	FirstUse bool
	PinFile  string
}

func (c *Config) defaults() error {
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
	for n, value := range map[*int]int{&c.Limits.Response: 4 << 20, &c.Limits.Send: 240 << 10, &c.Limits.Stderr: 64 << 10} {
		if *n <= 0 {
			*n = value
		}
	}
	c.OperationTimeout = min(c.OperationTimeout, serviceTime)
	if c.Dial == nil {
		c.Dial = new(net.Dialer).DialContext
	}
	switch c.Auth {
	case "ntlm", "":
		c.Auth = "ntlm"
	case "basic":
		if !c.HTTPS {
			return &transport.Error{
				Code: "auth", Summary: "Basic would send the password in clear text", Detail: c.Address,
				Hint: "Set https = true, or auth = \"ntlm\", which seals every message.",
			}
		}
	case "kerberos", "certificate":
		return &transport.Error{
			Code: "auth", Summary: "auth = \"" + c.Auth + "\" is not built yet", Detail: c.Address,
			Hint: "Use auth = \"ntlm\", or auth = \"basic\" with https = true.",
		}
	default:
		return &transport.Error{
			Code: "auth", Summary: fmt.Sprintf("There is no auth = %q for WinRM", c.Auth), Detail: c.Address,
			Hint: "Use ntlm, or basic with https = true.",
		}
	}
	if c.User == "" {
		return &transport.Error{Code: "auth", Summary: "There is no user to log on with", Detail: c.Address, Hint: "Set user in the connection block of the inventory."}
	}
	return nil
}

func (c *Config) hostPort() string { return net.JoinHostPort(c.Address, strconv.Itoa(c.Port)) }

func (c *Config) url() string {
	scheme := "http"
	if c.HTTPS {
		scheme = "https"
	}
	return scheme + "://" + c.hostPort() + "/wsman"
}

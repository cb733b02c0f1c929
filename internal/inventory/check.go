package inventory

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
)

// checkConnection judges a host's merged connection: what no single block can know.
func (l *loader) checkConnection(h *Host, s settings) {
	c := &h.Connection
	// blame is where the one of these attributes stands that is nearest to the host.
	blame := func(names ...string) hcl.Range {
		at, level := h.Range, -1
		for _, name := range names {
			if x, ok := s[name]; ok && x.level > level {
				at, level = x.at, x.level
			}
		}
		return at
	}
	wrong := func(at hcl.Range, summary, format string, args ...any) {
		l.findings.add(h, hclx.Errorf(at, summary, format, args...))
	}
	doubtful := func(at hcl.Range, summary, format string, args ...any) {
		l.findings.add(h, hclx.Warnf(at, summary, format, args...))
	}

	if c.Transport == "local" {
		return // logs on to nothing
	}
	if !slices.Contains(auths[c.Transport], c.Auth) {
		wrong(blame("auth", "transport"), "Auth does not fit transport",
			"auth = %q is not for transport = %q. There it is one of %s.",
			c.Auth, c.Transport, strings.Join(auths[c.Transport], ", "))
		return
	}
	ticket := c.Auth == "kerberos" && c.Password == nil && c.Keytab == "" // its user is the ticket's
	if c.User == "" && c.Auth != "certificate" && !ticket {
		doubtful(blame("auth", "transport"), "Missing user",
			`There is no user to log on with. Write user = "PRAXIS\\xops" in a connection.`)
	}
	if c.Transport == "ssh" {
		checkSSH(c, blame, wrong, doubtful)
		return
	}
	checkWinRM(h, c, blame, wrong, doubtful)
}

type report = func(at hcl.Range, summary, format string, args ...any)

func checkSSH(c *Connection, blame func(...string) hcl.Range, wrong, doubtful report) {
	switch {
	case c.Auth == "key" && c.KeyFile == "":
		wrong(blame("auth", "transport"), "Missing key_file", `auth = "key" needs key_file = "~/.ssh/…".`)
	case c.Auth == "password" && c.Password == nil:
		doubtful(blame("auth", "transport"), "Missing password",
			`There is no password to log on with. Write password = env("NAME") or prompt().`)
	}
}

func checkWinRM(h *Host, c *Connection, blame func(...string) hcl.Range, wrong, doubtful report) {
	switch {
	case c.HTTPS && c.Port == 5985:
		doubtful(blame("port", "https"), "Port does not fit https",
			"5985 is WinRM's port without TLS. Write https = false, or remove the port.")
	case !c.HTTPS && c.Port == 5986:
		doubtful(blame("port", "https"), "Port does not fit https",
			"5986 is WinRM's port with TLS. Write https = true, or remove the port.")
	}
	if !c.HTTPS && c.Auth != "ntlm" {
		why := map[string]string{
			"basic":       "Basic sends the password in clear text",
			"certificate": "A client certificate is part of TLS",
			"kerberos":    "xops cannot seal messages with Kerberos, and never sends clear text",
		}[c.Auth]
		wrong(blame("auth", "https"), "https is needed",
			`%s, so auth = %q is only for https = true. Without TLS use auth = "ntlm", which seals every message.`, why,
			c.Auth)
	}
	switch c.Auth {
	case "ntlm", "basic":
		if c.Password == nil {
			doubtful(blame("auth", "transport"), "Missing password",
				`There is no password to log on with. Write password = env("NAME") or prompt().`)
		}
	case "certificate":
		if c.CertFile == "" || c.KeyFile == "" {
			wrong(blame("auth"), "Missing certificate",
				`auth = "certificate" needs cert_file and key_file, the client certificate and its key as PEM files.`)
		}
	case "kerberos":
		// Without password and keytab the tickets of kinit are used, which know user and realm.
		if c.Realm == "" && !strings.Contains(c.User, "@") && (c.Password != nil || c.Keytab != "") {
			doubtful(blame("auth"), "Missing realm", `auth = "kerberos" needs realm = "PRAXIS.LOCAL", or user = `+
				`"xops@PRAXIS.LOCAL", or a default_realm in krb5.conf.`)
		}
		if _, err := netip.ParseAddr(h.Address); err == nil && c.TLSServerName == "" {
			doubtful(blame("auth"), "Kerberos needs a name",
				"Kerberos knows computers by name, and the address %s is none. Write the full name as address, or "+
					"as tls_server_name.", h.Address)
		}
	}
}

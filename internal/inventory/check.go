package inventory

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
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
	wrong := func(at hcl.Range, m text.Mistake, pairs ...any) { l.findings.add(h, hclx.Mistake(at, m, pairs...)) }
	doubtful := func(at hcl.Range, m text.Mistake, pairs ...any) { l.findings.add(h, hclx.Doubt(at, m, pairs...)) }

	if c.Transport == "local" {
		return // logs on to nothing
	}
	if !slices.Contains(auths[c.Transport], c.Auth) {
		wrong(blame("auth", "transport"), text.AuthUnfit, "auth", problem.Quote(c.Auth), "transport",
			problem.Quote(c.Transport), "known", strings.Join(auths[c.Transport], ", "))
		return
	}
	ticket := c.Auth == "kerberos" && c.Password == nil && c.Keytab == "" // its user is the ticket's
	if c.User == "" && c.Auth != "certificate" && !ticket {
		doubtful(blame("auth", "transport"), text.MissingUser)
	}
	if c.Transport == "ssh" {
		checkSSH(c, blame, wrong, doubtful)
		return
	}
	checkWinRM(h, c, blame, wrong, doubtful)
}

type report = func(at hcl.Range, m text.Mistake, pairs ...any)

func checkSSH(c *Connection, blame func(...string) hcl.Range, wrong, doubtful report) {
	switch {
	case c.Auth == "key" && c.KeyFile == "":
		wrong(blame("auth", "transport"), text.MissingKeyFile)
	case c.Auth == "password" && c.Password == nil:
		doubtful(blame("auth", "transport"), text.MissingPassword)
	}
}

func checkWinRM(h *Host, c *Connection, blame func(...string) hcl.Range, wrong, doubtful report) {
	switch {
	case c.HTTPS && c.Port == 5985:
		doubtful(blame("port", "https"), text.PortWithout)
	case !c.HTTPS && c.Port == 5986:
		doubtful(blame("port", "https"), text.PortWith)
	}
	if !c.HTTPS && c.Auth != "ntlm" {
		wrong(blame("auth", "https"), text.HTTPSNeeded, "why", text.WhyHTTPS[c.Auth], "auth", problem.Quote(c.Auth))
	}
	switch c.Auth {
	case "ntlm", "basic":
		if c.Password == nil {
			doubtful(blame("auth", "transport"), text.MissingPassword)
		}
	case "certificate":
		if c.CertFile == "" || c.KeyFile == "" {
			wrong(blame("auth"), text.MissingCertificate)
		}
	case "kerberos":
		// Without password and keytab the tickets of kinit are used, which know user and realm.
		if c.Realm == "" && !strings.Contains(c.User, "@") && (c.Password != nil || c.Keytab != "") {
			doubtful(blame("auth"), text.MissingRealm)
		}
		if _, err := netip.ParseAddr(h.Address); err == nil && c.TLSServerName == "" {
			doubtful(blame("auth"), text.KerberosName, "address", h.Address)
		}
	}
}

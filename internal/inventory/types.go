// Package inventory reads inventory.hcl: practices, their hosts, and how to reach them.
package inventory

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/sign"
)

// Inventory is the fleet, in the order of the files.
type Inventory struct {
	Practices []*Practice
	// Approvers are the keys of which one must have signed a plan before it is applied; none: nobody need sign.
	Approvers []sign.Key

	parser *hclx.Parser // keeps the sources, and takes --where, for snippets
}

// Practice is one medical practice.
type Practice struct {
	Name         string
	Title        string // the name, if none is given
	Kundennummer string
	Products     []string
	Mandate      bool // without it xops reads but refuses to change (DOC-03, A91)
	Tags         []string
	Vars         map[string]cty.Value
	Windows      []Window // changes only then; none: always
	Backups      []Window // its backups run then: no changes (BK-25)
	Hosts        []*Host
	Range        hcl.Range
}

// Window is a time in which changes are allowed, in the operator's local time. To before From goes over midnight.
type Window struct {
	Days     []string // mon … sun; empty: every day. The day on which the window begins
	From, To int      // minutes since midnight
	Range    hcl.Range
}

// Host is one computer of a practice.
type Host struct {
	Practice   *Practice
	Name       string
	Address    string
	Role       string               // server, workstation, terminal_server; "" if not written
	Tags       []string             // its own, then those of its practice
	Vars       map[string]cty.Value // host over practice
	Connection Connection
	Range      hcl.Range
}

// ID is "practice/host".
func (h *Host) ID() string { return h.Practice.Name + "/" + h.Name }

// Connection is how to reach one host, merged from defaults, practice and host, attribute by attribute.
type Connection struct {
	Transport     string // winrm, ssh, local
	HTTPS         bool   // default true
	Port          int    // 0: the usual one
	Auth          string // winrm: ntlm, kerberos, certificate, basic; ssh: agent, key, password
	User          string
	Password      *Secret
	KeyFile       string // ssh key or client certificate's key
	CertFile      string // client certificate
	KeyPassphrase *Secret
	CAFile        string
	TLSServerName string
	Fingerprint   string // "sha256:" and 64 lower-case hexadecimal digits, of the certificate or SSH host key
	Trust         string // "" or "first-use"
	KnownHosts    string
	Jump          string
	Realm         string // kerberos
	Keytab        string
	Ranges        map[string]hcl.Range // where each attribute was set
}

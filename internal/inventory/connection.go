package inventory

import (
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// connectionAttributes are the attributes of a connection block, in the order of the documentation.
var connectionAttributes = []string{
	"transport", "https", "port", "auth", "user", "password",
	"key_file", "cert_file", "key_passphrase",
	"ca_file", "tls_server_name", "fingerprint", "trust", "known_hosts",
	"jump", "realm", "keytab",
}

var (
	transports = []string{"winrm", "ssh", "local"}
	auths      = map[string][]string{
		"winrm": {"ntlm", "kerberos", "certificate", "basic"},
		"ssh":   {"agent", "key", "password"},
		"local": nil,
	}
	jumpPattern = regexp.MustCompile(`^[^@\s:,]+@([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?(, ` +
		`?[^@\s:,]+@([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?)*$`)
)

var connectionExplain = explained(map[string]text.Phrase{
	"insecure skip_verify insecure_skip_verify tls_verify verify verify_tls validate_certs server_cert_validation " +
		"skip_ca_check host_key_checking": text.NoInsecure,
	"username login":         text.IsCalled.Filled("name", "user"),
	"tls ssl use_ssl":        text.IsCalled.Filled("name", "https"),
	"private_key":            text.IsCalled.Filled("name", "key_file"),
	"pass passwort kennwort": text.IsPassword,
	"address":                text.AddressOfHost,
	"host":                   text.HostAddress,
	"scheme":                 text.WriteHTTPS,
})

// explained gives each of several names that are written together its text.
func explained(texts map[string]text.Phrase) map[string]text.Phrase {
	all := map[string]text.Phrase{}
	for names, p := range texts {
		for _, name := range strings.Fields(names) {
			all[name] = p
		}
	}
	return all
}

// Levels of a setting: what is written nearer to the host wins, and is blamed first.
const (
	levelDefaults = iota
	levelPractice
	levelHost
)

// setting is one attribute of a connection: a string, bool, int or *Secret, and where it was written.
// A nil value was written but is wrong.
type setting struct {
	value any
	at    hcl.Range
	level int
}

type settings map[string]setting

// merge gives attribute by attribute the last one that is set.
func merge(levels ...settings) settings {
	all := settings{}
	for _, level := range levels {
		for name, s := range level {
			all[name] = s
		}
	}
	return all
}

func (s settings) broken() bool {
	for _, x := range s {
		if x.value == nil {
			return true
		}
	}
	return false
}

// connection reads the connection block of a block's content; owner names it in texts and questions.
func (l *loader) connection(content *hcl.BodyContent, owner string, level int) settings {
	var block *hcl.Block
	for _, b := range content.Blocks {
		if b.Type != "connection" {
			continue
		}
		if block != nil {
			l.add(hclx.Mistake(b.DefRange, text.ConnectionTwice, "place", place(block.DefRange)))
			continue
		}
		block = b
	}
	if block == nil {
		return nil
	}
	inner := l.content(block.Body, hclx.Schema{
		What: text.Same("connection"), Attributes: connectionAttributes,
		Explain: connectionExplain,
	})
	r := l.reader(inner.Attributes)
	set := settings{}
	for _, attr := range hclx.SortedAttributes(inner.Attributes) {
		before := len(l.diags)
		value := l.connectionValue(r, attr, owner)
		if l.diags[before:].HasErrors() {
			value = nil
		}
		set[attr.Name] = setting{value: value, at: attr.Expr.Range(), level: level}
	}
	_, pinned := set["fingerprint"]
	if trust, ok := set["trust"]; ok && pinned {
		l.add(hclx.Mistake(trust.at, text.PinOrTrust))
		set["trust"] = setting{at: trust.at, level: level}
	}
	return set
}

func (l *loader) connectionValue(r *reader, attr *hcl.Attribute, owner string) any {
	switch attr.Name {
	case "password", "key_passphrase":
		return l.secret(attr, owner)
	case "https":
		return r.boolean(attr.Name)
	case "port":
		return l.port(r, attr)
	case "transport":
		return r.enum(attr.Name, transports)
	case "auth":
		return r.enum(attr.Name, slices.Concat(auths["winrm"], auths["ssh"]))
	case "trust":
		return r.enum(attr.Name, []string{"first-use"})
	}
	s, ok := r.str(attr.Name)
	if !ok {
		return nil
	}
	at := attr.Expr.Range()
	switch {
	case s == "":
		l.add(hclx.Mistake(at, text.EmptyValue, "name", attr.Name))
	case attr.Name == "fingerprint":
		pin, why := parseFingerprint(s)
		if pin == "" {
			l.add(hclx.Mistake(at, text.InvalidFingerprint, "why", why, "help", text.FingerprintHelp))
		}
		return pin
	case attr.Name == "jump" && !jumpPattern.MatchString(s):
		l.add(hclx.Mistake(at, text.InvalidJump, "got", hclx.Quote(s)))
	case slices.Contains([]string{"key_file", "cert_file", "ca_file", "known_hosts", "keytab"}, attr.Name):
		path, err := resolvePath(s, attr.Range.Filename, os.UserHomeDir)
		if err != nil {
			l.add(hclx.Mistake(at, text.InvalidPath, "name", attr.Name, "why", problem.Told(err)))
		}
		return path
	}
	return s
}

func (l *loader) port(r *reader, attr *hcl.Attribute) any {
	v, ok := r.value(attr)
	if !ok {
		return nil
	}
	if v.Type() != cty.Number {
		r.wrongType(attr, text.ANumber, v)
		return nil
	}
	n, accuracy := v.AsBigFloat().Int64()
	if accuracy != big.Exact || n < 1 || n > 65535 {
		l.add(hclx.Mistake(attr.Expr.Range(), text.InvalidPort))
		return nil
	}
	return int(n)
}

// parseFingerprint takes "sha256:" with 64 hexadecimal digits, with or without colons between the
// bytes, or with OpenSSH's base64, and gives the form with lower-case digits and no colons, or what is wrong.
func parseFingerprint(s string) (pin string, wrong text.Phrase) {
	algorithm, digest, found := strings.Cut(s, ":")
	switch {
	case strings.EqualFold(algorithm, "sha1"):
		return "", text.FingerprintSHA1
	case !found || !strings.EqualFold(algorithm, "sha256"):
		return "", text.FingerprintBare
	}
	raw, err := hex.DecodeString(strings.NewReplacer(":", "", " ", "").Replace(digest))
	if err != nil || len(raw) != 32 {
		raw, err = base64.RawStdEncoding.Strict().DecodeString(strings.TrimRight(digest, "="))
	}
	if err != nil || len(raw) != 32 {
		return "", text.FingerprintNone
	}
	return "sha256:" + hex.EncodeToString(raw), text.Phrase{}
}

// connection fills the struct from merged settings and adds the defaults that depend on others.
func (s settings) connection() Connection {
	str := func(name string) string {
		v, _ := s[name].value.(string)
		return v
	}
	c := Connection{
		Transport: str("transport"), HTTPS: true, Auth: str("auth"), User: str("user"),
		KeyFile: str("key_file"), CertFile: str("cert_file"), CAFile: str("ca_file"),
		TLSServerName: str("tls_server_name"), Fingerprint: str("fingerprint"), Trust: str("trust"),
		KnownHosts: str("known_hosts"), Jump: str("jump"), Realm: str("realm"), Keytab: str("keytab"),
		Ranges: make(map[string]hcl.Range, len(s)),
	}
	if https, ok := s["https"].value.(bool); ok {
		c.HTTPS = https
	}
	c.Port, _ = s["port"].value.(int)
	c.Password, _ = s["password"].value.(*Secret)
	c.KeyPassphrase, _ = s["key_passphrase"].value.(*Secret)
	for name, x := range s {
		c.Ranges[name] = x.at
	}
	if c.Transport == "" {
		c.Transport = "winrm"
	}
	// A pin nearer to the host replaces the trust of the defaults, and the other way round.
	if c.Fingerprint != "" && c.Trust != "" {
		if s["fingerprint"].level >= s["trust"].level {
			c.Trust = ""
		} else {
			c.Fingerprint = ""
		}
	}
	if c.Auth == "" {
		switch {
		case c.Transport == "winrm":
			c.Auth = "ntlm"
		case c.Transport == "ssh" && c.KeyFile != "":
			c.Auth = "key"
		case c.Transport == "ssh":
			c.Auth = "agent"
		}
	}
	return c
}

// EffectivePort is Port, or the usual one of the transport; 0 for local.
func (c *Connection) EffectivePort() int {
	switch {
	case c.Port != 0:
		return c.Port
	case c.Transport == "ssh":
		return 22
	case c.Transport == "winrm" && c.HTTPS:
		return 5986
	case c.Transport == "winrm":
		return 5985
	}
	return 0
}

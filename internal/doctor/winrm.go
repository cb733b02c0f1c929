package doctor

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/ntlm"
	"github.com/xops-dev/xops/internal/transport/winrm"
)

// skewLimit is what Kerberos allows (dossier section 6, row 15).
const skewLimit = 5 * time.Minute

// tls looks at handshake and certificate.
func (x *exam) tls(ctx context.Context) outcome {
	err := x.inspect(ctx)
	t := x.greeting.TLS
	if t == nil {
		if err == nil {
			return outcome{skip: true}
		}
		return outcome{facts: []Fact{{"address", x.address}}, finding: explained(err)}
	}
	facts := []Fact{{"version", t.Version}, {"suite", t.Suite}}
	switch {
	case t.Legacy:
		return outcome{facts: facts, finding: finding("tls-old", x.address+": "+t.Version, map[string]string{"version": t.Version})}
	case len(t.Chain) == 0:
		return outcome{facts: facts, finding: finding("tls-handshake", x.address+": no certificate", nil)}
	}
	leaf := t.Chain[0]
	print := winrm.Fingerprint(leaf)
	facts = append(facts,
		Fact{"subject", leaf.Subject.String()}, Fact{"issuer", leaf.Issuer.String()}, Fact{"names", names(leaf)},
		Fact{"not_after", leaf.NotAfter.UTC().Format(time.RFC3339)}, Fact{"days_left", int(leaf.NotAfter.Sub(x.d.Now()).Hours() / 24)},
		Fact{"fingerprint", print}, Fact{"signature", leaf.SignatureAlgorithm.String()},
	)
	if t.Capped {
		return outcome{facts: facts, finding: finding("tls-13", x.address+": only with "+t.Version+" as the highest", nil)}
	}
	if t.Trust != nil {
		f := explained(t.Trust)
		if f.ID == "cert-untrusted" && sha1Signed(leaf) {
			f = finding("cert-sha1", f.Detail, f.Values)
		}
		return outcome{facts: append(facts, Fact{"trusted", false}), finding: f}
	}
	facts = append(facts, Fact{"trusted", true})
	if t.First {
		facts = append(facts, Fact{"pinned", "on first contact"})
	}
	return outcome{facts: facts}
}

func names(c *x509.Certificate) []string {
	list := append([]string{}, c.DNSNames...)
	for _, ip := range c.IPAddresses {
		list = append(list, ip.String())
	}
	return list
}

func sha1Signed(c *x509.Certificate) bool {
	return c.SignatureAlgorithm == x509.SHA1WithRSA || c.SignatureAlgorithm == x509.ECDSAWithSHA1 || c.SignatureAlgorithm == x509.DSAWithSHA1
}

// http looks at the answer to an empty request without a logon.
func (x *exam) http(ctx context.Context) outcome {
	err := x.inspect(ctx)
	g := x.greeting
	if (err != nil || g.Status == 400) && !x.winrm.HTTPS && x.speaksTLS(ctx) {
		return outcome{facts: []Fact{{"http_status", g.Status}, {"tls", true}}, finding: finding("tls-on-http", x.address+" answers a TLS handshake", nil)}
	}
	if g.Status == 0 {
		if err == nil {
			return outcome{skip: true}
		}
		f := explained(err)
		if f.ID == "lost" { // nothing has begun yet that could be lost
			f = finding("tls-handshake", f.Detail, nil)
		}
		return outcome{finding: f}
	}
	facts := []Fact{{"http_status", g.Status}, {"server", g.Server}, {"offered", append([]string{}, g.Offered...)}}
	detail := fmt.Sprintf("%s: HTTP status %d, Server: %s, offered: %s", x.address, g.Status, g.Server, orNone(g.Offered))
	values := map[string]string{"auth": x.h.Connection.Auth, "offered": orNone(g.Offered)}
	switch {
	case g.Status == 404:
		return outcome{facts: facts, finding: finding("no-wsman", detail, values)}
	case g.Status == 503:
		return outcome{facts: facts, finding: finding("service-stopped", detail, values)}
	case g.Status != 401:
		return outcome{facts: facts, finding: finding("not-winrm", detail, values)}
	}
	offers := true
	switch x.h.Connection.Auth {
	case "", "ntlm":
		if !g.Offers("Negotiate") {
			return outcome{facts: facts, finding: finding("ntlm-not-offered", detail, values)}
		}
	case "basic":
		offers = g.Offers("Basic")
	case "kerberos":
		offers = g.Offers("Negotiate") || g.Offers("Kerberos")
	}
	if !offers {
		return outcome{facts: facts, finding: finding("auth-not-offered", detail, values)}
	}
	return outcome{facts: facts}
}

// speaksTLS says whether the port that should speak HTTP answers a TLS handshake.
func (x *exam) speaksTLS(ctx context.Context) bool {
	cfg := x.winrm
	cfg.HTTPS = true
	g, _ := winrm.Inspect(ctx, cfg)
	return g.TLS != nil
}

// challenge looks at what NTLM tells strangers.
func (x *exam) challenge(context.Context) outcome {
	var facts []Fact
	n := x.ntlm
	if n != nil {
		facts = []Fact{{"computer", n.Computer}, {"domain", n.Domain}, {"dns_computer", n.DNSComputer}, {"dns_domain", n.DNSDomain}, {"encryption", x.greeting.Sealable}}
		if n.Build != 0 {
			facts = append(facts, Fact{"build", n.Build})
		}
	}
	auth := x.h.Connection.Auth
	switch {
	case auth == "kerberos" && net.ParseIP(x.h.Address) != nil && x.h.Connection.TLSServerName == "":
		values := map[string]string{}
		if n != nil && strings.Contains(n.DNSComputer, ".") {
			values["name"] = n.DNSComputer
		}
		return outcome{facts: facts, finding: finding("kerberos-name", "address = "+x.h.Address, values)}
	case n == nil:
		return outcome{skip: true}
	case (auth == "ntlm" || auth == "") && !x.greeting.Sealable:
		return outcome{facts: facts, finding: finding("no-sealing", x.address+": the challenge does not agree to sealing", nil)}
	}
	return outcome{facts: facts}
}

// clock compares the clocks.
func (x *exam) clock(context.Context) outcome {
	skew, ok := x.greeting.Skew(x.greeting.Asked)
	if !ok {
		return outcome{skip: true}
	}
	facts := []Fact{{"skew_s", int(skew.Seconds())}}
	if x.ntlm != nil && !x.ntlm.Time.IsZero() {
		facts = append(facts, Fact{"ntlm_skew_s", int(x.ntlm.Time.Sub(x.greeting.Asked).Round(time.Second).Seconds())})
	}
	if skew.Abs() <= skewLimit {
		return outcome{facts: facts}
	}
	side := "ahead of"
	if skew < 0 {
		side = "behind"
	}
	f := finding("clock-skew", fmt.Sprintf("%s is %d s %s this computer", x.address, int(skew.Abs().Seconds()), side), map[string]string{"skew": skew.Abs().String()})
	if x.h.Connection.Auth == "kerberos" {
		return outcome{facts: facts, finding: f}
	}
	return outcome{facts: facts, note: f}
}

// unbound gives what speaks for a channel binding that the host did not accept; "" if nothing does (dossier section 6, row 12).
func (x *exam) unbound() string {
	if x.greeting == nil || x.greeting.TLS == nil || len(x.greeting.TLS.Chain) == 0 {
		return ""
	}
	leaf := x.greeting.TLS.Chain[0]
	if ntlm.Binding(leaf) == nil {
		return "for a certificate signed with " + leaf.SignatureAlgorithm.String() + " there is no binding"
	}
	if x.ntlm == nil || x.ntlm.Computer == "" {
		return ""
	}
	for _, n := range append(names(leaf), leaf.Subject.CommonName) {
		short, _, _ := strings.Cut(n, ".")
		if strings.EqualFold(short, x.ntlm.Computer) || strings.EqualFold(n, x.ntlm.DNSComputer) {
			return ""
		}
	}
	return fmt.Sprintf("certificate %q, computer %s", leaf.Subject.CommonName, x.ntlm.Computer)
}

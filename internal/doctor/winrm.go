package doctor

import (
	"context"
	"crypto/x509"
	"fmt"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/ntlm"
	"github.com/xops-dev/xops/internal/problem"
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
		return outcome{facts: []Fact{{"address", x.address}}, finding: problem.From(err)}
	}
	facts := []Fact{{"version", t.Version}, {"suite", t.Suite}}
	switch {
	case t.Legacy:
		return outcome{facts: facts, finding: problem.New(problem.TLSOld, "version", t.Version).With("%s: %s",
			x.address, t.Version)}
	case len(t.Chain) == 0:
		return outcome{facts: facts, finding: problem.New(problem.NoCertificate).With("%s", x.address)}
	}
	leaf := t.Chain[0]
	print := winrm.Fingerprint(leaf)
	facts = append(facts,
		Fact{"subject", leaf.Subject.String()}, Fact{"issuer", leaf.Issuer.String()}, Fact{"names", names(leaf)},
		Fact{"not_after", leaf.NotAfter.UTC().Format(time.RFC3339)},
		Fact{"days_left", int(leaf.NotAfter.Sub(x.d.Now()).Hours() / 24)},
		Fact{"fingerprint", print}, Fact{"signature", leaf.SignatureAlgorithm.String()},
	)
	if t.Capped {
		return outcome{facts: facts, finding: problem.New(problem.TLS13).With("%s: only with %s as the highest",
			x.address, t.Version)}
	}
	if t.Trust != nil {
		f := problem.From(t.Trust)
		if f.ID == problem.CertUntrusted && sha1Signed(leaf) {
			f = problem.New(problem.CertSHA1, "fingerprint", print).With("%s", f.Detail)
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
	return c.SignatureAlgorithm == x509.SHA1WithRSA || c.SignatureAlgorithm == x509.ECDSAWithSHA1 ||
		c.SignatureAlgorithm == x509.DSAWithSHA1
}

// http looks at the answer to an empty request without a logon.
func (x *exam) http(ctx context.Context) outcome {
	err := x.inspect(ctx)
	g := x.greeting
	if (err != nil || g.Status == 400) && !x.winrm.HTTPS && x.speaksTLS(ctx) {
		return outcome{
			facts:   []Fact{{"http_status", g.Status}, {"tls", true}},
			finding: problem.New(problem.TLSOnHTTP).With("%s answers a TLS handshake", x.address),
		}
	}
	if g.Status == 0 {
		if err == nil {
			return outcome{skip: true}
		}
		f := problem.From(err)
		if f.ID == problem.ConnectionLost && x.winrm.HTTPS { // nothing has begun yet that could be lost
			f = problem.New(problem.TLSHandshake).With("%s", f.Detail)
		}
		return outcome{finding: f}
	}
	facts := []Fact{{"http_status", g.Status}, {"server", g.Server}, {"offered", append([]string{}, g.Offered...)}}
	detail := fmt.Sprintf("%s: HTTP status %d, Server: %s, offered: %s", x.address, g.Status, g.Server,
		orNone(g.Offered))
	failed := func(id problem.ID, pairs ...string) outcome {
		return outcome{facts: facts, finding: problem.New(id, pairs...).With("%s", detail)}
	}
	switch g.Status {
	case 401:
	case 404:
		return failed(problem.NoWSMan)
	case 503:
		return failed(problem.ServiceStopped)
	default:
		return failed(problem.NotWinRM)
	}
	auth, offers := x.h.Connection.Auth, true
	switch auth {
	case "", "ntlm":
		if !g.Offers("Negotiate") {
			return failed(problem.NTLMNotOffered)
		}
	case "basic":
		offers = g.Offers("Basic")
	case "kerberos":
		offers = g.Offers("Negotiate") || g.Offers("Kerberos")
	}
	if !offers {
		return failed(problem.AuthNotOffered, "auth", auth, "offered", orNone(g.Offered))
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
		facts = []Fact{
			{"computer", n.Computer},
			{"domain", n.Domain},
			{"dns_computer", n.DNSComputer},
			{"dns_domain", n.DNSDomain},
			{"encryption", x.greeting.Sealable},
		}
		if n.Build != 0 {
			facts = append(facts, Fact{"build", n.Build})
		}
	}
	auth := x.h.Connection.Auth
	switch {
	case auth == "kerberos" && isAddress(x.h.Address) && x.h.Connection.TLSServerName == "":
		p := problem.New(problem.KerberosName).With("address = %s", x.h.Address)
		if n != nil && strings.Contains(n.DNSComputer, ".") {
			p.Set("name", n.DNSComputer)
		}
		return outcome{facts: facts, finding: p}
	case n == nil:
		return outcome{skip: true}
	case (auth == "ntlm" || auth == "") && !x.greeting.Sealable:
		return outcome{facts: facts, finding: problem.New(problem.NoSealing).With("%s: the challenge does not "+
			"agree to sealing", x.address)}
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
	f := problem.New(problem.ClockSkew, "skew", skew.Abs().String()).
		With("%s is %d s %s this computer", x.address, int(skew.Abs().Seconds()), side)
	if x.h.Connection.Auth == "kerberos" {
		return outcome{facts: facts, finding: f}
	}
	return outcome{facts: facts, note: f}
}

// unbound gives what speaks for a channel binding that the host did not accept; "" if nothing does (dossier section 6,
// row 12).
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

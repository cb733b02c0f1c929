package krb

import (
	"fmt"
	"strings"
	"time"

	"github.com/jcmturner/gokrb5/v8/iana/errorcode"
	"github.com/jcmturner/gokrb5/v8/messages"

	"github.com/xops-dev/xops/internal/problem"
)

// MaxSkew is how far clocks may be apart, by default in Windows and MIT Kerberos.
const MaxSkew = 5 * time.Minute

// Skewed is the error of clocks that are too far apart; ahead is by how much the other's is ahead of this computer's.
func Skewed(who string, ahead time.Duration) *problem.Problem {
	word := "ahead of"
	if ahead < 0 {
		word, ahead = "behind", -ahead
	}
	return problem.New(problem.KerberosClocks).
		With("the clock of %s is %s %s this computer's; at most %s are allowed", who, ahead.Round(time.Second), word,
			MaxSkew)
}

// refusals are what a KDC's error numbers mean; in the logon, and where they mean something else with a service's
// ticket.
var (
	refusals = map[int32]problem.ID{
		errorcode.KDC_ERR_C_PRINCIPAL_UNKNOWN:  problem.KerberosAccount,
		errorcode.KDC_ERR_KEY_EXPIRED:          problem.PasswordExpired,
		errorcode.KDC_ERR_CLIENT_REVOKED:       problem.AccountLocked,
		errorcode.KDC_ERR_NAME_EXP:             problem.AccountLocked,
		errorcode.KDC_ERR_CLIENT_NOTYET:        problem.AccountLocked,
		errorcode.KDC_ERR_S_PRINCIPAL_UNKNOWN:  problem.KerberosRealm, // of the realm's own service
		errorcode.KDC_ERR_PRINCIPAL_NOT_UNIQUE: problem.KerberosRealm,
		errorcode.KDC_ERR_WRONG_REALM:          problem.KerberosRealm,
		errorcode.KDC_ERR_ETYPE_NOSUPP:         problem.KerberosWeak,
		errorcode.KRB_AP_ERR_TKT_EXPIRED:       problem.TicketExpired,
		errorcode.KDC_ERR_POLICY:               problem.AccountPolicy,
	}
	serviceRefusals = map[int32]problem.ID{
		errorcode.KDC_ERR_S_PRINCIPAL_UNKNOWN:  problem.KerberosSPN,
		errorcode.KDC_ERR_PRINCIPAL_NOT_UNIQUE: problem.KerberosSPN,
	}
)

// refused makes an error of what a KDC said; service is "" in the logon.
func (p *party) refused(e *messages.KRBError, service string) error {
	detail := fmt.Sprintf("%s: %s", p.who(), errorcode.Lookup(e.ErrorCode))
	if text := clean(e.EText); text != "" {
		detail += ": " + text
	}
	switch e.ErrorCode {
	case errorcode.KRB_AP_ERR_SKEW:
		return Skewed("the KDC of "+p.realm, e.STime.Sub(p.cfg.Now()))
	case errorcode.KDC_ERR_PREAUTH_FAILED, errorcode.KRB_AP_ERR_BAD_INTEGRITY:
		if service == "" {
			return p.wrongSecret(detail)
		}
	}
	id, known := refusals[e.ErrorCode]
	if other, ok := serviceRefusals[e.ErrorCode]; ok && service != "" {
		id = other
		detail += "; service " + service
	} else if !known {
		id = problem.KDCRefused
	}
	return problem.New(id, "service", service).With("%s", detail)
}

// who is the account, as name@REALM.
func (p *party) who() string { return p.name.PrincipalNameString() + "@" + p.realm }

// wrongSecret is the error of a password or keytab that the KDC does not take.
func (p *party) wrongSecret(evidence string) error {
	id := problem.KerberosRefused
	if p.creds.HasKeytab() {
		id = problem.KeytabRefused
	}
	return problem.New(id).With("user %s by kerberos: %s", p.who(), evidence)
}

// silent is the error of a KDC that does not answer.
func (p *party) silent(realm string, err error) error {
	return problem.New(problem.KDCSilent, "realm", strings.ToLower(realm)).With("realm %s: %v", realm, err).Because(err)
}

// weak is the error of ciphers that xops does not speak.
func weak(format string, args ...any) error {
	return problem.New(problem.KerberosWeak).With(format, args...)
}

func (p *party) strange(detail string) error {
	return strange("realm " + p.realm + ": " + clean(detail))
}

func strange(detail string) error { return problem.New(problem.KDCAnswer).With("%s", detail) }

// clean makes a foreign text fit for one line of a terminal.
func clean(v any) string {
	s := strings.Join(strings.FieldsFunc(fmt.Sprint(v), func(r rune) bool {
		return r <= ' ' || r == 0x7F || r >= 0x80 &&
			r < 0xA0
	}), " ")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return s
}

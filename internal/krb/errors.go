package krb

import (
	"fmt"
	"strings"
	"time"

	"github.com/jcmturner/gokrb5/v8/iana/errorcode"
	"github.com/jcmturner/gokrb5/v8/messages"

	"github.com/xops-dev/xops/internal/transport"
)

// MaxSkew is how far clocks may be apart, by default in Windows and MIT Kerberos.
const MaxSkew = 5 * time.Minute

// Skewed is the error of clocks that are too far apart; ahead is by how much the other's is ahead of this computer's.
func Skewed(who string, ahead time.Duration) *transport.Error {
	word := "ahead of"
	if ahead < 0 {
		word, ahead = "behind", -ahead
	}
	return &transport.Error{
		Code: "auth", Summary: "The clocks are too far apart for Kerberos",
		Detail: fmt.Sprintf("the clock of %s is %s %s this computer's; at most %s are allowed", who, ahead.Round(time.Second), word, MaxSkew),
		Hint:   "Set the clock that is wrong, in a domain with: w32tm /resync /rediscover",
	}
}

// refused makes an error of what a KDC said; service is "" in the logon.
func (p *party) refused(e *messages.KRBError, service string) error {
	who := p.name.PrincipalNameString() + "@" + p.realm
	err := &transport.Error{Code: "auth", Detail: fmt.Sprintf("%s: %s", who, errorcode.Lookup(e.ErrorCode))}
	if text := clean(e.EText); text != "" {
		err.Detail += ": " + text
	}
	switch e.ErrorCode {
	case errorcode.KRB_AP_ERR_SKEW:
		return Skewed("the KDC of "+p.realm, e.STime.Sub(p.cfg.Now()))
	case errorcode.KDC_ERR_PREAUTH_FAILED, errorcode.KRB_AP_ERR_BAD_INTEGRITY:
		if service == "" {
			return p.wrongSecret(err.Detail)
		}
	case errorcode.KDC_ERR_C_PRINCIPAL_UNKNOWN:
		err.Summary = "Kerberos does not know this account"
		err.Hint = "Check user and realm. user is the logon name of the account (sAMAccountName), realm the DNS name of the Windows domain in capitals."
		return err
	case errorcode.KDC_ERR_KEY_EXPIRED:
		err.Summary = "The password of this account has expired"
		err.Hint = "Set a new password for it in the domain; for an account that only xops uses, one that does not expire."
		return err
	case errorcode.KDC_ERR_CLIENT_REVOKED, errorcode.KDC_ERR_NAME_EXP, errorcode.KDC_ERR_CLIENT_NOTYET:
		err.Summary = "The account is disabled, locked or expired"
		err.Hint = "Look at the account in the domain: locked out, disabled, expired, or outside its logon hours."
		return err
	case errorcode.KDC_ERR_S_PRINCIPAL_UNKNOWN, errorcode.KDC_ERR_PRINCIPAL_NOT_UNIQUE:
		if service != "" {
			err.Summary = "Kerberos does not know the host by this name"
			err.Detail += "; service " + service
			err.Hint = "address must be the computer's full name in the domain, no alias. Ask on the domain controller: setspn -Q " + service + "; a name that is found twice is refused, too."
			return err
		}
		err.Summary = "Kerberos does not know this realm"
		err.Hint = "Check realm in the connection block: the DNS name of the Windows domain in capitals."
		return err
	case errorcode.KDC_ERR_WRONG_REALM:
		err.Summary = "Kerberos does not know this realm"
		err.Hint = "Check realm in the connection block: the DNS name of the Windows domain in capitals."
		return err
	case errorcode.KDC_ERR_ETYPE_NOSUPP:
		return weak(err.Detail)
	case errorcode.KRB_AP_ERR_TKT_EXPIRED:
		err.Summary = "The Kerberos ticket has expired"
		err.Hint = "Get a new one with kinit, or run it again."
		return err
	case errorcode.KDC_ERR_POLICY:
		err.Summary = "A policy of the domain does not allow this logon"
		err.Hint = "Look at the account's allowed computers and logon hours, at authentication policies and at Protected Users."
		return err
	}
	err.Summary = "The KDC refused"
	err.Hint = "The domain controller's event log (System, source Kerberos-Key-Distribution-Center) tells more."
	return err
}

// wrongSecret is the error of a password or keytab that the KDC does not take.
func (p *party) wrongSecret(evidence string) error {
	e := &transport.Error{
		Code: "auth", Summary: "The logon was refused", Detail: fmt.Sprintf("user %s@%s by kerberos: %s", p.name.PrincipalNameString(), p.realm, evidence),
		Hint: "Check user and password; it was tried once, so that the account is not locked.",
	}
	if p.creds.HasKeytab() {
		e.Hint = "The key in the keytab is not the account's any more: its password was changed. Make the keytab anew. It was tried once, so that the account is not locked."
	}
	return e
}

// silent is the error of a KDC that does not answer.
func (p *party) silent(realm string, err error) error {
	return &transport.Error{
		Code: "unreachable", Summary: "The Kerberos server (KDC) does not answer", Detail: fmt.Sprintf("realm %s: %v", realm, err), Err: err,
		Hint: "xops must reach a domain controller, TCP port 88. Check VPN and name server (_kerberos._tcp." + strings.ToLower(realm) + "), or write kdc into krb5.conf. Without a way there use auth = \"ntlm\".",
	}
}

// weak is the error of ciphers that xops does not speak.
func weak(detail string) error {
	return &transport.Error{
		Code: "auth", Summary: "Kerberos offers only ciphers that are not safe", Detail: detail,
		Hint: "Switch AES on for the account (\"This account supports Kerberos AES 256 bit encryption\") and set its password anew, so that AES keys exist. xops speaks no RC4.",
	}
}

func (p *party) strange(detail string) error {
	return strange("realm " + p.realm + ": " + clean(detail))
}

func strange(detail string) error {
	return &transport.Error{
		Code: "protocol", Summary: "The KDC's answer does not fit the protocol", Detail: detail,
		Hint: "Check what answers on port 88 of the domain controller.",
	}
}

// clean makes a foreign text fit for one line of a terminal.
func clean(v any) string {
	s := strings.Join(strings.FieldsFunc(fmt.Sprint(v), func(r rune) bool { return r <= ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 }), " ")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return s
}

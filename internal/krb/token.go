package krb

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jcmturner/gofork/encoding/asn1"
	"github.com/jcmturner/gokrb5/v8/asn1tools"
	"github.com/jcmturner/gokrb5/v8/crypto"
	"github.com/jcmturner/gokrb5/v8/gssapi"
	"github.com/jcmturner/gokrb5/v8/iana/chksumtype"
	"github.com/jcmturner/gokrb5/v8/iana/flags"
	"github.com/jcmturner/gokrb5/v8/iana/keyusage"
	"github.com/jcmturner/gokrb5/v8/messages"
	"github.com/jcmturner/gokrb5/v8/spnego"
	"github.com/jcmturner/gokrb5/v8/types"

	"github.com/xops-dev/xops/internal/ntlm"
)

// Kinds of Kerberos tokens in GSS-API (RFC 4121 4.1).
const (
	kindRequest = 0x0100
	kindReply   = 0x0200
	kindError   = 0x0300
)

// Logon is one proof that the user holds a ticket, good for one connection.
type Logon struct {
	Token   []byte // for "Authorization: Negotiate"
	session types.EncryptionKey
	at      time.Time
}

// Logon makes the proof, bound to a TLS connection (application data of its channel binding, see ntlm.Binding; nil has
// none). The host must prove itself, too: see Confirm.
func (t *Ticket) Logon(binding []byte, now time.Time) (*Logon, error) {
	a, err := types.NewAuthenticator(t.crealm, t.client)
	if err != nil {
		return nil, err
	}
	now = now.UTC().Truncate(time.Microsecond)
	a.CTime, a.Cusec = now.Truncate(time.Second), now.Nanosecond()/1000
	a.Cksum = types.Checksum{CksumType: chksumtype.GSSAPI, Checksum: checksum(binding)}
	req, err := messages.NewAPReq(t.ticket, t.session, a)
	if err != nil {
		return nil, err
	}
	types.SetFlag(&req.APOptions, flags.APOptionMutualRequired)
	b, err := req.Marshal()
	if err != nil {
		return nil, err
	}
	init := spnego.SPNEGOToken{Init: true, NegTokenInit: spnego.NegTokenInit{
		MechTypes: []asn1.ObjectIdentifier{gssapi.OIDKRB5.OID()}, MechTokenBytes: mechToken(kindRequest, b),
	}}
	token, err := init.Marshal()
	return &Logon{Token: token, session: t.session, at: now}, err
}

// checksum is what GSS-API puts into the authenticator (RFC 4121 4.1.1): the channel binding, and what is asked of the
// connection.
func checksum(binding []byte) []byte {
	const asked = gssapi.ContextFlagMutual | gssapi.ContextFlagReplay | gssapi.ContextFlagSequence |
		gssapi.ContextFlagConf | gssapi.ContextFlagInteg
	b := binary.LittleEndian.AppendUint32(nil, 16)
	hash := [16]byte{}
	if binding != nil {
		hash = ntlm.BindingHash(binding)
	}
	b = append(b, hash[:]...)
	return binary.LittleEndian.AppendUint32(b, asked)
}

func mechToken(kind uint16, message []byte) []byte {
	oid, _ := asn1.Marshal(gssapi.OIDKRB5.OID())
	return asn1tools.AddASNAppTag(append(binary.BigEndian.AppendUint16(oid, kind), message...), 0)
}

// openMechToken takes a Kerberos token apart; raw tokens without SPNEGO around them have the same form.
func openMechToken(b []byte) (kind uint16, message []byte, err error) {
	var oid asn1.ObjectIdentifier
	rest, err := asn1.UnmarshalWithParams(b, &oid, "application,explicit,tag:0")
	if err != nil {
		return 0, nil, err
	}
	if !oid.Equal(gssapi.OIDKRB5.OID()) && !oid.Equal(gssapi.OIDMSLegacyKRB5.OID()) || len(rest) < 2 {
		return 0, nil, errors.New("not a Kerberos token")
	}
	return binary.BigEndian.Uint16(rest), rest[2:], nil
}

// answer takes the Kerberos message out of a server's token, with SPNEGO around it or not.
func answer(token []byte) (kind uint16, message []byte, err error) {
	if len(token) == 0 {
		return 0, nil, errors.New("no token")
	}
	if token[0] == 0xA1 {
		var s spnego.SPNEGOToken
		if err := s.Unmarshal(token); err != nil {
			return 0, nil, err
		}
		if token = s.NegTokenResp.ResponseToken; len(token) == 0 {
			return 0, nil, fmt.Errorf("an answer without a Kerberos message, state %d", s.NegTokenResp.NegState)
		}
	}
	return openMechToken(token)
}

// Confirm checks the host's own proof: only who has the service's key can make it.
func (l *Logon) Confirm(token []byte) (err error) {
	defer recovered(&err)
	kind, message, err := answer(token)
	if err != nil {
		return err
	}
	if kind != kindReply {
		return fmt.Errorf("a Kerberos message of kind %04x instead of a reply", kind)
	}
	var rep messages.APRep
	if err := rep.Unmarshal(message); err != nil {
		return err
	}
	b, err := crypto.DecryptEncPart(rep.EncPart, l.session, keyusage.AP_REP_ENCPART)
	if err != nil {
		return err
	}
	var part messages.EncAPRepPart
	if err := part.Unmarshal(b); err != nil {
		return err
	}
	if got := part.CTime.Add(time.Duration(part.Cusec) * time.Microsecond); !got.Equal(l.at) {
		return errors.New("the host's proof is for another logon")
	}
	return nil
}

// Refusal reads the Kerberos error out of a host's token: its number, and the host's clock.
func Refusal(token []byte) (code int32, clock time.Time, ok bool) {
	var err error
	defer recovered(&err)
	kind, message, err := answer(token)
	if err != nil || kind != kindError {
		return 0, time.Time{}, false
	}
	var e messages.KRBError
	if err = e.Unmarshal(message); err != nil {
		return 0, time.Time{}, false
	}
	return e.ErrorCode, e.STime, true
}

func recovered(err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("malformed: %s", clean(cause))
	}
}

// bound reads the channel binding's hash out of an authenticator; none is all zero.
func bound(c types.Checksum) ([]byte, error) {
	if c.CksumType != chksumtype.GSSAPI || len(c.Checksum) < 24 || binary.LittleEndian.Uint32(c.Checksum) != 16 {
		return nil, errors.New("the authenticator has no GSS-API checksum: " +
			hex.EncodeToString(c.Checksum[:min(4, len(c.Checksum))]))
	}
	return bytes.Clone(c.Checksum[4:20]), nil
}

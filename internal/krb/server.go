package krb

import (
	"crypto/hmac"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jcmturner/gofork/encoding/asn1"
	"github.com/jcmturner/gokrb5/v8/asn1tools"
	"github.com/jcmturner/gokrb5/v8/crypto"
	"github.com/jcmturner/gokrb5/v8/gssapi"
	"github.com/jcmturner/gokrb5/v8/iana"
	"github.com/jcmturner/gokrb5/v8/iana/asnAppTag"
	"github.com/jcmturner/gokrb5/v8/iana/flags"
	"github.com/jcmturner/gokrb5/v8/iana/keyusage"
	"github.com/jcmturner/gokrb5/v8/iana/msgtype"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/messages"
	"github.com/jcmturner/gokrb5/v8/spnego"
	"github.com/jcmturner/gokrb5/v8/types"

	"github.com/xops-dev/xops/internal/ntlm"
)

// Server is the server's half of logons to one host.
type Server struct {
	keytab *keytab.Keytab
	mu     sync.Mutex
	seen   map[string]time.Time // authenticators that were used, so that none is taken twice
}

// NewServer makes a server of a keytab file with the keys of its services.
func NewServer(keytabFile string) (*Server, error) {
	kt, err := loadKeytab(keytabFile)
	if err != nil {
		return nil, err
	}
	return &Server{keytab: kt, seen: map[string]time.Time{}}, nil
}

// Accept checks a client's token: ticket, authenticator, clock, replay, channel binding (nil: no TLS; strict refuses a
// logon without one). It gives the user as name@REALM, and the token by which the server proves itself; nil if the
// client did not ask for it.
func (s *Server) Accept(token, binding []byte, strict bool, now time.Time) (user string, reply []byte, err error) {
	defer recovered(&err)
	wrapped := false
	var t spnego.SPNEGOToken
	if t.Unmarshal(token) == nil && t.Init {
		token, wrapped = t.NegTokenInit.MechTokenBytes, true
	}
	kind, message, err := openMechToken(token)
	if err != nil {
		return "", nil, err
	}
	if kind != kindRequest {
		return "", nil, fmt.Errorf("a Kerberos message of kind %04x", kind)
	}
	var req messages.APReq
	if err := req.Unmarshal(message); err != nil {
		return "", nil, err
	}
	if ok, err := req.Verify(s.keytab, MaxSkew, types.HostAddress{}, nil); err != nil || !ok {
		return "", nil, fmt.Errorf("the ticket is not good: %w", err)
	}
	a := &req.Authenticator
	user = a.CName.PrincipalNameString() + "@" + a.CRealm
	at := a.CTime.Add(time.Duration(a.Cusec) * time.Microsecond)
	if d := now.Sub(at); d > MaxSkew || d < -MaxSkew {
		return user, nil, fmt.Errorf("the clocks are %s apart", d)
	}
	hash, err := bound(a.Cksum)
	if err != nil {
		return user, nil, err
	}
	if err := checkBinding(hash, binding, strict); err != nil {
		return user, nil, err
	}
	if !s.fresh(user, at, now) {
		return user, nil, errors.New("the logon was used before")
	}
	if !types.IsFlagSet(&req.APOptions, flags.APOptionMutualRequired) {
		return user, nil, nil
	}
	reply, err = proof(a, req.Ticket.DecryptedEncPart.Key, wrapped)
	return user, reply, err
}

func checkBinding(sent, binding []byte, strict bool) error {
	if binding == nil {
		return nil
	}
	if want := ntlm.BindingHash(binding); hmac.Equal(sent, want[:]) {
		return nil
	}
	if hmac.Equal(sent, make([]byte, len(sent))) && !strict {
		return nil
	}
	return errors.New("the channel binding is missing or wrong")
}

// fresh says whether an authenticator is seen for the first time, and remembers it for as long as the clocks would let
// it in.
func (s *Server) fresh(user string, at, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, seen := range s.seen {
		if now.Sub(seen) > 2*MaxSkew {
			delete(s.seen, k)
		}
	}
	k := user + " " + at.Format(time.RFC3339Nano)
	if _, again := s.seen[k]; again {
		return false
	}
	s.seen[k] = now
	return true
}

// proof makes the AP-REP, which gokrb5 reads but does not write.
func proof(a *types.Authenticator, session types.EncryptionKey, wrapped bool) ([]byte, error) {
	part, err := asn1.Marshal(messages.EncAPRepPart{CTime: a.CTime, Cusec: a.Cusec})
	if err != nil {
		return nil, err
	}
	sealed, err := crypto.GetEncryptedData(asn1tools.AddASNAppTag(part, asnAppTag.EncAPRepPart), session,
		keyusage.AP_REP_ENCPART, 0)
	if err != nil {
		return nil, err
	}
	rep, err := asn1.Marshal(messages.APRep{PVNO: iana.PVNO, MsgType: msgtype.KRB_AP_REP, EncPart: sealed})
	if err != nil {
		return nil, err
	}
	token := mechToken(kindReply, asn1tools.AddASNAppTag(rep, asnAppTag.APREP))
	if !wrapped {
		return token, nil
	}
	t := spnego.SPNEGOToken{Resp: true, NegTokenResp: spnego.NegTokenResp{
		NegState: asn1.Enumerated(spnego.NegStateAcceptCompleted), SupportedMech: gssapi.OIDKRB5.OID(),
		ResponseToken: token,
	}}
	return t.Marshal()
}

package krb

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/jcmturner/gofork/encoding/asn1"
	"github.com/jcmturner/gokrb5/v8/crypto"
	"github.com/jcmturner/gokrb5/v8/iana/errorcode"
	"github.com/jcmturner/gokrb5/v8/iana/keyusage"
	"github.com/jcmturner/gokrb5/v8/iana/nametype"
	"github.com/jcmturner/gokrb5/v8/iana/patype"
	"github.com/jcmturner/gokrb5/v8/messages"
	"github.com/jcmturner/gokrb5/v8/types"

	"github.com/xops-dev/xops/internal/problem"
)

const (
	maxAnswer    = 256 << 10       // of a KDC
	dialTime     = 5 * time.Second // for one KDC
	answerTime   = 10 * time.Second
	maxReferrals = 5
	// Iterations of the password's hash that a KDC may ask for: fewer would help whoever wants to guess it, more would
	// only cost time.
	minRounds, maxRounds = 4096, 1 << 20
)

// send exchanges one message with a KDC of a realm over TCP. Another KDC is tried only if nothing was said to the
// first.
func (p *party) send(ctx context.Context, realm string, message []byte) ([]byte, error) {
	addresses := slices.Clone(p.kdcs(ctx, realm))
	rand.Shuffle(len(addresses), func(i, j int) { addresses[i], addresses[j] = addresses[j], addresses[i] })
	var last error
	for _, address := range addresses {
		limited, cancel := context.WithTimeout(ctx, dialTime)
		conn, err := p.cfg.Dial(limited, "tcp", address)
		cancel()
		if ctx.Err() != nil {
			if err == nil {
				_ = conn.Close()
			}
			return nil, ctx.Err()
		}
		if err != nil {
			last = fmt.Errorf("%s: %w", address, err)
			continue
		}
		defer func() { _ = conn.Close() }()
		_ = conn.SetDeadline(time.Now().Add(answerTime))
		defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
		answer, err := roundTrip(conn, message)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, p.silent(realm, fmt.Errorf("%s: %w", address, err))
		}
		return answer, nil
	}
	return nil, p.silent(realm, last)
}

// roundTrip is RFC 4120 7.2.2: four bytes of length, then the message.
func roundTrip(conn io.ReadWriter, message []byte) ([]byte, error) {
	if _, err := conn.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(message))), message...)); err != nil {
		return nil, err
	}
	var head [4]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n == 0 || n > maxAnswer {
		return nil, fmt.Errorf("an answer of %d bytes", n)
	}
	answer := make([]byte, n)
	_, err := io.ReadFull(conn, answer)
	return answer, err
}

// logon gets a ticket-granting ticket (AS exchange). The password is proved at most once.
func (p *party) logon(ctx context.Context) (*Ticket, error) {
	if p.saved != nil {
		return p.saved, nil
	}
	req, err := messages.NewASReqForTGT(p.realm, p.conf, p.name)
	if err != nil {
		return nil, p.strange(err.Error())
	}
	answer, refused, err := p.ask(ctx, p.realm, &req)
	if err != nil {
		return nil, err
	}
	if refused != nil && refused.ErrorCode == errorcode.KDC_ERR_PREAUTH_REQUIRED {
		if err := p.prove(&req, refused); err != nil {
			return nil, err
		}
		p.cache.count(func(c *Counts) { c.Logons++ })
		if answer, refused, err = p.ask(ctx, p.realm, &req); err != nil {
			return nil, err
		}
	}
	if refused != nil {
		return nil, p.refused(refused, "")
	}
	var rep messages.ASRep
	if err := rep.Unmarshal(answer); err != nil {
		return nil, p.strange(err.Error())
	}
	for _, pa := range rep.PAData {
		if err := checkRounds(pa); err != nil {
			return nil, err
		}
	}
	if !slices.Contains(ciphers, rep.EncPart.EType) {
		return nil, weak("the KDC of %s answers with type %d", p.realm, rep.EncPart.EType)
	}
	if ok, err := rep.Verify(p.conf, p.creds, req); !ok || err != nil {
		text := clean(err)
		if strings.Contains(text, "Decrypting") || strings.Contains(text, "decrypting") {
			return nil, p.wrongSecret(text)
		}
		return nil, p.strange(text)
	}
	return p.take(rep.Ticket, &rep.DecryptedEncPart)
}

// service gets a service ticket (TGS exchange), following referrals to other realms.
func (p *party) service(ctx context.Context, tgt *Ticket, service string) (*Ticket, error) {
	conf, realm := p.tgsConf(), p.realm
	name := types.NewPrincipalName(nametype.KRB_NT_SRV_INST, service)
	for range maxReferrals + 1 {
		req, err := messages.NewTGSReq(p.name, realm, conf, tgt.ticket, tgt.session, name, false)
		if err != nil {
			return nil, p.strange(err.Error())
		}
		p.cache.count(func(c *Counts) { c.Tickets++ })
		answer, refused, err := p.ask(ctx, realm, &req)
		if err != nil {
			return nil, err
		}
		if refused != nil {
			return nil, p.refused(refused, service)
		}
		var rep messages.TGSRep
		if err := rep.Unmarshal(answer); err != nil {
			return nil, p.strange(err.Error())
		}
		if err := rep.DecryptEncPart(tgt.session); err != nil {
			return nil, p.strange(err.Error())
		}
		if ok, err := rep.Verify(conf, req); !ok || err != nil {
			return nil, p.strange(clean(err))
		}
		got := rep.DecryptedEncPart.SName.NameString
		t, err := p.take(rep.Ticket, &rep.DecryptedEncPart)
		if err != nil {
			return nil, err
		}
		if strings.EqualFold(strings.Join(got, "/"), service) {
			return t, nil
		}
		if len(got) != 2 || got[0] != "krbtgt" {
			return nil, p.strange(fmt.Sprintf("a ticket for %s instead of %s", clean(strings.Join(got, "/")), service))
		}
		realm, tgt = got[1], t
	}
	return nil, p.strange("the referrals for " + service + " do not end")
}

// take makes a ticket of what a KDC gave.
func (p *party) take(t messages.Ticket, part *messages.EncKDCRepPart) (*Ticket, error) {
	if !slices.Contains(ciphers, part.Key.KeyType) {
		return nil, weak("the session key of %s is of type %d", t.SName.PrincipalNameString(), part.Key.KeyType)
	}
	return &Ticket{ticket: t, session: part.Key, client: p.name, crealm: p.realm, ends: part.EndTime}, nil
}

type request interface{ Marshal() ([]byte, error) }

// ask sends a request; the answer is one or the KDC's error.
func (p *party) ask(ctx context.Context, realm string, req request) (answer []byte, refused *messages.KRBError,
	err error,
) {
	b, err := req.Marshal()
	if err != nil {
		return nil, nil, p.strange(err.Error())
	}
	if answer, err = p.send(ctx, realm, b); err != nil {
		return nil, nil, err
	}
	var e messages.KRBError
	if e.Unmarshal(answer) == nil {
		return nil, &e, nil
	}
	return answer, nil, nil
}

// prove adds the encrypted time to a request: that is where the password, or the keytab's key, is used.
func (p *party) prove(req *messages.ASReq, wanted *messages.KRBError) error {
	var pas types.PADataSequence
	if err := pas.Unmarshal(wanted.EData); err != nil {
		return p.strange(err.Error())
	}
	var offered []int32
	for _, pa := range pas {
		if pa.PADataType != patype.PA_ETYPE_INFO2 {
			continue
		}
		if err := checkRounds(pa); err != nil {
			return err
		}
		info, err := pa.GetETypeInfo2()
		if err != nil {
			return p.strange(err.Error())
		}
		for _, entry := range info {
			offered = append(offered, entry.EType)
			if !slices.Contains(ciphers, entry.EType) {
				continue
			}
			k, kvno, err := p.secret(entry)
			if err != nil {
				return err
			}
			return p.stamp(req, k, kvno)
		}
	}
	return weak("%s: the KDC offers the types %v", p.who(), offered)
}

// secret is the account's key: the keytab's, or the password's.
func (p *party) secret(entry types.ETypeInfo2Entry) (types.EncryptionKey, int, error) {
	if p.creds.HasKeytab() {
		k, kvno, err := p.creds.Keytab().GetEncryptionKey(p.name, p.realm, 0, entry.EType)
		if err != nil {
			return k, 0, problem.New(problem.KeytabNoKey, "file", p.cfg.Keytab).
				With("%s: %s, type %d", p.cfg.Keytab, p.who(), entry.EType).Because(err)
		}
		return k, kvno, nil
	}
	et, err := crypto.GetEtype(entry.EType)
	if err != nil {
		return types.EncryptionKey{}, 0, p.strange(err.Error())
	}
	salt, rounds := entry.Salt, et.GetDefaultStringToKeyParams()
	if salt == "" {
		salt = p.name.GetSalt(p.realm)
	}
	if len(entry.S2KParams) == 4 {
		rounds = hex.EncodeToString(entry.S2KParams)
	}
	value, err := et.StringToKey(p.creds.Password(), salt, rounds)
	if err != nil {
		return types.EncryptionKey{}, 0, p.strange(err.Error())
	}
	return types.EncryptionKey{KeyType: entry.EType, KeyValue: value}, 0, nil
}

func (p *party) stamp(req *messages.ASReq, k types.EncryptionKey, kvno int) error {
	now := p.cfg.Now().UTC()
	plain, err := asn1.Marshal(types.PAEncTSEnc{PATimestamp: now, PAUSec: now.Nanosecond() / 1000})
	if err != nil {
		return p.strange(err.Error())
	}
	sealed, err := crypto.GetEncryptedData(plain, k, keyusage.AS_REQ_PA_ENC_TIMESTAMP, kvno)
	if err != nil {
		return p.strange(err.Error())
	}
	b, err := sealed.Marshal()
	if err != nil {
		return p.strange(err.Error())
	}
	req.PAData = append(req.PAData, types.PAData{PADataType: patype.PA_ENC_TIMESTAMP, PADataValue: b})
	return nil
}

// checkRounds refuses hash iterations that are out of bounds: they come from whoever answers as the KDC.
func checkRounds(pa types.PAData) error {
	if pa.PADataType != patype.PA_ETYPE_INFO2 {
		return nil
	}
	info, err := pa.GetETypeInfo2()
	if err == nil && len(info) == 0 {
		err = errors.New("an empty list of ciphers")
	}
	if err != nil {
		return strange(err.Error())
	}
	for _, e := range info {
		if len(e.S2KParams) != 4 {
			continue
		}
		if n := binary.BigEndian.Uint32(e.S2KParams); n < minRounds || n > maxRounds {
			return strange(fmt.Sprintf("it wants the password hashed %d times", n))
		}
	}
	return nil
}

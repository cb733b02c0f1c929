package ntlm

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rc4"
	"encoding/binary"
	"errors"
	"strings"
	"time"
	"unicode/utf16"

	//lint:ignore SA1019 the protocol asks for it
	"golang.org/x/crypto/md4"
)

// Flags of MS-NLMP 2.2.2.5 that the server looks at.
const (
	flagUnicode    = 1 << 0
	flagTarget     = 1 << 2
	flagSign       = 1 << 4
	flagSeal       = 1 << 5
	flagNTLM       = 1 << 9
	flagAlwaysSign = 1 << 15
	flagServer     = 1 << 17
	flagESS        = 1 << 19
	flagTargetInfo = 1 << 23
	flagVersion    = 1 << 25
	flag128        = 1 << 29
	flagExchange   = 1 << 30
	flag56         = 1 << 31

	// Needed is what a connection must have agreed on so that its messages can be sealed with full strength.
	Needed = flagUnicode | flagSign | flagSeal | flagESS | flagTargetInfo | flag128 | flagExchange
)

var signature = []byte("NTLMSSP\x00")

// Type is the kind of an NTLM message (1 negotiate, 2 challenge, 3 authenticate), 0 if it is none.
func Type(message []byte) int {
	if len(message) < 12 || !bytes.HasPrefix(message, signature) {
		return 0
	}
	return int(binary.LittleEndian.Uint32(message[8:]))
}

// ChallengeFlags are the flags of a challenge, 0 if it is none.
func ChallengeFlags(message []byte) uint32 {
	if Type(message) != 2 || len(message) < 24 {
		return 0
	}
	return binary.LittleEndian.Uint32(message[20:])
}

// ComputerName is the NetBIOS name that a challenge gives for its server, "" if it gives none.
func ComputerName(challenge []byte) string {
	if Type(challenge) != 2 || len(challenge) < 48 {
		return ""
	}
	return decode(attributes(field(challenge, 40))[1])
}

// Server is the server's half of one logon.
type Server struct {
	// Computer and Domain are the NetBIOS names that the challenge shows.
	Computer, Domain string
	// Password gives a user's password; ok is false if there is no such user.
	Password func(domain, user string) (password string, ok bool)
	// Binding is the channel binding of a TLS connection; nil without TLS. Strict refuses a logon without one.
	Binding []byte
	Strict  bool
	// NoSeal makes a challenge that does not agree to encryption.
	NoSeal bool

	negotiate, challenge, nonce []byte
}

// Challenge answers a negotiate message.
func (s *Server) Challenge(negotiate []byte, now time.Time) ([]byte, error) {
	if Type(negotiate) != 1 || len(negotiate) < 16 {
		return nil, errors.New("not an NTLM negotiate message")
	}
	flags := binary.LittleEndian.Uint32(negotiate[12:])
	flags &= flagUnicode | flagSign | flagSeal | flagNTLM | flagAlwaysSign | flagESS | flag128 | flagExchange | flag56
	flags |= flagUnicode | flagTarget | flagServer | flagTargetInfo
	if s.NoSeal {
		flags &^= flagSeal | flagExchange
	}
	s.nonce = make([]byte, 8)
	if _, err := rand.Read(s.nonce); err != nil {
		return nil, err
	}
	var info []byte
	add := func(id uint16, value []byte) {
		info = binary.LittleEndian.AppendUint16(info, id)
		info = binary.LittleEndian.AppendUint16(info, uint16(len(value)))
		info = append(info, value...)
	}
	add(2, encode(s.Domain))
	add(1, encode(s.Computer))
	add(4, encode(strings.ToLower(s.Domain)))
	add(3, encode(strings.ToLower(s.Computer)))
	add(7, binary.LittleEndian.AppendUint64(nil, uint64(now.Unix()+11644473600)*1e7))
	add(0, nil)
	name := encode(s.Computer)

	b := append([]byte(nil), signature...)
	b = binary.LittleEndian.AppendUint32(b, 2)
	b = appendField(b, len(name), 56)
	b = binary.LittleEndian.AppendUint32(b, flags)
	b = append(b, s.nonce...)
	b = append(b, make([]byte, 8)...)
	b = appendField(b, len(info), 56+len(name))
	b = append(b, make([]byte, 8)...) // version
	b = append(append(b, name...), info...)
	s.negotiate, s.challenge = bytes.Clone(negotiate), b
	return b, nil
}

// Authenticate checks an authenticate message: password (NTLMv2 only), integrity code, channel binding. It gives
// the user as DOMAIN\user and the session that seals the connection's messages; nil if the client cannot seal.
func (s *Server) Authenticate(message []byte) (user string, session *Session, err error) {
	if s.challenge == nil || Type(message) != 3 || len(message) < 64 {
		return "", nil, errors.New("not an NTLM authenticate message")
	}
	proof, domain, name := field(message, 20), decode(field(message, 28)), decode(field(message, 36))
	flags := binary.LittleEndian.Uint32(message[60:])
	user = name
	if domain != "" {
		user = domain + `\` + name
	}
	if len(proof) < 16+28+4 {
		return user, nil, errors.New("not an NTLMv2 response")
	}
	password, ok := s.Password(domain, name)
	h := md4.New()
	h.Write(encode(password))
	key := hmacMD5(h.Sum(nil), encode(strings.ToUpper(name)+domain))
	if !hmac.Equal(hmacMD5(key, s.nonce, proof[16:]), proof[:16]) || !ok {
		return user, nil, errors.New("unknown user or wrong password")
	}
	base := hmacMD5(key, proof[:16])
	pairs := attributes(proof[16+28:])
	if flags&flagExchange != 0 {
		encrypted := field(message, 52)
		cipher, err := rc4.NewCipher(base)
		if err != nil || len(encrypted) != 16 {
			return user, nil, errors.New("no session key")
		}
		base = make([]byte, 16)
		cipher.XORKeyStream(base, encrypted)
	}
	if av := pairs[6]; len(av) == 4 && av[0]&2 != 0 {
		if len(message) < 88 {
			return user, nil, errors.New("no integrity code")
		}
		zeroed := bytes.Clone(message)
		clear(zeroed[72:88])
		if !hmac.Equal(hmacMD5(base, s.negotiate, s.challenge, zeroed), message[72:88]) {
			return user, nil, errors.New("the integrity code is wrong")
		}
	}
	if err := s.checkBinding(pairs[10]); err != nil {
		return user, nil, err
	}
	const sealable = flagSign | flagSeal | flagESS | flag128
	if flags&sealable == sealable {
		session, err = newSession(base, flags&flagExchange != 0)
	}
	return user, session, err
}

func (s *Server) checkBinding(sent []byte) error {
	if s.Binding == nil {
		return nil
	}
	if want := BindingHash(s.Binding); hmac.Equal(sent, want[:]) {
		return nil
	}
	if len(bytes.Trim(sent, "\x00")) == 0 && !s.Strict {
		return nil
	}
	return errors.New("the channel binding is missing or wrong")
}

// field reads the payload that the eight bytes at a place point to; nil if it lies outside.
func field(b []byte, at int) []byte {
	n, offset := int(binary.LittleEndian.Uint16(b[at:])), uint64(binary.LittleEndian.Uint32(b[at+4:]))
	if offset+uint64(n) > uint64(len(b)) {
		return nil
	}
	return b[offset : offset+uint64(n)]
}

func appendField(b []byte, length, offset int) []byte {
	b = binary.LittleEndian.AppendUint16(b, uint16(length))
	b = binary.LittleEndian.AppendUint16(b, uint16(length))
	return binary.LittleEndian.AppendUint32(b, uint32(offset))
}

// attributes reads a list of AV pairs as far as it is well-formed.
func attributes(b []byte) map[uint16][]byte {
	pairs := map[uint16][]byte{}
	for len(b) >= 4 {
		id, n := binary.LittleEndian.Uint16(b), int(binary.LittleEndian.Uint16(b[2:]))
		if id == 0 || len(b) < 4+n {
			break
		}
		pairs[id] = b[4 : 4+n]
		b = b[4+n:]
	}
	return pairs
}

func encode(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func decode(b []byte) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(u))
}

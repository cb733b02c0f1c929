package ntlm

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"errors"
)

// Session seals and opens messages at the server's end of one connection. Order matters: both directions count.
type Session struct {
	sendKey, receiveKey []byte
	send, receive       *rc4.Cipher
	sendN, receiveN     uint32
	exchanged           bool // with a key exchange the checksum is encrypted too
}

func newSession(key []byte, exchanged bool) (*Session, error) {
	derive := func(text string) []byte {
		h := md5.Sum(append(append([]byte(nil), key...), text+"\x00"...))
		return h[:]
	}
	s := &Session{
		sendKey:    derive("session key to server-to-client signing key magic constant"),
		receiveKey: derive("session key to client-to-server signing key magic constant"),
		exchanged:  exchanged,
	}
	var err error
	if s.send, err = rc4.NewCipher(derive("session key to server-to-client sealing key magic constant")); err != nil {
		return nil, err
	}
	s.receive, err = rc4.NewCipher(derive("session key to client-to-server sealing key magic constant"))
	return s, err
}

// Seal encrypts and signs the next message to the client.
func (s *Session) Seal(plain []byte) (sealed, signature []byte) {
	sealed = make([]byte, len(plain))
	s.send.XORKeyStream(sealed, plain)
	signature = sign(s.sendKey, s.send, s.sendN, plain, s.exchanged)
	s.sendN++
	return sealed, signature
}

// Open decrypts the next message from the client and checks its signature and its number.
func (s *Session) Open(sealed, signature []byte) ([]byte, error) {
	plain := make([]byte, len(sealed))
	s.receive.XORKeyStream(plain, sealed)
	want := sign(s.receiveKey, s.receive, s.receiveN, plain, s.exchanged)
	if !hmac.Equal(want, signature) {
		return nil, errors.New("the signature of the sealed message is wrong")
	}
	s.receiveN++
	return plain, nil
}

func sign(key []byte, cipher *rc4.Cipher, n uint32, plain []byte, exchanged bool) []byte {
	number := binary.LittleEndian.AppendUint32(nil, n)
	checksum := hmacMD5(key, number, plain)[:8]
	if exchanged {
		cipher.XORKeyStream(checksum, checksum)
	}
	return append(append([]byte{1, 0, 0, 0}, checksum...), number...)
}

func hmacMD5(key []byte, parts ...[]byte) []byte {
	h := hmac.New(md5.New, key)
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// Package ntlm has what both ends of a sealed WinRM connection share: the framing of sealed messages, channel
// bindings, and the server's half of NTLMv2. The client's half is github.com/bodgit/ntlmssp. Facts: dossier 1.7.
package ntlm

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const (
	// SealedType is the HTTP content type of a sealed message.
	SealedType = `multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted";boundary="Encrypted ` +
		`Boundary"`
	// PlainType is the HTTP content type of a message that is not sealed.
	PlainType = "application/soap+xml;charset=UTF-8"

	boundary      = "--Encrypted Boundary"
	signatureSize = 16
)

// Windows writes its boundary without a blank behind the dashes; boxes in between and others write one.
var (
	opening = regexp.MustCompile(`^[\r\n]*-- ?Encrypted Boundary`)
	closing = regexp.MustCompile(`-- ?Encrypted Boundary--`)
)

// IsSealed says whether a content type announces a sealed message.
func IsSealed(contentType string) bool {
	return strings.HasPrefix(strings.ToLower(contentType), "multipart/encrypted")
}

// Frame packs a sealed message and its signature; length is that of the plain text in bytes.
func Frame(sealed, signature []byte, length int) []byte {
	return bytes.Join(Parts(sealed, signature, length), nil)
}

// Parts are the pieces of a Frame, of which the sealed message is one as it is.
func Parts(sealed, signature []byte, length int) [][]byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\r\n\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n", boundary)
	fmt.Fprintf(&b, "\tOriginalContent: type=%s;Length=%d\r\n", PlainType, length)
	fmt.Fprintf(&b, "%s\r\n\tContent-Type: application/octet-stream\r\n", boundary)
	_ = binary.Write(&b, binary.LittleEndian, uint32(len(signature)))
	b.Write(signature)
	return [][]byte{b.Bytes(), sealed, []byte(boundary + "--\r\n")}
}

// Unframe takes a frame apart. The sealed bytes may hold anything, so the closing boundary is looked for from the end.
func Unframe(body []byte) (sealed, signature []byte, length int, err error) {
	head, rest, ok := bytes.Cut(body, []byte("application/octet-stream\r\n"))
	if !ok || !opening.Match(head) {
		return nil, nil, 0, errors.New("the sealed message has no parts")
	}
	length = -1
	for _, param := range strings.FieldsFunc(string(head), func(r rune) bool {
		return r == ';' || r == '\r' ||
			r == '\n'
	}) {
		name, value, _ := strings.Cut(param, "=")
		if strings.EqualFold(strings.TrimSpace(name), "length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 {
				return nil, nil, 0, errors.New("the sealed message has an impossible length")
			}
		}
	}
	if length < 0 {
		return nil, nil, 0, errors.New("the sealed message does not say its length")
	}
	end := closing.FindAllIndex(rest[max(0, len(rest)-64):], -1)
	if len(end) == 0 {
		return nil, nil, 0, errors.New("the sealed message is cut off")
	}
	data := rest[:max(0, len(rest)-64)+end[len(end)-1][0]]
	if len(data) < 4+signatureSize || binary.LittleEndian.Uint32(data) != signatureSize {
		return nil, nil, 0, errors.New("the sealed message has no signature")
	}
	return data[4+signatureSize:], data[4 : 4+signatureSize], length, nil
}

// Package sign puts signatures under a plan, with OpenSSH keys, and tells whose they are. What is signed is the plan's
// digest, as a line of text, in OpenSSH's own form: ssh-keygen -Y verify -n xops-plan says the same.
package sign

import (
	"bufio"
	"bytes"
	"strconv"
	"strings"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/problem"
)

// namespace keeps a signature under a plan from counting for anything else (ssh-keygen -n).
const namespace = "xops-plan"

// Key is a person's public key.
type Key struct {
	ssh.PublicKey
	Name string // the comment behind it, e.g. anna@partner.example
}

// String is its fingerprint and its name.
func (k Key) String() string {
	return strings.TrimSpace(ssh.FingerprintSHA256(k.PublicKey) + " " + k.Name)
}

// Keys reads public keys, a line each: as in authorized_keys ("ssh-ed25519 AAAA… name"), or as ssh-keygen has them in
// allowed_signers ("name ssh-ed25519 AAAA…"). Empty lines and those that begin with # are left out. source names where
// they stand, for the error.
func Keys(data []byte, source string) ([]Key, error) {
	var out []Key
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		place := source
		if source != line {
			place += ":" + strconv.Itoa(n)
		}
		name := ""
		if at := strings.Index(line, ssh.KeyAlgoED25519+" "); at > 0 {
			name, _, _ = strings.Cut(line, " ")
			line = line[at:]
		}
		key, comment, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
		if err != nil || key.Type() != ssh.KeyAlgoED25519 {
			return nil, problem.New(problem.SignKeyForm, "place", place).Because(err)
		}
		if name == "" {
			name = comment
		}
		out = append(out, Key{key, name})
	}
	if err := lines.Err(); err != nil || len(out) == 0 {
		return nil, problem.New(problem.SignNoKeys, "source", source).Because(err)
	}
	return out, nil
}

func message(digest string) *bytes.Reader { return bytes.NewReader([]byte(digest + "\n")) }

// Digest signs a plan's digest. It gives the signature in OpenSSH's armor.
func Digest(digest string, signer ssh.Signer) (string, error) {
	if signer.PublicKey().Type() != ssh.KeyAlgoED25519 {
		return "", problem.New(problem.SignKeyForm, "place", ssh.FingerprintSHA256(signer.PublicKey()))
	}
	s, err := sshsig.Sign(message(digest), signer, sshsig.HashSHA512, namespace)
	if err != nil {
		return "", err
	}
	return string(sshsig.Armor(s)), nil
}

// Signer is the key of a signature under a digest, with the name that one of the known keys has. The error is that it
// is no signature under this one.
func Signer(digest, armor string, known ...Key) (Key, error) {
	s, err := sshsig.Unarmor([]byte(armor))
	if err == nil && s.PublicKey.Type() != ssh.KeyAlgoED25519 {
		return Key{}, problem.New(problem.SignKeyForm, "place", ssh.FingerprintSHA256(s.PublicKey))
	}
	if err == nil {
		err = sshsig.Verify(message(digest), s, s.PublicKey, s.HashAlgorithm, namespace)
	}
	if err != nil {
		return Key{}, problem.New(problem.SignatureWrong).Because(err)
	}
	for _, k := range known {
		if bytes.Equal(k.Marshal(), s.PublicKey.Marshal()) {
			return k, nil
		}
	}
	return Key{PublicKey: s.PublicKey}, nil
}

// Names are keys for people.
func Names(keys []Key) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
		if k.Name == "" {
			names[i] = ssh.FingerprintSHA256(k.PublicKey)
		}
	}
	return strings.Join(names, ", ")
}

// Approved gives the keys of the list whose signatures stand under a digest. A signature that does not fit is an error,
// whoever's it is: somebody has changed the file.
func Approved(digest string, signatures []string, keys []Key) ([]Key, error) {
	var out []Key
	for _, armor := range signatures {
		signer, err := Signer(digest, armor)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if bytes.Equal(k.Marshal(), signer.Marshal()) {
				out = append(out, k)
			}
		}
	}
	return out, nil
}

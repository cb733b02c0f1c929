package sshd

import (
	"crypto/subtle"
	"errors"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/lab/wire"
)

// serverConfig is the logon of one connection.
func (c *connection) serverConfig() *ssh.ServerConfig {
	s := c.server
	errRefused := errors.New("refused")
	try := func(user, method string, right func() bool) (*ssh.Permissions, error) {
		act, ok := c.event(Record{Event: "Logon", User: user, Method: method})
		s.book.Count(func(t *Counters) { t.Logons++ })
		if ok && !act.Refuse && right() {
			if act.Cut == wire.CutAfter {
				_ = c.tcp.Close()
			}
			return nil, nil
		}
		s.book.Count(func(t *Counters) { t.FailedLogons++ })
		return nil, errRefused
	}
	cfg := &ssh.ServerConfig{
		ServerVersion: "SSH-2.0-OpenSSH_for_Windows_9.5 xops-lab",
		PasswordCallback: func(m ssh.ConnMetadata, given []byte) (*ssh.Permissions, error) {
			return try(m.User(), "password", func() bool {
				want := find(s.cfg.Users, m.User())
				return want != "" && subtle.ConstantTimeCompare(given, []byte(want)) == 1
			})
		},
	}
	// VerifiedPublicKeyCallback runs once the signature is right; asking whether a key is welcome is no logon yet,
	// unless it is not.
	cfg.PublicKeyCallback = func(m ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		for _, k := range find(s.cfg.Keys, m.User()) {
			if string(k.Marshal()) == string(key.Marshal()) {
				return &ssh.Permissions{}, nil
			}
		}
		return try(m.User(), "publickey", func() bool { return false })
	}
	cfg.VerifiedPublicKeyCallback = func(m ssh.ConnMetadata, _ ssh.PublicKey, p *ssh.Permissions,
		_ string,
	) (*ssh.Permissions, error) {
		_, err := try(m.User(), "publickey", func() bool { return true })
		return p, err
	}
	cfg.AddHostKey(s.key)
	return cfg
}

// find looks a user up; Windows' names have no case.
func find[T any](m map[string]T, user string) T {
	if v, ok := m[user]; ok {
		return v
	}
	for name, v := range m {
		if strings.EqualFold(name, user) {
			return v
		}
	}
	var none T
	return none
}

package ssh

import (
	"context"
	"errors"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/xops-dev/xops/internal/problem"
)

// authMethods resolves what one logon needs; done frees it.
type authMethods func(ctx context.Context) (list []ssh.AuthMethod, done func(), err error)

// methods gives the logon of a configuration: exactly one method, tried once. A bastion never gets the host's password.
func methods(cfg Config, bastion bool) authMethods {
	auth := cfg.Auth
	if bastion && auth == "password" {
		auth = "agent"
	}
	switch auth {
	case "key":
		return func(ctx context.Context) ([]ssh.AuthMethod, func(), error) {
			signer, err := Key(ctx, cfg.KeyFile, cfg.Secrets.Passphrase)
			if err != nil {
				return nil, nil, err
			}
			return []ssh.AuthMethod{ssh.PublicKeys(signer)}, func() {}, nil
		}
	case "password":
		return func(ctx context.Context) ([]ssh.AuthMethod, func(), error) {
			if cfg.Secrets.Password == nil {
				return nil, nil, problem.New(problem.PasswordMissing)
			}
			password, err := cfg.Secrets.Password(ctx)
			if err != nil {
				return nil, nil, err
			}
			return []ssh.AuthMethod{ssh.Password(password)}, func() {}, nil
		}
	}
	return func(ctx context.Context) ([]ssh.AuthMethod, func(), error) {
		dial := cfg.Secrets.Agent
		if dial == nil {
			dial = func(ctx context.Context) (net.Conn, error) { return dialAgent(ctx, cfg.AgentSocket) }
		}
		conn, err := dial(ctx)
		if err != nil {
			return nil, nil, problem.New(problem.SSHAgent).Because(err)
		}
		return []ssh.AuthMethod{ssh.PublicKeysCallback(agent.NewClient(conn).Signers)}, func() { _ = conn.Close() }, nil
	}
}

// Key reads a private key; passphrase is asked where it needs one, nil: there is none.
func Key(ctx context.Context, file string, passphrase func(context.Context) (string, error)) (ssh.Signer, error) {
	s, pem, err := readKey(file)
	if err != nil || s != nil {
		return s, err
	}
	if passphrase == nil {
		return nil, problem.New(problem.PassphraseMissing, "file", file)
	}
	secret, err := passphrase(ctx)
	if err != nil {
		return nil, err
	}
	s, err = ssh.ParsePrivateKeyWithPassphrase(pem, []byte(secret))
	if err != nil {
		return nil, problem.New(problem.PassphraseWrong).With("%s", file).Because(err)
	}
	return s, nil
}

// readKey reads a private key; without a signer it needs its passphrase.
func readKey(file string) (s ssh.Signer, pem []byte, err error) {
	if file == "" {
		return nil, nil, problem.New(problem.SSHKeyMissing)
	}
	pem, err = os.ReadFile(file)
	if err != nil {
		return nil, nil, problem.New(problem.SSHKeyFile).Because(err)
	}
	s, err = ssh.ParsePrivateKey(pem)
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, pem, nil
	case err != nil:
		return nil, nil, problem.New(problem.SSHKeyFormat).With("%s: %v", file, err).Because(err)
	}
	return s, pem, nil
}

// CheckKey says why a private key cannot be used, before anything is dialled: the file, its form, or that there is no
// passphrase for it. passphrase says that there is one.
func CheckKey(file string, passphrase bool) error {
	locked, err := Locked(file)
	if err == nil && locked && !passphrase {
		return problem.New(problem.PassphraseMissing, "file", file)
	}
	return err
}

// Locked says whether a private key needs its passphrase.
func Locked(file string) (bool, error) {
	s, _, err := readKey(file)
	return err == nil && s == nil, err
}

// CheckAgent says why no SSH agent can be asked at a socket (Config.AgentSocket), before anything is dialled.
func CheckAgent(ctx context.Context, socket string) error {
	conn, err := dialAgent(ctx, socket)
	if err != nil {
		return problem.New(problem.SSHAgent).Because(err)
	}
	return conn.Close()
}

var errNoAgent = errors.New("SSH_AUTH_SOCK is not set")

func dialUnixAgent(ctx context.Context, socket string) (net.Conn, error) {
	if socket == "" {
		return nil, errNoAgent
	}
	return new(net.Dialer).DialContext(ctx, "unix", socket)
}

package ssh

import (
	"context"
	"errors"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/xops-dev/xops/internal/transport"
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
			signer, err := signer(ctx, cfg)
			if err != nil {
				return nil, nil, err
			}
			return []ssh.AuthMethod{ssh.PublicKeys(signer)}, func() {}, nil
		}
	case "password":
		return func(ctx context.Context) ([]ssh.AuthMethod, func(), error) {
			if cfg.Secrets.Password == nil {
				return nil, nil, missing("auth = \"password\" needs a password in the connection")
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
			dial = dialAgent
		}
		conn, err := dial(ctx)
		if err != nil {
			return nil, nil, &transport.Error{
				Code: "auth", Summary: "The SSH agent does not answer", Detail: err.Error(), Err: err,
				Hint: "Start the agent and add the key (ssh-add), or set auth = \"key\" and key_file.",
			}
		}
		return []ssh.AuthMethod{ssh.PublicKeysCallback(agent.NewClient(conn).Signers)}, func() { _ = conn.Close() }, nil
	}
}

func missing(text string) *transport.Error {
	return &transport.Error{Code: "auth", Summary: text, Hint: "Complete the connection block in the inventory."}
}

func signer(ctx context.Context, cfg Config) (ssh.Signer, error) {
	if cfg.KeyFile == "" {
		return nil, missing("auth = \"key\" needs key_file in the connection")
	}
	pem, err := os.ReadFile(cfg.KeyFile)
	if err != nil {
		return nil, &transport.Error{Code: "auth", Summary: "The SSH key file cannot be read", Detail: err.Error(), Hint: "Check key_file in the inventory and the file's rights.", Err: err}
	}
	s, err := ssh.ParsePrivateKey(pem)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		if cfg.Secrets.Passphrase == nil {
			return nil, missing("the key " + cfg.KeyFile + " has a passphrase: set key_passphrase")
		}
		passphrase, err := cfg.Secrets.Passphrase(ctx)
		if err != nil {
			return nil, err
		}
		s, err = ssh.ParsePrivateKeyWithPassphrase(pem, []byte(passphrase))
		if err != nil {
			return nil, &transport.Error{Code: "auth", Summary: "The passphrase does not open the SSH key", Detail: cfg.KeyFile, Hint: "Check key_passphrase.", Err: err}
		}
		return s, nil
	}
	if err != nil {
		return nil, &transport.Error{Code: "auth", Summary: "The SSH key file is not a private key", Detail: cfg.KeyFile + ": " + err.Error(), Hint: "key_file is the private key in OpenSSH or PEM format.", Err: err}
	}
	return s, nil
}

var errNoAgent = errors.New("SSH_AUTH_SOCK is not set")

func dialUnixAgent(ctx context.Context) (net.Conn, error) {
	path := os.Getenv("SSH_AUTH_SOCK")
	if path == "" {
		return nil, errNoAgent
	}
	return new(net.Dialer).DialContext(ctx, "unix", path)
}

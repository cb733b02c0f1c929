package inventory

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/zalando/go-keyring"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport"
)

// maxSecretSize bounds what file() reads: a password or passphrase, not a database.
const maxSecretSize = 64 << 10

// resolver is the Resolver of one run.
type resolver struct {
	env    func(string) (string, bool)
	prompt func(label string) (string, error)

	asking sync.Mutex // one question at a time: there is one terminal
	mu     sync.Mutex
	known  map[string]*answer
}

// answer is a secret that is being resolved until done is closed.
type answer struct {
	done  chan struct{}
	value string
	err   error
}

// NewResolver gives a Resolver that reads each secret once, and asks each question once, however many
// hosts use it and from however many goroutines. env is os.LookupEnv; prompt asks without echo, and is
// nil where nobody can be asked. Errors are problems and never hold a secret.
func NewResolver(env func(string) (string, bool), prompt func(label string) (string, error)) Resolver {
	return &resolver{env: env, prompt: prompt, known: map[string]*answer{}}
}

// Resolve gives the secret. It returns early when ctx ends, even while a question is open.
func (r *resolver) Resolve(ctx context.Context, s *Secret) (string, error) {
	if s == nil {
		return "", problem.New(problem.SecretNone)
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	key := s.ID()
	r.mu.Lock()
	a, ok := r.known[key]
	if !ok {
		a = &answer{done: make(chan struct{})}
		r.known[key] = a
		// A question cannot be interrupted, so it is asked beside the caller, who can.
		go func() {
			defer close(a.done)
			if a.value, a.err = r.read(s); transport.Lacks(a.err) { // it may be there for whoever asks again
				r.mu.Lock()
				delete(r.known, key)
				r.mu.Unlock()
			}
		}()
	}
	r.mu.Unlock()
	select {
	case <-a.done:
		return a.value, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Forget implements Resolver.
func (r *resolver) Forget(s *Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.known, s.ID())
}

func (r *resolver) read(s *Secret) (string, error) {
	value, err := r.readSource(s)
	if err == nil && value == "" {
		return "", problem.New(problem.SecretEmpty, "source", s.reference())
	}
	return value, err
}

func (r *resolver) readSource(s *Secret) (string, error) {
	switch s.source {
	case "env":
		if r.env != nil {
			if value, ok := r.env(s.args[0]); ok {
				return value, nil
			}
		}
		return "", problem.New(problem.SecretEnv, "name", s.args[0])
	case "file":
		return readSecretFile(s)
	case "prompt":
		if r.prompt == nil {
			return "", problem.New(problem.SecretNoTerminal, "question", s.asked())
		}
		r.asking.Lock()
		defer r.asking.Unlock()
		value, err := r.prompt(s.asked() + ": ")
		if err != nil {
			return "", problem.New(problem.SecretUnanswered, "question", s.asked()).Because(err)
		}
		return value, nil
	case "keyring":
		return readKeyring(s)
	default:
		return "", problem.New(problem.SecretLater, "source", s.source)
	}
}

func readSecretFile(s *Secret) (string, error) {
	path := s.args[0]
	wrong := func(err error) error { return unread(problem.New(problem.SecretFile, "file", path), err) }
	f, err := os.Open(path)
	if transport.Lacks(err) {
		return "", err
	}
	if err != nil {
		return "", wrong(err)
	}
	defer f.Close() //nolint:errcheck // read only
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return "", wrong(problem.Say(text.AFolder))
	}
	data, err := io.ReadAll(io.LimitReader(f, maxSecretSize+1))
	switch {
	case err != nil:
		return "", wrong(err)
	case len(data) > maxSecretSize:
		return "", wrong(problem.Say(text.NoPassword.Filled("most", maxSecretSize>>10)))
	}
	secret := strings.TrimPrefix(string(data), "\ufeff") // Notepad writes it
	secret = strings.TrimSuffix(secret, "\n")
	return strings.TrimSuffix(secret, "\r"), nil
}

// readKeyring takes "service/account" from the system's keyring: Windows Credential Manager, macOS
// Keychain, or the Secret Service. Without a slash the service is "xops".
func readKeyring(s *Secret) (string, error) {
	service, account := keyringName(s.args[0])
	value, err := keyring.Get(service, account)
	switch {
	case err == nil:
		return value, nil
	case errors.Is(err, keyring.ErrNotFound):
		return "", problem.New(problem.SecretKeyring, "service", service, "account", account)
	default:
		return "", problem.New(problem.KeyringBroken).Because(err)
	}
}

func keyringName(name string) (service, account string) {
	if i := strings.LastIndexByte(name, '/'); i > 0 && i < len(name)-1 {
		return name[:i], name[i+1:]
	}
	return "xops", name
}

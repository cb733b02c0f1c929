package inventory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"

	"github.com/zalando/go-keyring"

	"github.com/xops-dev/xops/internal/diag"
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
// nil where nobody can be asked. Errors are *diag.Error with the code "secret" and never hold a secret.
func NewResolver(env func(string) (string, bool), prompt func(label string) (string, error)) Resolver {
	return &resolver{env: env, prompt: prompt, known: map[string]*answer{}}
}

// Resolve gives the secret. It returns early when ctx ends, even while a question is open.
func (r *resolver) Resolve(ctx context.Context, s *Secret) (string, error) {
	if s == nil {
		return "", secretError("There is no secret to log on with", "", secretHelp("password"))
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	key := s.source + "\x00" + strings.Join(s.args, "\x00")
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

func (r *resolver) read(s *Secret) (string, error) {
	value, err := r.readSource(s)
	if err == nil && value == "" {
		return "", secretError("A secret is empty", s.reference()+" gave an empty text", "An empty password is never right: Windows refuses it over the network.")
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
		return "", secretError("A secret is missing", "the environment variable "+s.args[0]+" is not set",
			"Set "+s.args[0]+" and try again, or use another source in the inventory.")
	case "file":
		return readSecretFile(s)
	case "prompt":
		if r.prompt == nil {
			return "", secretError("A secret is missing", s.args[0]+": nobody can be asked, because this is not a terminal",
				`Run xops in a terminal, or use env("NAME") or file("path") in the inventory.`)
		}
		r.asking.Lock()
		defer r.asking.Unlock()
		value, err := r.prompt(s.args[0])
		if err != nil {
			return "", secretError("A secret is missing", s.args[0]+": "+err.Error(), "Answer the question, or use another source in the inventory.")
		}
		return value, nil
	case "keyring":
		return readKeyring(s)
	default:
		return "", secretError("A source of secrets is not there yet", s.source+"() comes with a later version of xops",
			"Until then use env(), file(), keyring() or prompt() in the inventory.")
	}
}

func readSecretFile(s *Secret) (string, error) {
	path := s.args[0]
	wrong := func(detail string) error {
		return secretError("A secret is missing", detail, "Write the secret, and nothing else, in this file, readable only by you.")
	}
	f, err := os.Open(path)
	if transport.Lacks(err) {
		return "", err
	}
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return "", wrong("the file " + path + " does not exist")
		}
		return "", wrong(err.Error())
	}
	defer f.Close() //nolint:errcheck // read only
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return "", wrong(path + " is a folder")
	}
	data, err := io.ReadAll(io.LimitReader(f, maxSecretSize+1))
	switch {
	case err != nil:
		return "", wrong(err.Error())
	case len(data) > maxSecretSize:
		return "", wrong(fmt.Sprintf("the file %s has more than %d KiB, so it is no password", path, maxSecretSize>>10))
	}
	text := strings.TrimPrefix(string(data), "\ufeff") // Notepad writes it
	text = strings.TrimSuffix(text, "\n")
	return strings.TrimSuffix(text, "\r"), nil
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
		return "", secretError("A secret is missing", fmt.Sprintf("the keyring has no entry with service %q and account %q", service, account),
			"Store it with the system's own tool, or use another source in the inventory.")
	default:
		return "", secretError("The keyring cannot be read", err.Error(), "Unlock the keyring, or use env() or file() in the inventory.")
	}
}

func keyringName(name string) (service, account string) {
	if i := strings.LastIndexByte(name, '/'); i > 0 && i < len(name)-1 {
		return name[:i], name[i+1:]
	}
	return "xops", name
}

func secretError(summary, detail, hint string) error {
	return &diag.Error{Code: "secret", Summary: summary, Detail: detail, Hint: hint}
}

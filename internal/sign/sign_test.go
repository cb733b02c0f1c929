package sign

import (
	"bytes"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
)

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// keygen makes a key with OpenSSH's own tool: its file and the public half's line.
func keygen(t *testing.T, typ, comment string) (file, public string) {
	t.Helper()
	tool := need.Tool(t, "ssh-keygen", "openssh-client")
	file = filepath.Join(t.TempDir(), "id")
	make := exec.Command(tool, "-q", "-t", typ, "-N", "", "-C", comment, "-f", file)
	if out, err := make.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	line, err := os.ReadFile(file + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	return file, strings.TrimSpace(string(line))
}

func signer(t *testing.T, file string) ssh.Signer {
	t.Helper()
	pem, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.ParsePrivateKey(pem)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestOpenSSHAgrees: what is signed here ssh-keygen verifies, and the other way round.
func TestOpenSSHAgrees(t *testing.T) {
	file, public := keygen(t, "ed25519", "anna@partner.example")
	tool := need.Tool(t, "ssh-keygen", "openssh-client")
	armor, err := Digest(digest, signer(t, file))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	allowed, sig := filepath.Join(dir, "allowed"), filepath.Join(dir, "sig")
	for name, text := range map[string]string{allowed: "anna " + public + "\n", sig: armor} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	verify := exec.Command(tool, "-Y", "verify", "-f", allowed, "-I", "anna", "-n", namespace, "-s", sig)
	verify.Stdin = strings.NewReader(digest + "\n")
	if out, err := verify.CombinedOutput(); err != nil {
		t.Errorf("ssh-keygen refuses our signature: %v\n%s", err, out)
	}
	signed := exec.Command(tool, "-Y", "sign", "-f", file, "-n", namespace)
	signed.Stdin = strings.NewReader(digest + "\n")
	theirs, err := signed.Output()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := Keys([]byte("# who may approve\n\nanna "+public+"\n"), "keys")
	if err != nil {
		t.Fatal(err)
	}
	for _, armor := range []string{armor, string(theirs)} {
		by, err := Approved(digest, []string{armor}, keys)
		if err != nil || len(by) != 1 || by[0].Name != "anna" {
			t.Errorf("%v %v", by, err)
		}
	}
}

// TestWrongSignatures: another plan's, another purpose's, another kind of key, a changed one.
func TestWrongSignatures(t *testing.T) {
	file, _ := keygen(t, "ed25519", "anna")
	_, other := keygen(t, "ed25519", "bert")
	rsa, _ := keygen(t, "rsa", "carl")
	tool := need.Tool(t, "ssh-keygen", "openssh-client")
	armor, err := Digest(digest, signer(t, file))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Signer(strings.Replace(digest, "0", "1", 1), armor); !problem.Is(err, problem.SignatureWrong) {
		t.Errorf("of another plan: %v", err)
	}
	mail := exec.Command(tool, "-Y", "sign", "-f", file, "-n", "email")
	mail.Stdin = strings.NewReader(digest + "\n")
	foreign, err := mail.Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Signer(digest, string(foreign)); !problem.Is(err, problem.SignatureWrong) {
		t.Errorf("for another purpose: %v", err)
	}
	if _, err := Digest(digest, signer(t, rsa)); !problem.Is(err, problem.SignKeyForm) {
		t.Errorf("RSA: %v", err)
	}
	raw := exec.Command(tool, "-Y", "sign", "-f", rsa, "-n", namespace)
	raw.Stdin = strings.NewReader(digest + "\n")
	byRSA, err := raw.Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Signer(digest, string(byRSA)); !problem.Is(err, problem.SignKeyForm) {
		t.Errorf("signed with RSA: %v", err)
	}
	keys, err := Keys([]byte(other), other)
	if err != nil {
		t.Fatal(err)
	}
	if by, err := Approved(digest, []string{armor}, keys); err != nil || by != nil {
		t.Errorf("somebody else's: %v %v", by, err)
	}
	for i := range armor {
		bad := []byte(armor)
		bad[i] ^= 1
		if bytes.Equal(inside(string(bad)), inside(armor)) {
			continue // the armor, or bits that base64 leaves unused
		}
		if _, err := Signer(digest, string(bad)); err == nil {
			t.Fatalf("byte %d is changed, and it still counts", i)
		}
	}
}

// inside is what an armor holds; nil if it is none.
func inside(armor string) []byte {
	b, _ := pem.Decode([]byte(armor))
	if b == nil {
		return nil
	}
	return b.Bytes
}

func TestKeys(t *testing.T) {
	_, public := keygen(t, "ed25519", "anna@partner.example")
	_, rsa := keygen(t, "rsa", "carl")
	fields := strings.Fields(public)
	for text, name := range map[string]string{
		public:                            "anna@partner.example",
		fields[0] + " " + fields[1]:       "",
		"bert@x " + public:                "bert@x",
		"\n# Kommentar\n" + public + "\n": "anna@partner.example",
	} {
		keys, err := Keys([]byte(text), "keys")
		if err != nil || len(keys) != 1 || keys[0].Name != name {
			t.Errorf("%q: %v %v", text, keys, err)
		}
	}
	for text, id := range map[string]problem.ID{
		"": problem.SignNoKeys, "# nobody": problem.SignNoKeys, rsa: problem.SignKeyForm,
		"ssh-ed25519 kaputt": problem.SignKeyForm,
	} {
		_, err := Keys([]byte(text), "keys")
		problemtest.Told(t, err, id)
	}
}

package e2e

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/xops-dev/xops/internal/lab"
)

// listener is a machine behind which everything is written down that reaches it: command lines, environments, standard
// input.
type listener struct {
	lab.Machine
	to *listener // where it is written down

	mu   sync.Mutex
	text bytes.Buffer
}

func (l *listener) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *listener) Run(ctx context.Context, line string, env map[string]string, stdin io.Reader, stdout,
	stderr io.Writer,
) (int, error) {
	_, _ = l.to.Write([]byte(line + "\n"))
	for k, v := range env {
		_, _ = l.to.Write([]byte(k + "=" + v + "\n"))
	}
	return l.Machine.Run(ctx, line, env, io.TeeReader(stdin, l.to), io.MultiWriter(stdout, l.to),
		io.MultiWriter(stderr, l.to))
}

// shapes are the forms in which a secret could hide.
func shapes(secret string) map[string][]byte {
	units := utf16.Encode([]rune(secret))
	wide := make([]byte, 0, 2*len(units))
	for _, u := range units {
		wide = append(wide, byte(u), byte(u>>8))
	}
	out := map[string][]byte{
		"text": []byte(secret), "UTF-16": wide, "hex": []byte(hex.EncodeToString([]byte(secret))),
		"lower case": []byte(strings.ToLower(secret)),
	}
	for name, data := range map[string][]byte{
		"base64": []byte(secret), "base64 of UTF-16": wide,
		"Basic": []byte(lab.User + ":" + secret),
	} {
		for skip := range 3 { // wherever in a longer text it stands
			if skip < len(data) {
				whole := data[skip : len(data)-(len(data)-skip)%3]
				text := strings.TrimRight(base64.StdEncoding.EncodeToString(whole), "=")
				out[fmt.Sprint(name, skip)] = []byte(text)
			}
		}
	}
	return out
}

// leaks says in which shapes a secret is in some data.
func leaks(data []byte, secret string) (found []string) {
	for shape, want := range shapes(secret) {
		if bytes.Contains(data, want) {
			found = append(found, shape)
		}
	}
	return found
}

func TestLeaksAreFound(t *testing.T) {
	const secret = "Kanarienvogel-7391"
	for _, text := range []string{
		"x" + secret + "y", base64.StdEncoding.EncodeToString([]byte(lab.User + ":" + secret)),
		base64.StdEncoding.EncodeToString([]byte("ab" + secret + "c")),
		hex.EncodeToString([]byte(secret)),
	} {
		if len(leaks([]byte(text), secret)) == 0 {
			t.Errorf("not seen in %q", text)
		}
	}
}

// TestPasswordIsNowhere runs a password through everything that the program does, with all that it can say, and looks
// for it in what is printed, what is kept and what reaches the hosts' programs.
func TestPasswordIsNowhere(t *testing.T) {
	t.Parallel()
	for _, auth := range []string{"ntlm", "basic"} {
		t.Run(auth, func(t *testing.T) {
			t.Parallel()
			passwordIsNowhere(t, auth)
		})
	}
}

func passwordIsNowhere(t *testing.T, auth string) {
	heard := &listener{}
	sets := [][]lab.Fault{
		everything, everything,
		{lab.WrongPassword, lab.NotInstalled},
		{lab.WrongPassword},
		{lab.HostOff},
		fiveSteps,
	}
	f := newLab(t, lab.Config{Practices: len(sets), Sets: sets, Machine: func(h *lab.Host) (lab.Machine, error) {
		return &listener{Machine: h.Sim, to: heard}, nil
	}})
	inventory := strings.ReplaceAll(string(f.Inventory()), "https = true", "https = true\n    auth = \""+auth+"\"")
	o := newOperator(t, f)
	files, err := filepath.Glob(filepath.Join(o.dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(o.inventory, []byte(inventory), 0o600); err != nil {
		t.Fatal(err)
	}
	o.env[lab.PasswordVariable] = f.Password()
	host := f.Practices[0].Hosts[0].ID()
	if auth == "basic" {
		host = f.Practices[2].Hosts[0].ID() // a logon that fails
	}
	for _, args := range [][]string{
		{"ping"},
		append([]string{"plan", "--out", filepath.Join(o.dir, "plan.json")}, shipped...),
		append([]string{"check"}, shipped...),
		append([]string{"fix", host, "--yes"}, shipped...),
		append([]string{"apply", "--yes"}, shipped...),
		append([]string{"apply", "--yes"}, shipped...),
		{"plan", "--where", "host.password == \"x\"", "kundennummer"},
		{"plan", "--var", "replace=maybe", "kundennummer"},
		{"inventory", "list"},
		{"inventory", "validate"},
	} {
		for _, more := range [][]string{{"-vvv"}, {"--json", "-v"}} {
			all := append(append(args, "-i", o.inventory), more...)
			r := o.xops(all...)
			if found := leaks([]byte(r.out+r.err), f.Password()); len(found) > 0 {
				t.Errorf("the password is printed (%v)\n%s", found, r)
			}
			if r.out+r.err == "" {
				t.Errorf("xops %s says nothing", r.args)
			}
		}
	}
	for _, args := range [][]string{
		{"runs", "list"},
		{"runs", "show", "last"},
		{"runs", "show", "last", "--json"},
		{"runs", "show", "last", "-vvv"},
	} {
		r := o.xops(args...)
		if found := leaks([]byte(r.out+r.err), f.Password()); len(found) > 0 || r.code != 0 {
			t.Errorf("exit code %d, the password is printed (%v): %s", r.code, found, r.args)
		}
	}
	kept := 0
	err = filepath.WalkDir(o.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		kept += len(data)
		if found := leaks(data, f.Password()); len(found) > 0 {
			t.Errorf("the password is in %s (%v)", path, found)
		}
		return err
	})
	if err != nil || kept < 50_000 {
		t.Errorf("%d bytes are kept, %v: the journal and the plan should be more", kept, err)
	}
	heard.mu.Lock()
	defer heard.mu.Unlock()
	if found := leaks(heard.text.Bytes(), f.Password()); len(found) > 0 {
		t.Errorf("the password reaches a program on a host (%v)", found)
	}
	for _, want := range []string{"powershell.exe", "WINRS_CODEPAGE", `"t":"open"`, `"t":"hello"`} {
		if !strings.Contains(heard.text.String(), want) {
			t.Errorf("the hosts have not heard %s: this test listens at the wrong place", want)
		}
	}
}

// TestPasswordInTheInventory: a password that somebody writes into the inventory is refused without being shown.
func TestPasswordInTheInventory(t *testing.T) {
	t.Parallel()
	const canary = "Kanarienvogel-7391"
	o := newOperator(t, newLab(t, lab.Config{Practices: 1}))
	for _, line := range []string{
		`password = "` + canary + `"`,
		`password = file("` + canary + `", 1)`,
		`password = upper("` + canary + `")`,
		`passwort = "` + canary + `"`,
		`password = "` + canary,
	} {
		text := "practice \"p\" {\n  mandate = true\n  connection {\n    user = \"x\"\n    " + line +
			"\n  }\n  host \"h\" {\n    address = \"127.0.0.1\"\n  }\n}\n"
		if err := os.WriteFile(o.inventory, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, more := range [][]string{nil, {"--json"}} {
			r := o.xops(append([]string{"plan", "kundennummer", "-i", o.inventory}, more...)...)
			if r.code != 1 || strings.Contains(r.out+r.err, canary) {
				t.Errorf("%s: %s", line, r)
			}
		}
	}
}

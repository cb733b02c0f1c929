// Package krbtest starts a real MIT KDC on loopback for tests: a realm, a database and ports of its own, in a folder of
// the test.
package krbtest

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/need"
)

// Realm is the realm of every KDC here.
const Realm = "PRAXIS.TEST"

// Packages are the Debian packages that the tests need.
const Packages = "krb5-kdc, krb5-admin-server, krb5-user"

// KDC is a running key distribution centre.
type KDC struct {
	Conf    string // krb5.conf that leads to it
	Address string
	dir     string
	env     []string
	log     string
}

// Start makes the realm and starts its KDC; it ends with the test.
func Start(t testing.TB) *KDC {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("MIT's KDC is not for Windows")
	}
	for _, program := range []string{"krb5kdc", "kadmin.local", "kdb5_util", "kinit"} {
		tool(t, program)
	}
	dir := t.TempDir()
	k := &KDC{Conf: filepath.Join(dir, "krb5.conf"), dir: dir, log: filepath.Join(dir, "kdc.log")}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "KRB5") {
			k.env = append(k.env, v)
		}
	}
	k.env = append(k.env, "KRB5_CONFIG="+k.Conf, "KRB5_KDC_PROFILE="+filepath.Join(dir, "kdc.conf"), "LC_ALL=C")
	k.Address = freePort(t)
	// A cleanly separate realm: no DNS, TCP first, and logs where the test can count.
	k.write(t, "krb5.conf", `[libdefaults]
	default_realm = %[1]s
	dns_lookup_kdc = false
	dns_lookup_realm = false
	rdns = false
	dns_canonicalize_hostname = false
	udp_preference_limit = 1
[realms]
	%[1]s = {
		kdc = %[2]s
	}
[domain_realm]
	.praxis.test = %[1]s
	praxis.test = %[1]s
[logging]
	kdc = FILE:%[3]s
	default = FILE:%[3]s
`, Realm, k.Address, k.log)
	k.write(t, "kdc.conf", `[kdcdefaults]
	kdc_listen = ""
	kdc_tcp_listen = %[2]s
[realms]
	%[1]s = {
		database_name = %[3]s/principal
		key_stash_file = %[3]s/stash
		acl_file = %[3]s/acl
		max_life = 10h
		default_principal_flags = +preauth
		supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
	}
`, Realm, k.Address, dir)
	k.run(t, "", "kdb5_util", "-r", Realm, "create", "-s", "-P", "master")
	kdc := exec.Command(tool(t, "krb5kdc"), "-n", "-r", Realm)
	kdc.Env = k.env
	if err := kdc.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- kdc.Wait() }()
	t.Cleanup(func() {
		_ = kdc.Process.Kill()
		<-ended
	})
	for limit := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		c, err := net.Dial("tcp", k.Address)
		if err == nil {
			_ = c.Close()
			return k
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("the KDC ended: %v\n%s", err, k.Log(t))
		default:
		}
		if time.Now().After(limit) {
			t.Fatalf("the KDC does not listen: %v\n%s", err, k.Log(t))
		}
	}
}

// tool finds a program that Debian keeps in sbin.
func tool(t testing.TB, name string) string {
	t.Helper()
	for _, path := range []string{name, "/usr/sbin/" + name} {
		if found, err := exec.LookPath(path); err == nil {
			return found
		}
	}
	need.Missing(t, name+" (Debian packages "+Packages+")")
	return ""
}

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func (k *KDC) write(t testing.TB, name, format string, args ...any) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(k.dir, name), fmt.Appendf(nil, format, args...), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (k *KDC) run(t testing.TB, stdin, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(tool(t, program), args...)
	cmd.Env, cmd.Stdin = k.env, strings.NewReader(stdin)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
}

// Admin runs lines of kadmin, such as `addprinc -pw "secret" xops`.
func (k *KDC) Admin(t testing.TB, lines ...string) {
	t.Helper()
	cmd := exec.Command(tool(t, "kadmin.local"), "-r", Realm)
	cmd.Env, cmd.Stdin = k.env, strings.NewReader(strings.Join(lines, "\n")+"\n")
	out, err := cmd.CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("while ")) {
		t.Fatalf("kadmin: %v\n%s", err, out)
	}
}

// Keytab writes the keys of principals into a new file; randomize gives them new keys first, which passwords do not
// survive.
func (k *KDC) Keytab(t testing.TB, randomize bool, principals ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.keytab")
	keep := "-norandkey "
	if randomize {
		keep = ""
	}
	k.Admin(t, "ktadd "+keep+"-k "+path+" "+strings.Join(principals, " "))
	return path
}

// Kinit gets a ticket into a new file, as a user does.
func (k *KDC) Kinit(t testing.TB, principal, password string, options ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tickets")
	k.run(t, password+"\n", "kinit", append(append([]string{"-c", path}, options...), principal+"@"+Realm)...)
	return path
}

// Log is what the KDC has written.
func (k *KDC) Log(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile(k.log)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(b)
}

// Count says how often a text stands in the KDC's log, such as "AS_REQ", "TGS_REQ" or "PREAUTH_FAILED".
func (k *KDC) Count(t testing.TB, text string) int {
	t.Helper()
	return strings.Count(k.Log(t), text)
}

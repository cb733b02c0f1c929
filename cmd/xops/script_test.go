package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/xops-dev/xops/internal/lab"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"xops": main})
}

// TestScript is the user's view: each file in testdata/script is what is typed and what is seen.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("XOPS_STATE_DIR", filepath.Join(e.WorkDir, "state"))
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("NO_COLOR", "1")
			e.Values[touched{}] = &atomic.Int64{}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code":      code,
			"saved":     saved,
			"garbage":   garbage,
			"onejson":   oneJSON,
			"cost":      cost,
			"lab":       startLab,
			"await":     await,
			"nomandate": noMandate,
			"closed":    closed,
			"expand":    expand,
			"listen":    listen,
			"untouched": untouched,
		},
	})
}

// code N PROGRAM ARGS… runs a program that must end with this exit code.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program args…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var e *exec.ExitError
		if !errors.As(err, &e) {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// encodings are those in which editors and shells of Windows save text.
var encodings = map[string]encoding.Encoding{
	"windows-1252": charmap.Windows1252,
	"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"utf-16be":     unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
}

// saved FROM TO ENCODING writes a file of UTF-8 anew, as an editor of Windows saves it.
func saved(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 || encodings[args[2]] == nil {
		ts.Fatalf("usage: saved from to encoding")
	}
	text, err := encodings[args[2]].NewEncoder().String(strings.ReplaceAll(ts.ReadFile(args[0]), "\n", "\r\n"))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o644))
}

// garbage FILE BYTES writes a file of random bytes, the same every time.
func garbage(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: garbage file bytes")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	data := make([]byte, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}

// onejson [FIELD VALUE]… says that stdout is exactly one JSON document, with these fields at its top, compared as JSON.
func oneJSON(ts *testscript.TestScript, _ bool, args []string) {
	d := json.NewDecoder(bytes.NewReader([]byte(ts.ReadFile("stdout"))))
	var doc map[string]json.RawMessage
	if err := d.Decode(&doc); err != nil {
		ts.Fatalf("stdout is no JSON object: %v", err)
	}
	if _, err := d.Token(); err != io.EOF {
		ts.Fatalf("stdout has more than one JSON document")
	}
	for i := 0; i+1 < len(args); i += 2 {
		var b bytes.Buffer
		if err := json.Compact(&b, doc[args[i]]); err != nil {
			ts.Fatalf("%s: %v", args[i], err)
		}
		if b.String() != args[i+1] {
			ts.Fatalf("%s is %s, want %s", args[i], b.String(), args[i+1])
		}
	}
}

// startLab is "lab FILE PRACTICES [FAULT]…": a fleet until the script ends, with its inventory in FILE.
func startLab(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: lab file practices [fault]…")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	cfg := lab.Config{Practices: n, Seed: 1}
	for _, name := range args[2:] {
		f, err := lab.ParseFault(name)
		ts.Check(err)
		cfg.Faults = append(cfg.Faults, f)
	}
	fleet, err := lab.NewFleet(cfg)
	ts.Check(err)
	ts.Check(fleet.Start(context.Background()))
	ts.Defer(fleet.Stop)
	ts.Check(fleet.WriteInventory(ts.MkAbs(args[0])))
}

// nomandate FILE PRACTICE takes a practice's mandate out of an inventory.
func noMandate(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: nomandate file practice")
	}
	head, rest, found := strings.Cut(ts.ReadFile(args[0]), "practice \""+args[1]+"\"")
	changed := strings.Replace(rest, "mandate      = true", "mandate      = false", 1)
	if !found || changed == rest {
		ts.Fatalf("%s has no practice %q with a mandate", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(head+"practice \""+args[1]+"\""+changed), 0o644))
}

// closed FILE PRACTICE gives a practice of an inventory a window that does not open before the day after tomorrow.
func closed(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: closed file practice")
	}
	head := fmt.Sprintf("practice %q {\n", args[1])
	day := strings.ToLower(time.Now().AddDate(0, 0, 3).Format("Mon"))
	text := ts.ReadFile(args[0])
	changed := strings.Replace(text, head, head+fmt.Sprintf("  window {\n    days = [%q]\n    from = \"01:00\"\n"+
		"    to   = \"02:00\"\n  }\n", day), 1)
	if changed == text {
		ts.Fatalf("%s has no practice %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(changed), 0o644))
}

// expand FROM TO writes a file with $NAME filled in from the environment.
func expand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: expand from to")
	}
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o644))
}

// touched counts the connections to a script's ports.
type touched struct{}

// listen opens ports that hosts of an inventory can stand for: $PORT1 to $PORT6.
func listen(ts *testscript.TestScript, _ bool, _ []string) {
	n := ts.Value(touched{}).(*atomic.Int64)
	for i := range 6 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		ts.Defer(func() { _ = l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				n.Add(1)
				_ = c.Close()
			}
		}()
		ts.Setenv(fmt.Sprint("PORT", i+1), strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	}
}

// untouched says that nobody has connected to one of the ports; with ! that somebody has.
func untouched(ts *testscript.TestScript, neg bool, _ []string) {
	if n := ts.Value(touched{}).(*atomic.Int64).Load(); n > 0 != neg {
		ts.Fatalf("%d connections", n)
	}
}

// cost REQUESTS STARTS says that no host of the JSON document on stdout has cost more, and one at least something.
func cost(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: cost requests starts")
	}
	most := [2]int{}
	for i := range most {
		n, err := strconv.Atoi(args[i])
		ts.Check(err)
		most[i] = n
	}
	var doc struct {
		Hosts []struct {
			Host             string
			Requests, Starts int
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &doc))
	some := false
	for _, h := range doc.Hosts {
		some = some || h.Requests > 0 && h.Starts > 0
		if h.Requests > most[0] || h.Starts > most[1] {
			ts.Fatalf("%s has cost %d requests and %d process starts, more than %d and %d", h.Host, h.Requests,
				h.Starts, most[0], most[1])
		}
	}
	if !some {
		ts.Fatalf("no host has cost anything")
	}
}

// await PROGRAM ARGS… runs a program again and again until it ends with 0: something else must come up first.
func await(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		err := ts.Exec(args[0], args[1:]...)
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("still: %v", err)
		}
	}
}

package bench

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/cli"
)

// clientSpec is a call of xops on the lab of a directory.
type clientSpec struct {
	Dir   string
	Args  []string
	Files uint64 // how many files it may open beyond those that it has at its start; 0: as many as it likes
}

// clientState is what a client answers to a line on its standard input: what is live, in bytes.
type clientState struct{ Heap, Stack uint64 }

// clientEnd is what a call came to.
type clientEnd struct {
	load
	Code      int
	Out, Errs string
	Left      string // goroutines and connections that are left
}

// beClient is xops with nothing else in its process.
func beClient(text string) error {
	var spec clientSpec
	if err := json.Unmarshal([]byte(text), &spec); err != nil {
		return err
	}
	if os.Getenv(profileVariable) != "" {
		runtime.MemProfileRate = 1
	}
	lines := make(chan struct{})
	go func() {
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			lines <- struct{}{}
		}
	}()
	if spec.Files > 0 {
		if err := limitFiles(spec.Files); err != nil {
			return err
		}
	}
	end := make(chan clientEnd)
	go func() {
		var out, errs bytes.Buffer
		var e clientEnd
		goroutines := runtime.NumGoroutine()
		e.load = measure(func() { e.Code = runXops(spec.Dir, spec.Args, &out, &errs) })
		e.Out, e.Errs, e.Left = out.String(), errs.String(), left(goroutines)
		end <- e
	}()
	to := json.NewEncoder(os.Stdout)
	for {
		select {
		case e := <-end:
			return to.Encode(e)
		case <-lines:
			for range 6 { // a stack is halved at each
				runtime.GC()
			}
			var s clientState
			s.Heap, s.Stack = heapAndStacks()
			if err := profile(); err != nil {
				return err
			}
			if err := to.Encode(s); err != nil {
				return err
			}
		}
	}
}

// runXops runs a command with the inventory and the state of a directory.
func runXops(dir string, args []string, out, errs io.Writer) (code int) {
	return cli.Main(append(args, "--json", "-i", filepath.Join(dir, "inventory.hcl")), cli.Streams{
		In: strings.NewReader(""), Out: out, Err: errs, Now: time.Now,
		Getenv: func(name string) string {
			return map[string]string{"XOPS_STATE_DIR": filepath.Join(dir, "state"), "HOME": dir}[name]
		},
	})
}

// left waits until no goroutine and no connection of a run is left, and says what is left if that does not happen.
func left(goroutines int) string {
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if runtime.NumGoroutine() <= goroutines && sockets() == 0 {
			return ""
		}
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			return string(stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// profileVariable names a file for a heap profile of what is live, in which each object counts.
const profileVariable = "XOPS_BENCH_PROFILE"

func profile() error {
	name := os.Getenv(profileVariable)
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	err = pprof.WriteHeapProfile(f)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// client is a call of xops in a process of its own.
type client struct{ child }

func (l *farLab) client(t testing.TB, args ...string) client {
	t.Helper()
	return l.clientWith(t, clientSpec{Args: args})
}

func (l *farLab) clientWith(t testing.TB, spec clientSpec) client {
	t.Helper()
	spec.Dir = l.dir
	return client{startChild(t, clientVariable, spec)}
}

// end waits for the call's end.
func (c client) end(t testing.TB) (e clientEnd) {
	t.Helper()
	if err := c.out.Decode(&e); err != nil {
		t.Fatalf("the call did not end in order: %v", err)
	}
	if e.Code == 1 || e.Left != "" {
		t.Errorf("exit code %d: %s\n%s", e.Code, e.Errs, e.Left)
	}
	return e
}

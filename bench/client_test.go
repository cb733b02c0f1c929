package bench

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"testing"
)

// clientSpec is a call of xops.
type clientSpec struct {
	Dir  string
	Args []string
}

// clientState is what a client answers to a line on its standard input, and once more when the call is over.
type clientState struct {
	Heap, Stack uint64 // live, in bytes
	Done        bool
	Code        int
	Out, Errs   string
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
	end := make(chan clientState)
	go func() {
		var out, errs bytes.Buffer
		code := runXops(spec.Dir, spec.Args, &out, &errs)
		end <- clientState{Done: true, Code: code, Out: out.String(), Errs: errs.String()}
	}()
	lines := make(chan struct{})
	go func() {
		for in := bufio.NewScanner(os.Stdin); in.Scan(); {
			lines <- struct{}{}
		}
	}()
	to := json.NewEncoder(os.Stdout)
	for {
		select {
		case s := <-end:
			return to.Encode(s)
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
	return client{startChild(t, clientVariable, clientSpec{Dir: l.dir, Args: args})}
}

// end waits for the call's end.
func (c client) end(t testing.TB) (s clientState) {
	t.Helper()
	if err := c.out.Decode(&s); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	if !s.Done {
		t.Fatalf("the call did not end in order: %+v", s)
	}
	return s
}

package conformance

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Far is the program at the far end of a transport: words say what it does, the result is its exit code. In a process
// of its own it is called by FarMain, in a lab server by Machine.
//
//	echo N CODE    gives N bytes of input back
//	flood N CODE   writes N bytes of Pattern
//	noise N CODE   writes N bytes of Pattern to standard error, then "ok"
//	early CODE     writes a line, reads a line, writes a line
//	turns N CODE   answers N lines, one after the other
//	quit CODE      ends without reading
//	hang           writes "here PID", reads nothing and does not end
func Far(ctx context.Context, words []string, stdin io.Reader, stdout, stderr io.Writer) int {
	number := func(i int) int {
		if i >= len(words) {
			return 0
		}
		n, _ := strconv.Atoi(words[i])
		return n
	}
	verb := ""
	if len(words) > 0 {
		verb = words[0]
	}
	failed := func(err error) int {
		fmt.Fprintf(stderr, "far: %s: %v\n", verb, err)
		return 99
	}
	switch verb {
	case "echo":
		if _, err := io.CopyN(stdout, stdin, int64(number(1))); err != nil {
			return failed(err)
		}
		return number(2)
	case "flood":
		if _, err := stdout.Write(Pattern(number(1))); err != nil {
			return failed(err)
		}
		return number(2)
	case "noise":
		_, _ = stderr.Write(Pattern(number(1)))
		_, _ = io.WriteString(stdout, "ok")
		return number(2)
	case "early", "turns":
		turns, code := number(1), number(2)
		if verb == "early" {
			turns, code = 1, number(1)
			_, _ = io.WriteString(stdout, "early\n")
		}
		in := bufio.NewReader(stdin)
		for range turns {
			line, err := in.ReadString('\n')
			if err != nil {
				return failed(err)
			}
			_, _ = io.WriteString(stdout, "got "+line)
		}
		return code
	case "quit":
		return number(1)
	case "hang":
		fmt.Fprintf(stdout, "here %d\n", os.Getpid())
		<-ctx.Done()
		return 98
	}
	return failed(fmt.Errorf("unknown"))
}

// FarMain is for TestMain: if this process was started as a far end, it plays it and ends. Program is the command line
// that starts it.
func FarMain() {
	if len(os.Args) < 2 || os.Args[1] != "xops-far" {
		return
	}
	// Nobody waits for a far end whose parent is gone.
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for parent := os.Getppid(); os.Getppid() == parent; {
			time.Sleep(100 * time.Millisecond)
		}
		cancel()
	}()
	os.Exit(Far(ctx, os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
}

// Program starts this test's own program as a far end; see FarMain.
func Program() string {
	exe, err := os.Executable()
	if err != nil {
		return "xops-far"
	}
	return exe + " xops-far"
}

// Machine is a lab host that has nothing but the program "far".
type Machine struct{ running atomic.Int32 }

// Run runs a command line.
func (m *Machine) Run(ctx context.Context, line string, _ map[string]string, stdin io.Reader, stdout,
	stderr io.Writer,
) (int, error) {
	words := strings.Fields(line)
	if len(words) == 0 || words[0] != "far" {
		fmt.Fprintf(stderr, "not found: %s\n", line)
		return 127, nil
	}
	m.running.Add(1)
	defer m.running.Add(-1)
	return Far(ctx, words[1:], stdin, stdout, stderr), nil
}

// Alive says whether anything runs.
func (m *Machine) Alive(int) bool { return m.running.Load() > 0 }

// Pattern is n bytes that have everything that a line could spoil: all byte values, line ends, umlauts in UTF-8.
func Pattern(n int) []byte {
	unit := []byte("Müller€\r\n\x00\x1a\x03\n")
	for i := range 256 {
		unit = append(unit, byte(i))
	}
	unit = append(unit, '#') // a length without small factors
	return bytes.Repeat(unit, n/len(unit)+1)[:n]
}

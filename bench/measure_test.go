package bench

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/cli"
)

// load is what a run of xops cost this process.
type load struct {
	out           []byte
	code          int
	wall, cpu     time.Duration
	allocs, bytes uint64
	live          uint64 // heap and stacks over what was there before, at the most: with garbage that was not collected yet
	resident      uint64 // what the system counts for this process, at the most: RSS, with the program itself; 0 where nobody tells
	sockets       int    // open at a time, at the most
}

// xops runs a command on the lab in this process.
func (l *farLab) xops(args ...string) load {
	l.t.Helper()
	var out, errs bytes.Buffer
	code := 0
	x := measure(func() { code = runXops(l.dir, args, &out, &errs) })
	if x.out, x.code = out.Bytes(), code; code == 1 {
		l.t.Errorf("xops %v: %s", args, errs.String())
	}
	return x
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

// measure is what work cost.
func measure(work func()) load {
	runtime.GC()
	forgetResident()
	base := inUse()
	stop := make(chan struct{})
	var watch sync.WaitGroup
	var x load
	watch.Go(func() {
		for {
			x.live, x.sockets = max(x.live, max(inUse(), base)-base), max(x.sockets, sockets())
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun, cpu := time.Now(), cpuTime()
	work()
	x.wall, x.cpu = time.Since(begun), cpuTime()-cpu
	runtime.ReadMemStats(&after)
	close(stop)
	watch.Wait()
	x.resident = mostResident()
	x.allocs, x.bytes = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	return x
}

// inUse is the memory of live objects, of those not yet swept, and of stacks.
func inUse() uint64 {
	heap, stacks := heapAndStacks()
	return heap + stacks
}

func heapAndStacks() (heap, stacks uint64) {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64(), s[1].Value.Uint64()
}

// forgetResident makes mostResident count from now on.
func forgetResident() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

func mostResident() uint64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.ParseUint(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return n << 10
		}
	}
	return 0
}

// sockets counts this process's own; where nobody tells, none.
func sockets() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	n := 0
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// settled waits until no goroutine and no connection of a run is left.
func settled(t *testing.T, goroutines int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		now, open := runtime.NumGoroutine(), sockets()
		if now <= goroutines && open == 0 {
			return
		}
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines of %d, %d connections are left:\n%s", now, goroutines, open, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

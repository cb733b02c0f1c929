package bench

import (
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"time"
)

// load is what work cost its process.
type load struct {
	Wall, CPU     time.Duration
	Allocs, Bytes uint64
	// Live is heap and stacks over what was there before, at the most, with garbage that was not collected yet.
	Live uint64
	// Resident is what the system counts for this process, at the most: RSS, with the program itself. 0 where nobody
	// tells.
	Resident uint64
	Sockets  int // open at a time, at the most
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
			x.Live, x.Sockets = max(x.Live, max(inUse(), base)-base), max(x.Sockets, sockets())
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
	x.Wall, x.CPU = time.Since(begun), cpuTime()-cpu
	runtime.ReadMemStats(&after)
	close(stop)
	watch.Wait()
	x.Resident = mostResident()
	x.Allocs, x.Bytes = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
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

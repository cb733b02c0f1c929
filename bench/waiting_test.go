package bench

import (
	"strconv"
	"testing"
	"time"
)

// TestWaiting counts the memory of a host that is waited for: all hosts of the lab hold their answer back, and when the
// last of them is asked the garbage is collected and what is left is counted. What the run itself takes, with one host
// that waits, is taken off.
func TestWaiting(t *testing.T) {
	if race {
		t.Skip("the race detector has stacks and objects of its own")
	}
	n := hostsOfLoad(t)
	for _, c := range []struct {
		way  string
		most uint64 // bytes, heap and stack: what README.md says and a tenth
	}{
		{"sealed", 30 << 10},
		{"https", 44 << 10},
	} {
		t.Run(c.way, func(t *testing.T) {
			run, one := waiting(t, n, c.way, 1), waiting(t, n, c.way, n)
			heap, stack := (one.Heap-run.Heap)/uint64(n-1), (one.Stack-run.Stack)/uint64(n-1)
			t.Logf("%d hosts wait; for each: %d bytes of heap, %d of stack, %d in all", n, heap, stack, heap+stack)
			const pages = 128 << 10 // stacks come in spans
			if (heap+stack)*uint64(n-1) > c.most*uint64(n-1)+pages {
				t.Errorf("a host that waits takes %d bytes, more than %d", heap+stack, c.most)
			}
		})
	}
}

// waiting is what is live in a process that waits for n of a lab's hosts.
func waiting(t *testing.T, hosts int, way string, n int) clientState {
	t.Helper()
	l := startFarLab(t, labSpec{Hosts: hosts, Way: way, Hold: true})
	args := []string{"plan", "kundennummer", "--parallel", strconv.Itoa(n)}
	if n == 1 {
		args = append(args, "--host", l.now.First)
	}
	c := l.client(t, args...)
	for l.say(t, ""); l.now.Held < n; l.say(t, "") {
		time.Sleep(5 * time.Millisecond) // the process has its own deadline: the hosts' operation time
	}
	var s clientState
	c.ask(t, "", &s)
	l.say(t, "release")
	c.end(t)
	return s
}

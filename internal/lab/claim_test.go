package lab

import (
	"context"
	"runtime"
	"testing"
)

// Two labs at a time have networks of their own: what is off in one must not be answered by the other.
func TestTwoLabs(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("macOS has one loopback address: ports keep labs apart there")
	}
	addresses := map[string]bool{}
	for range 2 {
		f, err := NewFleet(Config{Practices: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Stop)
		for _, h := range f.Hosts() {
			if addresses[h.Address] {
				t.Errorf("%s is in both", h.Address)
			}
			addresses[h.Address] = true
		}
	}
}

package journal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

const (
	fleetHosts   = 10_000
	fleetChanges = 20
	fleetAtOnce  = 256
)

// BenchmarkFleet writes a run of 10,000 hosts with 20 changes each, as many hosts at once as a run has, and reads it:
// go test ./internal/journal -run '^$' -bench Fleet -benchtime 1x
func BenchmarkFleet(b *testing.B) {
	dir := b.TempDir()
	j, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	ctx := context.Background()
	do := func(err error) {
		if err != nil {
			b.Error(err)
		}
	}
	hosts := make([]string, fleetHosts)
	for i := range hosts {
		hosts[i] = fmt.Sprintf("praxis%04d/srv01", i)
	}
	runs := 0
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			id := fmt.Sprintf("run%d", runs)
			runs++
			before := j.commits
			do(j.Begin(ctx, exec.RunInfo{ID: id, Command: "apply", Started: began, Hosts: hosts}))
			var next atomic.Int64
			var wg sync.WaitGroup
			for range fleetAtOnce {
				wg.Go(func() {
					for i := next.Add(1) - 1; i < fleetHosts; i = next.Add(1) - 1 {
						writeHost(ctx, j, id, hosts[i], do)
					}
				})
			}
			wg.Wait()
			do(j.End(ctx, id, plan.RunDone))
			writes := float64(fleetHosts * (1 + fleetChanges + 1))
			b.ReportMetric(writes/float64(j.commits-before), "writes/commit")
		}
		b.ReportMetric(float64(b.Elapsed())/float64(time.Millisecond)/float64(b.N*fleetHosts), "ms/host")
		if info, err := os.Stat(filepath.Join(dir, fileName)); err == nil {
			b.ReportMetric(float64(info.Size())/float64(runs*fleetHosts*fleetChanges), "bytes/change")
		}
	})
	b.Run("list", func(b *testing.B) {
		for b.Loop() {
			_, err := j.Runs(ctx, 50)
			do(err)
		}
	})
	b.Run("show", func(b *testing.B) {
		for b.Loop() {
			_, err := j.Run(ctx, "run0")
			do(err)
		}
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			_, err := j.Verify(ctx)
			do(err)
		}
	})
	b.Run("prune", func(b *testing.B) { // one run of the fleet; with -benchtime 1x that is all there is
		for b.Loop() {
			runs--
			_, err := j.Prune(ctx, "bench", began, []string{fmt.Sprintf("run%d", runs)})
			do(err)
		}
	})
}

// writeHost writes what a host's work leaves: the intents at once, then each outcome.
func writeHost(ctx context.Context, j *Journal, run, host string, do func(error)) {
	intents := make([]exec.Intent, fleetChanges)
	for i := range intents {
		id := fmt.Sprint(i)
		before, after := []byte("[A]\r\nWert=alt\r\n"), []byte("[A]\r\nWert="+id+"\r\n")
		intents[i] = writing(id, `C:\Praxis\`+id+`.ini`, before, after)
	}
	do(j.Intend(ctx, run, host, intents))
	for i := range intents {
		do(j.Outcome(ctx, run, host, resource.Result{Op: fmt.Sprint(i), Status: resource.Done}))
	}
	do(j.HostDone(ctx, run, &plan.Result{Visit: plan.Visit{Host: host}, Plan: &plan.Host{Host: host}}))
}

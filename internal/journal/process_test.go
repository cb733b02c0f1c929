package journal

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	osexec "os/exec"
	"testing"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

const childDir = "XOPS_TEST_JOURNAL"

// The test program is its own second process: with childDir set it writes a journal until it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		if err := child(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const childIntents = 20

// child begins a run, says so, intends one operation after the other, saying each when it is durable, and waits.
func child(dir string) error {
	j, err := Open(dir)
	if err != nil {
		return err
	}
	ctx := context.Background()
	if err := j.Begin(ctx, exec.RunInfo{ID: "child", Started: began, Hosts: []string{"h"}}); err != nil {
		return err
	}
	for i := range childIntents {
		if err := j.Intend(ctx, "child", "h", []exec.Intent{writing(fmt.Sprint(i), "a", []byte("before\xff"),
			[]byte{byte(i)})}); err != nil {
			return err
		}
		fmt.Println(i)
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func TestWhatAKilledProcessIntendedIsThere(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir) // two processes at once
	cmd := osexec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	hold, err := cmd.StdinPipe()
	must(t, err)
	defer hold.Close()
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	begin(t, j, "mine", "h")
	lines := bufio.NewScanner(out)
	for i := range childIntents {
		if !lines.Scan() || lines.Text() != fmt.Sprint(i) {
			t.Fatalf("the process said %q, not %d", lines.Text(), i)
		}
		must(t, j.Intend(t.Context(), "mine", "h", []exec.Intent{writing(fmt.Sprint(i), "a", nil, []byte("mine"))}))
	}
	if r := get(t, j, "child"); r.Status != plan.RunRunning {
		t.Errorf("the run of a process that lives is %s", r.Status)
	}
	must(t, cmd.Process.Kill())
	_ = cmd.Wait() // it says that it was killed

	again := open(t, dir)
	r := get(t, again, "child")
	if r.Status != plan.RunInterrupted || r.Hosts[0].Status != HostInterrupted || r.Operations.Unknown != childIntents {
		t.Fatalf("status %s, host %s, %+v", r.Status, r.Hosts[0].Status, r.Operations)
	}
	for i, o := range r.Hosts[0].Operations {
		before, _ := o.Sent.Before.Bytes("content")
		after, _ := o.Sent.After.Bytes("content")
		if o.ID != fmt.Sprint(i) || o.Status != resource.Unknown || string(before) != "before\xff" ||
			!bytes.Equal(after, []byte{byte(i)}) {
			t.Errorf("operation %d: %+v", i, o)
		}
	}
	if mine := get(t, again, "mine"); mine.Status != plan.RunRunning || len(mine.Hosts[0].Operations) != childIntents {
		t.Errorf("the other process's run is %s with %d operations", mine.Status, len(mine.Hosts[0].Operations))
	}
}

package journal

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

var began = time.Date(2026, 11, 24, 15, 4, 19, 0, time.UTC)

func open(t *testing.T, dir string) *Journal {
	t.Helper()
	j, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	j.Clock = func() time.Time { return began.Add(time.Second) }
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func begin(t *testing.T, j *Journal, id string, hosts ...string) {
	t.Helper()
	must(t, j.Begin(t.Context(), exec.RunInfo{
		ID: id, Command: "apply", Operator: "anna", Started: began,
		Playbooks: []string{"p"}, Hosts: hosts,
	}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// writing is the intent to write a file's bytes; nil: the file is not there before.
func writing(id, key string, before, after []byte) exec.Intent {
	content := func(b []byte) any {
		if b == nil {
			return nil
		}
		return resource.Encode(b)
	}
	return exec.Intent{Change: plan.Change{
		Change: step.Change{
			Action:   step.Update,
			Resource: resource.ID{Type: "file", Key: key},
			Before:   resource.Props{"Kundennummer": nil}, After: resource.Props{"Kundennummer": "123456"},
			Op: &resource.Op{
				ID: id, Type: "file", Key: key, Before: resource.Props{"content": content(before)},
				After: resource.Props{"content": content(after)}, Args: resource.Props{"deadline": int64(60)},
			},
			Reversible: true,
		},
		Step: "step.ini.kundennummer", Kind: "ini", Title: "Kundennummer ergänzen", OnError: "revert",
	}}
}

func get(t *testing.T, j *Journal, name string) *Run {
	t.Helper()
	r, err := j.Run(t.Context(), name)
	must(t, err)
	return r
}

func TestARunIsKeptWhole(t *testing.T) {
	j := open(t, t.TempDir())
	ctx := t.Context()
	old, made := []byte("alt\r\n\x00\xff\xfe"), []byte("neu\r\n")
	begin(t, j, "r1", "m/b", "m/a", "m/c")
	revert := writing("3", `C:\a.ini`, made, old)
	revert.Reverts = "1"
	must(t, j.Intend(ctx, "r1", "m/b", []exec.Intent{
		writing("1", `C:\a.ini`, old, made),
		writing("2", `C:\b.ini`, nil, []byte{}),
	}))
	must(t, j.Outcome(ctx, "r1", "m/b", resource.Result{
		Op: "1", Status: resource.Done,
		Now: resource.Props{"content": resource.Encode(made)},
	}))
	fault := &resource.Fault{Code: resource.Denied, HResult: "0x80070005", Message: "Zugriff verweigert"}
	must(t, j.Outcome(ctx, "r1", "m/b", resource.Result{Op: "2", Status: resource.Failed, Fault: fault}))
	must(t, j.Intend(ctx, "r1", "m/b", []exec.Intent{revert}))
	must(t, j.Outcome(ctx, "r1", "m/b", resource.Result{Op: "3", Status: resource.Done}))
	e := problem.New(problem.ChangeFailed, "step", "s").With("d")
	visit := plan.Visit{Host: "m/b", Title: "Praxis", Reached: true, Error: e, DurationMS: 12, Requests: 9, Starts: 2}
	owed := []plan.Due{{Type: "service", Key: "SP", Step: "step.service.r"}}
	must(t, j.HostDone(ctx, "r1", &plan.Result{Visit: visit, Owed: owed}))
	must(t,
		j.HostDone(ctx, "r1",
			&plan.Result{Visit: plan.Visit{
				Host: "m/a", Reached: true,
				Reason: &plan.Reason{Code: plan.ReasonNotApplicable},
			}}))
	must(t, j.HostDone(ctx, "r1", &plan.Result{Visit: plan.Visit{Host: "m/c", Error: e}}))
	must(t, j.End(ctx, "r1", plan.RunPartly))

	got := get(t, j, "last")
	later := began.Add(time.Second)
	operation := func(seq int, id string, in exec.Intent) Operation {
		return Operation{
			Seq: seq, ID: id, Reverts: in.Reverts, Step: in.Step, Title: in.Title, Kind: "ini", Action: "update",
			OnError: "revert", Type: "file", Key: in.Op.Key,
			Before: in.Before, After: in.After, Sent: Sent{in.Op.Before, in.Op.After, in.Op.Args}, Reversible: true,
			Intended: later, Ended: &later, Status: resource.Done,
		}
	}
	first, second := operation(1, "1", writing("1", `C:\a.ini`, old, made)),
		operation(2, "2", writing("2", `C:\b.ini`, nil, []byte{}))
	first.Now = resource.Props{"content": resource.Encode(made)}
	second.Status, second.Fault = resource.Failed, fault
	want := &Run{
		ID: "r1", Command: "apply", Operator: "anna", Playbooks: []string{"p"}, Status: plan.RunPartly, Started: began,
		Ended:      &later,
		Summary:    plan.Summary{Hosts: 3, NotApplicable: 1, Failed: 1, Unreachable: 1},
		Operations: Counts{Total: 2, Done: 1, Failed: 1, Reverted: 1},
		Hosts: []Host{
			{
				Host: "m/b", Title: "Praxis", Status: "failed", Error: e, Owed: owed, DurationMS: 12, Requests: 9,
				Starts: 2, Operations: []Operation{first, second, operation(3, "3", revert)},
			},
			{
				Host: "m/a", Status: "not_applicable", Reason: &plan.Reason{Code: plan.ReasonNotApplicable},
				Operations: []Operation{},
			},
			{Host: "m/c", Status: "unreachable", Error: e, Operations: []Operation{}},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	inverse := got.Hosts[0].Operations[0].Op().Inverse()
	if data, ok := inverse.After.Bytes("content"); !ok || !bytes.Equal(data, old) {
		t.Errorf("taking back would write %q", data)
	}
}

func TestFilesAreKeptOnceAndExactly(t *testing.T) {
	j := open(t, t.TempDir())
	all := make([]byte, 1<<16)
	for i := range all {
		all[i] = byte(i ^ i>>8)
	}
	begin(t, j, "r", "h1", "h2")
	for _, h := range []string{"h1", "h2"} {
		must(t, j.Intend(t.Context(), "r", h, []exec.Intent{
			writing("1", "a", all, []byte{}),
			writing("2", "b", nil, all),
		}))
	}
	var n int
	must(t, j.db.QueryRow("SELECT count(*) FROM blobs").Scan(&n))
	if n != 2 {
		t.Errorf("%d blobs, want 2: the bytes and the empty file", n)
	}
	for _, h := range get(t, j, "r").Hosts {
		ops := h.Operations
		before, _ := ops[0].Sent.Before.Bytes("content")
		empty, ok := ops[0].Sent.After.Bytes("content")
		after, _ := ops[1].Sent.After.Bytes("content")
		if !bytes.Equal(before, all) || !bytes.Equal(after, all) || !ok || len(empty) != 0 {
			t.Error("the bytes are not the same")
		}
		if v, there := ops[1].Sent.Before["content"]; !there || v != nil {
			t.Errorf("a file that was not there reads as %v", v)
		}
	}
	run(t, j, "UPDATE blobs SET data = x'00' WHERE length(data) > 0")
	if _, err := j.Run(t.Context(), "r"); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("damaged bytes are given out: %v", err)
	}
	run(t, j, "DELETE FROM blobs WHERE length(data) > 0")
	if _, err := j.Run(t.Context(), "r"); err == nil || !strings.Contains(err.Error(),
		"host h1, operation 1: the kept file") {
		t.Errorf("missing bytes are given out: %v", err)
	}
}

func run(t *testing.T, j *Journal, statement string) {
	t.Helper()
	_, err := j.db.Exec(statement)
	must(t, err)
}

func TestPropertiesThatAreNoFile(t *testing.T) {
	for _, p := range []resource.Props{
		nil,
		{"content": "no base64!"},
		{"content": nil, "exists": false},
		{"content": int64(5), "list": []any{"a", int64(1), 1.5, nil, true}},
		{"content": map[string]any{"a": "b"}},
		{"parameters": map[string]any{"$blob": "x"}, "script": "Write-Output 'ä'"},
	} {
		k, err := pack(p)
		must(t, err)
		got, sum, err := unpack(k.json)
		must(t, err)
		if d := cmp.Diff(p, got); d != "" || sum != "" {
			t.Error(d, sum)
		}
	}
	if _, err := pack(resource.Props{"a": strings.Repeat("x", maxProps)}); err == nil {
		t.Error("properties are not bounded")
	}
	if _, err := pack(resource.Props{"a": func() {}}); err == nil {
		t.Error("a value that is no JSON is kept")
	}
}

func TestAnOperationWithoutOutcomeIsUnknown(t *testing.T) {
	j := open(t, t.TempDir())
	ctx := t.Context()
	begin(t, j, "r", "h")
	must(t, j.Intend(ctx, "r", "h", []exec.Intent{writing("1", "a", nil, nil), writing("2", "b", nil, nil)}))
	r := get(t, j, "r")
	if o := r.Hosts[0].Operations[0]; o.Status != resource.Unknown || o.Ended != nil || r.Status != plan.RunRunning ||
		r.Hosts[0].Status != HostPending || r.Operations.Unknown != 2 {
		t.Errorf("%+v", r)
	}
	must(t, j.Outcome(ctx, "r", "h", resource.Result{Op: "1", Status: resource.Unknown}))
	must(t, j.Outcome(ctx, "r", "h", resource.Result{Op: "1", Status: resource.Done})) // found out
	for op, status := range map[string]resource.Status{"1": resource.Unknown, "9": resource.Done} {
		if err := j.Outcome(ctx, "r", "h", resource.Result{Op: op, Status: status}); err == nil {
			t.Errorf("operation %s could become %s", op, status)
		}
	}
	if o := get(t, j, "r").Hosts[0].Operations[0]; o.Status != resource.Done {
		t.Errorf("operation 1 is %s", o.Status)
	}
	if err := j.Intend(ctx, "r", "h", []exec.Intent{
		writing("3", "c", nil, nil),
		writing("2", "b", nil, nil),
	}); err == nil {
		t.Error("an id could be used twice")
	}
	if n := len(get(t, j, "r").Hosts[0].Operations); n != 2 {
		t.Errorf("%d operations: a request is written whole or not at all", n)
	}
	if err := j.Intend(ctx, "r", "h", []exec.Intent{{}}); err == nil {
		t.Error("an intent without operation was taken")
	}
	for _, err := range []error{
		j.Intend(ctx, "r", "other", []exec.Intent{writing("1", "a", nil, nil)}),
		j.HostDone(ctx, "r", &plan.Result{Visit: plan.Visit{Host: "other"}}),
		j.End(ctx, "other", plan.RunDone),
		j.Begin(ctx, exec.RunInfo{}),
		j.Begin(ctx, exec.RunInfo{ID: "r"}),
	} {
		if err == nil {
			t.Error("something was written that belongs nowhere")
		}
	}
}

func TestNamesOfRuns(t *testing.T) {
	j := open(t, t.TempDir())
	if _, err := j.Run(t.Context(), "last"); !errors.Is(err, ErrNoRun) {
		t.Errorf("empty journal: %v", err)
	}
	for i, id := range []string{
		"20261124-150419-aaaaa", "20261124-150420-abbbb", "20261125-080000-ccccc",
		"20261125-080000-cccccx",
	} {
		must(t, j.Begin(t.Context(), exec.RunInfo{ID: id, Started: began.Add(time.Duration(i) * time.Hour)}))
		must(t, j.End(t.Context(), id, plan.RunDone))
	}
	for name, want := range map[string]string{
		"last":                   "20261125-080000-cccccx",
		"20261124-150419":        "20261124-150419-aaaaa",
		"20261124-150419-AAAAA":  "20261124-150419-aaaaa",
		"abbbb":                  "20261124-150420-abbbb",
		"20261125-080000-ccccc":  "20261125-080000-ccccc", // whole, although another begins with it
		"20261125-080000-cccccx": "20261125-080000-cccccx",
	} {
		if got := get(t, j, name).ID; got != want {
			t.Errorf("%q gives %s, want %s", name, got, want)
		}
	}
	for _, name := range []string{"", "2027", "x%", "_0261124"} {
		if _, err := j.Run(t.Context(), name); !errors.Is(err, ErrNoRun) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := j.Run(t.Context(), "20261124"); err == nil || !strings.Contains(err.Error(),
		"20261124-150419-aaaaa, 20261124-150420-abbbb") {
		t.Errorf("ambiguous: %v", err)
	}
	runs, err := j.Runs(t.Context(), 2)
	must(t, err)
	if len(runs) != 2 || runs[0].ID != "20261125-080000-cccccx" || runs[0].Hosts != nil {
		t.Errorf("%+v", runs)
	}
	if runs, err = j.Runs(t.Context(), 0); err != nil || len(runs) != 4 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

func TestManyIntentsShareOneTransaction(t *testing.T) {
	j := open(t, t.TempDir())
	const n = 200
	hosts := make([]string, n)
	for i := range hosts {
		hosts[i] = fmt.Sprint("h", i)
	}
	begin(t, j, "r", hosts...)
	held, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		must(t, j.write(context.Background(), func(*sql.Tx) error { close(held); <-release; return nil }))
	})
	<-held // the writer is busy: what comes now has to wait
	for _, h := range hosts {
		wg.Go(func() {
			if err := j.Intend(context.Background(), "r", h,
				[]exec.Intent{writing("1", "a", nil, []byte(h))}); err != nil {
				t.Error(err)
			}
		})
	}
	for len(j.writes) < n {
		runtime.Gosched()
	}
	close(release)
	wg.Wait()
	r := get(t, j, "r")
	for _, h := range r.Hosts {
		if len(h.Operations) != 1 || h.Operations[0].Sent.After["content"] != resource.Encode([]byte(h.Host)) {
			t.Fatalf("%s has %+v", h.Host, h.Operations)
		}
	}
	must(t, j.Close())
	if j.commits != 3 { // begin, the one that was held, all the others
		t.Errorf("%d transactions, want 3", j.commits)
	}
}

func TestOneBadRequestSparesTheOthers(t *testing.T) {
	j := open(t, t.TempDir())
	insert := func(id string) *write {
		return &write{done: make(chan error, 1), do: func(tx *sql.Tx) error {
			_, err := tx.Exec("INSERT INTO blobs VALUES (?, x'')", id)
			return err
		}}
	}
	batch := []*write{insert("a"), insert("a"), insert("b")}
	j.commit(batch)
	for i, bad := range []bool{false, true, false} {
		if err := <-batch[i].done; (err != nil) != bad {
			t.Errorf("request %d: %v", i, err)
		}
	}
}

func TestClosing(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	begin(t, j, "r", "h")
	other := open(t, dir)
	if s := get(t, other, "r").Status; s != plan.RunRunning {
		t.Errorf("a run that is worked on is %s", s)
	}
	must(t, j.Close())
	must(t, j.Close())
	if err := j.End(t.Context(), "r", plan.RunDone); !errors.Is(err, ErrClosed) {
		t.Errorf("after closing: %v", err)
	}
	r := get(t, other, "r")
	if r.Status != plan.RunInterrupted || r.Hosts[0].Status != HostInterrupted {
		t.Errorf("a run that was left is %s, its host %s", r.Status, r.Hosts[0].Status)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, lockDir)); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestManyOpenANewJournalAtOnce(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			j, err := Open(dir)
			if err != nil {
				t.Error(err)
				return
			}
			defer j.Close()
			if err := j.Begin(context.Background(), exec.RunInfo{ID: fmt.Sprint(i), Started: began}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if runs, err := open(t, dir).Runs(t.Context(), 0); err != nil || len(runs) != 8 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

func TestACancelledContextWritesNothing(t *testing.T) {
	j := open(t, t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := j.Begin(ctx, exec.RunInfo{ID: "r"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := j.Run(t.Context(), "r"); !errors.Is(err, ErrNoRun) {
		t.Errorf("error %v", err)
	}
}

func TestANewerSchemaIsRefused(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	run(t, j, "PRAGMA user_version = 99")
	must(t, j.Close())
	_, err := Open(dir)
	if err == nil || !strings.Contains(err.Error(), "newer xops (schema 99") || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v", err)
	}
}

func TestWhereTheJournalLies(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Praxis Müller 100% #1", "a?b&c")
	if runtime.GOOS == "windows" {
		dir = strings.ReplaceAll(dir, "?", "")
	}
	j := open(t, dir)
	begin(t, j, "r", "h")
	if runtime.GOOS != "windows" {
		for path, want := range map[string]os.FileMode{".": 0o700, fileName: 0o600, fileName + "-wal": 0o600, lockDir +
			"/r": 0o600} {
			info, err := os.Stat(filepath.Join(dir, path))
			must(t, err)
			if got := info.Mode().Perm(); got != want {
				t.Errorf("%s has mode %o, want %o", path, got, want)
			}
		}
	}
	file := filepath.Join(dir, fileName)
	if _, err := Open(file); err == nil {
		t.Error("a file was taken for a directory")
	}
	must(t, j.Close())
	must(t, os.WriteFile(file, bytes.Repeat([]byte("garbage "), 1000), 0o600))
	if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("garbage: %v", err)
	}
}

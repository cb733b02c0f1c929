package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/resource"
)

// planFormat tells a saved plan from other JSON; planFormatVersion is of the whole file.
const (
	planFormat        = "xops-plan"
	planFormatVersion = 1
)

// savedPlan is a plan on disk: what a person reviews, and beside each change what would be sent.
type savedPlan struct {
	Format        string       `json:"format"`
	FormatVersion int          `json:"format_version"`
	Created       time.Time    `json:"created"`
	Playbooks     []string     `json:"playbooks"`
	Hosts         []savedHost  `json:"hosts"`
	Summary       plan.Summary `json:"summary"`
}

type savedHost struct {
	report.HostDocument
	Changes []savedChange    `json:"changes"`
	Error   *problem.Problem `json:"error"`
}

type savedChange struct {
	report.ChangeDocument
	OnError string   `json:"on_error"`
	Stage   int      `json:"stage"`
	Source  string   `json:"source"`
	Diff    []string `json:"diff"`
	Op      *savedOp `json:"op"` // null: manual, or known only later
}

type savedOp struct {
	Type     string         `json:"type"`
	Key      string         `json:"key"`
	Before   resource.Props `json:"before"`
	After    resource.Props `json:"after"`
	Args     resource.Props `json:"args"`
	Continue bool           `json:"continue"`
}

// savePlan writes a plan, whole or not at all, for its owner only: it holds the files of practices.
func savePlan(name string, pl *plan.Plan, now time.Time) error {
	d := report.NewPlanDocument(pl, "", "")
	out := savedPlan{Format: planFormat, FormatVersion: planFormatVersion, Created: now.UTC(), Playbooks: d.Playbooks, Summary: d.Summary, Hosts: []savedHost{}}
	for i, h := range pl.Hosts {
		sh := savedHost{HostDocument: d.Hosts[i], Changes: []savedChange{}, Error: problem.From(h.Error)}
		for j, c := range h.Changes {
			sc := savedChange{ChangeDocument: d.Hosts[i].Changes[j], OnError: c.OnError, Stage: c.Stage, Source: c.Source, Diff: c.Diff}
			if c.Op != nil {
				sc.Op = &savedOp{Type: c.Op.Type, Key: c.Op.Key, Before: c.Op.Before, After: c.Op.After, Args: c.Op.Args, Continue: c.Op.Continue}
			}
			sh.Changes = append(sh.Changes, sc)
		}
		out.Hosts = append(out.Hosts, sh)
	}
	var b bytes.Buffer
	if err := report.WriteJSON(&b, out); err != nil {
		return err
	}
	return writeFile(name, b.Bytes())
}

// writeFile writes a file under another name first, so that there is never half of it.
func writeFile(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".xops-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return problem.New(problem.FileNotWritten, "file", name).Because(err)
	}
	return nil
}

// writable says early that a file cannot be written there: before a fleet was looked at for nothing.
func writable(name string) error {
	if name == "" {
		return nil
	}
	dir := filepath.Dir(name)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return problem.New(problem.FileNoFolder, "file", name, "folder", dir)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return problem.New(problem.FileIsFolder, "file", name)
	}
	return nil
}

// refuseSavedPlan says that a saved plan was given where playbooks are expected.
func refuseSavedPlan(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			continue // the playbooks' own message is better
		}
		d := json.NewDecoder(io.LimitReader(f, 4096))
		found := isPlan(d)
		_ = f.Close()
		if found {
			return problem.New(problem.SavedPlan, "file", name)
		}
	}
	return nil
}

func isPlan(d *json.Decoder) bool {
	for _, want := range []any{json.Delim('{'), "format", planFormat} {
		if t, err := d.Token(); err != nil || t != want {
			return false
		}
	}
	return true
}

package doctor

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/xops-dev/xops/internal/agent"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// What a pilot makes on a host where it may write, and takes away again. Nothing else is touched.
const (
	ownHome    = `%ProgramData%\xops`
	ownFolder  = ownHome + `\pilot`
	ownKey     = `SOFTWARE\xops\pilot`
	ownName    = "xops-pilot" // of the rule and of the service
	ownTask    = "786f70732d70696c6f74000000000000"
	taskFiles  = `%SystemRoot%\System32\Tasks\xops`
	serviceKey = `HKLM\SYSTEM\CurrentControlSet\Services\` + ownName
)

// Own names all of it in a language, for the question before.
func Own(l text.Lang) string {
	return text.PilotThings.In(l, "folder", ownFolder, "key", `HKLM\`+ownKey, "name", ownName, "task",
		`\xops\`+ownTask)
}

// writer is the writing half of a pilot: sessions that may change something, made when they are needed.
type writer struct {
	p       *pilot
	changes *agent.Session // docs/protocol.md, mode apply
	runs    *agent.Session // mode command
	sent    int
	before  struct{ home, tasks, scheduler bool } // was there before
	unready error                                 // why nothing could be prepared
	cleared bool
}

// close ends the sessions, after everything was taken away, and gives what is left: all of it may be where that cannot
// be told.
func (w *writer) close(ctx context.Context) (left []string) {
	clean, stop := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer stop()
	defer w.end(clean)
	if w.cleared {
		return nil
	}
	left, err := w.clear(clean)
	if err != nil {
		return []string{ownFolder, ownKey, ownName, ownTask}
	}
	return left
}

// session gives the open one of a mode, or opens it.
func (w *writer) session(ctx context.Context, mode exec.Mode) (*agent.Session, error) {
	at := &w.changes
	if mode == exec.Command {
		at = &w.runs
	}
	if *at == nil {
		s, err := agent.Open(ctx, w.p.conn, mode, agent.Options{Timeout: 15 * time.Minute})
		if err != nil {
			return nil, err
		}
		*at = s
	}
	return *at, nil
}

// end closes both sessions.
func (w *writer) end(ctx context.Context) {
	for _, at := range []**agent.Session{&w.changes, &w.runs} {
		if *at != nil {
			clean, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
			_ = (*at).Close(clean)
			stop()
			*at = nil
		}
	}
}

// do sends operations of one mode and gives their results, in order; each goes on where one before failed.
func (w *writer) do(ctx context.Context, mode exec.Mode, ops ...resource.Op) ([]resource.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	s, err := w.session(ctx, mode)
	if err != nil {
		return nil, err
	}
	at, out := map[string]int{}, make([]resource.Result, len(ops))
	for i := range ops {
		w.sent++
		ops[i].ID, ops[i].Continue = strconv.Itoa(w.sent), true
		at[ops[i].ID] = i
	}
	if err = s.Apply(ctx, ops, func(r resource.Result) { out[at[r.Op]] = r }); err != nil {
		w.end(ctx)
	}
	return out, err
}

// writeTime is what one batch of changes may take.
const writeTime = 5 * time.Minute

// change makes changes.
func (w *writer) change(ctx context.Context, ops ...resource.Op) ([]resource.Result, error) {
	return w.do(ctx, exec.Apply, ops...)
}

// output is what a program of the host said; known is false where the host has no such program.
type output struct {
	known bool
	code  int64
	said  []byte
}

// run starts one of Windows' own programs: what it says is a witness that knows nothing of xops.
func (w *writer) run(ctx context.Context, program, arguments string) (output, error) {
	return w.command(ctx, map[string]any{"program": program, "arguments": arguments})
}

// powershell runs one line.
func (w *writer) powershell(ctx context.Context, line string) (output, error) {
	return w.command(ctx, map[string]any{"powershell": line})
}

func (w *writer) command(ctx context.Context, command map[string]any) (output, error) {
	r, err := w.do(ctx, exec.Command, resource.Op{
		Type: "command", Key: "exec", After: resource.Props{"command": command},
		Args: resource.Props{"deadline_s": int64(60)},
	})
	if err != nil || r[0].Fault != nil {
		return output{}, err
	}
	said, _ := base64.StdEncoding.DecodeString(r[0].Now.String("stdout"))
	return output{r[0].Status == resource.Done, r[0].Now.Int("exit_code"), said}, nil
}

// look asks in the pilot's own session, which cannot change anything.
func (w *writer) look(ctx context.Context, q resource.Query) (resource.Props, error) {
	s := &sight{}
	var err error
	s.answers, err = w.p.ask(ctx, []resource.Query{q})
	p, _ := s.item(0)
	return p, err
}

// exists says whether something is there.
func (w *writer) exists(ctx context.Context, typ, key string) (bool, error) {
	p, err := w.look(ctx, resource.Query{Type: typ, Key: key})
	return p["exists"] == true, err
}

// folder makes a folder; one that is there already is as good.
func (w *writer) folder(ctx context.Context, path string) error {
	r, err := w.change(ctx, resource.Op{
		Type: "file", Key: path, Before: resource.Props{"exists": false},
		After: resource.Props{"exists": true, "kind": "directory"},
	})
	return failed(err, r...)
}

// failed is the error of operations that were not done.
func failed(err error, results ...resource.Result) error {
	for _, r := range results {
		if err == nil && r.Status != resource.Done && r.Status != resource.Already {
			err = fmt.Errorf("%s: %w", r.Status, wrong(r))
		}
	}
	return err
}

func wrong(r resource.Result) error {
	if r.Fault != nil {
		return r.Fault.Problem()
	}
	return problem.New(problem.HostError)
}

// begin takes away what an earlier pilot could not, and makes the folder.
func (w *writer) begin(ctx context.Context) error {
	if _, err := w.clear(ctx); err != nil {
		return err
	}
	for _, x := range []struct {
		path string
		was  *bool
	}{{ownHome, &w.before.home}, {ownHome + `\tasks`, &w.before.tasks}, {taskFiles, &w.before.scheduler}} {
		var err error
		if *x.was, err = w.exists(ctx, "file", x.path); err != nil {
			return err
		}
	}
	return errors.Join(w.folder(ctx, ownHome), w.folder(ctx, ownFolder))
}

// clear takes away all that a pilot makes, and gives what is left.
func (w *writer) clear(ctx context.Context) (left []string, err error) {
	keep := func(e error) { err = errors.Join(err, e) }
	if there, e := w.exists(ctx, "service", ownName); e != nil || there {
		keep(e)
		_, e = w.run(ctx, "sc.exe", "delete "+ownName)
		keep(e)
	}
	gone := []resource.Op{
		{
			Type: "firewall_rule", Key: ownName, Before: resource.Props{"exists": true},
			After: resource.Props{"exists": false},
		},
		{
			Type: "task", Key: ownTask, Before: resource.Props{"started": true},
			After: resource.Props{"started": false},
		},
	}
	for _, view := range views {
		for _, v := range registryValues {
			gone = append(gone, resource.Op{
				Type: "registry", Key: view + `\` + ownKey + `\\` + v.name, Before: resource.Props{"exists": true},
				After: resource.Props{"exists": false}, Args: resource.Props{"parent": view + `\SOFTWARE`},
			})
		}
	}
	_, e := w.change(ctx, gone...) // what is not there is there no longer: the look below decides
	keep(e)
	if there, e := w.exists(ctx, "file", ownFolder); e != nil || there {
		keep(e)
		_, e = w.run(ctx, "cmd.exe", `/d /c rd /s /q "`+ownFolder+`"`)
		keep(e)
	}
	keep(w.tidy(ctx))
	more, e := w.left(ctx)
	keep(e)
	return more, err
}

// tidy removes the empty folders that were not there before.
func (w *writer) tidy(ctx context.Context) error {
	var ops []resource.Op
	for _, x := range []struct {
		path string
		was  bool
	}{{ownHome + `\tasks`, w.before.tasks}, {ownHome, w.before.home}} {
		if !x.was {
			ops = append(ops, resource.Op{
				Type: "file", Key: x.path,
				Before: resource.Props{"exists": true}, After: resource.Props{"exists": false},
			})
		}
	}
	if len(ops) > 0 { // one with something in it stays: Windows refuses
		if _, err := w.change(ctx, ops...); err != nil {
			return err
		}
	}
	if there, err := w.exists(ctx, "file", taskFiles); err != nil || !there || w.before.scheduler {
		return err
	}
	_, err := w.powershell(ctx, `$s = New-Object -ComObject Schedule.Service; $s.Connect(); `+
		`$s.GetFolder('\').DeleteFolder('xops', 0)`)
	return err
}

// left looks, by xops and by Windows' own programs, whether anything is there still.
func (w *writer) left(ctx context.Context) (left []string, err error) {
	for _, x := range []struct{ typ, key string }{
		{"service", ownName},
		{"firewall_rule", ownName},
		{"file", ownFolder},
		{"file", taskFiles + `\` + ownTask},
		{"registry", serviceKey + `\\ImagePath`},
	} {
		there, e := w.exists(ctx, x.typ, x.key)
		if err = errors.Join(err, e); there {
			left = append(left, x.key)
		}
	}
	for _, x := range []struct{ key, program, arguments string }{
		{`HKLM\` + ownKey, "reg.exe", `query HKLM\` + ownKey + ` /reg:64`},
		{`HKLM32\` + ownKey, "reg.exe", `query HKLM\` + ownKey + ` /reg:32`},
		{ownName, "sc.exe", "query " + ownName},
		{ownFolder, "cmd.exe", `/d /c dir /b "` + ownFolder + `"`},
	} {
		o, e := w.run(ctx, x.program, x.arguments)
		if err = errors.Join(err, e); o.known && o.code == 0 {
			left = append(left, x.key)
		}
	}
	return left, err
}

package sim

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// Installer stands for a program that a task runs. Time passes by the host's clock: nothing sleeps.
type Installer struct {
	Takes    time.Duration // how long it runs
	Hangs    bool          // it never ends by itself
	ExitCode int64
	Output   []string
	Windows  []string    // titles of the windows that it shows while it runs
	Do       func(*Host) // what it changes, at its end; called without the host's lock
	// Runs counts how often it was started.
	Runs int
}

// task is one program that was started.
type task struct {
	state     string // running, done, timeout, lost
	installer *Installer
	file      string
	begun     time.Time
	ended     time.Time
	limit     time.Duration
	lock      *lock // which it holds while it runs
}

// AddInstaller makes a program that tasks can run, with a file at this path if there is none.
func (h *Host) AddInstaller(path string, i *Installer) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.installers[strings.ToLower(path)] = i
	a, err := parsePath(path)
	if err == nil && h.find(a) == nil {
		_, err = h.put(a, program)
	}
	return err
}

// Uninstall is the key under which installed programs stand, in HKLM and HKLM32.
const Uninstall = `\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\`

// AddProgram puts a program into the list of installed ones. view is HKLM or HKLM32; values are those of the uninstall
// key.
func (h *Host) AddProgram(view, id string, values map[string]any) {
	for name, v := range values {
		typ := "sz"
		if _, number := v.(int64); number {
			typ = "dword"
		}
		_ = h.SetRegistry(view+Uninstall+id, name, typ, v)
	}
}

// RemoveProgram takes one out of the list.
func (h *Host) RemoveProgram(view, id string) { h.RemoveRegistry(view + Uninstall + id) }

func (h *Host) getProgram(q resource.Query) ([]resource.Item, *resource.Fault) {
	items := []resource.Item{}
	for _, view := range []string{"HKLM", "HKLM32"} {
		path, err := regPath(view + strings.TrimSuffix(Uninstall, `\`))
		if err != nil {
			return nil, fault(resource.Internal, "", "%v", err)
		}
		for _, k := range h.registry.find(path).sorted() {
			value := func(name string) any {
				if s, ok := k.values[strings.ToLower(name)].value.(string); ok {
					return text(s)
				}
				return nil
			}
			flag := func(name string) bool { return resource.Equal(k.values[strings.ToLower(name)].value, int64(1)) }
			name, ok := value("DisplayName").(string)
			if !ok || !match(q.Key, name) {
				continue
			}
			items = append(items, resource.Item{Key: view + Uninstall + k.name, Props: resource.Props{
				"exists": true, "name": name, "version": value("DisplayVersion"), "publisher": value("Publisher"),
				"location":  value("InstallLocation"),
				"uninstall": value("UninstallString"), "quiet_uninstall": value("QuietUninstallString"),
				"installed": value("InstallDate"),
				"msi":       flag("WindowsInstaller"), "hidden": flag("SystemComponent"),
				"parent": value("ParentKeyName"), "id": k.name,
				"view": map[string]string{"HKLM": "64", "HKLM32": "32"}[view],
			}})
		}
	}
	sort.Slice(items, func(i, j int) bool { return strings.ToLower(items[i].Key) < strings.ToLower(items[j].Key) })
	return items, nil
}

var taskID = regexp.MustCompile(`^[0-9a-f]{16,64}$`)

// advance lets a running task reach what the clock says. The host is locked; it is not while the installer does its
// work.
func (h *Host) advance(t *task) {
	if t.state != "running" {
		return
	}
	spent := h.now().Sub(t.begun)
	switch i := t.installer; {
	case !i.Hangs && spent >= i.Takes:
		t.state, t.ended = "done", t.begun.Add(i.Takes)
		if i.Do != nil {
			h.mu.Unlock()
			i.Do(h)
			h.mu.Lock()
		}
	case spent >= t.limit:
		t.state, t.ended = "timeout", t.begun.Add(t.limit)
	}
}

func (h *Host) getTask(q resource.Query) ([]resource.Item, *resource.Fault) {
	if !taskID.MatchString(q.Key) {
		return nil, fault(resource.Invalid, "", "no id of a task: %s", q.Key)
	}
	p := resource.Props{
		"state": "absent", "started": false, "begun": nil, "ended": nil, "attempts": nil, "exit_code": nil,
		"hresult": nil, "message": nil,
		"output": []any{}, "windows": []any{}, "processes": []any{},
	}
	if t := h.tasks[q.Key]; t != nil {
		h.advance(t)
		p["state"], p["started"], p["begun"], p["ended"], p["attempts"] = t.state, true, stamp(t.begun), stamp(t.ended),
			int64(1)
		p["output"] = list(t.installer.Output)
		switch t.state {
		case "done":
			p["exit_code"] = t.installer.ExitCode
		case "running", "timeout":
			p["windows"], p["processes"] = list(t.installer.Windows), list([]string{windows.Base(t.file) + " (4711)"})
		}
	}
	return []resource.Item{{Key: q.Key, Props: p}}, nil
}

func (h *Host) taskNow(op resource.Op) (resource.Props, *resource.Fault) {
	items, f := h.getTask(resource.Query{Key: op.Key})
	if f != nil {
		return nil, f
	}
	return resource.Props{"started": items[0].Props["started"]}, nil
}

func (h *Host) writeTask(op resource.Op) *resource.Fault {
	if !op.After.Bool("started") {
		if t := h.tasks[op.Key]; t != nil && t.state == "running" {
			return fault(resource.Locked, "", "it still runs")
		}
		delete(h.tasks, op.Key)
		return nil
	}
	command, _ := op.Args["command"].(map[string]any)
	if p, ok := op.Args["command"].(resource.Props); ok {
		command = p
	}
	file, _ := command["file"].(string)
	file = h.expand(file)
	i := h.installers[strings.ToLower(file)]
	if i == nil {
		i = ending(file, command["arguments"])
	}
	if i == nil {
		return fault(resource.Absent, "", "there is no file %s", file)
	}
	if want, ok := command["sha256"].(string); ok {
		hashed, _ := command["package"].(string)
		if hashed == "" {
			hashed = file
		}
		a, f := h.address(hashed)
		if f != nil {
			return f
		}
		if n := h.find(a); n == nil || digest(n.data) != want {
			return fault(resource.Refused, "", "the SHA-256 of %s is not %s", file, want)
		}
	}
	limit := op.Args.Int("limit_s")
	if limit < 1 || limit > 86400 {
		return fault(resource.Invalid, "", "limit_s")
	}
	i.Runs++
	h.tasks[op.Key] = &task{
		state: "running", installer: i, file: file, begun: h.now(), limit: time.Duration(limit) * time.Second,
		lock: h.lock,
	}
	return nil
}

// ending is cmd.exe where it is told to end with a number at once; nil for anything else.
func ending(file string, arguments any) *Installer {
	words, _ := arguments.([]any)
	if len(words) != 2 || !strings.EqualFold(windows.Base(file), "cmd.exe") || words[0] != "/c" {
		return nil
	}
	i := &Installer{}
	line, _ := words[1].(string)
	if _, err := fmt.Sscanf(line, "exit %d", &i.ExitCode); err != nil {
		return nil
	}
	return i
}

// loseTasks is what the end of Windows does to running tasks.
func (h *Host) loseTasks() {
	for _, t := range h.tasks {
		if t.state == "running" {
			t.state = "lost"
		}
	}
}

// KillTasks ends all running tasks in the middle, as somebody could with the task manager.
func (h *Host) KillTasks() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.tasks {
		h.advance(t)
	}
	h.loseTasks()
}

// later says whether the host was started anew since then: more than ten seconds count.
func (h *Host) later(then string) (bool, *resource.Fault) {
	t, err := time.Parse(time.RFC3339, then)
	if err != nil {
		return false, fault(resource.Invalid, "", "no boot_time to compare with")
	}
	return h.boot.Sub(t) > 10*time.Second, nil
}

func (h *Host) getRestart(q resource.Query) ([]resource.Item, *resource.Fault) {
	later, f := h.later(q.Args.String("boot_time"))
	if f != nil {
		return nil, f
	}
	state := "running"
	if later {
		state = "done"
	}
	return []resource.Item{{Key: q.Key, Props: resource.Props{"state": state, "boot_time": stamp(h.boot)}}}, nil
}

func (h *Host) restartNow(op resource.Op) (resource.Props, *resource.Fault) {
	later, f := h.later(op.Before.String("boot_time"))
	if f != nil {
		return nil, f
	}
	if later || !h.goesDown.IsZero() {
		return resource.Props{"boot_time": "later"}, nil
	}
	return resource.Props{"boot_time": op.Before["boot_time"]}, nil
}

// writeRestart plans the restart; due brings it about.
func (h *Host) writeRestart(op resource.Op) *resource.Fault {
	h.goesDown = h.now().Add(time.Duration(max(2, op.Args.Int("delay_s"))) * time.Second)
	return nil
}

// due restarts the host if a planned restart's time has come, and says whether it is up.
func (h *Host) due() bool {
	if now := h.now(); !h.goesDown.IsZero() && !now.Before(h.goesDown) {
		h.upAt = h.goesDown.Add(h.bootTakes)
		h.goesDown = time.Time{}
		h.reboot()
		h.os.PendingReboot = false
	}
	return !h.now().Before(h.upAt)
}

// BootTakes sets how long a restart that xops asks for keeps the host away. Call it before the host is used.
func (h *Host) BootTakes(d time.Duration) { h.bootTakes = d }

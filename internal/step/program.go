package step

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// Program installs, uninstalls or repairs a program: as a scheduled task of the host that outlives the connection
// (resource type task).
type Program struct {
	Name         string   `hcl:"name"`
	Version      string   `hcl:"version,optional"`
	State        string   `hcl:"state,optional"`
	Installer    string   `hcl:"installer,optional"`
	Arguments    []string `hcl:"arguments,optional"`
	SHA256       string   `hcl:"sha256,optional"`
	WorkingDir   string   `hcl:"working_dir,optional"`
	Timeout      *int64   `hcl:"timeout,optional"`
	SuccessCodes []int64  `hcl:"success_codes,optional"`
	FreeSpace    *int64   `hcl:"free_space,optional"` // MiB on the system drive
	Reboot       string   `hcl:"reboot,optional"`
}

// The states of a program that can be wanted.
const (
	installed = "installed"
	absent    = "absent"
	repaired  = "repaired"
)

// msiexec as the agent finds it; it expands the variable.
const msiexec = `%SystemRoot%\System32\msiexec.exe`

// quietMSI keeps Windows Installer from asking and from restarting the computer by itself (dossier 4.5).
var quietMSI = []string{"/qn", "/norestart", "REBOOT=ReallySuppress"}

var (
	productCode = regexp.MustCompile(`(?i)^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$`)
	sha256Hex   = regexp.MustCompile(`(?i)^[0-9a-f]{64}$`)
)

// command is what the task runs.
type command struct {
	file string
	args []string
	// tail is the end of the command line, as it is: NSIS wants /D= and _?= last and without quotes.
	tail string
}

func (c command) line() string {
	return strings.TrimSpace(windows.CommandLine(c.file, c.args) + " " + c.tail)
}

func (s *Program) state() string {
	if s.State == "" {
		return installed
	}
	return s.State
}

// Check implements Checker.
func (s *Program) Check() Mistakes {
	var m Mistakes
	if s.Name == "" || strings.Trim(s.Name, "*? ") == "" {
		m.add("name", text.EveryProgram, "name", problem.Quote(s.Name))
	}
	m.oneOf("state", text.Same("state"), s.state(), installed, absent, repaired)
	if s.state() == installed && s.Installer == "" {
		m.add("installer state", text.GiveInstaller)
	}
	if s.state() == absent && s.Installer != "" {
		m.add("installer state", text.AbsentNeedsNo)
	}
	if s.state() == absent && s.Version != "" {
		m.add("version state", text.AbsentVersion)
	}
	switch {
	case s.Installer == "":
	case windows.HasPattern(s.Installer):
		m.add("installer", text.InstallerPattern, "path", s.Installer)
	case !strings.HasSuffix(strings.ToLower(s.Installer), ".exe") && !s.isMSI():
		m.add("installer", text.InstallerKind, "path", s.Installer)
	}
	if s.SHA256 != "" && !sha256Hex.MatchString(s.SHA256) {
		m.add("sha256", text.SHA256Form)
	}
	if s.SHA256 != "" && s.Installer == "" {
		m.add("sha256 installer", text.SHA256Alone)
	}
	if !slices.Contains([]string{"", "report", "never"}, s.Reboot) {
		m.add("reboot", text.RebootChoice, "got", problem.Quote(s.Reboot))
	}
	if s.Version != "" {
		if _, ok := windows.Version(s.Version); !ok {
			m.add("version", text.VersionNumber, "got", problem.Quote(s.Version))
		}
	}
	if s.FreeSpace != nil {
		m.between("free_space", text.TheFreeSpace, *s.FreeSpace, 1, 1<<20)
	}
	m.between("timeout", text.TheTimeout, s.limit(), 1, 4*3600)
	if s.state() == repaired {
		m.repeats("state", text.RepairsAlways)
	}
	return m
}

func (s *Program) isMSI() bool { return strings.HasSuffix(strings.ToLower(s.Installer), ".msi") }

// limit is how long the program may run, in seconds.
func (s *Program) limit() int64 {
	if s.Timeout != nil {
		return *s.Timeout
	}
	return 1800
}

// Observe implements Step.
func (s *Program) Observe(w World) []resource.Query {
	if s.Check().Err() != nil {
		return nil
	}
	out := []resource.Query{programQuery(s.Name)}
	if q := spaceQuery(); s.FreeSpace != nil && !answered(w, q) {
		out = append(out, q)
	}
	if s.Installer != "" {
		if !known(w, "file", s.Installer, "kind") {
			out = append(out, fileQuery(s.Installer, false))
		}
		return append(out, taskQuery(s.taskID(s.install())))
	}
	items, err := w.List(out[0])
	if err != nil {
		return out
	}
	for _, i := range items {
		if c, ok := s.registered(i.Props); ok {
			out = append(out, taskQuery(s.taskID(c)))
		}
	}
	return out
}

func programQuery(name string) resource.Query { return resource.Query{Type: "program", Key: name} }

func taskQuery(id string) resource.Query { return resource.Query{Type: "task", Key: id} }

// taskID names the task by what it does, not by the run: whoever plans the same again finds it, also after it has
// changed the host. Two that differ in anything have different ids.
func (s *Program) taskID(c command) string {
	text, err := json.Marshal([]any{
		s.state(), s.Name, s.Version, c.file, c.args, c.tail, s.WorkingDir,
		strings.ToLower(s.SHA256),
	})
	if err != nil {
		panic(err) // texts always have a JSON form
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// install is the installer's command.
func (s *Program) install() command {
	if s.isMSI() {
		verb := "/i"
		if s.state() == repaired {
			verb = "/fomus"
		}
		return command{file: msiexec, args: slices.Concat([]string{verb, s.Installer}, quietMSI, []string{"ALLUSERS=1"},
			s.Arguments)}
	}
	return command{file: s.Installer, args: s.Arguments}
}

// registered is the quiet command that an installed program has registered; ok is false when it has none. A switch is
// never guessed.
func (s *Program) registered(p resource.Props) (c command, ok bool) {
	switch quiet := p.String("quiet_uninstall"); {
	case p.Bool("msi") && productCode.MatchString(p.String("id")):
		verb := "/x"
		if s.state() == repaired {
			verb = "/fomus"
		}
		return command{file: msiexec, args: slices.Concat([]string{verb, p.String("id")}, quietMSI, s.Arguments)}, true
	case s.state() == repaired:
		return command{}, false
	case quiet != "":
		c, ok = split(quiet)
	case len(s.Arguments) > 0 && p.String("uninstall") != "":
		if c, ok = split(p.String("uninstall")); ok {
			c.args = slices.Concat(c.args, s.Arguments)
		}
	}
	return c, ok && strings.HasSuffix(strings.ToLower(c.file), ".exe") && strings.ContainsRune(c.file, '\\')
}

// split takes a registered command line apart. What NSIS wants last and without quotes stays as it is.
func split(line string) (command, bool) {
	tail := ""
	for _, mark := range []string{" _?=", " /D="} {
		if i := strings.Index(line, mark); i >= 0 {
			line, tail = line[:i], line[i+1:]+tail
		}
	}
	file, args := windows.SplitCommandLine(line)
	return command{file: file, args: args, tail: tail}, file != ""
}

// Plan implements Step.
func (s *Program) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	items, err := w.List(programQuery(s.Name))
	if err != nil {
		return nil, cannotRead(problem.ReadPrograms, "", err)
	}
	switch s.state() {
	case absent:
		return s.uninstall(w, items)
	case repaired:
		return s.repair(w, items)
	}
	satisfied := slices.ContainsFunc(items, func(i resource.Item) bool {
		return s.Version == "" || windows.AtLeast(i.Props.String("version"), s.Version)
	})
	c := s.install()
	if satisfied {
		return s.fetch(w, c, items)
	}
	if err := s.installerThere(w); err != nil {
		return nil, err
	}
	action := Create
	if len(items) > 0 {
		action = Update
	}
	return s.run(w, action, c, items)
}

// installerThere says why the installer cannot be run. A network drive exists only for the person who has made it.
func (s *Program) installerThere(w World) error {
	p, err := w.Get("file", s.Installer)
	if err != nil {
		return cannotRead(problem.ReadFile, s.Installer, err)
	}
	switch {
	case p["exists"] == false || p["kind"] == nil && p[resource.Content] == nil:
		return problem.New(problem.InstallerAbsent, "path", s.Installer)
	case p.String("kind") == "directory":
		return problem.New(problem.InstallerFolder, "path", s.Installer)
	case p.String("drive") == "network" && !strings.HasPrefix(s.Installer, `\\`):
		return problem.New(problem.InstallerDrive, "path", s.Installer)
	}
	return nil
}

func (s *Program) uninstall(w World, items []resource.Item) ([]Change, error) {
	var out []Change
	for _, i := range items {
		c, ok := s.registered(i.Props)
		if !ok {
			out = append(out, s.byHand(i, problem.NoteUninstallByHand))
			continue
		}
		more, err := s.run(w, Delete, c, []resource.Item{i})
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

func (s *Program) repair(w World, items []resource.Item) ([]Change, error) {
	if s.Installer != "" {
		if err := s.installerThere(w); err != nil {
			return nil, err
		}
		return s.run(w, Run, s.install(), items)
	}
	if len(items) == 0 {
		return nil, problem.New(problem.NothingToRepair, "name", s.Name)
	}
	var out []Change
	for _, i := range items {
		c, ok := s.registered(i.Props)
		if !ok {
			out = append(out, s.byHand(i, problem.NoteRepairByHand))
			continue
		}
		more, err := s.run(w, Run, c, []resource.Item{i})
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// byHand is for a program that has registered no quiet command.
func (s *Program) byHand(i resource.Item, note problem.ID) Change {
	name := i.Props.String("name")
	notes := []*problem.Problem{problem.New(note, "name", name)}
	if u := i.Props.String("uninstall"); u != "" {
		notes = append(notes, problem.New(problem.NoteRegistered, "command", u), problem.New(problem.NoteSilentSwitch))
	}
	return Change{
		Action: Manual, Resource: resource.ID{Type: "program", Key: name}, Before: resource.Props{},
		After: resource.Props{}, Notes: notes,
	}
}

// fetch plans to report how a task of an earlier run ended whose program is there already; nothing when there is none.
func (s *Program) fetch(w World, c command, items []resource.Item) ([]Change, error) {
	t, err := w.Get("task", s.taskID(c))
	if err != nil {
		return nil, cannotRead(problem.ReadTasks, "", err)
	}
	if !t.Bool("started") {
		return nil, nil
	}
	return s.run(w, Run, c, items)
}

// run is the change that starts the task, or that waits for the end of the one that an earlier run has started.
func (s *Program) run(w World, action Action, c command, items []resource.Item) ([]Change, error) {
	id := s.taskID(c)
	t, err := w.Get("task", id)
	if err != nil {
		return nil, cannotRead(problem.ReadTasks, "", err)
	}
	roomTold := true
	if s.FreeSpace != nil && !t.Bool("started") {
		if roomTold, err = room(w, "C", *s.FreeSpace); err != nil {
			return nil, err
		}
	}
	cmd := map[string]any{"file": c.file, "arguments": list(c.args)}
	for name, v := range map[string]string{
		"raw_tail": c.tail, "working_dir": s.WorkingDir,
		"sha256": strings.ToLower(s.SHA256),
	} {
		if v != "" {
			cmd[name] = v
		}
	}
	if s.isMSI() && s.SHA256 != "" {
		cmd["package"] = s.Installer // what sha256 is of
	}
	args := resource.Props{"detached": true, "limit_s": s.limit(), "command": cmd}
	if len(s.SuccessCodes) > 0 {
		codes := make([]any, len(s.SuccessCodes))
		for i, n := range s.SuccessCodes {
			codes[i] = n
		}
		args["success_codes"] = codes
	}
	if s.Reboot == "never" {
		args["no_reboot"] = true
	}
	before, after := resource.Props{"version": nil}, resource.Props{"version": nil, "command": c.line()}
	name := s.Name
	if len(items) > 0 {
		before["version"], after["version"], name = items[0].Props["version"], items[0].Props["version"],
			items[0].Props.String("name")
	}
	if s.state() == installed {
		after["version"] = "installed"
		if s.Version != "" {
			after["version"] = s.Version + " or later"
		}
	}
	if s.state() == absent {
		after["version"] = nil
	}
	notes := []*problem.Problem{
		problem.New(problem.NoteCommand, "command", c.line()), problem.New(problem.NoteOpaqueProgram),
	}
	if strings.HasPrefix(s.Installer, `\\`) {
		notes = append(notes, problem.New(problem.NoteInstallerShare))
	}
	if !roomTold {
		notes = append(notes, problem.New(problem.NoteRoomUnknown))
	}
	started := t.Bool("started")
	switch state := t.String("state"); {
	case started && state == "absent":
		return nil, nil // an earlier step of this run will have done the same
	case started:
		notes = append(notes, problem.New(problem.NoteStarted, "state", state))
	}
	return []Change{{
		Action: action, Resource: resource.ID{Type: "program", Key: name}, Before: before, After: after, Opaque: true,
		Once: s.state() == repaired,
		Op: &resource.Op{
			Type: "task", Key: id, Before: resource.Props{"started": started},
			After: resource.Props{"started": true}, Args: args,
		},
		Notes: notes,
	}}, nil
}

package step

import (
	"sort"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// BackupQuery finds what backs the host up: programs, scheduled jobs and how they ended, what runs just now, and when
// the newest protocol was written. No content is read, and no argument of a job, which may hold a password.
type BackupQuery struct{}

// backupProduct is how a program that makes backups shows itself.
type backupProduct struct {
	name     string
	program  string   // pattern on the name in the list of programs
	service  string   // pattern on the name of its service
	tasks    string   // pattern on the path of its jobs
	runs     []string // programs that are there only while it works
	protocol string   // pattern of its protocols
}

// BackupAssist is the document's; the others are met in practices.
var backupProducts = []backupProduct{
	{
		name: "BackupAssist", program: "*BackupAssist*", service: "BackupAssist*", tasks: "*BackupAssist*",
		protocol: `%ProgramData%\BackupAssist*\*`,
	},
	{
		name: "Windows Server Backup", tasks: `\Microsoft\Windows\Backup\*`,
		runs: []string{"wbengine.exe", "wbadmin.exe"}, protocol: `%SystemRoot%\Logs\WindowsServerBackup\*.log`,
	},
	{
		name: "Veeam", program: "Veeam *", service: "Veeam*", tasks: "*Veeam*", protocol: `%ProgramData%\Veeam\*\*`,
	},
	{name: "Acronis", program: "Acronis *", service: "Acronis*", tasks: "*Acronis*"},
	{name: "Iperius Backup", program: "Iperius*", service: "Iperius*", tasks: "*Iperius*"},
}

const microsoftTasks = `\Microsoft`

var (
	allPrograms = programQuery("*")
	ownTasks    = scheduledQuery("", microsoftTasks)
	backupTasks = scheduledQuery(`\Microsoft\Windows\Backup\*`, "")
)

// Ask implements Query.
func (q *BackupQuery) Ask() []resource.Query {
	out := []resource.Query{osQuery, allPrograms, ownTasks, backupTasks}
	for _, p := range backupProducts {
		if p.service != "" {
			out = append(out, serviceQuery(p.service, ""))
		}
		if p.protocol != "" {
			out = append(out, fileQuery(p.protocol, false))
		}
		for _, program := range p.runs {
			out = append(out, resource.Query{Type: "process", Key: program})
		}
	}
	return out
}

// Answer implements Query.
func (q *BackupQuery) Answer(w World) ([]map[string]any, error) {
	now, known, err := hostNow(w)
	if err != nil {
		return nil, err
	}
	age := func(text any) any {
		s, _ := text.(string)
		if at, ok := moment(s); ok && known {
			return (now - at) / 3600
		}
		return nil
	}
	programs, err := quiet(w, allPrograms)
	if err != nil {
		return nil, err
	}
	tasks, silent := []resource.Item{}, []resource.Query{}
	for _, ask := range []resource.Query{ownTasks, backupTasks} {
		found, err := quiet(w, ask)
		if err != nil {
			return nil, err
		}
		if found == nil {
			silent = append(silent, ask)
		}
		tasks = append(tasks, found...)
	}
	if programs == nil {
		silent = append(silent, allPrograms)
	}
	out, taken := []map[string]any{}, map[string]bool{}
	for _, p := range backupProducts {
		row, err := p.look(w, programs, tasks, taken)
		if err != nil {
			return nil, err
		}
		if row != nil {
			out = append(out, row)
		}
	}
	// What people have made themselves is told by its name, and only as a job.
	row := map[string]any{"product": nil, "version": nil, "service": nil, "running": nil, "protocol": nil}
	jobs := []any{}
	for _, t := range tasks {
		name := strings.ToLower(t.Key)
		if !taken[t.Key] && (strings.Contains(name, "backup") || strings.Contains(name, "sicherung")) {
			jobs = append(jobs, backupJob(t))
		}
	}
	if row["jobs"] = jobs; len(jobs) > 0 {
		out = append(out, row)
	}
	if len(out) == 0 && len(silent) > 0 {
		_, err := existing(w, silent[0]) // nothing was found where not all was seen
		return nil, err
	}
	for _, row := range out {
		ended(row)
		if list, _ := row["jobs"].([]any); len(list) == 0 && len(silent) > 0 && silent[0].Type == ownTasks.Type {
			row["jobs"] = nil
		}
		row["success_age_h"], row["run_age_h"] = age(row["last_success"]), age(row["last_run"])
		row["protocol_age_h"] = nil
		if at, ok := row["protocol"].(map[string]any); ok {
			row["protocol_age_h"], row["protocol"] = age(at["modified"]), at["path"]
		}
	}
	return out, nil
}

// look is what a host shows of a product; nil where it shows nothing of it.
func (p *backupProduct) look(w World, programs, tasks []resource.Item, taken map[string]bool) (map[string]any, error) {
	row := map[string]any{"product": p.name, "version": nil, "service": nil, "running": nil, "protocol": nil}
	there := false
	for _, i := range programs {
		if p.program != "" && windows.Match(p.program, i.Props.String("name")) {
			row["version"], there = i.Props["version"], true
		}
	}
	if p.service != "" {
		services, err := quiet(w, serviceQuery(p.service, ""))
		if err != nil {
			return nil, err
		}
		for _, s := range services {
			row["service"], there = s.Props["state"], true
		}
	}
	jobs := []any{}
	for _, t := range tasks {
		if fits(p.tasks, t.Key) || anyContains(t.Props.Strings("programs"), strings.Trim(p.tasks, "*")) {
			jobs, taken[t.Key], there = append(jobs, backupJob(t)), true, true
		}
	}
	row["jobs"] = jobs
	running := []any{}
	for _, program := range p.runs {
		found, err := quiet(w, resource.Query{Type: "process", Key: program})
		if err != nil {
			return nil, err
		}
		if found == nil {
			running = nil
			break
		}
		for _, i := range found {
			running, there = append(running, i.Props["name"]), true
		}
	}
	if p.runs != nil && running != nil {
		row["running"] = running
	}
	if p.protocol != "" {
		files, err := quiet(w, fileQuery(p.protocol, false))
		if err != nil {
			return nil, err
		}
		if newest := newestOf(files); newest != nil {
			row["protocol"] = map[string]any{"path": newest.Key, "modified": newest.Props["modified"]}
		}
	}
	if !there {
		return nil, nil
	}
	return row, nil
}

// fits matches a pattern with the whole path of a task.
func fits(pattern, path string) bool {
	if strings.HasPrefix(pattern, "*") {
		return strings.Contains(strings.ToLower(path), strings.ToLower(strings.Trim(pattern, "*")))
	}
	return windows.Match(pattern, path)
}

func anyContains(texts []string, part string) bool {
	for _, s := range texts {
		if strings.Contains(strings.ToLower(s), strings.ToLower(part)) {
			return true
		}
	}
	return false
}

func newestOf(files []resource.Item) *resource.Item {
	var newest *resource.Item
	for n := range files {
		if newest == nil || files[n].Props.String("modified") > newest.Props.String("modified") {
			newest = &files[n]
		}
	}
	return newest
}

// backupJob is a scheduled task as a job: when it starts, and how it ended last.
func backupJob(t resource.Item) map[string]any {
	task := scheduledTask(t)
	job := map[string]any{"at": nil, "days": nil, "kind": nil}
	for _, name := range []string{"name", "path", "enabled", "state", "last_run", "succeeded", "next_run"} {
		job[name] = task[name]
	}
	triggers, _ := task["triggers"].([]any)
	for _, t := range triggers {
		if m, _ := t.(map[string]any); m["enabled"] == true {
			job["at"], job["days"], job["kind"] = m["at"], m["days"], m["kind"]
			break
		}
	}
	return job
}

// ended adds when the jobs ended well last, and whether the last one that ended did.
func ended(row map[string]any) {
	jobs, _ := row["jobs"].([]any)
	all := make([]map[string]any, 0, len(jobs))
	for _, j := range jobs {
		if m, ok := j.(map[string]any); ok && m["last_run"] != nil && m["succeeded"] != nil {
			all = append(all, m)
		}
	}
	at := func(m map[string]any) string { s, _ := m["last_run"].(string); return s }
	sort.SliceStable(all, func(i, j int) bool { return at(all[i]) > at(all[j]) })
	row["last_run"], row["last_success"], row["failed"] = nil, nil, nil
	for n, m := range all {
		if n == 0 {
			row["last_run"], row["failed"] = m["last_run"], m["succeeded"] == false
		}
		if m["succeeded"] == true && row["last_success"] == nil {
			row["last_success"] = m["last_run"]
		}
	}
}

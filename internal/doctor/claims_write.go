package doctor

import (
	"bytes"
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// writeClaims are tried where the technician has allowed it, with things of the pilot's own.
var writeClaims = []Claim{
	{
		ID: "W-01", Section: "4.3", Write: true,
		Claim: "A file is replaced with its umlauts in code page 1252, stays read-only and hidden, and nothing stays " +
			"beside it",
		Why: "the practice Windows is Wine", Look: "an ini file in the own folder", Probe: writing((*writer).file),
	},
	{
		ID: "W-02", Section: "3.7", Write: true,
		Claim: "Every registry type is written and read in both views, and reg.exe reads the same",
		Why:   "the practice Windows is Wine", Look: "6 values in the own key, in each view",
		Probe: writing((*writer).registry),
	},
	{
		ID: "W-03", Section: "4.1", Write: true,
		Claim: "A firewall rule with several addresses and a variable in its program is written, and reads as it was " +
			"wanted",
		Why: "the practice Windows' HNetCfg is ours", Look: "a disabled rule", Probe: writing((*writer).rule),
	},
	{
		ID: "W-04", Section: "4.10", Write: true,
		Claim: "A scheduled task outlives the shell that made it, and its exit code is told (H-08 by machine)",
		Why:   "the lab's task service is ours", Look: "a task that ends with 7", Probe: writing((*writer).task),
	},
	{
		ID: "W-05", Section: "4.2", Write: true,
		Claim: "A service's start type is set and read: manual, automatic, delayed, disabled, as the registry has it",
		Why:   "Wine knows no delayed start", Look: "an own service, never started", Probe: writing((*writer).service),
	},
	{
		ID: "W-06", Section: "4.4", Write: true,
		Claim: "An entry in the access list of a folder reaches 1,000 files in it within 30 s",
		Why:   "the lab's access lists are not enforced, and its times are not those of a host",
		Look:  "a folder with 1,000 files", Probe: writing((*writer).permission),
	},
	{
		ID: "W-07", Section: "4.3", Write: true,
		Claim: "A file that another program holds for a moment is replaced when it is free, one that may be deleted " +
			"at once",
		Why: "Wine locks in its own way", Look: "a task that holds a file for 1.5 s, twice",
		Probe: writing((*writer).held),
	},
	{
		ID: "W-08", Section: "4.3, 7.4", Write: true,
		Claim: "A file that is replaced keeps its named stream, its compression and its owner (H-02 by machine)",
		Why:   "Wine compresses nothing and has one owner", Look: "cmd.exe, compact.exe and icacls.exe set them before",
		Probe: writing((*writer).kept),
	},
	{
		ID: "W-09", Section: "4", Write: true, Last: true,
		Claim: "All that the pilot made is removed; sc.exe, reg.exe and cmd.exe find nothing of it either",
		Why:   "a host is not the lab's to throw away", Look: "everything that was made",
		Probe: writing((*writer).gone),
	},
}

// writing makes a probe of what the writing half does.
func writing(f func(*writer, context.Context) (Verdict, []Fact, error)) func(*pilot, context.Context) (Verdict, []Fact,
	error) {
	return func(p *pilot, ctx context.Context) (Verdict, []Fact, error) {
		if p.writer.unready != nil {
			return Unknown, nil, p.writer.unready
		}
		return f(p.writer, ctx)
	}
}

var (
	iniBefore = []byte("[Praxis]\r\nOrt=K\xf6ln\r\nStra\xdfe=Am Markt\r\n")
	iniAfter  = []byte("[Praxis]\r\nOrt=K\xf6ln\r\nStra\xdfe=Am Markt\r\nGr\xf6\xdfe=\x80\r\n")
)

// put is the operation that makes a file of bytes, or replaces the ones that it has.
func put(path string, before, after []byte) resource.Op {
	op := resource.Op{
		Type: "file", Key: path, Before: resource.Props{"content": nil}, After: resource.Props{"content": nil},
	}
	if before != nil {
		op.Before = resource.Props{"content": resource.Encode(before)}
	}
	if after != nil {
		op.After = resource.Props{"content": resource.Encode(after)}
	}
	return op
}

func statuses(results []resource.Result) string {
	var out []string
	for _, r := range results {
		s := string(r.Status)
		if r.Fault != nil {
			s += " " + strings.TrimSpace(string(r.Fault.Code)+" "+r.Fault.HResult)
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func (w *writer) file(ctx context.Context) (Verdict, []Fact, error) {
	const path = ownFolder + `\pilot.ini`
	begun := w.p.d.Now()
	r, err := w.change(ctx, put(path, nil, iniBefore), resource.Op{
		Type: "file", Key: path, Before: resource.Props{"attributes": []any{}},
		After: resource.Props{"attributes": []any{"readonly", "hidden"}},
	}, put(path, iniBefore, iniAfter))
	if err != nil {
		return Unknown, nil, err
	}
	facts := []Fact{{"results", statuses(r)}, {"ms", w.p.d.Now().Sub(begun).Milliseconds()}}
	s := &sight{}
	if s.answers, err = w.p.ask(ctx, []resource.Query{
		{Type: "file", Key: path, Args: resource.Props{"content": true}},
		{Type: "file", Key: path + "*"},
	}); err != nil {
		return Unknown, facts, err
	}
	p, _ := s.item(0)
	content, _ := p.Bytes(resource.Content)
	raw, err := w.run(ctx, "cmd.exe", `/d /c type "`+path+`"`)
	if err != nil {
		return Unknown, facts, err
	}
	attributes := strings.Join(p.Strings("attributes"), " ")
	good := failed(nil, r...) == nil && bytes.Equal(content, iniAfter) && attributes == "readonly hidden" &&
		len(s.items(1)) == 1 && (!raw.known || bytes.Equal(raw.said, iniAfter))
	facts = append(facts, Fact{"attributes", attributes}, Fact{"beside", len(s.items(1)) - 1},
		Fact{"bytes", len(content)}, Fact{"raw_bytes", len(raw.said)})
	r, err = w.change(ctx, put(path, iniAfter, nil))
	if err != nil {
		return Unknown, facts, err
	}
	return told(good && failed(nil, r...) == nil), append(facts, Fact{"removed", statuses(r)}), nil
}

var views = []string{"HKLM", "HKLM32"}

// registryValues is one of each type, and how reg.exe shows it.
var registryValues = []struct {
	name, typ string
	value     any
	shown     string
}{
	{"Text", "sz", "Köln", "REG_SZ"},
	{"Variable", "expand_sz", `%SystemRoot%\x`, `REG_EXPAND_SZ %SystemRoot%\x`},
	{"Liste", "multi_sz", []any{"a", "b c"}, `REG_MULTI_SZ a\0b c`},
	{"Zahl", "dword", int64(4294967295), "REG_DWORD 0xffffffff"},
	{"Gross", "qword", int64(1) << 40, "REG_QWORD 0x10000000000"},
	{"Bytes", "binary", base64.StdEncoding.EncodeToString([]byte{0, 1, 255}), "REG_BINARY 0001FF"},
}

func (w *writer) registry(ctx context.Context) (Verdict, []Fact, error) {
	var ops []resource.Op
	var queries []resource.Query
	for _, view := range views {
		for _, v := range registryValues {
			key := view + `\` + ownKey + `\\` + v.name
			ops = append(ops, resource.Op{
				Type: "registry", Key: key, Before: resource.Props{"exists": false},
				After: resource.Props{"exists": true, "type": v.typ, "value": v.value},
			})
			queries = append(queries, resource.Query{Type: "registry", Key: key})
		}
	}
	r, err := w.change(ctx, ops...)
	if err != nil {
		return Unknown, nil, err
	}
	facts := []Fact{{"results", statuses(r)}}
	s := &sight{}
	if s.answers, err = w.p.ask(ctx, queries); err != nil {
		return Unknown, facts, err
	}
	good, same := failed(nil, r...) == nil, 0
	for i := range queries {
		v := registryValues[i%len(registryValues)]
		p, _ := s.item(i)
		if p.String("type") == v.typ && resource.Equal(p["value"], v.value) {
			same++
		}
	}
	raw := []string{}
	for _, bits := range []string{"64", "32"} {
		o, err := w.run(ctx, "reg.exe", `query HKLM\`+ownKey+` /reg:`+bits)
		if err != nil {
			return Unknown, facts, err
		}
		shown := strings.Join(strings.Fields(string(o.said)), " ")
		for _, v := range registryValues {
			if o.known && !strings.Contains(shown, v.name+" "+v.shown) {
				raw, good = append(raw, bits+" "+v.typ), false
			}
		}
	}
	return told(good && same == len(queries)), append(facts, Fact{"same", same}, Fact{"reg_exe_differs", raw}), nil
}

func (w *writer) rule(ctx context.Context) (Verdict, []Fact, error) {
	want := resource.Props{
		"exists": true, "enabled": false, "action": "allow", "direction": "in", "protocol": "tcp",
		"local_ports": "23174", "remote_addresses": "LocalSubnet,10.8.0.0/24,192.168.1.5,10.9.0.1-10.9.0.9",
		"profiles": []any{"domain", "private"}, "program": `%ProgramFiles%\xops-pilot\x.exe`,
	}
	begun := w.p.d.Now()
	r, err := w.change(ctx, resource.Op{
		Type: "firewall_rule", Key: ownName, Before: resource.Props{"exists": false}, After: want,
	})
	if err != nil {
		return Unknown, nil, err
	}
	facts := []Fact{{"results", statuses(r)}, {"ms", w.p.d.Now().Sub(begun).Milliseconds()}}
	read, err := w.look(ctx, resource.Query{Type: "firewall_rule", Key: ownName})
	if err != nil {
		return Unknown, facts, err
	}
	s := &sight{}
	if s.answers, err = w.p.ask(ctx, registry(localRules+"*")); err != nil {
		return Unknown, facts, err
	}
	good := failed(nil, r...) == nil && read["enabled"] == false &&
		windows.SameAddresses(read.String("remote_addresses"), want.String("remote_addresses"))
	facts = append(facts, Fact{"wanted", shapes(strings.Split(want.String("remote_addresses"), ","))})
	for _, i := range s.items(0) {
		if raw := windows.ParseFirewallRule("", "local", i.Props.String("value")); raw.Name == ownName {
			same, seen := sameRule(raw, read)
			good, facts = good && same, append(facts, seen...)
		}
	}
	return told(good), facts, nil
}

func (w *writer) task(ctx context.Context) (Verdict, []Fact, error) {
	r, err := w.start(ctx, `%SystemRoot%\System32\cmd.exe`, "/c", "exit 7")
	if err != nil {
		return Unknown, nil, err
	}
	facts := []Fact{{"started", statuses(r)}}
	if failed(nil, r...) != nil {
		return Refuted, facts, nil
	}
	w.end(ctx) // the shell that made it
	p, looks, err := w.ended(ctx)
	facts = append(facts, Fact{"state", plain(p["state"])}, Fact{"exit_code", plain(p["exit_code"])},
		Fact{"looks", looks})
	if err != nil {
		return Unknown, facts, err
	}
	r, err = w.change(ctx, endTask())
	if err != nil {
		return Unknown, facts, err
	}
	code, _ := number(p["exit_code"])
	return told(p["state"] == "done" && code == 7 && failed(nil, r...) == nil), append(facts, Fact{
		"removed",
		statuses(r),
	}), nil
}

// start starts the own task.
func (w *writer) start(ctx context.Context, file string, arguments ...any) ([]resource.Result, error) {
	return w.change(ctx, resource.Op{
		Type: "task", Key: ownTask, Before: resource.Props{"started": false}, After: resource.Props{"started": true},
		Args: resource.Props{
			"command": map[string]any{"file": file, "arguments": arguments}, "limit_s": int64(60),
		},
	})
}

func endTask() resource.Op {
	return resource.Op{
		Type: "task", Key: ownTask, Before: resource.Props{"started": true}, After: resource.Props{"started": false},
	}
}

// ended looks at the task until it has ended.
func (w *writer) ended(ctx context.Context) (p resource.Props, looks int, err error) {
	for looks = 1; looks <= 60; looks++ {
		if p, err = w.look(ctx, resource.Query{Type: "task", Key: ownTask}); err != nil || p["state"] != "running" {
			return p, looks, err
		}
		if err = w.p.d.Wait(ctx, taskPause); err != nil {
			return p, looks, err
		}
	}
	return p, looks, nil
}

func (w *writer) service(ctx context.Context) (Verdict, []Fact, error) {
	made, err := w.run(ctx, "sc.exe", `create `+ownName+` binPath= "C:\Windows\System32\cmd.exe /c exit" start= demand`)
	if err != nil || !made.known || made.code != 0 {
		return Unknown, []Fact{{"made", made.known}, {"exit_code", made.code}}, err
	}
	facts, good := []Fact{}, true
	now := "manual"
	for _, x := range []struct {
		start          string
		number, delays float64
	}{{"auto", 2, 0}, {"delayed", 2, 1}, {"disabled", 4, 0}, {"manual", 3, 0}} {
		r, err := w.change(ctx, resource.Op{
			Type: "service", Key: ownName,
			Before: resource.Props{"start": now}, After: resource.Props{"start": x.start},
		})
		if err != nil {
			return Unknown, facts, err
		}
		p, err := w.look(ctx, resource.Query{Type: "service", Key: ownName})
		if err != nil {
			return Unknown, facts, err
		}
		s := &sight{}
		s.answers, err = w.p.ask(ctx, registry(serviceKey+`\\Start`, serviceKey+`\\DelayedAutostart`))
		if err != nil {
			return Unknown, facts, err
		}
		raw, _ := s.item(0)
		delayed, _ := s.item(1)
		start, hasStart := number(raw["value"])
		late, _ := number(delayed["value"])
		good = good && failed(nil, r...) == nil && p["start"] == x.start && hasStart && start == x.number &&
			(start != 2 || late == x.delays)
		facts = append(facts, Fact{x.start, statuses(r) + "; " + p.String("start") + "; registry " +
			strconv.Itoa(int(start)) + " " + strconv.Itoa(int(late))})
		now = x.start
	}
	return told(good), facts, nil
}

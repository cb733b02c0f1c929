package doctor

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

const (
	powershell = `%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe`
	taskPause  = time.Second
	manyFiles  = 1000
	everyone   = "S-1-5-32-545" // Users, in any language
	readOnly   = int64(0x1200a9)
)

// permission sets an entry on a folder with many files, and looks whether it arrived in the last one.
func (w *writer) permission(ctx context.Context) (Verdict, []Fact, error) {
	const folder = ownFolder + `\many`
	if err := w.folder(ctx, folder); err != nil {
		return Unknown, nil, err
	}
	ops := make([]resource.Op, w.p.d.Files)
	name := func(i int) string { return fmt.Sprintf(`%s\%04d.txt`, folder, i) }
	for i := range ops {
		ops[i] = put(name(i), nil, []byte("x"))
	}
	begun := w.p.d.Now()
	r, err := w.change(ctx, ops...)
	if err != nil {
		return Unknown, nil, err
	}
	facts := []Fact{{"files", len(ops)}, {"made_ms", w.p.d.Now().Sub(begun).Milliseconds()}}
	if err := failed(nil, r...); err != nil {
		return Refuted, facts, err
	}
	begun = w.p.d.Now()
	entry := "allow|" + everyone + "|OICI"
	r, err = w.change(ctx, resource.Op{
		Type: "permission", Key: folder, Before: resource.Props{entry: nil}, After: resource.Props{entry: readOnly},
	})
	took := w.p.d.Now().Sub(begun)
	facts = append(facts, Fact{"results", statuses(r)}, Fact{"ms", took.Milliseconds()})
	if err != nil {
		return Unknown, facts, err
	}
	p, err := w.look(ctx, resource.Query{Type: "permission", Key: name(len(ops) - 1)})
	if err != nil {
		return Unknown, facts, err
	}
	arrived := strings.Contains(p.String("sddl"), "(A;ID;0x1200a9;;;BU)")
	good := failed(nil, r...) == nil && arrived && took < 30*time.Second
	return told(good), append(facts, Fact{"inherited", arrived}), nil
}

// held replaces a file that a task holds: once without letting anybody delete it, once with.
func (w *writer) held(ctx context.Context) (Verdict, []Fact, error) {
	verdict, facts := Confirmed, []Fact{}
	for _, way := range []struct{ name, share string }{{"blocked", "Read"}, {"shared", "Read,Delete"}} {
		path := ownFolder + `\` + way.name + ".ini"
		marker := ownFolder + `\` + way.name + ".held"
		r, err := w.change(ctx, put(path, nil, iniBefore))
		if err != nil {
			return Unknown, facts, err
		}
		begun, err := w.start(ctx, powershell, "-NoProfile", "-Command",
			`$d=$env:ProgramData+'\xops\pilot\`+way.name+`'; $f=[IO.File]::Open($d+'.ini','Open','Read','`+way.share+
				`'); [IO.File]::WriteAllText($d+'.held','x'); [Threading.Thread]::Sleep(1500); $f.Dispose()`)
		if err != nil {
			return Unknown, facts, err
		}
		if failed(nil, append(r, begun...)...) != nil {
			return Unknown, append(facts, Fact{way.name, statuses(append(r, begun...))}), nil
		}
		since := w.p.d.Now()
		r, err = w.change(ctx, resource.Op{
			Type: "wait", Key: "file/" + marker, After: resource.Props{"met": true},
			Args: resource.Props{"deadline_s": int64(30)},
		}, put(path, iniBefore, iniAfter))
		if err != nil {
			return Unknown, facts, err
		}
		facts = append(facts, Fact{way.name, statuses(r)},
			Fact{way.name + "_ms", w.p.d.Now().Sub(since).Milliseconds()})
		if failed(nil, r...) != nil {
			verdict = Refuted
		}
		if _, _, err = w.ended(ctx); err == nil {
			_, err = w.change(ctx, endTask())
		}
		if err != nil {
			return Unknown, facts, err
		}
	}
	return verdict, facts, nil
}

// kept replaces a file with a named stream, a compressed one, and one of another owner.
func (w *writer) kept(ctx context.Context) (Verdict, []Fact, error) {
	const (
		path   = ownFolder + `\kept.ini`
		system = "S-1-5-18"
	)
	r, err := w.change(ctx, put(path, nil, iniBefore))
	if err != nil || failed(nil, r...) != nil {
		return Unknown, []Fact{{"results", statuses(r)}}, err
	}
	for _, x := range []struct{ program, arguments string }{
		{"cmd.exe", `/d /c echo spur>"` + path + `:xops"`},
		{"cmd.exe", `/d /c compact.exe /c "` + path + `"`},
		{"cmd.exe", `/d /c icacls.exe "` + path + `" /setowner *` + system},
	} {
		if _, err := w.run(ctx, x.program, x.arguments); err != nil {
			return Unknown, nil, err
		}
	}
	before, err := w.traits(ctx, path)
	if err != nil {
		return Unknown, nil, err
	}
	if r, err = w.change(ctx, put(path, iniBefore, iniAfter)); err != nil {
		return Unknown, nil, err
	}
	after, err := w.traits(ctx, path)
	if err != nil {
		return Unknown, nil, err
	}
	facts, verdict := []Fact{{"results", statuses(r)}}, Unknown
	for i, name := range []string{"stream", "compressed", "owner"} {
		if !before[i] {
			facts = append(facts, Fact{name, "could not be set"})
			continue
		}
		facts = append(facts, Fact{name, after[i]})
		if verdict != Refuted {
			verdict = told(after[i])
		}
	}
	if failed(nil, r...) != nil {
		verdict = Refuted
	}
	return verdict, facts, nil
}

// traits says whether a file has the stream, is compressed, and belongs to SYSTEM.
func (w *writer) traits(ctx context.Context, path string) (out [3]bool, err error) {
	o, err := w.run(ctx, "cmd.exe", `/d /c more<"`+path+`:xops"`)
	if err != nil {
		return out, err
	}
	out[0] = o.code == 0 && strings.HasPrefix(string(o.said), "spur")
	if o, err = w.powershell(ctx, `[int][IO.File]::GetAttributes([Environment]::ExpandEnvironmentVariables('`+path+
		`'))`); err != nil {
		return out, err
	}
	bits := 0
	_, _ = fmt.Sscan(string(o.said), &bits)
	out[1] = bits&0x800 != 0
	p, err := w.look(ctx, resource.Query{Type: "permission", Key: path})
	out[2] = p.String("owner") == "S-1-5-18"
	return out, err
}

// gone takes everything away and looks for it.
func (w *writer) gone(ctx context.Context) (Verdict, []Fact, error) {
	left, err := w.clear(ctx)
	w.cleared = err == nil && len(left) == 0
	if left == nil {
		left = []string{}
	}
	return told(w.cleared), []Fact{{"left", left}}, err
}

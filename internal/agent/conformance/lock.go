package conformance

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// locks: while an exchange may change the host, another operator's is told who keeps it from that; the same operator's
// is let in; and the host is free as soon as the last of them has ended.
func (s *suite) locks(t *testing.T, open Open) {
	anna, otto := exec.Holder{Operator: `PRAXIS\anna@büro`, Run: "r1"}, exec.Holder{Operator: "otto@pc", Run: "r2"}
	allow := func(mode exec.Mode, by exec.Holder, want *exec.Holder) exec.Session {
		t.Helper()
		session := open(t, mode)
		held, err := session.Allow(s.ctx, by)
		if err != nil {
			t.Fatal(err)
		}
		if held != nil {
			held.For = 0
		}
		if d := cmp.Diff(want, held); d != "" {
			t.Errorf("%s is kept from it (-want +got):\n%s", by.Operator, d)
		}
		return session
	}
	end := func(session exec.Session) {
		t.Helper()
		if err := session.Close(s.ctx); err != nil {
			t.Fatal(err)
		}
	}
	first := allow(exec.Apply, anna, nil)
	end(allow(exec.Observe, otto, &anna))
	second := allow(exec.Command, exec.Holder{Operator: anna.Operator, Run: "r3"}, nil)
	end(first)
	end(allow(exec.Apply, otto, &anna)) // the second holds what it found
	end(second)
	end(allow(exec.Apply, otto, nil))
}

// needs: what waits for others is done if one of them was made, and is already so if somebody else had made them.
func (s *suite) needs(t *testing.T) {
	content := func(text any) resource.Props { return resource.Props{"content": text} }
	const first, second, third = `C:\Conf\n1.txt`, `C:\Conf\n2.txt`, `C:\Conf\n3.txt`
	file := func(key string, before, after any) resource.Op {
		return resource.Op{Type: "file", Key: key, Before: content(before), After: content(after)}
	}
	run := func(ops ...resource.Op) []resource.Result {
		t.Helper()
		for i := range ops { // ids are given in this order
			for n := range ops[i].Needs {
				ops[i].Needs[n] = "c" + itoa(s.ops+1+n)
			}
		}
		return s.batch(t, ops...)
	}
	waits := file(third, nil, b64("c"))
	waits.Needs = []string{"1", "2"}
	r := run(file(first, nil, b64("a")), file(second, nil, b64("b")), waits)
	want(t, r[2], resource.Done, nil)
	waits = file(third, b64("c"), b64("d"))
	waits.Needs = []string{"1", "2"}
	r = run(file(first, nil, b64("a")), file(second, nil, b64("b")), waits)
	want(t, r[0], resource.Already, nil)
	want(t, r[2], resource.Already, nil)
	if string(s.host.ReadFile(third)) != "c" {
		t.Error("it was made although nothing that it waits for was")
	}
	waits.Needs = []string{"1", "2"}
	r = run(file(first, nil, b64("a")), file(second, b64("b"), b64("e")), waits)
	want(t, r[2], resource.Done, nil)
}

// Package conformance has the cases that every far end must pass: a practice Windows, a real Windows, and the
// simulator. What they answer to one question must be the same.
package conformance

import (
	"context"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/resource"
)

// Host prepares a computer for the cases and looks at it afterwards, past the agent. Preparations may be collected
// until Ready.
type Host interface {
	// WriteFile writes a file, with the folders that it needs.
	WriteFile(path string, data []byte)
	MakeFolder(path string)
	// ReadFile gives a file's bytes, nil when it is not there.
	ReadFile(path string) []byte
	// List gives the names in a folder, sorted.
	List(path string) []string
	// SetValue sets a registry value; key as in the protocol, kind one of sz, expand_sz, multi_sz, dword, qword, binary
	// (base64).
	SetValue(key, kind string, value any)
	// SetRaw sets a registry value of any type by the type's number and the bytes.
	SetRaw(key string, typ int, data []byte)
	// AddRule adds a raw firewall rule to a store: local, policy (a group policy's) or mdm (a device management's).
	AddRule(id, raw, store string)
	// RemoveRules takes rules out of all stores.
	RemoveRules(ids ...string)
	// SetSDDL gives a file or folder an access list of its own.
	SetSDDL(path, sddl string)
	// Service names a service that is stopped, has start type manual, runs when it is started, and has no dependents.
	Service() string
	// AddService makes a service known that starts by itself and is not started.
	AddService(name, imagePath string)
	// Deny takes the right to read and write a resource from whoever runs the agent, until it is called again with
	// allow.
	Deny(typ, key string, allow bool)
	// Hold opens a file as another program would that shares it with nobody, until release is called.
	Hold(path string) (release func())
	// Except says why a case, named type/name, is known to be answered otherwise here than on Windows; "" when it is
	// not.
	Except(name string) string
	// Ready is called after the last preparation, and again after later ones.
	Ready()
}

// Open starts a session on the host under test.
type Open func(t *testing.T, mode exec.Mode) exec.Session

// suite is what the cases share: one session for questions and changes, because a start takes most of the time.
type suite struct {
	host    Host
	session exec.Session
	ctx     context.Context
	ops     int
	table   *Table
}

// Run prepares the host and runs all cases on it. The log has a table of them.
func Run(t *testing.T, host Host, open Open) {
	t.Helper()
	prepareFiles(host)
	prepareRegistry(host)
	prepareFirewall(host)
	preparePermissions(host)
	prepareOdd(host)
	prepareLaw(host)
	preparePrograms(host)
	host.WriteFile(oemFile, oemText)
	host.Ready()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	s := &suite{host: host, session: open(t, exec.Apply), ctx: ctx, table: newTable()}
	t.Run("get", s.get)
	t.Run("file", s.files)
	t.Run("registry", s.registry)
	t.Run("service", s.services)
	t.Run("firewall_rule", s.rules)
	t.Run("permission", s.permissions)
	t.Run("script", s.scripts)
	t.Run("program", s.programs)
	t.Run("task", s.tasks)
	t.Run("wait", s.waits)
	t.Run("reboot", s.reboots)
	t.Run("batch", s.batches)
	t.Run("needs", s.needs)
	t.Run("lock", func(t *testing.T) { s.locks(t, open) })
	t.Run("command", func(t *testing.T) {
		(&suite{host: host, session: open(t, exec.Command), ctx: ctx, table: s.table}).commands(t)
	})
	t.Run("taken back", s.inverse)
	t.Run("odd names", s.odd)
	t.Run("long paths", s.long)
	t.Run("large values", s.large)
	t.Run("wrong types", s.wrong)
	t.Run("denied", s.denied)
	t.Run("locked", s.locked)
	t.Run("left behind", s.leftBehind)
	t.Run("observe", func(t *testing.T) { s.observeOnly(t, open(t, exec.Observe)) })
	t.Logf("conformance on %s: %s\n%s", t.Name(), map[bool]string{false: "passed", true: "FAILED"}[t.Failed()], s.table)
}

// ask asks one question.
func (s *suite) ask(t *testing.T, q resource.Query) resource.Answer {
	t.Helper()
	s.table.get(q.Type)
	a, err := s.session.Observe(s.ctx, []resource.Query{q})
	if err != nil {
		t.Fatal(err)
	}
	return a[0]
}

// one asks for one resource, which must be answered with one item.
func (s *suite) one(t *testing.T, typ, key string, args resource.Props) resource.Props {
	t.Helper()
	a := s.ask(t, resource.Query{Type: typ, Key: key, Args: args})
	if a.Fault != nil || len(a.Items) != 1 {
		t.Fatalf("%s %s: %v, %d items", typ, key, a.Fault, len(a.Items))
	}
	return a.Items[0].Props
}

// set applies one operation.
func (s *suite) set(t *testing.T, typ, key string, before, after resource.Props) resource.Result {
	t.Helper()
	return s.batch(t, resource.Op{Type: typ, Key: key, Before: before, After: after})[0]
}

func (s *suite) batch(t *testing.T, ops ...resource.Op) []resource.Result {
	t.Helper()
	for i := range ops {
		s.ops++
		ops[i].ID = "c" + itoa(s.ops)
		s.table.set(ops[i].Type)
	}
	var results []resource.Result
	if err := s.session.Apply(s.ctx, ops, func(r resource.Result) { results = append(results, r) }); err != nil {
		t.Fatal(err)
	}
	if len(results) != len(ops) {
		t.Fatalf("%d results for %d operations", len(results), len(ops))
	}
	return results
}

// want checks a result's status and, where given, its properties.
func want(t *testing.T, r resource.Result, status resource.Status, now resource.Props) {
	t.Helper()
	if r.Status != status {
		t.Errorf("status %s (%v, now %v), want %s", r.Status, r.Fault, r.Now, status)
		return
	}
	wantProps(t, r.Now, now)
}

// wantProps checks that the wanted properties have these values.
func wantProps(t *testing.T, got, want resource.Props) {
	t.Helper()
	for _, k := range want.Keys() {
		w := resource.Normal(want[k])
		if g, ok := got[k]; !ok || !resource.Equal(g, w) {
			t.Errorf("%s is %v, want %v", k, got[k], w)
		}
	}
}

func wantFault(t *testing.T, f *resource.Fault, code resource.FaultCode) {
	t.Helper()
	if f == nil || f.Code != code {
		t.Errorf("fault %v, want %s", f, code)
	}
}

package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Exception is a case that a host is known to answer otherwise than Windows, and why.
type Exception struct {
	Case   string // as in Except: type/name
	Reason string
}

// Table counts what was asked and changed, by resource type. A case is one question or change whose answer was
// compared.
type Table struct {
	mu       sync.Mutex
	gets     map[string]int
	sets     map[string]int
	excepted map[string][]Exception
}

func newTable() *Table {
	return &Table{gets: map[string]int{}, sets: map[string]int{}, excepted: map[string][]Exception{}}
}

func (b *Table) get(typ string) { b.mu.Lock(); b.gets[typ]++; b.mu.Unlock() }
func (b *Table) set(typ string) { b.mu.Lock(); b.sets[typ]++; b.mu.Unlock() }

// String is the table as Markdown, with the reasons of what was excepted below it.
func (b *Table) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	types := map[string]bool{}
	for _, m := range []map[string]int{b.gets, b.sets} {
		for k := range m {
			types[k] = true
		}
	}
	for k := range b.excepted {
		types[k] = true
	}
	var out, reasons strings.Builder
	out.WriteString("| type | questions | changes | excepted |\n|---|---|---|---|\n")
	gets, sets, excepted := 0, 0, 0
	for _, typ := range slices.Sorted(maps.Keys(types)) {
		fmt.Fprintf(&out, "| %s | %d | %d | %d |\n", typ, b.gets[typ], b.sets[typ], len(b.excepted[typ]))
		gets, sets, excepted = gets+b.gets[typ], sets+b.sets[typ], excepted+len(b.excepted[typ])
		for _, e := range b.excepted[typ] {
			fmt.Fprintf(&reasons, "- %s: %s\n", e.Case, e.Reason)
		}
	}
	fmt.Fprintf(&out, "| all | %d | %d | %d |\n", gets, sets, excepted)
	return out.String() + reasons.String()
}

// differs says whether the host is known to answer this case otherwise; then it is counted and not run.
func (s *suite) differs(t *testing.T, typ, name string) bool {
	t.Helper()
	reason := s.host.Except(typ + "/" + name)
	if reason == "" {
		return false
	}
	s.table.mu.Lock()
	s.table.excepted[typ] = append(s.table.excepted[typ], Exception{typ + "/" + name, reason})
	s.table.mu.Unlock()
	t.Logf("%s/%s is not run here: %s", typ, name, reason)
	return true
}

package sim

import (
	"slices"
	"testing"

	"github.com/xops-dev/xops/internal/resource"
)

// The table of types and what a host answers to are the same: a type without a row, or a row that nothing answers to,
// is a mistake of whoever added one.
func TestEveryTypeHasItsRow(t *testing.T) {
	answered := []string{"command", "lock", "script", "wait"} // which are done, and not looked at
	for name := range kinds {
		answered = append(answered, name)
	}
	rows := resource.Types()
	slices.Sort(rows)
	slices.Sort(answered)
	if !slices.Equal(rows, answered) {
		t.Errorf("the table has %v\nthe host answers to %v", rows, answered)
	}
	for name, k := range kinds {
		if row, _ := resource.Of(name); (row.Content || row.Record) && k.write == nil {
			t.Errorf("%s cannot be written, and its row speaks of that", name)
		}
	}
}

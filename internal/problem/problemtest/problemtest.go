// Package problemtest judges errors in tests.
package problemtest

import (
	"errors"
	"regexp"
	"slices"
	"testing"

	"github.com/xops-dev/xops/internal/problem"
)

var (
	hole     = regexp.MustCompile(`\{([a-z_]+)\}`)
	optional = regexp.MustCompile(`\[\[.*?\]\]`)
)

// Told checks that an error is one of some problems (any, if none is named), that it can be told in both languages, and
// that it has every value that its texts and its command need. It gives the problem, never nil.
func Told(t testing.TB, err error, ids ...problem.ID) *problem.Problem {
	t.Helper()
	var p *problem.Problem
	if !errors.As(err, &p) {
		t.Errorf("%T is no problem: %v", err, err)
		return &problem.Problem{}
	}
	if len(ids) > 0 && !slices.Contains(ids, p.ID) {
		t.Errorf("%q instead of %q: %v", p.ID, ids, err)
	}
	for _, e := range problem.Entries() {
		if e.ID != p.ID {
			continue
		}
		for _, text := range []string{e.DE.Cause, e.DE.Cure, e.EN.Cause, e.EN.Cure, e.Command} {
			for _, h := range hole.FindAllStringSubmatch(optional.ReplaceAllString(text, ""), -1) {
				if p.Values[h[1]] == "" {
					t.Errorf("%s has no value for %s in %q", p.ID, h[0], text)
				}
			}
		}
		return p
	}
	t.Errorf("%q has no texts", p.ID)
	return p
}

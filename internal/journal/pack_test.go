package journal

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
)

// exported is a run as a pack that was written and read again.
func exported(t *testing.T, j *Journal, run string) *Pack {
	t.Helper()
	p, err := j.Export(t.Context(), run)
	must(t, err)
	var b bytes.Buffer
	must(t, p.Encode(&b))
	again, err := DecodePack(b.Bytes())
	must(t, err)
	return again
}

// TestARunMovesWhole: in the other journal it reads as in the first, is sealed there, and written out again it is the
// same, byte for byte.
func TestARunMovesWhole(t *testing.T) {
	from, to := lived(t), open(t, t.TempDir())
	p := exported(t, from, "r1")
	id, err := to.Import(t.Context(), p)
	must(t, err)
	if d := cmp.Diff(get(t, from, "r1"), get(t, to, id)); d != "" {
		t.Error(d)
	}
	again := exported(t, to, "r1")
	if !bytes.Equal(p.Run, again.Run) || p.Digest != again.Digest {
		t.Errorf("%s\n%s", p.Run, again.Run)
	}
	if v := verified(t, to); len(v.Faults) > 0 || v.Entries < 6 {
		t.Errorf("%+v", v)
	}
	due, err := to.Due(t.Context())
	must(t, err)
	want, err := from.Due(t.Context())
	must(t, err)
	if d := cmp.Diff(want, due); d != "" || len(due) == 0 {
		t.Error(d)
	}
	_, err = to.Import(t.Context(), p)
	problemtest.Told(t, err, problem.PackKnown)
	if v := verified(t, to); len(v.Faults) > 0 {
		t.Errorf("a second import has touched the journal: %+v", v)
	}
}

// TestARunThatGoesOnIsNotWrittenOut: it would be half of it. Where its program is gone it is, and reads as interrupted
// elsewhere.
func TestARunThatGoesOnIsNotWrittenOut(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	begin(t, j, "r2", "h1")
	_, err := j.Export(t.Context(), "r2")
	problemtest.Told(t, err, problem.RunGoesOn)
	must(t, j.Close())
	j = open(t, dir)
	to := open(t, t.TempDir())
	_, err = to.Import(t.Context(), exported(t, j, "r2"))
	must(t, err)
	if r := get(t, to, "r2"); r.Status != "interrupted" {
		t.Errorf("%+v", r)
	}
}

// TestEveryChangeOfAPackIsFound: every byte of it.
func TestEveryChangeOfAPackIsFound(t *testing.T) {
	p := exported(t, lived(t), "r1")
	var b bytes.Buffer
	must(t, p.Encode(&b))
	data := bytes.TrimSpace(b.Bytes())
	body := bytes.Index(data, p.Run)
	for i := body; i < body+len(p.Run); i++ {
		bad := bytes.Clone(data)
		bad[i] ^= 1
		if _, err := DecodePack(bad); err == nil {
			t.Fatalf("byte %d (%s) is changed, and nobody finds it", i, data[max(0, i-20):i+1])
		}
	}
	for i := range data[:len(data)-1] {
		if _, err := DecodePack(data[:i]); err == nil {
			t.Fatalf("%d bytes of %d are enough", i, len(data))
		}
	}
}

func TestPacksThatAreNone(t *testing.T) {
	p := exported(t, lived(t), "r1")
	write := func(change func(*Pack)) []byte {
		q := *p
		change(&q)
		b, err := json.Marshal(&q)
		must(t, err)
		return b
	}
	body := func(old, replaced string) func(*Pack) {
		return func(q *Pack) {
			if !bytes.Contains(q.Run, []byte(old)) {
				t.Fatalf("there is no %s", old)
			}
			q.Run = json.RawMessage(strings.Replace(string(q.Run), old, replaced, 1))
			q.Digest = digestOf(q.Run)
		}
	}
	for name, c := range map[string]struct {
		data []byte
		id   problem.ID
	}{
		"nothing":           {nil, problem.PackForeign},
		"another document":  {[]byte(`{"format":"xops-plan"}`), problem.PackForeign},
		"a newer one":       {write(func(q *Pack) { q.Schema = 99 }), problem.PackNewer},
		"another digest":    {write(func(q *Pack) { q.Digest = "sha256:" }), problem.PackChanged},
		"another run's id":  {write(body(`"id":"r1","tables"`, `"id":"r9","tables"`)), problem.PackChanged},
		"a file is missing": {write(body(`"blobs":{`, `"blobs":{},"files":{`)), problem.PackChanged},
	} {
		_, err := DecodePack(c.data)
		if p := problemtest.Told(t, err, c.id); p.ID != c.id {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A column that this xops does not know is not left out: something would be lost.
	strange := write(body(`"operator":`, `"strange":1,"operator":`))
	q, err := DecodePack(strange)
	must(t, err)
	j := open(t, t.TempDir())
	_, err = j.Import(t.Context(), q)
	problemtest.Told(t, err, problem.PackChanged)
	if runs, err := j.Runs(t.Context(), 0); err != nil || len(runs) > 0 {
		t.Errorf("something of it stayed: %v %v", runs, err)
	}
}

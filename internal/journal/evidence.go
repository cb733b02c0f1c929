package journal

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Evidence is what a pack tells of a run.
type Evidence struct {
	*Run
	Practice  string                // the one that the pack is about; "": all
	Approvals []string              // the signatures under the plan, of the run's Digest
	Planned   map[string]*plan.Host // what was seen and planned, by host
}

// excerpt is what a pack of one practice has in the place of the plan, which names the others, too.
type excerpt struct {
	Practice  string       `json:"practice"`
	Approvals []string     `json:"approvals"`
	Planned   []*plan.Host `json:"planned"`
}

// document is the plan of a pack; nil where it has none.
func (c *contents) document() (*plan.Plan, error) {
	sum, _ := c.Tables["runs"][0]["plan"].(string)
	if sum == "" {
		return nil, nil
	}
	return plan.Decode(c.Blobs[sum])
}

// excerpt is that of a pack, whole or of a practice ("": of all).
func (c *contents) excerpt(practice string) (*excerpt, error) {
	if c.Excerpt != nil {
		if practice != "" && practice != c.Excerpt.Practice {
			return nil, problem.New(problem.PackPractice, "practice", practice)
		}
		return c.Excerpt, nil
	}
	e := &excerpt{Practice: practice}
	p, err := c.document()
	if p == nil || err != nil {
		return e, err
	}
	e.Approvals = p.Signatures
	for _, h := range p.Hosts {
		if practice == "" || strings.HasPrefix(h.Host, practice+"/") {
			e.Planned = append(e.Planned, h)
		}
	}
	return e, nil
}

// Of gives the part of a pack that is about one practice: it tells nothing of any other.
func (p *Pack) Of(practice string) (*Pack, error) {
	c, err := p.contents()
	if err != nil {
		return nil, err
	}
	if c.Excerpt, err = c.excerpt(practice); err != nil {
		return nil, err
	}
	for table, rows := range c.Tables {
		c.Tables[table] = slices.DeleteFunc(rows, func(row map[string]any) bool {
			host, has := row["host"].(string)
			return has && !strings.HasPrefix(host, practice+"/")
		})
	}
	if len(c.Tables["hosts"]) == 0 {
		return nil, problem.New(problem.PackPractice, "practice", practice)
	}
	run := c.Tables["runs"][0]
	run["plan"], run["rollout"] = nil, ""
	named := map[string][]byte{}
	for _, sum := range c.kept() {
		named[sum] = c.Blobs[sum]
	}
	c.Blobs = named
	body, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return &Pack{Format: PackFormat, Schema: p.Schema, Digest: digestOf(body), Run: body}, nil
}

// Read gives what a pack tells. It is read as a journal is, in one of its own that nobody sees.
func (p *Pack) Read(ctx context.Context) (*Evidence, error) {
	c, err := p.contents()
	if err != nil {
		return nil, err
	}
	told, err := c.excerpt("")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "xops-pack-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder for temporary files
	j, err := Open(dir)
	if err != nil {
		return nil, err
	}
	e := &Evidence{Practice: told.Practice, Approvals: told.Approvals, Planned: map[string]*plan.Host{}}
	if err = j.take(ctx, c); err == nil {
		e.Run, err = j.Run(ctx, c.ID)
	}
	if err = errors.Join(err, j.Close()); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	for _, h := range told.Planned {
		e.Planned[h.Host] = h
	}
	return e, nil
}

// embedded is how a document has its pack in it: behind all that a person sees, with the language in which it was
// written and by which version.
var embedded = regexp.MustCompile(`<script type="application/x-xops-run" data-lang="(de|en)" data-program="([^"]*)">` +
	`([A-Za-z0-9+/=]*)</script>\n$`)

// Embed puts a pack behind a document of HTML.
func (p *Pack) Embed(document []byte, l text.Lang, program string) ([]byte, error) {
	var data bytes.Buffer
	err := p.Encode(&data)
	return fmt.Appendf(document, "<script type=\"application/x-xops-run\" data-lang=%q data-program=%q>%s</script>\n",
		l, program, base64.StdEncoding.EncodeToString(data.Bytes())), err
}

// IsDocument says whether data is one of HTML, and no pack.
func IsDocument(data []byte) bool { return bytes.HasPrefix(data, []byte("<!DOCTYPE html>")) }

// Embedded gives the pack of a document, and what the document was written with. The error is a problem: it has none,
// or another one than was written.
func Embedded(document []byte) (p *Pack, l text.Lang, program string, err error) {
	m := embedded.FindSubmatch(document)
	if m == nil {
		return nil, "", "", problem.New(problem.PackForeign)
	}
	data, err := base64.StdEncoding.DecodeString(string(m[3]))
	if err != nil {
		return nil, "", "", problem.New(problem.PackChanged).Because(err)
	}
	p, err = DecodePack(data)
	return p, text.Lang(m[1]), string(m[2]), err
}

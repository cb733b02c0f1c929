package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/xops-dev/xops/internal/problem"
)

// Format tells a plan from other JSON, Version is that of the document. A newer version is refused, an older one read.
const (
	Format  = "xops-plan"
	Version = 2
)

// MaxSize bounds a document: 10,000 hosts with 50 changes each are far below.
const MaxSize = 1 << 30

// envelope is the document as it is written. Digest is that of the plan's own encoding.
type envelope struct {
	Format  string          `json:"format"`
	Version int             `json:"version"`
	Digest  string          `json:"digest"`
	Plan    json.RawMessage `json:"plan"`
	// Signatures come last: a file is signed by adding to its end.
	Signatures []string `json:"signatures,omitempty"`
}

// body is the plan's own encoding: the same bytes for the same plan.
func (p *Plan) body() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(p); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Digest is equal for equal plans: sha256: and 64 hexadecimal digits. What would be sent (Op) is no part of it.
func (p *Plan) Digest() (string, error) {
	b, err := p.body()
	if err != nil {
		return "", err
	}
	return digest(b), nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Encode writes the document.
func (p *Plan) Encode(w io.Writer) error {
	b, err := p.body()
	if err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(envelope{Format, Version, digest(b), b, p.Signatures})
}

// Is says whether data begins as a plan does: enough to tell it from a playbook.
func Is(data []byte) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	for _, want := range []any{json.Delim('{'), "format", Format} {
		if t, err := d.Token(); err != nil || t != want {
			return false
		}
	}
	return true
}

// Decode reads a document. The error is a problem: it is no plan, it is not whole, it was changed, or it is of a newer
// xops.
func Decode(data []byte) (*Plan, error) {
	var e envelope
	if err := strict(data, &e); err != nil {
		if Is(data) {
			return nil, problem.New(problem.PlanDamaged).Because(err)
		}
		return nil, problem.New(problem.PlanForeign).Because(err)
	}
	switch {
	case e.Format != Format:
		return nil, problem.New(problem.PlanForeign)
	case e.Version != Version:
		return nil, problem.New(problem.PlanVersion, "version", fmt.Sprint(e.Version), "known", fmt.Sprint(Version))
	}
	p := new(Plan)
	if err := strict(e.Plan, p); err != nil {
		return nil, problem.New(problem.PlanDamaged).Because(err)
	}
	// What was read must be all of it: a document that says the same in other bytes is not the one that was reviewed.
	body, err := p.body()
	if err != nil {
		return nil, problem.New(problem.PlanDamaged).Because(err)
	}
	if got := digest(body); got != e.Digest {
		return nil, problem.New(problem.PlanChanged).With("%s, not %s", got, e.Digest)
	}
	for _, h := range p.Hosts {
		if h == nil || h.Host == "" {
			return nil, problem.New(problem.PlanDamaged).With("a host without a name")
		}
	}
	for _, b := range p.Playbooks {
		for _, s := range b.Sources {
			if digest([]byte(s.Text)) != "sha256:"+s.SHA256 {
				return nil, problem.New(problem.PlanChanged).With("%s", s.Path)
			}
		}
	}
	p.Signatures = e.Signatures
	return p, nil
}

// strict reads one JSON value in which every name is known, and nothing behind it.
func strict(data []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("more than one JSON value")
	}
	return nil
}

// NewSource is a file as it is when the plan is made.
func NewSource(path string, text []byte) Source {
	sum := sha256.Sum256(text)
	return Source{Path: path, SHA256: hex.EncodeToString(sum[:]), Text: string(text)}
}

package cli

import (
	"bytes"
	"context"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/sign"
	"github.com/xops-dev/xops/internal/text"
)

// The formats of a run that is written out.
const (
	formatJSON = "json"
	formatCSV  = "csv"
	formatHTML = "html"
)

// write gives a pack in a format.
func write(ctx context.Context, pack *journal.Pack, format string, l text.Lang) ([]byte, error) {
	var b bytes.Buffer
	if format == formatJSON {
		err := pack.Encode(&b)
		return b.Bytes(), err
	}
	e, err := pack.Read(ctx)
	if err != nil {
		return nil, err
	}
	if format == formatCSV {
		err := report.WriteCSV(&b, e, l)
		return b.Bytes(), err
	}
	return document(pack, e, l, version())
}

// document is a pack as a document, with the pack in it.
func document(pack *journal.Pack, e *journal.Evidence, l text.Lang, program string) ([]byte, error) {
	var b bytes.Buffer
	o := report.EvidenceOptions{Lang: l, Digest: pack.Digest, Program: program}
	for _, armor := range e.Approvals {
		key, err := sign.Signer(e.Digest, armor)
		if err != nil {
			return nil, err
		}
		o.Approvers = append(o.Approvers, key.String())
	}
	if err := report.WriteEvidence(&b, e, o); err != nil {
		return nil, err
	}
	return pack.Embed(b.Bytes(), l, program)
}

// decodePack reads a pack, or the one in a document. What the document shows must be what its pack says.
func decodePack(ctx context.Context, data []byte) (*journal.Pack, error) {
	if !journal.IsDocument(data) {
		return journal.DecodePack(data)
	}
	pack, l, program, err := journal.Embedded(data)
	if err != nil {
		return nil, err
	}
	e, err := pack.Read(ctx)
	if err != nil {
		return nil, err
	}
	again, err := document(pack, e, l, program)
	switch {
	case err != nil:
		return nil, err
	case !bytes.Equal(again, data) && program != version():
		return nil, problem.New(problem.PackOtherView, "program", report.Clean(program))
	case !bytes.Equal(again, data):
		return nil, problem.New(problem.PackChanged)
	}
	return pack, nil
}

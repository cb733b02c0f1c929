package step

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// File gives a file its content, removes it, or moves a file or folder to quarantine.
type File struct {
	Path     string  `hcl:"path"`
	Content  *string `hcl:"content,optional"`
	Encoding string  `hcl:"encoding,optional"`
	Absent   bool    `hcl:"absent,optional"`
	MoveTo   string  `hcl:"move_to,optional"`
}

// Observe implements Step.
func (s *File) Observe(w World) []resource.Query {
	if s.MoveTo == "" {
		out := observeFile(w, s.Path)
		if s.Content != nil && !windows.HasPattern(s.Path) {
			out = append(out, observeAbove(w, s.Path)...)
		}
		return out
	}
	out := observeAbove(w, s.MoveTo)
	for _, path := range []string{s.Path, s.MoveTo} {
		if windows.HasPattern(path) || !known(w, "file", path) {
			out = append(out, fileQuery(path, false))
		}
	}
	return out
}

// Check implements Checker.
func (s *File) Check() Mistakes {
	var m Mistakes
	n := 0
	for _, given := range []bool{s.Content != nil, s.Absent, s.MoveTo != ""} {
		if given {
			n++
		}
	}
	if n != 1 {
		m.add("content absent move_to", text.OneOfContent)
	}
	if s.Encoding != "" && s.Content == nil {
		m.add("encoding content", text.EncodingAlone)
	}
	if s.Content != nil && windows.HasPattern(s.Path) {
		m.add("path content", text.ContentPath, "path", s.Path)
	}
	if windows.HasPattern(s.MoveTo) {
		m.add("move_to", text.MovePath, "path", s.MoveTo)
	}
	if s.Encoding != "" {
		m.oneOf("encoding", text.Same("encoding"), s.Encoding, "windows-1252", "utf-8", "utf-8-bom", "utf-16le")
	}
	if s.Content != nil {
		_, _, err := s.bytes()
		m.addErr("content encoding", err)
	}
	return m
}

// Plan implements Step.
func (s *File) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	if s.Content != nil {
		return s.write(w)
	}
	if windows.HasPattern(s.Path) { // nothing there is what is wanted
		items, err := w.List(fileQuery(s.Path, s.Absent))
		if err == nil && len(items) == 0 {
			return nil, nil
		}
	}
	file, err := oneFile(w, s.Path, s.Absent)
	if err != nil {
		return nil, err
	}
	if file.Props["exists"] == false {
		return nil, nil
	}
	if s.MoveTo != "" {
		return s.move(w, file)
	}
	if file.Props.String("kind") == "directory" {
		return nil, problem.New(problem.PathIsFolder, "path", file.Key)
	}
	data, err := contentOf(file)
	if err != nil {
		return nil, err
	}
	return []Change{{
		Action: Delete, Resource: resource.ID{Type: "file", Key: file.Key}, Op: write(file.Key, data, nil),
		Reversible: true,
		Before:     resource.Props{"exists": true, "size": int64(len(data)), "sha256": hash(data)},
		After:      resource.Props{"exists": false},
		Notes:      []*problem.Problem{problem.New(problem.NoteFileKept)},
	}}, nil
}

// bytes are the content as the file gets it.
func (s *File) bytes() ([]byte, windows.Encoding, error) {
	enc := windows.Encoding(s.Encoding)
	if enc == "" {
		enc = windows.Windows1252
	}
	if enc == windows.UTF16LENoBOM {
		enc = "" // read, never written
	}
	text := strings.ReplaceAll(strings.ReplaceAll(*s.Content, "\r\n", "\n"), "\n", "\r\n")
	want, err := windows.Encode(text, enc)
	if want == nil {
		want = []byte{}
	}
	return want, enc, err
}

func (s *File) write(w World) ([]Change, error) {
	want, enc, err := s.bytes()
	if err != nil {
		return nil, err
	}
	file, err := oneFile(w, s.Path, true)
	if err != nil {
		return nil, err
	}
	c := Change{Action: Create, Resource: resource.ID{Type: "file", Key: file.Key}, Reversible: true}
	if file.Props["exists"] == false {
		if err := folderMissing(w, file.Key); err != nil {
			return nil, err
		}
		c.Op = write(file.Key, nil, want)
		c.Before = resource.Props{"exists": false}
		c.After = resource.Props{
			"exists": true, "encoding": string(enc), "size": int64(len(want)),
			"sha256": hash(want),
		}
		c.Diff = textDiff(nil, want)
		return []Change{c}, nil
	}
	now, err := contentOf(file)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(now, want) {
		return nil, nil
	}
	c.Action, c.Op, c.Diff = Update, write(file.Key, now, want), textDiff(now, want)
	c.Before = resource.Props{"encoding": string(windows.Detect(now)), "size": int64(len(now)), "sha256": hash(now)}
	c.After = resource.Props{"encoding": string(enc), "size": int64(len(want)), "sha256": hash(want)}
	return []Change{c}, nil
}

// hash is the property sha256 of bytes: with it the meaning of a change tells which content is meant.
func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// textDiff are the lines that differ, with one line around them; nil when it is no text.
func textDiff(before, after []byte) []string {
	const limit = 200
	a, _, err1 := windows.Decode(before)
	b, _, err2 := windows.Decode(after)
	if err1 != nil || err2 != nil {
		return nil
	}
	plain := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
	u, err := udiff.ToUnified("", "", plain(a), udiff.Strings(plain(a), plain(b)), 1)
	if err != nil {
		return nil
	}
	var out []string
	for _, line := range strings.Split(strings.TrimSuffix(u, "\n"), "\n") {
		if strings.HasPrefix(line, "---") || strings.HasPrefix(line, "+++") || strings.HasPrefix(line, "@@") ||
			strings.HasPrefix(line, `\`) || line == "" {
			continue
		}
		if len(out) == limit {
			return append(out, " …")
		}
		out = append(out, line)
	}
	return out
}

func (s *File) move(w World, file resource.Item) ([]Change, error) {
	from, ok1 := windows.Drive(file.Key)
	to, ok2 := windows.Drive(s.MoveTo)
	if !ok1 || !ok2 || from != to {
		return nil, problem.New(problem.MoveOtherDrive, "from", file.Key, "to", s.MoveTo)
	}
	a, b := resource.Canonical("file", file.Key), resource.Canonical("file", s.MoveTo)
	if a == b || strings.HasPrefix(b, a+`\`) {
		return nil, problem.New(problem.MoveWithin, "from", file.Key, "to", s.MoveTo)
	}
	there, err := w.Get("file", s.MoveTo)
	if err != nil {
		return nil, cannotRead(problem.ReadFile, s.MoveTo, err)
	}
	if there["exists"] != false {
		return nil, problem.New(problem.MoveExists, "from", file.Key, "to", s.MoveTo)
	}
	if err := folderMissing(w, s.MoveTo); err != nil {
		return nil, err
	}
	note := problem.NoteFileMoved
	if file.Props.String("kind") == "directory" {
		note = problem.NoteFolderMoved
	}
	return []Change{{
		Action: Update, Resource: resource.ID{Type: "file", Key: file.Key}, Reversible: true,
		Before: resource.Props{"path": file.Key}, After: resource.Props{"path": s.MoveTo},
		Op: &resource.Op{
			Type: "file", Key: file.Key,
			Before: resource.Props{"path": file.Key}, After: resource.Props{"path": s.MoveTo},
		},
		Notes: []*problem.Problem{problem.New(note)},
	}}, nil
}

package step

import (
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// Directory makes sure that a folder is there. Each folder above it that is missing is a change of its own.
type Directory struct {
	Path string `hcl:"path"`
}

// Observe implements Step.
func (s *Directory) Observe(w World) []resource.Query {
	var out []resource.Query
	for _, folder := range folders(s.Path) {
		if !known(w, "file", folder, "kind") {
			out = append(out, fileQuery(folder, false))
		}
	}
	return out
}

// Check implements Checker.
func (s *Directory) Check() Mistakes {
	var m Mistakes
	switch {
	case windows.HasPattern(s.Path):
		m.add("path", text.FolderPattern, "path", s.Path)
	case folders(s.Path) == nil:
		m.add("path", text.NotWholePath, "path", s.Path)
	}
	return m
}

// Plan implements Step.
func (s *Directory) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	var out []Change
	for _, folder := range folders(s.Path) {
		p, err := w.Get("file", folder)
		switch {
		case err != nil:
			return nil, cannotRead(problem.ReadFile, folder, err)
		case p.String("kind") == "directory":
			continue
		case p["exists"] != false:
			return nil, problem.New(problem.NotAFolder, "path", folder)
		case len(out) == 0 && p.String("drive") == "unknown":
			return nil, noDrive(folder)
		}
		before, after := resource.Props{"exists": false, "kind": nil}, resource.Props{
			"exists": true,
			"kind":   "directory",
		}
		out = append(out, Change{
			Action: Create, Resource: resource.ID{Type: "file", Key: folder}, Before: before, After: after,
			Reversible: true,
			Op:         &resource.Op{Type: "file", Key: folder, Before: before, After: after},
		})
	}
	return out, nil
}

// folders are a folder and those above it, the outermost first, without the drive or share itself; nil where the path
// is not whole.
func folders(path string) []string {
	path = strings.TrimRight(strings.ReplaceAll(path, "/", `\`), `\`)
	root := 3 // C:\
	if _, ok := windows.Drive(path + `\`); !ok {
		parts := strings.SplitN(strings.TrimPrefix(path, `\\`), `\`, 3)
		if !strings.HasPrefix(path, `\\`) || len(parts) < 3 {
			return nil
		}
		root = len(path) - len(parts[2])
	}
	if len(path) <= root {
		return nil
	}
	var out []string
	for i := root; i < len(path); i++ {
		if path[i] == '\\' {
			out = append(out, path[:i])
		}
	}
	return append(out, path)
}

// above is the folder in which a name lies; "" for a drive or share itself.
func above(path string) string {
	all := folders(path)
	if len(all) < 2 {
		return ""
	}
	return all[len(all)-2]
}

// observeAbove asks for the folder in which something is to be made.
func observeAbove(w World, path string) []resource.Query {
	at := above(path)
	if at == "" {
		if drive, ok := windows.Drive(path); ok {
			at = drive + `:\`
		}
	}
	if at == "" || known(w, "file", at, "kind") {
		return nil
	}
	return []resource.Query{fileQuery(at, false)}
}

// folderMissing says that the folder in which something is to be made is not there; nil when it is.
func folderMissing(w World, path string) error {
	at := above(path)
	if at == "" {
		drive, ok := windows.Drive(path)
		if !ok {
			return nil
		}
		at = drive + `:\`
	}
	p, err := w.Get("file", at)
	switch {
	case err != nil:
		return cannotRead(problem.ReadFile, at, err)
	case p.String("kind") == "directory":
		return nil
	case p.String("drive") == "unknown":
		return noDrive(at)
	case p["exists"] == false:
		return problem.New(problem.FolderAbsent, "path", at)
	}
	return problem.New(problem.NotAFolder, "path", at)
}

func noDrive(path string) error {
	drive, _ := windows.Drive(path + `\`)
	return problem.New(problem.NoDrive, "drive", drive+":")
}

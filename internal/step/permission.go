package step

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// Permission gives an account a right on a file or folder.
type Permission struct {
	Path    string `hcl:"path"`
	Account string `hcl:"account"`
	Rights  string `hcl:"rights"`
}

// mostBelow is how far the files and folders are counted that a change of a folder's list is handed down to.
const mostBelow = 10_000

// permissionQuery asks for an access list; for that of one folder also how much is below, so that a step and a query
// for the same folder are one question.
func permissionQuery(path string) resource.Query {
	q := resource.Query{Type: "permission", Key: path}
	if !windows.HasPattern(path) {
		q.Args = resource.Props{"below": int64(mostBelow)}
	}
	return q
}

// Observe implements Step.
func (s *Permission) Observe(w World) []resource.Query {
	path := s.Path
	if windows.HasPattern(path) {
		items, err := w.List(fileQuery(path, false))
		if err != nil || len(items) != 1 {
			return []resource.Query{fileQuery(path, false)}
		}
		path = place(items[0]).Key
	}
	if !known(w, "permission", path, "sddl", "below") {
		return []resource.Query{permissionQuery(path)}
	}
	var out []resource.Query
	if _, made := madeHere(w, path); made {
		for _, at := range lineage(path) {
			if !known(w, "permission", at, "sddl") {
				out = append(out, resource.Query{Type: "permission", Key: at})
			}
		}
	}
	return out
}

// madeHere says whether what is not there yet is made by an earlier step, and as what.
func madeHere(w World, path string) (kind string, made bool) {
	p, err := w.Get("permission", path)
	if err != nil || p["exists"] != false {
		return "", false
	}
	file, err := w.Get("file", path)
	return file.String("kind"), err == nil && file["exists"] == true
}

// accessList is the access list of a file or folder, with the properties of "permission". One that is made by an
// earlier step has what the folder above hands down.
func accessList(w World, path string) (*windows.DACL, resource.Props, error) {
	if kind, made := madeHere(w, path); made {
		lies := lineage(path)
		above, _, err := accessList(w, lies[len(lies)-1])
		if err != nil {
			return nil, nil, err
		}
		return above.Inherited(kind != "file"), resource.Props{"kind": kind}, nil
	}
	p, err := w.Get("permission", path)
	if err != nil {
		return nil, nil, cannotRead(problem.ReadAccessList, path, err)
	}
	if p["exists"] == false {
		return nil, nil, problem.New(problem.FileAbsent, "path", path)
	}
	acl, err := windows.ParseDACL(p.String("sddl"))
	if err != nil {
		return nil, nil, within(path, err)
	}
	return acl, p, nil
}

// lineage are the drive or share and the folders above a path, the outermost first.
func lineage(path string) []string {
	all := folders(path)
	if len(all) == 0 {
		return nil
	}
	root := all[0][:strings.LastIndexByte(all[0], '\\')+1]
	return append([]string{root}, all[:len(all)-1]...)
}

// Check implements Checker.
func (s *Permission) Check() Mistakes {
	var m Mistakes
	_, err := windows.AccountSID(s.Account)
	m.addErr("account", err)
	_, err = windows.Rights(s.Rights)
	m.addErr("rights", err)
	return m
}

// Plan implements Step.
func (s *Permission) Plan(w World) ([]Change, error) {
	if err := s.Check().Err(); err != nil {
		return nil, err
	}
	sid, _ := windows.AccountSID(s.Account)
	mask, _ := windows.Rights(s.Rights)
	path := s.Path
	if windows.HasPattern(path) {
		file, err := oneFile(w, path, false)
		if err != nil {
			return nil, err
		}
		path = file.Key
	}
	acl, p, err := accessList(w, path)
	if err != nil {
		return nil, err
	}
	folder := p.String("kind") != "file"
	if acl.Covers(sid, mask, folder) {
		return nil, nil
	}
	if p["canonical"] == false || !acl.Canonical() {
		return nil, problem.New(problem.AccessOrder, "path", path)
	}
	changes, err := s.change(path, acl, sid, mask, folder)
	if err == nil {
		changes[0].Notes = append(changes[0].Notes, belowNotes(p)...)
	}
	if kind, made := madeHere(w, path); made && err == nil {
		changes[0].Predict["exists"], changes[0].Predict["kind"] = true, kind
	}
	return changes, err
}

func (s *Permission) change(path string, acl *windows.DACL, sid string, mask uint32, folder bool) ([]Change, error) {
	flags := ""
	if folder {
		flags = "OICI"
	}
	name := "allow|" + sid + "|" + flags
	var old any
	reversible := true
	if m, ok := acl.Explicit(sid, flags); ok {
		old, mask = int64(m), mask|windows.MapGeneric(m)
		reversible = m == windows.MapGeneric(m) // Windows stores no generic rights on what they would take effect
	}
	before := acl.Entries()
	acl.Allow(sid, flags, mask)
	if want, _ := windows.Rights(s.Rights); !acl.Covers(sid, want, folder) {
		return nil, problem.New(problem.AccessDenied, "account", s.Account, "path", path,
			"entries", strings.Join(acl.Denies(sid, want), " "))
	}
	c := Change{
		Action: Update, Resource: resource.ID{Type: "permission", Key: path},
		Before: resource.Props{name: old}, After: resource.Props{name: int64(mask)},
		Op: &resource.Op{
			Type: "permission", Key: path,
			Before: resource.Props{name: old}, After: resource.Props{name: int64(mask)},
		},
		Predict: resource.Props{"sddl": acl.String()}, Reversible: reversible,
		Diff: aclDiff(before, acl.Entries()),
	}
	note := problem.NoteRightFile
	if folder {
		note = problem.NoteRightFolder
	}
	who := sid
	if !strings.EqualFold(s.Account, sid) {
		who = fmt.Sprintf("%s (%s)", s.Account, sid)
	}
	c.Notes = append(c.Notes, problem.New(note, "right", s.Rights, "who", who))
	return []Change{c}, nil
}

// belowNotes says how many files and folders are in a folder: in powers of ten, so that computers whose folders differ
// by some files are still told as one. None where there are none, or nobody has counted.
func belowNotes(p resource.Props) []*problem.Problem {
	count, to := p.Int("below"), int64(10)
	switch {
	case count == 0:
		return nil
	case p["below_more"] == true:
		return []*problem.Problem{problem.New(problem.NoteRightBelowMore, "count", strconv.FormatInt(count, 10))}
	}
	for to < count {
		to *= 10
	}
	return []*problem.Problem{problem.New(problem.NoteRightBelow, "count", strconv.FormatInt(to, 10))}
}

// aclDiff shows the entries that differ.
func aclDiff(before, after []string) []string {
	var out []string
	for _, e := range before {
		if !slices.Contains(after, e) {
			out = append(out, "-"+e)
		}
	}
	for _, e := range after {
		if !slices.Contains(before, e) {
			out = append(out, "+"+e)
		}
	}
	return out
}

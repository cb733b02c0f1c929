package step

import (
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// PermissionQuery says what an account may do with files and folders.
type PermissionQuery struct {
	Path    string `hcl:"path"`
	Account string `hcl:"account,optional"`
	Rights  string `hcl:"rights,optional"`
	// Covers: "users" asks whether every ordinary user is given the rights, by whatever group; Groups are SIDs of the
	// practice's own groups in which all of them are.
	Covers string   `hcl:"covers,optional"`
	Groups []string `hcl:"groups,optional"`
}

// Ask implements Query.
func (q *PermissionQuery) Ask() []resource.Query {
	return []resource.Query{permissionQuery(q.Path)}
}

// Check implements Checker.
func (q *PermissionQuery) Check() Mistakes {
	var m Mistakes
	if (q.Account == "") == (q.Covers == "") {
		m.add("account covers", text.EitherOr, "one", "account", "other", "covers")
		return m
	}
	if q.Covers != "" {
		m.oneOf("covers", text.Same("covers"), q.Covers, "users")
	}
	for _, a := range append(q.Groups[:len(q.Groups):len(q.Groups)], q.Account) {
		if a != "" {
			_, err := windows.AccountSID(a)
			m.addErr("account", err)
		}
	}
	if q.Rights != "" || q.Covers != "" {
		_, err := windows.Rights(q.Rights)
		m.addErr("rights", err)
	}
	return m
}

// Answer implements Query.
func (q *PermissionQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	sid, _ := windows.AccountSID(q.Account)
	mask, _ := windows.Rights(q.Rights)
	items, err := existing(w, q.Ask()[0])
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, i := range items {
		row := pick(i.Props, "sddl", "owner", "protected")
		row["path"], row["granted"], row["by"], row["who"], row["denied"] = i.Key, nil, []any{}, []any{}, []any{}
		if q.Rights != "" {
			acl, err := windows.ParseDACL(i.Props.String("sddl"))
			if err != nil {
				return nil, within(i.Key, err)
			}
			folder := i.Props.String("kind") != "file"
			if q.Covers == "" {
				row["granted"] = acl.Covers(sid, mask, folder)
				row["denied"] = list(acl.Denies(sid, mask))
			} else {
				q.covers(w.Lang(), row, acl, mask, folder)
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// covers fills in whether every ordinary user has the rights: true where a group that all are in has them; null where
// only groups or users have them of which nobody knows who that is.
func (q *PermissionQuery) covers(l text.Lang, row map[string]any, acl *windows.DACL, mask uint32, folder bool) {
	own := make([]string, len(q.Groups))
	for n, g := range q.Groups {
		own[n], _ = windows.AccountSID(g)
	}
	by, others := acl.Users(mask, folder, own)
	who := make([]string, len(by))
	for n, sid := range by {
		who[n] = sid
		if name, ok := text.Accounts[sid]; ok {
			who[n] = name.In(l) + " (" + sid + ")"
		}
	}
	row["by"], row["who"], row["denied"] = list(by), list(who), list(acl.Denies("S-1-5-32-545", mask))
	switch {
	case len(by) > 0:
		row["granted"] = true
	case len(others) == 0:
		row["granted"] = false
	}
}

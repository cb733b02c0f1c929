package step

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// ShareQuery tells of the folders that the computer shares, and what ordinary users may do through the share.
type ShareQuery struct {
	Groups []string `hcl:"groups,optional"` // SIDs of the practice's own groups in which every user is
	SMB1   bool     `hcl:"smb1,optional"`   // whether the first version of the protocol is spoken
}

const (
	lanmanServer = `HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer`
	oldSMB       = `HKLM\SYSTEM\CurrentControlSet\Services\mrxsmb10`
)

// Ask implements Query.
func (q *ShareQuery) Ask() []resource.Query {
	out := []resource.Query{
		{Type: "registry", Key: registryKey(lanmanServer+`\Shares`, "*")},
		{Type: "registry", Key: registryKey(lanmanServer+`\Shares\Security`, "*")},
	}
	if q.SMB1 {
		out = append(out, resource.Query{Type: "registry", Key: registryKey(lanmanServer+`\Parameters`, "SMB1")},
			resource.Query{Type: "registry", Key: registryKey(oldSMB, "Start")})
	}
	return out
}

// Check implements Checker.
func (q *ShareQuery) Check() Mistakes {
	var m Mistakes
	for _, g := range q.Groups {
		_, err := windows.AccountSID(g)
		m.addErr("groups", err)
	}
	return m
}

// Answer implements Query.
func (q *ShareQuery) Answer(w World) ([]map[string]any, error) {
	if err := q.Check().Err(); err != nil {
		return nil, err
	}
	ask := q.Ask()
	shares, err := existing(w, ask[0])
	if err != nil {
		return nil, err
	}
	rights, err := quiet(w, ask[1])
	if err != nil {
		return nil, err
	}
	var old any
	if q.SMB1 {
		if old, err = q.smb1(w, ask[2], ask[3]); err != nil {
			return nil, err
		}
	}
	lists := map[string]string{}
	for _, r := range rights {
		lists[strings.ToLower(valueName(r.Key))] = r.Props.String("value")
	}
	out := []map[string]any{}
	for _, s := range shares {
		name := valueName(s.Key)
		row := map[string]any{
			"name": name, "path": nil, "type": nil, "sddl": nil, "changes": nil, "by": []any{}, "smb1": old,
		}
		for _, field := range s.Props.Strings("value") {
			switch key, value, _ := strings.Cut(field, "="); strings.ToLower(key) {
			case "path":
				row["path"] = strings.TrimSuffix(value, `\`)
			case "type":
				if n, err := strconv.ParseInt(value, 10, 64); err == nil {
					row["type"] = n
				}
			}
		}
		if list, set := lists[strings.ToLower(name)]; rights != nil {
			q.judge(row, list, set)
		}
		out = append(out, row)
	}
	return out, nil
}

// judge fills in whether every ordinary user may change what is shared. A share without a list of its own lets
// everybody read.
func (q *ShareQuery) judge(row map[string]any, kept string, set bool) {
	sddl := "D:(A;;0x1200a9;;;WD)"
	if set {
		data, err := base64.StdEncoding.DecodeString(kept)
		read, ok := windows.DescriptorSDDL(data)
		if err != nil || !ok {
			return
		}
		sddl = read
	}
	row["sddl"] = sddl
	acl, err := windows.ParseDACL(sddl)
	if err != nil {
		return
	}
	own := make([]string, len(q.Groups))
	for n, g := range q.Groups {
		own[n], _ = windows.AccountSID(g)
	}
	by, others := acl.Users(windows.RightsModify, false, own)
	row["by"] = list(by)
	switch {
	case len(by) > 0:
		row["changes"] = true
	case len(others) == 0:
		row["changes"] = false
	}
}

// smb1 says whether the first version of the protocol is spoken: as it is set, else where Windows still has it.
func (q *ShareQuery) smb1(w World, server, driver resource.Query) (any, error) {
	set, err := quiet(w, server)
	if err != nil || set == nil {
		return nil, err
	}
	if len(set) > 0 {
		return !resource.Equal(set[0].Props["value"], int64(0)), nil
	}
	has, err := quiet(w, driver)
	if err != nil || has == nil {
		return nil, err
	}
	const disabled = 4
	return len(has) > 0 && !resource.Equal(has[0].Props["value"], int64(disabled)), nil
}

func valueName(key string) string {
	_, name, _ := strings.Cut(key, `\\`)
	return name
}

package step

import (
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

func touchedEntries(w World, op *resource.Op) (resource.Props, error) {
	p, err := get(w, op.Type, op.Key)
	if err != nil {
		return nil, err
	}
	var acl *windows.DACL
	if p["exists"] != false { // what is gone has no entries either
		if acl, err = windows.ParseDACL(p.String("sddl")); err != nil {
			return nil, within(op.Key, err)
		}
	}
	out := resource.Props{}
	for name := range op.Before {
		if out[name] = nil; acl != nil {
			out[name] = entry(acl, name)
		}
	}
	return out, nil
}

// layEntries works out the new access list from the entries that a change touches.
func layEntries(f *Facts, op resource.Op, after resource.Props) bool {
	now, err := f.Get(op.Type, op.Key)
	if err != nil {
		return false
	}
	acl, err := windows.ParseDACL(now.String("sddl"))
	if err != nil {
		return false
	}
	for name := range op.After {
		parts := strings.Split(name, "|")
		if len(parts) == 3 && parts[0] == "allow" {
			acl.Allow(parts[1], parts[2], uint32(op.After.Int(name)))
		}
	}
	after["sddl"] = acl.String()
	return false
}

// entry is the property of an access list that docs/protocol.md calls allow|SID|flags: the mask of the account's
// explicit entries; nil for none.
func entry(acl *windows.DACL, name string) any {
	parts := strings.Split(name, "|")
	if len(parts) != 3 || parts[0] != "allow" {
		return nil
	}
	if mask, ok := acl.Explicit(parts[1], parts[2]); ok {
		return int64(mask)
	}
	return nil
}

package windows

import (
	"slices"
	"strings"
)

// everybody are the groups that every ordinary user of a practice is in: Everyone, the authenticated users, who is
// logged on here, and Users.
var everybody = []string{"S-1-1-0", "S-1-5-11", "S-1-5-4", "S-1-5-32-545"}

// domainUsers says whether a SID is the group Domain Users of a domain, which SDDL may abbreviate.
func domainUsers(sid string) bool {
	return sid == "DU" || strings.HasPrefix(sid, "S-1-5-21-") && strings.HasSuffix(sid, "-513")
}

// Users are the groups by which every ordinary user is given all these rights: well-known ones, Domain Users and the
// practice's own. others are the users and groups that have them beside these, and of whom nobody knows who is meant.
func (d *DACL) Users(mask uint32, folder bool, own []string) (by, others []string) {
	if d.null {
		return []string{"S-1-1-0"}, nil
	}
	for _, a := range d.aces {
		if !a.known || a.kind != "A" || slices.Contains(by, a.sid) || slices.Contains(others, a.sid) ||
			!d.Covers(a.sid, mask, folder) {
			continue
		}
		switch {
		case slices.Contains(everybody, a.sid), domainUsers(a.sid), slices.Contains(own, a.sid):
			by = append(by, a.sid)
		case strings.HasPrefix(a.sid, "S-1-5-21-"):
			others = append(others, a.sid)
		}
	}
	return by, others
}

package step

import (
	"testing"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// A folder that an earlier step makes has the rights that the folder above hands down: whether more are needed is
// planned, and not found out after it was made.
func TestRightsOnAFolderThatIsMade(t *testing.T) {
	there := func(typ, key string, props resource.Props) (resource.Query, resource.Answer) {
		props["exists"] = true
		return resource.Query{Type: typ, Key: key}, resource.Answer{Items: []resource.Item{{Key: key, Props: props}}}
	}
	missing := func(typ, key string) (resource.Query, resource.Answer) {
		return resource.Query{Type: typ, Key: key},
			resource.Answer{Items: []resource.Item{{Key: key, Props: resource.Props{"exists": false, "kind": nil}}}}
	}
	for name, c := range map[string]struct {
		above string
		want  int
	}{
		"read only":         {"D:PAI(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)", 1},
		"handed down":       {"D:PAI(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;BU)", 0},
		"only for below":    {"D:PAI(A;OICIIO;0x1301bf;;;BU)", 0},
		"one level only":    {"D:PAI(A;OICINP;0x1301bf;;;BU)", 1},
		"the folder itself": {"D:PAI(A;;0x1301bf;;;BU)", 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := NewFacts(text.German)
			w.Add(there("file", `C:\`, resource.Props{"kind": "directory"}))
			w.Add(missing("file", `C:\a`))
			w.Add(missing("file", `C:\a\b`))
			made, err := (&Directory{Path: `C:\a\b`}).Plan(w)
			if err != nil || len(made) != 2 {
				t.Fatal(made, err)
			}
			for _, c := range made {
				w.Overlay(*c.Op, c.Predict)
			}
			s := &Permission{Path: `C:\a\b`, Account: "users", Rights: "modify"}
			for asked := s.Observe(w); len(asked) > 0; asked = s.Observe(w) {
				for _, q := range asked {
					if q.Type != "permission" {
						t.Fatal(q)
					}
					if q.Key == `C:\` {
						w.Add(there("permission", q.Key, resource.Props{"kind": "directory", "sddl": c.above}))
					} else {
						w.Add(missing("permission", q.Key))
					}
				}
			}
			changes, err := s.Plan(w)
			if err != nil || len(changes) != c.want {
				t.Fatal(changes, err)
			}
			for _, c := range changes {
				w.Overlay(*c.Op, c.Predict)
			}
			if again, err := s.Plan(w); err != nil || len(again) != 0 {
				t.Error(again, err)
			}
		})
	}
}

func TestWhatAFolderHandsDown(t *testing.T) {
	acl, err := windows.ParseDACL(`D:PAI(A;OICI;FA;;;BA)(A;CIID;0x1200a9;;;BU)(A;OIID;FR;;;WD)(D;OICINP;SD;;;SY)(A` +
		`;;FA;;;LS)` +
		`(A;OICIIO;FA;;;CO)(XA;OICI;FA;;;BU;(Member_of {SID(BA)}))`)
	if err != nil {
		t.Fatal(err)
	}
	folder := `D:AI(A;OICIID;FA;;;BA)(A;CIID;0x1200a9;;;BU)(A;OIIOID;FR;;;WD)(D;ID;SD;;;SY)(A;OICIID;FA;;;CO)` +
		`(XA;OICIID;FA;;;BU;(Member_of {SID(BA)}))`
	if got := acl.Inherited(true).String(); got != folder {
		t.Errorf("a folder in it: %s", got)
	}
	file := `D:AI(A;ID;FA;;;BA)(A;ID;FR;;;WD)(D;ID;SD;;;SY)(A;ID;FA;;;CO)(XA;ID;FA;;;BU;(Member_of {SID(BA)}))`
	if got := acl.Inherited(false).String(); got != file {
		t.Errorf("a file in it: %s", got)
	}
}

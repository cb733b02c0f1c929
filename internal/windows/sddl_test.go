package windows

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var sids = []string{"BU", "BA", "SY", "WD", "S-1-5-21-1-2-3-1105", "DU"}

// sddlText draws an access list in canonical order.
func sddlText(t *rapid.T) string {
	var ranks [3][]string
	for range rapid.IntRange(0, 8).Draw(t, "entries") {
		kind := rapid.SampledFrom([]string{"A", "D", "XA", "OA"}).Draw(t, "kind")
		flags := rapid.SampledFrom([]string{"", "OICI", "OI", "CI", "OICIIO", "OICINP"}).Draw(t, "flags")
		mask := rapid.SampledFrom([]string{
			"FA", "FR", "0x1301bf", "0x1200a9", "GA", "CCDCLC", "0x10000000",
			"SD",
		}).Draw(t, "mask")
		sid := rapid.SampledFrom(sids).Draw(t, "sid")
		rank := 1
		if kind == "D" {
			rank = 0
		}
		if rapid.Bool().Draw(t, "inherited") {
			flags, rank = flags+"ID", 2
		}
		e := fmt.Sprintf("(%s;%s;%s;;;%s)", kind, flags, mask, sid)
		if kind == "XA" {
			e = fmt.Sprintf("(XA;%s;%s;;;%s;(@User.x == \"a)(b\"))", flags, mask, sid)
		}
		ranks[rank] = append(ranks[rank], e)
	}
	return rapid.SampledFrom([]string{"", "O:BAG:SY", "O:S-1-5-21-1-2-3-500G:DU"}).Draw(t, "owner") + "D:" +
		rapid.SampledFrom([]string{"", "AI", "PAI", "P", "ARAI"}).Draw(t, "inheritance") +
		strings.Join(slices.Concat(ranks[0], ranks[1], ranks[2]), "") +
		rapid.SampledFrom([]string{"", "S:AI(AU;SA;FA;;;WD)"}).Draw(t, "audit")
}

func TestUntouchedAccessListIsIdentical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sddlText(t)
		d, err := ParseDACL(s)
		if err != nil || d.String() != s || !d.Canonical() {
			t.Fatalf("%q: %v, %q, canonical %v", s, err, d, d.Canonical())
		}
	})
}

func TestAllow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sddlText(t)
		d, err := ParseDACL(s)
		if err != nil {
			t.Fatal(err)
		}
		sid := rapid.SampledFrom(sids).Draw(t, "wanted sid")
		want := rapid.SampledFrom([]uint32{RightsRead, RightsModify, RightsFull}).Draw(t, "wanted")
		old, had := d.Explicit(sid, "OICI")
		before, flags, prefix := d.Entries(), d.flags, d.before
		d.Allow(sid, "OICI", old|want)
		after := d.Entries()
		if !d.Canonical() || d.flags != flags || d.before != prefix {
			t.Fatalf("%q became %q", s, d)
		}
		if got, ok := d.Explicit(sid, "OICI"); !ok || got != old|want {
			t.Fatalf("%q: the entry has %x", d, got)
		}
		// All other entries are the same, in the same order.
		own := func(e string) bool { return parseACE(strings.Trim(e, "()")).explicit(sid, "OICI") }
		rest := func(list []string) []string { return slices.DeleteFunc(slices.Clone(list), own) }
		if !slices.Equal(rest(before), rest(after)) {
			t.Fatalf("%q became %q", before, after)
		}
		// Without denials of this SID, or of wider groups, that stand before it, the right is there now.
		if !slices.ContainsFunc(before, func(e string) bool {
			a := parseACE(strings.Trim(e, "()"))
			return a.kind == "D" && slices.Contains(wider(normalSID(sid)), a.sid)
		}) &&
			!d.Covers(sid, want, true) {
			t.Fatalf("%q does not cover %x of %s", d, want, sid)
		}
		again, err := ParseDACL(d.String())
		if err != nil || again.String() != d.String() {
			t.Fatalf("%q: %v", d, err)
		}
		var back uint32
		if had {
			back = old
		}
		d.Allow(sid, "OICI", back)
		if got, ok := d.Explicit(sid, "OICI"); ok != had && old != 0 || got != old {
			t.Fatalf("taken back: %q, was %q", d, s)
		}
	})
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		sddl   string
		folder bool
		want   bool
	}{
		{"D:(A;OICI;0x1301bf;;;BU)", true, true},
		{"D:(A;OICI;0x1301bf;;;S-1-5-32-545)", true, true},
		{"D:(A;OICI;FA;;;BA)", true, false},
		{"D:(A;CI;0x1301bf;;;BU)(A;OIIO;0x1301bf;;;BU)", true, true},
		{"D:(A;CI;0x1301bf;;;BU)", true, false},
		{"D:(A;CI;0x1301bf;;;BU)", false, true},
		{"D:(A;OICIIO;GA;;;BU)", false, false},
		{"D:(A;OICI;0x1200a9;;;BU)(A;OICIID;SDDCLCWP;;;BU)(A;OICI;0x116;;;BU)", true, true}, // together
		{"D:(D;OICI;SD;;;BU)(A;OICI;FA;;;BU)", true, false},
		{"D:(D;OIIO;SD;;;BU)(A;OICI;FA;;;BU)", true, false}, // denied on the files in it
		{"D:(D;OIIO;SD;;;BU)(A;OICI;FA;;;BU)", false, true},
		{"D:(D;OICI;WO;;;BU)(A;OICI;0x1301bf;;;BU)", true, true}, // not one of the rights
		{"D:(A;OICI;FA;;;BU)(D;OICIID;FA;;;BU)", true, true},     // the explicit entry comes first
		{"D:(OA;OICI;FA;bf967aba-0de6-11d0-a285-00aa003049e2;;BU)", true, false},
		{"D:", true, false},
		{"D:NO_ACCESS_CONTROL", true, true},
	} {
		d, err := ParseDACL(c.sddl)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Covers("S-1-5-32-545", RightsModify, c.folder); got != c.want {
			t.Errorf("%s, folder %v: %v", c.sddl, c.folder, got)
		}
	}
}

func TestMasks(t *testing.T) {
	for text, want := range map[string]uint32{
		"FA": 0x1F01FF, "GA": 0x1F01FF, "FR": 0x120089, "GRGX": 0x1200A9, "0x1301bf": 0x1301BF, "0x10000000": 0x1F01FF,
		"0xa0000000": 0x1200A9, "2032127": 0x1F01FF, "": 0,
	} {
		if got, ok := parseMask(text); !ok || MapGeneric(got) != want {
			t.Errorf("%q is %#x, not %#x", text, got, want)
		}
	}
	for _, text := range []string{"XX", "F", "0xZZ", "0x1ffffffff"} {
		if got, ok := parseMask(text); ok {
			t.Errorf("%q is %#x", text, got)
		}
	}
}

func TestAccounts(t *testing.T) {
	for account, want := range map[string]string{
		"users": "S-1-5-32-545", "S-1-5-21-1-2-3-1105": "S-1-5-21-1-2-3-1105",
		"s-1-1-0": "S-1-1-0", "Everyone": "S-1-1-0",
	} {
		if got, err := AccountSID(account); err != nil || got != want {
			t.Errorf("%s is %s: %v", account, got, err)
		}
	}
	for account, hint := range map[string]string{
		"Jeder": `"everyone"`, "VORDEFINIERT\\Benutzer": `"users"`, "NT-AUTORITÄT\\SYSTEM": `"system"`, "Ärzte": "SID",
		"S-1-": "SID", "S-1-5-x": "SID", "": "SID",
	} {
		if _, err := AccountSID(account); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%s: %v", account, err)
		}
	}
}

func FuzzDACL(f *testing.F) {
	for _, s := range []string{
		"D:", "O:BAG:BAD:PAI(A;OICI;FA;;;SY)S:(AU;SA;FA;;;WD)",
		"D:(XA;;FX;;;S-1-1-0;(@User.a==\"(\"))", "D:NO_ACCESS_CONTROL", "D:((",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDACL(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Fatalf("%q became %q", s, d)
		}
		d.Allow("S-1-5-32-545", "OICI", RightsModify)
		again, err := ParseDACL(d.String())
		if err != nil {
			t.Fatalf("%q is not read back: %v", d, err)
		}
		if mask, ok := again.Explicit("S-1-5-32-545", "OICI"); !ok || mask != RightsModify {
			t.Fatalf("%q has %x", d, mask)
		}
	})
}

// A denial for a group that every user's token has hits the users; one for another person does not.
func TestDenialsOfWiderGroups(t *testing.T) {
	for sddl, want := range map[string]bool{
		"D:P(D;OICI;SD;;;WD)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;BU)":            false,
		"D:P(D;OICI;SD;;;AU)(A;OICI;0x1301bf;;;BU)":                            false,
		"D:P(D;OICI;SD;;;IU)(A;OICI;0x1301bf;;;BU)":                            false,
		"D:P(D;OICI;SD;;;S-1-5-21-1-2-3-1107)(A;OICI;0x1301bf;;;BU)":           true,
		"D:P(D;OICI;WD;;;WD)(A;OICI;0x1301bf;;;BU)":                            true, // none of the rights wanted
		"D:P(A;OICI;0x1301bf;;;BU)(D;OICI;SD;;;WD)":                            true, // in order: it comes too late
		"D:P(D;OICI;SD;;;LA)(A;OICI;0x1301bf;;;BU)(A;OICI;0x1301bf;;;S-1-5-2)": true,
	} {
		d, err := ParseDACL(sddl)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Covers("S-1-5-32-545", RightsModify, true); got != want {
			t.Errorf("%s covers: %v", sddl, got)
		}
		if got := len(d.Denies("S-1-5-32-545", RightsModify)); !want && got != 1 {
			t.Errorf("%s: %d denials are named", sddl, got)
		}
	}
}

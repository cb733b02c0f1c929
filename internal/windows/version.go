package windows

import (
	"strconv"
	"strings"
)

// Version is the leading number of a version's text: "3.1.0 (x64)" is 3.1.0, a comma counts as a dot, "v" in front does
// not count. ok is false where there is none.
func Version(text string) (parts []uint64, ok bool) {
	text = strings.TrimLeft(strings.TrimSpace(text), "vV")
	if i := strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' }); i >= 0 {
		text = text[:i]
	}
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == ',' }) {
		n, err := strconv.ParseUint(p, 10, 64)
		if err != nil {
			return nil, false
		}
		parts = append(parts, n)
	}
	return parts, len(parts) > 0
}

// AtLeast says whether a version is the wanted one or a later one. Missing parts are 0 (dossier 4.5). A version that
// cannot be read is not.
func AtLeast(version, wanted string) bool {
	v, ok := Version(version)
	w, wantedOK := Version(wanted)
	if !ok || !wantedOK {
		return false
	}
	for i := range max(len(v), len(w)) {
		var a, b uint64
		if i < len(v) {
			a = v[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return a > b
		}
	}
	return true
}

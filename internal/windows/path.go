package windows

import (
	"strconv"
	"strings"
)

// Base is the last component of a Windows path.
func Base(path string) string {
	path = strings.TrimRight(strings.ReplaceAll(path, "/", `\`), `\`)
	return path[strings.LastIndexByte(path, '\\')+1:]
}

// Dir is a Windows path without its last component; a drive keeps its backslash.
func Dir(path string) string {
	path = strings.TrimRight(strings.ReplaceAll(path, "/", `\`), `\`)
	i := strings.LastIndexByte(path, '\\')
	switch {
	case i < 0:
		return ""
	case i == 2 && path[1] == ':':
		return path[:3]
	}
	return path[:i]
}

// Drive is a path's drive letter in upper case, "C"; ok is false for other paths, e.g. of a share.
func Drive(path string) (string, bool) {
	if len(path) < 3 || path[1] != ':' || (path[2] != '\\' && path[2] != '/') {
		return "", false
	}
	c := path[0] &^ 0x20
	return string(c), c >= 'A' && c <= 'Z'
}

// SamePath says whether two paths are the same file, without case, quotes and with the usual places of Windows' own
// folders.
func SamePath(a, b string) bool { return plainPath(a) == plainPath(b) }

var places = strings.NewReplacer(
	"%systemroot%", `c:\windows`, "%windir%", `c:\windows`, "%systemdrive%", "c:", "%programdata%", `c:\programdata`,
	"%programfiles(x86)%", `c:\program files (x86)`, "%programfiles%", `c:\program files`,
)

func plainPath(s string) string {
	return strings.TrimRight(places.Replace(fold(strings.Trim(s, `" `))), `\`)
}

// CompareVersions compares versions such as "1.2.3.4" part by part: -1, 0 or 1. Parts that are missing count as 0, what
// is no number as -1.
func CompareVersions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(x) || i < len(y); i++ {
		m, n := part(x, i), part(y, i)
		if m != n {
			if m < n {
				return -1
			}
			return 1
		}
	}
	return 0
}

func part(parts []string, i int) int64 {
	if i >= len(parts) {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(parts[i]), 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

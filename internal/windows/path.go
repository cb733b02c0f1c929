package windows

import (
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

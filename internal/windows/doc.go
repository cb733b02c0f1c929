// Package windows has what must be known of Windows without being on it: text encodings, INI files, access lists,
// firewall rules, paths, versions. It is pure: bytes and text in, bytes and text out.
package windows

// Package playbooks holds the playbooks that are shipped with the program.
package playbooks

import "embed"

// FS has the shipped playbooks by their file name, and what they include.
//
//go:embed *.hcl
var FS embed.FS

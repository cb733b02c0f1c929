// Package playbooks holds the playbooks that are shipped with the program.
package playbooks

import "embed"

// FS has the shipped playbooks by their file name, what they include, and the files of the catalogue.
//
//go:embed *.hcl catalogue/*.hcl
var FS embed.FS

// Remedies are the names of those that repair a Service-Provider and what it rests on.
var Remedies = []string{
	"firewall-port", "installed-flag", "kundennummer", "reinstall-service-provider", "temp-permissions",
}

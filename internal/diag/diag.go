// Package diag turns what went wrong into text and JSON for people: located diagnostics for
// configuration, typed errors with a hint for hosts.
package diag

import (
	"errors"
	"fmt"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
)

// Error is what went wrong on one host, as plan --json prints it.
type Error struct {
	Code    string `json:"code"`
	Summary string `json:"summary"`
	Detail  string `json:"detail"`
	Hint    string `json:"hint"`
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Summary
	}
	return fmt.Sprintf("%s: %s", e.Summary, e.Detail)
}

// From makes an Error of any error; typed errors keep code, evidence and hint. nil gives nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var d *Error
	if errors.As(err, &d) {
		return d
	}
	var t *transport.Error
	if errors.As(err, &t) {
		return &Error{Code: t.Code, Summary: t.Summary, Detail: t.Detail, Hint: t.Hint}
	}
	var f *resource.Fault
	if errors.As(err, &f) {
		return &Error{Code: string(f.Code), Summary: err.Error(), Hint: hints[f.Code]}
	}
	var c *ConfigError
	if errors.As(err, &c) {
		if first := c.first(); first != nil {
			return &Error{Code: "config", Summary: first.Summary, Detail: first.Detail}
		}
	}
	return &Error{Code: "error", Summary: err.Error()}
}

var hints = map[resource.FaultCode]string{
	resource.Denied:      "The account may not do this here. Log on with a member of the local Administrators group; for local accounts UAC filters the right (LocalAccountTokenFilterPolicy).",
	resource.Locked:      "The file is in use. Close the practice software and editors on this computer, then plan again.",
	resource.Unavailable: "A Windows service that this needs does not answer (WMI, Windows Firewall). Check that service, then plan again.",
	resource.Timeout:     "The computer was too slow. Try later, or raise --timeout.",
}

package agent

import (
	"maps"
	"slices"

	"github.com/xops-dev/xops/internal/exec"
)

// warned are the parts that Windows writes into its event log in full (event 4104, level Warning) whatever its policy
// says, with the word for which it does so. No part that a plan without files is sent is among them. A test asks the
// engine itself.
var warned = map[string]string{
	"command":       "MemoryStream",
	"hash":          "Cryptography",
	"ports":         "Properties", // read only where WMI does not answer
	"registrywrite": "ExpandString",
}

// When a part is sent.
const (
	SentAlways = "always" // with every exchange
	SentLook   = "look"   // when something is asked that needs it: by a plan, a check, an apply
	SentChange = "change" // when something is changed that needs it: never by a plan or a check
	SentExec   = "exec"   // by xops exec alone
)

// PartInfo tells a part of the agent by its text.
type PartInfo struct {
	Name   string `json:"name"`
	Sent   string `json:"sent"`
	Bytes  int    `json:"bytes"`
	Logged string `json:"logged,omitempty"` // the word for which Windows logs it in any case
	SHA256 string `json:"sha256"`
}

// Footprint is what runs on a host: to recognise it in a log, and to make exceptions by.
type Footprint struct {
	// Fingerprint is the SHA-256 of all parts, in this order, one behind the other.
	Fingerprint string `json:"fingerprint"`
	// CommandLine starts PowerShell over WinRM and locally, EncodedCommandLine over SSH.
	CommandLine        string     `json:"command_line"`
	EncodedCommandLine string     `json:"encoded_command_line"`
	Parts              []PartInfo `json:"parts"`
}

// NewFootprint tells all parts, the core first.
func NewFootprint() Footprint {
	f := Footprint{CommandLine: CommandLine(true), EncodedCommandLine: CommandLine(false)}
	when := map[*part]string{core: SentAlways}
	for _, way := range []struct {
		sent string
		mode exec.Mode
	}{{SentLook, exec.Observe}, {SentChange, exec.Apply}, {SentExec, exec.Command}} {
		for typ := range types {
			for _, set := range []bool{false, true} {
				for _, p := range partsFor(way.mode, typ, set) {
					if when[p] == "" {
						when[p] = way.sent
					}
				}
			}
		}
	}
	text := ""
	add := func(p *part) {
		text += p.text
		f.Parts = append(f.Parts, PartInfo{p.name, when[p], len(p.text), warned[p.name], sum(p.text)})
	}
	add(core)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		add(parts[name])
	}
	f.Fingerprint = sum(text)
	return f
}

package problem

import (
	"maps"
	"regexp"
	"slices"

	"github.com/xops-dev/xops/internal/text"
)

// Class says what the program does about a problem: what the connection is worth afterwards, and whether trying again
// makes sense.
type Class string

// The classes.
const (
	Unreachable Class = "unreachable" // no way to the host
	Refused     Class = "refused"     // the host is there, nothing listens
	Setup       Class = "setup"       // what connecting needs on this computer is missing: nothing was tried
	Logon       Class = "logon"       // the logon was refused: never tried again
	Identity    Class = "identity"    // it is not the host that it was
	TLS         Class = "tls"
	Access      Class = "access" // logged on, and not allowed
	Quota       Class = "quota"
	Busy        Class = "busy"
	Protocol    Class = "protocol"
	Lost        Class = "lost"    // the connection broke
	Timeout     Class = "timeout" // no connection or logon in time
	Cancelled   Class = "cancelled"
	Local       Class = "local" // this computer's own fault: no host is to blame
	Usage       Class = "usage" // a mistake in the call, before any host was touched
	Defect      Class = "defect"
	Host        Class = "host" // the work on the host failed
	Held        Class = "held" // nothing failed: the host is left alone
	Note        Class = "note" // nothing is wrong: what to know about a change
)

// NoConnection says whether a host could not be reached or logged on to at all, as against a fault while working.
func (c Class) NoConnection() bool {
	switch c {
	case Unreachable, Refused, Setup, Logon, Identity, TLS, Access, Timeout:
		return true
	}
	return false
}

// Away says whether the host, or what was asked in its place, was not there: nothing was said to it, and later it may
// be.
func (c Class) Away() bool { return c == Unreachable || c == Refused }

// Stale says whether a problem on a connection that was kept may mean no more than that it died of idleness, so that a
// new one is worth a try. A refused logon, a limit or another host would only be met again.
func (c Class) Stale() bool {
	switch c {
	case Setup, Logon, Identity, TLS, Access, Quota:
		return false
	}
	return true
}

// Work says whether a problem is of the work itself and not of the connection: a new connection would change nothing.
func (c Class) Work() bool { return c == Host || c == Defect }

// Entry is one known problem: its cause and its one cure in both languages. The texts say what is wrong and what to do
// in words; numbers are the evidence beside them.
type Entry struct {
	ID    ID
	Class Class
	Row   int // of dossier section 6; 0 where the dossier has none
	DE    Text
	EN    Text
	// Command is to be copied: for PowerShell on the host (run as administrator), or a line for the inventory. {name}
	// is filled in from the values; where one is not known there is no command.
	Command string
}

// Text is what a person reads.
type Text struct{ Cause, Cure string }

// Text gives the texts in a language, with their holes.
func (e *Entry) Text(l text.Lang) Text {
	return Text{text.Phrase{DE: e.DE.Cause, EN: e.EN.Cause}.Raw(l), text.Phrase{DE: e.DE.Cure, EN: e.EN.Cure}.Raw(l)}
}

// table has every entry by its id.
var table = collect(
	generalEntries, networkEntries, tlsEntries, httpEntries, logonEntries, kerberosEntries, shellEntries, agentEntries,
	sshEntries,
	secretEntries, localEntries, hostEntries, runEntries, commandEntries, planEntries, stepEntries,
	firewallEntries, runningEntries,
	noteEntries, journalEntries, packEntries, signEntries, usageEntries, fileEntries,
)

func collect(parts ...[]Entry) map[ID]*Entry {
	all := map[ID]*Entry{}
	for _, part := range parts {
		for i := range part {
			e := &part[i]
			if all[e.ID] != nil {
				panic("problem: two entries have the id " + e.ID)
			}
			all[e.ID] = e
		}
	}
	return all
}

// Entries are all known problems, by id.
func Entries() []*Entry {
	out := make([]*Entry, 0, len(table))
	for _, id := range slices.Sorted(maps.Keys(table)) {
		out = append(out, table[id])
	}
	return out
}

// clause is what a cause says before its first colon or full stop.
var clause = regexp.MustCompile(`^.*?(?:[:.]( |$)|$)`)

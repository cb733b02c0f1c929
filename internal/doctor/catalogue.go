package doctor

import (
	"errors"
	"regexp"
	"strings"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/transport"
)

// Entry is one known failure: its cause and its one cure in both languages. The texts say what is wrong and what to do in words; numbers
// are the evidence beside them.
type Entry struct {
	ID  string
	Row int // of dossier section 6; 0 where the dossier has none
	// Says are the summaries of errors that mean this failure, word for word; one * stands for anything.
	Says []string
	DE   Text
	EN   Text
	// Command is to be copied: for PowerShell on the host (run as administrator), or a line for the inventory. {name} is filled in from the
	// evidence; where that has no such value there is no command.
	Command string
}

// Text is what a person reads.
type Text struct{ Cause, Cure string }

// Text gives the texts in a language.
func (e *Entry) Text(l Lang) Text {
	if l == German {
		return e.DE
	}
	return e.EN
}

// catalogue is in the order of the preflight.
var catalogue = join(networkEntries, tlsEntries, httpEntries, logonEntries, kerberosEntries, shellEntries, agentEntries, sshEntries)

func join(parts ...[]Entry) map[string]*Entry {
	all := map[string]*Entry{}
	for _, part := range parts {
		for i := range part {
			all[part[i].ID] = &part[i]
		}
	}
	return all
}

// byCode is what an error's code means where its summary is not known.
var byCode = map[string]string{
	"dns": "dns", "unreachable": "host-off", "refused": "no-listener", "timeout": "slow", "tls": "tls-handshake", "identity": "identity-changed",
	"auth": "logon-refused", "access": "token-filter", "quota": "quota", "busy": "busy", "protocol": "protocol", "lost": "lost",
	"unsupported": "unsupported", "local": "local", "start": "local-start", "cancelled": "cancelled",
	"language": "language-mode", "blocked": "antivirus", "powershell": "no-powershell", "version": "defect", "integrity": "changed-on-the-way",
	"output": "too-much-output",
}

// said takes code and summary out of an error.
func said(err error) (code, summary, detail string) {
	var te *transport.Error
	var de *diag.Error
	switch {
	case errors.As(err, &de):
		return de.Code, de.Summary, de.Detail
	case errors.As(err, &te):
		return te.Code, te.Summary, te.Detail
	}
	return "", "", ""
}

var bastion = regexp.MustCompile(`^The bastion [^ ]+: `)

// lookup finds the entry of an error; exact is false where only its code is known. nil: neither is.
func lookup(err error) (e *Entry, exact bool) {
	code, summary, _ := said(err)
	summary = bastion.ReplaceAllString(summary, "")
	for _, e := range catalogue {
		for _, s := range e.Says {
			if before, after, star := strings.Cut(s, "*"); s == summary ||
				star && len(summary) >= len(before)+len(after) && strings.HasPrefix(summary, before) && strings.HasSuffix(summary, after) {
				return e, true
			}
		}
	}
	return catalogue[byCode[code]], false
}

// Explain says in a language what an error of a connection means and what to do about it. In English the error's own words stand. An error
// that is not known keeps its own words in both.
func Explain(err error, l Lang) (cause, cure string) {
	if err == nil {
		return "", ""
	}
	own := diag.From(err)
	e, exact := lookup(err)
	if e == nil || l != German {
		return own.Summary, own.Hint
	}
	t := e.Text(l)
	cause = t.Cause
	if at := bastion.FindString(own.Summary); at != "" {
		cause = "Sprungrechner " + strings.TrimSuffix(strings.TrimPrefix(at, "The bastion "), ": ") + ": " + cause
	}
	if !exact && own.Summary != "" {
		cause += " [" + own.Summary + "]"
	}
	cure = t.Cure
	if c := command(e, valuesOf(own.Detail)); c != "" {
		cure += "\n" + c
	}
	return cause, cure
}

var (
	fingerprintPattern = regexp.MustCompile(`sha256:[0-9a-f]{64}`)
	faultPattern       = regexp.MustCompile(`WSMan fault (\d+ \(0x[0-9A-F]+\))`)
	holePattern        = regexp.MustCompile(`\{[a-z_]+\}`)
)

// valuesOf takes out of an error's detail what a command can need. The last fingerprint is the one that the host shows.
func valuesOf(detail string) map[string]string {
	v := map[string]string{}
	if all := fingerprintPattern.FindAllString(detail, -1); len(all) > 0 {
		v["fingerprint"] = all[len(all)-1]
	}
	if m := faultPattern.FindStringSubmatch(detail); m != nil {
		v["fault"] = m[1]
	}
	return v
}

// command fills an entry's command in; "" if a value is not known.
func command(e *Entry, values map[string]string) string {
	c := fill(e.Command, values)
	if holePattern.MatchString(c) {
		return ""
	}
	return c
}

func fill(text string, values map[string]string) string {
	return holePattern.ReplaceAllStringFunc(text, func(hole string) string {
		if v, ok := values[hole[1:len(hole)-1]]; ok && v != "" {
			return v
		}
		return hole
	})
}

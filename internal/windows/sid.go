package windows

import (
	"regexp"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
)

// accounts are the names that playbooks use for well-known SIDs (dossier 4.4). Windows' own names are localised and
// never used.
var accounts = map[string]string{
	"users":               "S-1-5-32-545",
	"administrators":      "S-1-5-32-544",
	"authenticated_users": "S-1-5-11",
	"everyone":            "S-1-1-0",
	"system":              "S-1-5-18",
	"network_service":     "S-1-5-20",
	"local_service":       "S-1-5-19",
}

// localised are names that technicians type, with the neutral name that is meant.
var localised = map[string]string{
	"jeder": "everyone", "benutzer": "users", "vordefiniert\\benutzer": "users", "builtin\\users": "users",
	"administratoren": "administrators", "vordefiniert\\administratoren": "administrators",
	"builtin\\administrators":                 "administrators",
	"authentifizierte benutzer":               "authenticated_users",
	"nt-autorität\\authentifizierte benutzer": "authenticated_users", "authenticated users": "authenticated_users",
	"netzwerkdienst": "network_service", "nt-autorität\\netzwerkdienst": "network_service",
	"network service": "network_service",
	"lokaler dienst":  "local_service", "nt-autorität\\lokaler dienst": "local_service",
	"local service":        "local_service",
	"nt-autorität\\system": "system", "nt authority\\system": "system", "lokales system": "system",
}

// surely are the groups that the token of every member of an account has: what one of them may, the account may.
func surely(sid string) []string {
	domain := strings.HasPrefix(sid, "S-1-5-21-")
	guest := strings.HasSuffix(sid, "-501") || strings.HasSuffix(sid, "-514")
	switch {
	case sid == "S-1-1-0", sid == "S-1-5-7": // nobody else is in everybody's token, and nobody in the anonymous one's
		return []string{sid}
	case sid == "S-1-5-18":
		return []string{sid, "S-1-1-0", "S-1-5-11", "S-1-5-32-544"}
	case domain && !guest, slices.Contains([]string{
		"S-1-5-32-545", "S-1-5-32-544", "S-1-5-11", "S-1-5-19", "S-1-5-20",
	}, sid):
		return []string{sid, "S-1-1-0", "S-1-5-11"}
	}
	return []string{sid, "S-1-1-0"}
}

// wider are the groups that the token of an account's members has, too, or may have: a denial for one of them hits the
// account. Everyone and the authenticated users are in every logon's token; the others depend on how somebody logs on.
func wider(sid string) []string {
	out := surely(sid)
	switch sid {
	case "S-1-1-0":
		return out
	case "S-1-5-18", "S-1-5-19", "S-1-5-20": // services
		return append(out, "S-1-5-11", "S-1-5-6", "S-1-5-15")
	}
	// users, interactive, over the network, local, by remote desktop, this organization, at the console, a local
	// account, by NTLM, by an authority's word, and the users of a domain
	return append(out, "S-1-1-0", "S-1-5-11", "S-1-5-32-545", "S-1-5-4", "S-1-5-2", "S-1-2-0", "S-1-5-14", "S-1-5-15",
		"S-1-2-1", "S-1-5-113", "S-1-5-64-10", "S-1-18-1", "DU")
}

var sidForm = regexp.MustCompile(`^S-1-(\d{1,15}|0x[0-9A-F]{1,12})(-\d{1,10}){1,15}$`)

// AccountSID is the SID of an account as a playbook names it: a SID, or one of the language neutral names. A localised
// name is an error that names the neutral one.
func AccountSID(account string) (string, error) {
	name := strings.ToLower(strings.TrimSpace(account))
	if sid, ok := accounts[name]; ok {
		return sid, nil
	}
	if sid := strings.ToUpper(strings.TrimSpace(account)); sidForm.MatchString(sid) {
		return sid, nil
	}
	if neutral, ok := localised[name]; ok {
		return "", problem.New(problem.AccountLocalised, "name", problem.Quote(account), "neutral",
			problem.Quote(neutral), "sid", accounts[neutral])
	}
	return "", problem.New(problem.AccountUnknown, "name", problem.Quote(account), "known",
		strings.Join([]string{
			"users", "administrators", "authenticated_users", "everyone", "system",
			"network_service", "local_service",
		}, ", "))
}

// sidLetters are SDDL's abbreviations of SIDs that are the same on every computer. Those relative to a domain (DA, DU,
// …) stay letters.
var sidLetters = map[string]string{
	"AN": "S-1-5-7", "AO": "S-1-5-32-548", "AU": "S-1-5-11", "BA": "S-1-5-32-544", "BG": "S-1-5-32-546",
	"BO": "S-1-5-32-551", "BU": "S-1-5-32-545",
	"CG": "S-1-3-1", "CO": "S-1-3-0", "ED": "S-1-5-9", "ER": "S-1-5-32-573", "HA": "S-1-5-32-578", "IS": "S-1-5-32-568",
	"IU": "S-1-5-4", "LS": "S-1-5-19",
	"LU": "S-1-5-32-559", "MU": "S-1-5-32-558", "NO": "S-1-5-32-556", "NS": "S-1-5-20", "NU": "S-1-5-2",
	"OW": "S-1-3-4", "PO": "S-1-5-32-550",
	"PS": "S-1-5-10", "PU": "S-1-5-32-547", "RC": "S-1-5-12", "RD": "S-1-5-32-555", "RE": "S-1-5-32-552",
	"RM": "S-1-5-32-580", "RU": "S-1-5-32-554",
	"SO": "S-1-5-32-549", "SU": "S-1-5-6", "SY": "S-1-5-18", "WD": "S-1-1-0", "AC": "S-1-15-2-1", "WR": "S-1-5-33",
}

var lettersOfSID = func() map[string]string {
	m := make(map[string]string, len(sidLetters))
	for l, sid := range sidLetters {
		m[sid] = l
	}
	return m
}()

// normalSID is a SID of an SDDL text in its long form.
func normalSID(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	if long, ok := sidLetters[s]; ok {
		return long
	}
	return s
}

// shortSID is a SID as SDDL prints it.
func shortSID(sid string) string {
	if l, ok := lettersOfSID[sid]; ok {
		return l
	}
	return sid
}

package text

import (
	"strconv"
	"strings"
)

// Word is a word for an id, which is the same in every language; what has no word is its id.
func Word(words map[string]Phrase, l Lang, id string) string {
	if p, ok := words[id]; ok {
		return p.In(l)
	}
	return id
}

// Decimal is a number with one decimal place.
func Decimal(l Lang, n float64) string {
	s := strconv.FormatFloat(n, 'f', 1, 64)
	if l == German {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Classes are what hosts come to.
var Classes = map[string]Phrase{
	"ok":             {"in Ordnung", "ok"},
	"changes":        {"mit Änderungen", "with changes"},
	"changed":        {"geändert", "changed"},
	"manual":         {"mit Schritten von Hand", "with manual steps"},
	"finding":        {"mit Befunden", "with findings"},
	"unknown":        {"unbekannt", "unknown"},
	"not_applicable": {"nicht betroffen", "not applicable"},
	"no_mandate":     {"ohne Auftrag", "without mandate"},
	"waiting":        {"wartend", "waiting"},
	"stale":          {"überholt", "stale"},
	"cancelled":      {"abgebrochen", "cancelled"},
	"unreachable":    {"nicht erreichbar", "unreachable"},
	"failed":         {"fehlgeschlagen", "failed"},
	"undone":         {"zurückgenommen", "undone"},
}

// RunStatuses are how runs ended.
var RunStatuses = map[string]Phrase{
	"running":     {"läuft", "running"},
	"done":        {"fertig", "done"},
	"partly":      {"teilweise", "partly"},
	"failed":      {"fehlgeschlagen", "failed"},
	"cancelled":   {"abgebrochen", "cancelled"},
	"interrupted": {"unterbrochen", "interrupted"},
}

// Actions are what changes do.
var Actions = map[string]Phrase{
	"create":  {"anlegen", "create"},
	"update":  {"ändern", "update"},
	"delete":  {"entfernen", "delete"},
	"restart": {"neu starten", "restart"},
	"run":     {"ausführen", "run"},
	"manual":  {"von Hand", "manual"},
}

// Outcomes are how a change ended.
var Outcomes = map[string]Phrase{
	"done":    {"erledigt", "done"},
	"already": {"war schon so", "was so already"},
	"skipped": {"nicht versucht", "not tried"},
	"drift":   {"nicht erledigt: seit dem Nachsehen geändert", "not done: changed since it was looked at"},
	"unknown": {"unbekannt: es kam keine Antwort", "unknown: no answer came"},
	"failed":  {"fehlgeschlagen", "failed"},
}

// CheckStates are what checks come to.
var CheckStates = map[string]Phrase{
	"ok":      {"in Ordnung", "ok"},
	"finding": {"Befund", "finding"},
	"unknown": {"unbekannt", "unknown"},
	"skipped": {"übersprungen", "skipped"},
}

// Severities are how much a finding matters.
var Severities = map[string]Phrase{
	"required":    {"Pflicht", "required"},
	"recommended": {"empfohlen", "recommended"},
	"info":        {"zur Kenntnis", "info"},
}

// Weekdays, from Sunday.
var Weekdays = [...]Phrase{
	{"So", "Sun"}, {"Mo", "Mon"}, {"Di", "Tue"}, {"Mi", "Wed"}, {"Do", "Thu"}, {"Fr", "Fri"}, {"Sa", "Sat"},
}

// How times are written, to the second and to the minute.
var (
	Seconds = Phrase{"02.01.2006 15:04:05", "2006-01-02 15:04:05"}
	Day     = Phrase{"02.01.2006", "2006-01-02"}
	Minutes = Phrase{"02.01.2006 15:04", "2006-01-02 15:04"}
)

// Answers.
var (
	Yes = Phrase{"ja", "yes"}
	No  = Phrase{"nein", "no"}
)

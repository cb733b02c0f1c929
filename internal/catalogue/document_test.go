package catalogue

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/hclx"
)

// The files in testdata are what was read from the document, by hand: the checklist (rows.md, classes.txt), the port
// list (ports.csv) and the other facts (facts.json). The catalogue must say the same, field by field. A next edition
// changes both, see docs/new-edition.md.

// shipped is the catalogue of the program.
func shipped(t *testing.T) *Catalogue {
	t.Helper()
	names, err := filepath.Glob("../../playbooks/catalogue/*.hcl")
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	var files []File
	for _, name := range names {
		files = append(files, File{Name: filepath.Base(name), Source: read(t, name)})
	}
	c, diags := Read(hclx.NewParser(), files)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return c
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// same compares what the catalogue has with what the document has.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s: the catalogue (+) is not what was read (-):\n%s", what, d)
	}
}

var (
	idOfRow  = regexp.MustCompile(`^\|([A-Z]+-\d+)\|`)
	remarked = regexp.MustCompile(`\[doc\] (.*?)(?: \[note\].*)?$`)
)

func TestRowsAreThoseOfTheChecklist(t *testing.T) {
	c := shipped(t)
	want := map[string]bool{}
	for _, line := range strings.Split(string(read(t, "testdata/rows.md")), "\n") {
		id := idOfRow.FindStringSubmatch(line)
		if id == nil {
			continue
		}
		want[id[1]] = true
		r := c.Row(id[1])
		if r == nil {
			t.Errorf("%s is not in the catalogue", id[1])
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		same(t, r.ID+" kind", r.Kind, kindsOf(t, cells[2]))
		same(t, r.ID+" section", r.Section, sectionsOf(cells[6]))
		products, addons := productsOf(r.ID, cells[5])
		same(t, r.ID+" products", r.Products, products)
		same(t, r.ID+" addons", r.Addons, addons)
		if r.Title.DE == "" || r.Title.EN == "" {
			t.Errorf("%s has no title", r.ID)
		}
	}
	if len(want) != 212 || len(c.Rows) != 212 {
		t.Errorf("%d rows were read, %d are in the catalogue", len(want), len(c.Rows))
	}
}

var kindWords = map[string]string{
	"check": "check", "fix": "fix", "fix chain": "fix", "fix (per user)": "fix", "fact gathering": "facts",
	"report": "report", "manual-with-guidance": "guidance", "manual": "guidance", "policy gate": "gate",
	"tool behaviour": "gate", "plan": "plan",
}

func kindsOf(t *testing.T, cell string) []string {
	var out []string
	cell = strings.Replace(cell, "(+ opt-in fix for Defender)", "+ fix", 1)
	for _, word := range regexp.MustCompile(` *[+/] *`).Split(cell, -1) {
		k, known := kindWords[word]
		if !known {
			t.Errorf("kind %q is not known", word)
		}
		out = append(out, k)
	}
	return out
}

// The checklist shortens the headings of the document.
var headings = map[string]string{
	"Arbeitsplatz": "Systemvoraussetzungen Arbeitsplatz", "Server": "Systemvoraussetzungen Server",
	"Terminalserver": "Microsoft Windows Terminalserver", "Hinweise (derived)": "Hinweise",
	"Portliste (derived)": "Portliste", "FAQ Portfreigaben": "FAQ", "FAQ LOG-Datei": "FAQ",
	"FAQ Starten des Dienstes": "FAQ", "Fehlermeldungen": errorTable, "Fehlermeldung 1": errorTable,
	"Fehlermeldung 2": errorTable, "Fehlermeldung 3": errorTable, "Fehlermeldung 4/5": errorTable,
	"Fehlermeldung 6":             errorTable,
	"Kurzbeschreibung nach DSGVO": "Kurzbeschreibung nach Datenschutzgrundverordnung",
	"Datenwiederherstellung":      "Datenwiederherstellung/Datenrücksicherung",
	"Funktionseinschränkungen":    "Mögliche Funktionseinschränkungen",
	"überprüfen":                  "Service-Provider überprüfen",
	"Konfigurationsdateien":       "Konfigurationsdateien des Service-Providers",
	"Update-Prozess":              "Update-Prozess des Service-Providers",
	"Anzeige Fehlermeldungen": "Anzeige Fehlermeldungen in x.concept und x.comfort; " +
		"Anzeige Fehlermeldungen in x.isynet",
	"Variante 1/2":                         "Variante 1; Variante 2",
	"Praxis/Angaben zur Datensicherung":    "Praxis; Angaben zur Datensicherung",
	"Folgende Personen wurden eingewiesen": "Eingewiesene Personen",
}

const errorTable = "Übersicht über Fehlermeldungen und Lösungen"

func sectionsOf(cell string) string {
	var out []string
	for _, short := range strings.Split(cell, "; ") {
		long := short
		if page, port := strings.CutPrefix(short, "Portliste p"); port {
			long = "Portliste, Seite " + strings.ReplaceAll(page, "-", "–")
		} else if h, shortened := headings[short]; shortened {
			long = h
		}
		for _, h := range strings.Split(long, "; ") {
			if !slices.Contains(out, h) {
				out = append(out, h)
			}
		}
	}
	return strings.Join(out, "; ")
}

var (
	guided   = []string{"x.comfort", "x.concept", "x.isynet"} // by the Service-Provider's guide
	columns  = []string{"x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"}
	editions = []string{"x.concept", "x.concept-ambulanz", "x.concept-mvz"}
	others   = []string{
		"psyx", "x.concept", "x.concept-ambulanz", "x.concept-mvz", "x.isynet", "x.vianova", "x.comfort",
	}
	beside = []string{"x.impfen", "x.archiv", "x.qm", "Kommunikationsserver", "x.servicecenter", "x.signer"}
)

// productsOf reads the checklist's column of products. Where it names an add-on the row is for every product.
func productsOf(row, cell string) (products, addons []string) {
	switch cell {
	case "all columns", "all port-list columns", "all port-list columns, differs per row", "all (port-list columns)":
		return columns, nil
	case "all except medatixx":
		return others, nil
	case "all except medatixx (guide: x.comfort, x.concept, x.isynet)":
		return guided, nil
	case "x.concept and editions":
		return editions, nil
	case "x.comfort, x.concept (useful for all)":
		return []string{"x.comfort", "x.concept"}, nil
	case "x.comfort, x.concept, x.isynet, add-ons":
		return guided, beside
	case "add-ons":
		return []string{every}, beside
	case "x.archiv":
		return []string{every}, []string{"x.archiv"}
	case "add-on":
		return []string{every}, []string{map[string]string{"SVC-05": "Kommunikationsserver", "SVC-06": "x.signer"}[row]}
	}
	return strings.Split(cell, ", "), nil
}

func TestClassesAreThoseOfTheChecklist(t *testing.T) {
	c := shipped(t)
	want := map[string]string{}
	for line := range strings.Lines(string(read(t, "testdata/classes.txt"))) {
		class, rows, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for _, id := range strings.Fields(rows) {
			first, last, _ := strings.Cut(id, "…")
			prefix, digits, _ := strings.Cut(first, "-")
			from, to := number(digits), number(digits)
			if last != "" {
				to = number(last)
			}
			for n := from; n <= to; n++ {
				want[fmt.Sprintf("%s-%0*d", prefix, len(digits), n)] = class
			}
		}
	}
	got := map[string]string{}
	for _, r := range c.Rows {
		got[r.ID] = r.Class
	}
	same(t, "classes", got, want)
}

func number(digits string) (n int) {
	_, _ = fmt.Sscan(strings.TrimLeft(digits, "0"), &n)
	return n
}

func TestPortsAreThoseOfThePortList(t *testing.T) {
	c := shipped(t)
	records, err := csv.NewReader(strings.NewReader(string(read(t, "testdata/ports.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	records = records[1:]
	if len(records) != 67 || len(c.Ports) != 67 {
		t.Fatalf("%d ports were read, %d are in the catalogue", len(records), len(c.Ports))
	}
	for i, p := range c.Ports {
		tick := func(b bool) string { return map[bool]string{true: "1", false: "0"}[b] }
		got := []string{fmt.Sprint(p.Page), p.Application}
		for _, column := range columns {
			got = append(got, tick(slices.Contains(p.Products, column)))
		}
		got = append(got, p.Protocol, strings.Join(p.Ports, ";"), tick(p.Inbound), tick(p.Outbound), tick(p.Internal),
			tick(p.External), strings.Join(p.Targets, ";"))
		same(t, fmt.Sprintf("port row %d", i+1), got, records[i][:len(got)])
		// Notes are no part of the document; what they are about is decided.
		remarks := ""
		if m := remarked.FindStringSubmatch(records[i][len(got)]); m != nil {
			remarks = strings.ReplaceAll(m[1], ";", "")
		}
		same(t, fmt.Sprintf("remarks of port row %d", i+1), strings.Join(p.Remarks, " "), remarks)
		if want := fmt.Sprintf("P%02d", i+1); p.ID != want {
			t.Errorf("port %s stands where %s should", p.ID, want)
		}
	}
}

// facts reads a part of facts.json.
func facts[T any](t *testing.T) T {
	t.Helper()
	var into T
	if err := json.Unmarshal(read(t, "testdata/facts.json"), &into); err != nil {
		t.Fatal(err)
	}
	return into
}

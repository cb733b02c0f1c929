package e2e

import (
	"regexp"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/text/texttest"
)

// names are no words of a language: what is written in a playbook or an inventory, what the host calls its things, and
// what is written to it (a rule's description is the same whoever sets it).
var names = regexp.MustCompile(`(only|when) = .*|\(only\)|mandate = true|practice-Block|embedded:\S+|` +
	`(step|check)\.[\w.]+(\["[^"]*"\])?| · (file|firewall rule|permission|service) |\S*Program Files \(x86\)\S*|` +
	`\S*\\\S*|\(A;[^)]*\)|Praxissoftware: Ports für Verordnungen|description +"[^"]*"`)

// A call speaks one language, and what the shipped playbooks say is in it.
func TestOneLanguage(t *testing.T) {
	for name, lang := range map[string]text.Lang{"de": text.German, "en": text.English, "": text.English} {
		t.Run("XOPS_LANG="+name, func(t *testing.T) {
			t.Parallel()
			f := newLab(t, lab.Config{Practices: 6, Sets: [][]lab.Fault{
				nil, everything, {lab.Duplicate}, {lab.HostOff}, everything, {lab.NoMandate, lab.KundennummerMissing},
			}})
			o := newOperator(t, f)
			o.env["XOPS_LANG"] = name
			heard := 0
			for _, args := range [][]string{{"check"}, {"plan", "-v"}, {"apply", "--yes"}, {"check", "-v"}} {
				r := o.xops(append(append(args, "-i", o.inventory), shipped...)...)
				if r.code > 3 {
					t.Fatal(r)
				}
				for line := range strings.Lines(r.out + r.err) {
					for _, p := range f.Practices {
						line = strings.ReplaceAll(line, p.Title, "")
					}
					heard++
					if word := texttest.Foreign(names.ReplaceAllString(line, ""), lang); word != "" {
						t.Errorf("xops %s says %q in %s", r.args, word, line)
					}
				}
			}
			if heard < 200 {
				t.Errorf("only %d lines were said", heard)
			}
		})
	}
}

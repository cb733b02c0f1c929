package cli

import (
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/text"
)

// TestEveryWordComesFromTheCatalogue looks at the screen of every command in a language that puts what comes from the
// catalogue in brackets. What stands outside them is no word of the program: it is in the command line, in the
// inventory, or among the values of the same command's JSON.
func TestEveryWordComesFromTheCatalogue(t *testing.T) {
	fleet, err := lab.NewFleet(lab.Config{Practices: 4, Seed: 1, Listen: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := fleet.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fleet.Stop)
	inv := filepath.Join(t.TempDir(), "inv.hcl")
	if err := fleet.WriteInventory(inv); err != nil {
		t.Fatal(err)
	}
	s := newSurroundings(t)
	run := func(in string, args ...string) string {
		s.out.Reset()
		s.err.Reset()
		s.In, s.InTerminal = strings.NewReader(in), in != ""
		p := newProgram(args, s.Streams)
		p.tongue = text.Marked
		p.main()
		return s.out.String() + s.err.String()
	}
	books := "installed-flag kundennummer firewall-port temp-permissions reinstall-service-provider"
	// Data of the lab, of which a screen may be made: values of documents, names of commands and flags, a file's own
	// words, and names that are the same in every language.
	known := map[string]bool{}
	learn(known, "xops embedded hcl true false INSTALL Install PowerShell BU ms")
	names(known, newProgram(nil, s.Streams).app().Commands)
	document := func(args ...string) {
		var doc any
		if err := json.Unmarshal([]byte(run("", append(args, "--json")...)), &doc); err == nil {
			values(known, "", doc)
		}
	}
	for _, line := range []string{"inventory list", "plan -v " + books, "check", "facts -v", "ping"} {
		document(append(strings.Fields(line), "-i", inv)...)
	}
	saved := filepath.Join(t.TempDir(), "plan.json")
	for _, c := range []struct{ in, line string }{
		{"", "plan INV --out " + saved + " " + books},
		{"", "plan -v INV " + books},
		{"", "show " + saved},
		{"", "check INV"},
		{"", "fix INV mueller/srv01"},
		{"nein", "apply INV " + books},
		{"ja", "apply INV " + books},
		{"", "plan INV " + books},
		{"", "apply --yes INV installed-flag"},
		{"yes", "apply INV --canary weber/srv01 temp-permissions"},
		{"", "runs list"},
		{"", "runs show last"},
		{"", "runs show last -v"},
		{"", "undo last --yes INV"},
		{"", "runs resume last --yes INV"},
		{"", "runs verify"},
		{"", "ping INV"},
		{"", "facts INV"},
		{"", "facts -v INV"},
		{"", "doctor INV"},
		{"", "doctor INV mueller/srv01"},
		{"", "exec INV --yes -- cmd /c exit 5"},
		{"ja", "exec INV -- hostname"},
		{"", "inventory list INV"},
		{"", "inventory validate INV"},
		{"", "playbook list"},
		{"", "playbook validate"},
		{"", "catalogue list"},
		{"", "catalogue show WS-03"},
		{"", "catalogue show SVC-04"},
		{"", "catalogue show FW-27"},
		{"", "catalogue show A17"},
		{"", "catalogue show nosuch"},
		{"", "version --footprint"},
		{"", "--help"},
		{"", "plan --help"},
		{"", "runs --help"},
		{"", "doctor --help"},
		{"", "plan"},
		{"", "plan INV nosuch"},
		{"", "plan INV ./nosuch.hcl"},
		{"", "plan INV --var x installed-flag"},
		{"", "plan -i nosuch.hcl installed-flag"},
		{"", "nosuch"},
		{"", "runs show nosuch"},
		{"", "plan --parallel 0"},
		{"", "OFF"},
		{"", "plan INV installed-flag"},
		{"", "check INV"},
		{"", "ping INV"},
		{"", "facts INV"},
		{"", "doctor INV"},
		{"", "exec INV --yes -- hostname"},
		{"", "fix INV mueller/srv01 --yes installed-flag"},
		{"", "runs show last"},
	} {
		line := c.line
		if line == "OFF" { // from here on nobody answers
			fleet.Stop()
			continue
		}
		args := strings.Fields(strings.ReplaceAll(line, "INV", "-i "+inv))
		screen := run(c.in, args...)
		given := map[string]bool{}
		learn(given, strings.Join(args, " "))
		left := func() []string {
			return slices.DeleteFunc(wordsOf(outside(screen)), func(w string) bool { return known[w] || given[w] })
		}
		if len(left()) > 0 { // they may be data that only this command has
			document(args...)
		}
		if left := left(); len(left) > 0 {
			t.Errorf("xops %s: %q stand on the screen and do not come from the catalogue:\n%s", line, left, screen)
		}
	}
}

// names learns what commands and flags are called, and what is given with flags.
func names(known map[string]bool, commands []*cli.Command) {
	for _, c := range commands {
		learn(known, c.Name)
		for _, f := range c.Flags {
			learn(known, strings.Join(f.Names(), " "))
		}
		names(known, c.Subcommands)
	}
	for _, f := range text.Flags {
		if parts := strings.Split(f.EN, "`"); len(parts) > 1 {
			learn(known, parts[1])
		}
	}
}

// vocabulary are the keys of JSON whose values are ids, each with a word for people.
var vocabulary = []string{"status", "action", "severity", "code", "verdict", "origin"}

// values learns the words of a document's values.
func values(known map[string]bool, key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if slices.Contains([]string{"before", "after", "now", "facts", "evidence"}, key) {
				learn(known, k)
			}
			values(known, k, x)
		}
	case []any:
		for _, x := range v {
			values(known, key, x)
		}
	case string:
		if !slices.Contains(vocabulary, key) {
			learn(known, outside(v))
		}
	}
}

func learn(known map[string]bool, s string) {
	for _, w := range wordsOf(s) {
		known[w] = true
	}
}

var (
	word  = regexp.MustCompile(`[\pL\pN]{2,}`)
	digit = regexp.MustCompile(`\pN`)
)

// wordsOf are the words of a text, those with digits left out.
func wordsOf(s string) []string {
	words := slices.DeleteFunc(word.FindAllString(s, -1), digit.MatchString)
	slices.Sort(words)
	return slices.Compact(words)
}

// outside is what does not stand in brackets.
func outside(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch r {
		case '⟦':
			depth++
		case '⟧':
			depth--
			return ' '
		}
		if depth > 0 {
			return -1
		}
		return r
	}, s)
}

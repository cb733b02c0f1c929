package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
	"github.com/xops-dev/xops/internal/text"
)

func TestArrange(t *testing.T) {
	app := (&program{Streams: Streams{Getenv: func(string) string { return "" }}}).app()
	for in, want := range map[string]string{
		"":                                "--help",
		"help":                            "--help",
		"-h":                              "--help",
		"--help plan":                     "plan --help",
		"help runs":                       "runs --help",
		"help runs show":                  "runs show --help",
		"plan a b":                        "plan -- a b",
		"plan a --json b":                 "plan --json -- a b",
		"--json plan a":                   "plan --json -- a",
		"plan a -i x":                     "plan --i=x -- a",
		"plan -i=x a":                     "plan --i=x -- a",
		"plan -vvv a":                     "plan -v -- a",
		"-i x --host p/h plan a -v":       "plan --i=x --host=p/h -v -- a",
		"--host -x plan a":                "plan --host=-x -- a",
		"plan --where a==b c":             "plan --where=a==b -- c",
		"plan -- --json -v":               "plan -- --json -v",
		"plan a -- --json":                "plan -- a --json",
		"plan --":                         "plan --",
		"plan -":                          "plan -- -",
		"runs --json show last":           "runs show --json -- last",
		"runs list --limit 3":             "runs list --limit=3 --",
		"--version":                       "version --",
		"version --json":                  "version --json --",
		"fix h p --yes --var a=1 --var b": "fix --yes --var=a=1 --var=b -- h p",
		"inventory validate a":            "inventory validate -- a",
		"plan help":                       "plan -- help",
	} {
		got, err := arrange(app, strings.Fields(in))
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if d := cmp.Diff(want, strings.Join(got, " ")); d != "" {
			t.Errorf("%q: %s", in, d)
		}
	}
	for in, want := range map[string]string{
		"plan a --jsno":        "--json",
		"plam":                 `"plan"`,
		"runs lst":             `"runs list"`,
		"runs":                 "needs a command",
		"plan a --host":        "needs a value",
		"--json":               "no command",
		"plan --limit 3 a":     "no flag --limit",
		"version -i x":         "no flag --i",
		"inventory list --yes": "no flag --yes",
	} {
		_, err := arrange(app, strings.Fields(in))
		p := problemtest.Told(t, err)
		if text := p.Text(text.English); p.Class() != problem.Usage || !strings.Contains(text.Cause+" "+text.Cure,
			want) {
			t.Errorf("%q: %v, want %s", in, err, want)
		}
	}
}

func FuzzArrange(f *testing.F) {
	f.Add("plan a --json -i x -- y")
	f.Add("- -- --= -=x --host")
	app := (&program{Streams: Streams{Getenv: func(string) string { return "" }}}).app()
	f.Fuzz(func(t *testing.T, line string) {
		_, _ = arrange(app, strings.Split(line, " "))
	})
}

package agent

import (
	"embed"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/xops-dev/xops/internal/exec"
)

//go:embed ps
var sources embed.FS

// coreParts are the agent as every exchange gets it: it speaks the protocol, and looks and changes nothing by itself.
var coreParts = []string{"head", "json", "out", "match", "fault", "get", "loop"}

// needs says what each other part calls besides the core. A test holds it against the parts' texts.
var needs = map[string][]string{
	"base64": nil, "bytes": nil, "hash": nil, "hive": nil, "native": nil, "path": nil, "ports": nil, "process": nil,
	"dial": nil, "jobs": nil, "scm": nil, "wmi": nil,

	"cim":           {"wmi"},
	"clock":         {"dial", "hive"},
	"dns":           {"dial"},
	"file":          {"base64", "hash", "path"},
	"firewall":      {"firewallstore", "hive", "scm"},
	"firewallrule":  {"firewallstore", "hive"},
	"firewallstore": {"hive"},
	"listener":      {"ports", "process"},
	"network":       nil,
	"os":            {"hive", "wmi"},
	"permission":    {"path"},
	"program":       {"hive"},
	"reboot":        {"wmi"},
	"registry":      {"base64", "hive"},
	"service":       {"hive", "scm", "wmi"},
	"task":          nil,
	"tcp":           {"dial"},
	"tls":           {"dial", "hive"},

	"change":            nil,
	"command":           {"change", "hive", "native"},
	"filewrite":         {"bytes", "change", "file", "hash", "path"},
	"firewallrulewrite": {"change", "firewallrule"},
	"lock":              {"change"},
	"networkwrite":      {"change", "network"},
	"permissionwrite":   {"change", "path", "permission"},
	"rebootwrite":       {"change", "native", "reboot"},
	"registrywrite":     {"bytes", "change", "hive", "registry"},
	"script":            {"change"},
	"servicewrite":      {"change", "native", "scm", "service"},
	"taskrun":           {"native"},
	"taskwrite":         {"change", "hash", "hive", "native", "path", "task", "taskrun"},
	"wait":              {"change", "path", "scm", "tcp"},
}

// spare are the parts that a host keeps unread until what they stand in for fails: Windows logs the text of a part that
// it reads when there is one of certain words in it.
var spare = []string{"ports"}

// verbs are the parts that answer a type: its get and its set.
type verbs struct{ get, set string }

var types = map[string]verbs{
	"cim":            {"cim", ""},
	"command":        {"", "command"},
	"dns":            {"dns", ""},
	"file":           {"file", "filewrite"},
	"firewall":       {"firewall", ""},
	"firewall_rule":  {"firewallrule", "firewallrulewrite"},
	"listener":       {"listener", ""},
	"lock":           {"", "lock"},
	"network":        {"network", "networkwrite"},
	"os":             {"os", ""},
	"permission":     {"permission", "permissionwrite"},
	"process":        {"process", ""},
	"program":        {"program", ""},
	"reboot":         {"reboot", "rebootwrite"},
	"registry":       {"registry", "registrywrite"},
	"scheduled_task": {"jobs", ""},
	"script":         {"", "script"},
	"service":        {"service", "servicewrite"},
	"task":           {"task", "taskwrite"},
	"tcp":            {"tcp", ""},
	"time":           {"clock", ""},
	"tls":            {"tls", ""},
	"wait":           {"", "wait"},
}

// part is a piece of the agent as it is sent.
type part struct{ name, text, hash string }

var (
	core  = newPart("core", coreParts...)
	parts = func() map[string]*part {
		all := map[string]*part{}
		for name := range needs {
			all[name] = newPart(name, name)
		}
		return all
	}()
)

func newPart(name string, files ...string) *part {
	var b strings.Builder
	for _, f := range files {
		text, err := sources.ReadFile("ps/" + f + ".ps1")
		if err != nil {
			panic(err) // embedded with the program: a test finds it
		}
		b.WriteString(unindent(string(text)))
	}
	return &part{name, b.String(), hash(b.String())}
}

// unindent removes indentation, blank lines and all comments but the headings: more than a quarter of the bytes that
// every exchange carries. The agent has no text over several lines.
func unindent(script string) string {
	var b strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "# ----") && !strings.HasPrefix(line, "# xops") {
			line = uncommented(line)
		}
		if line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// uncommented is a line without the comment at its end. In a string # is a character like any other.
func uncommented(line string) string {
	var quote byte
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quote == 0 && c == '#' && (i == 0 || line[i-1] == ' '):
			return strings.TrimSpace(line[:i])
		case c == '`' && quote != '\'':
			i++ // the next character is meant as it stands
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return line
}

// modulus is the largest prime below 2^128.
var modulus, _ = new(big.Int).SetString("340282366920938463463374607431768211297", 10)

// hash is what a host compares a part with: the rest of its bytes, as a number whose first byte counts least, by a
// prime. It finds what happens on the way; who can change a text on purpose can change its hash too, so a stronger one
// would protect no better, and it would cost the core a word for which Windows logs all of it.
func hash(text string) string {
	raw := []byte(text)
	slices.Reverse(raw)
	return new(big.Int).Mod(new(big.Int).SetBytes(raw), modulus).String()
}

// partsFor gives the parts that a request needs, each behind those that it needs itself. An exchange that observes
// gets nothing that can change, whatever it is asked, and one for a command nothing else.
func partsFor(mode exec.Mode, typ string, set bool) []*part {
	v := types[typ]
	var names []string
	switch {
	case mode == exec.Command || typ == "command":
		if mode == exec.Command && (typ == "command" || typ == "lock") && set {
			names = []string{v.set}
		}
	case mode == exec.Observe:
		names = []string{v.get}
	case set:
		names = []string{v.set}
	case typ == "file":
		names = []string{v.get, v.set} // where changes are allowed, what an interrupted one left is put in order
	default:
		names = []string{v.get}
	}
	var out []*part
	var add func(name string)
	add = func(name string) {
		p := parts[name]
		if p == nil || slices.Contains(out, p) {
			return
		}
		for _, n := range needs[name] {
			add(n)
		}
		out = append(out, p)
	}
	for _, n := range names {
		add(n)
	}
	return out
}

// header is the line in front of the core.
func header(token string) string {
	return fmt.Sprintf("xops1 %s %d %s\n", token, len(core.text), core.hash)
}

// CoreBytes is the length of the core as it is sent.
func CoreBytes() int { return len(core.text) }

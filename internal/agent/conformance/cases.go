package conformance

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/eval"
	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
)

// caseFiles are hosts with something odd on them, as people have reported them of this program's peers: what is there,
// a playbook, and what is right.
//
//go:embed cases
var caseFiles embed.FS

// hostCase is what stands on a host before. In a text of bytes each character is a byte.
type hostCase struct {
	Files    map[string]string    `json:"files"`
	Values   map[string]valueCase `json:"values"`
	Rules    map[string]string    `json:"rules"`
	Policy   map[string]string    `json:"policy"` // rules of group policy
	MDM      map[string]string    `json:"mdm"`    // rules of a device management
	Lists    map[string]string    `json:"lists"`  // access lists of folders
	Services map[string]string    `json:"services"`
}

// valueCase is a value of the registry: of a type's name, or of a type's number with its bytes.
type valueCase struct {
	Type  string `json:"type"`
	Value any    `json:"value"`
	Raw   int    `json:"raw"`
	Bytes []byte `json:"bytes"`
}

// rightCase is what must come of a playbook.
type rightCase struct {
	// PlanOnly: nothing is done, for instance because a program would have to run.
	PlanOnly bool              `json:"plan_only"`
	Load     []string          `json:"load"`    // parts of why it cannot be read
	Error    string            `json:"error"`   // part of why the step cannot be planned
	Plan     []changeCase      `json:"plan"`    // none: nothing to do
	Checks   map[string]string `json:"checks"`  // their states
	Message  map[string]string `json:"message"` // part of a check's message
	Files    map[string]string `json:"files"`   // afterwards
	After    []afterCase       `json:"after"`   // answers afterwards
}

type changeCase struct {
	Action     string `json:"action"`
	Resource   string `json:"resource"`
	Reversible bool   `json:"reversible"`
	Note       string `json:"note"` // part of its notes; "" is not looked at
}

type afterCase struct {
	Type  string         `json:"type"`
	Key   string         `json:"key"`
	Args  resource.Props `json:"args"`
	Props resource.Props `json:"props"`
}

// Cases plans each case, does what is planned, plans again, and takes back what the plan has called reversible: then
// all is as it was, to the byte.
func Cases(t *testing.T, host Host, open Open) {
	t.Helper()
	files, err := fs.Glob(caseFiles, "cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	var all []smallCase
	for _, file := range files {
		c := readCase(t, file)
		if !c.host.alone() {
			c.host.furnish(host)
		}
		all = append(all, c)
	}
	host.Ready()
	s := &suite{host: host, session: open(t, exec.Apply), ctx: ctx, table: newTable()}
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			if c.host.alone() {
				c.host.furnish(host)
				host.Ready()
				defer func() { host.RemoveRules(keys(c.host.Rules)...); host.Ready() }()
			}
			s.small(t, c)
		})
	}
}

type smallCase struct {
	name     string
	playbook []byte
	host     hostCase
	right    rightCase
}

func readCase(t *testing.T, file string) smallCase {
	t.Helper()
	data, err := caseFiles.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := smallCase{name: strings.TrimSuffix(path.Base(file), ".txtar")}
	for _, f := range txtar.Parse(data).Files {
		switch f.Name {
		case "playbook.hcl":
			c.playbook = f.Data
		case "host.json":
			strict(t, f.Data, &c.host)
		case "expected.json":
			strict(t, f.Data, &c.right)
		default:
			t.Fatalf("%s has a part %s", file, f.Name)
		}
	}
	return c
}

// alone says whether the host has rules for all ports, which would hit the other cases.
func (c hostCase) alone() bool {
	for _, raw := range c.Rules {
		if strings.Contains(raw, "Protocol=6|") && !strings.Contains(raw, "LPort") {
			return true
		}
	}
	return false
}

func (s *suite) small(t *testing.T, c smallCase) {
	right := c.right
	set, said := caseSet(t, c.playbook)
	for _, want := range right.Load {
		if !strings.Contains(said, want) {
			t.Errorf("loading says %q, want %q", said, want)
		}
	}
	if len(right.Load) == 0 && said != "" {
		t.Error(said)
	}
	if said != "" {
		return
	}
	first := s.plan(t, set)
	planned(t, first, right)
	was := s.stateOf(t, first)
	var ops []resource.Op
	reversible := true
	for _, c := range first.Changes {
		if c.Op != nil {
			ops = append(ops, *c.Op)
			reversible = reversible && c.Reversible
		}
	}
	if right.PlanOnly {
		return
	}
	if len(ops) > 0 {
		for _, r := range s.batch(t, ops...) {
			want(t, r, resource.Done, nil)
		}
		if again := s.plan(t, set); len(again.Changes) > 0 || problems(again) != "" {
			t.Errorf("planned again: %s%s", changes(again), problems(again))
		}
	}
	for name, want := range right.Files {
		if got := s.host.ReadFile(name); string(got) != latin(want) {
			t.Errorf("%s holds %q, want %q", name, got, latin(want))
		}
	}
	for _, a := range right.After {
		wantProps(t, s.one(t, a.Type, a.Key, a.Args), a.Props)
	}
	if len(ops) == 0 || !reversible {
		return
	}
	var back []resource.Op
	for _, op := range slices.Backward(ops) {
		back = append(back, op.Inverse())
	}
	for _, r := range s.batch(t, back...) {
		want(t, r, resource.Done, nil)
	}
	if d := cmp.Diff(was, s.stateOf(t, first)); d != "" {
		t.Errorf("before (-), and after it was made and taken back (+):\n%s", d)
	}
}

// planned compares a plan with what is right.
func planned(t *testing.T, got *plan.Host, right rightCase) {
	t.Helper()
	if said := problems(got); (right.Error == "") != (said == "") || !strings.Contains(said, right.Error) {
		t.Errorf("the error is %q, want %q", said, right.Error)
	}
	var have []changeCase
	for i, c := range got.Changes {
		x := changeCase{
			Action: string(c.Action), Resource: c.Resource.Type + " " + c.Resource.Key, Reversible: c.Reversible,
		}
		for _, note := range c.Notes {
			if i < len(right.Plan) && strings.Contains(note.Error(), right.Plan[i].Note) {
				x.Note = right.Plan[i].Note
			}
		}
		have = append(have, x)
	}
	if d := cmp.Diff(right.Plan, have); d != "" {
		t.Errorf("the plan (-want +is): %s\n%s", changes(got), d)
	}
	for _, c := range got.Checks {
		name := strings.TrimPrefix(c.Check, "check.")
		if want, named := right.Checks[name]; !named || want != string(c.Status) {
			t.Errorf("the check %s is %s (%s), want %q", name, c.Status, c.Message, want)
		}
		if !strings.Contains(c.Message, right.Message[name]) {
			t.Errorf("the check %s says %q, want %q", name, c.Message, right.Message[name])
		}
	}
}

// plan works a playbook out on the host as it is.
func (s *suite) plan(t *testing.T, set *playbook.Set) *plan.Host {
	t.Helper()
	e := eval.New(set, eval.Target{ID: "p/srv01", Host: cty.EmptyObjectVal, Practice: cty.EmptyObjectVal})
	for queries := e.Queries(); len(queries) > 0; queries = e.Queries() {
		answers, err := s.session.Observe(s.ctx, queries)
		if err != nil {
			t.Fatal(err)
		}
		e.Add(queries, answers)
	}
	return e.Plan()
}

// caseSet reads a playbook; said is what is wrong with it.
func caseSet(t *testing.T, text []byte) (set *playbook.Set, said string) {
	t.Helper()
	loader := &playbook.Loader{
		Parser: hclx.NewParser(), Kinds: step.Kinds(), QueryTypes: step.QueryTypes(),
		Read: func(string) ([]byte, error) { return text, nil },
	}
	p, diags := loader.Load("playbook.hcl")
	for _, d := range diags {
		said += d.Summary + ": " + d.Detail + "\n"
	}
	if diags.HasErrors() {
		return nil, said
	}
	set, diags = playbook.NewSet([]*playbook.Playbook{p}, nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return set, ""
}

// furnish puts on the host what a case wants there.
func (c hostCase) furnish(h Host) {
	for _, name := range keys(c.Files) {
		h.WriteFile(name, []byte(latin(c.Files[name])))
	}
	for _, key := range keys(c.Values) {
		v := c.Values[key]
		switch x := v.Value.(type) {
		case nil:
			h.SetRaw(key, v.Raw, v.Bytes)
		case float64:
			h.SetValue(key, v.Type, int64(x))
		case []any:
			h.SetValue(key, v.Type, resource.Props{"l": x}.Strings("l"))
		default:
			h.SetValue(key, v.Type, x)
		}
	}
	for store, rules := range map[string]map[string]string{"local": c.Rules, "policy": c.Policy, "mdm": c.MDM} {
		for _, id := range keys(rules) {
			h.AddRule(id, rules[id], store)
		}
	}
	for _, folder := range keys(c.Lists) {
		h.MakeFolder(folder)
		h.SetSDDL(folder, c.Lists[folder])
	}
	for _, name := range keys(c.Services) { // after the programs
		h.AddService(name, c.Services[name])
	}
}

// stateOf is what the host says of all that a plan would change.
func (s *suite) stateOf(t *testing.T, p *plan.Host) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, c := range p.Changes {
		if c.Op == nil {
			continue
		}
		a := s.ask(t, resource.Query{Type: c.Op.Type, Key: c.Op.Key, Args: obj{"content": true, "literal": true}})
		for _, i := range a.Items {
			delete(i.Props, "modified")
			delete(i.Props, "created")
			out[c.Op.Type+" "+i.Key] = fmt.Sprint(resource.Normal(i.Props))
		}
		if a.Fault != nil {
			out[c.Op.Type+" "+c.Op.Key] = a.Fault.Error()
		}
	}
	return out
}

// problems are the errors of a plan's blocks as texts.
func problems(p *plan.Host) string {
	var out []string
	if p.Error != nil {
		out = append(out, p.Error.Error())
	}
	for _, b := range p.Blocks {
		if b.Error != nil {
			out = append(out, b.Error.Error())
		}
	}
	return strings.Join(out, "\n")
}

func changes(p *plan.Host) string {
	text, err := json.MarshalIndent(p.Changes, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// latin is a text whose characters are bytes.
func latin(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = append(out, byte(r))
	}
	return string(out)
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func strict(t *testing.T, text []byte, target any) {
	t.Helper()
	if len(text) == 0 {
		return
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(target); err != nil {
		t.Fatal(err)
	}
}

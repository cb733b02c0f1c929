package playbook

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Ref is a reference in an expression to something that a playbook declares or that a run provides.
type Ref struct {
	Root    string   // host, practice, fact, catalogue, each, var, local, query, step
	Include []string // names of includes to go through first
	Type    string   // of a query or step
	Name    string   // of a query, step, var or local; hosts of practice.hosts
	Range   hcl.Range
	key     string // Address, where it was worked out
}

// Key is its address within its own playbook: what a value is remembered by.
func (r Ref) Key() string {
	if r.key != "" && len(r.Include) == 0 {
		return r.key
	}
	r.Include = nil
	return r.Address()
}

// Address is how the reference is written.
func (r Ref) Address() string {
	var b strings.Builder
	for _, n := range r.Include {
		fmt.Fprintf(&b, "include.%s.", n)
	}
	b.WriteString(r.Root)
	if r.Type != "" {
		b.WriteString("." + r.Type)
	}
	if r.Name != "" {
		b.WriteString("." + r.Name)
	}
	return b.String()
}

var roots = []string{"host", "practice", "fact", "catalogue", "each", "var", "local", "query", "step", "include"}

// ParseRef reads a reference from the beginning of a traversal; what stands behind it is an attribute or index of its
// value.
func ParseRef(t hcl.Traversal) (Ref, hcl.Diagnostics) {
	ref := Ref{Root: t.RootName(), Range: t.SourceRange()}
	rest := t[1:]
	next := func() (string, bool) {
		if len(rest) == 0 {
			return "", false
		}
		var name string
		switch s := rest[0].(type) {
		case hcl.TraverseAttr:
			name = s.Name
		case hcl.TraverseIndex:
			if !s.Key.Type().Equals(cty.String) {
				return "", false
			}
			name = s.Key.AsString()
		default:
			return "", false
		}
		rest = rest[1:]
		return name, true
	}
	for ref.Root == "include" {
		name, ok := next()
		root, ok2 := next()
		if !ok || !ok2 {
			return ref, refError(t, text.ReferenceInto)
		}
		ref.Include = append(ref.Include, name)
		ref.Root = root
	}
	ok := true
	switch ref.Root {
	case "host", "fact", "catalogue", "each":
	case "practice":
		if a, is := rest0(rest).(hcl.TraverseAttr); is && a.Name == "hosts" {
			ref.Name, ok = next()
		}
	case "var", "local":
		ref.Name, ok = next()
	case "query", "step":
		var ok1 bool
		ref.Type, ok1 = next()
		ref.Name, ok = next()
		ok = ok && ok1
	default:
		return ref, hcl.Diagnostics{hclx.Mistake(t.SourceRange(), text.UnknownName, "quoted", problem.Quote(ref.Root),
			"hint", hclx.Hint(ref.Root, roots), "name", ref.Root)}
	}
	if len(ref.Include) > 0 && ref.Root != "query" && ref.Root != "step" {
		return ref, refError(t, text.ReferenceHidden)
	}
	if !ok {
		forms := map[string]string{
			"var": "var.NAME", "local": "local.NAME", "query": "query.TYPE.NAME",
			"step": "step.KIND.NAME",
		}
		return ref, refError(t, text.ReferenceForm.Filled("name", ref.Root, "form", forms[ref.Root]))
	}
	return ref, nil
}

// rest0 is the first of what is left of a traversal; nil where there is none.
func rest0(rest hcl.Traversal) hcl.Traverser {
	if len(rest) == 0 {
		return nil
	}
	return rest[0]
}

// Uses are the references in an expression.
type Uses struct {
	Refs []Use
	// Value is that of an expression that refers to nothing; cty.NilVal where it has none.
	Value  cty.Value
	decide decider
}

// Use is one reference, with the names under which an expression finds its value.
type Use struct {
	Ref
	Path []string
	Key  string // the reference as it is written: the same for the same thing within a playbook
}

// Decidable says whether the expression can have a value although some of its references are wholly unknown: open has a
// bit for each of those.
func (u *Uses) Decidable(open uint64) bool {
	return open == 0 || u.decide == nil || u.decide(open)
}

// MaxOpen is how many references Decidable can tell apart.
const MaxOpen = 64

// Uses gives what an expression refers to; references that cannot be read are left out, since evaluation reports them.
// It is worked out once for all hosts. The result is not to be changed.
func (s *Set) Uses(e hcl.Expression) *Uses {
	if known, ok := s.uses.Load(e); ok {
		return known.(*Uses)
	}
	u := &Uses{}
	variables := e.Variables()
	at := map[string]int{}
	for _, t := range variables {
		ref, flat, diags := parseFlat(t)
		if diags.HasErrors() {
			continue
		}
		ref.key = ref.Address()
		use := Use{Ref: ref, Path: ref.path(), Key: ref.key}
		if flat {
			use.Path = []string{use.Key}
		}
		if i, twice := at[use.Key]; twice && len(u.Refs[i].Path) == len(use.Path) {
			continue
		}
		at[use.Key] = len(u.Refs)
		u.Refs = append(u.Refs, use)
	}
	ctx := &hcl.EvalContext{Functions: functions}
	constant := len(variables) == 0
	if len(u.Refs) == 1 && u.Refs[0].Root == "catalogue" { // the same for every host, too
		constant = true
		ctx.Variables = map[string]cty.Value{"catalogue": s.catalogue()}
	}
	if constant {
		if v, diags := hclx.Value(e, ctx); !diags.HasErrors() {
			u.Value = v
		}
	}
	if len(u.Refs) <= MaxOpen {
		u.decide = decide(e, at)
	}
	s.uses.Store(e, u)
	return u
}

// catalogue is that of the playbooks: they have the same.
func (s *Set) catalogue() cty.Value {
	for _, p := range s.Playbooks {
		if v := p.known(); v != cty.NilVal {
			return v
		}
	}
	return cty.DynamicVal
}

// known is the catalogue that a playbook, or one that it includes, refers to; cty.NilVal where none does.
func (p *Playbook) known() cty.Value {
	if p.Catalogue != cty.NilVal {
		return p.Catalogue
	}
	for _, inc := range p.Includes {
		if inc.Playbook != nil {
			if v := inc.Playbook.known(); v != cty.NilVal {
				return v
			}
		}
	}
	return cty.NilVal
}

// Said is of an expression { de = "…", en = "…" } the one in the set's language: the other one is not worked out for
// any host. Any other expression is itself.
func (s *Set) Said(e hcl.Expression) hcl.Expression {
	if e == nil {
		return nil
	}
	said, ok := s.said.Load(e)
	if !ok {
		said, _ = s.said.LoadOrStore(e, step.SpokenIn(e, s.Lang))
	}
	return said.(hcl.Expression)
}

func refError(t hcl.Traversal, why text.Phrase) hcl.Diagnostics {
	return hcl.Diagnostics{hclx.Mistake(t.SourceRange(), text.IncompleteReference, "why", why)}
}

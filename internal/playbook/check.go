package playbook

import (
	"maps"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// functions are the same for every expression.
var functions = hclx.Functions()

// node is a named thing with the expressions that it rests on.
type node struct {
	address string
	exprs   []hcl.Expression
	after   []Ref
	each    bool // has for_each
	index   int  // position among Items; -1: has none
	rng     hcl.Range
}

// check finds what is wrong without a host: names that do not exist, circles, steps used before they ran, and
// expressions that fail whatever their values.
func (p *Playbook) check() hcl.Diagnostics {
	var diags hcl.Diagnostics
	nodes := p.nodes()
	edges := map[string][]Ref{}
	byAddress := map[string]*node{}
	for i := range nodes {
		n := &nodes[i]
		byAddress[n.address] = n
		for _, e := range n.exprs {
			for _, t := range e.Variables() {
				ref, d := ParseRef(t)
				if d.HasErrors() {
					diags = append(diags, d...)
					continue
				}
				if ref.Root == "each" && !n.each {
					diags = append(diags, refProblem(ref, text.NoEach))
					continue
				}
				if why := p.missing(ref); why != (text.Phrase{}) {
					diags = append(diags, refProblem(ref, why))
					continue
				}
				if ref.Root == "catalogue" { // behind && a name that does not exist would be found on a host only
					_, wrong := t[1:].TraverseRel(p.Catalogue)
					diags = append(diags, wrong...)
					continue
				}
				p.neighbours = p.neighbours || ref.Root == "practice" && ref.Name != ""
				edges[n.address] = append(edges[n.address], ref)
			}
		}
		for _, ref := range n.after {
			if why := p.missing(ref); why != (text.Phrase{}) {
				diags = append(diags, refProblem(ref, why))
				continue
			}
			edges[n.address] = append(edges[n.address], ref)
		}
	}
	if diags.HasErrors() {
		return diags
	}
	diags = append(diags, circles(nodes, edges)...)
	if diags.HasErrors() {
		return diags
	}
	diags = append(diags, order(nodes, byAddress, edges)...)
	diags = append(diags, p.whole(nodes, edges)...)
	diags = append(diags, p.try(nodes)...)
	return diags
}

func (p *Playbook) nodes() []node {
	var nodes []node
	add := func(c Common, n node, attrs hcl.Attributes) {
		n.address, n.rng, n.each = c.Address, c.Range, c.ForEach != nil
		for _, e := range []hcl.Expression{c.When, c.ForEach, c.Title} {
			if e != nil {
				n.exprs = append(n.exprs, e)
			}
		}
		n.exprs = append(n.exprs, expressions(attrs)...)
		nodes = append(nodes, n)
	}
	if p.Only != nil {
		nodes = append(nodes, node{address: "only", exprs: []hcl.Expression{p.Only}, index: -1, rng: p.Range})
	}
	for _, name := range sortedKeys(p.Locals) {
		l := p.Locals[name]
		nodes = append(nodes, node{
			address: "local." + name, exprs: []hcl.Expression{l.Expr}, index: -1,
			rng: l.Expr.Range(),
		})
	}
	for _, q := range p.Queries {
		add(q.Common, node{index: -1}, q.Attrs)
	}
	for i, item := range p.Items {
		switch {
		case item.Step != nil:
			add(item.Step.Common, node{index: i, after: item.Step.After}, item.Step.Attrs)
		case item.Include != nil:
			n := node{
				address: "include." + item.Include.Name, index: i, rng: item.Include.Range,
				exprs: expressions(item.Include.Vars),
			}
			if item.Include.When != nil {
				n.exprs = append(n.exprs, item.Include.When)
			}
			nodes = append(nodes, n)
		}
	}
	for _, c := range p.Checks {
		add(c.Common, node{index: -1, exprs: c.expressions()}, nil)
	}
	for _, o := range p.Outputs {
		nodes = append(nodes, node{
			address: "output." + o.Name, exprs: []hcl.Expression{o.Value}, index: -1, rng: o.Range,
		})
	}
	return nodes
}

// refersTo says whether an expression refers to a root.
func (p *Playbook) refersTo(root string) bool {
	for _, n := range p.nodes() {
		for _, e := range n.exprs {
			for _, t := range e.Variables() {
				if t.RootName() == root {
					return true
				}
			}
		}
	}
	return false
}

func expressions(attrs hcl.Attributes) []hcl.Expression {
	var out []hcl.Expression
	for _, name := range sortedKeys(attrs) {
		out = append(out, attrs[name].Expr)
	}
	return out
}

// missing says what is wrong with a reference, or nothing.
func (p *Playbook) missing(ref Ref) text.Phrase {
	at := p
	for _, name := range ref.Include {
		inc := at.Includes[name]
		if inc == nil || inc.Playbook == nil {
			return text.NoInclude.Filled("name", problem.Quote(name), "hint",
				hclx.Hint(name, sortedKeys(at.Includes)))
		}
		at = inc.Playbook
	}
	var known []string
	switch ref.Root {
	case "var":
		known = at.variableNames()
	case "local":
		known = sortedKeys(at.Locals)
	case "query":
		for _, q := range at.Queries {
			known = append(known, q.Type.Name+"."+q.Name)
		}
	case "step":
		for _, item := range at.Items {
			if item.Step != nil {
				known = append(known, item.Step.Kind.Name+"."+item.Step.Name)
			}
		}
	default:
		return text.Phrase{}
	}
	want := ref.Name
	if ref.Type != "" {
		want = ref.Type + "." + ref.Name
	}
	for _, k := range known {
		if k == want {
			return text.Phrase{}
		}
	}
	return text.NoAddress.Filled("name", ref.Address(), "hint", hclx.Hint(want, known))
}

// lists finds attributes that are asked of a query's answer itself, which is a list.
func (p *Playbook) lists() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, n := range p.nodes() {
		for _, e := range n.exprs {
			for _, t := range e.Variables() {
				ref, flat, wrong := parseFlat(t)
				if wrong.HasErrors() || !flat || ref.Root != "query" || len(t) < 2 {
					continue
				}
				attr, ok := t[1].(hcl.TraverseAttr)
				if !ok {
					continue
				}
				list := ref.Address()
				diags = append(diags, hclx.Mistake(t.SourceRange(), text.AnswerIsList, "list", list, "name", attr.Name))
			}
		}
	}
	return diags
}

func refProblem(ref Ref, why text.Phrase) *hcl.Diagnostic {
	return hclx.Mistake(ref.Range, text.UnknownReference, "why", why)
}

// chain puts names one behind the other with a phrase between them.
func chain(names []string, between text.Phrase) text.Phrase {
	return text.Phrase{DE: strings.Join(names, between.DE), EN: strings.Join(names, between.EN)}
}

// target is the node that a reference rests on.
func target(ref Ref) string {
	if len(ref.Include) > 0 {
		return "include." + ref.Include[0]
	}
	return ref.Address()
}

func circles(nodes []node, edges map[string][]Ref) hcl.Diagnostics {
	const (
		open = 1
		done = 2
	)
	state := map[string]int{}
	var diags hcl.Diagnostics
	var path []string
	var visit func(address string, via *Ref)
	visit = func(address string, via *Ref) {
		switch state[address] {
		case done:
			return
		case open:
			for i, a := range path {
				if a == address {
					circle := append(append([]string{}, path[i:]...), address)
					diags = append(diags, hclx.Mistake(via.Range, text.Circle, "chain", chain(circle, text.Uses)))
					return
				}
			}
		}
		state[address] = open
		path = append(path, address)
		for _, ref := range edges[address] {
			visit(target(ref), &ref)
		}
		path = path[:len(path)-1]
		state[address] = done
	}
	for _, n := range nodes {
		visit(n.address, nil)
	}
	return diags
}

// order makes sure that a step rests only on steps before it, directly or through locals and queries.
func order(nodes []node, byAddress map[string]*node, edges map[string][]Ref) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, n := range nodes {
		if n.index < 0 {
			continue
		}
		seen := map[string]bool{}
		var visit func(address string, via Ref)
		visit = func(address string, via Ref) {
			if seen[address] {
				return
			}
			seen[address] = true
			if m := byAddress[address]; m != nil && m.index >= n.index && m.address != n.address {
				diags = append(diags, hclx.Mistake(via.Range, text.UsedEarly, "step", n.address, "other", m.address))
				return
			}
			for _, ref := range edges[address] {
				visit(target(ref), ref)
			}
		}
		for _, ref := range edges[n.address] {
			visit(target(ref), ref)
		}
	}
	return diags
}

// try evaluates every expression with unknown values: what fails then fails always.
func (p *Playbook) try(nodes []node) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, n := range nodes {
		for _, e := range n.exprs {
			_, d := hclx.Value(e, p.unknowns(e))
			diags = append(diags, d...)
		}
	}
	return diags
}

// unknowns is a context in which everything that an expression uses is unknown, with the types that are certain.
func (p *Playbook) unknowns(e hcl.Expression) *hcl.EvalContext {
	ctx := &hcl.EvalContext{Functions: functions, Variables: map[string]cty.Value{
		"host": cty.UnknownVal(HostType), "practice": cty.UnknownVal(practiceType), "fact": cty.DynamicVal,
		"each":  cty.DynamicVal,
		"local": cty.DynamicVal, "query": cty.DynamicVal, "step": cty.DynamicVal, "include": cty.DynamicVal,
	}}
	vars := map[string]cty.Value{}
	for _, v := range p.Variables {
		vars[v.Name] = cty.UnknownVal(v.Type)
	}
	ctx.Variables["var"] = cty.ObjectVal(vars)
	if p.Catalogue != cty.NilVal {
		ctx.Variables["catalogue"] = p.Catalogue
	}
	return ctx
}

// The attributes of host and practice, for checking expressions before any host is known. inventory.HostValue and
// inventory.PracticeValue give values with these.
var (
	PracticeType = cty.Object(map[string]cty.Type{
		"name": cty.String, "title": cty.String, "kundennummer": cty.String, "products": cty.List(cty.String),
		"mandate": cty.Bool, "tags": cty.List(cty.String), "vars": cty.DynamicPseudoType,
	})
	// practiceType is it with hosts, which has a value of its own: another reference, once it is flat
	practiceType = func() cty.Type {
		attrs := maps.Clone(PracticeType.AttributeTypes())
		attrs["hosts"] = cty.DynamicPseudoType
		return cty.Object(attrs)
	}()
	HostType = cty.Object(map[string]cty.Type{
		"name": cty.String, "address": cty.String, "role": cty.String, "id": cty.String, "tags": cty.List(cty.String),
		"vars": cty.DynamicPseudoType,
	})
)

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

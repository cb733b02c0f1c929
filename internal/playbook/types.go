// Package playbook reads playbook HCL: blocks with their source ranges and expressions. It checks everything that can
// be checked without a host; what depends on a host stays an expression, which package plan evaluates.
package playbook

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Set is what one run works on: playbooks in the order given, with the values of their variables.
type Set struct {
	Playbooks []*Playbook
	Vars      []map[string]cty.Value // parallel to Playbooks; every declared variable has a value
	Lang      text.Lang              // in which their texts are said; "": English
	// Titles are those of the catalogue's rows, for checks that have none of their own.
	Titles map[string]text.Phrase
	// Secrets are the values of sensitive variables; nil where there are none.
	Secrets *resource.Secrets

	uses sync.Map // hcl.Expression → *Uses: the same for every host
	said sync.Map // hcl.Expression → the one of them that Lang asks for
}

// Neighbours says whether anything rests on other hosts of the practice.
func (s *Set) Neighbours() bool {
	var rests func(p *Playbook) bool
	rests = func(p *Playbook) bool {
		if p.neighbours || slices.ContainsFunc(p.Checks, func(c *Check) bool { return c.Practice }) {
			return true
		}
		for _, inc := range p.Includes {
			if inc.Playbook != nil && rests(inc.Playbook) {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(s.Playbooks, rests)
}

// Rows are the catalogue rows of which a playbook, or what it includes, has a check; whether it is a practice's.
func (p *Playbook) Rows() map[string]bool {
	rows := map[string]bool{}
	for _, inc := range p.Includes {
		if inc.Playbook != nil {
			maps.Copy(rows, inc.Playbook.Rows())
		}
	}
	for _, c := range p.Checks {
		if c.Row != "" {
			rows[c.Row] = c.Practice
		}
	}
	return rows
}

// Names are the names of the playbooks.
func (s *Set) Names() []string {
	names := make([]string, len(s.Playbooks))
	for i, p := range s.Playbooks {
		names[i] = p.Name
	}
	return names
}

// Playbook is one file.
type Playbook struct {
	Name               string
	Title, Description text.Phrase
	Path               string
	Serves             []string       // ids of catalogue rows (rows.md)
	Only               hcl.Expression // nil: every host
	Rollout            *Rollout
	Variables          []*Variable
	Locals             map[string]*Local
	Queries            []*Query
	Checks             []*Check
	Outputs            []*Output
	// Items are the steps and includes in source order: the order in which they are planned and done.
	Items    []Item
	Includes map[string]*Include
	Range    hcl.Range
	Source   []byte
	// Catalogue are the facts of the document; cty.NilVal where no expression refers to them.
	Catalogue cty.Value
	// neighbours: an expression refers to practice.hosts
	neighbours bool
}

// Item is a step or an include, whichever is not nil.
type Item struct {
	Step    *Step
	Include *Include
}

// Rollout is how a change goes through a fleet: batches of hosts, and when to stop.
type Rollout struct {
	Batches     []Amount
	MaxFailures *Amount
	Pause       time.Duration // between two batches
	Range       hcl.Range
}

// Amount is a number of hosts, or a percentage of them.
type Amount struct {
	Number  int
	Percent bool
}

// Variable is a declared variable.
type Variable struct {
	Name        string
	Description text.Phrase
	Type        cty.Type
	Default     cty.Value // cty.NilVal: required
	Range       hcl.Range
	// Sensitive: its value is a text that is sent to hosts, and neither kept nor shown.
	Sensitive bool
}

// Local is one value of a locals block.
type Local struct {
	Name string
	Expr hcl.Expression
}

// Common is what queries, checks and steps share.
type Common struct {
	Address string // "step.ini.kundennummer", without the include's prefix
	When    hcl.Expression
	ForEach hcl.Expression
	Title   hcl.Expression
	Serves  []string
	Range   hcl.Range
}

// Query is a query block.
type Query struct {
	Common
	Type step.QueryType
	Name string
	Body hcl.Body
	// Attrs are the body's attributes, to evaluate before decoding.
	Attrs hcl.Attributes
}

// Check is a check block: a verdict on a host, or on a whole practice.
type Check struct {
	Common
	Name     string
	Row      string         // the catalogue row whose verdict it is; "": none
	Severity string         // required, recommended, info
	Grade    hcl.Expression // the severity where a host's answers decide it; nil: Severity
	OK       hcl.Expression
	Message  hcl.Expression
	Advice   hcl.Expression // what to do about a finding
	Evidence hcl.Expression // an object of what was seen
	Support  hcl.Expression // until when the maker supports what is there: YYYY-MM-DD, null where that is not known
	Fix      string         // the playbook that repairs it; "": a person
	// Practice: it is judged once for each practice, over what its hosts' outputs say.
	Practice bool
}

// expressions are those that are its own.
func (c *Check) expressions() []hcl.Expression {
	var out []hcl.Expression
	for _, e := range []hcl.Expression{c.OK, c.Grade, c.Message, c.Advice, c.Evidence, c.Support} {
		if e != nil {
			out = append(out, e)
		}
	}
	return out
}

// Output is what the checks of other hosts see of a host: practice.hosts["srv01"].output.NAME.
type Output struct {
	Name  string
	Value hcl.Expression
	Range hcl.Range
}

// Step is a step block.
type Step struct {
	Common
	Kind    step.Kind
	Name    string
	Body    hcl.Body
	Attrs   hcl.Attributes
	After   []Ref
	OnError string // revert, stop, continue
	Stage   int    // planned and done after everything of a lower stage
}

// Include takes in another playbook.
type Include struct {
	Name     string
	Source   string
	Vars     hcl.Attributes // values for the included playbook's variables
	When     hcl.Expression
	Playbook *Playbook
	Range    hcl.Range
}

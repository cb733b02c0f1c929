// Package step has the contract of a step kind and of a query type, and one file per kind.
//
// A kind is pure: it has no context, no clock and does no IO. It says what it must know (Observe) and,
// from what is known, which changes are needed (Plan). docs/add-a-step.md walks through one.
package step

import (
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
)

// World is what is known of one host: what was observed, with the predictions of earlier steps on top.
type World interface {
	// List gives the items that answer a query. The error is *NotObserved when the query was
	// not asked yet, or the *resource.Fault with which the host answered.
	List(q resource.Query) ([]resource.Item, error)
	// Get gives one resource's properties, from any query that answered it. Errors as for List.
	Get(typ, key string) (resource.Props, error)
	// Lang is the language of sentences that are values.
	Lang() text.Lang
}

// NotObserved says that Plan reads what Observe did not ask for: a defect of the kind.
type NotObserved struct{ Type, Key string }

func (e *NotObserved) Error() string {
	return e.Type + " " + problem.Quote(e.Key) + " was not observed"
}

// Step is one configured step on one host. Its attributes are the fields of the struct behind it,
// decoded from HCL by their `hcl:"name"` tags.
type Step interface {
	// Observe gives the queries that Plan needs. It is asked again, with the answers, until it adds
	// nothing new (four rounds at the most); asking the same again costs nothing.
	Observe(w World) []resource.Query
	// Plan gives the changes that make the host as configured; none when it is so already.
	// An error is a *problem.Problem, because of the *resource.Fault that it rests on.
	Plan(w World) ([]Change, error)
}

// Action is what a change does.
type Action string

// The actions, as plan --json prints them.
const (
	Create  Action = "create"
	Update  Action = "update"
	Delete  Action = "delete"
	Restart Action = "restart"
	Run     Action = "run"
	Manual  Action = "manual"
)

// Change is one needed change on one resource.
type Change struct {
	Action   Action      `json:"action"`
	Resource resource.ID `json:"resource"`
	// Section is the section of an INI file whose keys are touched; "" where there is none.
	Section string `json:"section,omitempty"`
	// Before and After are what a person sees: the touched properties, e.g. the INI keys of a file.
	Before resource.Props `json:"before"`
	After  resource.Props `json:"after"`
	// Op is what is sent. nil for manual changes.
	Op *resource.Op `json:"-"`
	// Predict are further properties of Op's resource that this change is known to give, e.g. the new SDDL.
	// They overlay the world for later steps, together with Op.After.
	Predict resource.Props `json:"-"`
	// Opaque says that the outcome cannot be predicted (script): what depends on it is unknown.
	Opaque bool `json:"opaque,omitempty"`
	// Once says that it leaves nothing behind by which one could tell that it was made (a pause, a repair), as a
	// restart does: made once in a run it is not planned again.
	Once bool `json:"once,omitempty"`
	// Reversible says whether undo can take it back.
	Reversible bool `json:"reversible"`
	// Diff is the change as lines with -, + or blank in front, for text output; nil where Before/After say it.
	Diff []string `json:"diff,omitempty"`
	// Notes are for the technician: what to know about this change, or the instructions of a manual one.
	Notes []*problem.Problem `json:"notes,omitempty"`
}

// Kind is a registered step kind.
type Kind struct {
	Name string
	Doc  string      // one sentence
	New  func() Step // gives a pointer to a struct with hcl tags
	// Secret is the attribute that may hold a secret, Hidden are the properties that are made of it and do not have its
	// text.
	Secret string
	Hidden []string
}

// Query is one configured query of a playbook.
type Query interface {
	// Ask gives the questions to the host.
	Ask() []resource.Query
	// Answer gives the query's value, a list of objects that all have the same attributes (nil where unknown), from the
	// answers to Ask.
	Answer(w World) ([]map[string]any, error)
}

// QueryType is a registered query type.
type QueryType struct {
	Name string
	Doc  string
	// Judging are attributes that Ask does not rest on: the question is asked before they are known.
	Judging []string
	New     func() Query // gives a pointer to a struct with hcl tags
}

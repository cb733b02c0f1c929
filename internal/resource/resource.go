// Package resource is the vocabulary that every other package speaks: what can be
// read on a host (Query, Item, Answer) and what can be changed on it (Op, Result).
//
// The host side knows two verbs. get answers a Query with items; set takes an Op and
// compares and sets inside the host. Resource types, their keys and their properties
// are listed in docs/protocol.md.
package resource

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
)

// ID names one thing on a host: a type and a key that is canonical within the type.
type ID struct {
	Type string `json:"type"`
	Key  string `json:"key"`
}

// String names a resource for people, with one backslash where the protocol has two.
func (id ID) String() string {
	key := id.Key
	if types[id.Type].Value {
		key = strings.Replace(key, `\\`, `\`, 1)
	}
	return strings.TrimSpace(strings.ReplaceAll(id.Type, "_", " ") + " " + key)
}

// Props are the properties of a resource. Values are JSON values in their Go form:
// nil, bool, int64, float64, string, []any, map[string]any. nil means absent.
// Bytes travel as base64 strings.
type Props map[string]any

// Query asks a host for resources of one type. Key is a key or, where the type allows it,
// a pattern with * and ?; Args are the type's further arguments.
type Query struct {
	Type string
	Key  string
	Args Props
}

// ID is equal for equal questions, so that a question asked twice is asked once.
func (q Query) ID() string {
	id := q.Type + "|" + strings.ToLower(q.Key) + "|"
	if len(q.Args) == 0 {
		return id
	}
	args, err := json.Marshal(q.Args) // map keys are sorted
	if err != nil {
		panic(fmt.Sprintf("resource: query %s %q has an argument that is no JSON value: %v", q.Type, q.Key, err))
	}
	return id + string(args)
}

// Pattern says whether the key is a pattern, which any number of items may answer.
func (q Query) Pattern() bool { return strings.ContainsAny(q.Key, "*?") && !q.Args.Bool("literal") }

// Resource is what is asked for.
func (q Query) Resource() ID { return ID{q.Type, q.Key} }

// Item is one resource that answers a query. A single get of something that is not there
// gives one item with the property exists = false; a pattern that matches nothing gives none.
type Item struct {
	Key   string `json:"key"`
	Props Props  `json:"props"`
}

// Answer holds the items of one query, or why there are none.
type Answer struct {
	Items []Item
	Fault *Fault
}

// Fault is what went wrong on a host, in numbers and neutral words. Message is the
// host's own text: it may be in any language and is never decided upon.
type Fault struct {
	Code    FaultCode `json:"code"`
	HResult string    `json:"hresult,omitempty"` // "0x80070005"
	Message string    `json:"message,omitempty"`
	// Why is what xops makes of it, where that is more than its code says; nil in what a host answers.
	Why *problem.Problem `json:"why,omitempty"`
}

// FaultCode says what kind of fault it is.
type FaultCode string

// The codes that an agent answers with.
const (
	Absent      FaultCode = "absent"      // the thing is not there
	Denied      FaultCode = "denied"      // the account may not do this
	Locked      FaultCode = "locked"      // in use by another process
	Invalid     FaultCode = "invalid"     // the request is not well formed: a defect of xops or of the playbook
	Unsupported FaultCode = "unsupported" // this host cannot do that
	Unavailable FaultCode = "unavailable" // a service or a share that is needed does not answer
	Full        FaultCode = "full"        // no room on the drive
	Blocked     FaultCode = "blocked"     // a protection program or a policy prevents it
	Damaged     FaultCode = "damaged"     // the disk, or what is on it, cannot be read any more
	Ended       FaultCode = "ended"       // what was started has ended again by itself
	Timeout     FaultCode = "timeout"     // the operation's deadline passed
	// the agent will not do this: a set in observe mode, a service that is never stopped
	Refused FaultCode = "refused"
	// what ran has ended with another code than 0; the message is the code
	ExitCode FaultCode = "exit_code"
	Internal FaultCode = "internal" // anything else
)

func (f *Fault) Error() string {
	s := string(f.Code)
	if f.HResult != "" {
		s += " " + f.HResult
	}
	if f.Message != "" {
		s += ": " + f.Message
	}
	return s
}

// Op is one change as it is sent to a host. Before and After have the touched properties
// only. The host compares first: now = After answers already, now = Before is written, anything else is drift
// and nothing is written.
type Op struct {
	ID       string
	Type     string
	Key      string
	Before   Props
	After    Props
	Args     Props // what the type needs besides, e.g. a deadline
	Continue bool  // whether the operations behind it run even if this one fails
	// Needs are ids of operations before it in the same exchange. Where none of them was done, because it was so
	// already, neither is this one, and the answer is already. Empty: it is done in any case.
	Needs []string `json:",omitempty"`
	// Secrets: its properties are secret; Kept is what may be kept of it. nil: they are not.
	Secrets *Secrets `json:"-"`
}

// Resource is what it changes.
func (o Op) Resource() ID { return ID{o.Type, o.Key} }

// Inverse is the operation that takes this one back.
func (o Op) Inverse() Op {
	o.Before, o.After, o.Needs = o.After, o.Before, nil
	return o
}

// Detached says that the host only starts this operation and answers at once: what became of it is asked with get until
// the property state is no longer running.
func (o Op) Detached() bool { return o.Args.Bool("detached") }

// Status is how an operation ended.
type Status string

// The ways in which an operation can end.
const (
	Done    Status = "done"    // written and read back
	Already Status = "already" // it was so before
	Drift   Status = "drift"   // a touched property no longer had its value; nothing was written
	Failed  Status = "failed"  // tried and not done
	Skipped Status = "skipped" // not tried, because one before it failed
	Unknown Status = "unknown" // sent, and no answer came
)

// Result is a host's answer to one Op. Now has the touched properties as they are.
type Result struct {
	Op     string
	Status Status
	Now    Props
	Fault  *Fault
}

// Equal says whether two JSON values are the same. Numbers are equal by value.
func Equal(a, b any) bool {
	if p, ok := b.(Props); ok {
		b = map[string]any(p)
	}
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for k, v := range x {
			w, ok := y[k]
			if !ok || !Equal(v, w) {
				return false
			}
		}
		return true
	case Props:
		return Equal(map[string]any(x), b)
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !Equal(x[i], y[i]) {
				return false
			}
		}
		return true
	case int64:
		if y, ok := b.(float64); ok {
			return float64(x) == y
		}
	case float64:
		if y, ok := b.(int64); ok {
			return x == float64(y)
		}
	}
	switch b.(type) {
	case map[string]any, []any:
		return false
	}
	return a == b
}

// Keys are the names of the properties, sorted.
func (p Props) Keys() []string {
	keys := make([]string, 0, len(p))
	for k := range p {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// String is the text of a property, or "" when it is absent or no text.
func (p Props) String(name string) string {
	s, _ := p[name].(string)
	return s
}

// Bool is whether a property is true.
func (p Props) Bool(name string) bool {
	b, _ := p[name].(bool)
	return b
}

// Int is the number of a property, or 0.
func (p Props) Int(name string) int64 {
	switch n := p[name].(type) {
	case int64:
		return n
	case float64:
		return int64(n)
	}
	return 0
}

// Strings is a property that is a list of texts, or nil.
func (p Props) Strings(name string) []string {
	list, _ := p[name].([]any)
	var out []string
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Clone is a copy whose top level can be changed.
func (p Props) Clone() Props {
	if p == nil {
		return nil
	}
	c := make(Props, len(p))
	for k, v := range p {
		c[k] = v
	}
	return c
}

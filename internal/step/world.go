package step

import (
	"slices"
	"sort"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/windows"
)

// Facts is a World: answers to queries, with predicted changes on top. It is not safe for concurrent use.
// What it gives out must not be changed.
type Facts struct {
	answers map[string]resource.Answer // by query id
	known   map[string]*fact           // by type and canonical key
	over    map[string]*overlay        // by type and canonical key
	moved   []move
	rules   []string // names of firewall rules that were overlaid, in order
}

type fact struct {
	props resource.Props
	fault *resource.Fault
}

type overlay struct {
	key   string
	props resource.Props
}

// move is a folder or file that is predicted to be elsewhere.
type move struct{ from, to string }

// NewFacts is a world of which nothing is known.
func NewFacts() *Facts {
	return &Facts{answers: map[string]resource.Answer{}, known: map[string]*fact{}, over: map[string]*overlay{}}
}

func index(typ, key string) string { return typ + "|" + resource.Canonical(typ, key) }

// Add takes in the answer to a query. What several answers tell of one resource is put together; the later one wins.
func (f *Facts) Add(q resource.Query, a resource.Answer) {
	f.answers[q.ID()] = a
	single := !q.Pattern()
	if a.Fault != nil {
		if single && f.known[index(q.Type, q.Key)] == nil {
			f.known[index(q.Type, q.Key)] = &fact{fault: a.Fault}
		}
		return
	}
	for _, item := range a.Items {
		k := f.learn(index(q.Type, item.Key), item.Props)
		if single && len(a.Items) == 1 {
			f.known[index(q.Type, q.Key)] = k // the question's spelling, e.g. with %ProgramData%
		}
	}
}

func (f *Facts) learn(at string, props resource.Props) *fact {
	k := f.known[at]
	if k == nil || k.fault != nil {
		k = &fact{props: resource.Props{}}
		f.known[at] = k
	}
	for name, v := range props {
		if _, has := k.props[name]; v != nil || !has {
			k.props[name] = v
		}
	}
	return k
}

// Overlay puts the outcome of a change on top: op.After, and what else it is predicted to give.
func (f *Facts) Overlay(op resource.Op, predict resource.Props) {
	after := op.After.Clone()
	if after == nil {
		after = resource.Props{}
	}
	switch op.Type {
	case "file":
		if to, ok := after["path"].(string); ok {
			from := op.Before.String("path")
			if from == "" {
				from = op.Key
			}
			f.move(from, to)
			return
		}
		fileOutcome(after)
		if now, err := f.Get("file", op.Key); err != nil || now.String("path") == "" {
			after["path"] = op.Key
		}
	case "firewall_rule":
		if _, ok := after["exists"]; !ok {
			after["exists"] = true
		}
		f.rules = append(f.rules, op.Key)
	case "permission":
		f.permission(op, after)
	case "service":
		if after.Bool("restart") {
			after["state"] = "running"
		}
	}
	for name, v := range predict {
		after[name] = v
	}
	f.put(op.Type, op.Key, after)
}

func (f *Facts) put(typ, key string, props resource.Props) {
	at := index(typ, key)
	o := f.over[at]
	if o == nil {
		o = &overlay{key: key, props: resource.Props{}}
		f.over[at] = o
	}
	for name, v := range props {
		o.props[name] = v
	}
}

// fileOutcome adds what follows from a file's new content.
func fileOutcome(after resource.Props) {
	content, touched := after["content"]
	switch {
	case !touched:
	case content == nil:
		after["exists"], after["kind"], after["sha256"], after["size"] = false, nil, nil, nil
	default:
		after["exists"], after["kind"] = true, "file"
		if data, ok := after.Bytes("content"); ok {
			after["sha256"], after["size"] = hash(data), int64(len(data))
		}
	}
}

func (f *Facts) move(from, to string) {
	props, err := f.Get("file", from)
	if err != nil {
		props = resource.Props{"exists": true}
	}
	there := props.Clone()
	there["exists"], there["path"] = true, to
	// moved back
	f.moved = slices.DeleteFunc(f.moved, func(m move) bool { return m.from == resource.Canonical("file", to) })
	f.moved = append(f.moved, move{resource.Canonical("file", from), to})
	f.put("file", from, resource.Props{"exists": false, "kind": nil, "content": nil, "sha256": nil, "size": nil})
	f.put("file", to, there)
}

// gone says whether a file lies in a folder that was moved away.
func (f *Facts) gone(key string) bool {
	key = resource.Canonical("file", key)
	for _, m := range f.moved {
		if strings.HasPrefix(key, m.from+`\`) {
			return true
		}
	}
	return false
}

// predicted is what is observed of a resource with the predictions on top; props is not changed.
func (f *Facts) predicted(typ, key string, props resource.Props) resource.Props {
	o := f.over[index(typ, key)]
	switch {
	case typ == "firewall" && len(f.rules) > 0:
		return f.firewall(key, props)
	case o != nil:
		props = props.Clone()
		if props == nil {
			props = resource.Props{}
		}
		for name, v := range o.props {
			props[name] = v
		}
	case typ == "file" && f.gone(key):
		props = props.Clone()
		for _, name := range []string{"kind", "content", "sha256", "size"} {
			delete(props, name)
		}
		props["exists"] = false
	}
	return props
}

// List implements World. A pattern's answer loses what is predicted to be gone and gains what is predicted to come.
func (f *Facts) List(q resource.Query) ([]resource.Item, error) {
	a, ok := f.answers[q.ID()]
	switch {
	case !ok:
		return nil, &NotObserved{q.Type, q.Key}
	case a.Fault != nil:
		return nil, a.Fault
	}
	pattern := q.Pattern()
	seen := map[string]bool{}
	items := make([]resource.Item, 0, len(a.Items))
	for _, item := range a.Items {
		seen[index(q.Type, item.Key)] = true
		_, before := item.Props["exists"]
		item.Props = f.predicted(q.Type, item.Key, item.Props)
		if exists, now := item.Props["exists"].(bool); pattern && (before || now) && !exists {
			continue
		}
		items = append(items, item)
	}
	if !pattern || (q.Type != "file" && q.Type != "firewall_rule") {
		return items, nil
	}
	n := len(items)
	for at, o := range f.over {
		if strings.HasPrefix(at, q.Type+"|") && !seen[at] && o.props.Bool("exists") && windows.Match(q.Key, o.key) {
			items = append(items, resource.Item{Key: o.key, Props: f.predicted(q.Type, o.key, nil)})
		}
	}
	if len(items) > n {
		sort.SliceStable(items, func(i, j int) bool {
			return resource.Canonical(q.Type, items[i].Key) < resource.Canonical(q.Type, items[j].Key)
		})
	}
	return items, nil
}

// Get implements World.
func (f *Facts) Get(typ, key string) (resource.Props, error) {
	at := index(typ, key)
	k, o := f.known[at], f.over[at]
	switch {
	case k != nil && k.fault != nil && o == nil:
		return nil, k.fault
	case k != nil:
		return f.predicted(typ, key, k.props), nil
	case o != nil:
		return f.predicted(typ, key, nil), nil
	}
	return nil, &NotObserved{typ, key}
}

// firewall is the answer for one port with the changed rules in it.
func (f *Facts) firewall(key string, props resource.Props) resource.Props {
	for _, name := range f.rules {
		if rule, err := f.Get("firewall_rule", name); err == nil {
			props = withRule(key, props, name, rule)
		}
	}
	return props
}

// permission works out the new access list from the entries that a change touches.
func (f *Facts) permission(op resource.Op, after resource.Props) {
	now, err := f.Get("permission", op.Key)
	if err != nil {
		return
	}
	acl, err := windows.ParseDACL(now.String("sddl"))
	if err != nil {
		return
	}
	for name := range op.After {
		parts := strings.Split(name, "|")
		if len(parts) == 3 && parts[0] == "allow" {
			acl.Allow(parts[1], parts[2], uint32(op.After.Int(name)))
		}
	}
	after["sddl"] = acl.String()
}

// entry is the property of an access list that docs/protocol.md calls allow|SID|flags: the mask of the account's
// explicit entries; nil for none.
func entry(acl *windows.DACL, name string) any {
	parts := strings.Split(name, "|")
	if len(parts) != 3 || parts[0] != "allow" {
		return nil
	}
	if mask, ok := acl.Explicit(parts[1], parts[2]); ok {
		return int64(mask)
	}
	return nil
}

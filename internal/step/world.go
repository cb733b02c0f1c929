package step

import (
	"sort"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/windows"
)

// Facts is a World: answers to queries, with predicted changes on top. It is not safe for concurrent use.
// What it gives out must not be changed.
type Facts struct {
	answers map[string]resource.Answer // by query id
	known   map[string]*fact           // by type and canonical key
	over    map[string]*overlay        // by type and canonical key
	moved   []move                     // folders and files that are predicted to be elsewhere
	rules   []string                   // names of firewall rules that were overlaid, in order
	lang    text.Lang
}

type fact struct {
	props resource.Props
	fault *resource.Fault
}

type overlay struct {
	key   string
	props resource.Props
}

// NewFacts is a world of which nothing is known, told of in a language.
func NewFacts(l text.Lang) *Facts {
	return &Facts{
		lang: l, answers: map[string]resource.Answer{}, known: map[string]*fact{}, over: map[string]*overlay{},
	}
}

// Lang implements World.
func (f *Facts) Lang() text.Lang { return f.lang }

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

// Overlay puts the outcome of a change on top: op.After, what follows from it, and what else it is predicted to give.
func (f *Facts) Overlay(op resource.Op, predict resource.Props) {
	after := op.After.Clone()
	if after == nil {
		after = resource.Props{}
	}
	if lay := types[op.Type].lay; lay != nil && lay(f, op, after) {
		return
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

// predicted is what is observed of a resource with the predictions on top; props is not changed.
func (f *Facts) predicted(typ, key string, props resource.Props) resource.Props {
	o, seen := f.over[index(typ, key)], types[typ].seen
	switch {
	case o != nil:
		props = props.Clone()
		if props == nil {
			props = resource.Props{}
		}
		for name, v := range o.props {
			props[name] = v
		}
	case seen != nil:
		props = seen(f, key, props)
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
	if !pattern || !types[q.Type].comes {
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

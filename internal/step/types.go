package step

import (
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// typed is what step knows of a type of resource beside the kinds that change it. A type without a row is asked for by
// its key, tells its properties by their names, and becomes what is set.
type typed struct {
	// ask is the question for what an operation touches; nil: its key.
	ask func(w World, op *resource.Op) []resource.Query
	// touched are the properties that an operation touches, as they are; nil: by their names.
	touched func(w World, op *resource.Op) (resource.Props, error)
	// lay adds to after what follows from an operation; done says that it has laid all of it over the world itself.
	lay func(f *Facts, op resource.Op, after resource.Props) (done bool)
	// seen is what a resource will be like by what is predicted of others; props is not changed.
	seen func(f *Facts, key string, props resource.Props) resource.Props
	// alike says whether two values of a property are the same, in whichever form; nil: they are equal.
	alike func(name string, a, b any) bool
	// comes says that one which is predicted to come is among the answers to a pattern.
	comes bool
	// restart is the step that restarts one; nil: none can be restarted.
	restart func(key string) Step
}

var types map[string]typed

// A function, because what the rows do reads the rows of other types.
func init() {
	types = map[string]typed{
		"file":          {ask: askFile, touched: touchedFile, lay: layFile, seen: seenFile, comes: true},
		"firewall":      {seen: seenFirewall},
		"firewall_rule": {lay: layRule, alike: sameRuleProp, comes: true},
		"permission":    {touched: touchedEntries, lay: layEntries},
		"registry":      {ask: askValue},
		"service":       {ask: askService, lay: layService, restart: restartService},
	}
}

// RestartOf is the step that restarts a resource; nil where nothing can be restarted.
func RestartOf(id resource.ID) Step {
	if restart := types[id.Type].restart; restart != nil {
		return restart(id.Key)
	}
	return nil
}

// get has a resource's properties, with an error for a person.
func get(w World, typ, key string) (resource.Props, error) {
	p, err := w.Get(typ, key)
	if err != nil {
		return nil, cannotRead(problem.ReadFile, typ+" "+key, err)
	}
	return p, nil
}

// named are the properties of an operation by their names.
func named(op *resource.Op, now resource.Props) resource.Props {
	out := resource.Props{}
	for name := range op.Before {
		out[name] = now[name]
	}
	return out
}

// A service is asked for as its kind asks.
func askService(_ World, op *resource.Op) []resource.Query {
	return []resource.Query{serviceQuery(op.Key, "")}
}

// A value is asked for by its literal names.
func askValue(_ World, op *resource.Op) []resource.Query {
	return []resource.Query{registryQuery(op.Key)}
}

func layService(_ *Facts, _ resource.Op, after resource.Props) bool {
	if after.Bool("restart") {
		after["state"] = "running"
	}
	return false
}

func restartService(key string) Step { return &Service{Name: key, Restart: true} }

package problem

// Ids of blocks that cannot be planned.
const (
	StepUnplannable ID = "step"
	StepConflict    ID = "conflict"
)

var planEntries = []Entry{
	{
		ID: StepUnplannable, Class: Host,
		DE: Text{"[[{what}]][[{de}]]", "Die genannte Stelle im Playbook ansehen.[[ {cause_cure}]]"},
		EN: Text{"[[{what}]][[{en}]]", "Look at the place in the playbook that is named.[[ {cause_cure}]]"},
	},
	{
		ID: StepConflict, Class: Host,
		DE: Text{
			"{step} und {other} wollen Verschiedenes von {resource}.",
			"Einen der beiden Schritte ändern; getrennt ausführen, wenn jeder zu seiner Zeit stimmt.",
		},
		EN: Text{
			"{step} and {other} want different things of {resource}.",
			"Change one of the two steps; run them apart if each is right at its time.",
		},
	},
}

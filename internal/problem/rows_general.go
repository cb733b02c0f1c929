package problem

// Ids that mean something everywhere.
const (
	Other    ID = "error"    // an error of which no more is known than its text
	Internal ID = "internal" // a mistake in xops
)

var generalEntries = []Entry{
	{
		ID: Other, Class: Host,
		DE: Text{Cause: "Ein Fehler, den xops nicht näher kennt."},
		EN: Text{Cause: "An error that xops knows no more of."},
	},
	{
		ID: Internal, Class: Defect,
		DE: Text{"xops hat einen Fehler: {what}", "Bitte diesen Text melden. Die anderen Rechner sind nicht betroffen."},
		EN: Text{"xops has a defect: {what}", "Please report this text. The other computers are not affected."},
	},
}

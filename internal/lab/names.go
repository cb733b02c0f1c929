package lab

import "fmt"

// The products that have a Service-Provider.
const (
	comfort = "x.comfort"
	concept = "x.concept"
	isynet  = "x.isynet"
)

var surnames = [][2]string{
	{"mueller", "Müller"},
	{"schaefer", "Schäfer"},
	{"weiss", "Weiß"},
	{"krueger", "Krüger"},
	{"hoffmann", "Hoffmann"},
	{"boehm", "Böhm"},
	{"lange", "Lange"},
	{"groeger", "Gröger"},
	{"walter", "Walter"},
	{"jaeger", "Jäger"},
	{"yilmaz", "Yilmaz"},
	{"koehler", "Köhler"},
	{"nowak", "Nowak"},
	{"straussberg", "Straußberg"},
	{"peters", "Peters"},
	{"huelsmann", "Hülsmann"},
	{"vogel", "Vogel"},
	{"foerster", "Förster"},
	{"seidel", "Seidel"},
	{"oezdemir", "Özdemir"},
}

var titles = []string{
	"Praxis Dr. %s", "Gemeinschaftspraxis Dres. %s", "Hausarztpraxis %s", "Kinderarztpraxis Dr. %s",
	"MVZ %s",
}

// practiceName gives the name and title of the practice with this number, from 0.
func practiceName(i int) (name, title, surname string) {
	s := surnames[i%len(surnames)]
	name, surname = s[0], s[1]
	if round := i / len(surnames); round > 0 {
		name = fmt.Sprintf("%s-%d", name, round+1)
	}
	return name, fmt.Sprintf(titles[i%len(titles)], surname), surname
}

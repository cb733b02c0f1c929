package doctor

import "github.com/xops-dev/xops/internal/problem"

// Lang is a language of the texts.
type Lang = problem.Lang

// The languages.
const (
	English = problem.English
	German  = problem.German
)

// ParseLang and DetectLang are problem's.
var (
	ParseLang  = problem.ParseLang
	DetectLang = problem.DetectLang
)

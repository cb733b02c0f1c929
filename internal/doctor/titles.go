package doctor

import "github.com/xops-dev/xops/internal/text"

// Title names a check in a language.
func Title(id string, l text.Lang) string { return text.Word(text.DoctorChecks, l, id) }

package resource

// Blob says whether a property holds a file's whole bytes: too much for a person to read, kept apart in the journal.
func Blob(property string) bool { return property == "content" }

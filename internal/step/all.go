package step

// Kinds are all step kinds.
func Kinds() []Kind {
	return []Kind{}
}

// QueryTypes are all query types.
func QueryTypes() []QueryType {
	return []QueryType{}
}

//go:build race

package bench

// race: with the race detector each object, each stack and each goroutine costs more.
const race = true

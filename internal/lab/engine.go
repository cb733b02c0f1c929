// Package lab serves simulated practices: real WS-Man endpoints on loopback with hosts behind them that have faults to
// repair.
package lab

import (
	"context"
	"io"
)

// Machine is one lab host as its servers see it: something that runs command lines.
// The engine "sim" answers in Go; the engine "windows" starts a practice Windows.
type Machine interface {
	// Run runs a command line to its end with these standard streams and gives its exit code.
	// Env has what the client asked for (WINRS_CODEPAGE and the shell's environment). Cancelling the
	// context kills the command.
	Run(ctx context.Context, commandLine string, env map[string]string, stdin io.Reader, stdout,
		stderr io.Writer) (exitCode int, err error)
}

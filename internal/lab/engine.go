// Package lab serves simulated practices: real WS-Man endpoints on loopback with hosts behind them that have faults to
// repair.
package lab

import "github.com/xops-dev/xops/internal/lab/wire"

// Machine is what runs behind a host's servers. The engine "sim" answers in Go; the engine "windows" starts a practice
// Windows.
type Machine = wire.Machine

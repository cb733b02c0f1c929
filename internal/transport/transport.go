// Package transport is how bytes reach a host: it starts one command line there, delivers its standard input and brings
// back its standard output. It knows nothing of what they mean. Its errors are problems; what a connection is worth
// after one says the problem's class.
package transport

import "context"

// Conn is an authenticated connection to one host. It is used by one goroutine at a time.
type Conn interface {
	// Start runs a command line. The context bounds the start only.
	Start(ctx context.Context, commandLine string) (Process, error)
	// Quotes says whether text in double quotes reaches the program as it stands: Windows and cmd.exe see to that.
	// Which shell an sshd starts nobody knows.
	Quotes() bool
	// Stats counts what this connection has cost so far.
	Stats() Stats
	// Close ends the connection. Processes must be closed before.
	Close() error
}

// Process is one running command. It is used by one goroutine at a time.
type Process interface {
	// Send delivers bytes to its standard input. A nil error means that they arrived or may have
	// arrived; they are never sent twice.
	Send(ctx context.Context, data []byte) error
	// Receive waits for the next piece of standard output; io.EOF when the command has ended and all is
	// delivered. A piece can end anywhere, even within a character.
	Receive(ctx context.Context) ([]byte, error)
	// Stderr is what came on standard error so far.
	Stderr() []byte
	// ExitCode is valid after Receive gave io.EOF.
	ExitCode() int
	// Close ends the command if it still runs, and frees what it holds on the host.
	Close(ctx context.Context) error
}

// Stats are counts, for reports and for tests of what a run costs.
type Stats struct {
	Requests      int // HTTP requests, or SSH channel requests
	Connections   int // TCP connections opened
	Logons        int // authentications tried
	Starts        int // commands started
	BytesSent     int64
	BytesReceived int64
}

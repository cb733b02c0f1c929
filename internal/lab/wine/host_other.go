//go:build !unix

package wine

import (
	"context"
	"errors"
	"io"
	"os/exec"
)

// Kit is not there on this system.
type Kit struct{}

var errNone = errors.New("the practice Windows is not available on this system: it needs Wine on Linux")

// Find says that there is no kit.
func Find() (*Kit, error) { return nil, errNone }

// NewHost makes none.
func (*Kit) NewHost(string) (*Host, error) { return nil, errNone }

// BuildServiceProvider builds nothing.
func BuildServiceProvider(context.Context) ([]byte, error) { return nil, errNone }

// Host is never made.
type Host struct{ Name string }

// Isolate does nothing.
func (*Host) Isolate() error { return errNone }

// AddDrive does nothing.
func (*Host) AddDrive(byte) error { return errNone }

// Path is the path itself.
func (*Host) Path(windows string) string { return windows }

// WriteFile writes nothing.
func (*Host) WriteFile(string, []byte) error { return errNone }

// ReadFile reads nothing.
func (*Host) ReadFile(string) ([]byte, error) { return nil, errNone }

// Command prepares a command that does not start.
func (*Host) Command(map[string]string, ...string) *exec.Cmd { return &exec.Cmd{Err: errNone} }

// Run runs nothing.
func (*Host) Run(context.Context, string, map[string]string, io.Reader, io.Writer, io.Writer) (int, error) {
	return 0, errNone
}

// PowerCut does nothing.
func (*Host) PowerCut() {}

// Close does nothing.
func (*Host) Close() {}

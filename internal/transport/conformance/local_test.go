//go:build unix

package conformance

import (
	"context"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/local"
)

func TestLocal(t *testing.T) {
	Run(t, Target{
		Program: Program(), Alive: processAlive, Local: true,
		Dial: func(context.Context, Options) (transport.Conn, error) {
			return local.Dial(local.Config{Command: func(line string) (*exec.Cmd, error) {
				words := strings.Fields(line)
				return exec.Command(words[0], words[1:]...), nil
			}})
		},
	})
}

// processAlive asks the system whether a process is there; one that has ended and was not yet waited for is not.
func processAlive(pid int) bool {
	return syscall.Kill(pid, 0) == nil
}

func splitAddr(a net.Addr) (string, int) {
	tcp := a.(*net.TCPAddr)
	return tcp.IP.String(), tcp.Port
}

// conn keeps a nil pointer from becoming a Conn.
func conn[C transport.Conn](c C, err error) (transport.Conn, error) {
	if err != nil {
		return nil, err
	}
	return c, nil
}

package conformance

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/transport"
	"github.com/xops-dev/xops/internal/transport/local"
)

func TestMain(m *testing.M) {
	FarMain()
	os.Exit(m.Run())
}

// It also runs in a practice Windows, see TestLocalOnWindows.
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

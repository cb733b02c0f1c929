//go:build unix && !linux

package wine

import (
	"errors"
	"os"
)

func newNetwork() (*os.File, error) {
	return nil, errors.New("networks of their own are there on Linux only")
}

//go:build !windows

package ssh

import (
	"context"
	"net"
)

func dialAgent(ctx context.Context) (net.Conn, error) { return dialUnixAgent(ctx) }

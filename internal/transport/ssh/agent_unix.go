//go:build !windows

package ssh

import (
	"context"
	"net"
)

func dialAgent(ctx context.Context, socket string) (net.Conn, error) {
	return dialUnixAgent(ctx, socket)
}

package ssh

import (
	"context"
	"net"
	"os"
	"time"
)

// dialAgent opens the named pipe of Windows' own ssh-agent service; a socket comes first, for other agents.
func dialAgent(ctx context.Context, socket string) (net.Conn, error) {
	if c, err := dialUnixAgent(ctx, socket); err == nil {
		return c, nil
	}
	f, err := os.OpenFile(`\\.\pipe\openssh-ssh-agent`, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return pipeConn{f}, nil
}

// pipeConn is a named pipe as a net.Conn, as far as the agent's client uses one.
type pipeConn struct{ *os.File }

func (pipeConn) LocalAddr() net.Addr              { return &net.UnixAddr{Net: "pipe"} }
func (pipeConn) RemoteAddr() net.Addr             { return &net.UnixAddr{Net: "pipe"} }
func (pipeConn) SetDeadline(time.Time) error      { return nil }
func (pipeConn) SetReadDeadline(time.Time) error  { return nil }
func (pipeConn) SetWriteDeadline(time.Time) error { return nil }

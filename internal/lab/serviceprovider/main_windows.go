// Command serviceprovider stands in for the Service-Provider on a practice Windows: a real Windows service that reads
// ServiceProvider.ini beside its program, refuses Installed other than 1, listens on TCPPort, and crashes on demand.
//
// It is built for lab hosts of the engine "windows" only. Files beside the program steer it: crash.txt makes it end
// without a word after it has started, address.txt has the address to listen on (default: all).
//
//	ServiceProvider.exe install NAME    makes itself known as the automatic service NAME and starts it
package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/windows/svc"
	"golang.org/x/sys/windows/svc/mgr"
)

func main() {
	program, err := os.Executable()
	if err != nil {
		os.Exit(1)
	}
	if len(os.Args) == 3 && os.Args[1] == "install" {
		if err := install(program, os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	dir := filepath.Dir(program)
	if err := svc.Run("", service{dir}); err != nil {
		os.Exit(1)
	}
}

func install(program, name string) error {
	m, err := mgr.Connect()
	if err != nil {
		return err
	}
	defer m.Disconnect()
	s, err := m.CreateService(name, program, mgr.Config{StartType: mgr.StartAutomatic, DisplayName: "medatixx Service-Provider"})
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Start()
}

type service struct{ dir string }

// Exit codes of the service itself, as Win32_Service.ServiceSpecificExitCode shows them.
const (
	notConfigured = 1 // no ini file, or no port in it
	notInstalled  = 2 // Installed is not 1
	portTaken     = 3
)

func (s service) Execute(_ []string, requests <-chan svc.ChangeRequest, status chan<- svc.Status) (bool, uint32) {
	status <- svc.Status{State: svc.StartPending}
	ini, err := os.ReadFile(filepath.Join(s.dir, "ServiceProvider.ini"))
	if err != nil {
		return true, notConfigured
	}
	port := value(ini, "TCPPort")
	if port == "" {
		return true, notConfigured
	}
	if value(ini, "Installed") != "1" {
		return true, notInstalled
	}
	address, _ := os.ReadFile(filepath.Join(s.dir, "address.txt"))
	l, err := net.Listen("tcp", net.JoinHostPort(strings.TrimSpace(string(address)), port))
	if err != nil {
		return true, portTaken
	}
	defer l.Close()
	go serve(l)
	status <- svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
	if _, err := os.Stat(filepath.Join(s.dir, "crash.txt")); err == nil {
		time.AfterFunc(200*time.Millisecond, func() { os.Exit(9) })
	}
	for r := range requests {
		switch r.Cmd {
		case svc.Interrogate:
			status <- r.CurrentStatus
		case svc.Stop, svc.Shutdown:
			status <- svc.Status{State: svc.StopPending}
			return false, 0
		}
	}
	return false, 0
}

func serve(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		_ = c.Close()
	}
}

// value reads a key the way Windows' profile functions do, in any of the encodings that the lab uses: keys and
// values that matter here are ASCII, so it is enough to drop the zero bytes of UTF-16.
func value(ini []byte, key string) string {
	for line := range strings.Lines(string(bytes.ReplaceAll(ini, []byte{0}, nil))) {
		k, v, ok := strings.Cut(line, "=")
		if ok && strings.EqualFold(strings.TrimSpace(k), key) {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

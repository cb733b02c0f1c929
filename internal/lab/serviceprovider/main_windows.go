// Command serviceprovider stands in for the Service-Provider on a practice Windows: a real Windows service that reads
// ServiceProvider.ini beside its program, refuses Installed other than 1, listens on TCPPort, and crashes on demand.
//
// It is built for lab hosts of the engine "windows" only. Files beside the program steer it: crash.txt makes it end
// without a word after it has started, address.txt has the address to listen on (default: all), and ports.txt, if it is
// there, has the ports of a service that is no Service-Provider and reads no ini file.
//
//	ServiceProvider.exe install NAME    makes itself known as the automatic service NAME and starts it
//	ServiceProvider.exe arrange FILE    removes and creates the services that a JSON file tells
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
	if len(os.Args) == 3 && os.Args[1] == "arrange" {
		if err := arrange(os.Args[2]); err != nil {
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
	s, err := m.CreateService(name, program, mgr.Config{
		StartType:   mgr.StartAutomatic,
		DisplayName: "medatixx Service-Provider",
	})
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
	ports, code := s.ports()
	if code != 0 {
		return true, code
	}
	address, _ := os.ReadFile(filepath.Join(s.dir, "address.txt"))
	for _, port := range ports {
		l, err := net.Listen("tcp", net.JoinHostPort(strings.TrimSpace(string(address)), port))
		if err != nil {
			return true, portTaken
		}
		defer l.Close()
		go serve(l)
	}
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

// ports are those to listen on, or why there are none.
func (s service) ports() (ports []string, code uint32) {
	if list, err := os.ReadFile(filepath.Join(s.dir, "ports.txt")); err == nil {
		return strings.Fields(string(list)), 0
	}
	ini, err := os.ReadFile(filepath.Join(s.dir, "ServiceProvider.ini"))
	if err != nil {
		return nil, notConfigured
	}
	port := value(ini, "TCPPort")
	if port == "" {
		return nil, notConfigured
	}
	if value(ini, "Installed") != "1" {
		return nil, notInstalled
	}
	return []string{port}, 0
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

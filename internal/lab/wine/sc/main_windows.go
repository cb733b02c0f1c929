// Command sc stands in for Windows' sc.exe in tests: Wine's has no "config". It knows "config NAME start= TYPE" in
// exactly these words and ends with the Windows error number, as sc.exe does.
package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
	"golang.org/x/sys/windows/svc/mgr"
)

var types = map[string]uint32{
	"auto": windows.SERVICE_AUTO_START, "delayed-auto": windows.SERVICE_AUTO_START,
	"demand": windows.SERVICE_DEMAND_START, "disabled": windows.SERVICE_DISABLED,
}

func main() {
	err := run(os.Args[1:])
	var number syscall.Errno
	switch {
	case err == nil:
	case errors.As(err, &number):
		os.Exit(int(number))
	default:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 || args[0] != "config" || args[2] != "start=" || types[args[3]] == 0 {
		return syscall.Errno(1639) // ERROR_INVALID_COMMAND_LINE
	}
	m, err := mgr.Connect()
	if err != nil {
		return err
	}
	defer m.Disconnect()
	s, err := m.OpenService(args[1])
	if err != nil {
		return err
	}
	defer s.Close()
	if err := windows.ChangeServiceConfig(s.Handle, windows.SERVICE_NO_CHANGE, types[args[3]],
		windows.SERVICE_NO_CHANGE, nil, nil, nil, nil, nil, nil, nil); err != nil {
		return err
	}
	// Windows keeps "delayed" there; Wine knows no call for it.
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, `SYSTEM\CurrentControlSet\Services\`+args[1], registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer k.Close()
	delayed := uint32(0)
	if args[3] == "delayed-auto" {
		delayed = 1
	}
	return k.SetDWordValue("DelayedAutostart", delayed)
}

package local

import (
	"os/exec"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// asItIs gives a command the rest of its line as it stands.
func asItIs(cmd *exec.Cmd, rest string) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: syscall.EscapeArg(cmd.Path) + " " + rest}
}

// confine puts a command that has just started into a job, as sshd on Windows does (dossier section 2): what it starts
// ends with it, and all of it with xops. kill ends them, free is called when the command has ended. Where there can be
// no job, only the command itself is ended.
func confine(cmd *exec.Cmd) (kill, free func()) {
	alone := func() { _ = cmd.Process.Kill() }
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return alone, func() {}
	}
	var mu sync.Mutex
	closed := false
	free = func() {
		mu.Lock()
		defer mu.Unlock()
		if !closed {
			closed = true
			_ = windows.CloseHandle(job)
		}
	}
	// Breakaway is allowed: what is started to outlive its shell does so on purpose.
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |
		windows.JOB_OBJECT_LIMIT_BREAKAWAY_OK
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	if err == nil {
		var process windows.Handle
		process, err = windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false,
			uint32(cmd.Process.Pid))
		if err == nil {
			err = windows.AssignProcessToJobObject(job, process)
			_ = windows.CloseHandle(process)
		}
	}
	if err != nil {
		free()
		return alone, func() {}
	}
	return func() {
		mu.Lock()
		if !closed {
			_ = windows.TerminateJobObject(job, 1)
		}
		mu.Unlock()
		alone()
	}, free
}

package main

import (
	"os"

	"golang.org/x/sys/windows"
)

const utf8CodePage = 65001

// console makes the console show UTF-8 and colours. It belongs to the shell too, so restore sets it back.
func console() (restore func()) {
	undo := []func(){}
	if cp, err := windows.GetConsoleOutputCP(); err == nil && cp != utf8CodePage &&
		windows.SetConsoleOutputCP(utf8CodePage) == nil {
		undo = append(undo, func() { _ = windows.SetConsoleOutputCP(cp) })
	}
	for _, f := range []*os.File{os.Stdout, os.Stderr} {
		h := windows.Handle(f.Fd())
		var mode uint32
		if windows.GetConsoleMode(h, &mode) != nil {
			continue // not a console
		}
		if windows.SetConsoleMode(h,
			mode|windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil {
			undo = append(undo, func() { _ = windows.SetConsoleMode(h, mode) })
		}
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}

// uiLanguage is the LCID of the language in which Windows speaks to this user.
func uiLanguage() uint16 {
	n, _, _ := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetUserDefaultUILanguage").Call()
	return uint16(n)
}

// hideInput shows nothing more of what is typed on a console.
func hideInput(fd int) error {
	h := windows.Handle(fd)
	var mode uint32
	if err := windows.GetConsoleMode(h, &mode); err != nil {
		return err
	}
	return windows.SetConsoleMode(h, mode&^windows.ENABLE_ECHO_INPUT)
}

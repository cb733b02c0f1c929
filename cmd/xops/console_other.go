//go:build !windows

package main

import "golang.org/x/sys/unix"

// console needs nothing here: terminals speak UTF-8 and understand colours.
func console() (restore func()) { return func() {} }

// uiLanguage is for Windows; elsewhere the environment tells the language.
func uiLanguage() uint16 { return 0 }

// hideInput shows nothing more of what is typed on a terminal.
func hideInput(fd int) error {
	state, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return err
	}
	state.Lflag &^= unix.ECHO
	return unix.IoctlSetTermios(fd, setTermios, state)
}

//go:build !windows

package main

// console needs nothing here: terminals speak UTF-8 and understand colours.
func console() (restore func()) { return func() {} }

// uiLanguage is for Windows; elsewhere the environment tells the language.
func uiLanguage() uint16 { return 0 }

//go:build !unix

package practice

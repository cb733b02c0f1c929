// Command flood writes so many lines of 100 bytes to its output as it is told.
package main

import (
	"bufio"
	"os"
	"strconv"
	"strings"
)

func main() {
	n, err := strconv.Atoi(os.Args[1])
	w := bufio.NewWriterSize(os.Stdout, 64<<10)
	line := strings.Repeat("x", 98) + "\r\n"
	for range n {
		_, _ = w.WriteString(line) // Flush tells the error
	}
	if err != nil || w.Flush() != nil {
		os.Exit(1)
	}
}

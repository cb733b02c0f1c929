package sim

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

func (x *exchange) send(m map[string]any) {
	if x.err != nil {
		return
	}
	line, err := asciiJSON(m)
	if err != nil {
		x.err = err
		return
	}
	x.say(line)
	if time.Since(x.flushed) >= flushTime {
		x.flush()
	}
}

// say writes the body of one line.
func (x *exchange) say(body string) {
	if _, err := x.out.WriteString(x.prefix + body + "\n"); err != nil {
		x.err = err
	}
	x.waiting = true
}

func (x *exchange) flush() {
	if !x.waiting {
		return
	}
	if err := x.out.Flush(); err != nil && x.err == nil {
		x.err = err
	}
	x.waiting, x.flushed = false, time.Now()
}

// asciiJSON is one line of JSON in which everything above 0x7E is \uXXXX.
func asciiJSON(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	data := bytes.TrimRight(b.Bytes(), "\n")
	var out strings.Builder
	out.Grow(len(data))
	for len(data) > 0 {
		if c := data[0]; c < 0x7F {
			out.WriteByte(c)
			data = data[1:]
			continue
		}
		r, n := utf8.DecodeRune(data)
		data = data[n:]
		for _, u := range utf16.AppendRune(nil, r) {
			out.WriteString(`\u` + hex.EncodeToString([]byte{byte(u >> 8), byte(u)}))
		}
	}
	return out.String(), nil
}

type inputLine struct {
	text []byte
	err  error
}

// readLines reads in the background, so that answers can be flushed while nothing comes. The reader ends with stdin;
// what started the exchange closes that.
func readLines(in *bufio.Reader) (lines <-chan inputLine, stop func()) {
	ch, done := make(chan inputLine), make(chan struct{})
	go func() {
		for {
			text, err := boundedLine(in, maxLine)
			select {
			case ch <- inputLine{text, err}:
			case <-done:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return ch, func() { close(done) }
}

// boundedLine reads to the next LF, which is left out; the last line may have none.
func boundedLine(in *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		piece, err := in.ReadSlice('\n')
		line = append(line, piece...)
		switch {
		case len(line) > limit:
			return nil, fmt.Errorf("a line is longer than %d bytes", limit)
		case err == nil:
			return line[:len(line)-1], nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return line, nil
		default:
			return nil, err
		}
	}
}

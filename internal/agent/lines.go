package agent

import (
	"bytes"
	"errors"
	"strings"
)

// bootToken is in front of what the bootstrap says before it has read the exchange's own token.
const bootToken = "0000000000000000"

const (
	maxNoise      = 64 << 10
	defaultOutput = 64 << 20
)

// errTooMuch says that a host sent more than a batch may answer.
var errTooMuch = errors.New("too much output")

// lineReader makes lines of what comes from a host in pieces that can end anywhere, and keeps apart what does not
// belong to the protocol. The zero value reads nothing: token and limit must be set.
type lineReader struct {
	token string
	limit int // bytes of one line, and of a batch

	rest  []byte // the beginning of a line
	seen  int    // bytes of this batch
	noise []byte
}

// add takes the next piece and gives the bodies of complete protocol lines, in order.
func (r *lineReader) add(piece []byte) (bodies [][]byte, err error) {
	r.seen += len(piece)
	if r.seen > r.limit {
		return nil, errTooMuch
	}
	for {
		end := bytes.IndexByte(piece, '\n')
		if end < 0 {
			r.rest = append(r.rest, piece...)
			return bodies, nil
		}
		line := piece[:end]
		if len(r.rest) > 0 {
			line = append(r.rest, line...)
			r.rest = nil
		}
		piece = piece[end+1:]
		if body := r.body(bytes.TrimSuffix(line, []byte{'\r'})); body != nil {
			bodies = append(bodies, body)
		}
	}
}

// finish takes what stands behind the last line end: noise, since every protocol line ends.
func (r *lineReader) finish() {
	r.keep(r.rest)
	r.rest = nil
}

// batch begins a new batch, with a full allowance.
func (r *lineReader) batch() { r.seen = 0 }

// body is what stands behind the prefix, a copy; nil for noise. Text without a line end can stand in front of a prefix:
// what a program wrote just before.
func (r *lineReader) body(line []byte) []byte {
	for _, token := range []string{r.token, bootToken} {
		prefix := []byte("xops1:" + token + " ")
		at := bytes.Index(line, prefix)
		if at < 0 {
			continue
		}
		r.keep(line[:at])
		return bytes.Clone(line[at+len(prefix):])
	}
	r.keep(line)
	return nil
}

func (r *lineReader) keep(line []byte) {
	if room := maxNoise - len(r.noise); room > 0 && len(bytes.TrimSpace(line)) > 0 {
		r.noise = append(r.noise, line[:min(room, len(line))]...)
		r.noise = append(r.noise, '\n')
	}
}

// text is noise for people: valid UTF-8 without control characters other than line ends.
func text(raw []byte) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' {
			return c
		}
		if c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\uFFFD' || c == '\uFEFF' {
			return -1
		}
		return c
	}, string(raw)))
}

package agent

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// version is the protocol's.
const version = 1

// maxLine is how long one request may be: what a host has to hold twice while it reads it.
const maxLine = 2_000_000

type openRequest struct {
	T        string    `json:"t"`
	V        int       `json:"v"`
	Mode     exec.Mode `json:"mode"`
	Deadline int       `json:"deadline_s"`
}

// partRequest stands before the text of a part.
type partRequest struct {
	T      string `json:"t"`
	Name   string `json:"name"`
	Length int    `json:"length"`
	Hash   string `json:"hash"`
	Spare  bool   `json:"spare,omitempty"` // to be kept until it is called for
}

type getRequest struct {
	T    string         `json:"t"`
	ID   string         `json:"id"`
	Type string         `json:"type"`
	Key  string         `json:"key"`
	Args resource.Props `json:"args,omitempty"`
}

type setRequest struct {
	T        string         `json:"t"`
	ID       string         `json:"id"`
	Type     string         `json:"type"`
	Key      string         `json:"key"`
	Before   resource.Props `json:"before"`
	After    resource.Props `json:"after"`
	Args     resource.Props `json:"args,omitempty"`
	Continue bool           `json:"continue,omitempty"`
	Needs    []string       `json:"needs,omitempty"` // ids of this exchange: one of them must have been made
	Deadline int64          `json:"deadline_s,omitempty"`
}

type flushRequest struct {
	T string `json:"t"`
	N int    `json:"n"`
}

// answer is any line that a host sends.
type answer struct {
	T string `json:"t"`

	Hello

	ID     string          `json:"id"`
	Items  []resource.Item `json:"items"`
	Error  *resource.Fault `json:"error"`
	Status resource.Status `json:"status"`
	Now    resource.Props  `json:"now"`
	N      int             `json:"n"`
	Count  int             `json:"count"`
	Code   string          `json:"code"`
	Text   string          `json:"message"`
}

// Hello is how an agent introduces itself. What it cannot tell is empty.
type Hello struct {
	Version  int    `json:"v"`
	Agent    string `json:"agent"` // hash of its core
	Bytes    int    `json:"bytes"` // length of its core as it arrived
	Language string `json:"language"`
	Elevated bool   `json:"elevated"`
	PS       string `json:"ps"`
	CLR      string `json:"clr"`
	Build    int    `json:"build"`
	Computer string `json:"computer"`
	UserSID  string `json:"user_sid"`
	Bits     int    `json:"bits"`
	Culture  string `json:"culture"`
}

// line is one request as it is sent: ASCII JSON and LF.
func line(v any) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, problem.New(problem.Internal, "what", "a request cannot be written as JSON").Because(err)
	}
	return ascii(buf.Bytes()), nil
}

// ascii escapes what is above 0x7E. JSON has such characters only within texts.
func ascii(data []byte) []byte {
	clean := true
	for _, b := range data {
		if b > 0x7e {
			clean = false
			break
		}
	}
	if clean {
		return data
	}
	var out strings.Builder
	for _, r := range string(data) {
		switch {
		case r <= 0x7e:
			out.WriteByte(byte(r))
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return []byte(out.String())
}

// wire makes the request of an operation: the bytes of a file that were there before travel as their hash.
func wire(op resource.Op) setRequest {
	r := setRequest{
		T: "set", ID: op.ID, Type: op.Type, Key: op.Key, Before: op.Before, After: op.After, Args: op.Args,
		Continue: op.Continue,
	}
	for _, id := range op.Needs {
		r.Needs = append(r.Needs, "o"+id)
	}
	if t, _ := resource.Of(op.Type); t.Content {
		if data, ok := op.Before.Bytes(resource.Content); ok {
			r.Before = op.Before.Clone()
			delete(r.Before, resource.Content)
			r.Before["sha256"] = sum(string(data))
		}
	}
	if n := op.Args.Int("deadline_s"); n > 0 {
		r.Deadline = n
		r.Args = op.Args.Clone()
		delete(r.Args, "deadline_s")
	}
	return r
}

// result is what a host answered to an operation. A file's bytes come as their hash: where they are those of before or
// after, they are put back in its place.
func result(op resource.Op, a answer) resource.Result {
	r := resource.Result{Op: op.ID, Status: a.Status, Now: a.Now, Fault: a.Error}
	hash, told := r.Now["sha256"]
	if t, _ := resource.Of(op.Type); !t.Content || !told {
		return r
	}
	for _, side := range []resource.Props{op.After, op.Before} {
		content, touched := side[resource.Content]
		if !touched {
			continue
		}
		data, isBytes := side.Bytes(resource.Content)
		if (hash == nil && content == nil) || (isBytes && hash == sum(string(data))) {
			r.Now = r.Now.Clone()
			r.Now[resource.Content] = content
			if !has(op, "sha256") {
				delete(r.Now, "sha256")
			}
			return r
		}
	}
	return r
}

func has(op resource.Op, name string) bool {
	_, before := op.Before[name]
	_, after := op.After[name]
	return before || after
}

package sim

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/resource"
)

// Bounds of what an exchange may send.
const (
	maxHeader = 256
	maxAgent  = 4 << 20
	maxLine   = 64 << 20
	flushTime = time.Second // the longest that an answer waits for others
)

// request is one line from xops.
type request struct {
	T         string         `json:"t"`
	V         int            `json:"v"`
	Mode      string         `json:"mode"`
	ID        string         `json:"id"`
	Type      string         `json:"type"`
	Key       string         `json:"key"`
	Args      resource.Props `json:"args"`
	Before    resource.Props `json:"before"`
	After     resource.Props `json:"after"`
	Continue  bool           `json:"continue"`
	DeadlineS float64        `json:"deadline_s"`
	Needs     []string       `json:"needs"`
	N         int64          `json:"n"`
	Name      string         `json:"name"`   // part
	Length    int            `json:"length"` // part
	Hash      string         `json:"hash"`   // part
}

// limit is the operation's deadline; 0 for none.
func (r request) limit() time.Duration {
	if r.DeadlineS > 0 {
		return time.Duration(r.DeadlineS * float64(time.Second))
	}
	switch n := r.Args["deadline_s"].(type) {
	case int64:
		return time.Duration(n) * time.Second
	case float64:
		return time.Duration(n * float64(time.Second))
	}
	return 0
}

// exchange is one agent process.
type exchange struct {
	h       *Host
	ctx     context.Context
	out     *bufio.Writer
	prefix  string
	flushed time.Time
	waiting bool // something is written and not flushed
	err     error

	code loaded
	part request      // the part that is just coming in
	text bytes.Buffer // what came of it so far

	opened, apply bool
	seen          map[string]bool
	failed        bool            // a set of this batch failed, and what is behind it is skipped
	made          map[string]bool // the sets that were done
	asked         time.Time       // when the last line came
	batch         []request
	count         int64
}

// exchange speaks the agent's side of the protocol to its end. It returns nil also after an error that it reported.
func (h *Host) exchange(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	in := bufio.NewReaderSize(stdin, 32<<10)
	x := &exchange{
		h: h, ctx: ctx, out: bufio.NewWriterSize(stdout, 32<<10), seen: map[string]bool{}, made: map[string]bool{},
		flushed: time.Now(), asked: h.now(),
	}
	defer x.release()
	agent, ok, err := x.start(in)
	if err != nil || !ok {
		return err
	}
	x.hello(agent)
	x.code.add(hash(agent), agent)
	lines, stop := readLines(in)
	defer stop()
	timer := time.NewTimer(flushTime)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			x.flush()
			timer.Reset(flushTime)
			if x.abandoned() {
				return nil
			}
		case l := <-lines:
			x.asked = h.now()
			switch {
			case l.err == nil:
				if err := x.line(l.text); err != nil {
					if errors.Is(err, errEnd) {
						return x.err
					}
					return err
				}
			case errors.Is(l.err, io.EOF): // requests behind the last flush were cut off on their way: they are not run
				x.send(map[string]any{"t": "bye", "count": x.count})
				x.flush()
				return x.err
			default:
				return x.fatal("protocol", l.err.Error())
			}
		}
		if x.err != nil {
			return x.err
		}
	}
}

// errEnd ends an exchange whose end was reported; errBoot one that did not begin, and the bootstrap exits with 3.
var (
	errEnd  = errors.New("end of the exchange")
	errBoot = errors.New("the bootstrap stopped")
)

// start reads the header and the agent, as the bootstrap does.
func (x *exchange) start(in *bufio.Reader) (agent []byte, ok bool, err error) {
	x.prefix = "xops1:" + strings.Repeat("0", 16) + " "
	stop := func(code string) ([]byte, bool, error) { // the bootstrap can say a code and a word only
		x.say(code + " FullLanguage")
		if x.flush(); x.err != nil {
			return nil, false, x.err
		}
		return nil, false, errBoot
	}
	header, err := boundedLine(in, maxHeader)
	f := strings.Fields(string(header))
	if err != nil || len(f) != 4 || f[0] != "xops1" || len(f[1]) != 16 {
		return stop("protocol")
	}
	x.prefix = "xops1:" + f[1] + " "
	n, err := strconv.Atoi(f[2])
	if err != nil || n < 0 || n > maxAgent {
		return stop("protocol")
	}
	agent = make([]byte, n)
	if _, err := io.ReadFull(in, agent); err != nil || hash(agent) != f[3] {
		return stop("integrity")
	}
	return agent, true, nil
}

func (x *exchange) hello(agent []byte) {
	h := x.h
	x.send(map[string]any{
		"t": "hello", "v": 1, "agent": hash(agent), "bytes": len(agent), "language": "FullLanguage", "elevated": true,
		"ps":  h.os.PowerShell,
		"clr": "4.0.30319.42000", "build": h.os.Build, "computer": h.computer, "user_sid": UserSID, "bits": 64,
		"culture": "de-DE",
	})
}

// UserSID is whom every client of a simulated host is.
const UserSID = "S-1-5-21-3623811015-3361044348-30300820-1013"

// line handles one request.
func (x *exchange) line(text []byte) error {
	text = bytes.TrimRight(text, "\r")
	if x.part.Length > 0 {
		return x.partLine(text)
	}
	if len(text) == 0 {
		return nil
	}
	var r request
	if err := json.Unmarshal(text, &r); err != nil {
		return x.fatal("protocol", "a line is no request: "+err.Error())
	}
	if !x.opened && r.T != "open" {
		return x.fatal("protocol", "the first request must be open, not "+r.T)
	}
	switch r.T {
	case "open":
		switch {
		case x.opened && (x.apply || r.Mode != "apply"): // once more it lets an exchange that observed change
			return x.fatal("protocol", "open came twice")
		case r.V != 1:
			return x.fatal("version", fmt.Sprintf("this agent speaks version 1, not %d", r.V))
		}
		x.opened, x.apply = true, r.Mode == "apply"
		return nil
	case "flush":
		for _, q := range x.batch {
			if err := x.ctx.Err(); err != nil { // the process is dead
				return err
			}
			x.count++
			verb := x.get
			if q.T == "set" {
				verb = x.set
			}
			if err := verb(q); err != nil {
				return err
			}
		}
		x.batch, x.failed = nil, false
		x.send(map[string]any{"t": "done", "n": r.N})
		x.flush()
		return nil
	case "part":
		if r.Length <= 0 || r.Length > maxAgent {
			return x.fatal("protocol", fmt.Sprintf("a part of %d bytes", r.Length))
		}
		x.part = r
		return nil
	case "get", "set":
		if r.ID == "" {
			return x.fatal("protocol", "a request without an id")
		}
		if !x.seen[r.ID] {
			x.seen[r.ID] = true
			x.batch = append(x.batch, r)
		}
		return nil
	}
	return x.fatal("protocol", "unknown request "+r.T)
}

// partLine takes a line of the text of a part.
func (x *exchange) partLine(text []byte) error {
	x.text.Write(text)
	x.text.WriteByte('\n')
	if x.text.Len() < x.part.Length {
		return nil
	}
	if hash(x.text.Bytes()) != x.part.Hash {
		return x.fatal("integrity", "part "+x.part.Name)
	}
	x.code.add(x.part.Hash, x.text.Bytes())
	x.part = request{}
	x.text.Reset()
	return nil
}

func (x *exchange) get(r request) error {
	q := resource.Query{Type: r.Type, Key: r.Key, Args: r.Args}
	var a resource.Answer
	f, err := x.injected("get", r)
	switch {
	case err != nil:
		return err
	case x.code.missing("get", r.Type) != "":
		a.Fault = fault(resource.Unsupported, "", "%s", x.code.missing("get", r.Type))
	case f != nil:
		a.Fault = f
	default:
		if r.Type == "file" && x.code.can(func(p *partial) bool { return p.repairs }) {
			x.h.mu.Lock()
			x.h.repair(r.Key)
			x.h.mu.Unlock()
		}
		a = x.h.Get(q)
	}
	m := map[string]any{"t": "answer", "id": r.ID}
	if a.Fault != nil {
		m["error"] = a.Fault
	} else {
		items := a.Items
		if items == nil {
			items = []resource.Item{}
		}
		m["items"] = items
	}
	x.send(m)
	return nil
}

func (x *exchange) set(r request) error {
	op := resource.Op{
		ID: r.ID, Type: r.Type, Key: r.Key, Before: r.Before, After: r.After, Args: r.Args,
		Continue: r.Continue,
	}
	out := resource.Result{Op: r.ID, Status: resource.Failed}
	switch {
	case !x.apply:
		out.Fault = fault(resource.Refused, "", "a set in observe mode")
	case !x.code.can(func(p *partial) bool { return p.changes }):
		out.Fault = fault(resource.Refused, "", "the part that changes was not sent")
	case x.failed:
		out.Status = resource.Skipped
	case x.code.missing("set", r.Type) != "":
		out.Fault = fault(resource.Unsupported, "", "%s", x.code.missing("set", r.Type))
	case len(r.Needs) > 0 && !slices.ContainsFunc(r.Needs, func(id string) bool { return x.made[id] }):
		out.Status = resource.Already
	default:
		f, err := x.injected("set", r)
		if err != nil {
			return err
		}
		if f != nil {
			out.Fault = f
		} else if out, err = x.write(op, r.limit()); err != nil {
			return err
		}
	}
	if (out.Status == resource.Failed || out.Status == resource.Drift) && !r.Continue && x.apply {
		x.failed = true
	}
	x.made[r.ID] = out.Status == resource.Done
	m := map[string]any{"t": "result", "id": r.ID, "status": out.Status, "now": out.Now, "error": nil}
	if out.Fault != nil {
		m["error"] = out.Fault
	}
	x.send(m)
	return nil
}

// write sets, unless an injected power cut comes between.
func (x *exchange) write(op resource.Op, limit time.Duration) (resource.Result, error) {
	if op.Type == "script" || op.Type == "command" {
		ctx := x.ctx
		if limit > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, limit)
			defer cancel()
		}
		run := x.h.runScript
		if op.Type == "command" {
			run = x.h.runCommand
		}
		return run(ctx, op), x.ctx.Err()
	}
	switch op.Type {
	case "wait":
		return x.h.wait(op), nil
	case "lock":
		return x.hold(op), nil
	}
	cut := x.h.failure("cut", op.Type, op.Key)
	x.h.mu.Lock()
	defer x.h.mu.Unlock()
	out := x.h.set(op, func() {
		if x.h.wrote != nil {
			x.h.wrote(op)
		}
	})
	if cut != nil {
		x.h.reboot()
		return out, ErrPowerCut
	}
	return out, nil
}

// injected waits for and gives an injected failure.
func (x *exchange) injected(verb string, r request) (*resource.Fault, error) {
	f := x.h.failure(verb, r.Type, r.Key)
	if f == nil {
		return nil, nil
	}
	if f.Delay > 0 {
		wait, late := f.Delay, false
		if limit := r.limit(); limit > 0 && limit < wait {
			wait, late = limit, true
		}
		if err := x.sleep(wait); err != nil {
			return nil, err
		}
		if late {
			return fault(resource.Timeout, "", "not done within %v", wait), nil
		}
	}
	switch f.Crash {
	case CrashBefore:
		x.h.Reboot()
		return nil, ErrPowerCut
	case CrashAfter:
		x.h.mu.Lock()
		x.h.failures = append([]*Failure{{Verb: "cut", Type: r.Type, Key: r.Key, Times: 1}}, x.h.failures...)
		x.h.mu.Unlock()
	}
	return f.Fault, nil
}

// sleep waits and flushes meanwhile, as the agent does.
func (x *exchange) sleep(d time.Duration) error {
	end := time.NewTimer(d)
	defer end.Stop()
	tick := time.NewTicker(flushTime)
	defer tick.Stop()
	for {
		select {
		case <-end.C:
			return nil
		case <-tick.C:
			x.flush()
		case <-x.ctx.Done():
			return x.ctx.Err()
		}
	}
}

// fatal reports an error after which the exchange cannot go on.
func (x *exchange) fatal(code, message string) error {
	x.send(map[string]any{"t": "error", "code": code, "message": message})
	x.flush()
	if x.err != nil {
		return x.err
	}
	return errEnd
}

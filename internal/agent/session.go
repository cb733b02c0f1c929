package agent

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
	"github.com/xops-dev/xops/internal/transport"
)

// Options are what a session can be told. The zero value is usable.
type Options struct {
	// Timeout is how long the agent works on the host before it gives up by itself; default 10 minutes, or as long as
	// Open's context allows if that is longer.
	Timeout time.Duration
	// MaxOutput is how many bytes a host may answer to one batch; default 64 MiB.
	MaxOutput int
}

// Session is one agent process on a host: an exec.Session. It is used by one goroutine at a time. After an error it is
// of no further use, and what was not answered is unknown.
type Session struct {
	process transport.Process
	mode    exec.Mode
	options Options
	timeout time.Duration
	token   string
	lines   lineReader
	hello   *Hello
	begun   bool      // the core was sent
	told    exec.Mode // what it was last told that it may do
	sent    []*part   // the parts that were
	batches int
	gets    int
	ops     map[string]bool // ids that were sent
	bodies  [][]byte        // lines that were received and not yet looked at
	failed  error
}

var _ exec.Session = (*Session)(nil)

// Open starts the bootstrap on a host. The agent itself travels with the first batch, so that starting costs no message
// of its own. Errors are the transport's.
func Open(ctx context.Context, conn transport.Conn, mode exec.Mode, options Options) (*Session, error) {
	if options.MaxOutput <= 0 {
		options.MaxOutput = defaultOutput
	}
	random := make([]byte, 8)
	if _, err := rand.Read(random); err != nil {
		return nil, fmt.Errorf("no random numbers from this computer: %w", err)
	}
	process, err := conn.Start(ctx, CommandLine(conn.Quotes()))
	if err != nil {
		return nil, err
	}
	token := hex.EncodeToString(random)
	return &Session{
		process: process, mode: mode, options: options, timeout: options.longest(ctx), token: token,
		ops:   map[string]bool{},
		lines: lineReader{token: token, limit: options.MaxOutput},
	}, nil
}

// Hello is how the agent introduced itself; nil before the first batch was answered.
func (s *Session) Hello() *Hello { return s.hello }

// Noise is what came on standard output and did not belong to the protocol, up to 64 KiB: for the run's log.
func (s *Session) Noise() string { return text(s.lines.noise) }

// Observe asks one batch; answers are in the order of the queries.
func (s *Session) Observe(ctx context.Context, queries []resource.Query) ([]resource.Answer, error) {
	if len(queries) == 0 || s.failed != nil {
		return nil, s.failed
	}
	answers := make([]resource.Answer, len(queries))
	requests, at := s.questions(queries)
	answered := 0
	err := s.exchange(ctx, requests, func(a answer) error {
		i, ok := at[a.ID]
		if a.T != "answer" || !ok {
			return broken("a %s with id %q that nobody asked for", a.T, a.ID)
		}
		delete(at, a.ID)
		answered++
		answers[i] = resource.Answer{Items: a.Items, Fault: a.Error}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if answered != len(queries) {
		return nil, s.fail(broken("%d of %d queries were answered", answered, len(queries)))
	}
	return answers, nil
}

// questions are the requests of queries, and which query each id means.
func (s *Session) questions(queries []resource.Query) (requests []any, at map[string]int) {
	requests, at = make([]any, len(queries)), make(map[string]int, len(queries))
	for i, q := range queries {
		s.gets++
		id := "q" + strconv.Itoa(s.gets)
		at[id] = i
		requests[i] = getRequest{T: "get", ID: id, Type: q.Type, Key: q.Key, Args: q.Args}
	}
	return requests, at
}

// Apply sends one batch of operations in order and calls each for every result as it comes. An error means that
// operations without a result are unknown.
func (s *Session) Apply(ctx context.Context, ops []resource.Op, each func(resource.Result)) error {
	if len(ops) == 0 || s.failed != nil {
		return s.failed
	}
	open := map[string]resource.Op{}
	requests := make([]any, len(ops))
	for i, op := range ops {
		if op.ID == "" || s.ops[op.ID] {
			return broken("operation id %q is empty or was used before", op.ID)
		}
		s.ops[op.ID] = true
		open["o"+op.ID] = op
		r := wire(op)
		r.ID = "o" + op.ID // apart from the ids of queries
		requests[i] = r
	}
	err := s.exchange(ctx, requests, func(a answer) error {
		op, ok := open[a.ID]
		if a.T != "result" || !ok {
			return broken("a %s with id %q that nobody asked for", a.T, a.ID)
		}
		switch a.Status {
		case resource.Done, resource.Already, resource.Drift, resource.Failed, resource.Skipped:
		default:
			return broken("status %q", a.Status)
		}
		delete(open, a.ID)
		each(result(op, a))
		return nil
	})
	if err == nil && len(open) > 0 {
		err = s.fail(broken("%d of %d operations were answered", len(ops)-len(open), len(ops)))
	}
	return err
}

// Allow lets the exchange make changes from now on, for as long as the context allows, and keeps others from doing so
// until it ends: by is in whose name. held is who keeps this one from it; nil if nobody does. Then, and after an error,
// nothing was changed. An account that must not make a name that all sessions see goes on without: so does a user of
// this computer who is no administrator.
func (s *Session) Allow(ctx context.Context, by exec.Holder) (held *exec.Holder, err error) {
	if s.failed != nil {
		return nil, s.failed
	}
	if s.mode == exec.Observe {
		s.mode, s.timeout = exec.Apply, s.options.longest(ctx)
	}
	var got resource.Result
	err = s.Apply(ctx, []resource.Op{{
		ID: "lock", Type: "lock", Key: "change", Before: resource.Props{"operator": nil},
		After: resource.Props{"operator": by.Operator}, Args: resource.Props{"run": by.Run},
	}}, func(r resource.Result) { got = r })
	switch {
	case err != nil:
		return nil, err
	case got.Status == resource.Drift:
		return &exec.Holder{
			Operator: got.Now.String("operator"), Run: got.Now.String("run"),
			For: time.Duration(got.Now.Int("held_s")) * time.Second,
		}, nil
	case got.Fault != nil && got.Fault.Code != resource.Denied:
		return nil, s.fail(got.Fault.Problem())
	}
	return nil, nil
}

// opening is the request that says what the exchange may do, and for how long.
func (s *Session) opening() openRequest {
	mode := s.mode
	if mode == exec.Command {
		mode = exec.Apply
	}
	return openRequest{T: "open", V: version, Mode: mode, Deadline: max(1, int(s.timeout.Seconds()))}
}

// longest is how long the agent works by itself: who waits longer wants it to work longer.
func (o Options) longest(ctx context.Context) time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	timeout := 10 * time.Minute
	if until, ok := ctx.Deadline(); ok {
		timeout = max(timeout, time.Until(until))
	}
	return timeout
}

// Close ends the process. It gives the transport's error.
func (s *Session) Close(ctx context.Context) error {
	if s.failed == nil {
		s.failed = problem.New(problem.ConnectionLost).With("the session was closed")
	}
	return s.process.Close(ctx)
}

func (s *Session) fail(err error) error {
	s.failed = err
	return err
}

// exchange sends one batch as one piece and gives every answer to take, until the batch is done. While it waits nothing
// of the batch is kept, and its stack is small: a thousand hosts may wait at once.
func (s *Session) exchange(ctx context.Context, requests []any, take func(answer) error) error {
	if err := s.send(ctx, requests); err != nil {
		return err
	}
	for {
		if err := s.wait(ctx); err != nil {
			return s.fail(err)
		}
		done, err := s.look(take)
		if err != nil {
			return s.fail(err)
		}
		if done {
			return nil
		}
	}
}

// send sends one batch: the parts of the agent that it needs and the host does not have yet, then the requests.
func (s *Session) send(ctx context.Context, requests []any) error {
	missing := s.missing(requests)
	var batch []byte
	add := func(v any, text string) error {
		l, err := line(v)
		if err == nil && len(l) > maxLine {
			err = tooLong(v, len(l))
		}
		batch = append(append(batch, l...), text...)
		return err
	}
	var failed []error
	if !s.begun {
		batch = append(batch, header(s.token)+core.text...)
	}
	if s.told != s.mode {
		failed = append(failed, add(s.opening(), ""))
	}
	for _, p := range missing {
		failed = append(failed, add(partRequest{
			T: "part", Name: p.name, Length: len(p.text), Hash: p.hash, Spare: slices.Contains(spare, p.name),
		}, p.text))
	}
	for _, r := range requests {
		failed = append(failed, add(r, ""))
	}
	failed = append(failed, add(flushRequest{T: "flush", N: s.batches + 1}, ""))
	for _, err := range failed {
		if err != nil {
			return err // and nothing went out
		}
	}
	s.begun, s.told = true, s.mode
	s.batches++
	s.sent = append(s.sent, missing...)
	s.lines.batch()
	if err := s.process.Send(ctx, batch); err != nil {
		// A bootstrap that stopped has closed its input; what it said is the better cause.
		if problem.ClassOf(err).Work() {
			return s.fail(err)
		}
		if said := s.lastWords(ctx); said != nil {
			return s.fail(said)
		}
		return s.fail(err)
	}
	return nil
}

// missing are the parts that requests need and that were not sent yet.
func (s *Session) missing(requests []any) []*part {
	var out []*part
	for _, request := range requests {
		var needed []*part
		switch r := request.(type) {
		case getRequest:
			needed = partsFor(s.mode, r.Type, false)
		case setRequest:
			needed = partsFor(s.mode, r.Type, true)
		}
		for _, p := range needed {
			if !slices.Contains(s.sent, p) && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// look deals with one line; done when the batch is answered.
func (s *Session) look(take func(answer) error) (done bool, err error) {
	a, err := s.next()
	if err != nil {
		return false, err
	}
	switch a.T {
	case "error":
		return false, fatal(a.Code, a.Text)
	case "hello":
		return false, s.greet(a.Hello)
	case "beat": // it is still at it; hello may wait for its burst meanwhile
		return false, nil
	}
	if s.hello == nil {
		return false, broken("%q came before hello", a.T)
	}
	switch a.T {
	case "answer", "result":
		return false, take(a)
	case "done":
		if a.N != s.batches {
			return false, broken("batch %d is done, but %d was sent", a.N, s.batches)
		}
		return true, nil
	case "bye":
		return false, ended(0, readable(s.process.Stderr()), s.Noise(), true)
	}
	return false, broken("unknown line %q", a.T)
}

// greet checks that the agent which answers is the one that was sent.
func (s *Session) greet(h Hello) error {
	switch {
	case h.Language != "FullLanguage":
		return languageError(text([]byte(h.Language)))
	case h.Version != version:
		return fatal("version", fmt.Sprintf("version %d, not %d", h.Version, version))
	case h.Agent != core.hash || h.Bytes != len(core.text):
		return fatal("integrity", fmt.Sprintf("%d of %d bytes, hash %.40s", h.Bytes, len(core.text), h.Agent))
	case s.hello != nil:
		return broken("hello came twice")
	}
	s.hello = &h
	return nil
}

// wait waits for the next protocol line.
func (s *Session) wait(ctx context.Context) error {
	for len(s.bodies) == 0 {
		if err := s.take(s.process.Receive(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// take finds the lines in a piece of output.
func (s *Session) take(piece []byte, err error) error {
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if len(piece) > 0 {
		bodies, tooMuch := s.lines.add(piece)
		if tooMuch != nil {
			return problem.New(problem.TooMuchOutput).With("more than %d bytes", s.options.MaxOutput)
		}
		s.bodies = bodies
	}
	if err != nil && len(s.bodies) == 0 {
		s.lines.finish()
		return ended(s.process.ExitCode(), readable(s.process.Stderr()), s.Noise(), s.hello != nil)
	}
	return nil
}

// next is the line that was waited for.
func (s *Session) next() (a answer, err error) {
	body := s.bodies[0]
	s.bodies = s.bodies[1:]
	if len(body) > 0 && body[0] != '{' { // the bootstrap can say a code and a word only
		a.T = "error"
		a.Code, a.Text, _ = strings.Cut(string(body), " ")
		return a, nil
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return a, broken("%v in %q", err, excerpt(text(body)))
	}
	return a, nil
}

// lastWords is what a process said before it stopped reading, as an error; nil when that is nothing of ours. It waits
// for a moment only.
func (s *Session) lastWords(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	for {
		for len(s.bodies) == 0 {
			piece, err := s.process.Receive(ctx)
			if err != nil && !errors.Is(err, io.EOF) {
				return nil // the line's end says less than why it was sent in vain
			}
			if err := s.take(piece, err); err != nil {
				return err
			}
		}
		a, err := s.next()
		switch {
		case err != nil:
			return err
		case a.T == "error":
			return fatal(a.Code, a.Text)
		}
	}
}

func tooLong(request any, n int) error {
	what := "query"
	if r, ok := request.(setRequest); ok {
		what = r.Type + " " + r.Key
	}
	return problem.New(problem.MessageTooLarge, "what", what).With("%d bytes; PowerShell reads %d at the most", n,
		maxLine)
}

package wsman

import (
	"crypto/rand"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/lab/wire"
	"github.com/xops-dev/xops/internal/ntlm"
)

// answer is a response before it is written, so that it can be sealed or cut.
type answer struct {
	header http.Header
	status int
	body   []byte
}

func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return strings.ToUpper(fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c, ok := r.Context().Value(connectionKey{}).(*connection)
	if !ok {
		http.Error(w, "the server was not started by Serve", http.StatusInternalServerError)
		return
	}
	if !s.enter() {
		return
	}
	defer s.wg.Done()
	limit := int64(s.cfg.MaxEnvelope) + 4096
	// more than the limit, so that what is sealed can be opened and refused
	body, err := io.ReadAll(io.LimitReader(r.Body, 4*limit))
	if err != nil {
		return
	}
	rec := Record{Connection: c.number, Size: len(body), Action: "Logon"}
	a := &answer{header: http.Header{
		"Server": {"Microsoft-HTTPAPI/2.0"},
		"Date":   {s.cfg.Clock().UTC().Format(http.TimeFormat)},
	}, status: http.StatusOK}
	act := s.handle(a, r, c, body, int64(len(body)) > limit, &rec)
	s.write(w, a, act)
}

// enter counts a handler, so that Close can wait for it; false after Close.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.wg.Add(1)
	}
	return !s.closed
}

// handle answers a request into a and gives the fault that was wished for it.
func (s *Server) handle(a *answer, r *http.Request, c *connection, body []byte, tooLong bool, rec *Record) Action {
	if r.URL.Path != "/wsman" {
		a.status = http.StatusNotFound
		return s.begin(r, rec, "")
	}
	if r.Method != http.MethodPost {
		a.status = http.StatusMethodNotAllowed
		return s.begin(r, rec, "")
	}
	if strings.EqualFold(r.Header.Get("WSMANIDENTIFY"), "unauthenticated") {
		rec.Action = "Identify"
		act := s.begin(r, rec, "")
		if s.obey(a, act, nil) {
			a.header.Set("Content-Type", ntlm.PlainType)
			a.body = s.identify(&envelope{})
		}
		return act
	}
	user, ok := s.authenticate(a, r, c)
	if !ok || len(body) == 0 {
		act := s.begin(r, rec, user)
		s.obey(a, act, nil)
		return act
	}
	plain, sealed, ok := s.open(a, r, c, body)
	if !ok {
		return s.begin(r, rec, user)
	}
	rec.Sealed = sealed
	var e envelope
	err := xml.Unmarshal(plain, &e)
	rec.Action = e.action()
	if l := e.Body.CommandLine; rec.Action == "Command" && l != nil {
		rec.CommandLine = commandLine(l.Command, l.Arguments)
	}
	if rec.Action == "Send" && e.Body.Send != nil {
		for _, st := range e.Body.Send.Streams {
			rec.Data += len(strings.TrimRight(st.Data, "= \r\n\t")) * 3 / 4
		}
	}
	act := s.begin(r, rec, user)
	if !s.obey(a, act, func(f *fault) { a.body = s.faultBody(&e, f) }) {
		s.close(a, c, sealed)
		return act
	}
	switch {
	case tooLong:
		err = faultEnvelope
	case err != nil:
		err = faultSchema
	default:
		a.body, err = s.dispatch(r, &e, rec.Action, user)
	}
	if err != nil {
		f := faultAborted
		if own := new(fault); errors.As(err, &own) {
			f = own
		}
		a.status, a.body = http.StatusInternalServerError, s.faultBody(&e, f)
	}
	s.close(a, c, sealed)
	return act
}

// begin counts and records a request, waits as configured, and asks for the fault that is wished for it.
func (s *Server) begin(r *http.Request, rec *Record, user string) Action {
	rec.User = user
	s.book.Record(func(n int, c *Counters) Record {
		c.Requests++
		rec.N = n
		return *rec
	})
	var act Action
	if s.cfg.Intercept != nil {
		act = s.cfg.Intercept(rec.N, rec.Action)
	}
	wire.Wait(r.Context(), s.cfg.Latency+act.Delay)
	return act
}

// obey answers as an action wishes; false means that the request must not be handled.
func (s *Server) obey(a *answer, act Action, fail func(*fault)) bool {
	switch {
	case act.Cut == wire.CutBefore:
		return false
	case act.Status != 0:
		a.status = act.Status
		return false
	case act.Fault != 0 && fail != nil:
		a.status = http.StatusInternalServerError
		fail(known(act.Fault))
		return false
	}
	return true
}

// open takes the seal off a request. Over HTTP a message that is not sealed is refused as Windows does.
func (s *Server) open(a *answer, r *http.Request, c *connection, body []byte) (plain []byte, sealed, ok bool) {
	if !ntlm.IsSealed(r.Header.Get("Content-Type")) {
		if r.TLS == nil {
			a.status = http.StatusInternalServerError
			return nil, false, false
		}
		return body, false, true
	}
	a.status = http.StatusBadRequest
	if c.session == nil {
		return nil, true, false
	}
	data, signature, length, err := ntlm.Unframe(body)
	if err != nil {
		return nil, true, false
	}
	plain, err = c.session.Open(data, signature)
	if err != nil || len(plain) != length {
		return nil, true, false
	}
	a.status = http.StatusOK
	return plain, true, true
}

// close puts the seal on a response.
func (s *Server) close(a *answer, c *connection, sealed bool) {
	if len(a.body) == 0 {
		return
	}
	if !sealed {
		a.header.Set("Content-Type", ntlm.PlainType)
		return
	}
	data, signature := c.session.Seal(a.body)
	a.header.Set("Content-Type", ntlm.SealedType)
	a.body = ntlm.Frame(data, signature, len(a.body))
}

func (s *Server) write(w http.ResponseWriter, a *answer, act Action) {
	if act.Cut != wire.NoCut {
		s.cut(w, a, act)
		return
	}
	for k, v := range a.header {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// cut closes the connection instead of answering, or in the middle of the answer.
func (s *Server) cut(w http.ResponseWriter, a *answer, act Action) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	if act.Cut == wire.CutMiddle {
		_ = conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
		_ = a.header.Write(conn)
		_, _ = fmt.Fprintf(conn, "Content-Length: %d\r\n", len(a.body))
		if len(a.body) > 0 {
			_, _ = io.WriteString(conn, "\r\n")
			_, _ = conn.Write(a.body[:len(a.body)/2])
		}
	}
}

func (s *Server) identify(e *envelope) []byte {
	return reply(e, "", fmt.Sprintf(`<wsmid:IdentifyResponse `+
		`xmlns:wsmid="%s"><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVer`+
		`sion>`+
		`<wsmid:ProductVendor>Microsoft Corporation</wsmid:ProductVendor><wsmid:ProductVersion>OS: 0.0.0 SP: 0.0 `+
		`Stack: 3.0</wsmid:ProductVersion>`+
		`</wsmid:IdentifyResponse>`, identifyURI))
}

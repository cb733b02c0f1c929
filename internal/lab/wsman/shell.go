package wsman

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
)

// shell is one remote shell: commands live in it and die with it.
type shell struct {
	id, user string
	env      map[string]string
	idle     time.Duration
	reaper   *time.Timer

	mu       sync.Mutex
	commands map[string]*command
	closed   bool
}

// dispatch does what a request asks for.
func (s *Server) dispatch(r *http.Request, e *envelope, action, user string) ([]byte, error) {
	switch action {
	case "Identify":
		return s.identify(e), nil
	case "":
		return nil, faultResource
	}
	if strings.TrimSpace(e.Header.ResourceURI) != cmdURI {
		return nil, faultResource
	}
	timeout, ok := e.timeout()
	if !ok {
		return nil, faultHeader
	}
	if action == "Create" {
		return s.create(e, user)
	}
	s.mu.Lock()
	sh := s.shells[e.shellID()]
	s.mu.Unlock()
	if sh == nil || !strings.EqualFold(sh.user, user) {
		return nil, faultSelectors
	}
	sh.reaper.Reset(sh.idle + timeout)
	switch action {
	case "Command":
		return s.command(e, sh)
	case "Send":
		return send(r, e, sh, timeout)
	case "Receive":
		return s.receive(r, e, sh, timeout)
	case "Signal":
		return signal(e, sh)
	default:
		s.drop(sh)
		return reply(e, transferURI+"/DeleteResponse", ""), nil
	}
}

func (s *Server) create(e *envelope, user string) ([]byte, error) {
	b := e.Body.Shell
	if b == nil {
		return nil, faultSchema
	}
	if bare := user[strings.LastIndex(user, `\`)+1:]; s.cfg.Denied[user] || s.cfg.Denied[bare] {
		return nil, faultDenied
	}
	sh := &shell{
		id: newID(), user: user, env: map[string]string{}, idle: s.cfg.IdleTimeout,
		commands: map[string]*command{},
	}
	if text := b.IdleTimeOut + b.IdleTimeout; text != "" {
		d, ok := duration(text)
		if !ok || d < time.Second {
			return nil, faultParameter
		}
		sh.idle = d
	}
	for _, o := range append(e.Header.Options, b.Variables...) {
		sh.env[o.Name] = o.Value
	}
	s.mu.Lock()
	open := 0
	for _, other := range s.shells {
		if strings.EqualFold(other.user, user) {
			open++
		}
	}
	if open >= s.cfg.MaxShells || s.closed {
		s.mu.Unlock()
		return nil, faultShells
	}
	s.shells[sh.id] = sh
	s.book.Count(func(t *Counters) { t.Shells++ })
	sh.reaper = time.AfterFunc(sh.idle, func() { s.drop(sh) })
	s.mu.Unlock()
	return reply(e, transferURI+"/CreateResponse", fmt.Sprintf(
		`<x:ResourceCreated><a:Address>http://localhost/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>%s<`+
			`/w:ResourceURI>`+
			`<w:SelectorSet><w:Selector `+
			`Name="ShellId">%s</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>`+
			`<rsp:Shell><rsp:ShellId>%s</rsp:ShellId><rsp:ResourceUri>%s</rsp:ResourceUri><rsp:Owner>%s</rsp:Owner>`+
			`<rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout `+
			`stderr</rsp:OutputStreams></rsp:Shell>`,
		cmdURI, sh.id, sh.id, cmdURI, escape(user))), nil
}

// drop ends a shell and all that runs in it, and waits for its end.
func (s *Server) drop(sh *shell) {
	s.mu.Lock()
	delete(s.shells, sh.id)
	s.mu.Unlock()
	sh.reaper.Stop()
	sh.mu.Lock()
	sh.closed = true
	commands := maps.Clone(sh.commands)
	sh.mu.Unlock()
	for _, c := range commands {
		c.kill()
	}
	for _, c := range commands {
		<-c.ended
	}
}

// commandLine joins a command with its arguments, as the shell host does before it hands the line to cmd.exe.
func commandLine(command string, arguments []string) string {
	return strings.TrimSpace(strings.Join(append([]string{command}, arguments...), " "))
}

func (s *Server) command(e *envelope, sh *shell) ([]byte, error) {
	b := e.Body.CommandLine
	if b == nil {
		return nil, faultSchema
	}
	line := commandLine(b.Command, b.Arguments)
	if line == "" {
		return nil, faultParameter
	}
	env := maps.Clone(sh.env)
	for _, o := range e.Header.Options {
		env[o.Name] = o.Value
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.closed {
		return nil, faultSelectors
	}
	c := newCommand(s.ctx)
	id := newID()
	sh.commands[id] = c
	s.book.Count(func(t *Counters) { t.Commands++ })
	s.wg.Go(func() { c.run(s.cfg.Machine, line, env) })
	return reply(e, shellURI+"/CommandResponse",
		`<rsp:CommandResponse><rsp:CommandId>`+id+`</rsp:CommandId></rsp:CommandResponse>`), nil
}

func (sh *shell) find(id string) *command {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.commands[id]
}

func send(r *http.Request, e *envelope, sh *shell, timeout time.Duration) ([]byte, error) {
	if e.Body.Send == nil {
		return nil, faultSchema
	}
	for _, st := range e.Body.Send.Streams {
		c := sh.find(st.CommandID)
		if c == nil || c.finished() {
			return nil, faultSelectors
		}
		data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(st.Data))
		if err != nil {
			return nil, faultSchema
		}
		if !c.feed(r.Context(), timeout, data, strings.EqualFold(st.End, "true") || st.End == "1") {
			return nil, faultBusy
		}
	}
	return reply(e, shellURI+"/SendResponse", `<rsp:SendResponse/>`), nil
}

func (s *Server) receive(r *http.Request, e *envelope, sh *shell, timeout time.Duration) ([]byte, error) {
	if e.Body.Receive == nil {
		return nil, faultSchema
	}
	id := e.Body.Receive.Desired.CommandID
	c := sh.find(id)
	if c == nil || c.finished() {
		return nil, faultSelectors
	}
	limit := s.cfg.MaxEnvelope
	var asked int
	if _, err := fmt.Sscan(e.Header.MaxEnvelopeSize, &asked); err == nil && asked > 0 {
		limit = min(limit, max(asked, 8<<10))
	}
	stdout, stderr, done, ok := c.collect(r.Context(), s.ctx, timeout, s.cfg.Settle, (limit-4096)/4*3)
	if !ok {
		if r.Context().Err() != nil || s.ctx.Err() != nil {
			return nil, faultAborted
		}
		return nil, faultTimeout
	}
	var b strings.Builder
	b.WriteString(`<rsp:ReceiveResponse>`)
	for _, st := range []struct {
		name string
		data []byte
	}{{"stdout", stdout}, {"stderr", stderr}} {
		if len(st.data) > 0 {
			fmt.Fprintf(&b, `<rsp:Stream Name="%s" CommandId="%s">%s</rsp:Stream>`, st.name, id,
				base64.StdEncoding.EncodeToString(st.data))
		}
		if done {
			fmt.Fprintf(&b, `<rsp:Stream Name="%s" CommandId="%s" End="true"></rsp:Stream>`, st.name, id)
		}
	}
	state, exit := "Running", ""
	if done {
		state, exit = "Done", fmt.Sprintf(`<rsp:ExitCode>%d</rsp:ExitCode>`, uint32(c.exitCode))
	}
	fmt.Fprintf(&b, `<rsp:CommandState CommandId="%s" `+
		`State="%s/CommandState/%s">%s</rsp:CommandState></rsp:ReceiveResponse>`, id, shellURI, state, exit)
	return reply(e, shellURI+"/ReceiveResponse", b.String()), nil
}

func signal(e *envelope, sh *shell) ([]byte, error) {
	b := e.Body.Signal
	if b == nil {
		return nil, faultSchema
	}
	c := sh.find(b.CommandID)
	if c == nil {
		return nil, faultSelectors
	}
	c.kill()
	if strings.HasSuffix(strings.TrimSpace(b.Code), "/terminate") && c.finished() {
		sh.mu.Lock()
		delete(sh.commands, b.CommandID)
		sh.mu.Unlock()
	}
	return reply(e, shellURI+"/SignalResponse", `<rsp:SignalResponse/>`), nil
}

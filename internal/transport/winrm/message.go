package winrm

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/masterzen/winrm/soap"
)

const (
	shellURI    = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
	transferURI = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
	// maxEnvelope is what the host may put into one answer: the limit of Windows 8 and later (dossier 1.6).
	maxEnvelope = 500 << 10
	// idleTimeout is when a host reaps a shell that nobody asks any more, so that a lost laptop leaves nothing behind.
	idleTimeout = "PT15M"
)

// message is a request, and what its answer must name.
type message struct {
	action, id string
	body       []byte // nil once it is sent and not wanted again
}

// draft is a message that is being written.
type draft struct {
	*soap.SoapMessage
	action, id string
}

// mark stands for a draft's data; XML cannot have it.
const mark = "\x00"

// done is the message. Data takes the place of the mark, so that it is copied once.
func (d *draft) done(data []byte) *message {
	text := d.String()
	head, tail, marked := strings.Cut(text, mark)
	size := len(text)
	if marked {
		size += base64.StdEncoding.EncodedLen(len(data))
	}
	body := append(make([]byte, 0, size), head...)
	if marked {
		body = base64.StdEncoding.AppendEncode(body, data)
	}
	return &message{action: d.action, id: d.id, body: append(body, tail...)}
}

// newDraft makes the envelope; options are pairs of name and value.
func newDraft(url, action, shellID string, timeout time.Duration, options ...string) *draft {
	m := &draft{SoapMessage: soap.NewMessage(), action: action, id: "uuid:" + strings.ToUpper(uuid.NewString())}
	h := m.Header().
		To(escape(url)).
		ReplyTo("http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous").
		MaxEnvelopeSize(maxEnvelope).
		Id(m.id).
		Locale("en-US").
		Timeout(fmt.Sprintf("PT%.3fS", timeout.Seconds())).
		Action(action).
		ShellId(escape(shellID)).
		ResourceURI(shellURI + "/cmd")
	for i := 0; i+1 < len(options); i += 2 {
		h.AddOption(soap.NewHeaderOption(options[i], options[i+1]))
	}
	h.Build()
	return m
}

// createMessage opens a shell. The profile is loaded (HKCU and %TEMP% are real), and text is UTF-8 (dossier 1.2).
func createMessage(url string, timeout time.Duration) *message {
	m := newDraft(url, transferURI+"/Create", "", timeout, "WINRS_NOPROFILE", "FALSE", "WINRS_CODEPAGE", "65001")
	shell := m.CreateBodyElement("Shell", soap.DOM_NS_WIN_SHELL)
	for _, part := range [][2]string{
		{"InputStreams", "stdin"},
		{"OutputStreams", "stdout stderr"},
		{"IdleTimeOut", idleTimeout},
	} {
		m.CreateElement(shell, part[0], soap.DOM_NS_WIN_SHELL).SetContent(part[1])
	}
	return m.done(nil)
}

// commandMessage starts a command line. Its standard input is a pipe, not a console, so that bytes arrive as they are.
func commandMessage(url, shellID, commandLine string, timeout time.Duration) *message {
	m := newDraft(url, shellURI+"/Command", shellID, timeout, "WINRS_CONSOLEMODE_STDIN", "FALSE",
		"WINRS_SKIP_CMD_SHELL", "FALSE")
	line := m.CreateBodyElement("CommandLine", soap.DOM_NS_WIN_SHELL)
	m.CreateElement(line, "Command", soap.DOM_NS_WIN_SHELL).SetContent(escape(commandLine))
	return m.done(nil)
}

func sendMessage(url, shellID, commandID string, data []byte, timeout time.Duration) *message {
	m := newDraft(url, shellURI+"/Send", shellID, timeout)
	send := m.CreateBodyElement("Send", soap.DOM_NS_WIN_SHELL)
	stream := m.CreateElement(send, "Stream", soap.DOM_NS_WIN_SHELL)
	stream.SetAttr("Name", "stdin")
	stream.SetAttr("CommandId", commandID)
	stream.SetContent(mark)
	return m.done(data)
}

func receiveMessage(url, shellID, commandID string, timeout time.Duration) *message {
	m := newDraft(url, shellURI+"/Receive", shellID, timeout)
	receive := m.CreateBodyElement("Receive", soap.DOM_NS_WIN_SHELL)
	desired := m.CreateElement(receive, "DesiredStream", soap.DOM_NS_WIN_SHELL)
	desired.SetAttr("CommandId", commandID)
	desired.SetContent("stdout stderr")
	return m.done(nil)
}

func deleteMessage(url, shellID string, timeout time.Duration) *message {
	m := newDraft(url, transferURI+"/Delete", shellID, timeout)
	m.NewBody()
	return m.done(nil)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// envelope is an answer, read by local names: prefixes differ between versions.
type envelope struct {
	Header struct {
		RelatesTo string `xml:"RelatesTo"`
		Action    string `xml:"Action"`
	} `xml:"Header"`
	Body struct {
		ShellID   string `xml:"Shell>ShellId"`
		Selectors []struct {
			Name  string `xml:"Name,attr"`
			Value string `xml:",chardata"`
		} `xml:"ResourceCreated>ReferenceParameters>SelectorSet>Selector"`
		CommandID string `xml:"CommandResponse>CommandId"`
		Receive   struct {
			Streams []struct {
				Name string `xml:"Name,attr"`
				Data string `xml:",chardata"`
			} `xml:"Stream"`
			State struct {
				State    string `xml:"State,attr"`
				ExitCode string `xml:"ExitCode"`
			} `xml:"CommandState"`
		} `xml:"ReceiveResponse"`
		Fault *soapFault `xml:"Fault"`
	} `xml:"Body"`
}

func (e *envelope) shellID() string {
	for _, s := range e.Body.Selectors {
		if s.Name == "ShellId" {
			return strings.TrimSpace(s.Value)
		}
	}
	return strings.TrimSpace(e.Body.ShellID)
}

// output takes the streams of a Receive apart; done when the command has ended.
func (e *envelope) output() (stdout, stderr []byte, done bool, exitCode int, err error) {
	for _, s := range e.Body.Receive.Streams {
		data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s.Data))
		if err != nil {
			return nil, nil, false, 0, fmt.Errorf("stream %s: %w", s.Name, err)
		}
		switch s.Name {
		case "stdout":
			stdout = append(stdout, data...)
		case "stderr":
			stderr = append(stderr, data...)
		}
	}
	if done = strings.HasSuffix(e.Body.Receive.State.State, "/CommandState/Done"); done {
		// An unsigned 32-bit number (dossier 1.1); a signed one is taken too.
		if text := strings.TrimSpace(e.Body.Receive.State.ExitCode); text != "" {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return nil, nil, false, 0, fmt.Errorf("exit code: %w", err)
			}
			exitCode = int(uint32(n))
		}
	}
	return stdout, stderr, done, exitCode, nil
}

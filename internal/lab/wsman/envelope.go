package wsman

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
)

const (
	shellURI    = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
	transferURI = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
	identifyURI = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
	cmdURI      = shellURI + "/cmd"
)

// envelope is a request, read by local names.
type envelope struct {
	Header struct {
		Action           string  `xml:"Action"`
		MessageID        string  `xml:"MessageID"`
		ResourceURI      string  `xml:"ResourceURI"`
		OperationTimeout string  `xml:"OperationTimeout"`
		MaxEnvelopeSize  string  `xml:"MaxEnvelopeSize"`
		Selectors        []named `xml:"SelectorSet>Selector"`
		Options          []named `xml:"OptionSet>Option"`
	} `xml:"Header"`
	Body struct {
		Identify *struct{} `xml:"Identify"`
		Shell    *struct {
			IdleTimeOut string  `xml:"IdleTimeOut"`
			IdleTimeout string  `xml:"IdleTimeout"`
			WorkDir     string  `xml:"WorkingDirectory"`
			Variables   []named `xml:"Environment>Variable"`
		} `xml:"Shell"`
		CommandLine *struct {
			Command   string   `xml:"Command"`
			Arguments []string `xml:"Arguments"`
		} `xml:"CommandLine"`
		Send *struct {
			Streams []struct {
				CommandID string `xml:"CommandId,attr"`
				End       string `xml:"End,attr"`
				Data      string `xml:",chardata"`
			} `xml:"Stream"`
		} `xml:"Send"`
		Receive *struct {
			Desired struct {
				CommandID string `xml:"CommandId,attr"`
			} `xml:"DesiredStream"`
		} `xml:"Receive"`
		Signal *struct {
			CommandID string `xml:"CommandId,attr"`
			Code      string `xml:"Code"`
		} `xml:"Signal"`
	} `xml:"Body"`
}

type named struct {
	Name  string `xml:"Name,attr"`
	Value string `xml:",chardata"`
}

// action is the short name of what a request asks for, "" if it is unknown.
func (e *envelope) action() string {
	if e.Body.Identify != nil {
		return "Identify"
	}
	uri := strings.TrimSpace(e.Header.Action)
	for _, base := range []string{shellURI, transferURI} {
		if name, ok := strings.CutPrefix(uri, base+"/"); ok {
			switch name {
			case "Create", "Delete", "Command", "Send", "Receive", "Signal":
				return name
			}
		}
	}
	return ""
}

func (e *envelope) shellID() string {
	for _, s := range e.Header.Selectors {
		if s.Name == "ShellId" {
			return strings.TrimSpace(s.Value)
		}
	}
	return ""
}

// timeout is OperationTimeout, between the 500 ms that Windows raises it to and its MaxTimeoutms of 60 s.
func (e *envelope) timeout() (time.Duration, bool) {
	if strings.TrimSpace(e.Header.OperationTimeout) == "" {
		return 60 * time.Second, true
	}
	d, ok := duration(e.Header.OperationTimeout)
	return min(max(d, 500*time.Millisecond), 60*time.Second), ok
}

// duration reads the part of xs:duration that clients use: PT, hours, minutes, seconds.
func duration(s string) (time.Duration, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), "PT")
	if !ok || rest == "" {
		return 0, false
	}
	var total time.Duration
	for _, unit := range []struct {
		letter string
		length time.Duration
	}{{"H", time.Hour}, {"M", time.Minute}, {"S", time.Second}} {
		number, after, found := strings.Cut(rest, unit.letter)
		if !found {
			continue
		}
		f, err := strconv.ParseFloat(number, 64)
		if err != nil || f < 0 || f > 1e6 {
			return 0, false
		}
		total += time.Duration(f * float64(unit.length))
		rest = after
	}
	return total, rest == ""
}

const envelopeStart = `<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" ` +
	`xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" ` +
	`xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" ` +
	`xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="` + shellURI + `" ` +
	`xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd">`

// reply makes a response to a request.
func reply(e *envelope, action, body string) []byte {
	return fmt.Appendf(nil, `%s<s:Header><a:Action>%s</a:Action><a:MessageID>uuid:%s</a:MessageID>`+
		`<a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:RelatesTo>%s</a:RelatesTo>`+
		`</s:Header>`+
		`<s:Body>%s</s:Body></s:Envelope>`, envelopeStart, action, newID(), escape(e.Header.MessageID), body)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// fault is a WSMan fault: its number, the SOAP subcode, and a text.
type fault struct {
	code    uint32
	subcode string
	text    string
}

func (f *fault) Error() string { return f.text }

// The faults of dossier 1.5 that the server answers with.
var (
	faultDenied    = &fault{5, "w:AccessDenied", "Access is denied."}
	faultParameter = &fault{87, "w:InvalidParameter", "The parameter is incorrect."}
	faultBusy      = &fault{170, "w:InternalError", "The requested resource is in use."}
	faultAborted   = &fault{995, "w:InternalError", "The I/O operation has been aborted because of either a thread " +
		"exit or an application request."}
	faultHeader = &fault{
		2150858767, "w:InvalidOptions",
		"The WS-Management service cannot process the request because of an invalid header.",
	}
	faultTimeout = &fault{2150858793, "w:TimedOut", "The WS-Management service cannot complete the operation " +
		"within the time specified in OperationTimeout."}
	faultSchema = &fault{
		2150858817, "w:SchemaValidationError",
		"The SOAP XML in the message does not match the corresponding XML schema definition.",
	}
	faultEnvelope = &fault{
		2150858825, "w:EncodingLimit",
		"The size of the request exceeded the configured envelope quota.",
	}
	faultSelectors = &fault{
		2150858843, "w:InvalidSelectors",
		"The request for the Windows Remote Shell with the given ShellId failed because the shell was not found on " +
			"the server.",
	}
	faultShells = &fault{2150859173, "w:QuotaLimit", "This user is allowed a maximum number of concurrent " +
		"shells, which has been exceeded."}
	faultResource = &fault{2150858752, "a:ActionNotSupported", "The action is not supported by the service."}
)

// known makes the fault of a number.
func known(code uint32) *fault {
	for _, f := range []*fault{
		faultDenied, faultParameter, faultBusy, faultAborted, faultHeader, faultTimeout,
		faultSchema, faultEnvelope, faultSelectors, faultShells, faultResource,
	} {
		if f.code == code {
			return f
		}
	}
	return &fault{code, "w:InternalError", "The WS-Management service reports an error."}
}

func (s *Server) faultBody(e *envelope, f *fault) []byte {
	return reply(e, "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault", fmt.Sprintf(
		`<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>%s</s:Value></s:Subcode></s:Code>`+
			`<s:Reason><s:Text xml:lang="en-US">%s</s:Text></s:Reason><s:Detail>`+
			`<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="%d" Machine="%s">`+
			`<f:Message>%s</f:Message></f:WSManFault></s:Detail></s:Fault>`,
		f.subcode, escape(f.text), f.code, escape(s.cfg.Hostname), escape(f.text)))
}

package winrm

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// Fault numbers that change what xops does (dossier 1.5).
const (
	faultBusy      = 170
	faultTooLarge  = 2150858825
	faultAborted   = 995
	faultPipe      = 0x8007006D // what ran has ended, before it took its input
	faultTimedOut  = 2150858793
	faultSelectors = 2150858843
)

// soapFault is a fault as the service reports it. Texts are localised, so only the numbers decide.
type soapFault struct {
	Subcode string `xml:"Code>Subcode>Value"`
	Reason  string `xml:"Reason>Text"`
	WSMan   struct {
		Code    string `xml:"Code,attr"`
		Machine string `xml:"Machine,attr"`
		Message struct {
			Text     string `xml:",chardata"`
			Provider struct {
				Text string `xml:",chardata"`
			} `xml:"ProviderFault"`
		} `xml:"Message"`
	} `xml:"Detail>WSManFault"`
	WMI struct {
		Code string `xml:"error_Code"`
	} `xml:"Detail>MSFT_WmiError"`
}

func (f *soapFault) number() Fault {
	for _, text := range []string{f.WSMan.Code, f.WMI.Code} {
		if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
			return Fault(uint32(n))
		}
	}
	if strings.HasSuffix(f.Subcode, ":TimedOut") {
		return faultTimedOut
	}
	return 0
}

// Fault is the number of a fault, the cause of the problem that is made of it.
type Fault uint32

func (f Fault) Error() string { return fmt.Sprintf("WSMan fault %d (%s)", uint32(f), f.Hex()) }

// Hex is the number as people look it up.
func (f Fault) Hex() string { return fmt.Sprintf("0x%X", uint32(f)) }

// FaultOf is the WSMan number of an error, 0 if it has none.
func FaultOf(err error) Fault {
	var p *problem.Problem
	if !errors.As(err, &p) {
		return 0
	}
	f, _ := p.Err.(Fault)
	return f
}

// meanings of the numbers (dossier 1.5 and section 6).
var meanings = map[Fault]problem.ID{
	5:              problem.TokenFilter,
	87:             problem.NotUnderstood, // a parameter
	8:              problem.HostMemory,
	14:             problem.HostMemory,
	1455:           problem.HostMemory, // the page file
	1115:           problem.ShuttingDown,
	1190:           problem.ShuttingDown,
	1326:           problem.LogonRefused,
	1330:           problem.PasswordExpired,
	1331:           problem.AccountLocked,
	1907:           problem.PasswordExpired,
	1909:           problem.AccountLocked,
	faultBusy:      problem.HostBusy,
	faultAborted:   problem.ShellGone,
	faultPipe:      problem.Blocked,
	2147943418:     problem.ProfileUnloaded,
	2150858767:     problem.NotUnderstood, // a header
	faultTimedOut:  problem.HostBusy,
	2150858817:     problem.NotUnderstood, // the form
	2150858824:     problem.Envelope,      // of the answer
	faultTooLarge:  problem.Envelope,
	faultSelectors: problem.ShellGone,
	2150859113:     problem.FirewallPublic,
	2150859173:     problem.ShellsUsedUp,
	2150859174:     problem.OperationsUsedUp,
	2150859175:     problem.Throttled, // this user
	2150859176:     problem.Throttled, // all remote management
	2150859179:     problem.UsersUsedUp,
	2150859180:     problem.RemoteShellsOff,
	2150859229:     problem.RemoteAccessOff,
	2150859230:     problem.ServiceDisconnected,
	2150859235:     problem.RemoteAccessOff,
	// Quotas of remote shells.
	2150859236: problem.QuotaUsedUp,
	2150859237: problem.QuotaUsedUp,
	2150859238: problem.QuotaUsedUp,
	2150859239: problem.QuotaUsedUp,
	2150859240: problem.QuotaUsedUp,
	2150859241: problem.QuotaUsedUp,
}

// meaning is the problem of a number. A protection program that refuses to have PowerShell started gives an internal
// error with a number of Win32; "access denied" from WinRM itself is another thing.
func (f *soapFault) meaning(n Fault) problem.ID {
	internal := strings.HasSuffix(f.Subcode, ":InternalError")
	denied := internal && n == 0x80070005
	if denied || resource.CodeOf(uint32(n)) == resource.Blocked {
		return problem.Blocked
	}
	id, ok := meanings[n]
	if !ok && n&0xFFFF0000 == 0x80070000 {
		id, ok = meanings[n&0xFFFF]
	}
	if !ok {
		return problem.UnknownFault
	}
	return id
}

// faultError makes a problem of a fault.
func faultError(address string, f *soapFault) *problem.Problem {
	n := f.number()
	id := f.meaning(n)
	detail := address + ": " + n.Error()
	text := f.Reason
	if text == "" {
		text = f.WSMan.Message.Text + f.WSMan.Message.Provider.Text
	}
	if text = clean(text); text != "" {
		detail += ": " + text
	}
	return problem.New(id, "fault", strconv.FormatUint(uint64(n), 10), "fault_hex", n.Hex()).With("%s",
		detail).Because(n)
}

// clean makes a foreign text fit for one line of a terminal.
func clean(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 }),
		" ")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return s
}

// statusError makes a problem of an HTTP status without a fault.
func statusError(address string, r *response) *problem.Problem {
	detail := fmt.Sprintf("%s: HTTP status %d", address, r.status)
	if server := clean(r.header.Get("Server")); server != "" {
		detail += ", Server: " + server
	}
	id := problem.NotWinRM
	switch r.status {
	case http.StatusUnauthorized:
		id = problem.LogonAgain
		detail += ", offered: " + strings.Join(offered(r.header), ", ")
	case http.StatusRequestEntityTooLarge:
		id = problem.Envelope
	case http.StatusNotFound:
		id = problem.NoWSMan
	case http.StatusInternalServerError:
		id = problem.NotSealed
	case http.StatusBadRequest:
		id = problem.SplitConnection
	case http.StatusServiceUnavailable:
		id = problem.ServiceStopped
	}
	return problem.New(id).With("%s", detail)
}

// offered lists the schemes of WWW-Authenticate, without their tokens.
func offered(h http.Header) []string {
	var out []string
	for _, v := range h.Values("WWW-Authenticate") {
		for _, part := range strings.Split(v, ",") {
			if scheme, _, _ := strings.Cut(strings.TrimSpace(part), " "); scheme != "" && !strings.Contains(scheme,
				"=") {
				out = append(out, clean(scheme))
			}
		}
	}
	if len(out) == 0 {
		return []string{"nothing"}
	}
	return out
}

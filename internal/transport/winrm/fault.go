package winrm

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/transport"
)

// Fault numbers that change what xops does (dossier 1.5).
const (
	faultBusy      = 170
	faultTooLarge  = 2150858825
	faultAborted   = 995
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

func (f *soapFault) number() uint32 {
	for _, text := range []string{f.WSMan.Code, f.WMI.Code} {
		if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
			return uint32(n)
		}
	}
	if strings.HasSuffix(f.Subcode, ":TimedOut") {
		return faultTimedOut
	}
	return 0
}

type meaning struct{ code, summary, hint string }

const defect = "This is a defect of xops or something between that changes messages. Please report it with this text."

// meanings: number → what it is, and the cure (dossier 1.5 and section 6).
var meanings = map[uint32]meaning{
	5: {"access", "The logon is right, but this user may not open a remote shell", "The user must be a local administrator with a full token: use a domain account, or the built-in Administrator, " +
		"or set LocalAccountTokenFilterPolicy=1 on the host (then every local administrator has full rights over the network)."},
	87:            {"protocol", "The host did not accept a parameter", defect},
	faultBusy:     {"busy", "The host is too busy to take more input", "The computer is overloaded. Try again later."},
	faultAborted:  {"lost", "The host ended the operation", "The remote shell was closed on the host: the WinRM service or the computer restarted. Run it again: what is done already is recognised."},
	2147943418:    {"lost", "The user's profile was unloaded on the host while it was in use", "Run it again; a new shell loads the profile anew."},
	2150858767:    {"protocol", "The host did not accept a header of the message", defect},
	faultTimedOut: {"busy", "The host did not finish the operation in time", "The computer is overloaded, or something on it hangs. Try again later."},
	2150858817:    {"protocol", "The host did not accept the form of the message", defect},
	2150858824:    {"quota", "The answer is larger than the host may send", "Raise MaxEnvelopeSizekb on the host (winrm set winrm/config @{MaxEnvelopeSizekb=\"500\"}), or look for a policy that lowers it."},
	2150858825:    {"quota", "The message is larger than the host takes", "Raise MaxEnvelopeSizekb on the host (winrm set winrm/config @{MaxEnvelopeSizekb=\"500\"}), or look for a policy that lowers it."},
	faultSelectors: {"lost", "The remote shell or its command is gone", "The computer or the WinRM service restarted, the shell was idle too long, or somebody ended it. " +
		"Run it again: what is done already is recognised."},
	2150859113: {"access", "The firewall of the host has a public network profile active", "Set the host's network connection to Private, or allow the rule WINRM-HTTP-In-TCP-PUBLIC for your subnet."},
	2150859173: {"quota", "The user has no remote shell left on this host", "Shells of crashed programs go away after their idle time: wait, or restart the WinRM service, or raise MaxShellsPerUser."},
	2150859174: {"quota", "The user has no operation left on this host", "Wait until other programs have closed their shells, or raise MaxConcurrentOperationsPerUser."},
	2150859175: {"quota", "The host throttles this user", "Wait and try again; other programs of the same user are at work."},
	2150859176: {"quota", "The host throttles remote management", "Wait and try again; other programs are at work."},
	2150859179: {"quota", "Too many users have remote shells on this host", "Wait until other administrators are done, or raise MaxConcurrentUsers."},
	2150859180: {"access", "Remote shells are switched off on this host", "A group policy or AllowRemoteShellAccess=false forbids them (winrm set winrm/config/winrs @{AllowRemoteShellAccess=\"true\"})."},
	2150859229: {"access", "Remote access to the WinRM service is switched off", "Check the group policy \"Allow remote server management through WinRM\" and its IPv4 filter."},
	2150859230: {"lost", "The WinRM service disconnected", "Check whether the service or the computer restarted, then try again."},
	2150859235: {"access", "The WinRM service does not allow this connection", "Check the group policy \"Allow remote server management through WinRM\" and its IPv4 filter."},
}

// faultError makes an error of a fault.
func faultError(address string, f *soapFault) *transport.Error {
	n := f.number()
	m, ok := meanings[n]
	if !ok && n >= 2150859236 && n <= 2150859241 {
		m, ok = meaning{"quota", "A quota of the host's remote shells is used up", "Wait until other programs have closed their shells, or look at winrm get winrm/config/winrs."}, true
	}
	if !ok {
		m = meaning{"protocol", "The WinRM service reports a fault", "Look up the number: winrm helpmsg " + fmt.Sprintf("0x%X", n) + " on any Windows."}
	}
	detail := fmt.Sprintf("%s: WSMan fault %d (0x%X)", address, n, n)
	text := f.Reason
	if text == "" {
		text = f.WSMan.Message.Text + f.WSMan.Message.Provider.Text
	}
	if text = clean(text); text != "" {
		detail += ": " + text
	}
	return &transport.Error{Code: m.code, Summary: m.summary, Detail: detail, Hint: m.hint, Fault: n}
}

// clean makes a foreign text fit for one line of a terminal.
func clean(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 }), " ")
	if r := []rune(s); len(r) > 300 {
		s = string(r[:300]) + "…"
	}
	return s
}

// statusError makes an error of an HTTP status without a fault.
func statusError(address string, r *response) *transport.Error {
	detail := fmt.Sprintf("%s: HTTP status %d", address, r.status)
	if server := clean(r.header.Get("Server")); server != "" {
		detail += ", Server: " + server
	}
	e := &transport.Error{Code: "protocol", Summary: "The host answers, but not as WinRM", Detail: detail, Hint: "Check port and address; another program may own the port."}
	switch r.status {
	case http.StatusUnauthorized:
		e.Code, e.Summary = "auth", "The host asks for a logon in the middle of the work"
		e.Detail += ", offered: " + strings.Join(offered(r.header), ", ")
		e.Hint = "Something between xops and the host breaks the connection's logon apart; use https = true."
	case http.StatusNotFound:
		e.Summary = "There is no WinRM under /wsman on this port"
		e.Hint = "Another program (IIS?) owns the port, or the listener has another URLPrefix: winrm enumerate winrm/config/listener."
	case http.StatusInternalServerError:
		e.Summary = "The host refused the message without giving a reason"
		e.Hint = "Over HTTP Windows does so with messages that are not sealed. Set https = true."
	case http.StatusBadRequest:
		e.Summary = "The host could not read the message"
		e.Hint = "A sealed message must stay on its own connection: look for a proxy or load balancer in between, or use https = true."
	case http.StatusServiceUnavailable:
		e.Code, e.Summary = "unreachable", "The WinRM service is not running"
		e.Hint = "Start it on the host: Start-Service WinRM. Set it to start automatically."
	}
	return e
}

// offered lists the schemes of WWW-Authenticate, without their tokens.
func offered(h http.Header) []string {
	var out []string
	for _, v := range h.Values("WWW-Authenticate") {
		for _, part := range strings.Split(v, ",") {
			if scheme, _, _ := strings.Cut(strings.TrimSpace(part), " "); scheme != "" && !strings.Contains(scheme, "=") {
				out = append(out, clean(scheme))
			}
		}
	}
	if len(out) == 0 {
		return []string{"nothing"}
	}
	return out
}

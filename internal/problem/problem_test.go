package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xops-dev/xops/internal/text"
)

// fault is an error that can be told as a problem, as those of other packages are.
type fault struct{}

func (*fault) Error() string       { return "0x5" }
func (f *fault) Problem() *Problem { return New(Denied).Because(f) }

func TestFromAnyError(t *testing.T) {
	own := New(DNS).With("srv01").Because(io.EOF)
	for name, tt := range map[string]struct {
		err    error
		id     ID
		class  Class
		detail string
	}{
		"own":           {own, DNS, Unreachable, "srv01"},
		"wrapped":       {fmt.Errorf("host: %w", own), DNS, Unreachable, "srv01"},
		"told as one":   {fmt.Errorf("query: %w", &fault{}), Denied, Host, "0x5"},
		"the outer one": {New(ShellLeft).Because(own), ShellLeft, Lost, own.Error()},
		"other":         {io.EOF, Other, "", "EOF"},
	} {
		p := From(tt.err)
		known := tt.id != Other
		if p.ID != tt.id || p.Detail != tt.detail || ClassOf(tt.err) != tt.class || Is(tt.err, Slow, tt.id) != known ||
			Is(tt.err, Slow) {
			t.Errorf("%s: %+v of class %q", name, p, ClassOf(tt.err))
		}
	}
	if From(nil) != nil || From((*Problem)(nil)) != nil || Is((*Problem)(nil), DNS) || ClassOf(nil) != "" {
		t.Error("no error is a problem")
	}
	if !errors.Is(own, io.EOF) || Or(fmt.Errorf("x: %w", own), Slow) != own || Or(io.EOF, Slow).ID != Slow {
		t.Error("the cause is lost, or a problem is made anew")
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct {
		p        *Problem
		l        text.Lang
		text     Text
		headline string
	}{
		{
			New(NoHostAtAll, "file", "a.hcl"), text.English,
			Text{
				"No host is selected: a.hcl has none.",
				"Write host blocks into the inventory, or name another one with -i.",
			},
			"No host is selected",
		},
		{
			New(AuthNotOffered, "auth", "basic", "offered", "Negotiate", "bastion", "jump"), text.German,
			Text{
				"Sprungrechner jump: Der Rechner bietet auth = \"basic\" nicht an; er bietet Negotiate.",
				"auth im connection-Block ändern:\nauth = \"ntlm\"",
			},
			"Sprungrechner jump: Der Rechner bietet auth = \"basic\" nicht an; er bietet Negotiate",
		},
		{ // a value that is not known
			New(BastionNoRoute, "where", "step.x", "bastion", "jump", "via", ""), text.English,
			Text{
				"Bastion jump: step.x: The bastion … does not reach the host.",
				"Check the address as the bastion sees it, its route and firewall, and that the computer is on.",
			},
			"Bastion jump: step.x: The bastion … does not reach the host",
		},
		{ // without its value there is no command, and nothing that announces it
			New(CertName), text.English,
			Text{
				"The certificate is for another name than the one by which the host is addressed (a CN alone does " +
					"not count, a SAN is needed).",
				"Set tls_server_name to one of its names, or, after comparing it on the computer, pin exactly this " +
					"certificate.",
			},
			"The certificate is for another name than the one by which the host is addressed (a CN alone does not " +
				"count, a SAN is needed)",
		},
		{
			New(FlagUnknown, "command", "xops plan", "flag", "jsno", "near", "json"), text.English,
			Text{"xops plan has no flag --jsno.", "Did you mean --json? xops plan --help lists the flags."},
			"xops plan has no flag --jsno",
		},
		{
			New(FlagUnknown, "command", "xops plan", "flag", "x"), text.English,
			Text{"xops plan has no flag --x.", "xops plan --help lists the flags."},
			"xops plan has no flag --x",
		},
		{&Problem{ID: "of_a_newer_xops"}, text.German, Text{Cause: "of_a_newer_xops"}, "of_a_newer_xops"},
	} {
		if got := tt.p.Text(tt.l); got != tt.text {
			t.Errorf("%+v\nwant %+v", got, tt.text)
		}
		if got := tt.p.Headline(tt.l); got != tt.headline {
			t.Errorf("%q, want %q", got, tt.headline)
		}
	}
	p := New(NoHostAtAll, "file", "a").With("b")
	if q := p.Clone().Set("file", "c"); p.Values["file"] != "a" || q.Values["file"] != "c" || q.Detail != "b" {
		t.Errorf("%+v %+v", p, q)
	}
	if got := p.Error(); got != "No host is selected: a has none. (b)" {
		t.Error(got)
	}
}

func TestStored(t *testing.T) {
	p := New(LogonFiltered, "user", "anna").With("srv01").Because(io.EOF)
	data, err := json.Marshal(p)
	if err != nil || string(data) != `{"id":"logon-filtered","values":{"user":"anna"},"detail":"srv01"}` {
		t.Errorf("%s %v", data, err)
	}
	for _, tt := range []struct {
		json string
		want Problem
		text string
	}{
		{string(data), Problem{ID: LogonFiltered, Values: map[string]string{"user": "anna"}, Detail: "srv01"}, ""},
		// As versions before problems had an identity wrote them:
		{
			`{"code":"denied","summary":"step.x: file a could not be changed","detail":"denied 0x5","hint":"Log on"}`,
			Problem{ID: Denied, Detail: "step.x: file a could not be changed: denied 0x5"},
			"The account may not do this here.",
		},
		{
			`{"code":"auth","summary":"The logon was refused","detail":"user x","hint":"Check"}`,
			Problem{ID: "auth", Detail: "The logon was refused: user x"},
			"auth",
		},
		{
			`{"code":"no_mandate","summary":"The practice has given no mandate","detail":"","hint":""}`,
			Problem{ID: NoMandate, Detail: "The practice has given no mandate"},
			"The practice … has given no mandate: xops reads here and changes nothing.",
		},
	} {
		var got Problem
		if err := json.Unmarshal([]byte(tt.json), &got); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got.ID, got.Values, got.Detail) != fmt.Sprint(tt.want.ID, tt.want.Values, tt.want.Detail) {
			t.Errorf("%+v, want %+v", got, tt.want)
		}
		if text := got.Text(text.English).Cause; tt.text != "" && text != tt.text {
			t.Errorf("%q, want %q", text, tt.text)
		}
	}
}

// The short form of a cause ends before a part of it that may be left out.
func TestHeadlineHasNoBrackets(t *testing.T) {
	for _, e := range Entries() {
		for _, l := range []text.Lang{text.English, text.German} {
			if h := New(e.ID).Headline(l); strings.Contains(h, "[[") || strings.Contains(h, "]]") {
				t.Errorf("%s: %q", e.ID, h)
			}
		}
	}
}

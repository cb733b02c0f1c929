package agent

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/xops-dev/xops/internal/agent/agenttest"
	xexec "github.com/xops-dev/xops/internal/exec"
	"github.com/xops-dev/xops/internal/need"
	"github.com/xops-dev/xops/internal/resource"
)

// jsonCases are texts that the agent reads, with how it writes what it read; "" where it refuses.
var jsonCases = map[string]string{
	`{}`:                            `{}`,
	`{"a":{},"b":[],"c":""}`:        `{"a":{},"b":[],"c":""}`,
	`{ "a" : [ 1 , 2 ] }`:           `{"a":[1,2]}`,
	`{"a":[[1],[],[[]],[null,{}]]}`: `{"a":[[1],[],[[]],[null,{}]]}`,
	`{"a":[true,false,null,1.5,-3,18446744073709551615]}`: `{"a":[true,false,null,1.5,-3,18446744073709551615]}`,
	`{"A":1,"a":2,"":3,"item":4,"odd k\u00e4y":[6]}`:      `{"A":1,"a":2,"":3,"item":4,"odd k\u00e4y":[6]}`,
	`{"Keys":[1],"Count":2,"Values":{"Keys":3}}`:          `{"Keys":[1],"Count":2,"Values":{"Keys":3}}`,
	`{"a":{"item":1,"odd key":{"":2}}}`:                   `{"a":{"item":1,"odd key":{"":2}}}`,
	`{"a":"\u00e4\u00e4x\n\"\\\u0000\ud83d\ude00"}`:       `{"a":"\u00e4\u00e4x\u000a\"\\\u0000\ud83d\ude00"}`,
	`{"a":1`:      "",
	`{"a":[1}`:    "",
	`{"a":[1 2]}`: "",
	`{"a" 1}`:     "",
	`{"a":tru}`:   "",
	`{"a":"b}`:    "",
	`{"a":1}x}`:   "",
	`x}`:          "",
}

// TestReadJSON: what a request says arrives as it was sent, and what is no object is refused.
func TestReadJSON(t *testing.T) {
	pwsh := need.PowerShell(t)
	var text strings.Builder
	text.WriteString("Set-StrictMode -Version 2\n$ascii = [Text.Encoding]::ASCII\n" +
		"$invariant = [Globalization.CultureInfo]::InvariantCulture\n" + newPart("json", "json").text)
	for in := range jsonCases {
		text.WriteString("$out = New-Object Text.StringBuilder\n" +
			"try { Add-Json $out (Read-Json '" + in + "') } catch { $null = $_ }\n" +
			"'" + in + "' + [char]9 + $out.ToString()\n")
	}
	out, err := exec.Command(pwsh, "-NoProfile", "-Command", text.String()).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := map[string]string{}
	for line := range strings.Lines(string(out)) {
		in, read, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		got[in] = read
	}
	if diff := cmp.Diff(jsonCases, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLongestText: the longest request there is, of nothing but characters that travel as \uXXXX, is read within an
// exchange's time. Each of them is a piece of its own to .NET's reader, and is looked at once.
func TestLongestText(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	s, err := Open(ctx, agenttest.PwshConn(t), xexec.Apply, Options{Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	long := strings.Repeat("ä", maxLine/len(`\u00e4`)-100)
	var got []resource.Result
	err = s.Apply(ctx, []resource.Op{
		{
			ID: "1", Type: "script", Key: "step.script.x",
			After: resource.Props{"script": "$p.x.Length", "parameters": resource.Props{"x": long}},
		},
		{ID: "2", Type: "script", Key: "step.script.y", After: resource.Props{"script": "'in time'"}},
	}, func(r resource.Result) { got = append(got, r) })
	if err != nil || len(got) != 2 || got[1].Status != resource.Done {
		t.Errorf("%v %+v", err, got)
	}
}

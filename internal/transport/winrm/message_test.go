package winrm

import (
	"encoding/xml"
	"testing"
)

// TestPrettyAnswers: others print their XML with white space around values; the ids of shells and commands are without.
func TestPrettyAnswers(t *testing.T) {
	const id = "11111111-2222-3333-4444-555555555555"
	for _, body := range []string{
		"<ResourceCreated><ReferenceParameters><SelectorSet>\n <Selector Name=\"ShellId\">\n  " + id +
			"\n </Selector>\n</SelectorSet></ReferenceParameters></ResourceCreated>",
		"<Shell>\n<ShellId>\n\t" + id + " </ShellId>\n</Shell>",
	} {
		var e envelope
		err := xml.Unmarshal([]byte("<s:Envelope xmlns:s=\"x\"><s:Body>"+body+"</s:Body></s:Envelope>"), &e)
		if err != nil || e.shellID() != id {
			t.Errorf("%v, %q", err, e.shellID())
		}
	}
}

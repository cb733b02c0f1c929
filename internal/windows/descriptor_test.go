package windows

import (
	"encoding/base64"
	"testing"
)

func TestDescriptorSDDL(t *testing.T) {
	const users = "AQAEgAAAAAAAAAAAAAAAABQAAAACADQAAgAAAAAAFAC/ARMAAQEAAAAAAAULAAAAAAAYAP8BHwABAgAAAAAABSAAAAAgAgAA"
	whole, err := base64.StdEncoding.DecodeString(users)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := DescriptorSDDL(whole); !ok || got != "D:(A;;0x1301bf;;;AU)(A;;0x1f01ff;;;BA)" {
		t.Errorf("%q %v", got, ok)
	}
	none := append([]byte{}, whole...)
	none[2] = 0 // no list is present
	if got, ok := DescriptorSDDL(none); !ok || got != "D:NO_ACCESS_CONTROL" {
		t.Errorf("%q %v", got, ok)
	}
	for n := range whole { // cut off anywhere it is none, and nothing else happens
		if got, ok := DescriptorSDDL(whole[:n]); ok {
			t.Errorf("%d bytes: %q", n, got)
		}
	}
	for n := range whole {
		wrong := append([]byte{}, whole...)
		wrong[n] ^= 0xff
		_, _ = DescriptorSDDL(wrong)
	}
}

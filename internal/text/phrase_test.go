package text

import "testing"

func TestLanguage(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		ui   uint16
		want Lang
	}{
		{map[string]string{"LANG": "de_DE.UTF-8"}, 0, German},
		{map[string]string{"LANG": "de_AT"}, 0, German},
		{map[string]string{"LANG": "den_XX"}, 0, English},
		{map[string]string{"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, 0, English},
		{map[string]string{"LC_MESSAGES": "de_CH.UTF-8", "LANG": "en_US.UTF-8"}, 0, German},
		{nil, 0x0407, German},
		{nil, 0x0C07, German},
		{nil, 0x0409, English},
		{map[string]string{"LANG": "en_US.UTF-8"}, 0x0407, English},
		{nil, 0, English},
		{map[string]string{"XOPS_LANG": "de", "LC_ALL": "en_US.UTF-8"}, 0, German},
		{map[string]string{"XOPS_LANG": "EN", "LANG": "de_DE.UTF-8"}, 0x0407, English},
	} {
		if got := DetectLang(func(n string) string { return tt.env[n] }, tt.ui); got != tt.want {
			t.Errorf("%v %x: %s", tt.env, tt.ui, got)
		}
	}
}

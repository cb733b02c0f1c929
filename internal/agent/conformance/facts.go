package conformance

import (
	"strconv"
	"testing"
)

// facts checks that what the type os says stands in the registry too: a playbook may look at either.
func (s *suite) facts(t *testing.T) {
	const (
		version = `HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\\`
		control = `HKLM\SYSTEM\CurrentControlSet\Control\`
	)
	os := s.one(t, "os", "", nil)
	value := func(key string) string {
		p := s.one(t, "registry", key, nil)
		if n, ok := p["value"].(int64); ok {
			return strconv.FormatInt(n, 10)
		}
		return p.String("value")
	}
	number := func(name string, base int) string {
		n, ok := os[name].(int64)
		if !ok {
			t.Errorf("%s is %v, no number", name, os[name])
		}
		return strconv.FormatInt(n, base)
	}
	kinds := map[string]string{"1": "WinNT", "2": "LanmanNT", "3": "ServerNT"}
	for key, want := range map[string]string{
		version + "CurrentBuildNumber": number("build", 10), version + "EditionID": os.String("edition"), version +
			"ProductName": os.String("product_name"),
		version + "InstallationType": os.String("installation_type"), control +
			`ProductOptions\\ProductType`: kinds[number("product_type", 10)],
		`HKLM\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full\\Release`: number("dotnet_release", 10),
		control + `Nls\CodePage\\ACP`:                                      number("ansi_codepage", 10), control +
			`Nls\CodePage\\OEMCP`: number("oem_codepage", 10),
		control + `Nls\Language\\InstallLanguage`: ("0000" +
			number("language", 16))[len(number("language", 16)):],
		control + `ComputerName\ActiveComputerName\\ComputerName`: os.String("computer"),
	} {
		if got := value(key); got != want {
			t.Errorf("%s is %q in the registry, and os says %q", key, got, want)
		}
	}
}

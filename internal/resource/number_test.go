package resource

import "testing"

func TestExitText(t *testing.T) {
	for code, want := range map[int64]string{
		0: "0", 1: "1", 5: "5", 255: "255",
		9009:        "9009 (0x2331)",
		1618:        "1618 (0x652, ERROR_INSTALL_ALREADY_RUNNING)",
		3010:        "3010 (0xBC2, ERROR_SUCCESS_REBOOT_REQUIRED)",
		3221225794:  "3221225794 (0xC0000142, STATUS_DLL_INIT_FAILED)",
		-1073741502: "-1073741502 (0xC0000142, STATUS_DLL_INIT_FAILED)",
		-1:          "-1 (0xFFFFFFFF)",
		0x80070005:  "2147942405 (0x80070005, ERROR_ACCESS_DENIED)",
	} {
		if got := ExitText(code); got != want {
			t.Errorf("%d is %q, want %q", code, got, want)
		}
	}
}

func TestNumbersAreSingle(t *testing.T) {
	seen := map[uint32]string{}
	for _, x := range Numbers {
		if seen[x.N] != "" || x.Name == "" || x.N&0xFFFF0000 == 0x80070000 {
			t.Errorf("%d %s, before %s", x.N, x.Name, seen[x.N])
		}
		seen[x.N] = x.Name
	}
	if CodeOf(0x800700E1) != Blocked || CodeOf(21) != Absent || CodeOf(4711) != "" {
		t.Errorf("%q %q %q", CodeOf(0x800700E1), CodeOf(21), CodeOf(4711))
	}
}

package windows

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"
)

func TestEveryByteOf1252SurvivesTheRoundTrip(t *testing.T) {
	for b := range 256 {
		data := []byte{'a', byte(b), ' '} // three bytes are no UTF-16; b alone is no UTF-8
		text, enc, err := Decode(data)
		if err != nil || enc != Windows1252 {
			t.Fatalf("%x: %s %v", b, enc, err)
		}
		if again, err := Encode(text, enc); err != nil || !bytes.Equal(again, data) {
			t.Errorf("%x became %x: %v", data, again, err)
		}
	}
	if text, _, _ := Decode([]byte{0x80, 0xE4, 0x84}); text != "€ä„" {
		t.Errorf("got %q", text)
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		data string
		want Encoding
	}{
		{"", Windows1252},
		{"abc", Windows1252},
		{"M\xFCller", Windows1252},
		{"Müller", UTF8},
		{"Müller \xFC", Windows1252},
		{"\xEF\xBB\xBFabc", UTF8BOM},
		{"\xFF\xFEa\x00", UTF16LE},
		{"a\x00b\x00=\x00\xFC\x00", UTF16LENoBOM},
		{"a\x00b", Windows1252},
		{"ab\x00\x00", Windows1252},
	} {
		if got := Detect([]byte(c.data)); got != c.want {
			t.Errorf("%q is %s, not %s", c.data, got, c.want)
		}
	}
}

func TestWhatIsNoText(t *testing.T) {
	for name, data := range map[string]string{
		"half a UTF-16 character": "\xFF\xFEa\x00b", "a lone surrogate": "\xFF\xFE\x00\xD8",
		"UTF-8 BOM, then 1252": "\xEF\xBB\xBFM\xFCller", "big endian": "\xFE\xFF\x00a",
	} {
		if text, enc, err := Decode([]byte(data)); err == nil {
			t.Errorf("%s: %q as %s", name, text, enc)
		}
	}
	if _, err := Encode("Ł", Windows1252); err == nil {
		t.Error("Ł is not in Windows-1252")
	}
	if _, err := Encode("a\xFF", UTF8); err == nil {
		t.Error("that is no text")
	}
}

func TestDecodeThenEncodeIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.SampledFrom([]byte{
			0, 'a', '=', '\r', '\n', 0x81, 0xC3, 0xBC, 0xFC, 0xFE, 0xFF,
			0xEF, 0xBB, 0xBF, 0xD8,
		})).Draw(t, "data")
		text, enc, err := Decode(data)
		if err != nil {
			return
		}
		if again, err := Encode(text, enc); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("%x became %x (%s): %v", data, again, enc, err)
		}
	})
}

package windows

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Texts that German Windows programs write, in every encoding in which they come.
func TestDecodeOutput(t *testing.T) {
	texts := []string{
		"Der Dienst \"Prüfung\" wurde geöffnet.\r\nGröße: 12 KB, Straße, ÄÖÜ, Übung\r\n",
		"Müller",
		"Zugriff verweigert für Benutzer Jörg Weiß.\r\n",
		"Überprüfung läuft: 100 %\r\n",
		"nothing special\r\n",
		"",
		"ö",
	}
	for _, want := range texts {
		encoded := map[string][]byte{
			"850":    encode(t, charmap.CodePage850, want),
			"1252":   encode(t, charmap.Windows1252, want),
			"utf-8":  []byte(want),
			"bom":    []byte("\xEF\xBB\xBF" + want),
			"utf-16": must16(t, want, UTF16LE),
		}
		if len([]rune(want)) > 1 { // one character alone is taken for two bytes
			encoded["utf-16 without BOM"] = must16(t, want, UTF16LENoBOM)
		}
		lines := replaceLines(want)
		for name, data := range encoded {
			if got := DecodeOutput(data, 850, 1252, false); got != lines {
				t.Errorf("%s: %q is read as %q", name, lines, got)
			}
		}
	}
	big := swapped(must16(t, "Größe", UTF16LENoBOM))
	if got := DecodeOutput(append([]byte("\xFE\xFF"), big...), 850, 1252, false); got != "Größe" {
		t.Errorf("UTF-16 big endian is %q", got)
	}
	tree := "C:\\\r\n├───Daten\r\n│   └───Prüfung\r\n└───Öl\r\n"
	if got := DecodeOutput(encode(t, charmap.CodePage850, tree), 0, 0, false); got != replaceLines(tree) {
		t.Errorf("the output of tree is %q", got)
	}
}

// Output that is cut off within a character is still UTF-8; whole output with half a character is not.
func TestDecodeOutputThatIsCut(t *testing.T) {
	data := []byte("Müller und Böhm")
	for n := range data {
		got := DecodeOutput(data[:n], 850, 1252, true)
		if want := string(data[:n-partial(data[:n])]); got != want {
			t.Errorf("%d bytes: %q, want %q", n, got, want)
		}
	}
}

func FuzzDecodeOutput(f *testing.F) {
	f.Add([]byte("Gr\x94\xe1e"), true)
	f.Add([]byte("\xff\xfea"), false)
	f.Add([]byte("a\x00b\x00c"), true)
	f.Fuzz(func(t *testing.T, data []byte, cut bool) {
		if got := DecodeOutput(data, 850, 1252, cut); !utf8.ValidString(got) {
			t.Errorf("%q is read as %q", data, got)
		}
	})
}

func encode(t *testing.T, page *charmap.Charmap, text string) []byte {
	t.Helper()
	data, err := page.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func must16(t *testing.T, text string, enc Encoding) []byte {
	t.Helper()
	data, err := Encode(text, enc)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func replaceLines(s string) string {
	out := ""
	for i := 0; i < len(s); i++ {
		if s[i] != '\r' {
			out += s[i : i+1]
		}
	}
	return out
}

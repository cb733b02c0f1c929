package windows

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charmaps are the single-byte code pages of Western and Central European Windows by number.
var charmaps = map[int64]*charmap.Charmap{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855,
	858: charmap.CodePage858,
	862: charmap.CodePage862, 866: charmap.CodePage866, 1250: charmap.Windows1250, 1251: charmap.Windows1251,
	1252: charmap.Windows1252,
	1253: charmap.Windows1253, 1254: charmap.Windows1254, 1257: charmap.Windows1257,
}

// DecodeOutput makes text of what a program wrote to its standard output or error. Windows does not say in which
// encoding it is: it is taken as UTF-16 or UTF-8 if it is that, else as the code page of the two in which it reads more
// like text: oem, of consoles, or ansi (0: 850 and 1252). Line ends become LF. cut says that the end of the data is
// missing, perhaps in the middle of a character.
func DecodeOutput(data []byte, oem, ansi int64, cut bool) string {
	return strings.ReplaceAll(decodeOutput(data, oem, ansi, cut), "\r\n", "\n")
}

func decodeOutput(data []byte, oem, ansi int64, cut bool) string {
	switch {
	case bytes.HasPrefix(data, []byte(utf8Mark)):
		return strings.ToValidUTF8(string(data[len(utf8Mark):]), "�")
	case bytes.HasPrefix(data, []byte(utf16LEMark)):
		return decode16(data[len(utf16LEMark):])
	case bytes.HasPrefix(data, []byte(utf16BEMark)):
		return decode16(swapped(data[len(utf16BEMark):]))
	case looksUTF16(data[:len(data)&^1]):
		return decode16(data)
	case ascii(data):
		return string(data)
	}
	whole := data
	if cut {
		whole = data[:len(data)-partial(data)]
	}
	if utf8.Valid(whole) {
		return string(whole)
	}
	first, second := page(oem, charmap.CodePage850), page(ansi, charmap.Windows1252)
	a, b := decodePage(data, first), decodePage(data, second)
	if likeness(b) > likeness(a) {
		return string(b)
	}
	return string(a) // console programs are the rule
}

// likeness says how much characters above ASCII read like text: accented letters beside other letters, lines of boxes
// beside such lines.
func likeness(text []rune) int {
	n := 0
	at := func(i int) rune {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	for i, r := range text {
		if r < utf8.RuneSelf {
			continue
		}
		before, after := at(i-1), at(i+1)
		switch {
		case strings.ContainsRune("äöüÄÖÜß", r):
			switch {
			case r == before || r == after: // ÄÄÄ are lines of a box
				n -= 2
			case letter(before) || letter(after):
				n += 3
			default:
				n++
			}
		case r >= 0x2500 && r <= 0x259F: // boxes and blocks
			if box(before) || box(after) {
				n += 3
			} else {
				n -= 2
			}
		case strings.ContainsRune("áàâéèêíìóòôúùûçñÁÀÂÉÈÊÇÑ§°€–„“”’…", r):
			n++
		case unicode.IsLetter(r):
		default:
			n -= 2
		}
	}
	return n
}

func letter(r rune) bool {
	return r < utf8.RuneSelf && unicode.IsLetter(r) || strings.ContainsRune("äöüÄÖÜß", r)
}
func box(r rune) bool { return r >= 0x2500 && r <= 0x259F }

func ascii(data []byte) bool {
	for _, b := range data {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// partial is how many bytes at the end are the beginning of a UTF-8 character.
func partial(data []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(data); n++ {
		b := data[len(data)-n]
		if utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRune(data[len(data)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

func swapped(data []byte) []byte {
	out := make([]byte, len(data)&^1)
	for i := 0; i+1 < len(data); i += 2 {
		out[i], out[i+1] = data[i+1], data[i]
	}
	return out
}

func page(number int64, otherwise *charmap.Charmap) *charmap.Charmap {
	if p, ok := charmaps[number]; ok {
		return p
	}
	return otherwise
}

func decodePage(data []byte, p *charmap.Charmap) []rune {
	runes := make([]rune, len(data))
	for i, b := range data {
		runes[i] = p.DecodeByte(b)
	}
	return runes
}

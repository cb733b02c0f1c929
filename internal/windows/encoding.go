package windows

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xops-dev/xops/internal/problem"
)

// Encoding is how a text file's bytes stand for text.
type Encoding string

// The encodings of text files (dossier 4.3). A file of pure ASCII counts as Windows-1252, so that it is never
// turned into UTF-8 by an edit.
const (
	Windows1252    Encoding = "windows-1252"
	UTF8           Encoding = "utf-8"
	UTF8BOM        Encoding = "utf-8-bom"
	UTF16LE        Encoding = "utf-16le"        // with BOM
	UTF16LENoBOM   Encoding = "utf-16le-no-bom" // told by its NUL bytes
	utf8Mark                = "\xEF\xBB\xBF"
	utf16LEMark             = "\xFF\xFE"
	utf16BEMark             = "\xFE\xFF"
	maxText                 = 16 << 20
	high1252Length          = 0x20
)

// high1252 are the characters of the bytes 0x80 to 0x9F. The five that the code page leaves open (81, 8D, 8F, 90, 9D)
// are kept as control characters, so that every file survives a round trip.
var high1252 = [high1252Length]rune{
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
	0x017D, 0x008F,
	0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D,
	0x017E, 0x0178,
}

var byte1252 = func() map[rune]byte {
	m := make(map[rune]byte, len(high1252))
	for i, r := range high1252 {
		m[r] = byte(0x80 + i)
	}
	return m
}()

// Detect tells a text's encoding: by its BOM, else by NUL bytes at odd places, else strict UTF-8, else Windows-1252.
func Detect(data []byte) Encoding {
	switch {
	case bytes.HasPrefix(data, []byte(utf8Mark)):
		return UTF8BOM
	case bytes.HasPrefix(data, []byte(utf16LEMark)):
		return UTF16LE
	case looksUTF16(data):
		return UTF16LENoBOM
	}
	ascii := true
	for _, b := range data {
		ascii = ascii && b < utf8.RuneSelf
	}
	if !ascii && utf8.Valid(data) {
		return UTF8
	}
	return Windows1252
}

func looksUTF16(data []byte) bool {
	if len(data) < 2 || len(data)%2 != 0 {
		return false
	}
	zeros := 0
	for i := 0; i < len(data); i += 2 {
		if data[i] == 0 {
			return false
		}
		if data[i+1] == 0 {
			zeros++
		}
	}
	return zeros*2 > len(data)/2
}

// Decode gives a file's text and its encoding. The text, encoded again, is the same bytes; where that is not so (half
// characters, UTF-16 big endian) it is an error. Line ends and all characters stay as they are; a BOM is no part of the
// text.
func Decode(data []byte) (string, Encoding, error) {
	if len(data) > maxText {
		return "", "", problem.New(problem.TextTooLong, "size", strconv.Itoa(len(data)), "most",
			strconv.Itoa(maxText))
	}
	if bytes.HasPrefix(data, []byte(utf16BEMark)) {
		return "", "", problem.New(problem.TextBigEndian)
	}
	enc := Detect(data)
	var text string
	switch enc {
	case UTF8BOM:
		text = string(data[len(utf8Mark):])
	case UTF8:
		text = string(data)
	case UTF16LE:
		text = decode16(data[len(utf16LEMark):])
	case UTF16LENoBOM:
		text = decode16(data)
	default:
		runes := make([]rune, len(data))
		for i, b := range data {
			runes[i] = rune(b)
			if b >= 0x80 && b < 0xA0 {
				runes[i] = high1252[b-0x80]
			}
		}
		text = string(runes)
	}
	again, err := Encode(text, enc)
	if err != nil || !bytes.Equal(again, data) {
		return "", "", problem.New(problem.TextInvalid, "encoding", string(enc))
	}
	return text, enc, nil
}

func decode16(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i]) | uint16(data[2*i+1])<<8
	}
	return string(utf16.Decode(units))
}

// Encode gives the bytes of a text in an encoding, with its BOM where it has one. A character that the encoding
// does not have is an error that names it.
func Encode(text string, enc Encoding) ([]byte, error) {
	if !utf8.ValidString(text) {
		return nil, problem.New(problem.TextHalf)
	}
	switch enc {
	case UTF8:
		return []byte(text), nil
	case UTF8BOM:
		return append([]byte(utf8Mark), text...), nil
	case UTF16LE, UTF16LENoBOM:
		units := utf16.Encode([]rune(text))
		out := make([]byte, 0, 2*len(units)+2)
		if enc == UTF16LE {
			out = append(out, utf16LEMark...)
		}
		for _, u := range units {
			out = append(out, byte(u), byte(u>>8))
		}
		return out, nil
	case Windows1252:
		out := make([]byte, 0, len(text))
		for _, r := range text {
			b, ok := byte1252[r]
			switch {
			case ok:
			case r < 0x80 || (r >= 0xA0 && r <= 0xFF):
				b = byte(r)
			default:
				return nil, problem.New(problem.TextCharacter, "character", strconv.QuoteRune(r), "encoding",
					string(enc))
			}
			out = append(out, b)
		}
		return out, nil
	}
	return nil, problem.New(problem.EncodingUnknown, "encoding", problem.Quote(string(enc)), "known",
		strings.Join([]string{string(Windows1252), string(UTF8), string(UTF8BOM), string(UTF16LE)}, ", "))
}

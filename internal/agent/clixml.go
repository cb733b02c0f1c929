package agent

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

var clixmlEscape = regexp.MustCompile(`(?:_x[0-9A-Fa-f]{4}_)+`)

// readable is what PowerShell wrote on standard error, as text. Its errors may come as CLIXML, even though text was
// asked for (dossier 1.10); progress records say nothing and are left out.
func readable(stderr []byte) string {
	s := string(stderr)
	head, rest, found := strings.Cut(s, "#< CLIXML")
	if !found {
		return text(stderr)
	}
	var out strings.Builder
	out.WriteString(head)
	start := strings.Index(rest, "<Objs")
	if start < 0 {
		return text([]byte(out.String()))
	}
	d := xml.NewDecoder(strings.NewReader(rest[start:]))
	d.Strict = false
	take := false
	for {
		t, err := d.Token()
		if err != nil {
			break // the end, or cut off: what was read counts
		}
		switch t := t.(type) {
		case xml.StartElement:
			take = false
			if t.Name.Local == "S" {
				for _, a := range t.Attr {
					take = take || a.Name.Local == "S" && (a.Value == "Error" || a.Value == "Warning")
				}
			}
		case xml.CharData:
			if take {
				out.WriteString(clixmlText(string(t)))
			}
		case xml.EndElement:
			take = false
		}
	}
	return text([]byte(out.String()))
}

// clixmlText undoes _x000D_ and its like: UTF-16 units.
func clixmlText(s string) string {
	return clixmlEscape.ReplaceAllStringFunc(s, func(run string) string {
		var units []uint16
		for part := range strings.SplitSeq(strings.Trim(run, "_"), "__") {
			n, err := strconv.ParseUint(strings.TrimPrefix(part, "x"), 16, 16)
			if err != nil {
				return run
			}
			units = append(units, uint16(n))
		}
		return strings.ReplaceAll(string(utf16.Decode(units)), "\r", "")
	})
}

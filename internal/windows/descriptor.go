package windows

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// DescriptorSDDL is the access list of a security descriptor as Windows keeps it in the registry (self-relative), as
// SDDL; ok is false for what is none. Without a list everybody may do everything.
func DescriptorSDDL(data []byte) (sddl string, ok bool) {
	const head, present = 20, 0x4
	if len(data) < head || data[0] != 1 {
		return "", false
	}
	at := int64(binary.LittleEndian.Uint32(data[16:]))
	if binary.LittleEndian.Uint16(data[2:])&present == 0 || at == 0 {
		return "D:NO_ACCESS_CONTROL", true
	}
	const aclHead, aceHead = 8, 8
	if at > int64(len(data)-aclHead) {
		return "", false
	}
	count, rest := int(binary.LittleEndian.Uint16(data[at+4:])), data[at+aclHead:]
	var b strings.Builder
	b.WriteString("D:")
	for range count {
		if len(rest) < aceHead {
			return "", false
		}
		size := int(binary.LittleEndian.Uint16(rest[2:]))
		if size < aceHead || size > len(rest) {
			return "", false
		}
		sid, known := binarySID(rest[aceHead:size])
		kind, plain := map[byte]string{0: "A", 1: "D", 9: "XA", 10: "XD"}[rest[0]]
		if !known || !plain {
			return "", false
		}
		fmt.Fprintf(&b, "(%s;%s;0x%x;;;%s)", kind, printFlags(int(rest[1])), binary.LittleEndian.Uint32(rest[4:]),
			shortSID(sid))
		rest = rest[size:]
	}
	return b.String(), true
}

func binarySID(data []byte) (string, bool) {
	const head, part, most = 8, 4, 15
	if len(data) < head || data[0] != 1 || data[1] > most || len(data) < head+part*int(data[1]) {
		return "", false
	}
	authority := uint64(binary.BigEndian.Uint16(data[2:]))<<32 | uint64(binary.BigEndian.Uint32(data[4:]))
	sid := fmt.Sprintf("S-1-%d", authority)
	for n := range int(data[1]) {
		sid += fmt.Sprintf("-%d", binary.LittleEndian.Uint32(data[head+part*n:]))
	}
	return sid, true
}

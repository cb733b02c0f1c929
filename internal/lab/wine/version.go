package wine

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
)

var errNoProgram = errors.New("no 64-bit Windows program")

// Inert makes a Windows file that has a version and nothing to run, such as a plug-in. Version is "1.2.3.4".
func Inert(version string) ([]byte, error) {
	return WithVersion(forwarder("inert.dll", "Nothing", "kernel32.GetVersion"), version)
}

// WithVersion gives a 64-bit program that has no resources yet a version resource.
func WithVersion(program []byte, version string) ([]byte, error) {
	var n [4]uint16
	if _, err := fmt.Sscanf(version, "%d.%d.%d.%d", &n[0], &n[1], &n[2], &n[3]); err != nil {
		return nil, fmt.Errorf("version %q: write 1.2.3.4: %w", version, err)
	}
	le := binary.LittleEndian
	if len(program) < 0x40 || int(le.Uint32(program[0x3c:]))+24+240 > len(program) {
		return nil, errNoProgram
	}
	p := bytes.Clone(program)
	pe := p[le.Uint32(p[0x3c:]):]
	if string(pe[:4]) != "PE\x00\x00" || le.Uint16(pe[24:]) != 0x20b {
		return nil, errNoProgram
	}
	optional := pe[24:]
	sections, table := int(le.Uint16(pe[6:])), int(le.Uint32(p[0x3c:]))+24+int(le.Uint16(pe[20:]))
	headerEnd := table + 40*(sections+1)
	if headerEnd > int(le.Uint32(optional[60:])) || headerEnd > len(p) || le.Uint32(optional[112+16:]) != 0 {
		return nil, errors.New("the program has no room for another section, or has resources already")
	}
	align, fileAlign := le.Uint32(optional[32:]), le.Uint32(optional[36:])
	end := uint32(0)
	for i := range sections {
		s := p[table+40*i:]
		end = max(end, le.Uint32(s[12:])+max(le.Uint32(s[8:]), le.Uint32(s[16:])))
	}
	rva := up(end, align)
	data := resources(rva, n)
	raw := up(uint32(len(p)), fileAlign)
	size := up(uint32(len(data)), fileAlign)

	h := p[table+40*sections:]
	clear(h[:40])
	copy(h, ".rsrc")
	le.PutUint32(h[8:], uint32(len(data)))
	le.PutUint32(h[12:], rva)
	le.PutUint32(h[16:], size)
	le.PutUint32(h[20:], raw)
	le.PutUint32(h[36:], 0x40000040)
	le.PutUint16(pe[6:], uint16(sections+1))
	le.PutUint32(optional[56:], up(rva+uint32(len(data)), align))
	le.PutUint32(optional[112+16:], rva)
	le.PutUint32(optional[112+20:], uint32(len(data)))

	out := make([]byte, raw+size)
	copy(out, p)
	copy(out[raw:], data)
	return out, nil
}

func up(n, to uint32) uint32 { return (n + to - 1) / to * to }

// resources is a section with one version: three folders (type 16, name 1, language German), then where it lies.
func resources(rva uint32, n [4]uint16) []byte {
	var b bytes.Buffer
	put := func(values ...any) {
		for _, v := range values {
			_ = binary.Write(&b, binary.LittleEndian, v) // a buffer takes everything
		}
	}
	folder := func(id, at uint32) { put(uint64(0), uint32(0), uint16(0), uint16(1), id, at) }
	info := versionInfo(n)
	folder(16, 1<<31|24)
	folder(1, 1<<31|48)
	folder(0x407, 72)
	put(rva+88, uint32(len(info)), uint64(0))
	b.Write(info)
	return b.Bytes()
}

// versionInfo is VS_VERSIONINFO without texts.
func versionInfo(n [4]uint16) []byte {
	var b bytes.Buffer
	put := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) }
	put([]uint16{0, 52, 0})
	put(utf16.Encode([]rune("VS_VERSION_INFO\x00")))
	put(uint16(0)) // to a multiple of four
	high, low := uint32(n[0])<<16|uint32(n[1]), uint32(n[2])<<16|uint32(n[3])
	put([]uint32{0xFEEF04BD, 0x10000, high, low, high, low, 0x3f, 0, 0x40004, 1, 0, 0, 0})
	out := b.Bytes()
	binary.LittleEndian.PutUint16(out, uint16(len(out)))
	return out
}

// Package wine runs lab hosts on the practice Windows: a real PowerShell on Wine, kept outside of the project.
package wine

import (
	"bytes"
	"encoding/binary"
)

// forwarder makes a 64-bit DLL without code whose one export stands for another DLL's: name → target ("dll.export").
// Programs built with Go need bcryptprimitives.ProcessPrng, which Wine 8 lacks; advapi32.SystemFunction036 is the same.
func forwarder(dll, name, target string) []byte {
	const (
		base      = 0x180000000
		rva       = 0x1000 // of the only section
		headers   = 0x200
		alignment = 0x200
	)
	// The export directory, then its three tables, then the texts.
	const directory = 40
	functions, names, ordinals := uint32(rva+directory), uint32(rva+directory+4), uint32(rva+directory+8)
	text := uint32(rva + directory + 12)
	dllAt := text
	nameAt := dllAt + uint32(len(dll)) + 1
	targetAt := nameAt + uint32(len(name)) + 1
	var section bytes.Buffer
	put := func(b *bytes.Buffer, values ...any) {
		for _, v := range values {
			_ = binary.Write(b, binary.LittleEndian, v) // a buffer takes everything
		}
	}
	put(&section, uint32(0), uint32(0), uint32(0), dllAt, uint32(1), uint32(1), uint32(1), functions, names, ordinals)
	put(&section, targetAt, nameAt, uint16(0), uint16(0))
	section.WriteString(dll + "\x00" + name + "\x00" + target + "\x00")
	size := uint32(section.Len()) // an export whose address lies within the directory is a forwarder
	section.Write(make([]byte, alignment-section.Len()%alignment))

	var f bytes.Buffer
	f.WriteString("MZ")
	f.Write(make([]byte, 58))
	put(&f, uint32(64))
	f.WriteString("PE\x00\x00")
	// machine, sections, …, executable DLL
	put(&f, uint16(0x8664), uint16(1), uint32(0), uint32(0), uint32(0), uint16(240), uint16(0x2022))
	put(&f, uint16(0x20b), uint8(14), uint8(0), uint32(0), uint32(section.Len()), uint32(0), uint32(0), uint32(rva),
		uint64(base))
	put(&f, uint32(0x1000), uint32(alignment), uint16(6), uint16(0), uint16(0), uint16(0), uint16(6), uint16(0),
		uint32(0))
	// image size, header size, checksum, GUI, NX
	put(&f, uint32(0x2000), uint32(headers), uint32(0), uint16(2), uint16(0x100))
	put(&f, uint64(0x100000), uint64(0x1000), uint64(0x100000), uint64(0x1000), uint32(0), uint32(16))
	put(&f, uint32(rva), size)
	f.Write(make([]byte, 15*8))
	f.WriteString(".rdata\x00\x00")
	put(&f, size, uint32(rva), uint32(section.Len()), uint32(headers), uint32(0), uint32(0), uint16(0), uint16(0),
		uint32(0x40000040))
	f.Write(make([]byte, headers-f.Len()))
	f.Write(section.Bytes())
	return f.Bytes()
}

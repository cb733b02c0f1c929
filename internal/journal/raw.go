package journal

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// What SQLite's file format says (sqlite.org/fileformat2.html), as far as it is the same in every journal.
const (
	pageSize   = 4096
	walHead    = 32
	frameHead  = 24
	mostPages  = 1 << 28 // a number above that is none
	fileHeader = "SQLite format 3\x00"
)

// raw makes a database of a damaged one and its log, page by page: whatever was ever committed to the log, also behind
// a damage, and with the head of a file that is one. What the rows in it are worth their digests say.
func raw(path, to string) (err error) {
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	if err := replay(path+"-wal", out); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	info, err := out.Stat()
	if err != nil {
		return err
	}
	pages := (info.Size() + pageSize - 1) / pageSize
	if err := out.Truncate(pages * pageSize); err != nil {
		return err
	}
	head := make([]byte, 100)
	copy(head, fileHeader)
	big := binary.BigEndian
	big.PutUint16(head[16:], pageSize)
	copy(head[18:], []byte{1, 1, 0, 64, 32, 32}) // no log, nothing reserved
	big.PutUint32(head[24:], 1)                  // this change …
	big.PutUint32(head[28:], uint32(pages))
	big.PutUint32(head[40:], 1) // the schema's number
	big.PutUint32(head[44:], 4) // its format
	big.PutUint32(head[56:], 1) // UTF-8
	big.PutUint32(head[92:], 1) // … made the number of pages
	big.PutUint32(head[96:], 3_040_000)
	_, err = out.WriteAt(head, 0)
	return err
}

// replay writes the pages of a log's transactions. Those that a log still has from before it was begun anew, and one
// that was not ended, are none of them.
func replay(path string, out io.WriterAt) error {
	log, err := os.Open(path)
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // only read
	info, err := log.Stat()
	if err != nil {
		return err
	}
	const size = frameHead + pageSize
	frames := (info.Size() - walHead) / size
	salt, err := salts(log)
	if err != nil {
		return err
	}
	frame := make([]byte, size)
	var open []int64 // frames of the transaction that has not ended yet
	for i := range frames {
		if _, err := log.ReadAt(frame[:frameHead], walHead+i*size); err != nil {
			return err
		}
		if binary.BigEndian.Uint64(frame[8:]) != salt {
			continue
		}
		open = append(open, i)
		if binary.BigEndian.Uint32(frame[4:]) == 0 {
			continue
		}
		for _, i := range open {
			if _, err := log.ReadAt(frame, walHead+i*size); err != nil {
				return err
			}
			page := int64(binary.BigEndian.Uint32(frame))
			if page == 0 || page > mostPages {
				continue
			}
			if _, err := out.WriteAt(frame[frameHead:], (page-1)*pageSize); err != nil {
				return err
			}
		}
		open = open[:0]
	}
	return nil
}

// salts are what all frames of the present log bear: what two of its head and its first two frames say.
func salts(log io.ReaderAt) (uint64, error) {
	var said [3]uint64
	for i, at := range []int64{16, walHead + 8, walHead + 8 + frameHead + pageSize} {
		var b [8]byte
		if _, err := log.ReadAt(b[:], at); err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		said[i] = binary.BigEndian.Uint64(b[:])
	}
	if said[0] == said[2] {
		return said[0], nil
	}
	return said[1], nil
}

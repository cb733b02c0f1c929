package journal

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/xops-dev/xops/internal/resource"
)

// A file's bytes are kept once, whatever number of operations has them: the property content is then {"$blob":
// "<sha256>"}.
const blobMark = "$blob"

// packed is a property set as it is stored.
type packed struct {
	json string
	sum  string // of the blob, "" if there is none
	blob []byte
}

func pack(p resource.Props) (packed, error) {
	var out packed
	if data, ok := p.Bytes(resource.Content); ok && resource.Encode(data) == p[resource.Content] {
		sum := sha256.Sum256(data)
		out.sum, out.blob = hex.EncodeToString(sum[:]), data
		p = p.Clone()
		p[resource.Content] = map[string]any{blobMark: out.sum}
	}
	b, err := json.Marshal(p)
	if err != nil {
		return out, fmt.Errorf("properties cannot be written as JSON: %w", err)
	}
	if len(b) > maxProps || len(out.blob) > maxProps {
		return out, fmt.Errorf("properties of %d bytes are too large; at most %d are kept", len(b)+len(out.blob),
			maxProps)
	}
	out.json = string(b)
	return out, nil
}

// store writes the blob, if it is not there yet.
func (p packed) store(tx *sql.Tx) error {
	if p.sum == "" {
		return nil
	}
	data := p.blob
	if data == nil {
		data = []byte{} // an empty file, not NULL
	}
	_, err := tx.Exec("INSERT INTO blobs (sha256, data) VALUES (?, ?) ON CONFLICT DO NOTHING", p.sum, data)
	return err
}

// unpack reads a stored property set. sum is that of the blob whose bytes belong in it, "" if there is none.
func unpack(stored string) (p resource.Props, sum string, err error) {
	if stored == "" || stored == "null" {
		return nil, "", nil
	}
	if err := json.Unmarshal([]byte(stored), &p); err != nil {
		return nil, "", err
	}
	if ref, ok := p[resource.Content].(map[string]any); ok && len(ref) == 1 {
		sum, _ = ref[blobMark].(string)
	}
	return p, sum, nil
}

// intact checks the bytes of a blob.
func intact(data []byte, sum string) error {
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		return fmt.Errorf("the kept file %s is damaged", sum)
	}
	return nil
}

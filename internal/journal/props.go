package journal

import (
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/xops-dev/xops/internal/resource"
)

// A file's bytes are kept once, whatever number of operations has them: the property content is then {"$blob": "<sha256>"}.
const (
	contentProp = "content"
	blobMark    = "$blob"
)

// packed is a property set as it is stored.
type packed struct {
	json string
	sum  string // of the blob, "" if there is none
	blob []byte
}

func pack(p resource.Props) (packed, error) {
	var out packed
	if data, ok := p.Bytes(contentProp); ok && resource.Encode(data) == p[contentProp] {
		sum := sha256.Sum256(data)
		out.sum, out.blob = hex.EncodeToString(sum[:]), data
		p = p.Clone()
		p[contentProp] = map[string]any{blobMark: out.sum}
	}
	b, err := json.Marshal(p)
	if err != nil {
		return out, fmt.Errorf("properties cannot be written as JSON: %w", err)
	}
	if len(b) > maxProps || len(out.blob) > maxProps {
		return out, fmt.Errorf("properties of %d bytes are too large; at most %d are kept", len(b)+len(out.blob), maxProps)
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

// unpack reads a stored property set and puts the bytes back in. blob reads one.
func unpack(stored string, blob func(sum string) ([]byte, error)) (resource.Props, error) {
	if stored == "" || stored == "null" {
		return nil, nil
	}
	var p resource.Props
	if err := json.Unmarshal([]byte(stored), &p); err != nil {
		return nil, err
	}
	ref, ok := p[contentProp].(map[string]any)
	if !ok {
		return p, nil
	}
	sum, ok := ref[blobMark].(string)
	if !ok || len(ref) != 1 {
		return p, nil
	}
	data, err := blob(sum)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("the kept file %s is damaged", sum)
	}
	p[contentProp] = base64.StdEncoding.EncodeToString(data)
	return p, nil
}

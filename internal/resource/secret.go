package resource

import (
	"bytes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf16"
)

const (
	// SecretMark is the name under which a secret value's hash stands in its place.
	SecretMark = "$secret"
	// Masked stands in texts where a secret was.
	Masked = "***"
	// ShortestSecret is the least number of bytes: anything shorter is guessed, and found in what is no secret.
	ShortestSecret = 6

	secretRounds = 600_000
)

// Seal tells whether secret values are given again, without telling them.
type Seal struct {
	Salt  string `json:"salt"`
	Check string `json:"check"`
}

// Secrets are the secret values of one call and what was made of them: they are sent to hosts, and a hash of them or
// Masked stands in all that is kept or shown. The hash's key comes from the values themselves by a slow function, so
// that nobody who reads a hash can try values quickly.
type Secrets struct {
	key   []byte
	texts []string
	forms [][]byte // the texts as a file has them
}

// NewSecrets are the values of one call. With the same salt the same values give the same hashes.
func NewSecrets(salt string, values ...string) *Secrets {
	var all []byte
	for _, v := range values {
		all = append(binary.AppendUvarint(all, uint64(len(v))), v...)
	}
	key, err := pbkdf2.Key(sha256.New, string(all), []byte(salt), secretRounds, sha256.Size)
	if err != nil {
		panic(err) // the numbers above are constant
	}
	s := &Secrets{key: key}
	for _, v := range values {
		s.Add(v)
	}
	return s
}

// Fork gives secrets to which more can be added without changing these.
func (s *Secrets) Fork() *Secrets {
	return &Secrets{key: s.key, texts: slices.Clip(s.texts), forms: slices.Clip(s.forms)}
}

// Seal tells these values from others.
func (s *Secrets) Seal(salt string) *Seal { return &Seal{Salt: salt, Check: s.sum(SecretMark)} }

func (s *Secrets) sum(v any) string {
	b, _ := json.Marshal(v) // properties are JSON values
	h := hmac.New(sha256.New, s.key)
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Add takes in a text that was made of secret values; forms are further encodings of it.
func (s *Secrets) Add(t string, forms ...[]byte) {
	if t == "" {
		return
	}
	if !slices.Contains(s.texts, t) {
		s.texts = append(s.texts, t)
	}
	if len(t) < ShortestSecret {
		return
	}
	var wide []byte
	for _, u := range utf16.Encode([]rune(t)) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for _, f := range append(forms, []byte(t), wide) {
		if !slices.ContainsFunc(s.forms, func(known []byte) bool { return bytes.Equal(known, f) }) {
			s.forms = append(s.forms, f)
		}
	}
}

// in says whether a text is or has a secret.
func (s *Secrets) in(text string) bool {
	return slices.ContainsFunc(s.texts, func(t string) bool {
		return text == t || len(t) >= ShortestSecret && strings.Contains(text, t)
	})
}

// Has says whether a JSON value has a secret in it, be it in the bytes of a file.
func (s *Secrets) Has(v any) bool {
	switch x := v.(type) {
	case string:
		return s.in(x)
	case []any:
		return slices.ContainsFunc(x, s.Has)
	case map[string]any:
		return s.Has(Props(x))
	case Props:
		if data, ok := x.Bytes(Content); ok &&
			slices.ContainsFunc(s.forms, func(f []byte) bool { return bytes.Contains(data, f) }) {
			return true
		}
		for name, e := range x {
			if s.in(name) || s.Has(e) {
				return true
			}
		}
	}
	return false
}

// Hide gives what is kept in the place of a value: nothing and truth values stay, for they tell nothing.
func (s *Secrets) Hide(v any) any {
	switch v.(type) {
	case nil, bool:
		return v
	}
	return map[string]any{SecretMark: s.sum(v)}
}

// HideAll hides every property.
func (s *Secrets) HideAll(p Props) Props {
	p = p.Clone()
	for name, v := range p {
		p[name] = s.Hide(v)
	}
	return p
}

// Mask gives a JSON value in which Masked stands for each secret in its texts.
func (s *Secrets) Mask(v any) any {
	switch x := v.(type) {
	case string:
		if !s.in(x) {
			return x
		}
		for _, t := range s.texts {
			if x == t || len(t) >= ShortestSecret {
				x = strings.ReplaceAll(x, t, Masked)
			}
		}
		return x
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = s.Mask(e)
		}
		return out
	case Props:
		return Props(s.Mask(map[string]any(x)).(map[string]any))
	case map[string]any:
		out := make(map[string]any, len(x))
		for name, e := range x {
			out[s.Mask(name).(string)] = s.Mask(e)
		}
		return out
	}
	return v
}

// Clean writes a value anew with its secrets masked. to points to another one of its type; what JSON does not tell is
// lost.
func (s *Secrets) Clean(from, to any) error {
	b, err := json.Marshal(from)
	if err != nil {
		return err
	}
	v, err := Decode(b)
	if err != nil {
		return err
	}
	if b, err = json.Marshal(s.Mask(v)); err != nil {
		return err
	}
	return json.Unmarshal(b, to)
}

// Kept is the operation as it may be kept and shown: of one that has a secret, hashes.
func (o Op) Kept() Op {
	if o.Secrets != nil {
		o.Before, o.After = o.Secrets.HideAll(o.Before), o.Secrets.HideAll(o.After)
		o.Args = o.Secrets.Mask(o.Args).(Props)
	}
	return o
}

// Told is a host's answer as it may be kept and shown.
func (o Op) Told(r Result) Result {
	if o.Secrets == nil {
		return r
	}
	now := o.Secrets.Mask(r.Now).(Props)
	for name, v := range r.Now {
		_, before := o.Before[name]
		if _, after := o.After[name]; before || after {
			now[name] = o.Secrets.Hide(v)
		}
	}
	r.Now = now
	if r.Fault != nil {
		f := *r.Fault
		f.Message = o.Secrets.Mask(f.Message).(string)
		r.Fault = &f
	}
	return r
}

package resource

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
)

// Decode reads one JSON document into the Go forms that Props allows: whole numbers become
// int64, others float64. Anything behind the document is an error.
func Decode(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one JSON document")
	}
	return Normal(v), nil
}

// UnmarshalJSON makes Props decode with whole numbers as int64.
func (p *Props) UnmarshalJSON(data []byte) error {
	v, err := Decode(data)
	if err != nil {
		return err
	}
	switch m := v.(type) {
	case nil:
		*p = nil
	case map[string]any:
		*p = m
	default:
		return fmt.Errorf("properties must be a JSON object, not %T", v)
	}
	return nil
}

// Normal turns any JSON value, as encoding/json or a literal in Go gives it, into the forms that Props allows.
func Normal(v any) any {
	switch x := v.(type) {
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n
		}
		f, err := x.Float64()
		if err != nil {
			return x.String()
		}
		return f
	case int:
		return int64(x)
	case int32:
		return int64(x)
	case uint16:
		return int64(x)
	case uint32:
		return int64(x)
	case float64:
		if f := int64(x); float64(f) == x {
			return f
		}
	case []string:
		out := make([]any, len(x))
		for i, s := range x {
			out[i] = s
		}
		return out
	case []any:
		for i := range x {
			x[i] = Normal(x[i])
		}
	case map[string]any:
		for k := range x {
			x[k] = Normal(x[k])
		}
	case Props:
		return Normal(map[string]any(x))
	}
	return v
}

// Bytes is a property that holds bytes as base64; ok is false when it is absent or no base64.
func (p Props) Bytes(name string) (data []byte, ok bool) {
	s, ok := p[name].(string)
	if !ok {
		return nil, false
	}
	data, err := base64.StdEncoding.DecodeString(s)
	return data, err == nil
}

// Encode is the form in which bytes are a property.
func Encode(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

package resource

import "testing"

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b any
		want bool
	}{
		{nil, nil, true},
		{nil, "", false},
		{int64(1), 1.0, true},
		{1.5, int64(1), false},
		{"a", "A", false},
		{Props{"a": int64(1)}, Props{"a": 1.0}, true},
		{Props{"a": int64(1)}, map[string]any{"a": int64(1)}, true},
		{map[string]any{"a": nil}, Props{"b": nil}, false},
		{[]any{"a", Props{}}, []any{"a", map[string]any{}}, true},
		{[]any{"a"}, []any{"a", "b"}, false},
		{[]any{"a"}, "a", false},
		{"a", []any{"a"}, false},
		{map[string]any{}, nil, false},
	} {
		if got := Equal(c.a, c.b); got != c.want {
			t.Errorf("Equal(%v, %v) = %v", c.a, c.b, got)
		}
	}
}

func TestQueryID(t *testing.T) {
	a := Query{Type: "file", Key: `C:\A`, Args: Props{"x": int64(1), "y": true}}
	b := Query{Type: "file", Key: `c:\a`, Args: Props{"y": true, "x": int64(1)}}
	if a.ID() != b.ID() {
		t.Errorf("%s and %s differ", a.ID(), b.ID())
	}
	if b.Args = nil; a.ID() == b.ID() {
		t.Error("arguments do not count")
	}
}

func TestNumbersStayWhole(t *testing.T) {
	var p Props
	if err := p.UnmarshalJSON([]byte(`{"a":9007199254740993,"b":1.5,"c":[1,{"d":2}]}`)); err != nil {
		t.Fatal(err)
	}
	if p.Int("a") != 9007199254740993 || !Equal(p["c"], []any{int64(1), map[string]any{"d": int64(2)}}) ||
		p["b"] != 1.5 {
		t.Errorf("%#v", p)
	}
	if err := p.UnmarshalJSON([]byte(`[1]`)); err == nil {
		t.Error("a list was taken for properties")
	}
}

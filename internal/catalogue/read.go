package catalogue

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// File is one file of the catalogue. Name is what diagnostics call it.
type File struct {
	Name   string
	Source []byte
}

// reader collects the blocks of all files, and every mistake.
type reader struct {
	c     *Catalogue
	seen  map[string]hcl.Range
	diags hcl.Diagnostics
}

// Read reads the files of a catalogue and checks what they say of each other. All mistakes are collected; with one
// there is no catalogue.
func Read(parser *hclx.Parser, files []File) (*Catalogue, hcl.Diagnostics) {
	r := &reader{
		c: &Catalogue{rows: map[string]*Row{}, decisions: map[string]*Decision{}}, seen: map[string]hcl.Range{},
	}
	for _, f := range files {
		parsed, diags := parser.Source(f.Name, f.Source)
		r.diags = append(r.diags, diags...)
		if !diags.HasErrors() {
			r.file(parsed.Body)
		}
	}
	if !r.diags.HasErrors() {
		r.check()
	}
	if r.diags.HasErrors() {
		return nil, r.diags
	}
	r.c.value = r.c.build()
	return r.c, r.diags
}

// kindOf is a type of blocks: its labels, and how one is read.
type kindOf struct {
	labels []string
	read   func(r *reader, b *hcl.Block, name string)
}

// list is a type whose blocks are the elements of a list, by one label.
func list[T any](label string, of func(*Catalogue) *[]*T) kindOf {
	return kindOf{[]string{label}, func(r *reader, b *hcl.Block, name string) { add(r, b, name, of(r.c)) }}
}

// one is a type of which there is one block.
func one[T any](of func(*Catalogue) *T) kindOf {
	return kindOf{nil, func(r *reader, b *hcl.Block, name string) { r.fill(b, name, of(r.c)) }}
}

var types = map[string]kindOf{
	"edition":          one(func(c *Catalogue) *Edition { return &c.Edition }),
	"remote_access":    one(func(c *Catalogue) *Remote { return &c.Remote }),
	"service_provider": one(func(c *Catalogue) *ServiceProvider { return &c.ServiceProvider }),
	"group":            list("id", func(c *Catalogue) *[]*Group { return &c.Groups }),
	"product":          list("name", func(c *Catalogue) *[]*Product { return &c.Products }),
	"addon":            list("name", func(c *Catalogue) *[]*Addon { return &c.Addons }),
	"row":              list("id", func(c *Catalogue) *[]*Row { return &c.Rows }),
	"support":          list("id", func(c *Catalogue) *[]*Support { return &c.Support }),
	"port":             list("id", func(c *Catalogue) *[]*Port { return &c.Ports }),
	"endpoint":         list("id", func(c *Catalogue) *[]*Endpoint { return &c.Endpoints }),
	"backup_path":      list("id", func(c *Catalogue) *[]*BackupPath { return &c.BackupPaths }),
	"printer":          list("name", func(c *Catalogue) *[]*Printer { return &c.Printers }),
	"service":          list("name", func(c *Catalogue) *[]*Service { return &c.Services }),
	"exclusion":        list("id", func(c *Catalogue) *[]*Exclusion { return &c.Exclusions }),
	"error":            list("id", func(c *Catalogue) *[]*Error { return &c.Errors }),
	"decision":         list("id", func(c *Catalogue) *[]*Decision { return &c.Decisions }),
	"limit": {[]string{"row", "name"}, func(r *reader, b *hcl.Block, name string) {
		add(r, b, name, &r.c.Limits).Name = b.Labels[1]
	}},
}

func (r *reader) file(body hcl.Body) {
	schema := hclx.Schema{What: text.CatalogueFile}
	for _, t := range slices.Sorted(maps.Keys(types)) {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: t, LabelNames: types[t].labels})
	}
	content, diags := hclx.Content(body, schema)
	r.diags = append(r.diags, diags...)
	for _, b := range content.Blocks {
		name := b.Type
		for _, l := range b.Labels {
			name += " " + problem.Quote(l)
		}
		if first, twice := r.seen[name]; twice {
			r.wrong(b.DefRange, text.NameTwice, "name", name, "place",
				fmt.Sprintf("%s:%d", first.Filename, first.Start.Line))
			continue
		}
		r.seen[name] = b.DefRange
		types[b.Type].read(r, b, name)
	}
}

// add reads a block into a new element of a list.
func add[T any](r *reader, b *hcl.Block, name string, to *[]*T) *T {
	t := new(T)
	r.fill(b, name, t)
	*to = append(*to, t)
	return t
}

// fill gives the fields of target the values of a block's attributes.
func (r *reader) fill(b *hcl.Block, name string, target any) {
	entry := Entry{Range: b.DefRange}
	if len(b.Labels) > 0 {
		entry.ID = b.Labels[0]
	}
	reflect.ValueOf(target).Elem().FieldByName("Entry").Set(reflect.ValueOf(entry))
	fields := hclx.Fields(target)
	schema := hclx.Schema{What: text.Same(name)}
	for i := range fields {
		schema.Attributes = append(schema.Attributes, fields[i].Name)
		if fields[i].Required {
			schema.Required = append(schema.Required, fields[i].Name)
		}
	}
	content, diags := hclx.Content(b.Body, schema)
	r.diags = append(r.diags, diags...)
	for i := range fields {
		f := &fields[i]
		a := content.Attributes[f.Name]
		if a == nil {
			continue
		}
		v, diags := hclx.Value(a.Expr, &hcl.EvalContext{})
		r.diags = append(r.diags, diags...)
		switch {
		case diags.HasErrors():
		case v.IsNull() && f.Required:
			r.wrong(a.Expr.Range(), text.MissingValue, "name", f.Name)
		case v.IsNull():
		default:
			if err := f.Set(target, v); err != nil {
				r.wrong(a.Expr.Range(), text.UnsuitableValue, "why", problem.Told(err))
			}
		}
	}
}

func (r *reader) wrong(at hcl.Range, m text.Mistake, pairs ...any) {
	r.diags = append(r.diags, hclx.Mistake(at, m, pairs...))
}

// Row is the row with an id; nil where there is none.
func (c *Catalogue) Row(id string) *Row { return c.rows[id] }

// Decision is the decision with an id; nil where there is none.
func (c *Catalogue) Decision(id string) *Decision { return c.decisions[id] }

// Value is what expressions see as catalogue.
func (c *Catalogue) Value() cty.Value { return c.value }

// IDs are those of all rows and decisions.
func (c *Catalogue) IDs() []string {
	return append(ids(c.Rows, func(r *Row) string { return r.ID }), ids(c.Decisions, func(d *Decision) string {
		return d.ID
	})...)
}

package playbook

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/step"
	"github.com/xops-dev/xops/internal/text"
)

// Loader reads playbooks. Read gives a file's bytes; it decides where names are looked for (a folder, or the program's
// own).
type Loader struct {
	Parser     *hclx.Parser
	Read       func(name string) ([]byte, error)
	Kinds      []step.Kind
	QueryTypes []step.QueryType
	// Catalogue gives what expressions see as catalogue. It is asked only where one refers to it.
	Catalogue func() (cty.Value, hcl.Diagnostics)

	loading []string // paths of the includes being loaded, to find cycles
}

// Load reads one playbook and what it includes. All mistakes are collected.
func (l *Loader) Load(name string) (*Playbook, hcl.Diagnostics) {
	src, err := l.Read(name)
	if err != nil {
		why := problem.Told(err)
		if errors.Is(err, fs.ErrNotExist) {
			why = text.NoSuchFile.Detail.Filled("path", name)
		}
		return nil, hcl.Diagnostics{hclx.Unplaced(text.PlaybookUnread, "why", why)}
	}
	at := hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
	file, diags := l.Parser.Source(name, src)
	if diags.HasErrors() {
		return nil, diags
	}
	for _, open := range l.loading {
		if open == name {
			return nil, hcl.Diagnostics{
				hclx.Mistake(at, text.PlaybooksCircle, "chain", chain(append(l.loading, name), text.Includes)),
			}
		}
	}
	l.loading = append(l.loading, name)
	defer func() { l.loading = l.loading[:len(l.loading)-1] }()

	p := &Playbook{
		Path: name, Source: file.Bytes, Locals: map[string]*Local{}, Includes: map[string]*Include{},
		Range: at,
	}
	d := decoder{l: l, p: p}
	d.file(file.Body)
	if !d.diags.HasErrors() && p.refersTo("catalogue") {
		d.diags = append(d.diags, l.catalogue(p)...)
	}
	if !d.diags.HasErrors() {
		found := p.check()
		flatten(file.Body)
		if !found.HasErrors() {
			found = append(append(found, p.lists()...), p.judge(nil)...)
		}
		d.diags = append(d.diags, found...)
	}
	return p, append(diags, d.diags...)
}

// catalogue gives a playbook the facts that its expressions refer to.
func (l *Loader) catalogue(p *Playbook) (diags hcl.Diagnostics) {
	p.Catalogue = cty.DynamicVal
	if l.Catalogue != nil {
		p.Catalogue, diags = l.Catalogue()
	}
	return diags
}

type decoder struct {
	l     *Loader
	p     *Playbook
	diags hcl.Diagnostics
}

func (d *decoder) wrong(at hcl.Range, m text.Mistake, pairs ...any) {
	d.diags = append(d.diags, hclx.Mistake(at, m, pairs...))
}

var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "playbook"},
	{Type: "locals"},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "include", LabelNames: []string{"name"}},
	{Type: "query", LabelNames: []string{"type", "name"}},
	{Type: "check", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "step", LabelNames: []string{"kind", "name"}},
}}

func (d *decoder) file(body hcl.Body) {
	content, diags := body.Content(fileSchema)
	d.diags = append(d.diags, diags...)
	seen := map[string]hcl.Range{}
	head := false
	for _, b := range content.Blocks {
		id := b.Type
		if len(b.Labels) > 0 {
			id += "." + strings.Join(b.Labels, ".")
			if first, dup := seen[id]; dup {
				d.wrong(b.DefRange, text.NameTwice, "name", id, "place",
					fmt.Sprintf("%s:%d", first.Filename, first.Start.Line))
				continue
			}
			seen[id] = b.DefRange
		}
		for i, label := range b.Labels {
			if !hclsyntax.ValidIdentifier(label) {
				d.wrong(b.LabelRanges[i], text.BlockName, "name", problem.Quote(label))
			}
		}
		switch b.Type {
		case "playbook":
			if head {
				d.wrong(b.DefRange, text.SecondHead)
				continue
			}
			head = true
			d.head(b)
		case "locals":
			attrs, diags := b.Body.JustAttributes()
			d.diags = append(d.diags, diags...)
			for name, a := range attrs {
				if old, dup := d.p.Locals[name]; dup {
					d.wrong(a.NameRange, text.LocalTwice, "name", "local."+name, "line", old.Expr.Range().Start.Line)
					continue
				}
				d.p.Locals[name] = &Local{Name: name, Expr: a.Expr}
			}
		case "variable":
			d.variable(b)
		case "include":
			d.include(b)
		case "query":
			d.query(b)
		case "check":
			d.check(b)
		case "output":
			d.output(b)
		case "step":
			d.step(b)
		}
	}
	if !head {
		d.wrong(d.p.Range, text.NoHead)
	}
}

var headSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{
		{Name: "name", Required: true},
		{Name: "title"},
		{Name: "description"},
		{Name: "serves"},
		{Name: "only"},
	},
	Blocks: []hcl.BlockHeaderSchema{{Type: "rollout"}},
}

func (d *decoder) head(b *hcl.Block) {
	content, diags := b.Body.Content(headSchema)
	d.diags = append(d.diags, diags...)
	d.p.Range = b.DefRange
	d.literal(content.Attributes["name"], &d.p.Name)
	d.words(content.Attributes["title"], &d.p.Title)
	d.words(content.Attributes["description"], &d.p.Description)
	d.literal(content.Attributes["serves"], &d.p.Serves)
	if a := content.Attributes["only"]; a != nil {
		d.p.Only = a.Expr
	}
	for _, r := range content.Blocks {
		if d.p.Rollout != nil {
			d.wrong(r.DefRange, text.SecondRollout)
			continue
		}
		d.rollout(r)
	}
}

func (d *decoder) rollout(b *hcl.Block) {
	content, diags := b.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "batches"},
		{Name: "max_failures"},
		{Name: "pause"},
	}})
	d.diags = append(d.diags, diags...)
	r := &Rollout{Range: b.DefRange}
	d.p.Rollout = r
	if a := content.Attributes["batches"]; a != nil {
		exprs, diags := hcl.ExprList(a.Expr)
		d.diags = append(d.diags, diags...)
		for _, e := range exprs {
			amount, ok := d.amount(e)
			if ok && amount.Number == 0 {
				d.wrong(e.Range(), text.EmptyBatch)
			} else if ok {
				r.Batches = append(r.Batches, amount)
			}
		}
	}
	if a := content.Attributes["max_failures"]; a != nil {
		if amount, ok := d.amount(a.Expr); ok {
			r.MaxFailures = &amount
		}
	}
	if a := content.Attributes["pause"]; a != nil {
		var written string
		d.literal(a, &written)
		pause, err := time.ParseDuration(written)
		if err != nil || pause < 0 {
			d.wrong(a.Expr.Range(), text.PauseTime)
		}
		r.Pause = pause
	}
}

func (d *decoder) amount(e hcl.Expression) (Amount, bool) {
	v, diags := e.Value(nil)
	d.diags = append(d.diags, diags...)
	if diags.HasErrors() {
		return Amount{}, false
	}
	s, err := convert.Convert(v, cty.String)
	if err == nil && !s.IsNull() {
		digits, percent := strings.CutSuffix(s.AsString(), "%")
		n, err := strconv.Atoi(digits)
		if err == nil && n >= 0 && (!percent || n <= 100) && percent == (v.Type() == cty.String) {
			return Amount{Number: n, Percent: percent}, true
		}
	}
	d.wrong(e.Range(), text.HostAmount)
	return Amount{}, false
}

// literal decodes an attribute that must be constant.
func (d *decoder) literal(a *hcl.Attribute, into any) {
	if a == nil {
		return
	}
	if len(a.Expr.Variables()) > 0 {
		d.wrong(a.Expr.Range(), text.ConstantExpected, "name", a.Name)
		return
	}
	d.diags = append(d.diags, gohcl.DecodeExpression(a.Expr, nil, into)...)
}

// words reads what is said to people before any host is looked at: a text, or one in each language.
func (d *decoder) words(a *hcl.Attribute, into *text.Phrase) {
	var v cty.Value
	before := len(d.diags)
	d.literal(a, &v)
	if a == nil || len(d.diags) > before {
		return
	}
	if err := step.Words(v); err != nil {
		d.wrong(a.Expr.Range(), text.NotAText, "name", a.Name, "want", problem.Told(err), "got", hclx.Article(v.Type()))
		return
	}
	for l, s := range map[text.Lang]*string{text.German: &into.DE, text.English: &into.EN} {
		if said, _ := convert.Convert(step.Spoken(v, l), cty.String); !said.IsNull() {
			*s = said.AsString()
		}
	}
}

func (d *decoder) variable(b *hcl.Block) {
	content, diags := b.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "type"},
		{Name: "default"},
		{Name: "description"},
		{Name: "sensitive"},
	}})
	d.diags = append(d.diags, diags...)
	v := &Variable{Name: b.Labels[0], Type: cty.DynamicPseudoType, Range: b.DefRange}
	d.words(content.Attributes["description"], &v.Description)
	if a := content.Attributes["type"]; a != nil {
		t, diags := typeexpr.TypeConstraint(a.Expr)
		d.diags = append(d.diags, diags...)
		if !diags.HasErrors() {
			v.Type = t
		}
	}
	if a := content.Attributes["default"]; a != nil {
		val, diags := hclx.Value(a.Expr, &hcl.EvalContext{Functions: hclx.Functions()})
		d.diags = append(d.diags, diags...)
		if !diags.HasErrors() {
			conv, err := convert.Convert(val, v.Type)
			if err != nil {
				d.wrong(a.Expr.Range(), text.DefaultUnfit, "why", hclx.Unfit(v.Type, err), "type",
					hclx.TypeName(v.Type))
			} else {
				v.Default = conv
			}
		}
	}
	d.sensitive(content.Attributes, v)
	d.p.Variables = append(d.p.Variables, v)
}

func (d *decoder) include(b *hcl.Block) {
	content, diags := b.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "source", Required: true},
		{Name: "vars"},
		{Name: "when"},
	}})
	d.diags = append(d.diags, diags...)
	inc := &Include{Name: b.Labels[0], Range: b.DefRange, Vars: hcl.Attributes{}}
	d.literal(content.Attributes["source"], &inc.Source)
	if a := content.Attributes["when"]; a != nil {
		inc.When = a.Expr
	}
	if inc.Source == "" {
		return
	}
	var target string
	if filepath.IsAbs(inc.Source) {
		target = inc.Source
	} else if dir, ok := strings.CutPrefix(d.p.Path, "embedded:"); ok {
		target = "embedded:" + path.Join(path.Dir(dir), inc.Source)
	} else {
		target = filepath.Join(filepath.Dir(d.p.Path), filepath.FromSlash(inc.Source))
	}
	sub, diags := d.l.Load(target)
	for _, diag := range diags {
		if diag.Subject == nil {
			diag.Subject = content.Attributes["source"].Expr.Range().Ptr()
		}
	}
	d.diags = append(d.diags, diags...)
	if sub == nil {
		return
	}
	inc.Playbook = sub
	if a := content.Attributes["vars"]; a != nil {
		pairs, diags := hcl.ExprMap(a.Expr)
		d.diags = append(d.diags, diags...)
		for _, kv := range pairs {
			key, diags := kv.Key.Value(nil)
			d.diags = append(d.diags, diags...)
			if diags.HasErrors() || key.Type() != cty.String || key.IsNull() {
				continue
			}
			name := key.AsString()
			if sub.variable(name) == nil {
				d.wrong(kv.Key.Range(), text.UnknownIncluded, "path", sub.Path, "name", problem.Quote(name), "hint",
					hclx.Hint(name, sub.variableNames()))
				continue
			}
			inc.Vars[name] = &hcl.Attribute{
				Name: name, Expr: kv.Value, Range: kv.Value.Range(),
				NameRange: kv.Key.Range(),
			}
		}
	}
	for _, v := range sub.Variables {
		if _, ok := inc.Vars[v.Name]; !ok && v.Default == cty.NilVal {
			d.wrong(b.DefRange, text.IncludedValue, "quoted", problem.Quote(v.Name), "name", v.Name)
		}
	}
	d.p.Includes[inc.Name] = inc
	d.p.Items = append(d.p.Items, Item{Include: inc})
}

func (p *Playbook) variable(name string) *Variable {
	for _, v := range p.Variables {
		if v.Name == name {
			return v
		}
	}
	return nil
}

func (p *Playbook) variableNames() []string {
	names := make([]string, len(p.Variables))
	for i, v := range p.Variables {
		names[i] = v.Name
	}
	return names
}

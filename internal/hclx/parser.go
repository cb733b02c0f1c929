package hclx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// Limits of one load. A fleet of a thousand practices stays below a tenth of them.
const (
	MaxFileSize = 2 << 20 // bytes of one file
	MaxFiles    = 1000    // *.hcl files of one folder
	maxReported = 20      // syntax errors of one file; the rest is counted
)

// Parser reads HCL files within limits and keeps their sources, so that diagnostics can show them.
// It may be used by several goroutines.
type Parser struct {
	mu    sync.Mutex
	files map[string]*hcl.File
}

// NewParser returns a Parser that has read nothing.
func NewParser() *Parser { return &Parser{files: map[string]*hcl.File{}} }

// Files returns what has been read, by the name that ranges carry.
func (p *Parser) Files() map[string]*hcl.File {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.files)
}

// Load reads a file, or every *.hcl of a folder in the order of their names (not below it, and not
// *.xtest.hcl, which are tests of playbooks). The files that could be parsed come back even with
// errors in others, so that all mistakes are found in one go.
func (p *Parser) Load(path string) ([]*hcl.File, hcl.Diagnostics) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, cannotRead(path, err)
	}
	if !info.IsDir() {
		f, diags := p.File(path)
		if f == nil {
			return nil, diags
		}
		return []*hcl.File{f}, diags
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, cannotRead(path, err)
	}
	var names []string
	for _, e := range entries {
		if name := e.Name(); !e.IsDir() && strings.HasSuffix(name, ".hcl") && !strings.HasSuffix(name, ".xtest.hcl") {
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 0:
		return nil, hcl.Diagnostics{Unplaced(text.NothingToRead, "path", path)}
	case len(names) > MaxFiles:
		return nil, hcl.Diagnostics{Unplaced(text.TooManyFiles, "path", path, "count", len(names), "most", MaxFiles)}
	}
	slices.Sort(names)
	var files []*hcl.File
	var diags hcl.Diagnostics
	for _, name := range names {
		f, more := p.File(filepath.Join(path, name))
		diags = append(diags, more...)
		if f != nil {
			files = append(files, f)
		}
	}
	return files, diags
}

// File reads and parses one file of the file system.
func (p *Parser) File(path string) (*hcl.File, hcl.Diagnostics) {
	src, err := readFile(path, func() (fs.File, error) { return os.Open(path) })
	if err != nil {
		return nil, cannotRead(path, err)
	}
	return p.Source(path, src)
}

// FSFile reads and parses one file of fsys (a shipped playbook); label is its name in diagnostics.
func (p *Parser) FSFile(fsys fs.FS, name, label string) (*hcl.File, hcl.Diagnostics) {
	src, err := readFile(label, func() (fs.File, error) { return fsys.Open(name) })
	if err != nil {
		return nil, cannotRead(label, err)
	}
	return p.Source(label, src)
}

// Source parses text that is at hand; name is what ranges carry. The file comes back with what could
// be understood, or nil when the text was not parsed at all.
func (p *Parser) Source(name string, src []byte) (*hcl.File, hcl.Diagnostics) {
	src, diags := p.accept(name, src)
	if diags.HasErrors() {
		return nil, diags
	}
	f, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if f != nil {
		if body, ok := f.Body.(*hclsyntax.Body); ok {
			diags = append(diags, bound(body)...)
		}
		p.keep(name, f)
	}
	return f, capped(cured(diags, src))
}

// cured adds what is to be written instead where a mistake is a habit of Windows: a path with single backslashes, or
// PowerShell's ${ and %{ in a text. It goes by what stands there.
func cured(diags hcl.Diagnostics, src []byte) hcl.Diagnostics {
	for _, d := range diags {
		if d.Subject == nil || d.Subject.Start.Byte >= len(src) {
			continue
		}
		at := d.Subject.Start.Byte
		line := src[bytes.LastIndexByte(src[:at], '\n')+1 : at]
		switch {
		case src[at] == '\\':
			Further(d, text.TwoBackslashes)
		case bytes.Contains(line, []byte("%{")):
			Further(d, text.TwoPercents)
		case bytes.Contains(line, []byte("${")):
			Further(d, text.TwoDollars)
		}
	}
	return diags
}

// Expression parses one expression, such as a --where; name is what ranges carry ("--where").
func (p *Parser) Expression(name, src string) (hclsyntax.Expression, hcl.Diagnostics) {
	accepted, diags := p.accept(name, []byte(src))
	if diags.HasErrors() {
		return nil, diags
	}
	expr, diags := hclsyntax.ParseExpression(accepted, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, capped(diags)
	}
	var b bounder
	expr = b.expr(expr)
	if diags = append(diags, b.diags...); diags.HasErrors() {
		return nil, capped(diags)
	}
	return expr, diags
}

func (p *Parser) keep(name string, f *hcl.File) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files[name] = f
}

// accept refuses what must not reach the HCL parser and keeps the source of what may.
func (p *Parser) accept(name string, src []byte) ([]byte, hcl.Diagnostics) {
	if len(src) > MaxFileSize {
		return nil, tooLong(name)
	}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")) // Notepad writes it
	p.keep(name, &hcl.File{Bytes: src, Body: hcl.EmptyBody()})
	if d := notText(name, src); d != nil {
		return nil, hcl.Diagnostics{d}
	}
	if d := tooDeep(name, src); d != nil {
		return nil, hcl.Diagnostics{d}
	}
	return src, nil
}

func notText(name string, src []byte) *hcl.Diagnostic {
	at := bytes.IndexByte(src, 0)
	why := text.ZeroByte
	switch {
	case bytes.HasPrefix(src, []byte("\xff\xfe")), bytes.HasPrefix(src, []byte("\xfe\xff")):
		at = 0
		why = text.SavedUTF16
	case !utf8.Valid(src):
		bad := 0
		for bad < len(src) {
			r, n := utf8.DecodeRune(src[bad:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			bad += n
		}
		if at < 0 || bad < at {
			at = bad
			why = text.SavedANSI.Filled("byte", fmt.Sprintf("%02X", src[bad]))
		}
	}
	if at < 0 {
		return nil
	}
	start := position(src, at)
	end := start
	end.Byte++
	end.Column++
	return Mistake(hcl.Range{Filename: name, Start: start, End: end}, text.NotUTF8, "why", why)
}

// position is the line and column of a byte offset, counting characters as an editor does.
func position(src []byte, offset int) hcl.Pos {
	line := bytes.Count(src[:offset], []byte{'\n'}) + 1
	begin := bytes.LastIndexByte(src[:offset], '\n') + 1
	return hcl.Pos{Line: line, Column: utf8.RuneCount(src[begin:offset]) + 1, Byte: offset}
}

var errTooLarge = errors.New("too large")

// readFile reads at most the limit and one byte more, so a huge file costs nothing.
func readFile(path string, open func() (fs.File, error)) ([]byte, error) {
	f, err := open()
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, problem.Say(text.ItIsAFolder.Filled("path", path))
	}
	src, err := io.ReadAll(io.LimitReader(f, MaxFileSize+1))
	if err != nil {
		return nil, err
	}
	if len(src) > MaxFileSize {
		return nil, errTooLarge
	}
	return src, nil
}

func cannotRead(path string, err error) hcl.Diagnostics {
	switch {
	case errors.Is(err, errTooLarge):
		return tooLong(path)
	case errors.Is(err, fs.ErrNotExist):
		return hcl.Diagnostics{Unplaced(text.NoSuchFile, "path", path)}
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return hcl.Diagnostics{Unplaced(text.CannotReadFile, "path", path, "why", problem.Told(err))}
}

func tooLong(path string) hcl.Diagnostics {
	return hcl.Diagnostics{Unplaced(text.FileTooLarge, "path", path, "most", MaxFileSize>>20)}
}

// capped keeps the first errors of a file: garbage gives one for every line.
func capped(diags hcl.Diagnostics) hcl.Diagnostics {
	if len(diags) <= maxReported {
		return diags
	}
	rest := len(diags) - maxReported
	last := *diags[maxReported]
	Further(&last, text.MistakesMore.Filled("count", rest))
	return append(slices.Clone(diags[:maxReported]), &last)
}

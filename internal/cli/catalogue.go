package cli

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/catalogue"
	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/playbooks"
)

// readCatalogue gives the catalogue that is in the program, with the files of ./playbooks/catalogue in the place of
// those of the same name. It is read once.
func (p *program) readCatalogue(parser *hclx.Parser) (*catalogue.Catalogue, hcl.Diagnostics) {
	if p.catalogue != nil {
		return p.catalogue, nil
	}
	own, diags := ownCatalogue()
	if diags.HasErrors() {
		return nil, diags
	}
	if len(own) == 0 {
		p.catalogue, diags = playbooks.Shipped()
		return p.catalogue, diags
	}
	var files []catalogue.File
	entries, _ := fs.ReadDir(playbooks.FS, playbooks.CatalogueDir) // it is in the program
	for _, e := range entries {
		name := path.Join(playbooks.CatalogueDir, e.Name())
		src, _ := playbooks.FS.ReadFile(name)
		f := catalogue.File{Name: shipped + name, Source: src}
		at := slices.IndexFunc(own, func(f catalogue.File) bool { return filepath.Base(f.Name) == e.Name() })
		if at >= 0 {
			f = own[at]
			own = slices.Delete(own, at, at+1)
		}
		files = append(files, f)
	}
	p.catalogue, diags = catalogue.Read(parser, append(files, own...))
	return p.catalogue, diags
}

// catalogueValue gives playbook.Loader what expressions see as catalogue.
func (p *program) catalogueValue(parser *hclx.Parser) func() (cty.Value, hcl.Diagnostics) {
	return func() (cty.Value, hcl.Diagnostics) {
		c, diags := p.readCatalogue(parser)
		if c == nil {
			return cty.DynamicVal, diags
		}
		return c.Value(), diags
	}
}

// ownCatalogue are the files of ./playbooks/catalogue.
func ownCatalogue() ([]catalogue.File, hcl.Diagnostics) {
	dir := filepath.Join(playbookDir, playbooks.CatalogueDir)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var files []catalogue.File
	var diags hcl.Diagnostics
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".hcl") {
			continue
		}
		name := filepath.Join(dir, e.Name())
		src, wrong := readPlaybook(name)
		if wrong != nil {
			diags = append(diags, hclx.Unplaced(text.CatalogueUnread, "why", problem.Told(wrong)))
		}
		files = append(files, catalogue.File{Name: name, Source: src})
	}
	if err != nil {
		diags = append(diags, hclx.Unplaced(text.CatalogueUnread, "why", problem.Told(err)))
	}
	return files, diags
}

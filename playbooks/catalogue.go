package playbooks

import (
	"io/fs"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/catalogue"
	"github.com/xops-dev/xops/internal/hclx"
)

// CatalogueDir is the folder of the catalogue's files.
const CatalogueDir = "catalogue"

// Catalogue gives the shipped catalogue as expressions see it, for playbook.Loader.
func Catalogue() (cty.Value, hcl.Diagnostics) {
	c, diags := Shipped()
	if c == nil {
		return cty.NilVal, diags
	}
	return c.Value(), diags
}

// Shipped is the shipped catalogue. It is read once.
var Shipped = sync.OnceValues(ReadCatalogue)

// ReadCatalogue reads the shipped catalogue.
func ReadCatalogue() (*catalogue.Catalogue, hcl.Diagnostics) {
	entries, err := fs.ReadDir(FS, CatalogueDir)
	if err != nil {
		panic(err) // it is in the program
	}
	var files []catalogue.File
	for _, e := range entries {
		name := CatalogueDir + "/" + e.Name()
		src, err := FS.ReadFile(name)
		if err != nil {
			panic(err)
		}
		files = append(files, catalogue.File{Name: "embedded:" + name, Source: src})
	}
	return catalogue.Read(hclx.NewParser(), files)
}

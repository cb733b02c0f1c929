package playbook

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// flatten gives every reference of a playbook's expressions a root of its own: local.x becomes one name, "local.x". An
// evaluation then gives each name its value and builds no objects around them, which was a tenth of its cost. Names of
// this kind cannot be written, so nothing else is meant by them. It is done once, when the playbook is loaded and
// checked.
func flatten(body hcl.Body) {
	if b, ok := body.(*hclsyntax.Body); ok {
		_ = hclsyntax.Walk(b, &flattener{})
	}
}

type flattener struct {
	shadowed int // depth of for expressions whose variables hide a root
}

func hides(n hclsyntax.Node) bool {
	f, ok := n.(*hclsyntax.ForExpr)
	return ok && (slices.Contains(roots, f.KeyVar) || slices.Contains(roots, f.ValVar))
}

// Enter implements hclsyntax.Walker.
func (f *flattener) Enter(n hclsyntax.Node) hcl.Diagnostics {
	if hides(n) {
		f.shadowed++
	}
	e, ok := n.(*hclsyntax.ScopeTraversalExpr)
	if !ok || f.shadowed > 0 {
		return nil
	}
	ref, diags := ParseRef(e.Traversal)
	if diags.HasErrors() {
		return nil
	}
	n0 := len(ref.path())
	if n0 == 1 {
		return nil
	}
	root := hcl.TraverseRoot{Name: ref.Address(), SrcRange: e.Traversal[:n0].SourceRange()}
	e.Traversal = append(hcl.Traversal{root}, e.Traversal[n0:]...)
	return nil
}

// Exit implements hclsyntax.Walker.
func (f *flattener) Exit(n hclsyntax.Node) hcl.Diagnostics {
	if hides(n) {
		f.shadowed--
	}
	return nil
}

// path are the names by which a reference is written.
func (r Ref) path() []string {
	var out []string
	for _, n := range r.Include {
		out = append(out, "include", n)
	}
	out = append(out, r.Root)
	for _, n := range []string{r.Type, r.Name} {
		if n != "" {
			out = append(out, n)
		}
	}
	return out
}

// parseFlat reads a reference whose root may be flat.
func parseFlat(t hcl.Traversal) (ref Ref, flat bool, diags hcl.Diagnostics) {
	name := t.RootName()
	if !strings.Contains(name, ".") {
		ref, diags = ParseRef(t)
		return ref, false, diags
	}
	parts := strings.Split(name, ".")
	whole := hcl.Traversal{hcl.TraverseRoot{Name: parts[0], SrcRange: t.SourceRange()}}
	for _, p := range parts[1:] {
		whole = append(whole, hcl.TraverseAttr{Name: p, SrcRange: t.SourceRange()})
	}
	ref, diags = ParseRef(whole)
	return ref, true, diags
}

package inventory

import (
	"os"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/sign"
	"github.com/xops-dev/xops/internal/text"
)

// approval reads defaults { approval { keys = […] } }: each a public key, or the path of a file with some.
func (l *loader) approval(defaults *hcl.BodyContent) {
	for i, block := range defaults.Blocks.OfType("approval") {
		if i > 0 {
			l.add(hclx.Mistake(block.DefRange, text.ApprovalTwice))
			return
		}
		content := l.content(block.Body, hclx.Schema{
			What: text.Same("approval"), Attributes: []string{"keys"}, Required: []string{"keys"},
		})
		r := l.reader(content.Attributes)
		attr := content.Attributes["keys"]
		if attr == nil {
			return
		}
		before := len(l.diags)
		for i, given := range r.list("keys") {
			keys, err := approvers(given, attr.Range.Filename)
			if err != nil {
				l.add(hclx.Mistake(element(attr, i), text.InvalidKey, "why", problem.Told(err)))
			}
			l.inv.Approvers = append(l.inv.Approvers, keys...)
		}
		if len(l.inv.Approvers) == 0 && len(l.diags) == before {
			l.add(hclx.Mistake(attr.Expr.Range(), text.InvalidKey, "why", text.KeysEmpty))
		}
	}
}

func approvers(given, file string) ([]sign.Key, error) {
	if strings.HasPrefix(given, "ssh-") {
		return sign.Keys([]byte(given), given)
	}
	path, err := resolvePath(given, file, os.UserHomeDir)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return sign.Keys(data, path)
}

package inventory

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/text"
)

// functions are those of expressions that are no secret.
var functions = hclx.Functions()

// secretType is a type of its own: no function takes it and no template prints it, so a secret's
// value cannot get into an expression. The cty value holds the reference only.
var secretType = cty.CapsuleWithOps("secret", reflect.TypeFor[Secret](), &cty.CapsuleOps{
	GoString:     func(any) string { return "(secret)" },
	TypeGoString: func(reflect.Type) string { return "secret" },
})

// secretSources are the functions that give a secret.
var secretSources = []string{"env", "keyring", "file", "command", "age", "prompt"}

// secretHelp says how an attribute is given a secret.
func secretHelp(attr string) text.Phrase { return text.SecretHelp.Filled("name", attr) }

// secretFunctions are secretSources for one attribute of the file; owner stands in prompt's question.
func secretFunctions(attr, file, owner string) map[string]function.Function {
	one := func(name, param string, make func(string) (*Secret, error)) function.Function {
		return function.New(&function.Spec{
			Params: []function.Parameter{{Name: param, Type: cty.String}},
			Type:   function.StaticReturnType(secretType),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				arg := args[0].AsString()
				if strings.TrimSpace(arg) == "" {
					return cty.NilVal, function.NewArgErrorf(0, "must not be empty")
				}
				s, err := make(arg)
				if err != nil {
					return cty.NilVal, function.NewArgError(0, err)
				}
				return cty.CapsuleVal(secretType, s), nil
			},
		})
	}
	plain := func(source string) func(string) (*Secret, error) {
		return func(arg string) (*Secret, error) { return &Secret{source: source, args: []string{arg}}, nil }
	}
	path := func(source string) func(string) (*Secret, error) {
		return func(arg string) (*Secret, error) {
			p, err := resolvePath(arg, file, os.UserHomeDir)
			return &Secret{source: source, args: []string{p}}, err
		}
	}
	what := map[string]string{"password": "Password"}[attr]
	if what == "" {
		what = "Key passphrase"
	}
	all := map[string]function.Function{}
	all["env"] = one("env", "name", func(name string) (*Secret, error) {
		if strings.ContainsAny(name, "=\x00") {
			return nil, fmt.Errorf("%s is no name of an environment variable", hclx.Quote(name))
		}
		return plain("env")(name)
	})
	all["file"] = one("file", "path", path("file"))
	all["age"] = one("age", "path", path("age"))
	all["keyring"] = one("keyring", "name", plain("keyring"))
	all["prompt"] = function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "label", Type: cty.String},
		Type:     function.StaticReturnType(secretType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			label := fmt.Sprintf("%s for %s", what, owner)
			switch {
			case len(args) > 1:
				return cty.NilVal, errors.New("prompt takes one label at most")
			case len(args) == 1:
				label = args[0].AsString()
			}
			s := &Secret{source: "prompt", args: []string{label}, worded: len(args) == 1}
			return cty.CapsuleVal(secretType, s), nil
		},
	})
	all["command"] = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "command", Type: cty.List(cty.String)}},
		Type:   function.StaticReturnType(secretType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var words []string
			for it := args[0].ElementIterator(); it.Next(); {
				_, v := it.Element()
				if v.IsNull() {
					return cty.NilVal,
						function.NewArgErrorf(0, "must be a list of strings: the program and its arguments")
				}
				words = append(words, v.AsString())
			}
			if len(words) == 0 || words[0] == "" {
				return cty.NilVal, function.NewArgErrorf(0, "must name a program")
			}
			return cty.CapsuleVal(secretType, &Secret{source: "command", args: words}), nil
		},
	})
	return all
}

// secret reads an attribute that must be a reference to a secret. Nothing is resolved here. Messages
// of values that may be secrets hide the line of the file.
func (l *loader) secret(attr *hcl.Attribute, owner string) any {
	ctx := (&hcl.EvalContext{Functions: functions}).NewChild()
	ctx.Functions = secretFunctions(attr.Name, attr.Range.Filename, owner)
	v, diags := hclx.Value(attr.Expr, ctx)
	if diags.HasErrors() {
		for _, d := range diags {
			hclx.HideSource(d)
			hclx.Further(d, secretHelp(attr.Name))
		}
		l.diags = append(l.diags, diags...)
		return nil
	}
	if v.IsKnown() && !v.IsNull() && v.Type().Equals(secretType) {
		return v.EncapsulatedValue().(*Secret)
	}
	if !v.IsKnown() && l.unparsed {
		return nil
	}
	l.add(hclx.HideSource(hclx.Mistake(attr.Expr.Range(), text.SecretWritten, "name", attr.Name, "help",
		secretHelp(attr.Name))))
	return nil
}

package cli

import (
	"cmp"
	"crypto/rand"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/playbook"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/text"
)

// secretEnv begins the names of environment variables that hold values of sensitive variables.
const secretEnv = "XOPS_VAR_"

// given are the values of variables on the command line and in files of variables.
func (p *program) given(o options, parser *hclx.Parser) (given []playbook.Given, diags hcl.Diagnostics) {
	for _, f := range o.varFiles {
		g, more := playbook.ParseVarFile(parser, f)
		for _, d := range more {
			diags = append(diags, hclx.HideSource(d)) // it may hold secrets
		}
		given = append(given, g...)
	}
	for _, v := range o.vars {
		g, ok := playbook.ParseVar(v)
		if !ok {
			diags = append(diags, mistake(problem.New(problem.VariableForm, "given", quoted(v)), p.lang()))
			continue
		}
		given = append(given, g)
	}
	return given, diags
}

// sensitive finds the values of a playbook's sensitive variables: of those that are given, else of the environment,
// else whoever is at the terminal is asked. found keeps them for the other playbooks of the call.
func (p *program) sensitive(v *playbook.Variable, given []playbook.Given, found map[string]playbook.Given) (
	playbook.Given, hcl.Diagnostics,
) {
	for _, g := range given {
		if g.Name == v.Name {
			found[v.Name] = g // a later one wins
		}
	}
	g, ok := found[v.Name]
	if ok {
		return g, nil
	}
	g = playbook.Given{Name: v.Name, Where: secretEnv + v.Name, Text: p.Getenv(secretEnv + v.Name)}
	if g.Text == "" && p.ReadSecret != nil {
		label := cmp.Or(v.Description.In(p.lang()), v.Name)
		answer, err := p.ReadSecret(p.t(text.AskVariable, "name", label) + ": ")
		if err != nil {
			return g, hcl.Diagnostics{mistake(problem.From(err), p.lang())}
		}
		g.Text = answer
	}
	if g.Text == "" {
		return g, hcl.Diagnostics{hclx.Mistake(v.Range, text.SecretNeeded, "quoted", problem.Quote(v.Name), "name",
			v.Name, "env", secretEnv+v.Name)}
	}
	found[v.Name] = g
	return g, nil
}

// secrets gives values for the sensitive variables of playbooks.
func (p *program) secrets(books []*playbook.Playbook, given []playbook.Given) (
	more []playbook.Given, diags hcl.Diagnostics,
) {
	found := map[string]playbook.Given{}
	for _, b := range books {
		for _, v := range b.Variables {
			if v.Sensitive {
				g, wrong := p.sensitive(v, given, found)
				more, diags = append(more, g), append(diags, wrong...)
			}
		}
	}
	return more, diags
}

// secretAgain finds the value of a saved plan's sensitive variable.
func (p *program) secretAgain(given []playbook.Given) func(v *playbook.Variable) (cty.Value, hcl.Diagnostics) {
	found := map[string]playbook.Given{}
	return func(v *playbook.Variable) (cty.Value, hcl.Diagnostics) {
		g, diags := p.sensitive(v, given, found)
		if diags.HasErrors() {
			return cty.UnknownVal(v.Type), diags
		}
		return v.Secret(g)
	}
}

func salt() string { return rand.Text() }

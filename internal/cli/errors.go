package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/hclx"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
)

// exitCode ends a command whose result is shown already.
type exitCode int

// code is the exit code of a command whose result is shown already; nil for none.
func code(n int) error {
	if n == plan.ExitDone {
		return nil
	}
	return exitCode(n)
}

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// exitCodeOf is the exit code of a command that ended with an error. Without a code of its own the error is from before
// any host was touched.
func exitCodeOf(err error) int {
	var code exitCode
	switch {
	case err == nil:
		return plan.ExitDone
	case errors.As(err, &code):
		return int(code)
	case errors.Is(err, context.Canceled), problem.ClassOf(err) == problem.Cancelled:
		return plan.ExitCancelled
	}
	return plan.ExitUsage
}

// finish shows an error, once, as text for people and with --json as the one document on stdout, and gives the exit
// code.
func (p *program) finish(err error) int {
	code := exitCodeOf(err)
	if shown := exitCode(0); err == nil || errors.As(err, &shown) {
		return code
	}
	text := p.errPrinter()
	var diags hcl.Diagnostics
	if config := new(hclx.ConfigError); errors.As(err, &config) {
		diags = config.Diagnostics
		text.Diagnostics(diags, config.Files)
	} else {
		text.Error(err)
	}
	if p.wantsJSON() {
		_ = report.WriteJSON(p.Out, report.NewFailureDocument(err, diags, p.lang())) // the code says the same
	}
	return code
}

// wantsJSON looks at the bare arguments: an error can come before they are parsed.
func (p *program) wantsJSON() bool {
	end := slices.Index(p.args, "--")
	if end < 0 {
		end = len(p.args)
	}
	for _, a := range p.args[:end] {
		switch strings.TrimLeft(a, "-") {
		case "json", "json=true", "json=1":
			return strings.HasPrefix(a, "-")
		}
	}
	return false
}

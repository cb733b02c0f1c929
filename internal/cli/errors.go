package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/xops-dev/xops/internal/diag"
	"github.com/xops-dev/xops/internal/plan"
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

// usage is a command line that cannot be understood or carried out.
func usage(format string, args ...any) *diag.Error {
	return &diag.Error{Code: "usage", Summary: fmt.Sprintf(format, args...)}
}

func sentence(err error) string {
	s := strings.TrimSpace(err.Error())
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// finish shows an error, once, as text for people and with --json as the one document on stdout, and gives the exit code.
// Every error that comes here comes from before any host was touched.
func (p *program) finish(err error) int {
	if err == nil {
		return plan.ExitDone
	}
	var code exitCode
	if errors.As(err, &code) {
		return int(code)
	}
	text := p.errPrinter()
	var e *diag.Error
	var diags hcl.Diagnostics
	var config *diag.ConfigError
	if errors.As(err, &config) {
		diags = config.Diagnostics
		text.Diagnostics(diags, config.Files)
		e = &diag.Error{Code: "configuration", Summary: config.Error(), Hint: "Correct the file at the place shown. No computer was touched."}
	} else {
		e = diag.From(err)
		text.Error(e)
	}
	if p.wantsJSON() {
		if err := report.WriteJSON(p.Out, report.NewErrorDocument(e, diags)); err != nil {
			return plan.ExitUsage
		}
	}
	return plan.ExitUsage
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

package cli

import (
	"context"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/inventory"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/sign"
	"github.com/xops-dev/xops/internal/text"
	"github.com/xops-dev/xops/internal/transport/ssh"
)

func verifyFlag() []cli.Flag { return []cli.Flag{&cli.StringFlag{Name: "verify"}} }

// signer gives what signs a digest with the key of --sign; without one there are no signatures. The key is read, and
// its passphrase asked for, before anything else is done.
func (p *program) signer(c *cli.Context) (func(digest string, earlier ...string) ([]string, error), error) {
	file := c.String("sign")
	if file == "" {
		return func(_ string, earlier ...string) ([]string, error) { return earlier, nil }, nil
	}
	key, err := ssh.Key(c.Context, file, func(context.Context) (string, error) {
		if p.ReadSecret == nil {
			return "", problem.New(problem.PassphraseMissing, "file", file)
		}
		return p.ReadSecret(p.t(text.AskPassphrase, "whose", file) + ": ")
	})
	if err == nil {
		_, err = sign.Digest("", key)
	}
	return func(digest string, earlier ...string) ([]string, error) {
		signature, err := sign.Digest(digest, key)
		return append(earlier, signature), err
	}, err
}

// approve signs a saved plan that was shown.
func (p *program) approve(c *cli.Context, file string, document *plan.Plan) error {
	sign, err := p.signer(c)
	if err != nil {
		return err
	}
	if err := signPlan(document, sign); err != nil {
		return err
	}
	if err := savePlan(file, document); err != nil {
		return err
	}
	p.tell(text.PlanSigned, "file", file)
	return nil
}

func signPlan(document *plan.Plan, sign func(string, ...string) ([]string, error)) error {
	digest, err := document.Digest()
	if err == nil {
		document.Signatures, err = sign(digest, document.Signatures...)
	}
	return err
}

// planApproved is approved for a saved plan.
func planApproved(document *plan.Plan, file, keyFile string, inv *inventory.Inventory) ([]string, error) {
	digest, err := document.Digest()
	if err != nil {
		return nil, err
	}
	return approved(digest, document.Signatures, keyFile, inv, func(keys string) error {
		return problem.New(problem.PlanUnsigned, "file", file, "keys", keys)
	})
}

// approved says why a file must not be used: a signature does not fit its digest, or no key of a file that was given,
// or of the inventory, has signed it, which unsigned puts into words. It gives who has, by all the keys that are known.
func approved(digest string, signatures []string, keyFile string, inv *inventory.Inventory,
	unsigned func(keys string) error,
) ([]string, error) {
	var lists [][]sign.Key
	if inv != nil && len(inv.Approvers) > 0 {
		lists = append(lists, inv.Approvers)
	}
	if keyFile != "" {
		data, err := os.ReadFile(keyFile)
		if err != nil {
			return nil, problem.New(problem.SignNoKeys, "source", keyFile).Because(err)
		}
		keys, err := sign.Keys(data, keyFile)
		if err != nil {
			return nil, err
		}
		lists = append(lists, keys)
	}
	var known []sign.Key
	for _, keys := range lists {
		by, err := sign.Approved(digest, signatures, keys)
		if err != nil {
			return nil, err
		}
		if len(by) == 0 {
			return nil, unsigned(sign.Names(keys))
		}
		known = append(known, keys...)
	}
	var signers []string
	for _, s := range signatures {
		key, err := sign.Signer(digest, s, known...)
		if err != nil {
			return nil, err
		}
		signers = append(signers, key.String())
	}
	return signers, nil
}

// mustBeApproved refuses to change computers without a saved plan where the inventory demands that plans are signed.
func (p *program) mustBeApproved(command string) error {
	if p.inventory == nil || len(p.inventory.Approvers) == 0 {
		return nil
	}
	return problem.New(problem.ApprovalNeeded, "command", "xops "+command)
}

package cli

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/report"
	"github.com/xops-dev/xops/internal/text"
)

const maxPack = 1 << 30 // bytes

// runsExport writes one run to a file, or to stdout: to go on with it elsewhere, and as evidence.
func (p *program) runsExport(c *cli.Context) error {
	if c.Args().Len() != 1 {
		return problem.New(problem.RunMissing)
	}
	out := c.String("out")
	if err := writable(out); err != nil {
		return err
	}
	format := c.String("format")
	if !slices.Contains([]string{formatJSON, formatCSV, formatHTML}, format) {
		return problem.New(problem.FlagChoice, "flag", "--format", "value", quoted(format), "choices",
			strings.Join([]string{formatJSON, formatCSV, formatHTML}, ", "))
	}
	if format == formatCSV && c.IsSet("sign") {
		return problem.New(problem.FlagNeeds, "flag", "--sign", "needs", "--format=json")
	}
	sign, err := p.signer(c)
	if err != nil {
		return err
	}
	j, err := p.openJournal()
	if err != nil {
		return err
	}
	defer j.Close() //nolint:errcheck // only read
	run, err := p.readRun(c.Context, c.Args().First())
	if err != nil {
		return err
	}
	pack, err := j.Export(c.Context, run.ID)
	if err != nil {
		return err
	}
	if practice := c.String("practice"); practice != "" {
		if pack, err = pack.Of(practice); err != nil {
			return err
		}
	}
	if pack.Signatures, err = sign(pack.Digest); err != nil {
		return err
	}
	data, err := write(c.Context, pack, format, p.lang())
	if err != nil {
		return err
	}
	if out == "" {
		_, err := p.Out.Write(data)
		return err
	}
	if err := writeFile(out, data); err != nil {
		return err
	}
	said := text.RunExported
	if format != formatJSON || c.IsSet("practice") {
		said = text.RunWritten
	}
	p.tell(said, "run", run.ID, "file", out, "digest", pack.Digest)
	return nil
}

// readPack reads the pack that a command names, and checks the signatures under it.
func (p *program) readPack(c *cli.Context) (pack *journal.Pack, signers []string, err error) {
	if c.Args().Len() != 1 {
		return nil, nil, problem.New(problem.PackMissing)
	}
	name := c.Args().First()
	data, err := readPackFile(name)
	if err != nil {
		return nil, nil, err
	}
	if pack, err = decodePack(c.Context, data); err != nil {
		return nil, nil, err
	}
	signers, err = packApproved(pack, name, c.String("verify"))
	return pack, signers, err
}

func readPackFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, problem.New(problem.PackUnread, "file", name).Because(err)
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(io.LimitReader(f, maxPack))
}

// packApproved is approved for a pack.
func packApproved(pack *journal.Pack, file, keyFile string) ([]string, error) {
	return approved(pack.Digest, pack.Signatures, keyFile, nil, func(keys string) error {
		return problem.New(problem.PackUnsigned, "file", file, "keys", keys)
	})
}

// showPack shows a run that was written out, if the file is one.
func (p *program) showPack(c *cli.Context, o options, file string) (shown bool, err error) {
	data, err := readPackFile(file)
	if err != nil {
		return false, nil // what the plan's reading says of it is better
	}
	pack, err := decodePack(c.Context, data)
	switch {
	case err != nil && problem.From(err).ID == problem.PackForeign && !journal.IsDocument(data):
		return false, nil
	case err != nil:
		return true, err
	case c.IsSet("sign"):
		return true, problem.New(problem.SignedWhenWritten)
	}
	by, err := packApproved(pack, file, c.String("verify"))
	if err != nil {
		return true, err
	}
	s, err := pack.Summary()
	if err != nil {
		return true, err
	}
	e, err := pack.Read(c.Context)
	if err != nil {
		return true, err
	}
	return true, p.show(o, report.NewRunDocument(e.Run, p.lang()), func(pr *report.Printer) {
		pr.Pack(s, by)
		pr.Say("")
		pr.Run(e.Run, time.Local)
	})
}

// runsImport takes a run from elsewhere into this history.
func (p *program) runsImport(c *cli.Context) error {
	pack, _, err := p.readPack(c)
	if err != nil {
		return err
	}
	j, err := p.openJournal()
	if err != nil {
		return err
	}
	run, err := j.Import(c.Context, pack)
	if err = errors.Join(err, j.Close()); err != nil {
		return err
	}
	p.tell(text.RunImported, "run", run)
	return nil
}

func (p *program) verifyCommand() *cli.Command {
	return &cli.Command{Name: "verify", Flags: flags(verifyFlag(), displayFlags()), Action: p.verifyPack}
}

// verifyPack says whether a pack is as it was written, without any journal.
func (p *program) verifyPack(c *cli.Context) error {
	o, err := p.options(c)
	if err != nil {
		return err
	}
	pack, signers, err := p.readPack(c)
	if err != nil {
		return err
	}
	s, err := pack.Summary()
	if err != nil {
		return err
	}
	return p.show(o, report.NewPackDocument(s, signers), func(pr *report.Printer) { pr.Pack(s, signers) })
}

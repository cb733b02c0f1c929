package cli

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/xops-dev/xops/internal/journal"
	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/problem"
)

// filterFlags choose runs of the history.
func filterFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "practice"},
		&cli.StringSliceFlag{Name: "host"},
		&cli.StringSliceFlag{Name: "step"},
		&cli.StringSliceFlag{Name: "status"},
		&cli.StringFlag{Name: "since"},
		&cli.StringFlag{Name: "until"},
	}
}

var runStatuses = []string{
	string(plan.RunDone), string(plan.RunPartly), string(plan.RunFailed), string(plan.RunCancelled),
	string(plan.RunRunning), string(plan.RunInterrupted),
}

// filter is what the flags choose.
func (p *program) filter(c *cli.Context) (f journal.Filter, err error) {
	f.Practices, f.Hosts, f.Steps = c.StringSlice("practice"), c.StringSlice("host"), c.StringSlice("step")
	for flag, patterns := range map[string][]string{"--practice": f.Practices, "--host": f.Hosts, "--step": f.Steps} {
		for _, pattern := range patterns {
			if _, err := path.Match(pattern, ""); err != nil || pattern == "" {
				return f, problem.New(problem.FlagPattern, "flag", flag, "value", quoted(pattern))
			}
		}
	}
	for _, list := range c.StringSlice("status") {
		for _, s := range strings.Split(list, ",") {
			if !slices.Contains(runStatuses, s) {
				return f, problem.New(problem.FlagChoice, "flag", "--status", "value", quoted(s), "choices",
					strings.Join(runStatuses, ", "))
			}
			f.Statuses = append(f.Statuses, plan.RunStatus(s))
		}
	}
	if f.Since, err = p.moment(c, "since", 0); err != nil {
		return f, err
	}
	f.Until, err = p.moment(c, "until", 1)
	return f, err
}

// moment reads a time: how long ago (30d, 12h), a day of the operator's, or RFC 3339. Of a day it is the beginning, so
// many days later.
func (p *program) moment(c *cli.Context, flag string, days int) (time.Time, error) {
	written := c.String(flag)
	if !c.IsSet(flag) {
		return time.Time{}, nil
	}
	if age, ok := age(written); ok {
		return p.Now().Add(-age), nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, written, time.Local); err == nil {
		return day.AddDate(0, 0, days), nil
	}
	t, err := time.Parse(time.RFC3339, written)
	if err != nil {
		return t, problem.New(problem.FlagMoment, "flag", "--"+flag, "value", quoted(written))
	}
	return t, nil
}

// age reads a time span that may have days: 400d, 12h.
func age(written string) (time.Duration, bool) {
	const most = 100 * 366 // days
	if number, ok := strings.CutSuffix(written, "d"); ok {
		n, err := strconv.Atoi(number)
		return time.Duration(n) * 24 * time.Hour, err == nil && n >= 0 && n <= most
	}
	d, err := time.ParseDuration(written)
	return d, err == nil && d >= 0
}

package exec

import (
	"context"
	"time"

	"github.com/xops-dev/xops/internal/plan"
	"github.com/xops-dev/xops/internal/resource"
)

// poller looks at a detached operation: one session as long as it holds.
type poller struct {
	*applier
	ctx     context.Context
	session Session // nil where there is none
	end     context.CancelFunc
}

// look asks once how a detached operation is doing.
func (p *poller) look(c *plan.Item) (resource.Props, error) {
	ctx, cancel := context.WithTimeout(p.ctx, pollTime)
	defer cancel()
	if p.session == nil {
		if err := p.connect(ctx); err != nil {
			return nil, err
		}
		// Opened for as long as the operation may run, but within the time of one look.
		opening, end := context.WithCancel(p.ctx)
		late := time.AfterFunc(pollTime, end)
		session, err := p.open(opening, Observe)
		late.Stop()
		if err != nil {
			end()
			return nil, err
		}
		p.session, p.end = session, end
	}
	answers, err := p.session.Observe(ctx, []resource.Query{{Type: c.Op.Type, Key: c.Op.Key, Args: c.Op.Before}})
	switch {
	case err != nil:
		p.leave() // it is of no further use
		return nil, err
	case len(answers) != 1:
		return nil, unanswered(len(answers), 1)
	case answers[0].Fault != nil:
		return nil, answers[0].Fault
	case len(answers[0].Items) != 1:
		return nil, unanswered(0, 1)
	}
	return answers[0].Items[0].Props, nil
}

// leave ends the session, if there is one.
func (p *poller) leave() {
	if p.session != nil {
		leave(p.ctx, p.session)
		p.end()
		p.session = nil
	}
}

func (p *poller) disconnect() {
	p.leave()
	p.applier.disconnect()
}

package lab

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wine"
)

// Real is the practice Windows behind a host's server; nil with the engine Sim, for a host that is off, and while the
// fleet is stopped.
func (h *Host) Real() *wine.Host { return h.real }

// boot makes a practice Windows of every host that is on.
func (f *Fleet) boot(ctx context.Context) error {
	if f.program == nil {
		var err error
		if f.program, err = wine.BuildServiceProvider(ctx); err != nil {
			return err
		}
	}
	hosts := f.Hosts()
	failed := make([]error, len(hosts))
	room := make(chan struct{}, max(2, runtime.NumCPU()))
	var wg sync.WaitGroup
	for i, h := range hosts {
		if h.Has(HostOff) {
			continue
		}
		wg.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			if failed[i] = ctx.Err(); failed[i] == nil {
				failed[i] = f.bootHost(ctx, h)
			}
		})
	}
	wg.Wait()
	return errors.Join(failed...)
}

func (f *Fleet) bootHost(ctx context.Context, h *Host) error {
	wrong := func(err error) error { return fmt.Errorf("%s: %w", h.ID(), err) }
	real, err := f.kit.NewHost(h.Computer)
	if err != nil {
		return wrong(err)
	}
	h.real, h.machine = real, real
	_ = real.Isolate() // without the right to it the hosts see each other's listeners
	state := h.Sim.State()
	drives := map[byte]bool{'C': true}
	for _, file := range state.Files {
		if letter := file.Path[0]; !drives[letter] {
			drives[letter] = true
			if err := real.AddDrive(letter); err != nil {
				return wrong(err)
			}
		}
	}
	// Folders, services and rules that every Windows has, the practice Windows has too; what sort of Windows it is
	// stands in the registry.
	bare := sim.New(sim.Options{Computer: h.Computer, Domain: h.Practice.Domain, Now: f.cfg.Now}).State()
	bare.Registry = nil
	if err := f.carrier(ctx, h).carry(bare, state); err != nil {
		return wrong(err)
	}
	return nil
}

func (f *Fleet) carrier(ctx context.Context, h *Host) *carrier {
	return &carrier{ctx: ctx, to: h.real, program: f.program, address: h.Address}
}

package lab

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/text"
)

// FollowManual does on a host what a manual step of the shipped playbooks asks a person for: step is its name or
// address, e.g. "step.manual.clean". It says what was done, one sentence a line; an error when the step is none that it
// can do.
func (f *Fleet) FollowManual(h *Host, step string) ([]text.Saying, error) {
	name := step[strings.LastIndexByte(step, '.')+1:]
	switch name {
	case "clean", "install", "data_path", "update":
	default:
		return nil, fmt.Errorf("%s: the lab's technician cannot do %q; he can do clean, install, data_path and "+
			"update of reinstall-service-provider", h.ID(), step)
	}
	if h.Has(HostOff) {
		return nil, fmt.Errorf("%s is off", h.ID())
	}
	if h.Role != "server" {
		return nil, fmt.Errorf("%s is no server: a Service-Provider is not installed there", h.ID())
	}
	before := h.Sim.State()
	done := h.uninstallAll()
	r := rand.New(rand.NewPCG(uint64(f.cfg.Seed), uint64(h.Practice.number)+0x74656368))
	i := installation{
		guid: newGUID(r), service: h.Practice.style.service, version: spVersion, kundennummer: h.Practice.Kundennummer,
		installed: "1",
		pvsName:   strings.ToUpper(h.Practice.Product), dataPath: h.Practice.DataDir, start: sim.Delayed,
		state: sim.Running,
	}
	if h.Practice.Product == isynet {
		i.dataPath = ""
	}
	if err := first(h.writePVS(i, false), h.install(i)); err != nil {
		return done, fmt.Errorf("%s: %w", h.ID(), err)
	}
	if h.real != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		if err := f.carrier(ctx, h).carry(before, h.Sim.State()); err != nil {
			return done, fmt.Errorf("%s: %w", h.ID(), err)
		}
	}
	return append(done, text.TechnicianInstalled.With("version", i.version, "number", i.kundennummer)), nil
}

// uninstallAll removes every Service-Provider with what it leaves behind.
func (h *Host) uninstallAll() []text.Saying {
	var done []text.Saying
	for _, s := range h.Sim.Services() {
		if strings.HasPrefix(strings.TrimPrefix(s.ImagePath, `"`), programs) {
			h.Sim.RemoveService(s.Name)
			done = append(done, text.TechnicianUninstalled.With("service", s.Name))
		}
	}
	for _, key := range h.Sim.RegistryKeys(strings.TrimSuffix(uninstall, `\`)) {
		if name, _ := h.Sim.Registry(uninstall+key, "DisplayName"); name == "medatixx Service-Provider" {
			h.Sim.RemoveRegistry(uninstall + key)
		}
	}
	for _, pattern := range []string{programs + "*", leftovers + "*"} {
		for _, path := range h.Sim.Glob(pattern) {
			h.Sim.Remove(path)
			done = append(done, text.TechnicianRemoved.With("path", path))
		}
	}
	return done
}

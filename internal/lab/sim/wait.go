package sim

import (
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

// wait answers an operation of the type wait. The host's own clock moves on until what is waited for has come true, or
// the operation's time is over.
func (h *Host) wait(op resource.Op) resource.Result {
	kind, rest, _ := strings.Cut(op.Key, "/")
	if kind == "seconds" {
		return resource.Result{Op: op.ID, Status: resource.Done, Now: resource.Props{"met": true}}
	}
	met, f := h.met(kind, rest)
	now := func() int64 {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.passed.Milliseconds()
	}
	status := resource.Already
	for until := now() + within(op).Milliseconds(); f == nil && !met && now() < until; status = resource.Done {
		h.mu.Lock()
		h.pass(waitPause)
		h.mu.Unlock()
		met, f = h.met(kind, rest)
	}
	switch {
	case f != nil:
		return resource.Result{Op: op.ID, Status: resource.Failed, Fault: f}
	case !met:
		return resource.Result{
			Op: op.ID, Status: resource.Failed, Now: resource.Props{"met": false},
			Fault: fault(resource.Timeout, "", "deadline passed: waiting for %s", op.Key),
		}
	}
	return resource.Result{Op: op.ID, Status: status, Now: resource.Props{"met": true}}
}

// met says whether something has come true.
func (h *Host) met(kind, rest string) (bool, *resource.Fault) {
	if kind == "tcp" {
		items, f := h.getTCP(resource.Query{Key: rest})
		return f == nil && items[0].Props["result"] == "open", f
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch kind {
	case "service":
		h.settle()
		state, name, _ := strings.Cut(rest, "/")
		s := h.services[strings.ToLower(name)]
		return s != nil && s.State == state, nil
	case "file", "nofile":
		a, f := h.address(rest)
		return f == nil && (h.find(a) != nil) == (kind == "file"), f
	}
	return false, fault(resource.Invalid, "", "nothing that can be waited for: %s", kind+"/"+rest)
}

package sim

import (
	"context"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

// kind is one resource type.
type kind struct {
	get   func(h *Host, q resource.Query) ([]resource.Item, *resource.Fault)
	now   func(h *Host, op resource.Op) (resource.Props, *resource.Fault) // the touched properties as they are
	write func(h *Host, op resource.Op) *resource.Fault
}

var kinds = map[string]kind{
	"file":           {get: (*Host).getFile, now: (*Host).fileNow, write: (*Host).writeFile},
	"registry":       {get: (*Host).getRegistry, now: (*Host).registryNow, write: (*Host).writeRegistry},
	"service":        {get: (*Host).getService, now: (*Host).serviceNow, write: (*Host).writeService},
	"firewall":       {get: (*Host).getFirewall},
	"firewall_rule":  {get: (*Host).getRule, now: (*Host).ruleNow, write: (*Host).writeRule},
	"network":        {get: (*Host).getNetwork, now: (*Host).networkNow, write: (*Host).writeNetwork},
	"permission":     {get: (*Host).getPermission, now: (*Host).permissionNow, write: (*Host).writePermission},
	"os":             {get: (*Host).getOS},
	"process":        {get: (*Host).getProcess},
	"listener":       {get: (*Host).getListener},
	"tcp":            {get: (*Host).getTCP},
	"dns":            {get: (*Host).getDNS},
	"tls":            {get: (*Host).getTLS},
	"time":           {get: (*Host).getTime},
	"scheduled_task": {get: (*Host).getJobs},
	"cim":            {get: (*Host).getCIM},
	"program":        {get: (*Host).getProgram},
	"task":           {get: (*Host).getTask, now: (*Host).taskNow, write: (*Host).writeTask},
	"reboot":         {get: (*Host).getRestart, now: (*Host).restartNow, write: (*Host).writeRestart},
}

// reaching are the types whose questions may look at another host: they take the lock where they need it.
var reaching = map[string]bool{"tcp": true, "dns": true, "tls": true, "time": true}

// Get answers a query as the agent would, past injected failures.
func (h *Host) Get(q resource.Query) resource.Answer {
	k, ok := kinds[q.Type]
	if !ok {
		return resource.Answer{Fault: fault(resource.Unsupported, "", "\"%v\" is no resource type that can be read",
			q.Type)}
	}
	if !reaching[q.Type] {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.settle()
	}
	items, f := k.get(h, q)
	return resource.Answer{Items: items, Fault: f}
}

// Set compares and sets as the agent would, past injected failures.
func (h *Host) Set(op resource.Op) resource.Result {
	if op.Type == "script" {
		return h.runScript(context.Background(), op)
	}
	if op.Type == "wait" {
		return h.wait(op)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.set(op, func() {})
}

// set is Set under the lock; written is called when the write is on disk, before it is read back.
func (h *Host) set(op resource.Op, written func()) resource.Result {
	h.settle()
	out := resource.Result{Op: op.ID, Status: resource.Failed}
	k := kinds[op.Type]
	if k.write == nil {
		out.Fault = fault(resource.Unsupported, "", "\"%v\" is no resource type that can be set", op.Type)
		return out
	}
	if len(op.After) == 0 {
		out.Fault = fault(resource.Invalid, "", "nothing is to be set")
		return out
	}
	if op.Type == "file" {
		h.repair(op.Key)
	}
	now, f := k.now(h, op)
	if f != nil {
		out.Fault = f
		return out
	}
	switch {
	case !op.After.Bool("restart") && len(op.After) > 0 && h.agrees(op, op.After, now):
		out.Status, out.Now = resource.Already, now
		return out
	case !h.agrees(op, op.Before, now):
		out.Status, out.Now = resource.Drift, now
		return out
	}
	if f := k.write(h, op); f != nil {
		out.Fault = f
		out.Now, _ = k.now(h, op)
		return out
	}
	written()
	if out.Now, f = k.now(h, op); f != nil {
		out.Fault = f
		return out
	}
	if op.After.Bool("restart") {
		out.Now["restart"] = true
	}
	if !h.agrees(op, op.After, out.Now) {
		out.Fault = fault(resource.Internal, "", "what was written is not what is read")
		return out
	}
	out.Status = resource.Done
	return out
}

// withoutCase are the properties that Windows compares without case.
var withoutCase = map[string]bool{
	"file/path": true, "service/name": true,
}

// agrees says whether all wanted properties are so now; bytes are compared by their hash, actions not at all.
func (h *Host) agrees(op resource.Op, want, now resource.Props) bool {
	for name, v := range want {
		if actions[name] {
			continue
		}
		if name == "content" && op.Type == "file" {
			if _, hashed := want["sha256"]; hashed && v != nil {
				continue
			}
			if name = "sha256"; v != nil {
				data, ok := want.Bytes("content")
				if !ok {
					return false
				}
				v = digest(data)
			}
		}
		is := now[name]
		if op.Type == "firewall_rule" {
			v, is = h.ruleForm(name, v), h.ruleForm(name, is)
		}
		a, isText := v.(string)
		b, hasText := is.(string)
		if isText && hasText && withoutCase[op.Type+"/"+name] {
			if !strings.EqualFold(a, b) {
				return false
			}
		} else if !resource.Equal(v, is) {
			return false
		}
	}
	return true
}

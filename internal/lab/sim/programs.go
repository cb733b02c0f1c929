package sim

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What Windows' own programs sc.exe, reg.exe and cmd.exe say of a host, as far as a witness is needed that knows
// nothing of the agent. Each takes its arguments as one line and gives an exit code.

var serviceLine = regexp.MustCompile(`(?i)^create (\S+) binPath= "([^"]*)"(?: start= (auto|demand|disabled))?$`)

func (h *Host) sc(arguments string, stdout io.Writer) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	verb, name, _ := strings.Cut(strings.TrimSpace(arguments), " ")
	s := h.services[strings.ToLower(name)]
	switch strings.ToLower(verb) {
	case "create":
		m := serviceLine.FindStringSubmatch(arguments)
		switch {
		case m == nil:
			return 1639 // an invalid argument
		case h.services[strings.ToLower(m[1])] != nil:
			return 1073
		}
		start := map[string]string{"auto": Auto, "disabled": Disabled}[strings.ToLower(m[3])]
		if start == "" {
			start = Manual
		}
		h.addService(Service{Name: m[1], DisplayName: m[1], ImagePath: m[2], Start: start, State: Stopped})
	case "query", "delete":
		if s == nil {
			return 1060
		}
		if strings.EqualFold(verb, "delete") {
			delete(h.services, strings.ToLower(name))
			return 0
		}
		_, _ = fmt.Fprintf(stdout, "\r\nSERVICE_NAME: %s\r\n", s.Name)
	default:
		return 1639
	}
	return 0
}

// reg shows one key with its values: query KEY [/reg:64|/reg:32].
func (h *Host) reg(arguments string, stdout io.Writer) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := strings.Fields(arguments)
	if len(f) < 2 || !strings.EqualFold(f[0], "query") {
		return 1
	}
	asked := f[1]
	if slices.Contains(f, "/reg:32") && len(asked) > 4 && strings.EqualFold(asked[:5], `HKLM\`) {
		asked = "HKLM32" + asked[4:]
	}
	path, err := regPath(asked)
	if err != nil {
		return 1
	}
	k := h.registryRoot(asked).find(path)
	if k == nil {
		return 1
	}
	_, _ = fmt.Fprintf(stdout, "\r\n%s\r\n", strings.Replace(f[1], "HKLM", "HKEY_LOCAL_MACHINE", 1))
	for _, v := range k.values {
		_, _ = fmt.Fprintf(stdout, "    %s    REG_%s    %s\r\n", v.name, strings.ToUpper(v.typ), v.shown())
	}
	return 0
}

// shown is a value as reg.exe writes it.
func (v regValue) shown() string {
	switch x := v.value.(type) {
	case int64:
		return "0x" + strconv.FormatInt(x, 16)
	case []any:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = fmt.Sprint(x[i])
		}
		return strings.Join(parts, `\0`)
	case string:
		if raw, err := base64.StdEncoding.DecodeString(x); v.typ == "binary" && err == nil {
			return strings.ToUpper(hex.EncodeToString(raw))
		}
		return x
	}
	return ""
}

var (
	dirLine = regexp.MustCompile(`(?i)^dir /b "?([^"]+)"?$`)
	rdLine  = regexp.MustCompile(`(?i)^rd /s /q "?([^"]+)"?$`)
)

// folderCommand is cmd.exe's dir /b and rd /s /q; ok is false for another line.
func (h *Host) folderCommand(line string, stdout io.Writer) (code int, ok bool) {
	if m := dirLine.FindStringSubmatch(line); m != nil {
		if !h.Exists(m[1]) {
			return 1, true
		}
		for _, path := range h.Glob(m[1] + `\*`) {
			_, _ = fmt.Fprintf(stdout, "%s\r\n", path[strings.LastIndexByte(path, '\\')+1:])
		}
		return 0, true
	}
	if m := rdLine.FindStringSubmatch(line); m != nil {
		if !h.Exists(m[1]) {
			return 2, true
		}
		h.Remove(m[1])
		return 0, true
	}
	return 0, false
}

// registryRoot is the registry with what Windows keeps there for others: firewall rules and services. asked is the key
// that is wanted: only then is it made.
func (h *Host) registryRoot(asked string) *regKey {
	lower := strings.ToLower(asked)
	if !strings.Contains(lower, `currentcontrolset\services`) {
		return h.registry
	}
	const services = `HKLM\SYSTEM\CurrentControlSet\Services\`
	root := h.registry
	graft := func(key string, values map[string]regValue) {
		path, err := regPath(key)
		if err == nil {
			root = root.with(path, values)
		}
	}
	rules := map[string]regValue{}
	for _, r := range h.firewall.rules {
		if r.store == "local" {
			rules[strings.ToLower(r.id)] = regValue{r.id, "sz", r.raw}
		}
	}
	graft(services+`SharedAccess\Parameters\FirewallPolicy\FirewallRules`, rules)
	for _, s := range h.services {
		start := map[string]int64{Auto: 2, Delayed: 2, Manual: 3, Disabled: 4}[s.Start]
		values := map[string]regValue{
			"imagepath": {"ImagePath", "expand_sz", s.ImagePath}, "start": {"Start", "dword", start},
			"objectname": {"ObjectName", "sz", s.Account}, "displayname": {"DisplayName", "sz", s.DisplayName},
		}
		if s.Start == Delayed {
			values["delayedautostart"] = regValue{"DelayedAutostart", "dword", int64(1)}
		}
		graft(services+s.Name, values)
	}
	return root
}

// with gives a copy of a tree in which a key has further values; what is not on the way is shared.
func (k *regKey) with(path []string, values map[string]regValue) *regKey {
	c := newKey("")
	if k != nil {
		c.name = k.name
		for name, v := range k.values {
			c.values[name] = v
		}
		for name, sub := range k.keys {
			c.keys[name] = sub
		}
	}
	if len(path) == 0 {
		for name, v := range values {
			c.values[name] = v
		}
		return c
	}
	name := strings.ToLower(path[0])
	next := c.keys[name]
	if next == nil {
		next = newKey(path[0])
	}
	c.keys[name] = next.with(path[1:], values)
	return c
}

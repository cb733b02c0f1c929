package sim

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

func (h *Host) getOS(resource.Query) ([]resource.Item, *resource.Fault) {
	kind, installation := int64(1), "Client"
	if h.server {
		kind, installation = 3, "Server"
	}
	return []resource.Item{{Key: "", Props: resource.Props{
		"computer": h.computer, "host_name": h.hostName(), "addresses": list(h.addresses), "domain": text(h.domain),
		"part_of_domain": h.domain != "", "workgroup": h.workgroup(),
		"build": h.os.Build, "ubr": h.os.UBR, "edition": h.os.Edition, "product_name": h.os.ProductName,
		"installation_type": installation, "product_type": kind,
		"language": int64(1031), "dotnet_release": number(h.os.DotNetRelease), "powershell": h.os.PowerShell,
		"boot_time": stamp(h.boot), "time": stamp(h.now()),
		"oem_codepage": int64(850), "ansi_codepage": int64(1252), "system_drive": "C:",
		"pending_reboot": h.os.PendingReboot,
	}}}, nil
}

// hostName is the name in full; that of NetBIOS ends after 15 characters.
func (h *Host) hostName() string {
	if h.fullName != "" {
		return h.fullName
	}
	return h.computer
}

// SetNames gives the computer a name in full, and its addresses.
func (h *Host) SetNames(full string, addresses ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fullName, h.addresses = full, addresses
}

func (h *Host) workgroup() any {
	if h.domain != "" {
		return nil
	}
	return h.group
}

func number(n int64) any {
	if n <= 0 {
		return nil
	}
	return n
}

func classKey(namespace, class string) string {
	if namespace == "" {
		namespace = `root\cimv2`
	}
	return strings.ToLower(strings.ReplaceAll(namespace, "/", `\`) + ":" + class)
}

// instances gives a class's instances; ok is false for an unknown class.
func (h *Host) instances(namespace, class string) (list []resource.Props, ok bool) {
	key := classKey(namespace, class)
	kind := int64(1)
	if h.server {
		kind = 3
	}
	switch key {
	case `root\cimv2:win32_operatingsystem`:
		return []resource.Props{{
			"Caption": "Microsoft " + h.os.ProductName, "Version": "10.0." + strconv.FormatInt(h.os.Build, 10),
			"BuildNumber": strconv.FormatInt(h.os.Build, 10),
			"ProductType": kind, "OSLanguage": int64(1031), "OSArchitecture": "64-Bit", "CSName": h.computer,
			"SystemDrive":      "C:",
			"WindowsDirectory": `C:\Windows`, "TotalVisibleMemorySize": int64(16644084),
			"FreePhysicalMemory": int64(9123456),
		}}, true
	case `root\cimv2:win32_computersystem`:
		domain := h.domain
		role := int64(0)
		if domain == "" {
			domain = h.group
		} else {
			role = 1
		}
		if h.server {
			role += 2
		}
		return []resource.Props{{
			"Name": h.computer, "Domain": domain, "PartOfDomain": h.domain != "", "DomainRole": role,
			"Manufacturer": h.maker, "Model": h.model,
			"TotalPhysicalMemory": int64(17043542016), "NumberOfLogicalProcessors": int64(8),
			"NumberOfProcessors": int64(1),
		}}, true
	case `root\standardcimv2:msft_netconnectionprofile`:
		numbers := map[string]int64{"public": 0, "private": 1, "domain": 2}
		for i, name := range h.firewall.active {
			list = append(list, resource.Props{
				"Name": networkName(i), "InterfaceAlias": "Ethernet", "NetworkCategory": numbers[name],
			})
		}
		return list, true
	case `root\cimv2:win32_logicaldisk`:
		for letter := byte('A'); letter <= 'Z'; letter++ {
			d := h.drives[letter]
			if d == nil {
				continue
			}
			kinds := map[string]int64{"removable": 2, "fixed": 3, "network": 4, "optical": 5}
			p := resource.Props{
				"DeviceID": string(letter) + ":", "DriveType": kinds[d.kind], "FileSystem": "NTFS", "Size": d.size,
				"FreeSpace": d.free, "VolumeName": d.label,
			}
			if !d.ready() {
				p["FileSystem"], p["Size"], p["FreeSpace"], p["VolumeName"] = nil, nil, nil, nil
			}
			list = append(list, p)
		}
		return list, true
	case `root\cimv2:win32_service`:
		for _, s := range h.sortedServices() {
			mode := map[string]string{Auto: "Auto", Delayed: "Auto", Manual: "Manual", Disabled: "Disabled"}[s.Start]
			list = append(list, resource.Props{
				"Name": s.Name, "DisplayName": s.DisplayName, "State": strings.ToUpper(s.State[:1]) + s.State[1:],
				"StartMode": mode, "PathName": s.ImagePath,
				"StartName": s.Account, "ProcessId": s.PID, "ExitCode": s.ExitCode,
			})
		}
		return list, true
	}
	list, ok = h.classes[key]
	if !ok && key == `root\cimv2:win32_networkadapterconfiguration` {
		return []resource.Props{{
			"IPEnabled": true, "DefaultIPGateway": []any{"10.20.30.1"}, "DNSServerSearchOrder": []any{"10.20.30.1"},
			"IPAddress": []any{"10.20.30.5"}, "DHCPEnabled": false, "Description": "Intel(R) Ethernet Connection",
		}}, true
	}
	return list, ok
}

var className = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)

func (h *Host) getCIM(q resource.Query) ([]resource.Item, *resource.Fault) {
	if !className.MatchString(q.Key) {
		return nil, fault(resource.Invalid, "", "\"%v\" is no name of a class", q.Key)
	}
	all, ok := h.instances(q.Args.String("namespace"), q.Key)
	if !ok {
		return nil, fault(resource.Absent, "0x80041010", "Ungültige Klasse: %s", q.Key)
	}
	names := q.Args.Strings("select")
	if len(names) == 0 {
		return nil, fault(resource.Invalid, "", "no properties")
	}
	filter, _ := q.Args["filter"].(map[string]any)
	if filter == nil {
		filter, _ = q.Args["filter"].(resource.Props)
	}
	items := []resource.Item{}
	for _, instance := range all {
		if !selected(instance, filter) {
			continue
		}
		props := resource.Props{}
		for _, name := range names {
			_, props[name] = property(instance, name)
		}
		items = append(items, resource.Item{Key: strconv.Itoa(len(items)), Props: props})
	}
	return items, nil
}

// property finds a property without case, as WMI does.
func property(p resource.Props, name string) (string, any) {
	for k, v := range p {
		if strings.EqualFold(k, name) {
			return k, v
		}
	}
	return name, nil
}

func selected(instance resource.Props, filter map[string]any) bool {
	for name, want := range filter {
		_, v := property(instance, name)
		s, isText := v.(string)
		pattern, wantText := want.(string)
		if isText && wantText {
			if !match(pattern, s) {
				return false
			}
		} else if !resource.Equal(v, want) {
			return false
		}
	}
	return true
}

// runScript answers a script step with what OnScript gave.
func (h *Host) runScript(ctx context.Context, op resource.Op) resource.Result {
	out := resource.Result{Op: op.ID, Status: resource.Failed}
	if h.scripts == nil {
		out.Fault = fault(resource.Unsupported, "", "the simulator runs no PowerShell; take a practice Windows for "+
			"script steps")
		return out
	}
	var parameters resource.Props
	switch p := op.After["parameters"].(type) {
	case map[string]any:
		parameters = p
	case resource.Props:
		parameters = p
	}
	lines, code, err := h.scripts(ctx, op.After.String("script"), parameters)
	out.Now = resource.Props{"output": list(lines), "exit_code": int64(code)}
	switch {
	case ctx.Err() != nil:
		out.Fault = fault(resource.Timeout, "", "the script did not end within its time")
	case err != nil:
		out.Fault = fault(resource.Internal, "", "%v", err)
	case code != 0:
		out.Fault = fault(resource.ExitCode, "", "%d", code)
	default:
		out.Status = resource.Done
	}
	return out
}

// actions happen each time; they are never there already, and nothing is compared.
var actions = map[string]bool{"restart": true, "script": true, "parameters": true, "command": true}

// touched are the names that an operation has before or after, without actions.
func touched(op resource.Op) map[string]bool {
	names := map[string]bool{}
	for _, side := range []resource.Props{op.Before, op.After} {
		for k := range side {
			if !actions[k] {
				names[k] = true
			}
		}
	}
	return names
}

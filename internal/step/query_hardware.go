package step

import (
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

// HardwareQuery tells what the computer is made of (WS-01 to WS-03, WS-06, WS-08, SRV-03, SRV-04). What no source tells
// is null.
type HardwareQuery struct{}

// Where the sources lie; the processor's own name and clock are those of the first one.
const (
	processorKey = `HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor\0`
	displayKey   = `HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}\00*`
	directXKey   = `HKLM\SOFTWARE\Microsoft\DirectX`
	storageKey   = `HKLM\SYSTEM\CurrentControlSet\Services\USBSTOR`
)

func cim(namespace, class string, properties ...string) resource.Query {
	args := resource.Props{"select": list(properties)}
	if namespace != "" {
		args["namespace"] = namespace
	}
	return resource.Query{Type: "cim", Key: class, Args: args}
}

var (
	processorQuery = cim("", "Win32_Processor", "NumberOfCores", "MaxClockSpeed", "Manufacturer")
	modulesQuery   = cim("", "Win32_PhysicalMemory", "Capacity", "MemoryType")
	computerQuery  = cim("", "Win32_ComputerSystem", "Manufacturer", "Model", "TotalPhysicalMemory")
	usbQuery       = cim("", "Win32_USBController", "Name")
)

// Ask implements Query.
func (q *HardwareQuery) Ask() []resource.Query {
	return []resource.Query{
		{Type: "registry", Key: registryKey(processorKey, "*")},
		processorQuery, modulesQuery, computerQuery, usbQuery,
		{Type: "registry", Key: registryKey(displayKey, "HardwareInformation.*MemorySize")},
		{Type: "registry", Key: registryKey(directXKey, "Version")},
		{Type: "registry", Key: registryKey(storageKey, "Start")},
	}
}

// virtualModels are fragments of what makers of virtual machines call them.
var virtualModels = []string{"virtual", "vmware", "qemu", "kvm", "xen", "parallels", "domu"}

// Answer implements Query: vendor (Intel, AMD), name, mhz, cores, memory_bytes (of the modules, else what Windows
// sees), virtual, maker, model, graphics_bytes (the most that a card tells), directx, usb, usb_storage.
func (q *HardwareQuery) Answer(w World) ([]map[string]any, error) {
	ask := q.Ask()
	row := map[string]any{
		"vendor": nil, "name": nil, "mhz": nil, "cores": nil, "memory_bytes": nil, "virtual": nil, "maker": nil,
		"model": nil, "graphics_bytes": nil, "directx": nil, "usb": nil, "usb_storage": nil,
	}
	q.processor(w, row)
	if items, err := quiet(w, computerQuery); err == nil && len(items) > 0 {
		p := items[0].Props
		row["maker"], row["model"], row["memory_bytes"] = p["Manufacturer"], p["Model"], whole(p["TotalPhysicalMemory"])
		model := strings.ToLower(p.String("Manufacturer") + " " + p.String("Model"))
		row["virtual"] = containsAny(model, virtualModels)
	}
	if items, err := quiet(w, modulesQuery); err == nil {
		var sum int64
		for _, i := range items {
			if i.Props.Int("MemoryType") != flash {
				sum += i.Props.Int("Capacity")
			}
		}
		if sum > 0 {
			row["memory_bytes"] = sum
		}
	}
	if items, err := quiet(w, usbQuery); err == nil && items != nil {
		row["usb"] = len(items) > 0
	}
	if items, err := quiet(w, ask[5]); err == nil {
		var most int64
		for _, i := range items {
			if n, ok := i.Props["value"].(int64); ok {
				most = max(most, n)
			}
		}
		if most > 0 {
			row["graphics_bytes"] = most
		}
	}
	if items, err := quiet(w, ask[6]); err == nil && len(items) > 0 {
		row["directx"] = items[0].Props["value"]
	}
	if items, err := quiet(w, ask[7]); err == nil && len(items) > 0 {
		row["usb_storage"] = items[0].Props.Int("value") != 4 // disabled
	}
	return []map[string]any{row}, nil
}

// flash is the type of what is no memory in the sense of programs.
const flash = 11

func (q *HardwareQuery) processor(w World, row map[string]any) {
	if items, err := quiet(w, q.Ask()[0]); err == nil {
		for _, i := range items {
			_, name, _ := strings.Cut(i.Key, `\\`)
			switch strings.ToLower(name) {
			case "vendoridentifier":
				row["vendor"] = map[string]any{"GenuineIntel": "Intel", "AuthenticAMD": "AMD"}[i.Props.String("value")]
				if row["vendor"] == nil {
					row["vendor"] = i.Props["value"]
				}
			case "processornamestring":
				row["name"] = strings.TrimSpace(i.Props.String("value"))
			case "~mhz":
				row["mhz"] = whole(i.Props["value"])
			}
		}
	}
	items, err := quiet(w, processorQuery)
	if err != nil || len(items) == 0 {
		return
	}
	var cores int64
	for _, i := range items {
		cores += i.Props.Int("NumberOfCores")
		if n, ok := i.Props["MaxClockSpeed"].(int64); ok && n > 0 {
			row["mhz"] = n
		}
	}
	if cores > 0 {
		row["cores"] = cores
	}
}

// whole is a number that is above 0; null for any other value.
func whole(v any) any {
	if n, ok := v.(int64); ok && n > 0 {
		return n
	}
	return nil
}

func containsAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

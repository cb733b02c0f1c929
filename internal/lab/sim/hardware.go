package sim

import "github.com/xops-dev/xops/internal/resource"

const (
	storageSpace  = `root\Microsoft\Windows\Storage:`
	standardSpace = `root\StandardCimv2:`
	processorKey  = `HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor\0`
	displayKey    = `HKLM\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}\0000`
)

// AddHardware gives the host what a practice's computer is made of, by Windows' own sources: processor, memory, disks,
// network card, graphics, USB. Servers have twice the memory.
func (h *Host) AddHardware() {
	module := int64(8 << 30)
	if h.server {
		module = 16 << 30
	}
	memory := resource.Props{"Capacity": module, "Speed": int64(3200), "MemoryType": int64(26)}
	h.SetClass("Win32_PhysicalMemory", memory, memory)
	h.SetClass("Win32_Processor", resource.Props{
		"Name": "Intel(R) Core(TM) i5-10500 CPU @ 3.10GHz", "Manufacturer": "GenuineIntel",
		"MaxClockSpeed": int64(3096), "NumberOfCores": int64(6), "NumberOfLogicalProcessors": int64(12),
	})
	h.SetClass("Win32_USBController", resource.Props{"Name": "Intel(R) USB 3.1 eXtensible-Hostcontroller"})
	disk := resource.Props{
		"DeviceId": "0", "MediaType": int64(4), "BusType": int64(17), "HealthStatus": int64(0),
		"FriendlyName": "SAMSUNG MZVL2512HCJQ",
	}
	data := resource.Props{
		"DeviceId": "1", "MediaType": int64(4), "BusType": int64(11), "HealthStatus": int64(0),
		"FriendlyName": "SAMSUNG MZ7L3960HCJR",
	}
	h.SetClass(storageSpace+"MSFT_PhysicalDisk", disk, data)
	h.SetClass(storageSpace+"MSFT_Partition",
		resource.Props{"DriveLetter": "C", "DiskNumber": int64(0)},
		resource.Props{"DriveLetter": "D", "DiskNumber": int64(1)})
	h.SetClass(standardSpace+"MSFT_NetAdapter", resource.Props{
		"Name": "Ethernet", "InterfaceDescription": "Intel(R) Ethernet Connection (11) I219-LM",
		"InterfaceIndex": int64(7), "Speed": int64(1_000_000_000), "InterfaceOperationalStatus": int64(1),
		"HardwareInterface": true, "Virtual": false, "NdisPhysicalMedium": int64(14),
	})
	h.SetClass(standardSpace+"MSFT_NetRoute", resource.Props{
		"DestinationPrefix": "0.0.0.0/0", "InterfaceIndex": int64(7), "RouteMetric": int64(0),
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	_ = h.setRegistry(processorKey, "VendorIdentifier", "sz", "GenuineIntel")
	_ = h.setRegistry(processorKey, "ProcessorNameString", "sz", "Intel(R) Core(TM) i5-10500 CPU @ 3.10GHz")
	_ = h.setRegistry(processorKey, "~MHz", "dword", int64(3096))
	_ = h.setRegistry(displayKey, "HardwareInformation.qwMemorySize", "qword", int64(1<<30))
	_ = h.setRegistry(`HKLM\SOFTWARE\Microsoft\DirectX`, "Version", "sz", "4.09.00.0904")
	_ = h.setRegistry(`HKLM\SYSTEM\CurrentControlSet\Services\USBSTOR`, "Start", "dword", int64(3))
}

// SetMaker says who made the computer, and as what.
func (h *Host) SetMaker(maker, model string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.maker, h.model = maker, model
}

// SetClass makes these the only instances of a class; none: there is no such class.
func (h *Host) SetClass(class string, instances ...resource.Props) {
	key := classKeyOf(class)
	h.mu.Lock()
	defer h.mu.Unlock()
	if delete(h.classes, key); len(instances) > 0 {
		h.classes[key] = instances
	}
}

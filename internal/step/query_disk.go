package step

import (
	"sort"
	"strconv"

	"github.com/xops-dev/xops/internal/resource"
)

// DiskQuery tells of the drives: how large they are, what is free, and what they lie on (WS-05, SRV-06, SRV-07). What
// no source tells is null: a RAID or a virtual disk does not say what it is made of.
type DiskQuery struct{}

const storageSpace = "root/Microsoft/Windows/Storage"

var (
	drivesQuery     = cim("", "Win32_LogicalDisk", "DeviceID", "DriveType", "Size", "FreeSpace", "VolumeName")
	partitionsQuery = cim(storageSpace, "MSFT_Partition", "DriveLetter", "DiskNumber")
	physicalQuery   = cim(storageSpace, "MSFT_PhysicalDisk", "DeviceId", "MediaType", "BusType", "HealthStatus",
		"FriendlyName")
)

// Ask implements Query.
func (q *DiskQuery) Ask() []resource.Query {
	return []resource.Query{drivesQuery, partitionsQuery, physicalQuery}
}

var (
	mediaTypes = map[int64]string{3: "hdd", 4: "ssd", 5: "ssd"}
	driveKinds = map[int64]string{2: "removable", 3: "fixed", 4: "network", 5: "optical"}
	// busses that hide what is behind them: RAID, file-backed, virtual, spaces.
	hidden = map[int64]bool{8: true, 14: true, 15: true, 16: true}
)

// Answer implements Query: for each drive drive (C:), kind, label, size and free (bytes), media (ssd, hdd), healthy,
// model.
func (q *DiskQuery) Answer(w World) ([]map[string]any, error) {
	drives, err := existing(w, drivesQuery)
	if err != nil {
		return nil, err
	}
	disks := map[string]resource.Props{} // by number
	if items, err := quiet(w, physicalQuery); err == nil {
		for _, i := range items {
			disks[i.Props.String("DeviceId")] = i.Props
		}
	}
	on := map[string]resource.Props{} // by letter
	if items, err := quiet(w, partitionsQuery); err == nil {
		for _, i := range items {
			on[i.Props.String("DriveLetter")+":"] = disks[strconv.FormatInt(i.Props.Int("DiskNumber"), 10)]
		}
	}
	out := []map[string]any{}
	for _, i := range drives {
		p := i.Props
		row := map[string]any{
			"drive": p["DeviceID"], "kind": nil, "label": p["VolumeName"], "size": whole(p["Size"]), "free": nil,
			"media": nil, "healthy": nil, "model": nil,
		}
		if kind, ok := driveKinds[p.Int("DriveType")]; ok {
			row["kind"] = kind
		}
		if n, ok := p["FreeSpace"].(int64); ok && row["size"] != nil {
			row["free"] = n
		}
		if d := on[p.String("DeviceID")]; d != nil {
			row["model"] = d["FriendlyName"]
			if media, ok := mediaTypes[d.Int("MediaType")]; ok && !hidden[d.Int("BusType")] {
				row["media"] = media
			}
			if health, ok := d["HealthStatus"].(int64); ok && health < 3 {
				row["healthy"] = health == 0
			}
		}
		out = append(out, row)
	}
	sort.Slice(out, func(a, b int) bool { return lesser(out[a]["drive"], out[b]["drive"]) })
	return out, nil
}

func lesser(a, b any) bool {
	x, _ := a.(string)
	y, _ := b.(string)
	return x < y
}

// AdapterQuery tells of the network cards (WS-04, SRV-10).
type AdapterQuery struct{}

const standardSpace = "root/StandardCimv2"

var (
	adaptersQuery = cim(standardSpace, "MSFT_NetAdapter", "Name", "InterfaceDescription", "InterfaceIndex", "Speed",
		"InterfaceOperationalStatus", "HardwareInterface", "Virtual", "NdisPhysicalMedium")
	routesQuery = cim(standardSpace, "MSFT_NetRoute", "DestinationPrefix", "InterfaceIndex", "RouteMetric")
)

// Ask implements Query.
func (q *AdapterQuery) Ask() []resource.Query { return []resource.Query{adaptersQuery, routesQuery} }

// Answer implements Query: name, description, speed (bits/s), up, physical, wireless, and main: the way to everywhere
// else goes over it.
func (q *AdapterQuery) Answer(w World) ([]map[string]any, error) {
	adapters, err := existing(w, adaptersQuery)
	if err != nil {
		return nil, err
	}
	var main any
	if routes, err := quiet(w, routesQuery); err == nil {
		best := int64(1 << 40)
		for _, i := range routes {
			metric := i.Props.Int("RouteMetric")
			if i.Props.String("DestinationPrefix") == "0.0.0.0/0" && metric < best {
				best, main = metric, i.Props.Int("InterfaceIndex")
			}
		}
	}
	const wifi = 9
	out := []map[string]any{}
	for _, i := range adapters {
		p := i.Props
		up := p.Int("InterfaceOperationalStatus") == 1
		row := map[string]any{
			"name": p["Name"], "description": p["InterfaceDescription"], "speed": nil, "up": up,
			"physical": p["HardwareInterface"] == true && p["Virtual"] != true,
			"wireless": p.Int("NdisPhysicalMedium") == wifi,
			"main":     main != nil && main == p.Int("InterfaceIndex"),
		}
		if up {
			row["speed"] = whole(p["Speed"])
		}
		out = append(out, row)
	}
	return out, nil
}

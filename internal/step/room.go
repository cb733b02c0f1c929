package step

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/resource"
)

// spaceQuery asks for the free bytes of every local disk.
func spaceQuery() resource.Query {
	return resource.Query{Type: "cim", Key: "Win32_LogicalDisk", Args: resource.Props{
		"select": list([]string{"DeviceID", "FreeSpace"}), "filter": map[string]any{"DriveType": int64(3)},
	}}
}

// answered says whether a question has its answer.
func answered(w World, q resource.Query) bool {
	_, err := w.List(q)
	var missing *NotObserved
	return !errors.As(err, &missing)
}

// room says why a drive has no room for this many MiB; told is false where the host does not tell.
func room(w World, drive string, mib int64) (told bool, err error) {
	items, err := w.List(spaceQuery())
	if err != nil {
		return false, cannotRead(problem.ReadDisks, "", err)
	}
	for _, i := range items {
		if !strings.EqualFold(i.Props.String("DeviceID"), drive+":") {
			continue
		}
		free, ok := bytesOf(i.Props["FreeSpace"])
		if !ok {
			return false, nil
		}
		if free>>20 < mib {
			return true, problem.New(problem.NoRoom, "drive", drive+":", "free", strconv.FormatInt(free>>20, 10),
				"needed", strconv.FormatInt(mib, 10))
		}
		return true, nil
	}
	return false, nil
}

// bytesOf reads a number of WMI, which gives 64 bits as text.
func bytesOf(v any) (int64, bool) {
	switch n := v.(type) {
	case int64:
		return n, true
	case string:
		i, err := strconv.ParseInt(n, 10, 64)
		return i, err == nil
	}
	return 0, false
}

// held says which other program holds a port that a service will listen on; "" for none. own is the service's process,
// 0 when it does not run; a holder that the host does not name is another one unless the service runs.
func held(w World, port, own int64, program string) (string, error) {
	items, err := w.List((&ListenerQuery{Port: &port}).Ask()[0])
	if err != nil {
		return "", cannotRead(problem.ReadPort, strconv.FormatInt(port, 10), err)
	}
	for _, i := range items {
		pid, by := i.Props.Int("pid"), i.Props.String("program")
		switch {
		case own != 0 && (pid == own || i.Props["pid"] == nil || by == ""):
		case by != "" && strings.EqualFold(by, program):
		case by == "":
			return fmt.Sprintf("PID %d", pid), nil
		default:
			return by, nil
		}
	}
	return "", nil
}

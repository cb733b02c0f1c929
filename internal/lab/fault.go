package lab

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is something that is wrong with a lab host or its practice, as it is found in the field.
type Fault string

// The faults that a fleet seeds; in brackets the catalogue rows they stand for.
const (
	PortClosed Fault = "port-closed" // no enabled firewall rule lets TCP 23174 in (ERR-1, SP-07)
	// Installed=0 in both ServiceProvider.ini, so it does not listen (ERR-3, SP-11)
	NotInstalled        Fault = "installed-0"
	KundennummerMissing Fault = "kundennummer-missing" // the installation's ServiceProvider.ini has none (SP-21)
	IniBlanks           Fault = "ini-blanks"           // blanks around = in the PVS-ServiceProvider.ini (SP-17)
	WrongPVSName        Fault = "pvs-name"             // PVSName is no product (ERR-6, SP-14)
	// PVSDataPath is where the data was before a move (ERR-5, SP-15); not x.isynet
	WrongPVSDataPath Fault = "pvs-data-path"
	TempNoDelete     Fault = "temp-no-delete" // users cannot delete in winacs\TEMP (GEN-10); x.isynet only
	// a second Service-Provider with service, folder and leftovers (ERR-1, SP-20)
	Duplicate      Fault = "duplicate"
	ServiceStopped Fault = "service-stopped" // the Service-Provider's service is stopped and manual (SP-04)
	HostOff        Fault = "host-off"        // nothing listens on the server's address
	// the server's account has another password than the inventory says
	WrongPassword Fault = "wrong-password"
	NoMandate     Fault = "no-mandate" // the practice has not agreed to changes (DOC-03)
)

// Faults are all of them, without those of the connection.
var Faults = []Fault{
	PortClosed, NotInstalled, KundennummerMissing, IniBlanks, WrongPVSName, WrongPVSDataPath, TempNoDelete, Duplicate,
	ServiceStopped,
	HostOff, WrongPassword, NoMandate,
}

// ParseFault gives the fault of a name; the error lists those that there are.
func ParseFault(name string) (Fault, error) {
	all := slices.Concat(Faults, ConnectionFaults)
	if f := Fault(strings.ToLower(strings.TrimSpace(name))); slices.Contains(all, f) {
		return f, nil
	}
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = string(f)
	}
	return "", fmt.Errorf("there is no fault %q; there are %s", name, strings.Join(names, ", "))
}

// fits says whether a fault can be on a server with this product.
func (f Fault) fits(product string) bool {
	switch f {
	case TempNoDelete:
		return product == isynet
	case WrongPVSDataPath:
		return product != isynet // an empty value is normal there (A04)
	}
	return true
}

// sets are what the practices of a default fleet have, in order of importance: one healthy practice, every fault at
// least once, and one practice with the whole repair.
var sets = [][]Fault{
	nil,
	{PortClosed, NotInstalled, KundennummerMissing, IniBlanks},
	{TempNoDelete},
	{Duplicate},
	{HostOff},
	{WrongPassword},
	{NoMandate, KundennummerMissing},
	{WrongPVSDataPath},
	{WrongPVSName},
	{ServiceStopped},
	{PortClosed},
	{KundennummerMissing},
	{IniBlanks},
	{NotInstalled},
}

func fits(set []Fault, product string) bool {
	return !slices.ContainsFunc(set, func(f Fault) bool { return !f.fits(product) })
}

package ntlm

import (
	"encoding/binary"
	"time"
)

// Facts are what a challenge tells of its server to anybody who asks, without a logon (MS-NLMP 2.2.1.2). What it does
// not tell is empty.
type Facts struct {
	Computer, Domain       string // NetBIOS
	DNSComputer, DNSDomain string
	Build                  int       // of Windows
	Time                   time.Time // the server's clock, UTC
}

// ReadFacts takes the facts out of a challenge; false if it is none.
func ReadFacts(challenge []byte) (Facts, bool) {
	if Type(challenge) != 2 || len(challenge) < 48 {
		return Facts{}, false
	}
	pairs := attributes(field(challenge, 40))
	f := Facts{
		Computer: decode(pairs[1]), Domain: decode(pairs[2]), DNSComputer: decode(pairs[3]),
		DNSDomain: decode(pairs[4]),
	}
	if ChallengeFlags(challenge)&flagVersion != 0 && len(challenge) >= 56 {
		f.Build = int(binary.LittleEndian.Uint16(challenge[50:]))
	}
	if stamp := pairs[7]; len(stamp) == 8 {
		// 100 ns since 1601; what lies outside a plausible century is no clock.
		s := int64(binary.LittleEndian.Uint64(stamp)/1e7) - 11644473600
		if t := time.Unix(s, 0).UTC(); t.Year() >= 1990 && t.Year() < 2100 {
			f.Time = t
		}
	}
	return f, true
}

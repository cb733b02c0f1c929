package ntlm

import (
	"testing"
	"time"
)

func challengeOf(t testing.TB, s *Server, now time.Time) []byte {
	t.Helper()
	negotiate := append([]byte("NTLMSSP\x00\x01\x00\x00\x00"), 0xB7, 0x82, 0x08, 0xE2)
	b, err := s.Challenge(negotiate, now)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReadFacts(t *testing.T) {
	now := time.Date(2026, 11, 24, 18, 3, 5, 0, time.UTC)
	f, ok := ReadFacts(challengeOf(t, &Server{Computer: "SRV01", Domain: "MÜLLER"}, now))
	if !ok || f.Computer != "SRV01" || f.Domain != "MÜLLER" || f.DNSComputer != "srv01" || f.DNSDomain != "müller" ||
		f.Build != 0 || !f.Time.Equal(now) {
		t.Errorf("%+v", f)
	}
	if _, ok := ReadFacts([]byte("NTLMSSP\x00\x03\x00\x00\x00")); ok {
		t.Error("an authenticate message is no challenge")
	}
	if b := challengeOf(t, &Server{Computer: "SRV01", NoSeal: true}, now); ChallengeFlags(b)&Needed == Needed {
		t.Error("this challenge must not agree to sealing")
	}
}

// FuzzReadFacts: whatever a host answers, reading it does no harm.
func FuzzReadFacts(f *testing.F) {
	f.Add(challengeOf(f, &Server{Computer: "SRV01", Domain: "PRAXIS"}, time.Unix(1790000000, 0)))
	f.Fuzz(func(_ *testing.T, b []byte) {
		ReadFacts(b)
		ComputerName(b)
		ChallengeFlags(b)
	})
}

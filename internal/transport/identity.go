package transport

import "time"

// Identity is by what a host is known again: the certificate or the host key of the first contact.
type Identity struct {
	Fingerprint string // sha256: and 64 hexadecimal digits
	Kind        string // of a host key, e.g. ssh-ed25519; "" for a certificate
	Name        string // whose certificate it is
	Until       time.Time
}

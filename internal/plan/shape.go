package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Shape is equal for hosts on which the same is to be done, whatever the values and paths are there: which steps change
// what kind of thing, in which order. Who has reviewed one host has reviewed what happens on all of its shape. A host
// on which nothing is to be done has the shape "".
func (h *Host) Shape() string {
	if len(h.Changes) == 0 && len(h.Blocks) == 0 {
		return ""
	}
	hash := sha256.New()
	for i := range h.Changes {
		c := &h.Changes[i]
		block, _, _ := strings.Cut(c.Block(), `["`)
		fmt.Fprintf(hash, "%q %q %q %q %q\n", block, c.Kind, c.Action, c.Resource.Type, c.KnownAfter)
	}
	for _, b := range h.Blocks {
		fmt.Fprintf(hash, "blocked %q\n", Block(b.Playbook, b.Address))
	}
	return hex.EncodeToString(hash.Sum(nil))
}

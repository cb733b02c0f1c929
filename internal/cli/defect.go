package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// defects keeps what a mistake in xops leaves behind in files of the state directory: each kind once in a run.
type defects struct {
	p    *program
	mu   sync.Mutex
	kept map[string]string // file, by what happened
}

// keep writes a stack down and says where. Where that is not possible it says the stack.
func (d *defects) keep(what string, stack []byte) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if file := d.kept[what]; file != "" {
		return file
	}
	dir, err := d.p.stateDir()
	if err != nil {
		return string(stack)
	}
	f, err := os.CreateTemp(dir, "defect-"+d.p.Now().Format("20060102-150405")+"-*.txt")
	if err != nil {
		return string(stack)
	}
	_, err = fmt.Fprintf(f, "xops %s\n%s\n\n%s", version(), what, stack)
	if e := f.Close(); err != nil || e != nil {
		return string(stack)
	}
	if d.kept == nil {
		d.kept = map[string]string{}
	}
	d.kept[what] = filepath.Clean(f.Name())
	return d.kept[what]
}

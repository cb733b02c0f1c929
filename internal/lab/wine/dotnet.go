package wine

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// EmitInvoke gives the host in a folder a PowerShell that calls no constructor or method through native code. An
// exception that .NET takes out of such a call leaves a handler of Wine 8 in its thread's list, pointing below the
// stack; the next one from such a call runs into it and never returns. A second New-Object that fails stood still.
func EmitInvoke(host string) error {
	at := filepath.Join(host, "drive_c", "windows", "system32", "WindowsPowerShell", "v1.0")
	shared, err := filepath.EvalSymlinks(at)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(shared)
	if err != nil {
		return err
	}
	const name = "powershell.runtimeconfig.json"
	config, err := os.ReadFile(filepath.Join(shared, name))
	if err != nil {
		return err
	}
	if config, err = withSwitch(config, "Switch.System.Reflection.ForceEmitInvoke"); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	// The folder is a link to one that all hosts share: this host gets its own, of links.
	if err := os.Remove(at); err != nil {
		return err
	}
	if err := os.Mkdir(at, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == name {
			continue
		}
		if err := os.Symlink(filepath.Join(shared, e.Name()), filepath.Join(at, e.Name())); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(at, name), config, 0o644)
}

// withSwitch is the configuration of a .NET program with one more switch on.
func withSwitch(config []byte, name string) ([]byte, error) {
	var all map[string]map[string]any
	if err := json.Unmarshal(config, &all); err != nil {
		return nil, err
	}
	properties, ok := all["runtimeOptions"]["configProperties"].(map[string]any)
	if !ok {
		return nil, errors.New("no configProperties")
	}
	properties[name] = true
	return json.Marshal(all)
}

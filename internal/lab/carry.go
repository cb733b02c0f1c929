package lab

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/xops-dev/xops/internal/lab/sim"
	"github.com/xops-dev/xops/internal/lab/wine"
)

//go:embed carry.ps1
var carryScript []byte

// Where a rule of each store stands in the registry.
var ruleKeys = map[string]string{
	"local":  `HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules`,
	"policy": `HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\FirewallRules`,
}

// carried is what is done from inside a practice Windows, for carry.ps1.
type carried struct {
	Lost       []sim.ValueState // without their values
	Values     []sim.ValueState
	Forget     []string // paths whose access lists are gone
	Lists      []accessList
	Attributes []attributes
}

type accessList struct{ Path, SDDL string }

type attributes struct {
	Path  string
	Names []string
}

// arrangement is the order for the program serviceprovider.
type arrangement struct {
	Remove []string
	Create []arranged
}

type arranged struct {
	Name, Display, Program string
	Args, DependsOn        []string
	Start                  uint32
	Run                    bool
}

// carrier makes a practice Windows what a simulated host is.
type carrier struct {
	ctx     context.Context
	to      *wine.Host
	program []byte // stands in for every service
	address string // where services listen
}

// carry brings a change of the simulated state over: what was in old and is not in new goes, what is new or another
// comes. What the practice Windows has besides stays as it is.
func (c *carrier) carry(old, new sim.State) error {
	lost, come := old.Without(new), new.Without(old)
	var a arrangement
	for _, s := range lost.Services {
		a.Remove = append(a.Remove, s.Name)
	}
	if err := c.arrange(a); err != nil {
		return err
	}
	var in carried
	for _, f := range lost.Files {
		if find(new.Files, f.Path) == nil {
			in.Forget = append(in.Forget, f.Path)
			if err := os.RemoveAll(c.to.Path(f.Path)); err != nil {
				return err
			}
		}
	}
	for _, f := range come.Files {
		if err := c.file(f); err != nil {
			return err
		}
		if f.ACL != "" {
			in.Lists = append(in.Lists, accessList{f.Path, f.ACL})
		}
		if len(f.Attributes) > 0 {
			in.Attributes = append(in.Attributes, attributes{f.Path, f.Attributes})
		}
	}
	for _, v := range lost.Registry {
		v.Value = nil
		in.Lost = append(in.Lost, v)
	}
	in.Values = come.Registry
	for _, r := range lost.Rules {
		in.Lost = append(in.Lost, sim.ValueState{Key: ruleKeys[r.Store], Name: r.ID})
	}
	for _, r := range come.Rules {
		in.Values = append(in.Values, sim.ValueState{Key: ruleKeys[r.Store], Name: r.ID, Type: "sz", Value: r.Raw})
	}
	a = arrangement{}
	for _, s := range come.Services {
		created, err := c.service(s, new)
		if err != nil {
			return err
		}
		a.Create = append(a.Create, created)
		if s.Start == sim.Delayed { // the program's way of setting it is none that Wine has
			in.Values = append(in.Values, sim.ValueState{
				Key:  `HKLM\SYSTEM\CurrentControlSet\Services\` + s.Name,
				Name: "DelayedAutostart", Type: "dword", Value: int64(1),
			})
		}
	}
	if err := c.arrange(a); err != nil {
		return err
	}
	return c.inside(in)
}

func find(files []sim.FileState, path string) *sim.FileState {
	for i := range files {
		if strings.EqualFold(files[i].Path, path) {
			return &files[i]
		}
	}
	return nil
}

func (c *carrier) file(f sim.FileState) error {
	if f.Folder {
		return os.MkdirAll(c.to.Path(f.Path), 0o755)
	}
	data := f.Data
	if f.Version != "" {
		var err error
		if data, err = wine.Inert(f.Version); err != nil {
			return err
		}
	}
	if err := c.to.WriteFile(f.Path, data); err != nil {
		return err
	}
	return os.Chtimes(c.to.Path(f.Path), f.Modified, f.Modified)
}

// service puts the program of a service in its place.
func (c *carrier) service(s sim.Service, all sim.State) (arranged, error) {
	a := arranged{Name: s.Name, Display: s.DisplayName, DependsOn: s.DependsOn, Run: s.State == sim.Running}
	a.Start = map[string]uint32{sim.Auto: 2, sim.Delayed: 2, sim.Manual: 3, sim.Disabled: 4}[s.Start]
	rest := ""
	if quoted, ok := strings.CutPrefix(s.ImagePath, `"`); ok {
		a.Program, rest, _ = strings.Cut(quoted, `"`)
	} else {
		a.Program, rest, _ = strings.Cut(s.ImagePath, " ")
	}
	a.Args = strings.Fields(rest)
	program := c.program
	if f := find(all.Files, a.Program); f != nil && f.Version != "" {
		var err error
		if program, err = wine.WithVersion(program, f.Version); err != nil {
			return a, err
		}
	}
	dir := a.Program[:strings.LastIndexByte(a.Program, '\\')]
	err := first(c.to.WriteFile(a.Program, program), c.to.WriteFile(dir+`\address.txt`, []byte(c.address)))
	if err == nil && find(all.Files, dir+`\ServiceProvider.ini`) == nil {
		var ports []int
		if s.Behaviour != nil {
			ports = s.Behaviour(func(path string) ([]byte, bool) {
				if f := find(all.Files, path); f != nil {
					return f.Data, true
				}
				return nil, false
			})
		}
		err = c.to.WriteFile(dir+`\ports.txt`, []byte(strings.Trim(fmt.Sprint(ports), "[]")))
	}
	return a, err
}

const carryDir = `C:\xops-lab`

// arrange removes and creates services.
func (c *carrier) arrange(a arrangement) error {
	if len(a.Remove)+len(a.Create) == 0 {
		return nil
	}
	data, err := json.Marshal(a)
	if err == nil {
		err = first(c.to.WriteFile(carryDir+`\services.exe`, c.program), c.to.WriteFile(carryDir+`\services.json`,
			data))
	}
	if err != nil {
		return err
	}
	return c.run(carryDir+`\services.exe`, "arrange", carryDir+`\services.json`)
}

// inside does what only the Windows itself can do.
func (c *carrier) inside(in carried) error {
	data, err := json.Marshal(in)
	if err == nil {
		err = first(c.to.WriteFile(carryDir+`\carry.json`, data), c.to.WriteFile(carryDir+`\carry.ps1`, carryScript))
	}
	if err == nil {
		err = c.run("powershell.exe", "-NoProfile", "-NonInteractive", "-File", carryDir+`\carry.ps1`)
	}
	return errors.Join(err, os.RemoveAll(c.to.Path(carryDir)))
}

func (c *carrier) run(words ...string) error {
	var out bytes.Buffer
	code, err := c.to.Run(c.ctx, strings.Join(words, " "), nil, nil, &out, &out)
	if err == nil && code != 0 {
		err = fmt.Errorf("exit code %d", code)
	}
	if err != nil {
		return fmt.Errorf("%s on the practice Windows %s: %w %s", words[0], c.to.Name, err, out.String())
	}
	return nil
}

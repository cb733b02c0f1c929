package lab

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Inventory is the fleet as inventory.hcl: the password by PasswordVariable, HTTPS hosts by fingerprint. The fleet must
// be started.
func (f *Fleet) Inventory() []byte {
	return f.inventory(fmt.Sprintf("env(%s)", quote(PasswordVariable)), "")
}

// WriteInventory writes the inventory and, beside it, files of the same name with the endings .password and .ca.pem,
// which it refers to, so that another terminal can use it as it is.
func (f *Fleet) WriteInventory(path string) error {
	base := strings.TrimSuffix(path, filepath.Ext(path))
	password, ca := base+".password", base+".ca.pem"
	text := f.inventory(fmt.Sprintf("file(%s)", quote("./"+filepath.Base(password))), "./"+filepath.Base(ca))
	if err := writePrivate(password, []byte(f.password+"\n")); err != nil {
		return err
	}
	if err := os.WriteFile(ca, f.ca.pem, 0o644); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// writePrivate writes a file that only its owner can read, also when it was there with other rights.
func writePrivate(path string, data []byte) error {
	w, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = w.Chmod(0o600)
	if _, e := w.Write(data); err == nil {
		err = e
	}
	if e := w.Close(); err == nil {
		err = e
	}
	return err
}

func (f *Fleet) inventory(password, ca string) []byte {
	var b bytes.Buffer
	w := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	w("# The simulated practices of xops' lab. They are there while the lab runs.")
	w("defaults {")
	w("  connection {")
	w("    transport = \"winrm\"")
	w("    auth      = \"ntlm\"")
	w("    user      = %s", quote(User))
	w("    password  = %s", password)
	w("  }")
	w("}")
	for _, p := range f.Practices {
		w("\npractice %s {", quote(p.Name))
		w("  title        = %s", quote(p.Title))
		w("  kundennummer = %s", quote(p.Kundennummer))
		w("  products     = [%s]", quote(p.Product))
		w("  mandate      = %t", p.Mandate)
		if vars := p.vars(); vars != "" {
			w("  vars         = { %s }", vars)
		}
		w("\n  connection {")
		w("    https = %t", p.HTTPS)
		if p.HTTPS && p.ByCA && ca != "" {
			w("    ca_file = %s", quote(ca))
		}
		if p.Domain != "" {
			w("    user  = %s", quote(p.netbios()+`\`+User))
		}
		w("  }")
		for _, h := range p.Hosts {
			w("\n  host %s {", quote(h.Name))
			w("    address = %s", quote(h.Address))
			w("    role    = %s", quote(h.Role))
			w("    connection {")
			w("      port = %d", h.Port)
			if h.cert != nil && (!p.ByCA || ca == "") {
				w("      fingerprint = %s", quote(fingerprint(h.cert)))
			}
			w("    }")
			w("  }")
		}
		w("}")
	}
	return b.Bytes()
}

// vars are what a partner would have written down of this practice.
func (p *Practice) vars() string {
	var out []string
	if !strings.HasPrefix(p.DataDir, `C:\`) {
		out = append(out, "data_dir = "+quote(p.DataDir))
	}
	if p.Product == comfort { // A13: confirmed by the partner
		out = append(out, `pvs_name = "X.COMFORT"`)
	}
	return strings.Join(out, ", ")
}

// netbios is the domain's short name; "" for a workgroup.
func (p *Practice) netbios() string {
	name, _, _ := strings.Cut(p.Domain, ".")
	return strings.ToUpper(name)
}

// quote writes an HCL string.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{", "\n", `\n`).Replace(s) + `"`
}

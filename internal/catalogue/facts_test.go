package catalogue

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

func TestEditionIsThatOfTheDocument(t *testing.T) {
	c := shipped(t)
	f := facts[struct {
		Document struct {
			Version  string `json:"version_label"`
			Date     string `json:"date"`
			PortList struct {
				Version string `json:"version"`
				Changed string `json:"last_changed"`
			} `json:"port_list_file"`
			Where struct {
				URL string `json:"url"`
			} `json:"where_to_find_current"`
		} `json:"document"`
	}](t).Document
	e := c.Edition
	same(t, "edition", []string{e.Name, e.Date, e.PortList, e.PortListDate, e.Source},
		[]string{f.Version, f.Date, f.PortList.Version, f.PortList.Changed, f.Where.URL})
}

func TestProductsAreThoseOfTheDocument(t *testing.T) {
	c := shipped(t)
	f := facts[struct {
		Products []struct {
			ID     string  `json:"id"`
			Listed bool    `json:"in_validity_list"`
			Column *string `json:"port_list_column"`
		} `json:"products"`
		Provider struct {
			For      []string `json:"applies_to"`
			IniFiles struct {
				PVS struct {
					Path map[string]string `json:"path"`
				} `json:"pvs"`
			} `json:"ini_files"`
			Installer struct {
				File   string            `json:"file"`
				Folder map[string]string `json:"folder"`
			} `json:"installer"`
		} `json:"service_provider"`
		Directories map[string]any `json:"directories"`
	}](t)
	for _, want := range f.Products {
		i := slices.IndexFunc(c.Products, func(p *Product) bool { return p.ID == want.ID })
		if i < 0 {
			t.Errorf("%s is not in the catalogue", want.ID)
			continue
		}
		p := c.Products[i]
		same(t, p.ID+" listed", p.Listed, want.Listed)
		same(t, p.ID+" port_list", p.PortList, want.Column != nil)
		guided := slices.Contains(f.Provider.For, p.ID) || slices.Contains(f.Provider.For, p.Follows)
		same(t, p.ID+" service_provider", p.ServiceProvider, guided)
		for _, file := range []struct{ what, got, folder, name string }{
			{"pvs_ini", p.PVSIni, f.Provider.IniFiles.PVS.Path[p.ID], "ServiceProvider.ini"},
			{"installer", p.Installer, f.Provider.Installer.Folder[p.ID], f.Provider.Installer.File},
		} {
			folder := strings.TrimPrefix(file.folder, `...\`)
			if folder != "" {
				folder += `\` + file.name
			}
			same(t, p.ID+" "+file.what, file.got, folder)
		}
		if p.Data != "" {
			same(t, p.ID+" data", p.Data+`\ServiceProvider.ini`, p.PVSIni)
		}
		if paths := directories(f.Directories[p.ID]); len(paths) > 0 {
			same(t, p.ID+" folders", p.Folders, paths)
		}
	}
	same(t, "number of products", len(c.Products), len(f.Products))
	for _, a := range c.Addons {
		same(t, a.ID+" printed", a.Printed, directories(f.Directories[a.ID]))
	}
}

// directories are the paths of a part of the directory overview, but for what WINACS.INI names.
func directories(list any) []string {
	var out []string
	entries, _ := list.([]any)
	for _, e := range entries {
		path := e.(map[string]any)["path"].(string)
		if !strings.HasPrefix(path, "directories from") {
			out = append(out, path)
		}
	}
	return out
}

// requirement is one of facts.json.
type requirement struct {
	ID       string  `json:"id"`
	Value    any     `json:"value"`
	Unit     *string `json:"unit"`
	Severity string  `json:"severity"`
}

// readAs is what a requirement reads as in the catalogue where its value is written in another way.
var readAs = map[string]map[string]any{
	"ws.cpu.cores":  {"WS-02.cores": 2.0},
	"srv.cpu.cores": {"SRV-03.cores": 2.0},
	"ws.display":    {"WS-07.width": 1920.0, "WS-07.height": 1080.0},
	"srv.display":   {"SRV-08.width": 1920.0, "SRV-08.height": 1080.0},
	"ws.os.edition": {"WS-11.edition": "Professional"},
	"ws.os.home":    {"WS-10.home": false},
	"ws.os.arch":    {"WS-13.bits": 64.0},
	"ws.os.lang":    {"WS-14.language": 1031.0},
	"ws.os.dateformat": {
		"WS-15.date_format": "display_language",
	},
	"ws.word.bits":      {"WS-17.bits": 32.0},
	"ws.word.kind":      {"WS-17.desktop": true},
	"ws.net48":          {"WS-19.dotnet_framework": "4.8", "WS-19.release": 528040.0},
	"ws.net6":           {"WS-20.dotnet": 6.0},
	"srv.install":       {"SRV-01.servers": 1.0},
	"srv.disk.type":     {"SRV-06.disk": "ssd"},
	"srv.os.essentials": {"SRV-12.essentials_on": []any{"Windows Server 2022"}},
	"srv.sql": {
		"SRV-13.sql": []any{"2016", "2019", "2022"}, "SRV-13.majors": []any{13.0, 15.0, 16.0},
	},
	"srv.sql.medatixx":  {"SRV-14.sql_from": "2014", "SRV-14.major_from": 12.0},
	"srv.sp.net":        {"SP-28.dotnet_framework": "4.8", "SP-28.release": 528040.0},
	"gen.scale":         {"SRV-19.scale": "higher"},
	"gen.clean_windows": {"SRV-10.network_gbit": 1.0, "SRV-18.windows_only": true},
	"gen.server_access": {"GEN-08.remote_desktop": true, "GEN-08.port": 3389.0},
	"gen.temp":          {"GEN-10.right": "delete"},
	"gen.cardreader":    {"CR-01.since": "2019-07-01"},
}

var units = map[string]string{"characters": "Zeichen", "bit": "Bit", "px": "Pixel"}

func TestLimitsAreThoseOfTheDocument(t *testing.T) {
	c := shipped(t)
	f := facts[struct {
		Requirements map[string][]requirement `json:"requirements"`
	}](t)
	limits := map[string]map[string]*Limit{} // by fact, then by row and name
	for _, l := range c.Limits {
		for _, fact := range l.Facts {
			if limits[fact] == nil {
				limits[fact] = map[string]*Limit{}
			}
			limits[fact][l.ID+"."+l.Name] = l
		}
	}
	seen := 0
	for _, group := range f.Requirements {
		for _, r := range group {
			seen++
			of := limits[r.ID]
			want := readAs[r.ID]
			if want == nil && len(of) == 1 {
				for name := range of {
					want = map[string]any{name: r.Value}
				}
			}
			got := map[string]any{}
			for name, l := range of {
				got[name] = plainly(l.Value)
				severity := map[string]string{"minimum": "required", "recommended": "recommended"}[r.Severity]
				same(t, r.ID+" severity", l.Severity, severity)
				if r.Unit != nil && readAs[r.ID] == nil {
					unit := *r.Unit
					if german, other := units[unit]; other {
						unit = german
					}
					same(t, r.ID+" unit", l.Unit, unit)
				}
			}
			same(t, r.ID, got, want)
		}
	}
	same(t, "number of requirements in the catalogue", len(limits), seen)
}

// plainly is a value as JSON would have it.
func plainly(v cty.Value) any {
	switch {
	case v.Type() == cty.String:
		return v.AsString()
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.Number:
		n, _ := v.AsBigFloat().Float64()
		return n
	}
	var out []any
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		out = append(out, plainly(e))
	}
	return out
}

func TestEndpointsAreThoseOfTheDocument(t *testing.T) {
	c := shipped(t)
	type endpoint struct {
		Host     string   `json:"host"`
		Ports    []string `json:"ports"`
		Protocol string   `json:"protocol"`
		Products []string `json:"products"`
		Purpose  string   `json:"purpose"`
		Page     string   `json:"port_list"`
		Scheme   string   `json:"url_scheme"`
		Note     string   `json:"note"`
	}
	var got []endpoint
	for _, e := range c.Endpoints {
		page := "-"
		if e.Page > 0 {
			page = fmt.Sprintf("p%d", e.Page)
		}
		products := e.Products
		if slices.Equal(products, []string{every}) {
			products = []string{"all products"}
		}
		got = append(got, endpoint{e.Host, e.Ports, e.Protocol, products, e.Purpose, page, e.Scheme, e.Note})
		if e.Testable == strings.ContainsAny(e.Host, "* ") && e.Protocol == "TCP" {
			t.Errorf("%s: testable is %v", e.Host, e.Testable)
		}
	}
	same(t, "endpoints", got, facts[struct {
		Endpoints []endpoint `json:"external_endpoints"`
	}](t).Endpoints)
}

func TestPrintersAreThoseOfTheDocument(t *testing.T) {
	var got []string
	for _, p := range shipped(t).Printers {
		same(t, p.ID, p.Maker+" "+p.Model, p.ID)
		got = append(got, p.ID)
	}
	same(t, "printers", got, facts[struct {
		Printers struct {
			Forms []string `json:"blank_form_printers"`
		} `json:"printers"`
	}](t).Printers.Forms)
}

func TestBackupPathsAreThoseOfTheDocument(t *testing.T) {
	got := map[string][]string{} // by row
	database := map[string]bool{}
	for _, p := range shipped(t).BackupPaths {
		switch {
		case p.Database:
			database[p.Row] = true
		case p.Recursive:
			got[p.Row] = append(got[p.Row], `\`+p.Path+`\*.*`)
		default:
			for _, f := range p.Files {
				got[p.Row] = append(got[p.Row], p.Path+`\`+f)
			}
		}
	}
	type files struct {
		Files       []string          `json:"files"`
		Conditional map[string]string `json:"conditional"`
	}
	f := facts[struct {
		Backup struct {
			Paths struct {
				Concept  files `json:"x.concept and editions"`
				Comfort  files `json:"x.comfort"`
				Isynet   files `json:"x.isynet/x.vianova"`
				Medatixx struct {
					Folder string   `json:"config_folder"`
					Files  []string `json:"config_files"`
				} `json:"medatixx"`
			} `json:"paths"`
		} `json:"backup"`
	}](t).Backup.Paths
	want := map[string][]string{"BK-16": f.Concept.Files, "BK-17": f.Comfort.Files}
	for _, path := range f.Isynet.Files {
		row := "BK-18"
		if f.Isynet.Conditional[path] != "" {
			row = "BK-19"
		}
		want[row] = append(want[row], path)
	}
	for _, file := range f.Medatixx.Files {
		want["BK-23"] = append(want["BK-23"], f.Medatixx.Folder+`\`+file)
	}
	same(t, "backup paths", got, want)
	same(t, "databases", database, map[string]bool{"BK-16": true, "BK-17": true, "BK-18": true, "BK-20": true})
}

func TestServicesAreThoseOfTheDocument(t *testing.T) {
	var got []string
	for _, s := range shipped(t).Services {
		got = append(got, s.Printed)
	}
	var want []string
	for _, s := range facts[struct {
		Services []struct {
			Path string `json:"exe_path"`
		} `json:"services"`
	}](t).Services {
		if !slices.Contains(want, s.Path) { // one is printed for two products
			want = append(want, s.Path)
		}
	}
	same(t, "services", got, want)
}

func TestExclusionsAreThoseOfTheDocument(t *testing.T) {
	var got []string
	for _, e := range shipped(t).Exclusions {
		got = append(got, e.Printed)
	}
	f := facts[struct {
		Antivirus struct {
			Candidates map[string]any `json:"exclusion_candidates"`
		} `json:"antivirus"`
	}](t).Antivirus.Candidates
	var want []string
	for _, part := range []string{"x.comfort", "x.concept", "x.isynet", "common", "add-ons"} {
		for _, p := range f[part].([]any) {
			if !strings.HasPrefix(p.(string), "further") { // those of WINACS.INI
				want = append(want, p.(string))
			}
		}
	}
	same(t, "exclusions", got, want)
}

func TestErrorsAreThoseOfTheDocument(t *testing.T) {
	type entry struct {
		ID        string   `json:"id"`
		No        int      `json:"no"`
		Fragments []string `json:"fragments"`
		Also      string   `json:"also_contains"`
	}
	var got []entry
	c := shipped(t)
	for _, e := range c.Errors {
		got = append(got, entry{e.Name, e.No, e.Fragments, e.Also})
		same(t, e.ID, e.ID, fmt.Sprintf("ERR-%d", e.No))
	}
	same(t, "errors", got, facts[struct {
		Messages struct {
			Entries []entry `json:"entries"`
		} `json:"error_messages"`
	}](t).Messages.Entries)
	// The checklist has the rows of an error in its column of what is observed.
	chain := regexp.MustCompile(`^\|(ERR-\d)\|[^|]*\|[^|]*\|([^|]*)\|([^|]*)\|`)
	for line := range strings.Lines(string(read(t, "testdata/rows.md"))) {
		m := chain.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		i := slices.IndexFunc(c.Errors, func(e *Error) bool { return e.ID == m[1] })
		want := rowsIn(m[2])
		if m[1] == "ERR-2" { // what a person does is the last one
			want = append(want, rowsIn(m[3])...)
		}
		same(t, m[1]+" rows", c.Errors[i].Rows, want)
	}
}

// rowsIn are the ids in a text: SP-01/03 are two.
func rowsIn(s string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`([A-Z]+)-(\d+)(?:/(\d+))?`).FindAllStringSubmatch(s, -1) {
		out = append(out, m[1]+"-"+m[2])
		if m[3] != "" {
			out = append(out, m[1]+"-"+m[3])
		}
	}
	return out
}

func TestRemoteAccessIsThatOfTheDocument(t *testing.T) {
	r := shipped(t).Remote
	type remote struct {
		Tool      string   `json:"tool"`
		Host      string   `json:"host"`
		URL       string   `json:"url"`
		IP        string   `json:"ip"`
		Ports     []int    `json:"ports"`
		Protocol  string   `json:"protocol"`
		Program   string   `json:"client_exe_pattern"`
		Example   string   `json:"client_exe_example"`
		Exception string   `json:"ssl_inspection_exception"`
		Products  []string `json:"products"`
	}
	want := facts[struct {
		Remote remote `json:"remote_access"`
	}](t).Remote
	want.Tool, _, _ = strings.Cut(want.Tool, " (")
	same(t, "remote access", remote{
		r.Tool, r.Host, r.URL, r.IP, r.Ports, r.Protocol, r.Program, r.Example, r.Exception, r.Products,
	}, want)
}

func TestServiceProviderIsThatOfTheDocument(t *testing.T) {
	p := shipped(t).ServiceProvider
	f := facts[struct {
		Provider struct {
			For  []string `json:"applies_to"`
			Port struct {
				Port int `json:"port"`
			} `json:"default_port"`
			Facts struct {
				Installed string `json:"auto_installed_since_update"`
				Checked   string `json:"auto_config_check_since_update"`
			} `json:"service_facts"`
			Keys map[string]struct {
				Files      []string `json:"files"`
				Screenshot string   `json:"screenshot_spelling"`
			} `json:"keys"`
			Header map[string]string `json:"section_header_case"`
			Failed struct {
				Most int `json:"automatic_restarts_max"`
			} `json:"failure_restart"`
			Installer struct {
				File string `json:"file"`
			} `json:"installer"`
		} `json:"service_provider"`
	}](t).Provider
	same(t, "service_provider", []any{
		p.Products, p.Port, p.AutoInstalled, p.AutoChecked, p.AutoRestarts, p.Installer, "[" + p.InstallIni + "]",
		"[" + p.PVSIni + "]",
	}, []any{
		f.For, f.Port.Port, f.Facts.Installed, f.Facts.Checked, f.Failed.Most, f.Installer.File, f.Header["install"],
		f.Header["pvs"],
	})
	for key, k := range f.Keys {
		same(t, key+" in the install file", slices.Contains(p.InstallKeys, key), slices.Contains(k.Files, "install"))
		same(t, key+" in the PVS file", slices.Contains(p.PVSKeys, key), slices.Contains(k.Files, "pvs"))
		if k.Screenshot != "" {
			same(t, key+" spellings", plainly(p.Aliases.GetAttr(key)), any([]any{key, k.Screenshot}))
		}
	}
}

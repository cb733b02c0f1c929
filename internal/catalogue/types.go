// Package catalogue reads the facts of the vendor's document: rows, limits, ports, paths, support dates, and what was
// decided where the document contradicts itself. They are data, so that a next edition is no change of code. It reads
// no files itself.
package catalogue

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/xops-dev/xops/internal/text"
)

// Said is a text in both languages.
type Said struct {
	DE string `cty:"de"`
	EN string `cty:"en"`
}

// Phrase is it for a report.
func (s Said) Phrase() text.Phrase { return text.Phrase{DE: s.DE, EN: s.EN} }

// Catalogue are the facts of one edition. It is not to be changed.
type Catalogue struct {
	Edition         Edition
	Groups          []*Group
	Products        []*Product
	Addons          []*Addon
	Rows            []*Row
	Limits          []*Limit
	Support         []*Support
	Ports           []*Port
	Endpoints       []*Endpoint
	BackupPaths     []*BackupPath
	Printers        []*Printer
	Services        []*Service
	Exclusions      []*Exclusion
	Errors          []*Error
	Remote          Remote
	ServiceProvider ServiceProvider
	Decisions       []*Decision

	rows      map[string]*Row
	decisions map[string]*Decision
	value     cty.Value
}

// Entry is what every block has: the name behind its type, and its place.
type Entry struct {
	ID    string
	Range hcl.Range
}

// Edition is the one of the document that the catalogue has.
type Edition struct {
	Entry
	Name              string `hcl:"name"`
	Date              string `hcl:"date"`
	PortList          string `hcl:"port_list"`
	PortListDate      string `hcl:"port_list_date"`
	ReviewedOn        string `hcl:"reviewed_on"`
	ReviewAfterMonths int    `hcl:"review_after_months"`
	Source            string `hcl:"source"`
}

// Month is the month of the edition: 2023-08.
func (e *Edition) Month() string { return e.Date[:len("2006-01")] }

// Group are rows that belong together: those whose id begins with one of its prefixes.
type Group struct {
	Entry
	Title    Said     `hcl:"title"`
	Prefixes []string `hcl:"prefixes"`
}

// Product is a practice software. Paths have no drive: it is found.
type Product struct {
	Entry
	Listed          bool     `hcl:"listed"`           // in the document's list of products
	Follows         string   `hcl:"follows,optional"` // the product whose rules it takes
	PortList        bool     `hcl:"port_list"`        // has a column in the port list
	ServiceProvider bool     `hcl:"service_provider"` // uses one
	Folders         []string `hcl:"folders,optional"` // as printed
	Roots           []string `hcl:"roots,optional"`   // below a drive
	MainPrograms    []string `hcl:"main_programs,optional"`
	Data            string   `hcl:"data,optional"`     // the data folder below a drive
	PVSIni          string   `hcl:"pvs_ini,optional"`  // the PVS-ServiceProvider.ini below a drive
	PVSName         string   `hcl:"pvs_name,optional"` // what the Service-Provider calls it
	IniFiles        []string `hcl:"ini_files,optional"`
	Installer       string   `hcl:"installer,optional"` // of the Service-Provider, below a drive
	Services        []string `hcl:"services,optional"`
}

// Addon is a program that is installed beside a practice software.
type Addon struct {
	Entry
	Folders []string `hcl:"folders,optional"` // with the blank in "Program Files (x86)"
	Printed []string `hcl:"printed"`          // as they stand in the document
	Files   []string `hcl:"files,optional"`   // whose folder the document does not tell
}

// Row is one thing that the document asks for.
type Row struct {
	Entry
	Title    Said     `hcl:"title"`
	Class    string   `hcl:"class"`
	Kind     []string `hcl:"kind"`
	Products []string `hcl:"products"`
	Addons   []string `hcl:"addons,optional"` // it applies where one of them is
	Roles    []string `hcl:"roles"`
	Section  string   `hcl:"section"`
	Scope    string   `hcl:"scope,optional"`
	Person   bool     `hcl:"person,optional"` // only a person can confirm it

	Group     *Group
	Limits    []*Limit
	Decisions []*Decision
	For       []string // Products, with what "all" stands for
}

// Limit is a threshold of a row, or a list of what is allowed.
type Limit struct {
	Entry
	Name     string
	Value    cty.Value `hcl:"value"`
	Unit     string    `hcl:"unit,optional"`
	Severity string    `hcl:"severity"`
	Wording  string    `hcl:"wording"` // the printed wording, shortened
	Facts    []string  `hcl:"facts,optional"`
}

// Support says until when a maker looks after a product.
type Support struct {
	Entry
	Name       string `hcl:"name"`
	Listed     bool   `hcl:"listed"`              // the document names it
	Until      string `hcl:"until,optional"`      // "": it has no end of its own
	Enterprise string `hcl:"enterprise,optional"` // of the Enterprise and Education editions, where it is another day
	LongTerm   string `hcl:"long_term,optional"`  // of the LTSC edition of the same build
	Paid       string `hcl:"paid,optional"`       // with paid security updates
	ReviewedOn string `hcl:"reviewed_on"`
}

// Port is one printed row of the port list.
type Port struct {
	Entry
	Row         string   `hcl:"row"`
	Page        int      `hcl:"page"`
	Application string   `hcl:"application"`
	Products    []string `hcl:"products"`
	Protocol    string   `hcl:"protocol,optional"`
	Ports       []string `hcl:"ports"`
	Inbound     bool     `hcl:"inbound"`
	Outbound    bool     `hcl:"outbound"`
	Internal    bool     `hcl:"internal"`
	External    bool     `hcl:"external"`
	Targets     []string `hcl:"targets"`
	Listeners   []string `hcl:"listeners,optional"` // patterns of the program's path; null: not known
	Remarks     []string `hcl:"remarks,optional"`   // printed beside it
}

// Endpoint is a target in the internet.
type Endpoint struct {
	Entry
	Row      string   `hcl:"row,optional"`
	Host     string   `hcl:"host"`
	Ports    []string `hcl:"ports"`
	Protocol string   `hcl:"protocol"`
	Products []string `hcl:"products"`
	Purpose  string   `hcl:"purpose"`
	Page     int      `hcl:"page,optional"` // of the port list
	Scheme   string   `hcl:"scheme,optional"`
	Testable bool     `hcl:"testable"` // false: a wildcard, or no host at all
	Note     string   `hcl:"note,optional"`
}

// BackupPath is what belongs into a backup.
type BackupPath struct {
	Entry
	Row       string   `hcl:"row"`
	Products  []string `hcl:"products"`
	Path      string   `hcl:"path,optional"` // below the drive of the data, or whole
	Files     []string `hcl:"files,optional"`
	Recursive bool     `hcl:"recursive,optional"`
	Database  bool     `hcl:"database,optional"` // the databases of the SQL Server
	Module    string   `hcl:"module,optional"`   // only where this module is installed
}

// Printer is one of the released blank-form printers.
type Printer struct {
	Entry
	Maker string `hcl:"maker"`
	Model string `hcl:"model"`
}

// Service is a Windows service of the overview.
type Service struct {
	Entry
	Row      string   `hcl:"row,optional"`
	Products []string `hcl:"products"`
	Addon    string   `hcl:"addon,optional"`
	Printed  string   `hcl:"printed"`  // its path as printed
	Programs []string `hcl:"programs"` // patterns of the program's path
}

// Exclusion is a folder that a virus scanner may have to leave out.
type Exclusion struct {
	Entry
	Products []string `hcl:"products"`
	Addon    string   `hcl:"addon,optional"`
	Printed  string   `hcl:"printed"`
	Path     string   `hcl:"path,optional"` // a pattern; "": the document does not tell enough
}

// Error is a message of the practice software.
type Error struct {
	Entry
	No        int      `hcl:"no"`
	Name      string   `hcl:"name"`
	Fragments []string `hcl:"fragments"`
	Also      string   `hcl:"also,optional"` // what other messages have, too
	Cause     Said     `hcl:"cause"`
	Rows      []string `hcl:"rows"` // in the order in which they are looked at
}

// Remote is the vendor's remote support.
type Remote struct {
	Entry
	Tool      string   `hcl:"tool"`
	Host      string   `hcl:"host"`
	URL       string   `hcl:"url"`
	IP        string   `hcl:"ip"`
	Ports     []int    `hcl:"ports"`
	Protocol  string   `hcl:"protocol"`
	Program   string   `hcl:"program"` // a pattern
	Example   string   `hcl:"example"`
	Exception string   `hcl:"ssl_inspection_exception"`
	Products  []string `hcl:"products"`
}

// ServiceProvider is what the document tells of every Service-Provider.
type ServiceProvider struct {
	Entry
	Products      []string  `hcl:"products"`
	Port          int       `hcl:"port"`
	Folder        string    `hcl:"folder"` // a pattern, below a program folder
	IniFile       string    `hcl:"ini_file"`
	InstallIni    string    `hcl:"install_ini"` // the section of each file
	PVSIni        string    `hcl:"pvs_ini"`
	Installer     string    `hcl:"installer"`
	InstallKeys   []string  `hcl:"install_keys"`
	PVSKeys       []string  `hcl:"pvs_keys"`
	Aliases       cty.Value `hcl:"aliases"` // the printed spellings of a key
	AutoRestarts  int       `hcl:"auto_restarts"`
	AutoInstalled string    `hcl:"auto_installed_from"`
	AutoChecked   string    `hcl:"auto_checked_from"`
	DotNet        string    `hcl:"dotnet"`
}

// Decision is what holds where the document contradicts itself or has a gap.
type Decision struct {
	Entry
	Rows  []string  `hcl:"rows"` // ids, or a prefix with *
	Text  Said      `hcl:"text"`
	Value cty.Value `hcl:"value"` // what expressions read
}

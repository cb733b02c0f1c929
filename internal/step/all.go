package step

// Kinds are all step kinds. A new kind is a file of its own and one line here.
func Kinds() []Kind {
	return []Kind{
		{Name: "ini", Doc: "Keys of an INI file.", Secret: "set", New: func() Step { return new(INI) }},
		{Name: "firewall_rule", Doc: "An inbound port is open.", New: func() Step { return new(FirewallRule) }},
		{
			Name: "network_category", Doc: "The practice's network is ranked private.",
			New: func() Step { return new(NetworkCategory) },
		},
		{
			Name: "service", Doc: "A service's start type and state, and its restart.",
			New: func() Step { return new(Service) },
		},
		{
			Name: "permission", Doc: "An account's right on a file or folder.",
			New: func() Step { return new(Permission) },
		},
		{
			Name: "file", Doc: "A file's content, absence or place.", New: func() Step { return new(File) },
			Secret: "content", Hidden: []string{"size", "sha256"},
		},
		{Name: "directory", Doc: "A folder is there.", New: func() Step { return new(Directory) }},
		{
			Name: "registry_value", Doc: "One value of the registry.", New: func() Step { return new(RegistryValue) },
			Secret: "value", Hidden: []string{"value"},
		},
		{
			Name: "program", Doc: "A program is installed, uninstalled or repaired.",
			New: func() Step { return new(Program) },
		},
		{Name: "reboot", Doc: "The computer is restarted.", New: func() Step { return new(Reboot) }},
		{
			Name: "wait", Doc: "Waiting for a port, a service, a file or some time.",
			New: func() Step { return new(Wait) },
		},
		{
			Name: "script", Doc: "PowerShell of your own.", New: func() Step { return new(Script) },
			Secret: "parameters", Hidden: []string{"parameters"},
		},
		{Name: "manual", Doc: "What a person does.", New: func() Step { return new(ByHand) }},
	}
}

// QueryTypes are all query types.
func QueryTypes() []QueryType {
	return []QueryType{
		{Name: "file", Doc: "Files and folders.", New: func() Query { return new(FileQuery) }},
		{Name: "ini", Doc: "INI files, as Windows reads them.", New: func() Query { return new(INIQuery) }},
		{Name: "service", Doc: "Services, by name or program.", New: func() Query { return new(ServiceQuery) }},
		{
			Name: "firewall", Doc: "Whether an inbound port is open, and why.",
			New:     func() Query { return new(FirewallQuery) },
			Judging: []string{"program", "service", "profiles", "remote"},
		},
		{
			Name: "permission", Doc: "Access lists, and whether an account has a right.",
			New: func() Query { return new(PermissionQuery) },
		},
		{Name: "registry", Doc: "Values of the registry.", New: func() Query { return new(RegistryQuery) }},
		{Name: "program", Doc: "Installed programs.", New: func() Query { return new(ProgramQuery) }},
		{Name: "os", Doc: "Windows itself.", New: func() Query { return new(OSQuery) }},
		{Name: "listener", Doc: "Who listens on a port.", New: func() Query { return new(ListenerQuery) }},
		{Name: "tcp", Doc: "A connection from the host.", New: func() Query { return new(TCPQuery) }},
		{Name: "backup", Doc: "What backs the host up.", New: func() Query { return new(BackupQuery) }},
		{Name: "newest", Doc: "The newest file, and its age.", New: func() Query { return new(NewestQuery) }},
		{
			Name: "network", Doc: "The networks it is in, and how they are ranked.",
			New: func() Query { return new(NetworkQuery) },
		},
		{Name: "dns", Doc: "Names looked up from the host.", New: func() Query { return new(DNSQuery) }},
		{Name: "tls", Doc: "Far ends and their certificates.", New: func() Query { return new(TLSQuery) }},
		{Name: "time", Doc: "The host's source of time.", New: func() Query { return new(TimeQuery) }},
		{Name: "uplink", Doc: "Gateways and proxies of the host.", New: func() Query { return new(UplinkQuery) }},
		{
			Name: "scheduled_task", Doc: "What Windows starts by itself.",
			New: func() Query { return new(ScheduledTaskQuery) },
		},
		{Name: "share", Doc: "Shared folders, and who may change them.", New: func() Query { return new(ShareQuery) }},
		{Name: "hardware", Doc: "What the computer is made of.", New: func() Query { return new(HardwareQuery) }},
		{Name: "disk", Doc: "Drives, and what they lie on.", New: func() Query { return new(DiskQuery) }},
		{Name: "net_adapter", Doc: "Network cards.", New: func() Query { return new(AdapterQuery) }},
		{Name: "process", Doc: "Running programs.", New: func() Query { return new(ProcessQuery) }},
		{Name: "cim", Doc: "Instances of a CIM class.", New: func() Query { return new(CIMQuery) }},
	}
}

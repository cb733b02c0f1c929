row "SRV-01" {
  title    = { de = "Serverinstallation vorhanden", en = "A server installation exists" }
  class    = "P"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
  scope    = "practice"
}

limit "SRV-01" "servers" {
  value    = 1
  unit     = "Server"
  severity = "required"
  wording  = "Serverinstallation immer nötig"
  facts    = ["srv.install"]
}

row "SRV-02" {
  title    = { de = "Server mit WHQL-Zertifikat", en = "WHQL-certified server" }
  class    = "E"
  kind     = ["guidance"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
  person   = true
}

limit "SRV-02" "whql" {
  value    = true
  severity = "required"
  wording  = "WHQL-zertifiziert"
  facts    = ["srv.whql"]
}

row "SRV-03" {
  title = {
    de = "Serverprozessor von Intel oder AMD ab 2,5 GHz"
    en = "Intel or AMD server processor, 2.5 GHz or faster"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-03" "cpu_vendors" {
  value    = ["Intel", "AMD"]
  severity = "required"
  wording  = "Intel oder AMD"
  facts    = ["srv.cpu.vendor"]
}

limit "SRV-03" "cpu_ghz" {
  value    = 2.5
  unit     = "GHz"
  severity = "required"
  wording  = "mindestens 2,5 GHz"
  facts    = ["srv.cpu.clock"]
}

limit "SRV-03" "cores" {
  value    = 2
  unit     = "Kerne"
  severity = "recommended"
  wording  = "aktueller Mehrkernprozessor"
  facts    = ["srv.cpu.cores"]
}

row "SRV-04" {
  title    = { de = "Arbeitsspeicher des Servers ab 32 GB", en = "At least 32 GB of server memory" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-04" "memory_gb" {
  value    = 32
  unit     = "GB"
  severity = "required"
  wording  = "mindestens 32 GB, je nach Rolle mehr"
  facts    = ["srv.ram"]
}

row "SRV-05" {
  title = {
    de = "1 GB Arbeitsspeicher je Remotedesktop-Sitzung"
    en = "1 GB of memory for each remote desktop session"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server", "terminal_server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-05" "session_gb" {
  value    = 1
  unit     = "GB"
  severity = "recommended"
  wording  = "1 GB je Remotedesktop-Sitzung"
  facts    = ["srv.ram.rds"]
}

row "SRV-06" {
  title    = { de = "Festplattensystem aus SSD", en = "Disk system of SSDs" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-06" "disk" {
  value    = "ssd"
  severity = "required"
  wording  = "SSD"
  facts    = ["srv.disk.type"]
}

row "SRV-07" {
  title    = { de = "500 GB frei auf dem Datenlaufwerk", en = "500 GB free on the data drive" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-07" "free_gb" {
  value    = 500
  unit     = "GB"
  severity = "required"
  wording  = "500 GB frei auf dem Datenlaufwerk"
  facts    = ["srv.disk.free"]
}

row "SRV-08" {
  title = {
    de = "Grafik des Servers: 128 MB, DirectX 9.0c, Full HD"
    en = "Server graphics: 128 MB, DirectX 9.0c, Full HD"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-08" "graphics_mb" {
  value    = 128
  unit     = "MB"
  severity = "required"
  wording  = "128 MB"
  facts    = ["srv.gpu.mem"]
}

limit "SRV-08" "directx" {
  value    = "9.0c"
  severity = "required"
  wording  = "DirectX 9.0c"
  facts    = ["srv.gpu.dx"]
}

limit "SRV-08" "width" {
  value    = 1920
  unit     = "Pixel"
  severity = "required"
  wording  = "FHD"
  facts    = ["srv.display"]
}

limit "SRV-08" "height" {
  value    = 1080
  unit     = "Pixel"
  severity = "required"
  wording  = "FHD"
  facts    = ["srv.display"]
}

row "SRV-09" {
  title    = { de = "Unterbrechungsfreie Stromversorgung (USV)", en = "Uninterruptible power supply (UPS)" }
  class    = "E"
  kind     = ["check", "guidance"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
  person   = true
}

limit "SRV-09" "ups" {
  value    = true
  severity = "required"
  wording  = "USV"
  facts    = ["srv.ups"]
}

row "SRV-10" {
  title    = { de = "Netzwerk mit 1 Gbit/s Ethernet", en = "Network with 1 Gbit/s Ethernet" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server; Hinweise zu den Systemvoraussetzungen"
}

limit "SRV-10" "network_gbit" {
  value    = 1
  unit     = "Gbit/s"
  severity = "required"
  wording  = "1 GBit Ethernet"
  facts    = ["srv.nic", "gen.clean_windows"]
}

row "SRV-11" {
  title    = { de = "Windows Server 2012 bis 2022", en = "Windows Server 2012 to 2022" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server", "terminal_server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-11" "systems" {
  value = [
    "Windows Server 2012",
    "Windows Server 2012 R2",
    "Windows Server 2016",
    "Windows Server 2019",
    "Windows Server 2022",
  ]
  severity = "required"
  wording  = "Windows Server 2012 bis 2022"
  facts    = ["srv.os"]
}

row "SRV-12" {
  title = {
    de = "Essentials-Edition nur mit Windows Server 2022"
    en = "Essentials edition only with Windows Server 2022"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-12" "essentials_on" {
  value    = ["Windows Server 2022"]
  severity = "required"
  wording  = "Essentials nur mit 2022"
  facts    = ["srv.os.essentials"]
}

row "SRV-13" {
  title    = { de = "SQL Server 2016, 2019 oder 2022", en = "SQL Server 2016, 2019 or 2022" }
  class    = "C"
  kind     = ["check"]
  products = ["psyx", "x.concept", "x.concept-ambulanz", "x.concept-mvz", "x.isynet", "x.vianova", "x.comfort"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-13" "sql" {
  value    = ["2016", "2019", "2022"]
  severity = "required"
  wording  = "SQL Server 2016, 2019 oder 2022"
  facts    = ["srv.sql"]
}

limit "SRV-13" "majors" {
  value    = [13, 15, 16]
  severity = "required"
  wording  = "SQL Server 2016, 2019 oder 2022"
  facts    = ["srv.sql"]
}

row "SRV-14" {
  title    = { de = "SQL Server ab 2014 für medatixx", en = "SQL Server 2014 or newer for medatixx" }
  class    = "C"
  kind     = ["check"]
  products = ["medatixx"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-14" "sql_from" {
  value    = "2014"
  severity = "required"
  wording  = "ab SQL Server 2014"
  facts    = ["srv.sql.medatixx"]
}

limit "SRV-14" "major_from" {
  value    = 12
  severity = "required"
  wording  = "ab SQL Server 2014"
  facts    = ["srv.sql.medatixx"]
}

row "SRV-15" {
  title = {
    de = "Azure-Erweiterung für SQL Server 2022 abgeschaltet"
    en = "Azure extension for SQL Server 2022 switched off"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-15" "azure_extension" {
  value    = false
  severity = "required"
  wording  = "Azure-Erweiterung deaktivieren"
  facts    = ["srv.sql.azure"]
}

row "SRV-16" {
  title = {
    de = "Hauptrechner mit Windows-Client nur bis drei Geräte"
    en = "Client Windows as main computer only up to three devices"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hinweise zu den Systemvoraussetzungen"
}

limit "SRV-16" "devices" {
  value    = 3
  unit     = "Geräte"
  severity = "required"
  wording  = "bis zu drei Geräte"
}

row "SRV-17" {
  title    = { de = "Grenzen offener Dateien bei Windows-Clients", en = "Open-file limits of client Windows" }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hinweise zu den Systemvoraussetzungen"
}

row "SRV-18" {
  title    = { de = "Reine, stabile Microsoft-Windows-Umgebung", en = "Pure, stable Microsoft Windows environment" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hinweise zu den Systemvoraussetzungen"
}

limit "SRV-18" "windows_only" {
  value    = true
  severity = "required"
  wording  = "reine und stabile Windows-Umgebung"
  facts    = ["gen.clean_windows"]
}

row "SRV-19" {
  title = {
    de = "Mehrbedarf durch Anwendungen und HzV-Modul"
    en = "Higher demand of applications and the HzV module"
  }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hinweise zu den Systemvoraussetzungen"
}

limit "SRV-19" "hzv_memory_gb" {
  value    = 2
  unit     = "GB"
  severity = "required"
  wording  = "HzV-Modul: 2 GB"
  facts    = ["gen.hzv.ram"]
}

limit "SRV-19" "scale" {
  value    = "higher"
  severity = "recommended"
  wording  = "bei mehr Anwendungen höher"
  facts    = ["gen.scale"]
}

row "SRV-20" {
  title    = { de = "Service-Provider vorhanden und erreichbar", en = "Service-Provider present and reachable" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Systemvoraussetzungen Server"
}

limit "SRV-20" "reachable" {
  value    = true
  severity = "required"
  wording  = "Service-Provider erreichbar"
  facts    = ["srv.sp"]
}

# Wenn der Service-Provider fehlt, mehrfach da ist oder nur in Teilen: prüfen, aufräumen, neu installieren.
#
# Für das Setup ist kein Aufruf ohne Fenster dokumentiert (A18): installieren tut ein Mensch, mit genauer Anleitung. Nur was das
# Inventar als service_provider_installer_args nennt, erscheint als Aufruf. Auf einem gesunden Rechner plant dieses Playbook nichts.
#
# Werte aus dem Inventar, alle optional: product, data_dir, setup_dir (Ordner mit dem Setup), service_provider_installer_args.

playbook {
  name = "reinstall-service-provider"
  title = {
    de = "Service-Provider: Voraussetzungen, Aufräumen, Neuinstallation, Prüfung danach"
    en = "Service-Provider: prerequisites, clearing up, new installation, checks afterwards"
  }
  description = {
    de = "Prüft Dienst, Ordner und Voraussetzungen, startet einen angehaltenen Dienst, verschiebt auf Wunsch Reste in Quarantäne und nennt für Deinstallation, Installation und Update die genauen Schritte."
    en = "Checks service, folders and prerequisites, starts a stopped service, moves leftovers to quarantine on request and gives the exact steps of uninstalling, installing and updating."
  }
  serves = ["ERR-1", "ERR-2", "ERR-4", "SP-01", "SP-02", "SP-03", "SP-04", "SP-05", "SP-06", "SP-09", "SP-20", "SP-23", "SP-24", "SP-25", "SP-26", "SP-27", "SP-28", "SP-29", "SP-30", "SP-31", "SP-32", "SP-33", "SP-34", "SP-40"]
  only   = host.role == "server" && length(setintersection(practice.products, ["x.comfort", "x.concept", "x.isynet"])) > 0

  rollout {
    batches      = [1, "10%", "100%"]
    max_failures = "10%"
  }
}

variable "quarantine" {
  type    = bool
  default = false
  description = {
    de = "Reste (Ordner ServiceProvider_*) verschieben, wenn kein Dienst und kein Programmeintrag mehr da ist"
    en = "Move leftovers (folders ServiceProvider_*) when no service and no program entry is left"
  }
}

variable "restart_after_crashes" {
  type    = bool
  default = false
  description = {
    de = "Ein einziges Mal starten oder neu starten, obwohl der Dienst seit dem Start von Windows mehrfach abgestürzt ist"
    en = "Start or restart once, although the service has crashed several times since Windows started"
  }
}

locals {
  products = [for p in ["x.comfort", "x.concept", "x.isynet"] : p if contains(practice.products, p)]
  product  = try(host.vars.product, length(local.products) == 1 ? local.products[0] : "")
  data_dirs = {
    "x.comfort" = "C:\\doc2\\daten\\data"
    "x.concept" = "C:\\DConcept\\DeData"
    "x.isynet"  = "C:\\winacs\\Text\\ServiceProvider"
  }
  # Gefunden, nicht angenommen; wie in installed-flag.
  data_dir_set = can(host.vars.data_dir)
  usual        = trimsuffix(try(host.vars.data_dir, local.data_dirs[local.product], ""), "\\")
  found_path   = trimsuffix(try(query.ini.installed[0].section.install.pvsdatapath, query.ini.installed[0].section.install.pvsddatapath, ""), "\\")
  path_probe   = local.found_path != "" && !local.data_dir_set && lower(local.found_path) != lower(local.usual) && can(regex("^[A-Za-z]:\\\\[^*?]+$", local.found_path))
  lost         = !local.data_dir_set && local.usual != "" && length(query.ini.pvs) == 0
  drives       = [for d in ["D", "E", "F", "G"] : d if local.lost]
  on_drives    = [for d, found in query.ini.drives : found[0].dir if length(found) == 1]
  moved        = local.lost && local.path_probe && length(query.ini.elsewhere) == 1
  place        = local.moved ? "told" : length(local.on_drives) == 1 ? "drive" : "usual"
  data_dir     = { usual = local.usual, told = local.found_path, drive = try(local.on_drives[0], "") }[local.place]
  pvs_file     = { usual = query.ini.pvs, told = query.ini.elsewhere, drive = flatten([for d, found in query.ini.drives : found]) }[local.place]
  data_folder  = { usual = query.file.data, told = query.ini.elsewhere, drive = local.pvs_file }[local.place]
  install_ini = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\ServiceProvider.ini"
  pvs_ini     = "${local.data_dir}\\ServiceProvider.ini"

  # Der Ordner mit dem Setup liegt im selben Programmordner wie das Datenverzeichnis; gefragt wird am üblichen Ort und dort, wohin die Installation zeigt.
  below     = { "x.comfort" = "progneu\\ServiceProvider", "x.concept" = "DeSetup\\SERVICEPROVIDER", "x.isynet" = "tools" }
  suffix    = "/(?i)\\\\(dedata|daten\\\\data|text\\\\serviceprovider)$/"
  setup_at  = trimsuffix(try(host.vars.setup_dir, "${replace(local.usual, local.suffix, "")}\\${local.below[local.product]}", ""), "\\")
  setup_dir = trimsuffix(try(host.vars.setup_dir, "${replace(local.data_dir, local.suffix, "")}\\${local.below[local.product]}", ""), "\\")
  args      = try(host.vars.service_provider_installer_args, "")

  # Was da ist.
  services = length(query.service.sp)
  folders  = [for f in query.file.folders : f if f.kind == "directory"]
  single = (length(query.ini.installed) == 1 && length(local.folders) == 1 && local.services == 1
  && try(startswith(lower(query.service.sp[0].program), lower("${query.ini.installed[0].dir}\\")), false))
  several   = length(local.folders) > 1 || local.services > 1
  entries   = flatten([for list in [query.registry.programs, query.registry.programs32] : [for e in list : e.value if can(regex("(?i)service.?provider", e.value))]])
  listening = length(query.listener.standard) > 0
  # A08: jede Spur einer Installation heißt Update; die Voreinstellung der PVS-Datei ist dann verboten.
  traces   = local.services > 0 || length(local.folders) > 0 || length(query.ini.installed) > 0 || length(local.entries) > 0 || local.listening
  leftover = length(query.file.program_data) > 0

  # SP-23, SP-24, A22: x.isynet dort, wo der SQL-Server läuft; x.concept und x.comfort dort, wo das Datenverzeichnis liegt.
  data_here  = length(local.data_folder) > 0
  data_local = try(local.data_folder[0].drive, "") == "fixed"
  # Nur Rechner und Instanz der ConnectionString-Zeile: der Rest geht niemanden etwas an und wird nie geschrieben (A06).
  source  = "(?i)(?:data source|server)\\s*=\\s*(?:tcp:)?\\s*([^;,\\\\]+)(?:\\\\([^;,]+))?"
  lines   = compact([try(query.ini.installed[0].section.install.connectionstring, ""), try(local.pvs_file[0].section.install.connectionstring, "")])
  sources = [for c in local.lines : { host = lower(trimspace(regex(local.source, c)[0])), instance = lower(trimspace(coalesce(regex(local.source, c)[1], " "))) } if can(regex(local.source, c))]
  sql_away = [for s in local.sources : s.host if s.host != "(local)" && s.host != "." && s.host != host.address && !can(fact.names[s.host]) && !can(fact.names[split(".", s.host)[0]])]
  # Die Windows Internal Database und Instanzen anderer Programme sind nicht der SQL-Server: die genannte Instanz muss hier sein.
  instances = { for s in query.service.sql : lower(trimprefix(trimprefix(s.name, "MSSQL$"), "MSSQLSERVER")) => true if !strcontains(lower(s.name), "##wid") }
  sql_here  = length(local.instances) > 0 && length(local.sql_away) == 0 && alltrue([for s in local.sources : can(local.instances[s.instance])])
  right_host = local.product != "" && (local.product == "x.isynet" ? local.sql_here : local.data_here)
  has_pvs    = length(local.pvs_file) == 1

  dotnet_ok = try(fact.dotnet_release, 0) == null ? false : try(fact.dotnet_release, 0) >= 528040
  cpp       = distinct([for e in concat(query.registry.programs, query.registry.programs32) : e.value if can(regex("^Microsoft Visual C\\+\\+ .*Redistributable", e.value))])

  # SP-32, A19: der gedruckte Ordner, sonst eine Ebene darunter.
  setups    = concat(query.file.setup, query.file.setup_below)
  setup     = length(local.setups) > 0 ? local.setups[0].path : "${local.setup_dir}\\ServiceProvider.exe"
  installer = [for s in local.setups : s.version if s.version != null]
  programs  = [for f in query.file.programs : f.version if f.version != null && try(lower(f.path) == lower(query.service.sp[0].program), false)]
  # Beide Versionen zum Vergleich auf gleiche Stellenzahl gebracht.
  padded_new = [for v in local.installer : join(".", formatlist("%08s", split(".", v)))]
  padded_now = [for v in local.programs : join(".", formatlist("%08s", split(".", v)))]
  outdated   = local.single && length(local.padded_new) == 1 && length(local.padded_now) == 1 && try(local.padded_new[0] != local.padded_now[0] && sort([local.padded_new[0], local.padded_now[0]])[1] == local.padded_new[0], false)

  # null: das Ereignisprotokoll ist nicht zu lesen; dann ist es unbekannt und nicht in Ordnung.
  crashes  = try(max([for s in query.service.sp : s.crashes]...), null)
  trapped  = try(local.crashes >= 2, false)
  running  = local.single && try(query.service.sp[0].state, "") == "running"
  start    = try(query.service.sp[0].start, "")
  auto     = contains(["auto", "delayed"], local.start)
  sp_ports = [for l in query.listener.standard : l if try(l.pid == query.service.sp[0].pid || lower(l.program) == lower(query.service.sp[0].program), false)]

  # Hört schon jemand anders am Port, käme der Dienst dreimal nicht hoch und säße in der Falle (SP-05).
  taken = !local.running && local.listening

  # Was zu tun ist: genau eines davon, oder nichts.
  clean     = local.several || (local.traces && !local.single)
  # Nennt die PVS-Datei einen anderen Rechner, ist er dort zu suchen, ehe hier einer entsteht: die Voreinstellung überschriebe den einzigen Hinweis.
  hostname  = try(local.pvs_file[0].section.install.hostname, "")
  elsewhere = local.hostname != "" && local.hostname != host.address && !can(fact.names[lower(local.hostname)]) && !can(fact.names[lower(split(".", local.hostname)[0])])
  fresh     = !local.traces && local.right_host && !local.elsewhere
  no_pvs    = local.single && local.right_host && local.data_here && !local.has_pvs
  leftovers = { for f in flatten([for list in [local.folders, query.file.program_data] : [for f in list : f if var.quarantine]]) : f.path => f }
  may_move  = local.services == 0 && length(local.entries) == 0 && length(query.process.sp) == 0

  listeners = { for lang, unknown in { de = "unbekannt", en = "unknown" } : lang =>
  distinct([for l in query.listener.standard : try(coalesce(l.program, unknown), unknown)]) }

  target_lines = {
    de = [
      "Rechner: ${fact.computer} (${host.id}), Praxis: ${practice.title}, Kundennummer: ${practice.kundennummer == null ? "im Inventar nachtragen" : practice.kundennummer}.",
      local.dotnet_ok ? "" : "Zuerst .NET Framework 4.8 oder neuer installieren und Windows neu starten; gefunden wurde Release ${try(coalesce(fact.dotnet_release, 0), 0)}, nötig ist 528040.",
      "Praxissoftware auf allen Arbeitsplätzen beenden; Verordnungen sind bis zum Ende nicht möglich.",
      length(local.setups) > 0 ? "" : "Unter ${local.setup_dir} liegt keine ServiceProvider.exe; zuerst die Setup-Datei der Praxissoftware beschaffen oder setup_dir im Inventar eintragen.",
    ]
    en = [
      "Computer: ${fact.computer} (${host.id}), practice: ${practice.title}, customer number: ${practice.kundennummer == null ? "add it to the inventory" : practice.kundennummer}.",
      local.dotnet_ok ? "" : "First install .NET Framework 4.8 or newer and restart Windows; found was release ${try(coalesce(fact.dotnet_release, 0), 0)}, 528040 is needed.",
      "Close the practice software on all workstations; nothing can be prescribed until this is finished.",
      length(local.setups) > 0 ? "" : "There is no ServiceProvider.exe below ${local.setup_dir}; first get the setup file of the practice software, or enter setup_dir in the inventory.",
    ]
  }
  setup_lines = {
    de = [
      local.args != "" ? "Als Administrator ausführen: \"${local.setup}\" ${local.args}" : "${local.setup} mit der rechten Maustaste als Administrator ausführen.",
      local.args != "" ? "" : "Praxissystem ${upper(local.product)} wählen, als Datenverzeichnis ${local.data_dir} angeben (lokaler Pfad, kein verbundenes Laufwerk), dann installieren.",
      length(local.cpp) > 0 ? "Meldet das Setup einen Fehler: in Programme und Features reparieren: ${join("; ", local.cpp)}." : "Meldet das Setup einen Fehler: die Microsoft Visual C++ Redistributables der Praxissoftware installieren; hier wurde keines gefunden.",
    ]
    en = [
      local.args != "" ? "Run as administrator: \"${local.setup}\" ${local.args}" : "Run ${local.setup} as administrator (right mouse button).",
      local.args != "" ? "" : "Choose the practice system ${upper(local.product)}, give ${local.data_dir} as the data directory (a local path, no mapped drive), then install.",
      length(local.cpp) > 0 ? "If the setup reports an error: repair in Programs and Features: ${join("; ", local.cpp)}." : "If the setup reports an error: install the Microsoft Visual C++ Redistributables of the practice software; none was found here.",
    ]
  }
  after_lines = {
    de = [
      "Die Kundennummer in der neuen Installations-ServiceProvider.ini trägt danach das Playbook kundennummer ein, Port und Dateien prüfen firewall-port und installed-flag.",
      "Praxissoftware neu starten. Unter Dienstprogramme, Service-Provider müssen Version, Instanzname und IP-Adresse dieses Rechners stehen.",
      "Danach noch einmal planen: Dienst, Ordner, Port 23174 und beide Dateien werden geprüft.",
    ]
    en = [
      "Afterwards the playbook kundennummer writes the customer number into the new ServiceProvider.ini of the installation; firewall-port and installed-flag check port and files.",
      "Start the practice software again. Dienstprogramme, Service-Provider must show version, instance name and IP address of this computer.",
      "Then plan once more: service, folders, port 23174 and both files are checked.",
    ]
  }
  # done: genau ein Dienst mit genau einem Ordner, und die PVS-Datei ist da.
  healthy = local.single && local.has_pvs && !local.outdated
}

query "ini" "installed" {
  path = local.install_ini
}

query "file" "folders" {
  path = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*"
}

query "file" "programs" {
  path = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\*.exe"
}

query "file" "program_data" {
  path = "C:\\ProgramData\\medatixx*\\ServiceProvider_*"
}

query "service" "sp" {
  program = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\*"
}

query "process" "sp" {
  when    = var.quarantine
  program = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\*"
}

query "service" "sql" {
  program = "*\\sqlservr.exe"
}

query "registry" "programs" {
  key  = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*"
  name = "DisplayName"
}

query "registry" "programs32" {
  key  = "HKLM32\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*"
  name = "DisplayName"
}

query "ini" "pvs" {
  when = local.usual != ""
  path = "${local.usual}\\ServiceProvider.ini"
}

query "file" "data" {
  when = local.usual != ""
  path = local.usual
}

query "ini" "drives" {
  for_each = local.drives
  path     = "${each.value}${substr(local.usual, 1, -1)}\\ServiceProvider.ini"
}

query "ini" "elsewhere" {
  when = local.path_probe
  path = "${local.found_path}\\ServiceProvider.ini"
}


query "file" "setup" {
  when = local.setup_at != ""
  path = "${local.setup_at}\\ServiceProvider.exe"
}

query "file" "setup_below" {
  when = local.setup_at != ""
  path = "${local.setup_at}\\*\\ServiceProvider.exe"
}

query "listener" "standard" {
  port = 23174
}

check "one_installation" {
  title = {
    de = "Genau ein Service-Provider: ein Dienst, ein Programmordner"
    en = "Exactly one Service-Provider: one service, one program folder"
  }
  severity = "required"
  serves   = ["SP-01", "SP-03", "SP-20"]
  when     = local.traces || local.right_host
  ok       = local.single
  message = {
    de = "${local.services} Dienst(e), ${length(local.folders)} Programmordner, ${length(query.ini.installed)} Installations-Datei(en), Programmeinträge: ${length(local.entries) > 0 ? join(", ", local.entries) : "keine"}"
    en = "${local.services} service(s), ${length(local.folders)} program folder(s), ${length(query.ini.installed)} installation file(s), program entries: ${length(local.entries) > 0 ? join(", ", local.entries) : "none"}"
  }
}

check "right_host" {
  title    = { de = "Der Service-Provider ist auf dem richtigen Rechner", en = "The Service-Provider is on the right computer" }
  severity = "required"
  serves   = ["SP-23", "SP-24"]
  when     = local.product != "" && local.single
  ok       = local.right_host
  message = {
    de = local.product == "x.isynet" ? (local.sql_here ? "SQL-Server ist hier" : "Bei x.isynet gehört er auf den Rechner des SQL-Servers; ${length(local.sql_away) > 0 ? "die Datei nennt ${local.sql_away[0]}." : "hier ist keiner."}") : local.data_here ? "Datenverzeichnis ${local.data_dir} ist hier" : "Er gehört auf den Rechner mit dem Datenverzeichnis; ${local.data_dir} gibt es hier nicht. Liegt es woanders, data_dir im Inventar eintragen."
    en = local.product == "x.isynet" ? (local.sql_here ? "SQL Server is here" : "With x.isynet it belongs on the computer of the SQL Server; ${length(local.sql_away) > 0 ? "the file names ${local.sql_away[0]}." : "there is none here."}") : local.data_here ? "Data directory ${local.data_dir} is here" : "It belongs on the computer with the data directory; there is no ${local.data_dir} here. If it is elsewhere, enter data_dir in the inventory."
  }
}

check "named_host" {
  row      = "SP-02"
  title    = { de = "Der Service-Provider ist auf dem Rechner, den die PVS-Datei nennt", en = "The Service-Provider is on the computer that the PVS file names" }
  severity = "required"
  when     = !local.traces && local.hostname != ""
  ok       = !local.elsewhere && local.services > 0
  evidence = { hostname = local.hostname, services = local.services }
  message = {
    de = local.elsewhere ? "Die PVS-Datei nennt ${local.hostname}, hier ist kein Service-Provider." : "Die PVS-Datei nennt diesen Rechner, hier ist kein Service-Provider."
    en = local.elsewhere ? "The PVS file names ${local.hostname}; there is no Service-Provider here." : "The PVS file names this computer; there is no Service-Provider here."
  }
  advice = {
    de = local.elsewhere ? "Zuerst auf ${local.hostname} nachsehen. Gibt es diesen Rechner nicht mehr: xops apply installed-flag --var hostname=confirm, dann neu planen." : "Neu installieren, wie dieses Playbook es beschreibt."
    en = local.elsewhere ? "Look at ${local.hostname} first. If that computer is gone: xops apply installed-flag --var hostname=confirm, then plan again." : "Install it anew as this playbook describes."
  }
}

# A23, SRV-16: auf einem Client-Windows nur im Rahmen der Drei-Geräte-Regel; wie viele es sind, weiß die Praxis.
check "client_windows" {
  title    = { de = "Der Rechner hat ein Windows Server", en = "The computer runs a Windows Server" }
  severity = "info"
  serves   = ["SRV-16"]
  when     = local.single
  ok       = try(fact.product_type != 1, true)
  message = {
    de = try(fact.product_type != 1, true) ? "" : "${fact.product_name}: als Hauptrechner nur bei höchstens drei Geräten und ohne Medizintechnik-, Archiv- und Fremdsoftware."
    en = try(fact.product_type != 1, true) ? "" : "${fact.product_name}: as the main computer only with three devices at most, and without software for medical devices, archives or of third parties."
  }
}

check "dotnet" {
  title    = { de = ".NET Framework 4.8 oder neuer", en = ".NET Framework 4.8 or newer" }
  severity = "required"
  serves   = ["SP-28", "WS-19"]
  when     = local.traces || local.right_host
  ok       = local.dotnet_ok
  message = {
    de = "Release ${try(coalesce(fact.dotnet_release, 0), 0)}, nötig ist 528040"
    en = "Release ${try(coalesce(fact.dotnet_release, 0), 0)}, 528040 is needed"
  }
}

check "local_drive" {
  title = {
    de = "Datenverzeichnis und Installation liegen auf lokalen Festplatten"
    en = "Data directory and installation are on local disks"
  }
  severity = "required"
  serves   = ["SP-31"]
  when     = local.data_here || length(local.folders) > 0
  ok       = (!local.data_here || local.data_local) && alltrue([for f in local.folders : f.drive == "fixed"])
  message = {
    de = "${local.data_dir}: ${try(coalesce(local.data_folder[0].drive, "unbekannt"), "nicht hier")}"
    en = "${local.data_dir}: ${try(coalesce(local.data_folder[0].drive, "unknown"), "not here")}"
  }
}

check "service" {
  title    = { de = "Der Dienst läuft und startet von selbst", en = "The service runs and starts by itself" }
  severity = "required"
  serves   = ["SP-04"]
  when     = local.single
  ok       = local.running && local.auto
  message = {
    de = "${try(query.service.sp[0].name, "")}: ${try(query.service.sp[0].state, "")}, Start ${local.start}"
    en = "${try(query.service.sp[0].name, "")}: ${try(query.service.sp[0].state, "")}, start ${local.start}"
  }
}

check "crashes" {
  title = {
    de = "Der Dienst ist seit dem Start von Windows nicht wiederholt abgestürzt"
    en = "The service has not crashed repeatedly since Windows started"
  }
  severity = local.crashes == null ? "info" : "required" # ohne Protokoll ist es unbekannt: gezählt, kein Alarm
  serves   = ["SP-05", "SP-35"]
  when     = local.single
  ok       = local.crashes == null ? null : !local.trapped
  message = {
    de = !local.trapped ? "" : "${local.crashes} Abstürze: nach dem dritten Start ist er erreichbar, arbeitet aber nicht. Protokoll sichern, dann einmal neu starten: --var restart_after_crashes=true."
    en = !local.trapped ? "" : "${local.crashes} crashes: after the third start it can be reached, but does not work. Save its log, then restart once: --var restart_after_crashes=true."
  }
}

check "listening" {
  title    = { de = "Der Dienst lauscht an TCP 23174", en = "The service listens on TCP 23174" }
  severity = "recommended"
  serves   = ["SP-06"]
  # Wem ein Port gehört, sagt ein altes Windows nicht: dann ist es nicht zu prüfen.
  when = (local.running || local.taken && local.single) && try(query.ini.installed[0].section.install.tcpport, "23174") == "23174" && !(local.listening && alltrue([for l in query.listener.standard : l.pid == null]))
  ok   = length(local.sp_ports) > 0
  message = {
    de = local.listening && length(local.sp_ports) == 0 ? "Den Port belegt ein anderes Programm: ${join(", ", local.listeners.de)}" : ""
    en = local.listening && length(local.sp_ports) == 0 ? "Another program holds the port: ${join(", ", local.listeners.en)}" : ""
  }
}

check "files" {
  title = {
    de = "Beide ServiceProvider.ini sind da und haben Installed=1"
    en = "Both ServiceProvider.ini are there and have Installed=1"
  }
  severity = "required"
  serves   = ["SP-10", "SP-11", "ERR-4"]
  when     = local.single && local.data_dir != ""
  ok       = try(query.ini.installed[0].section.install.installed, "") == "1" && try(local.pvs_file[0].section.install.installed, "") == "1"
  message = {
    de = local.has_pvs ? "Installation: ${try(query.ini.installed[0].section.install.installed, "fehlt")}, PVS: ${try(local.pvs_file[0].section.install.installed, "fehlt")}" : "${local.pvs_ini} fehlt"
    en = local.has_pvs ? "Installation: ${try(query.ini.installed[0].section.install.installed, "missing")}, PVS: ${try(local.pvs_file[0].section.install.installed, "missing")}" : "${local.pvs_ini} is missing"
  }
}

check "version" {
  title = {
    de = "Der Service-Provider ist so neu wie das Setup der Praxissoftware"
    en = "The Service-Provider is as new as the setup of the practice software"
  }
  severity = "recommended"
  serves   = ["SP-09", "ERR-2"]
  when     = local.single && length(local.installer) > 0 && length(local.programs) > 0
  ok       = !local.outdated
  message = {
    de = "installiert ${join(", ", local.programs)}, Setup ${join(", ", local.installer)}"
    en = "installed ${join(", ", local.programs)}, setup ${join(", ", local.installer)}"
  }
}

# Vor jeder Neuinstallation: läuft ein vorhandener Dienst nur nicht, wird er gestartet, einmal und nicht im Kreis (SP-04, SP-05).
# Mit Installed=0 käme er nicht hoch; dann wird hier nur die Startart berichtigt, und installed-flag startet ihn, nachdem es die Datei geändert hat.
step "service" "running" {
  title                 = { de = "Vorhandenen Service-Provider starten", en = "Start the Service-Provider that is there" }
  serves                = ["SP-04", "SP-05"]
  when                  = local.single
  name                  = try(query.service.sp[0].name, "")
  start                 = local.auto ? local.start : "auto"
  state                 = try(query.ini.installed[0].section.install.installed, "") == "1" && !local.taken ? "running" : null
  restart_after_crashes = var.restart_after_crashes
}

# A21: läuft er nach wiederholten Abstürzen, ist er womöglich nur erreichbar. Ein Neustart, und nur auf ausdrücklichen Wunsch.
step "service" "controlled_restart" {
  title = {
    de = "Service-Provider nach Abstürzen einmal neu starten"
    en = "Restart the Service-Provider once after crashes"
  }
  serves                = ["SP-05", "SP-40"]
  when                  = local.running && local.trapped && var.restart_after_crashes
  name                  = try(query.service.sp[0].name, "")
  restart               = true
  restart_after_crashes = true
}

# A20: erst wenn kein Dienst, kein Programmeintrag und kein Prozess mehr da ist, und nur auf ausdrücklichen Wunsch. Verschoben, nie gelöscht.
step "directory" "quarantine" {
  for_each = toset([for path, _ in local.leftovers : startswith(lower(path), "c:\\programdata\\") ? "ProgramData" : "Program Files (x86)"])
  title    = { de = "Ordner für die Quarantäne", en = "Folder for the quarantine" }
  serves   = ["SP-20"]
  when     = var.quarantine && local.may_move
  path     = "C:\\ProgramData\\xops\\quarantine\\${each.value}"
}

step "file" "quarantine" {
  for_each = local.leftovers
  title = {
    de = "Rest einer früheren Installation in Quarantäne verschieben"
    en = "Move what is left of an earlier installation to quarantine"
  }
  serves  = ["SP-20"]
  when    = var.quarantine && local.may_move
  path    = each.key
  move_to = "C:\\ProgramData\\xops\\quarantine\\${startswith(lower(each.key), "c:\\programdata\\") ? "ProgramData" : "Program Files (x86)"}\\${each.value.name}"
}

step "manual" "clean" {
  title = {
    de = local.several ? "Mehrere Service-Provider: alle entfernen und einen installieren" : "Unvollständiger Service-Provider: entfernen und neu installieren"
    en = local.several ? "Several Service-Providers: remove all and install one" : "Incomplete Service-Provider: remove it and install it anew"
  }
  serves = ["SP-20", "SP-25", "SP-27", "SP-29", "SP-30", "SP-32", "SP-33", "ERR-1"]
  when   = local.clean && (local.right_host || local.several || local.services > 0)
  instructions = {
    de = compact(concat(local.target_lines.de, [
      "Gefunden: Dienste ${local.services > 0 ? join(", ", [for s in query.service.sp : s.name]) : "keine"}; Ordner ${length(local.folders) > 0 ? join(", ", [for f in local.folders : f.path]) : "keine"}; Programmeinträge ${length(local.entries) > 0 ? join(", ", local.entries) : "keine"}; an TCP 23174 lauscht ${local.listening ? join(", ", local.listeners.de) : "nichts"}.",
      "In Programme und Features jeden Service-Provider deinstallieren. Die Ordner nicht löschen: mit --var quarantine=true verschiebt xops, was danach übrig ist.",
      local.right_host ? "" : local.product == "" ? "Vor der Neuinstallation im Inventar beim Host vars = { product = \"…\" } eintragen." : "Nicht hier neu installieren: ${local.product == "x.isynet" ? "der SQL-Server ist ${length(local.sql_away) > 0 ? local.sql_away[0] : "nicht hier"}" : "das Datenverzeichnis ${local.data_dir} liegt nicht auf diesem Rechner"}.",
      local.right_host ? "Dann neu installieren. Die PVS-Datei ${local.pvs_ini} nicht von Hand voreinstellen, solange dieses Playbook noch Spuren einer Installation findet." : "",
    ], local.right_host ? local.setup_lines.de : [], local.right_host ? local.after_lines.de : []))
    en = compact(concat(local.target_lines.en, [
      "Found: services ${local.services > 0 ? join(", ", [for s in query.service.sp : s.name]) : "none"}; folders ${length(local.folders) > 0 ? join(", ", [for f in local.folders : f.path]) : "none"}; program entries ${length(local.entries) > 0 ? join(", ", local.entries) : "none"}; listening on TCP 23174: ${local.listening ? join(", ", local.listeners.en) : "nothing"}.",
      "Uninstall every Service-Provider in Programs and Features. Do not delete the folders: with --var quarantine=true xops moves what is left afterwards.",
      local.right_host ? "" : local.product == "" ? "Before the new installation enter vars = { product = \"…\" } at the host in the inventory." : "Do not install it here again: ${local.product == "x.isynet" ? "the SQL Server is ${length(local.sql_away) > 0 ? local.sql_away[0] : "not here"}" : "the data directory ${local.data_dir} is not on this computer"}.",
      local.right_host ? "Then install it anew. Do not prepare the PVS file ${local.pvs_ini} by hand as long as this playbook still finds traces of an installation." : "",
    ], local.right_host ? local.setup_lines.en : [], local.right_host ? local.after_lines.en : []))
  }
  done = local.right_host ? local.healthy : !local.clean
}

step "manual" "install" {
  title  = { de = "Service-Provider neu installieren", en = "Install the Service-Provider anew" }
  serves = ["SP-02", "SP-26", "SP-27", "SP-29", "SP-30", "SP-32", "SP-33", "SP-34", "ERR-1"]
  when   = local.fresh
  instructions = {
    de = compact(concat(local.target_lines.de, [
      local.leftover ? "Unter C:\\ProgramData liegen Reste: ${join(", ", [for f in query.file.program_data : f.path])}. Mit --var quarantine=true verschiebt xops sie vorher." : "",
      local.data_local ? "" : "${local.data_dir} ist keine lokale Festplatte dieses Rechners oder fehlt; das zuerst klären.",
      "Voreinstellung, nur weil hier keine Spur einer Installation ist: ${local.has_pvs ? "${local.pvs_ini} sichern und dann auf" : "${local.pvs_ini} anlegen mit"} zwei Zeilen ${local.has_pvs ? "kürzen" : ""}, ohne Leerzeichen: [Install] und Hostname=${fact.computer}",
    ], local.setup_lines.de, local.after_lines.de))
    en = compact(concat(local.target_lines.en, [
      local.leftover ? "There are leftovers below C:\\ProgramData: ${join(", ", [for f in query.file.program_data : f.path])}. With --var quarantine=true xops moves them first." : "",
      local.data_local ? "" : "${local.data_dir} is missing or is not on a local disk of this computer; settle that first.",
      "Preparation, only because there is no trace of an installation here: ${local.has_pvs ? "save ${local.pvs_ini} and then cut it down to" : "create ${local.pvs_ini} with"} two lines, without blanks: [Install] and Hostname=${fact.computer}",
    ], local.setup_lines.en, local.after_lines.en))
  }
  done = local.healthy
}

step "manual" "data_path" {
  title = {
    de = "Datenverzeichnis ohne ServiceProvider.ini: deinstallieren und neu installieren"
    en = "Data directory without ServiceProvider.ini: uninstall and install anew"
  }
  serves = ["SP-15", "SP-25", "ERR-4"]
  when   = local.no_pvs
  instructions = {
    de = compact(concat(local.target_lines.de, [
      "${local.pvs_ini} fehlt. Liegt das Datenverzeichnis woanders, data_dir im Inventar eintragen und noch einmal planen, sonst weiter.",
      "Den Service-Provider in Programme und Features deinstallieren, dann neu installieren.",
    ], local.setup_lines.de, local.after_lines.de))
    en = compact(concat(local.target_lines.en, [
      "${local.pvs_ini} is missing. If the data directory is elsewhere, enter data_dir in the inventory and plan again; otherwise go on.",
      "Uninstall the Service-Provider in Programs and Features, then install it anew.",
    ], local.setup_lines.en, local.after_lines.en))
  }
  done = local.healthy
}

step "manual" "update" {
  title  = { de = "Service-Provider aktualisieren", en = "Update the Service-Provider" }
  serves = ["SP-09", "SP-25", "ERR-2"]
  when   = local.outdated && local.right_host && local.has_pvs
  instructions = {
    de = compact(concat(local.target_lines.de, [
      "Installiert ist ${join(", ", local.programs)}, das Setup hat ${join(", ", local.installer)}. Die PVS-Datei bleibt, wie sie ist: bei einem Update wird nichts voreingestellt.",
    ], local.setup_lines.de, local.after_lines.de))
    en = compact(concat(local.target_lines.en, [
      "Installed is ${join(", ", local.programs)}, the setup has ${join(", ", local.installer)}. The PVS file stays as it is: nothing is prepared for an update.",
    ], local.setup_lines.en, local.after_lines.en))
  }
  done = local.healthy
}

# Beide ServiceProvider.ini eines Service-Providers in Ordnung bringen: Installed, Leerzeichen, Port, GUID, PVS-Angaben.
#
# Werte aus dem Inventar (practice.vars oder host.vars), alle optional:
#   product    welches der drei Produkte auf diesem Host läuft, wenn die Praxis mehrere hat
#   data_dir   Datenverzeichnis der Praxissoftware, lokal auf diesem Host; gilt als bestätigt
#   pvs_name   bestätigter PVSName (A13: für x.comfort steht er nirgends gedruckt)

playbook {
  name = "installed-flag"
  title = {
    de = "Service-Provider: beide ServiceProvider.ini richtigstellen"
    en = "Service-Provider: put both ServiceProvider.ini right"
  }
  description = {
    de = "Setzt Installed=1 in beiden ServiceProvider.ini, entfernt Leerzeichen um das Gleichheitszeichen, gleicht Port und GUID der PVS-Datei an die Installation an und berichtigt PVSName und PVSDataPath. Nur dort, wo genau ein Service-Provider als Dienst und als Ordner vorhanden ist."
    en = "Sets Installed=1 in both ServiceProvider.ini, removes blanks around the equals sign, brings port and GUID of the PVS file in line with the installation and corrects PVSName and PVSDataPath. Only where there is exactly one Service-Provider, as a service and as a folder."
  }
  serves = ["ERR-1", "ERR-3", "ERR-5", "ERR-6", "SP-10", "SP-11", "SP-12", "SP-13", "SP-14", "SP-15", "SP-16", "SP-17", "SP-19", "SP-40"]
  only   = host.role == "server" && length(setintersection(practice.products, ["x.comfort", "x.concept", "x.isynet"])) > 0

  rollout {
    batches      = [1, "10%", "100%"]
    max_failures = "10%"
  }
}

locals {
  # A16: ein eindeutiges Produkt der Praxis, sonst muss das Inventar es sagen.
  products = [for p in ["x.comfort", "x.concept", "x.isynet"] : p if contains(practice.products, p)]
  product  = try(host.vars.product, length(local.products) == 1 ? local.products[0] : "")
  data_dirs = {
    "x.comfort" = "C:\\doc2\\daten\\data"
    "x.concept" = "C:\\DConcept\\DeData"
    "x.isynet"  = "C:\\winacs\\Text\\ServiceProvider"
  }
  data_dir     = trimsuffix(try(host.vars.data_dir, local.data_dirs[local.product], ""), "\\")
  data_dir_set = can(host.vars.data_dir)
  install_ini  = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\ServiceProvider.ini"
  pvs_ini      = "${local.data_dir}\\ServiceProvider.ini"

  # A17: der Dienst wird am Programmpfad erkannt, nie am Namen. single: ein Dienst, ein Ordner, und der Dienst läuft aus diesem Ordner (SP-03).
  traces = length(query.ini.installed) + length(query.service.sp) + length(query.ini.pvs) > 0
  single = (length(query.ini.installed) == 1 && length(query.file.folders) == 1 && length(query.service.sp) == 1
  && try(startswith(lower(query.service.sp[0].program), lower("${query.ini.installed[0].dir}\\")), false))

  install  = try(query.ini.installed[0].section.install, {})
  pvs      = try(query.ini.pvs[0].section.install, {})
  has_pvs  = length(query.ini.pvs) == 1 && can(query.ini.pvs[0].section.install)
  has_inst = local.single && can(query.ini.installed[0].section.install)

  # A01: Schreibweisen, die in Umlauf sind. Geschrieben wird nur in die, die es in der Datei gibt.
  aliases = {
    UniqueIdentifier = ["UniqueIdentifizier"]
    PVSName          = ["PVSTName"]
    PVSDataPath      = ["PVSDDataPath"]
  }

  # A11: die laufende Installation gilt, also der Ordnername und der Port, an dem sie lauscht; angeglichen wird die PVS-Datei.
  guid         = try(trimprefix(upper(basename(query.ini.installed[0].dir)), "SERVICEPROVIDER_"), "")
  install_guid = upper(try(local.install.uniqueidentifier, local.install.uniqueidentifizier, ""))
  pvs_guid     = upper(try(local.pvs.uniqueidentifier, local.pvs.uniqueidentifizier, ""))
  install_port = try(local.install.tcpport, "")
  pvs_port     = try(local.pvs.tcpport, "")
  port_valid   = can(regex("^[0-9]{1,5}$", local.install_port))
  sp_listens   = length([for l in query.listener.standard : l if try(l.pid == query.service.sp[0].pid || lower(l.program) == lower(query.service.sp[0].program), false)]) > 0
  port_truth   = local.port_valid && (local.install_port == "23174" || !local.sp_listens)

  # Nennt die PVS-Datei einen anderen Rechner, gehört ihr Inhalt womöglich zu einer anderen Installation (SP-02, A09): nichts angleichen.
  hostname    = try(local.pvs.hostname, "")
  names       = [lower(fact.computer), lower(try(host.address, "") == null ? "" : try(host.address, "")), "localhost", "127.0.0.1", ""]
  hostname_ok = contains(local.names, lower(local.hostname)) || contains(local.names, lower(split(".", local.hostname)[0]))
  align       = local.has_inst && local.has_pvs && local.hostname_ok

  # A13: X.COMFORT ist eine Annahme und wird ohne Bestätigung im Inventar nicht geschrieben.
  pvs_name      = try(host.vars.pvs_name, { "x.concept" = "X.CONCEPT", "x.isynet" = "X.ISYNET" }[local.product], "")
  expected_name = local.pvs_name != "" ? local.pvs_name : upper(local.product)
  found_name    = try(local.install.pvsname, local.install.pvstname, "")
  name_wrong    = local.has_inst && local.product != "" && upper(local.found_name) != upper(local.expected_name)

  # A04: bei x.isynet ist ein leerer Pfad normal. Ein anderer Pfad wird nur ersetzt, wenn er nicht gilt oder das Inventar data_dir nennt.
  found_path   = trimsuffix(try(local.install.pvsdatapath, local.install.pvsddatapath, ""), "\\")
  path_given   = local.found_path != "" || local.product != "x.isynet"
  path_differs = local.has_inst && local.path_given && lower(local.found_path) != lower(local.data_dir)
  path_probe   = local.path_differs && !local.data_dir_set && can(regex("^[A-Za-z]:\\\\[^*?]+$", local.found_path))
  path_other   = local.path_probe && length(query.ini.elsewhere) == 1
  data_local   = try(query.file.data[0].drive, "") == "fixed"
  path_fixable = local.path_differs && !local.path_other && local.has_pvs && local.data_local
}

query "ini" "installed" {
  path = local.install_ini
}

query "file" "folders" {
  path = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*"
}

query "service" "sp" {
  program = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\*"
}

query "ini" "pvs" {
  when = local.data_dir != ""
  path = local.pvs_ini
}

query "file" "data" {
  when = local.data_dir != ""
  path = local.data_dir
}

query "listener" "standard" {
  port = 23174
}

# Nur wenn die Datei einen anderen Ort nennt als erwartet: gibt es ihn?
query "ini" "elsewhere" {
  when = local.path_probe
  path = "${local.found_path}\\ServiceProvider.ini"
}

check "product" {
  title    = { de = "Produkt und Datenverzeichnis sind eindeutig", en = "Product and data directory are unambiguous" }
  severity = "required"
  serves   = ["DOC-02"]
  ok       = local.data_dir != ""
  message = {
    de = local.data_dir != "" ? "${local.product}: ${local.data_dir}" : "Die Praxis hat ${join(", ", local.products)}. Im Inventar beim Host vars = { product = \"…\" } eintragen."
    en = local.data_dir != "" ? "${local.product}: ${local.data_dir}" : "The practice has ${join(", ", local.products)}. Enter vars = { product = \"…\" } at the host in the inventory."
  }
}

check "one_installation" {
  title = {
    de = "Genau ein Service-Provider: ein Dienst, ein Programmordner"
    en = "Exactly one Service-Provider: one service, one program folder"
  }
  severity = "required"
  serves   = ["SP-01", "SP-03"]
  when     = local.traces
  ok       = local.single
  message = {
    de = local.single ? "" : "Hier wird nichts geändert; weiter mit reinstall-service-provider."
    en = local.single ? "" : "Nothing is changed here; go on with reinstall-service-provider."
  }
}

check "pvs_ini" {
  title = {
    de = "Die PVS-ServiceProvider.ini liegt im Datenverzeichnis"
    en = "The PVS ServiceProvider.ini is in the data directory"
  }
  severity = "required"
  serves   = ["SP-10", "SP-15", "ERR-4"]
  when     = local.single && local.data_dir != ""
  ok       = local.has_pvs
  message = {
    de = local.has_pvs ? query.ini.pvs[0].path : "Unter ${local.pvs_ini} ist keine mit Abschnitt [Install]. Liegt das Datenverzeichnis woanders, data_dir im Inventar eintragen; sonst weiter mit reinstall-service-provider."
    en = local.has_pvs ? query.ini.pvs[0].path : "${local.pvs_ini} is missing or has no section [Install]. If the data directory is elsewhere, enter data_dir in the inventory; otherwise go on with reinstall-service-provider."
  }
}

check "installed" {
  title    = { de = "Installed=1 in beiden Dateien", en = "Installed=1 in both files" }
  severity = "required"
  serves   = ["SP-11", "ERR-3"]
  when     = local.single && local.has_pvs
  ok       = try(local.install.installed, "") == "1" && try(local.pvs.installed, "") == "1"
  message = {
    de = "Installation: ${try(local.install.installed, "fehlt")}, PVS: ${try(local.pvs.installed, "fehlt")}"
    en = "Installation: ${try(local.install.installed, "missing")}, PVS: ${try(local.pvs.installed, "missing")}"
  }
}

check "blanks" {
  title = {
    de = "Keine Leerzeichen um das Gleichheitszeichen der PVS-Datei"
    en = "No blanks around the equals sign in the PVS file"
  }
  severity = "required"
  serves   = ["SP-17"]
  when     = local.has_pvs
  ok       = length(try(query.ini.pvs[0].padded.install, [])) == 0
  message  = join(", ", try(query.ini.pvs[0].padded.install, []))
}

check "port" {
  title = {
    de = "TCPPort ist in beiden Dateien gleich und der, an dem der Dienst lauscht"
    en = "TCPPort is the same in both files, and the one on which the service listens"
  }
  severity = "required"
  serves   = ["SP-06", "SP-12"]
  when     = local.has_inst && local.has_pvs
  ok       = local.port_truth && local.pvs_port == local.install_port
  message = {
    de = "Installation: ${local.install_port}, PVS: ${local.pvs_port}${local.port_truth ? "" : "; der Dienst lauscht an 23174. Den Port nicht ändern, sondern klären."}"
    en = "Installation: ${local.install_port}, PVS: ${local.pvs_port}${local.port_truth ? "" : "; the service listens on 23174. Do not change the port: find out why."}"
  }
}

check "guid" {
  title = {
    de = "UniqueIdentifier ist in beiden Dateien und im Ordnernamen gleich"
    en = "UniqueIdentifier is the same in both files and in the folder's name"
  }
  severity = "required"
  serves   = ["SP-13", "SP-16"]
  when     = local.has_inst && local.has_pvs
  ok       = local.install_guid == local.guid && local.pvs_guid == local.guid
  message = {
    de = "Ordner: ${local.guid}, Installation: ${local.install_guid}, PVS: ${local.pvs_guid}"
    en = "Folder: ${local.guid}, installation: ${local.install_guid}, PVS: ${local.pvs_guid}"
  }
}

check "hostname" {
  title    = { de = "Hostname der PVS-Datei nennt diesen Rechner", en = "Hostname in the PVS file names this computer" }
  severity = "required"
  serves   = ["SP-02", "SP-18", "SP-19"]
  when     = local.single && local.has_pvs
  ok       = local.hostname_ok && local.hostname != ""
  message = {
    de = local.hostname_ok ? local.hostname : "Eingetragen ist ${local.hostname}, dieser Rechner heißt ${fact.computer}. Nach einem Serverumzug von Hand berichtigen; Port und GUID werden bis dahin nicht angeglichen."
    en = local.hostname_ok ? local.hostname : "The file says ${local.hostname}, this computer is ${fact.computer}. After a move to another server correct it by hand; until then port and GUID are not brought in line."
  }
}

check "pvs_name" {
  title    = { de = "PVSName ist der Name der Praxissoftware", en = "PVSName is the name of the practice software" }
  severity = "required"
  serves   = ["SP-14", "ERR-6"]
  when     = local.has_inst && local.product != ""
  ok       = !local.name_wrong
  message = {
    de = "${local.found_name == "" ? "fehlt" : local.found_name}, erwartet ${local.expected_name}${local.pvs_name == "" ? " (für x.comfort angenommen)" : ""}"
    en = "${local.found_name == "" ? "missing" : local.found_name}, expected ${local.expected_name}${local.pvs_name == "" ? " (assumed for x.comfort)" : ""}"
  }
}

check "pvs_data_path" {
  title = {
    de = "PVSDataPath ist das lokale Datenverzeichnis mit der PVS-Datei"
    en = "PVSDataPath is the local data directory with the PVS file"
  }
  severity = "required"
  serves   = ["SP-15", "SP-31", "ERR-4", "ERR-5"]
  when     = local.has_inst && local.data_dir != "" && local.path_given
  ok       = !local.path_differs && local.has_pvs && local.data_local
  message = {
    de = (local.path_other ? "${local.found_path} gibt es, und ${local.data_dir} wäre üblich. Das richtige als data_dir im Inventar eintragen."
    : local.has_pvs && !local.data_local ? "${local.data_dir} liegt nicht auf einer lokalen Festplatte." : "eingetragen: ${local.found_path}")
    en = (local.path_other ? "${local.found_path} exists, and ${local.data_dir} would be usual. Enter the right one as data_dir in the inventory."
    : local.has_pvs && !local.data_local ? "${local.data_dir} is not on a local disk." : "the file says: ${local.found_path}")
  }
}

check "empty_data_path" {
  title    = { de = "PVSDataPath ist leer (bei x.isynet üblich)", en = "PVSDataPath is empty (usual with x.isynet)" }
  severity = "info"
  serves   = ["SP-15"]
  when     = local.has_inst && !local.path_given
  ok       = true
}

# Beide Dateien nennt die Fehlermeldung ausdrücklich, und der Schlüssel hat nur eine Schreibweise: fehlt er, wird er angelegt (anders als die Schlüssel aus A01).
step "ini" "installed" {
  title = {
    de = "Installed=1 in der Installations-ServiceProvider.ini"
    en = "Installed=1 in the installation's ServiceProvider.ini"
  }
  serves  = ["SP-11", "ERR-3"]
  when    = local.has_inst
  path    = local.install_ini
  section = "Install"
  set     = { Installed = "1" }
}

step "ini" "installed_pvs" {
  title   = { de = "Installed=1 in der PVS-ServiceProvider.ini", en = "Installed=1 in the PVS ServiceProvider.ini" }
  serves  = ["SP-11", "ERR-3"]
  when    = local.has_inst && local.has_pvs
  path    = local.pvs_ini
  section = "Install"
  set     = { Installed = "1" }
}

# A05: nur direkt um das erste = und am Zeilenende, nie innerhalb eines Wertes (ConnectionString).
step "ini" "blanks" {
  title    = { de = "Leerzeichen um das Gleichheitszeichen entfernen", en = "Remove blanks around the equals sign" }
  serves   = ["SP-17", "ERR-1"]
  when     = local.has_pvs && local.single
  path     = local.pvs_ini
  section  = "Install"
  trim_all = true
}

step "ini" "port" {
  title = {
    de = "TCPPort der PVS-Datei an die Installation angleichen"
    en = "Bring TCPPort in the PVS file in line with the installation"
  }
  serves       = ["SP-12", "ERR-1"]
  when         = local.align && local.port_truth && local.pvs_port != local.install_port
  path         = local.pvs_ini
  section      = "Install"
  set_existing = { TCPPort = local.install_port }
}

step "ini" "guid" {
  title = {
    de = "UniqueIdentifier der PVS-Datei an die Installation angleichen"
    en = "Bring UniqueIdentifier in the PVS file in line with the installation"
  }
  serves       = ["SP-13", "ERR-1"]
  when         = local.align && local.guid != "" && local.install_guid == local.guid && local.pvs_guid != local.guid
  path         = local.pvs_ini
  section      = "Install"
  set_existing = { UniqueIdentifier = local.install_guid }
  aliases      = { UniqueIdentifier = local.aliases.UniqueIdentifier }
}

step "ini" "pvs_name" {
  title        = { de = "PVSName berichtigen", en = "Correct PVSName" }
  serves       = ["SP-14", "ERR-6"]
  when         = local.name_wrong && local.pvs_name != ""
  path         = local.install_ini
  section      = "Install"
  set_existing = { PVSName = local.pvs_name }
  aliases      = { PVSName = local.aliases.PVSName }
}

step "manual" "pvs_name" {
  title  = { de = "PVSName von x.comfort bestätigen", en = "Confirm the PVSName of x.comfort" }
  serves = ["SP-14", "ERR-6"]
  when   = local.name_wrong && local.pvs_name == ""
  instructions = {
    de = [
      "In ${try(query.ini.installed[0].path, local.install_ini)} steht als PVSName: ${local.found_name == "" ? "nichts" : local.found_name}.",
      "Den richtigen Namen beim Hersteller oder an einer funktionierenden Installation von x.comfort erfragen (vermutet: X.COMFORT).",
      "Im Inventar bei der Praxis vars = { pvs_name = \"…\" } eintragen und dieses Playbook noch einmal planen; dann ändert xops die Datei.",
    ]
    en = [
      "${try(query.ini.installed[0].path, local.install_ini)} says as PVSName: ${local.found_name == "" ? "nothing" : local.found_name}.",
      "Ask the vendor for the right name, or look at an installation of x.comfort that works (assumed: X.COMFORT).",
      "Enter vars = { pvs_name = \"…\" } at the practice in the inventory and plan this playbook again; xops then changes the file.",
    ]
  }
  done = !local.name_wrong
}

step "ini" "pvs_data_path" {
  title        = { de = "PVSDataPath auf das lokale Datenverzeichnis setzen", en = "Set PVSDataPath to the local data directory" }
  serves       = ["SP-15", "ERR-5"]
  when         = local.path_fixable
  path         = local.install_ini
  section      = "Install"
  set_existing = { PVSDataPath = local.data_dir }
  aliases      = { PVSDataPath = local.aliases.PVSDataPath }
}

# Der Dienst liest die Dateien beim Start. Das Verordnungsmodul steht dabei kurz still (SP-40): das Zeitfenster der Praxis gilt.
step "service" "restart" {
  title   = { de = "Service-Provider neu starten", en = "Restart the Service-Provider" }
  serves  = ["SP-22", "SP-40"]
  when    = local.single
  name    = try(query.service.sp[0].name, "")
  restart = true
  after   = [step.ini.installed, step.ini.installed_pvs, step.ini.blanks, step.ini.port, step.ini.guid, step.ini.pvs_name, step.ini.pvs_data_path]
}

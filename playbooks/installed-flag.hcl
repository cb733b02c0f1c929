# Beide ServiceProvider.ini eines Service-Providers in Ordnung bringen: Installed, Leerzeichen, Port, GUID, PVS-Angaben.
#
# Werte aus dem Inventar (practice.vars oder host.vars), alle optional:
#   product    welches der drei Produkte auf diesem Host läuft, wenn die Praxis mehrere hat
#   data_dir   Datenverzeichnis der Praxissoftware, lokal auf diesem Host; gilt als bestätigt
#   pvs_name   bestätigter PVSName (A13: für x.comfort steht er nirgends gedruckt)

playbook {
  name        = "installed-flag"
  title       = "Service-Provider: beide ServiceProvider.ini richtigstellen"
  description = "Setzt Installed=1 in beiden ServiceProvider.ini, entfernt Leerzeichen um das Gleichheitszeichen, gleicht Port und GUID der PVS-Datei an die Installation an und berichtigt PVSName und PVSDataPath. Nur dort, wo genau ein Service-Provider als Dienst und als Ordner vorhanden ist."
  serves      = ["ERR-1", "ERR-3", "ERR-5", "ERR-6", "SP-10", "SP-11", "SP-12", "SP-13", "SP-14", "SP-15", "SP-16", "SP-17", "SP-19", "SP-40"]
  only        = host.role == "server" && length(setintersection(practice.products, ["x.comfort", "x.concept", "x.isynet"])) > 0

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
  title    = "Produkt und Datenverzeichnis sind eindeutig"
  severity = "required"
  serves   = ["DOC-02"]
  ok       = local.data_dir != ""
  message  = local.data_dir != "" ? "${local.product}: ${local.data_dir}" : "Die Praxis hat ${join(", ", local.products)}. Im Inventar beim Host vars = { product = \"…\" } eintragen."
}

check "one_installation" {
  title    = "Genau ein Service-Provider: ein Dienst, ein Programmordner"
  severity = "required"
  serves   = ["SP-01", "SP-03"]
  when     = local.traces
  ok       = local.single
  message  = "${length(query.service.sp)} Dienst(e), ${length(query.file.folders)} Programmordner, ${length(query.ini.installed)} Installations-Datei(en). ${local.single ? "" : "Hier wird nichts geändert; weiter mit reinstall-service-provider."}"
}

check "pvs_ini" {
  title    = "Die PVS-ServiceProvider.ini liegt im Datenverzeichnis"
  severity = "required"
  serves   = ["SP-10", "SP-15", "ERR-4"]
  when     = local.single && local.data_dir != ""
  ok       = local.has_pvs
  message  = local.has_pvs ? query.ini.pvs[0].path : "Unter ${local.pvs_ini} ist keine mit Abschnitt [Install]. Liegt das Datenverzeichnis woanders, data_dir im Inventar eintragen; sonst weiter mit reinstall-service-provider."
}

check "installed" {
  title    = "Installed=1 in beiden Dateien"
  severity = "required"
  serves   = ["SP-11", "ERR-3"]
  when     = local.single && local.has_pvs
  ok       = try(local.install.installed, "") == "1" && try(local.pvs.installed, "") == "1"
  message  = "Installation: ${try(local.install.installed, "fehlt")}, PVS: ${try(local.pvs.installed, "fehlt")}"
}

check "blanks" {
  title    = "Keine Leerzeichen um das Gleichheitszeichen der PVS-Datei"
  severity = "required"
  serves   = ["SP-17"]
  when     = local.has_pvs
  ok       = length(try(query.ini.pvs[0].padded.install, [])) == 0
  message  = join(", ", try(query.ini.pvs[0].padded.install, []))
}

check "port" {
  title    = "TCPPort ist in beiden Dateien gleich und der, an dem der Dienst lauscht"
  severity = "required"
  serves   = ["SP-06", "SP-12"]
  when     = local.has_inst && local.has_pvs
  ok       = local.port_truth && local.pvs_port == local.install_port
  message  = "Installation: ${local.install_port}, PVS: ${local.pvs_port}${local.port_truth ? "" : "; der Dienst lauscht an 23174. Den Port nicht ändern, sondern klären."}"
}

check "guid" {
  title    = "UniqueIdentifier ist in beiden Dateien und im Ordnernamen gleich"
  severity = "required"
  serves   = ["SP-13", "SP-16"]
  when     = local.has_inst && local.has_pvs
  ok       = local.install_guid == local.guid && local.pvs_guid == local.guid
  message  = "Ordner: ${local.guid}, Installation: ${local.install_guid}, PVS: ${local.pvs_guid}"
}

check "hostname" {
  title    = "Hostname der PVS-Datei nennt diesen Rechner"
  severity = "required"
  serves   = ["SP-02", "SP-18", "SP-19"]
  when     = local.single && local.has_pvs
  ok       = local.hostname_ok && local.hostname != ""
  message  = local.hostname_ok ? local.hostname : "Eingetragen ist ${local.hostname}, dieser Rechner heißt ${fact.computer}. Nach einem Serverumzug von Hand berichtigen; Port und GUID werden bis dahin nicht angeglichen."
}

check "pvs_name" {
  title    = "PVSName ist der Name der Praxissoftware"
  severity = "required"
  serves   = ["SP-14", "ERR-6"]
  when     = local.has_inst && local.product != ""
  ok       = !local.name_wrong
  message  = "${local.found_name == "" ? "fehlt" : local.found_name}, erwartet ${local.expected_name}${local.pvs_name == "" ? " (für x.comfort angenommen)" : ""}"
}

check "pvs_data_path" {
  title    = "PVSDataPath ist das lokale Datenverzeichnis mit der PVS-Datei"
  severity = "required"
  serves   = ["SP-15", "SP-31", "ERR-4", "ERR-5"]
  when     = local.has_inst && local.data_dir != "" && local.path_given
  ok       = !local.path_differs && local.has_pvs && local.data_local
  message = (local.path_other ? "${local.found_path} gibt es, und ${local.data_dir} wäre üblich. Das richtige als data_dir im Inventar eintragen."
  : local.has_pvs && !local.data_local ? "${local.data_dir} liegt nicht auf einer lokalen Festplatte." : "eingetragen: ${local.found_path}")
}

check "empty_data_path" {
  title    = "PVSDataPath ist leer (bei x.isynet üblich)"
  severity = "info"
  serves   = ["SP-15"]
  when     = local.has_inst && !local.path_given
  ok       = true
}

# Beide Dateien nennt die Fehlermeldung ausdrücklich, und der Schlüssel hat nur eine Schreibweise: fehlt er, wird er angelegt (anders als die Schlüssel aus A01).
step "ini" "installed" {
  title   = "Installed=1 in der Installations-ServiceProvider.ini"
  serves  = ["SP-11", "ERR-3"]
  when    = local.has_inst
  path    = local.install_ini
  section = "Install"
  set     = { Installed = "1" }
}

step "ini" "installed_pvs" {
  title   = "Installed=1 in der PVS-ServiceProvider.ini"
  serves  = ["SP-11", "ERR-3"]
  when    = local.has_inst && local.has_pvs
  path    = local.pvs_ini
  section = "Install"
  set     = { Installed = "1" }
}

# A05: nur direkt um das erste = und am Zeilenende, nie innerhalb eines Wertes (ConnectionString).
step "ini" "blanks" {
  title    = "Leerzeichen um das Gleichheitszeichen entfernen"
  serves   = ["SP-17", "ERR-1"]
  when     = local.has_pvs && local.single
  path     = local.pvs_ini
  section  = "Install"
  trim_all = true
}

step "ini" "port" {
  title        = "TCPPort der PVS-Datei an die Installation angleichen"
  serves       = ["SP-12", "ERR-1"]
  when         = local.align && local.port_truth && local.pvs_port != local.install_port
  path         = local.pvs_ini
  section      = "Install"
  set_existing = { TCPPort = local.install_port }
}

step "ini" "guid" {
  title        = "UniqueIdentifier der PVS-Datei an die Installation angleichen"
  serves       = ["SP-13", "ERR-1"]
  when         = local.align && local.guid != "" && local.install_guid == local.guid && local.pvs_guid != local.guid
  path         = local.pvs_ini
  section      = "Install"
  set_existing = { UniqueIdentifier = local.install_guid }
  aliases      = { UniqueIdentifier = local.aliases.UniqueIdentifier }
}

step "ini" "pvs_name" {
  title        = "PVSName berichtigen"
  serves       = ["SP-14", "ERR-6"]
  when         = local.name_wrong && local.pvs_name != ""
  path         = local.install_ini
  section      = "Install"
  set_existing = { PVSName = local.pvs_name }
  aliases      = { PVSName = local.aliases.PVSName }
}

step "manual" "pvs_name" {
  title  = "PVSName von x.comfort bestätigen"
  serves = ["SP-14", "ERR-6"]
  when   = local.name_wrong && local.pvs_name == ""
  instructions = [
    "In ${try(query.ini.installed[0].path, local.install_ini)} steht als PVSName: ${local.found_name == "" ? "nichts" : local.found_name}.",
    "Den richtigen Namen beim Hersteller oder an einer funktionierenden Installation von x.comfort erfragen (vermutet: X.COMFORT).",
    "Im Inventar bei der Praxis vars = { pvs_name = \"…\" } eintragen und dieses Playbook noch einmal planen; dann ändert xops die Datei.",
  ]
  done = !local.name_wrong
}

step "ini" "pvs_data_path" {
  title        = "PVSDataPath auf das lokale Datenverzeichnis setzen"
  serves       = ["SP-15", "ERR-5"]
  when         = local.path_fixable
  path         = local.install_ini
  section      = "Install"
  set_existing = { PVSDataPath = local.data_dir }
  aliases      = { PVSDataPath = local.aliases.PVSDataPath }
}

# Der Dienst liest die Dateien beim Start. Das Verordnungsmodul steht dabei kurz still (SP-40): das Zeitfenster der Praxis gilt.
step "service" "restart" {
  title   = "Service-Provider neu starten"
  serves  = ["SP-22", "SP-40"]
  when    = local.single
  name    = try(query.service.sp[0].name, "")
  restart = true
  after   = [step.ini.installed, step.ini.installed_pvs, step.ini.blanks, step.ini.port, step.ini.guid, step.ini.pvs_name, step.ini.pvs_data_path]
}

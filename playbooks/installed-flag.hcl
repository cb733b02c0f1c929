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

variable "hostname" {
  type    = string
  default = ""
  description = {
    de = "confirm: der Service-Provider gehört auf diesen Rechner; Hostname der PVS-Datei wird berichtigt"
    en = "confirm: the Service-Provider belongs on this computer; Hostname in the PVS file is corrected"
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
  # Gefunden, nicht angenommen: das Inventar, sonst der Pfad der Installation, wenn dort eine PVS-Datei liegt und am üblichen Ort
  # keine, sonst der übliche Ort auf einer anderen Festplatte, wenn es genau einen gibt. Zwei Orte: fragen.
  data_dir_set = can(host.vars.data_dir)
  usual        = trimsuffix(try(host.vars.data_dir, local.data_dirs[local.product], ""), "\\")
  lost         = !local.data_dir_set && local.usual != "" && length(query.ini.pvs) == 0
  drives       = [for d in ["D", "E", "F", "G"] : d if local.lost]
  on_drives    = [for d, found in query.ini.drives : found[0].dir if length(found) == 1]
  moved        = local.lost && local.path_probe && length(query.ini.elsewhere) == 1
  place        = local.moved ? "told" : length(local.on_drives) == 1 ? "drive" : "usual"
  data_dir     = { usual = local.usual, told = local.found_path, drive = try(local.on_drives[0], "") }[local.place]
  install_ini  = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\ServiceProvider.ini"
  pvs_ini      = "${local.data_dir}\\ServiceProvider.ini"

  # A17: der Dienst wird am Programmpfad erkannt, nie am Namen. single: ein Dienst, ein Ordner, und der Dienst läuft aus diesem Ordner (SP-03).
  traces = length(query.ini.installed) + length(query.service.sp) + length(local.pvs_file) > 0
  single = (length(query.ini.installed) == 1 && length(query.file.folders) == 1 && length(query.service.sp) == 1
  && try(startswith(lower(query.service.sp[0].program), lower("${query.ini.installed[0].dir}\\")), false))

  install  = try(query.ini.installed[0].section.install, {})
  # Die PVS-Datei dort, wo das Datenverzeichnis ist.
  pvs_file = { usual = query.ini.pvs, told = query.ini.elsewhere, drive = flatten([for d, found in query.ini.drives : found]) }[local.place]
  pvs      = try(local.pvs_file[0].section.install, {})
  has_pvs  = length(local.pvs_file) == 1 && can(local.pvs_file[0].section.install)
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
  hostname_ok = local.hostname == "" || local.hostname == host.address || can(fact.names[lower(local.hostname)]) || can(fact.names[lower(split(".", local.hostname)[0])])
  align       = local.has_inst && local.has_pvs && local.hostname_ok
  # SP-19: berichtigt wird nur auf Bestätigung: einmalig mit --var hostname=confirm, oder das Inventar nennt den alten Rechner als moved_from.
  own_name  = coalesce(fact.host_name, fact.computer)
  confirmed = local.has_inst && local.has_pvs && (local.hostname == "" || !local.hostname_ok) && (var.hostname == "confirm" || try(lower(host.vars.moved_from) == lower(local.hostname), false))

  # A13: X.COMFORT ist eine Annahme und wird ohne Bestätigung im Inventar nicht geschrieben.
  pvs_name      = try(host.vars.pvs_name, { "x.concept" = "X.CONCEPT", "x.isynet" = "X.ISYNET" }[local.product], "")
  expected_name = local.pvs_name != "" ? local.pvs_name : upper(local.product)
  found_name    = try(local.install.pvsname, local.install.pvstname, "")
  name_wrong    = local.has_inst && local.product != "" && upper(local.found_name) != upper(local.expected_name)

  # A04: bei x.isynet ist ein leerer Pfad normal. Ein anderer Pfad wird nur ersetzt, wenn er nicht gilt oder das Inventar data_dir nennt.
  found_path   = trimsuffix(try(local.install.pvsdatapath, local.install.pvsddatapath, ""), "\\")
  path_given   = local.found_path != "" || local.product != "x.isynet"
  path_differs = local.has_inst && local.path_given && lower(local.found_path) != lower(local.data_dir)
  path_probe   = local.path_given && !local.data_dir_set && lower(local.found_path) != lower(local.usual) && can(regex("^[A-Za-z]:\\\\[^*?]+$", local.found_path))
  path_other   = !local.moved && local.path_probe && length(query.ini.elsewhere) == 1
  data_local   = (local.place == "usual" ? try(query.file.data[0].drive, "") : try(local.pvs_file[0].drive, "")) == "fixed"
  # A99: welcher Pfad bei x.isynet richtig wäre, sagt niemand; geschrieben wird nur ein bestätigter.
  path_fixable = local.path_differs && !local.path_other && local.has_pvs && local.data_local && (local.product != "x.isynet" || local.data_dir_set)
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
  when = local.usual != ""
  path = "${local.usual}\\ServiceProvider.ini"
}

query "file" "data" {
  when = local.usual != ""
  path = local.usual
}

# Nur wo am üblichen Ort keine PVS-Datei liegt: derselbe Ort auf anderen Laufwerken.
query "ini" "drives" {
  for_each = local.drives
  path     = "${each.value}${substr(local.usual, 1, -1)}\\ServiceProvider.ini"
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
    de = local.has_pvs ? local.pvs_file[0].path : "Unter ${local.pvs_ini} ist keine mit Abschnitt [Install]. Liegt das Datenverzeichnis woanders, data_dir im Inventar eintragen; sonst weiter mit reinstall-service-provider."
    en = local.has_pvs ? local.pvs_file[0].path : "${local.pvs_ini} is missing or has no section [Install]. If the data directory is elsewhere, enter data_dir in the inventory; otherwise go on with reinstall-service-provider."
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
  ok       = length(try(local.pvs_file[0].padded.install, [])) == 0
  message  = join(", ", try(local.pvs_file[0].padded.install, []))
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
    de = local.hostname == "" ? "Hostname fehlt oder ist leer." : local.hostname_ok ? local.hostname : "Eingetragen ist ${local.hostname}, dieser Rechner heißt ${local.own_name}. Port und GUID werden bis zur Klärung nicht angeglichen."
    en = local.hostname == "" ? "Hostname is missing or empty." : local.hostname_ok ? local.hostname : "The file says ${local.hostname}, this computer is ${local.own_name}. Until that is settled port and GUID are not brought in line."
  }
  advice = {
    de = "Ist der Service-Provider auf diesen Rechner umgezogen: xops apply installed-flag --host ${host.id} --var hostname=confirm. Sonst zuerst auf ${local.hostname == "" ? "dem genannten Rechner" : local.hostname} nachsehen."
    en = "If the Service-Provider has moved to this computer: xops apply installed-flag --host ${host.id} --var hostname=confirm. Else look at ${local.hostname == "" ? "the computer that is named" : local.hostname} first."
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

step "ini" "hostname" {
  title   = { de = "Hostname der PVS-Datei nach dem Umzug berichtigen", en = "Correct Hostname in the PVS file after the move" }
  serves  = ["SP-19", "ERR-1"]
  when    = local.confirmed
  path    = local.pvs_ini
  section = "Install"
  set     = { Hostname = local.own_name }
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
  after   = [step.ini.installed, step.ini.installed_pvs, step.ini.blanks, step.ini.hostname, step.ini.port, step.ini.guid, step.ini.pvs_name, step.ini.pvs_data_path]
}

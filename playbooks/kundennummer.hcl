# Kundennummer in der Installations-ServiceProvider.ini: aus dem Inventar der Praxis, nie geraten und nie von einer anderen Praxis.
#
# Ein fehlender oder leerer Eintrag wird ergänzt. Steht eine andere Nummer da, ändert xops sie nicht von selbst: ob das
# Inventar oder die Datei recht hat, weiß nur ein Mensch (A12). Mit --var replace=true ist es entschieden.

playbook {
  name        = "kundennummer"
  title       = "Service-Provider: Kundennummer ergänzen"
  description = "Trägt die Kundennummer aus dem Inventar in die Installations-ServiceProvider.ini ein und startet den Service-Provider danach neu."
  serves      = ["SP-21", "SP-22", "SP-40"]
  only        = host.role == "server" && length(setintersection(practice.products, ["x.comfort", "x.concept", "x.isynet"])) > 0

  rollout {
    batches      = [1, "10%", "100%"]
    max_failures = "10%"
  }
}

variable "replace" {
  type        = bool
  default     = false
  description = "Eine vorhandene, andere Kundennummer durch die des Inventars ersetzen"
}

locals {
  install_ini = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\ServiceProvider.ini"
  traces      = length(query.ini.installed) + length(query.service.sp) > 0
  single = (length(query.ini.installed) == 1 && length(query.file.folders) == 1 && length(query.service.sp) == 1
  && try(startswith(lower(query.service.sp[0].program), lower("${query.ini.installed[0].dir}\\")), false))
  ready = local.single && can(query.ini.installed[0].section.install)

  number = practice.kundennummer == null ? "" : practice.kundennummer
  valid  = can(regex("^[0-9]+$", local.number))
  found  = try(query.ini.installed[0].section.install.kundennummer, "")
  padded = contains(try(query.ini.installed[0].padded.install, []), "kundennummer")
  other  = local.found != "" && local.found != local.number
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

check "one_installation" {
  title    = "Genau ein Service-Provider: ein Dienst, ein Programmordner"
  severity = "required"
  serves   = ["SP-01", "SP-03"]
  when     = local.traces
  ok       = local.single
  message  = "${length(query.service.sp)} Dienst(e), ${length(query.file.folders)} Programmordner, ${length(query.ini.installed)} Installations-Datei(en). ${local.single ? "" : "Hier wird nichts geändert; weiter mit reinstall-service-provider."}"
}

check "inventory" {
  title    = "Die Kundennummer der Praxis steht im Inventar"
  severity = "recommended"
  serves   = ["SP-21"]
  ok       = local.valid
  message  = local.valid ? local.number : local.number == "" ? "Im Inventar fehlt kundennummer." : "Im Inventar steht ${local.number}; erwartet sind nur Ziffern."
}

check "kundennummer" {
  title    = "Kundennummer in der Installations-ServiceProvider.ini"
  severity = "required"
  serves   = ["SP-21"]
  when     = local.ready
  ok       = can(regex("^[0-9]+$", local.found)) && !local.padded && !(local.valid && local.other)
  message  = local.found == "" ? "fehlt" : local.valid && local.other ? "${local.found}, im Inventar ${local.number}" : local.padded ? "${local.found}, mit Leerzeichen" : local.found
}

step "ini" "kundennummer" {
  title   = "Kundennummer eintragen"
  serves  = ["SP-21"]
  when    = local.ready && local.valid && (!local.other || var.replace)
  path    = local.install_ini
  section = "Install"
  set     = { Kundennummer = local.number }
  trim    = ["Kundennummer"]
}

# Mit Leerzeichen, aber sonst nicht zu entscheiden: nur die Leerzeichen.
step "ini" "blanks" {
  title   = "Leerzeichen um das Gleichheitszeichen der Kundennummer entfernen"
  serves  = ["SP-21"]
  when    = local.ready && local.padded && local.found != "" && (!local.valid || (local.other && !var.replace))
  path    = local.install_ini
  section = "Install"
  trim    = ["Kundennummer"]
}

step "manual" "confirm" {
  title  = "Klären, welche Kundennummer gilt"
  serves = ["SP-21"]
  when   = local.ready && local.valid && local.other && !var.replace
  instructions = [
    "In ${try(query.ini.installed[0].path, local.install_ini)} steht Kundennummer=${local.found}, im Inventar der Praxis ${practice.title} steht ${local.number}.",
    "Beim Vertrag der Praxis nachsehen, welche Nummer gilt.",
    "Gilt die des Inventars: dieses Playbook mit --var replace=true noch einmal planen. Gilt die der Datei: das Inventar berichtigen.",
  ]
  done = !local.other
}

step "manual" "missing" {
  title  = "Kundennummer der Praxis im Inventar eintragen"
  serves = ["SP-21"]
  when   = local.ready && !local.valid && !can(regex("^[0-9]+$", local.found))
  instructions = [
    "Weder die Datei ${try(query.ini.installed[0].path, local.install_ini)} noch das Inventar nennt eine Kundennummer aus Ziffern.",
    "Die Nummer aus dem Vertrag der Praxis ${practice.title} nehmen, nicht aus einer anderen Praxis.",
    "Im Inventar bei der Praxis kundennummer = \"…\" eintragen und dieses Playbook noch einmal planen; dann trägt xops sie ein.",
  ]
  done = can(regex("^[0-9]+$", local.found))
}

# Erst nach dem Neustart meldet sich die Installation mit der Nummer. Das Verordnungsmodul steht dabei kurz still (A27, SP-40).
step "service" "restart" {
  title   = "Service-Provider neu starten"
  serves  = ["SP-22", "SP-40"]
  when    = local.single
  name    = try(query.service.sp[0].name, "")
  restart = true
  after   = [step.ini.kundennummer, step.ini.blanks]
}

# Kundennummer in der Installations-ServiceProvider.ini: aus dem Inventar der Praxis, nie geraten und nie von einer anderen Praxis.
#
# Ein fehlender oder leerer Eintrag wird ergänzt. Steht eine andere Nummer da, ändert xops sie nicht von selbst: ob das
# Inventar oder die Datei recht hat, weiß nur ein Mensch (A12). Mit --var replace=true ist es entschieden.

playbook {
  name  = "kundennummer"
  title = { de = "Service-Provider: Kundennummer ergänzen", en = "Service-Provider: add the customer number" }
  description = {
    de = "Trägt die Kundennummer aus dem Inventar in die Installations-ServiceProvider.ini ein und startet den Service-Provider danach neu."
    en = "Writes the customer number of the inventory into the installation's ServiceProvider.ini and restarts the Service-Provider afterwards."
  }
  serves = ["SP-21", "SP-22", "SP-40"]
  only   = host.role == "server" && length(setintersection(practice.products, ["x.comfort", "x.concept", "x.isynet"])) > 0

  rollout {
    batches      = [1, "10%", "100%"]
    max_failures = "10%"
  }
}

variable "replace" {
  type    = bool
  default = false
  description = {
    de = "Eine vorhandene, andere Kundennummer durch die des Inventars ersetzen"
    en = "Replace another customer number that is there by the one in the inventory"
  }
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

check "inventory" {
  title    = { de = "Die Kundennummer der Praxis steht im Inventar", en = "The inventory has the customer number of the practice" }
  severity = "recommended"
  serves   = ["SP-21"]
  ok       = local.valid
  message = {
    de = local.valid ? local.number : local.number == "" ? "Im Inventar fehlt kundennummer." : "Im Inventar steht ${local.number}; erwartet sind nur Ziffern."
    en = local.valid ? local.number : local.number == "" ? "The inventory has no kundennummer." : "The inventory says ${local.number}; only digits are expected."
  }
}

check "kundennummer" {
  title = {
    de = "Kundennummer in der Installations-ServiceProvider.ini"
    en = "Kundennummer in the installation's ServiceProvider.ini"
  }
  severity = "required"
  serves   = ["SP-21"]
  when     = local.ready
  ok       = can(regex("^[0-9]+$", local.found)) && !local.padded && !(local.valid && local.other)
  message = {
    de = local.found == "" ? "fehlt" : local.valid && local.other ? "${local.found}, im Inventar ${local.number}" : local.padded ? "${local.found}, mit Leerzeichen" : local.found
    en = local.found == "" ? "missing" : local.valid && local.other ? "${local.found}, in the inventory ${local.number}" : local.padded ? "${local.found}, with blanks" : local.found
  }
}

step "ini" "kundennummer" {
  title   = { de = "Kundennummer eintragen", en = "Enter the customer number" }
  serves  = ["SP-21"]
  when    = local.ready && local.valid && (!local.other || var.replace)
  path    = local.install_ini
  section = "Install"
  set     = { Kundennummer = local.number }
  trim    = ["Kundennummer"]
}

# Mit Leerzeichen, aber sonst nicht zu entscheiden: nur die Leerzeichen.
step "ini" "blanks" {
  title = {
    de = "Leerzeichen um das Gleichheitszeichen der Kundennummer entfernen"
    en = "Remove blanks around the equals sign of Kundennummer"
  }
  serves  = ["SP-21"]
  when    = local.ready && local.padded && local.found != "" && (!local.valid || (local.other && !var.replace))
  path    = local.install_ini
  section = "Install"
  trim    = ["Kundennummer"]
}

step "manual" "confirm" {
  title  = { de = "Klären, welche Kundennummer gilt", en = "Find out which customer number is right" }
  serves = ["SP-21"]
  when   = local.ready && local.valid && local.other && !var.replace
  instructions = {
    de = [
      "In ${try(query.ini.installed[0].path, local.install_ini)} steht Kundennummer=${local.found}, im Inventar der Praxis ${practice.title} steht ${local.number}.",
      "Beim Vertrag der Praxis nachsehen, welche Nummer gilt.",
      "Gilt die des Inventars: dieses Playbook mit --var replace=true noch einmal planen. Gilt die der Datei: das Inventar berichtigen.",
    ]
    en = [
      "${try(query.ini.installed[0].path, local.install_ini)} says Kundennummer=${local.found}, the inventory says ${local.number} for the practice ${practice.title}.",
      "Look up in the contract of the practice which number is right.",
      "If it is the inventory's: plan this playbook again with --var replace=true. If it is the file's: correct the inventory.",
    ]
  }
  done = !local.other
}

step "manual" "missing" {
  title = {
    de = "Kundennummer der Praxis im Inventar eintragen"
    en = "Enter the customer number of the practice in the inventory"
  }
  serves = ["SP-21"]
  when   = local.ready && !local.valid && !can(regex("^[0-9]+$", local.found))
  instructions = {
    de = [
      "Weder die Datei ${try(query.ini.installed[0].path, local.install_ini)} noch das Inventar nennt eine Kundennummer aus Ziffern.",
      "Die Nummer aus dem Vertrag der Praxis ${practice.title} nehmen, nicht aus einer anderen Praxis.",
      "Im Inventar bei der Praxis kundennummer = \"…\" eintragen und dieses Playbook noch einmal planen; dann trägt xops sie ein.",
    ]
    en = [
      "Neither the file ${try(query.ini.installed[0].path, local.install_ini)} nor the inventory has a customer number of digits.",
      "Take the number from the contract of the practice ${practice.title}, not from another practice.",
      "Enter kundennummer = \"…\" at the practice in the inventory and plan this playbook again; xops then writes it into the file.",
    ]
  }
  done = can(regex("^[0-9]+$", local.found))
}

# Erst nach dem Neustart meldet sich die Installation mit der Nummer. Das Verordnungsmodul steht dabei kurz still (A27, SP-40).
step "service" "restart" {
  title   = { de = "Service-Provider neu starten", en = "Restart the Service-Provider" }
  serves  = ["SP-22", "SP-40"]
  when    = local.single
  name    = try(query.service.sp[0].name, "")
  restart = true
  after   = [step.ini.kundennummer, step.ini.blanks]
}

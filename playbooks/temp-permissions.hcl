# Der Ordner TEMP im Programmordner von x.isynet und x.vianova: die Benutzer müssen darin löschen können (GEN-10).
# Ein Eintrag "Ändern" für die gewählte Gruppe, nur auf diesem Ordner; Vererbung und andere Einträge bleiben (A71).
#
# Werte aus dem Inventar, alle optional: temp_dir (der Ordner), winacs_dir (der Programmordner), temp_account (die Gruppe).

playbook {
  name = "temp-permissions"
  title = {
    de = "x.isynet, x.vianova: Löschberechtigung im Ordner TEMP"
    en = "x.isynet, x.vianova: right to delete in the folder TEMP"
  }
  description = {
    de = "Gibt der gewählten Gruppe das Recht Ändern auf den Ordner TEMP des Programmordners. Nie für Jeder."
    en = "Gives the chosen group the right to modify the folder TEMP of the program folder. Never for Everyone."
  }
  serves = ["GEN-10", "GEN-11", "DIR-03"]
  only   = host.role == "server" && length(setintersection(practice.products, ["x.isynet", "x.vianova"])) > 0

  rollout {
    batches      = [1, "10%", "100%"]
    max_failures = "10%"
  }
}

variable "account" {
  type    = string
  default = "users"
  description = {
    de = "Gruppe, die im Ordner TEMP ändern und löschen darf: users, authenticated_users oder eine SID"
    en = "Group that may change and delete in the folder TEMP: users, authenticated_users or a SID"
  }
}

variable "temp_keys" {
  type    = list(string)
  default = ["temp", "temppfad", "temp_pfad", "tempdir", "tmp"]
  description = {
    de = "Schlüssel im Abschnitt Pfade der WINACS.INI, die den Ordner nennen können"
    en = "Keys in the section Pfade of WINACS.INI that may name the folder"
  }
}

locals {
  account = try(host.vars.temp_account, var.account)
  # GEN-11: Jeder ist keine Gruppe der Praxis.
  allowed = !contains(["everyone", "s-1-1-0"], lower(local.account))
  # Der Programmordner: aus dem Inventar, auch aus dessen data_dir von x.isynet, sonst der übliche.
  root    = trimsuffix(try(host.vars.winacs_dir, regex("(?i)^(.*)\\\\text\\\\serviceprovider\\\\?$", host.vars.data_dir)[0], "C:\\winacs"), "\\")
  default = "${local.root}\\TEMP"

  # Wie der Schlüssel heißt, ist nicht dokumentiert: es zählt einer der bekannten Namen, oder ein Pfad, der auf TEMP endet.
  paths       = try(query.ini.winacs[0].section.pfade, {})
  named       = distinct([for k, v in local.paths : lower(trimsuffix(v, "\\")) if contains([for t in var.temp_keys : lower(t)], k) || lower(basename(v)) == "temp"])
  local_paths = [for p in local.named : p if can(regex("^[a-z]:\\\\[^*?\"<>|]+$", p))]

  clear = can(host.vars.temp_dir) || length(local.named) == 0 || (length(local.named) == 1 && length(local.local_paths) == 1)
  found = length(local.local_paths) == 1 && lower(local.local_paths[0]) != lower(local.default) ? local.local_paths[0] : local.default
  temp  = trimsuffix(try(host.vars.temp_dir, local.found), "\\")
  usual = lower(local.temp) == lower(local.default)

  where   = local.usual ? "usual" : "special"
  folder  = { usual = query.file.usual, special = query.file.special }[local.where]
  rights  = { usual = query.permission.usual, special = query.permission.special }[local.where]
  is_dir  = try(local.folder[0].kind, "") == "directory"
  linked  = local.is_dir && try(local.folder[0].link == true, false)
  on_disk = try(local.folder[0].drive, "") == "fixed"
  ready   = local.clear && local.allowed && local.is_dir && local.on_disk && !local.linked
}

query "ini" "winacs" {
  path = "C:\\Windows\\WINACS.INI"
}

query "file" "usual" {
  path = local.default
}

query "permission" "usual" {
  when    = local.allowed
  path    = local.default
  account = local.account
  rights  = "modify"
}

query "file" "special" {
  when = local.clear && !local.usual
  path = local.temp
}

query "permission" "special" {
  when    = local.clear && !local.usual && local.allowed
  path    = local.temp
  account = local.account
  rights  = "modify"
}

check "account" {
  title    = { de = "Das Recht bekommt eine Gruppe der Praxis", en = "The right goes to a group of the practice" }
  severity = "required"
  serves   = ["GEN-11"]
  ok       = local.allowed
  message = {
    de = local.allowed ? local.account : "Jeder (Everyone) wird nicht eingetragen. Eine Gruppe wählen: --var account=users oder temp_account im Inventar."
    en = local.allowed ? local.account : "Everyone gets no right. Choose a group: --var account=users, or temp_account in the inventory."
  }
}

check "folder" {
  title = {
    de = "Der Ordner TEMP des Programmordners ist eindeutig und liegt auf einer lokalen Festplatte"
    en = "The folder TEMP of the program folder is unambiguous and on a local disk"
  }
  severity = "required"
  serves   = ["GEN-10", "DIR-03"]
  ok       = local.clear && local.is_dir && local.on_disk && !local.linked
  message = {
    de = (!local.clear ? "Die WINACS.INI nennt ${join(", ", local.named)}. Den richtigen als temp_dir im Inventar eintragen."
      : !local.is_dir ? "${local.temp} gibt es hier nicht. Liegt der Programmordner woanders, winacs_dir oder temp_dir im Inventar eintragen."
      : local.linked || !local.on_disk ? "${local.temp} ist eine Verknüpfung oder liegt nicht auf einer lokalen Festplatte; dort von Hand prüfen."
    : local.temp)
    en = (!local.clear ? "WINACS.INI names ${join(", ", local.named)}. Enter the right one as temp_dir in the inventory."
      : !local.is_dir ? "There is no ${local.temp} here. If the program folder is elsewhere, enter winacs_dir or temp_dir in the inventory."
      : local.linked || !local.on_disk ? "${local.temp} is a link or is not on a local disk; check it there by hand."
    : local.temp)
  }
}

check "granted" {
  title    = { de = "Die Gruppe darf im Ordner TEMP ändern und löschen", en = "The group may change and delete in the folder TEMP" }
  severity = "required"
  serves   = ["GEN-10"]
  when     = local.ready
  ok       = try(local.rights[0].granted, false)
  message  = { de = "${local.account} auf ${local.temp}", en = "${local.account} on ${local.temp}" }
}

# Nur das NTFS-Recht. Wird der Ordner über eine Freigabe benutzt, muss auch deren Berechtigung Ändern erlauben.
step "permission" "temp" {
  title = {
    de = "${local.account} darf in ${local.temp} ändern und löschen"
    en = "${local.account} may change and delete in ${local.temp}"
  }
  serves  = ["GEN-10"]
  when    = local.ready
  path    = local.temp
  account = local.account
  rights  = "modify"
}

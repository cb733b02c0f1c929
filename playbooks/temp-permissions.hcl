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
    de = "Prüft, ob jeder Benutzer im Ordner TEMP des Programmordners ändern und löschen darf, über welche Gruppe auch immer. Fehlt das Recht, bekommt es die gewählte Gruppe, nie Jeder."
    en = "Checks whether every user may change and delete in the folder TEMP of the program folder, by whatever group. Where the right is missing the chosen group gets it, never Everyone."
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
  groups  = try(tolist(host.vars.temp_groups), [])
  # GEN-11: Jeder ist keine Gruppe der Praxis.
  allowed = !contains(["everyone", "s-1-1-0"], lower(local.account))
  # Der Programmordner: aus dem Inventar, auch aus dessen data_dir von x.isynet, sonst der übliche.
  root    = trimsuffix(try(host.vars.winacs_dir, regex("(?i)^(.*)\\\\text\\\\serviceprovider\\\\?$", host.vars.data_dir)[0], "C:\\winacs"), "\\")
  default = "${local.root}\\TEMP"

  # Wie der Schlüssel heißt, ist nicht dokumentiert: es zählt einer der bekannten Namen, oder ein Pfad, der auf TEMP endet.
  keys        = { for t in var.temp_keys : lower(t) => true }
  paths       = try(query.ini.winacs[0].section.pfade, {})
  named       = distinct([for k, v in local.paths : lower(trimsuffix(v, "\\")) if can(local.keys[k]) || lower(basename(v)) == "temp"])
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

  # Wer das Recht hat: eine Gruppe, in der alle sind (A71, A98); Gruppen der Praxis nennt das Inventar als temp_groups, SIDs.
  by      = try(local.rights[0].by, [])
  granted = !catalogue.decisions["A98"].everyone_counts && join(" ", local.by) == "S-1-1-0" ? false : try(local.rights[0].granted, null)
  who     = join(", ", try(local.rights[0].who, []))
  denied  = try(local.rights[0].denied, [])
  group    = lower(local.account)
  everyone = contains(local.by, "S-1-1-0") && catalogue.decisions["A98"].hint

  # Über eine Freigabe gilt, was sie und der Ordner beide erlauben. Eine genügt, die Ändern erlaubt; die verwaltungseigenen zählen nicht.
  inside = "${lower(local.temp)}\\"
  open   = [for s in query.share.all : s if s.type == 0 && s.path != null]
  shares = [for s in local.open : s if startswith(local.inside, "${lower(s.path)}\\")]
  changes = [for s in local.shares : s.changes]
  shared  = length(local.shares) == 0 || contains(local.changes, true) ? true : length([for c in local.changes : c if c == null]) > 0 ? null : false
  through = join(", ", [for s in local.shares : s.name])
}

query "ini" "winacs" {
  path = "C:\\Windows\\WINACS.INI"
}

query "file" "usual" {
  path = local.default
}

query "permission" "usual" {
  path   = local.default
  covers = "users"
  groups = local.groups
  rights = catalogue.decisions["A71"].right
}

query "file" "special" {
  when = local.clear && !local.usual
  path = local.temp
}

query "share" "all" {
  groups = local.groups
}

query "permission" "special" {
  when   = local.clear && !local.usual
  path   = local.temp
  covers = "users"
  groups = local.groups
  rights = catalogue.decisions["A71"].right
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
  row = "GEN-10"
  title = {
    de = "Jeder Benutzer darf im Ordner TEMP ändern und löschen"
    en = "Every user may change and delete in the folder TEMP"
  }
  severity = "required"
  when     = local.clear && local.is_dir && local.on_disk && !local.linked
  ok       = local.granted
  evidence = { folder = local.temp, by = local.by, denied = local.denied }
  message = {
    de = length(local.denied) > 0 ? "Verweigern-Einträge auf ${local.temp}: ${join(" ", local.denied)}" : "${local.temp}: ${local.granted == null ? "das Recht haben nur einzelne Benutzer oder Gruppen; ob das alle sind, weiß die Praxis (temp_groups im Inventar)" : local.granted ? local.who : "den Benutzern fehlt das Recht Ändern"}"
    en = length(local.denied) > 0 ? "Deny entries on ${local.temp}: ${join(" ", local.denied)}" : "${local.temp}: ${local.granted == null ? "only single users or groups have the right; whether that is everybody, the practice knows (temp_groups in the inventory)" : local.granted ? local.who : "the users lack the right to modify"}"
  }
  advice = {
    de = length(local.denied) > 0 ? "Klären, wofür die Verweigern-Einträge da sind, und sie entfernen, wenn sie niemand braucht." : "xops fix ${host.id} temp-permissions"
    en = length(local.denied) > 0 ? "Find out what the deny entries are for, and remove them if nobody needs them." : "xops fix ${host.id} temp-permissions"
  }
  fix = "temp-permissions"
}

check "share" {
  row      = "GEN-10"
  severity = "required"
  title    = { de = "Auch die Freigabe, in der TEMP liegt, erlaubt Ändern", en = "The share that TEMP lies in allows changes, too" }
  when     = local.clear && local.is_dir && local.on_disk && !local.linked
  ok       = local.shared
  evidence = { shares = [for s in local.shares : s.name] }
  message = {
    de = local.shared == false ? "Die Freigabe ${local.through} erlaubt den Benutzern kein Ändern." : local.through
    en = local.shared == false ? "The share ${local.through} does not let the users change anything." : local.through
  }
  advice = {
    de = "In der Computerverwaltung, Freigegebene Ordner, Freigaben, ${local.through}, Freigabeberechtigungen: der Gruppe der Praxis Ändern geben."
    en = "In Computer Management, Shared Folders, Shares, ${local.through}, Share Permissions: give the practice's group Change."
  }
}

check "by" {
  row      = "GEN-11"
  severity = "info"
  title    = { de = "Das Recht hat eine Gruppe der Praxis", en = "A group of the practice has the right" }
  when     = local.granted == true
  ok       = !local.everyone
  evidence = { by = local.by }
  message = {
    de = local.everyone ? "Sicherheitshinweis: Jeder hat das Recht. Es genügt; enger wäre die Gruppe Benutzer." : local.who
    en = local.everyone ? "Security hint: Everyone has the right. That suffices; the group Users would be narrower." : local.who
  }
  advice = {
    de = "Das Recht der Gruppe Benutzer oder einer Gruppe der Praxis geben und danach den Eintrag für Jeder entfernen."
    en = "Give the right to the group Users or to a group of the practice, and remove the entry for Everyone afterwards."
  }
}

step "permission" "temp" {
  title = {
    de = "${local.group == "users" ? "Die Gruppe Benutzer" : local.group == "authenticated_users" ? "Die Gruppe Authentifizierte Benutzer" : local.account} darf in ${local.temp} ändern und löschen"
    en = "${local.group == "users" ? "The group Users" : local.group == "authenticated_users" ? "The group Authenticated Users" : local.account} may change and delete in ${local.temp}"
  }
  serves  = ["GEN-10"]
  when    = local.ready && local.granted == false && length(local.denied) == 0
  path    = local.temp
  account = local.account
  rights  = catalogue.decisions["A71"].right
}

# Ein Verweigern-Eintrag gewinnt gegen jedes Recht; warum er da ist, weiß nur, wer ihn gesetzt hat.
step "manual" "denied" {
  title = {
    de = "Verweigern-Eintrag auf ${local.temp} prüfen"
    en = "Check the deny entry on ${local.temp}"
  }
  serves = ["GEN-10"]
  when   = local.ready && local.granted != true && length(local.denied) > 0
  done   = local.granted == true
  instructions = {
    de = [
      "In den Eigenschaften von ${local.temp}, Sicherheit, Erweitert, steht: ${join(" ", local.denied)}.",
      "Klären, wofür der Eintrag da ist, und ihn entfernen, wenn ihn niemand braucht. Danach: xops plan temp-permissions --host ${host.id}",
    ]
    en = [
      "The properties of ${local.temp}, Security, Advanced, have: ${join(" ", local.denied)}.",
      "Find out what the entry is for, and remove it if nobody needs it. Then: xops plan temp-permissions --host ${host.id}",
    ]
  }
}

# Rechte einer Freigabe gibt, wer weiß, wer sie noch benutzt.
step "manual" "share" {
  title  = { de = "Der Freigabe ${local.through} das Recht Ändern geben", en = "Give the share ${local.through} the right to change" }
  serves = ["GEN-10"]
  when   = local.ready && local.shared == false
  done   = local.shared == true
  instructions = {
    de = [
      "${local.temp} liegt in der Freigabe ${local.through}; sie erlaubt den Benutzern nur Lesen, und damit kein Löschen in TEMP.",
      "Computerverwaltung, Freigegebene Ordner, Freigaben, Eigenschaften, Freigabeberechtigungen: der Gruppe der Praxis Ändern geben. Danach: xops plan temp-permissions --host ${host.id}",
    ]
    en = [
      "${local.temp} lies in the share ${local.through}; it lets the users read only, and so delete nothing in TEMP.",
      "Computer Management, Shared Folders, Shares, Properties, Share Permissions: give the practice's group Change. Then: xops plan temp-permissions --host ${host.id}",
    ]
  }
}

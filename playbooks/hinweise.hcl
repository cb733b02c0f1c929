# Was für alle Rechner gilt (GEN). Umbenannt wird nie: Verbindungen, Freigaben und Lizenzen hängen am Namen (A69).

playbook {
  name  = "hinweise"
  title = { de = "Hinweise für alle Rechner", en = "General notes for all computers" }
  description = {
    de = "Prüft den Namen des Rechners. Ändert nichts."
    en = "Checks the name of the computer. Changes nothing."
  }
  serves = ["GEN-01", "GEN-02"]
}

locals {
  # Der volle Name: der von NetBIOS endet nach 15 Zeichen.
  name    = try(fact.host_name, null)
  rules   = catalogue.decisions["A69"]
  foreign = local.name == null ? [] : distinct(regexall("[^A-Za-z0-9-]", local.name))
  only_underscores = length(local.foreign) > 0 && length([for c in local.foreign : c if c != "_"]) == 0
}

check "length" {
  row      = "GEN-01"
  severity = local.rules.severity
  ok       = local.name == null ? null : length(split("", local.name)) <= catalogue.limits["GEN-01"].name_length
  evidence = { name = local.name }
  message = {
    de = "${coalesce(local.name, "?")}: empfohlen sind höchstens ${catalogue.limits["GEN-01"].name_length} Zeichen"
    en = "${coalesce(local.name, "?")}: ${catalogue.limits["GEN-01"].name_length} characters at the most are recommended"
  }
  advice = {
    de = "Beim nächsten Rechner einen kürzeren Namen wählen; einen laufenden nicht ohne Plan umbenennen."
    en = "Choose a shorter name for the next computer; do not rename one in use without a plan."
  }
}

check "characters" {
  row      = "GEN-02"
  severity = local.only_underscores ? local.rules.underscore_severity : local.rules.severity
  ok       = local.name == null ? null : length(local.foreign) == 0
  evidence = { name = local.name, characters = local.foreign }
  message = {
    de = "${coalesce(local.name, "?")}${length(local.foreign) == 0 ? "" : " enthält ${join(" ", local.foreign)}"}"
    en = "${coalesce(local.name, "?")}${length(local.foreign) == 0 ? "" : " has ${join(" ", local.foreign)}"}"
  }
  advice = {
    de = "Beim nächsten Rechner nur Buchstaben, Ziffern und Bindestriche verwenden; einen laufenden nicht ohne Plan umbenennen."
    en = "Use letters, digits and hyphens only for the next computer; do not rename one in use without a plan."
  }
}

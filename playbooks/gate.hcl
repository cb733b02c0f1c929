# Solange eine Datensicherung läuft, wird auf dem Rechner nichts geändert (BK-25, A77). Gefragt wird mit jedem Plan und noch einmal
# unmittelbar vor jeder Änderung, gleich welches Playbook sie macht. Wann sie läuft, sagt auch backup_window im Inventar.

playbook {
  name = "gate"
  title = {
    de = "Was Änderungen vorerst zurückhält"
    en = "What holds changes back for now"
  }
  description = {
    de = "Solange auf dem Rechner eine Datensicherung läuft, ändert xops dort nichts. Gefragt wird mit jedem Plan und unmittelbar vor jeder Änderung."
    en = "While a backup runs on the computer xops changes nothing there. It is asked with each plan and right before each change."
  }
  serves = ["BK-25"]
}

locals {
  running = distinct([for p in query.process.backup : p.name])
}

# Er läuft nur, während gesichert wird, gleich welches Programm es ihm aufträgt.
query "process" "backup" {
  program = "wbengine.exe"
}

check "backup" {
  row      = "BK-25"
  title    = { de = "Es läuft gerade keine Datensicherung", en = "No backup is running just now" }
  severity = "info"
  ok       = length(local.running) == 0
  evidence = { programs = local.running }
  message = {
    de = length(local.running) == 0 ? "" : "Eine Datensicherung läuft (${join(", ", local.running)})."
    en = length(local.running) == 0 ? "" : "A backup is running (${join(", ", local.running)})."
  }
}

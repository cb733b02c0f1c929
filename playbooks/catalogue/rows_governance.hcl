row "DOC-01" {
  title    = { de = "Stand des Regelwerks", en = "Edition of the rule set" }
  class    = "P"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Änderungshistorie; Einleitung"
  scope    = "practice"
}

row "DOC-02" {
  title = {
    de = "Installierte Praxissoftware: Ort und Version"
    en = "Installed practice software: place and version"
  }
  class    = "E"
  kind     = ["facts"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Einleitung; Verzeichnisübersicht"
}

row "DOC-03" {
  title    = { de = "Änderungen nur durch medatixx-Servicepartner", en = "Changes only by medatixx service partners" }
  class    = "P"
  kind     = ["report", "gate"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Hinweise zu den Systemvoraussetzungen"
  scope    = "practice"
}

row "DOC-04" {
  title = {
    de = "Abweichungen und ihre Folgen für die Softwarepflege"
    en = "Deviations and what they mean for the maintenance contract"
  }
  class    = "P"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Einleitung"
  scope    = "practice"
}

row "DOC-05" {
  title    = { de = "Rolle des Computers in der Praxis", en = "Role of the computer in the practice" }
  class    = "E"
  kind     = ["facts"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Systemvoraussetzungen; Allgemeine Informationen"
}

row "DOC-06" {
  title    = { de = "Ansprechpartner der Praxis", en = "Contacts of the practice" }
  class    = "P"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Einleitung"
  scope    = "practice"
}

row "DOC-07" {
  title = {
    de = "Fehler in Hardware, Netz oder Windows ausgeschlossen"
    en = "Faults of hardware, network or Windows ruled out"
  }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Einleitung"
}

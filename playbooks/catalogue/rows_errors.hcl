row "ERR-1" {
  title    = { de = "Service-Provider nicht erreichbar", en = "Service-Provider not reachable" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "ERR-2" {
  title    = { de = "Service-Provider nicht auf aktuellem Stand", en = "Service-Provider not up to date" }
  class    = "C"
  kind     = ["check", "guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "ERR-3" {
  title    = { de = "Installed ist nicht 1", en = "Installed is not 1" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "ERR-4" {
  title    = { de = "PVS-Datenpfad ohne service-provider.ini", en = "PVS data path without service-provider.ini" }
  class    = "C"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "ERR-5" {
  title    = { de = "PVS-Datenpfad existiert nicht", en = "PVS data path does not exist" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "ERR-6" {
  title    = { de = "Unbekannter PVS-Name", en = "Unknown PVS name" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "SP-28" {
  title = {
    de = ".NET Framework ab 4.8 beim Service-Provider"
    en = ".NET Framework 4.8 or newer at the Service-Provider"
  }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Vor der Installation"
}

limit "SP-28" "dotnet_framework" {
  value    = "4.8"
  severity = "required"
  wording  = "ab .NET Framework 4.8"
  facts    = ["srv.sp.net"]
}

limit "SP-28" "release" {
  value    = 528040
  severity = "required"
  wording  = "ab .NET Framework 4.8"
  facts    = ["srv.sp.net"]
}

row "SP-29" {
  title    = { de = "Installation als Administrator ausgeführt", en = "Installer run as administrator" }
  class    = "E"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Vor der Installation"
}

row "SP-30" {
  title    = { de = "Visual C++ repariert", en = "Visual C++ repaired" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Vor der Installation"
}

row "SP-31" {
  title    = { de = "Installation nicht auf gemapptem Laufwerk", en = "Installation not on a mapped drive" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Vor der Installation"
}

row "SP-32" {
  title    = { de = "Installationsdateien vorhanden", en = "Installer files present" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Service-Provider installieren"
}

row "SP-33" {
  title    = { de = "Praxissoftware neu gestartet und geprüft", en = "Practice software restarted and verified" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Service-Provider installieren"
}

row "SP-34" {
  title    = { de = "Ansicht in den Dienstprogrammen", en = "View in the Dienstprogramme" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Service-Provider überprüfen"
}

row "SP-35" {
  title    = { de = "LOG-Datei des Service-Providers", en = "Log file of the Service-Provider" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "FAQ"
}

row "SP-36" {
  title    = { de = "Internetverbindung am Service-Provider", en = "Internet connection at the Service-Provider" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Internetverbindung"
}

row "SP-37" {
  title    = { de = "Automatisches Update zum Service-Provider", en = "Automatic update to the Service-Provider" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept"]
  roles    = ["workstation", "terminal_server"]
  section  = "Update-Prozess des Service-Providers"
}

row "SP-38" {
  title    = { de = "Ablauf des Update-Pakets", en = "Course of the update package" }
  class    = "E"
  kind     = ["report"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server"]
  section  = "Update-Prozess des Service-Providers"
}

row "SP-39" {
  title    = { de = "Praxissoftware ab 18.3 und 19.3", en = "Practice software from 18.3 and 19.3" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Allgemeine Informationen; Mögliche Funktionseinschränkungen"
}

limit "SP-39" "auto_install" {
  value    = "18.3"
  severity = "info"
  wording  = "ab Update 18.3"
}

limit "SP-39" "auto_check" {
  value    = "19.3"
  severity = "info"
  wording  = "ab Update 19.3"
}

row "SP-40" {
  title = {
    de = "Verordnungsmodul hängt am Service-Provider"
    en = "Prescription module depends on the Service-Provider"
  }
  class    = "P"
  kind     = ["report"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Allgemeine Informationen"
  scope    = "practice"
}

row "SP-41" {
  title    = { de = "Meldung in der Praxissoftware", en = "Message in the practice software" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Anzeige Fehlermeldungen in x.concept und x.comfort; Anzeige Fehlermeldungen in x.isynet"
}

row "SP-42" {
  title = {
    de = "x.isynet: SQL-Instanz der ConnectionString erreichbar"
    en = "x.isynet: SQL instance of the ConnectionString reachable"
  }
  class    = "C"
  kind     = ["check"]
  products = ["x.isynet"]
  roles    = ["server"]
  section  = "Konfigurationsdateien des Service-Providers"
}

row "SP-43" {
  title = {
    de = "Ungestörte Verbindung zum Service-Provider"
    en = "Undisturbed connection to the Service-Provider"
  }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["workstation", "terminal_server"]
  section  = "FAQ"
}

row "SP-44" {
  title    = { de = "Serverumzug des Service-Providers", en = "Server move of the Service-Provider" }
  class    = "P"
  kind     = ["report", "plan"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Mögliche Funktionseinschränkungen; Zu sichernde Praxisdaten"
  scope    = "practice"
}

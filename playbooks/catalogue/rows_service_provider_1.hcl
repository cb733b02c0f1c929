row "SP-01" {
  title    = { de = "Dienst des Service-Providers gefunden", en = "Service of the Service-Provider found" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Allgemeine Informationen"
}

row "SP-02" {
  title = {
    de = "Service-Provider auf dem Computer, den Hostname nennt"
    en = "Service-Provider on the computer that Hostname names"
  }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "SP-03" {
  title    = { de = "Genau ein Dienst und ein Programmverzeichnis", en = "Exactly one service and one program folder" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "SP-04" {
  title = {
    de = "Service-Provider läuft und startet automatisch"
    en = "Service-Provider runs and starts automatically"
  }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Service-Provider überprüfen"
}

row "SP-05" {
  title    = { de = "Neustartfalle: erreichbar, aber ohne Funktion", en = "Restart trap: reachable but not working" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "FAQ"
}

limit "SP-05" "restarts" {
  value    = 2
  unit     = "Neustarts"
  severity = "required"
  wording  = "höchstens zwei Neustarts"
}

row "SP-06" {
  title    = { de = "Service-Provider hört auf TCP 23174", en = "Service-Provider listens on TCP 23174" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen; Portliste"
}

limit "SP-06" "port" {
  value    = 23174
  severity = "required"
  wording  = "TCP 23174"
}

row "SP-07" {
  title    = { de = "Windows-Firewall lässt TCP 23174 herein", en = "Windows Firewall lets TCP 23174 in" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

limit "SP-07" "port" {
  value    = 23174
  severity = "required"
  wording  = "TCP 23174 eingehend"
}

row "SP-08" {
  title    = { de = "Arbeitsplätze erreichen den Service-Provider", en = "Workstations reach the Service-Provider" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["workstation", "terminal_server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen; FAQ"
}

row "SP-09" {
  title    = { de = "Version des Service-Providers", en = "Version of the Service-Provider" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen; Service-Provider überprüfen"
}

row "SP-10" {
  title    = { de = "Beide ServiceProvider.ini gelesen", en = "Both ServiceProvider.ini files read" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Konfigurationsdateien des Service-Providers"
}

row "SP-11" {
  title    = { de = "Installed=1 in beiden Dateien", en = "Installed=1 in both files" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

limit "SP-11" "installed" {
  value    = "1"
  severity = "required"
  wording  = "Installed = 1"
}

row "SP-12" {
  title = {
    de = "TCPPort gleich in beiden Dateien und am Dienst"
    en = "TCPPort the same in both files and at the service"
  }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "SP-13" {
  title = {
    de = "UniqueIdentifier gleich in Dateien und Verzeichnis"
    en = "UniqueIdentifier the same in files and folder"
  }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Konfigurationsdateien des Service-Providers; Übersicht über Fehlermeldungen und Lösungen"
}

row "SP-14" {
  title    = { de = "PVSName ist bekannt", en = "PVSName is known" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

limit "SP-14" "names" {
  value    = ["X.COMFORT", "X.CONCEPT", "X.ISYNET"]
  severity = "required"
  wording  = "gültiger PVS-Name"
}

row "SP-15" {
  title    = { de = "PVSDataPath vorhanden und lokal", en = "PVSDataPath exists and is local" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "SP-16" {
  title    = { de = "Schreibweisen der Schlüssel", en = "Spellings of the keys" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Konfigurationsdateien des Service-Providers"
}

row "SP-17" {
  title = {
    de = "Keine Leerzeichen in der PVS-ServiceProvider.ini"
    en = "No blanks in the PVS-ServiceProvider.ini"
  }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Hinweis; Übersicht über Fehlermeldungen und Lösungen"
}

row "SP-18" {
  title = {
    de = "Kein älterer Stand in der PVS-ServiceProvider.ini"
    en = "No older state in the PVS-ServiceProvider.ini"
  }
  class    = "C"
  kind     = ["check", "guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Hinweis"
}

row "SP-19" {
  title    = { de = "Hostname stimmt nach einem Serverumzug", en = "Hostname is right after a server move" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Mögliche Funktionseinschränkungen"
}

row "SP-20" {
  title    = { de = "Mehrfache Installationen bereinigt", en = "Several installations cleaned up" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Übersicht über Fehlermeldungen und Lösungen"
}

row "SP-21" {
  title    = { de = "Kundennummer eingetragen", en = "Kundennummer entered" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Kundennummer ergänzen"
}

row "SP-22" {
  title    = { de = "Neustart nach Eintrag der Kundennummer", en = "Restart after the Kundennummer was entered" }
  class    = "C+F"
  kind     = ["fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Kundennummer ergänzen"
}

row "SP-23" {
  title = {
    de = "x.isynet: Service-Provider beim SQL Server"
    en = "x.isynet: Service-Provider beside the SQL Server"
  }
  class    = "C"
  kind     = ["check"]
  products = ["x.isynet"]
  roles    = ["server"]
  section  = "Service-Provider installieren"
}

row "SP-24" {
  title = {
    de = "x.comfort, x.concept: Service-Provider beim Datenverzeichnis"
    en = "x.comfort, x.concept: Service-Provider beside the data folder"
  }
  class    = "C"
  kind     = ["check"]
  products = ["x.concept", "x.comfort"]
  roles    = ["server"]
  section  = "Service-Provider installieren"
}

row "SP-25" {
  title    = { de = "Update-Installation des Service-Providers", en = "Update installation of the Service-Provider" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Service-Provider installieren"
}

row "SP-26" {
  title    = { de = "Neuinstallation des Service-Providers", en = "Fresh installation of the Service-Provider" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Voreinstellung; Service-Provider installieren"
}

row "SP-27" {
  title    = { de = "Neuinstallation oder Update", en = "Fresh installation or update" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Voreinstellung"
}

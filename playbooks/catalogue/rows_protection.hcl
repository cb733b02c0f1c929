row "AV-01" {
  title    = { de = "Virenschutz vorhanden und aktuell", en = "Antivirus present and current" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Virens Scanner"
}

limit "AV-01" "current" {
  value    = true
  severity = "recommended"
  wording  = "Virenschutz mit aktuellen Updates"
  facts    = ["gen.av"]
}

row "AV-02" {
  title    = { de = "Welches Virenschutzprogramm läuft", en = "Which antivirus program runs" }
  class    = "E"
  kind     = ["facts"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Virens Scanner"
}

row "AV-03" {
  title    = { de = "G DATA ohne weitere Einstellung am Scanner", en = "G DATA without further scanner settings" }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Virens Scanner"
}

row "AV-04" {
  title    = { de = "Ausnahmen des Virenscanners", en = "Exceptions of the virus scanner" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  addons   = ["x.impfen", "x.archiv", "x.qm", "Kommunikationsserver", "x.servicecenter", "x.signer"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Verzeichnisübersicht"
}

row "AV-05" {
  title = {
    de = "Weitere Ausnahmen für x.isynet aus WINACS.INI"
    en = "Further exceptions for x.isynet from WINACS.INI"
  }
  class    = "E"
  kind     = ["facts"]
  products = ["x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Verzeichnisübersicht x.isynet"
}

row "AV-06" {
  title    = { de = "G-DATA-Firewall sperrt den Service-Provider", en = "G DATA firewall blocks the Service-Provider" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "G DATA anpassen"
}

row "RA-01" {
  title    = { de = "BeyondTrust-Fernwartung erreichbar", en = "BeyondTrust remote support reachable" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Fernzugriff; Portliste, Seite 5"
}

row "RA-02" {
  title    = { de = "Keine SSL-Inspektion für rs.medatixx.de", en = "No SSL inspection for rs.medatixx.de" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 5"
}

row "RA-03" {
  title    = { de = "Fernwartungsprogramm nicht gesperrt", en = "Remote support program not blocked" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 5"
}

row "RA-04" {
  title = {
    de = "Fernwartung nur mit der Lösung von medatixx"
    en = "Remote support only with medatixx's solution"
  }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Fernzugriff"
}

row "DIR-01" {
  title    = { de = "Verzeichnis von x.comfort", en = "Directory of x.comfort" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Verzeichnisübersicht x.comfort"
}

row "DIR-02" {
  title    = { de = "Verzeichnisse von x.concept", en = "Directories of x.concept" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Verzeichnisübersicht x.concept"
}

row "DIR-03" {
  title    = { de = "Verzeichnisse von x.isynet und WINACS.INI", en = "Directories of x.isynet and WINACS.INI" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Verzeichnisübersicht x.isynet"
}

row "DIR-04" {
  title    = { de = "Verzeichnisse der Zusatzsoftware", en = "Directories of additional software" }
  class    = "E"
  kind     = ["facts"]
  products = ["all"]
  addons   = ["x.impfen", "x.archiv", "x.qm", "Kommunikationsserver", "x.servicecenter", "x.signer"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Standardinstallationspfade Zusatzsoftware"
}

row "SVC-01" {
  title    = { de = "DeService läuft", en = "DeService runs" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Übersicht Dienste"
}

row "SVC-02" {
  title    = { de = "SQL-Server-Instanz läuft", en = "SQL Server instance runs" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  roles    = ["server"]
  section  = "Übersicht Dienste"
}

row "SVC-03" {
  title    = { de = "SQL-Browser läuft bei benannter Instanz", en = "SQL Browser runs with a named instance" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  roles    = ["server"]
  section  = "Übersicht Dienste"
}

row "SVC-04" {
  title    = { de = "Dienste von x.archiv laufen", en = "Services of x.archiv run" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  addons   = ["x.archiv"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Übersicht Dienste"
}

row "SVC-05" {
  title    = { de = "Dienst des Kommunikationsservers läuft", en = "Service of the Kommunikationsserver runs" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  addons   = ["Kommunikationsserver"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Übersicht Dienste"
}

row "SVC-06" {
  title    = { de = "Dienst von x.signer läuft", en = "Service of x.signer runs" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  addons   = ["x.signer"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Übersicht Dienste"
}

# What the catalogue is of. docs/new-edition.md says what to do when the vendor issues a new one.

edition {
  name                = "08/2023"
  date                = "2023-08-04"
  port_list           = "3.4"
  port_list_date      = "2023-08-04"
  reviewed_on         = "2026-11-27"
  review_after_months = 12
  source              = "https://arztsoftware.medatixx.de/start"
}

group "A" {
  title    = { de = "Dokument, Produkt und Zuständigkeit", en = "Document, product and governance" }
  prefixes = ["DOC"]
}

group "B" {
  title    = { de = "Systemvoraussetzungen Arbeitsplatz", en = "Workstation requirements" }
  prefixes = ["WS"]
}

group "C" {
  title    = { de = "Systemvoraussetzungen Server", en = "Server requirements" }
  prefixes = ["SRV"]
}

group "D" {
  title    = { de = "Hinweise", en = "General notes" }
  prefixes = ["GEN"]
}

group "E" {
  title    = { de = "Terminalserver", en = "Terminal server" }
  prefixes = ["TS"]
}

group "F" {
  title    = { de = "Kartenlesegeräte und Drucker", en = "Card readers and printers" }
  prefixes = ["CR", "PRN"]
}

group "G" {
  title    = { de = "Datensicherung", en = "Backup" }
  prefixes = ["BK"]
}

group "H" {
  title = {
    de = "Virenschutz, Fernzugriff, Verzeichnisse, Dienste"
    en = "Antivirus, remote access, directories, services"
  }
  prefixes = ["AV", "RA", "DIR", "SVC"]
}

group "I" {
  title    = { de = "Service-Provider", en = "Service-Provider" }
  prefixes = ["SP"]
}

group "J" {
  title    = { de = "Fehlermeldungen", en = "Error messages" }
  prefixes = ["ERR"]
}

group "K" {
  title    = { de = "Portliste", en = "Port list" }
  prefixes = ["FW"]
}

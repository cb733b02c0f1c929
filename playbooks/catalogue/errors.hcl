# The messages of the practice software about the Service-Provider. A message is recognised by a fragment that no other
# one has (A93), whatever its case, blanks and line breaks. rows are looked at in this order.

error "ERR-1" {
  no        = 1
  name      = "sp-unreachable"
  fragments = ["Service-Provider ist nicht erreichbar"]
  cause = {
    de = "Der Service-Provider ist von den Arbeitsplätzen nicht erreichbar."
    en = "Workstations cannot reach the Service-Provider."
  }
  rows = ["SP-07", "SP-02", "SP-01", "SP-03", "SP-17", "SP-18", "SP-12", "SP-13", "AV-06"]
}

error "ERR-2" {
  no        = 2
  name      = "sp-outdated"
  fragments = ["nicht auf dem aktuellen Stand"]
  cause = {
    de = "Der Service-Provider ist zu alt."
    en = "The Service-Provider is too old."
  }
  rows = ["SP-02", "SP-09", "SP-25"]
}

error "ERR-3" {
  no        = 3
  name      = "sp-not-installed-flag"
  fragments = ["Installed ist nicht auf 1 gesetzt"]
  cause = {
    de = "Installed steht nicht auf 1."
    en = "Installed is not set to 1."
  }
  rows = ["SP-11"]
}

error "ERR-4" {
  no        = 4
  name      = "sp-datapath-invalid"
  fragments = ["(service-provider.ini nicht gefunden)"]
  also      = "PVS-Datenpfad"
  cause = {
    de = "Im Datenverzeichnis, das der Service-Provider kennt, fehlt die ServiceProvider.ini."
    en = "The data folder that the Service-Provider knows lacks the ServiceProvider.ini."
  }
  rows = ["SP-10", "SP-15"]
}

error "ERR-5" {
  no        = 5
  name      = "sp-datapath-missing"
  fragments = ["im Service-Provider existiert nicht"]
  also      = "PVS-Datenpfad"
  cause = {
    de = "Das Datenverzeichnis, das der Service-Provider kennt, gibt es nicht."
    en = "The data folder that the Service-Provider knows does not exist."
  }
  rows = ["SP-15"]
}

error "ERR-6" {
  no        = 6
  name      = "sp-unknown-pvs"
  fragments = ["unbekanntes Praxisverwaltungssystem angegeben (PVS-Name)"]
  also      = "PVS-Name"
  cause = {
    de = "Der Name der Praxissoftware ist falsch eingetragen."
    en = "The name of the practice software is entered wrongly."
  }
  rows = ["SP-14"]
}

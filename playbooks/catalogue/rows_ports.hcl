row "FW-01" {
  title    = { de = "Dateifreigabe (SMB)", en = "File sharing (SMB)" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 1"
}

row "FW-02" {
  title    = { de = "Ports des SQL Servers", en = "Ports of the SQL Server" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Portliste, Seite 1"
}

row "FW-03" {
  title    = { de = "Firebird (easymed)", en = "Firebird (easymed)" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["easymed"]
  roles    = ["server"]
  section  = "Portliste, Seite 1"
}

row "FW-04" {
  title    = { de = "medatixx: REST, SignalR, Discovery", en = "medatixx: REST, SignalR, Discovery" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["medatixx"]
  roles    = ["server"]
  section  = "Portliste, Seite 1"
}

row "FW-05" {
  title    = { de = "medatixx: WS-Discovery", en = "medatixx: WS-Discovery" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 1"
}

row "FW-06" {
  title    = { de = "medatixx: Service-BUS und CloudServices", en = "medatixx: Service-BUS and cloud services" }
  class    = "C"
  kind     = ["check"]
  products = ["medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 1"
}

row "FW-07" {
  title    = { de = "Zeitabgleich (NTP)", en = "Time synchronisation (NTP)" }
  class    = "C"
  kind     = ["check"]
  products = ["medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 2"
}

row "FW-08" {
  title    = { de = "x.servicecenter", en = "x.servicecenter" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 2"
}

row "FW-09" {
  title    = { de = "x.downloadservice", en = "x.downloadservice" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 2"
}

row "FW-10" {
  title    = { de = "Ports des Service-Providers", en = "Ports of the Service-Provider" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server"]
  section  = "Portliste, Seite 2"
}

row "FW-11" {
  title    = { de = "Updaterceiver und Updatesender", en = "Updaterceiver and Updatesender" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 2"
}

row "FW-12" {
  title    = { de = "TI: CardManager", en = "TI: CardManager" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 2"
}

row "FW-13" {
  title    = { de = "TI: KIM", en = "TI: KIM" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 2"
}

row "FW-14" {
  title    = { de = "KV-Connect", en = "KV-Connect" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 2/3"
}

row "FW-15" {
  title    = { de = "i-motion TFP", en = "i-motion TFP" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 3"
}

row "FW-16" {
  title    = { de = "VOS", en = "VOS" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 3"
}

row "FW-17" {
  title    = { de = "x.archiv", en = "x.archiv" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 3"
}

row "FW-18" {
  title    = { de = "x.webtermin", en = "x.webtermin" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 3"
}

row "FW-19" {
  title    = { de = "x.onvid", en = "x.onvid" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 3"
}

row "FW-20" {
  title    = { de = "x.qm", en = "x.qm" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 3"
}

row "FW-21" {
  title    = { de = "x.voice", en = "x.voice" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 3"
}

row "FW-22" {
  title    = { de = "x.patient und Berater", en = "x.patient and Berater" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 3"
}

row "FW-23" {
  title    = { de = "x.panel", en = "x.panel" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-24" {
  title    = { de = "x.comdoxx, Linker und Keyserver", en = "x.comdoxx, Linker and Keyserver" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-25" {
  title    = { de = "x.connector", en = "x.connector" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-26" {
  title    = { de = "DeService", en = "DeService" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-27" {
  title    = { de = "Kommunikationsserver", en = "Kommunikationsserver" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-28" {
  title    = { de = "DCKVKServer", en = "DCKVKServer" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-29" {
  title    = { de = "Druckauftragsliste", en = "Druckauftragsliste" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-30" {
  title    = { de = "DOCmessenger", en = "DOCmessenger" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-31" {
  title    = { de = "Kassenbuch", en = "Kassenbuch" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-32" {
  title    = { de = "ToDoListen und ZMS", en = "ToDoListen and ZMS" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-33" {
  title    = { de = "HÄVG-Prüfmodul und HPM", en = "HÄVG-Prüfmodul and HPM" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 4"
}

row "FW-34" {
  title    = { de = "DMP online zur regionalen KV", en = "DMP online to the regional KV" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 5"
}

row "FW-35" {
  title    = { de = "Weboberfläche des Konnektors", en = "Web interface of the connector" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 5"
}

row "FW-36" {
  title    = { de = "BeyondTrust-Fernwartung in der Portliste", en = "BeyondTrust remote support in the port list" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 5"
}

row "FW-37" {
  title    = { de = "Ports von G DATA", en = "Ports of G DATA" }
  class    = "E"
  kind     = ["guidance"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 5"
  scope    = "practice"
  person   = true
}

row "FW-38" {
  title    = { de = "Firewallfreigaben der Praxis", en = "Firewall allow-list of the practice" }
  class    = "P"
  kind     = ["report", "plan"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 1–5; FAQ"
  scope    = "practice"
}

row "FW-39" {
  title    = { de = "Netzwerkprofil der Praxis", en = "Network category of the practice" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste"
}

row "FW-40" {
  title    = { de = "Zwei Programme an einem Port", en = "Two programs at one port" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Portliste, Seite 1–4"
}

row "GEN-01" {
  title    = { de = "Computername mit höchstens 15 Zeichen", en = "Computer name of 15 characters at the most" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Hinweise"
}

limit "GEN-01" "name_length" {
  value    = 15
  unit     = "Zeichen"
  severity = "recommended"
  wording  = "bis 15 Zeichen"
  facts    = ["gen.name.len"]
}

row "GEN-02" {
  title = {
    de = "Computername ohne Sonderzeichen und Umlaute"
    en = "Computer name without special characters and umlauts"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Hinweise"
}

limit "GEN-02" "special" {
  value    = false
  severity = "recommended"
  wording  = "keine Sonderzeichen und Umlaute"
  facts    = ["gen.name.chars"]
}

row "GEN-03" {
  title    = { de = "Regelmäßige Updates auf allen Betriebssystemen", en = "Regular updates on all operating systems" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Hinweise"
}

limit "GEN-03" "updates" {
  value    = true
  severity = "required"
  wording  = "regelmäßige Updates"
  facts    = ["gen.updates"]
}

row "GEN-04" {
  title = {
    de = "Geräte und Treiber für das Betriebssystem freigegeben"
    en = "Devices and drivers released for the operating system"
  }
  class    = "E"
  kind     = ["check", "report"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Hinweise"
}

limit "GEN-04" "released" {
  value    = true
  severity = "required"
  wording  = "für das Betriebssystem freigegeben"
  facts    = ["gen.devices"]
}

row "GEN-05" {
  title    = { de = "Internetverbindung am Server (Pflicht)", en = "Internet connection of the server (mandatory)" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hinweise"
}

limit "GEN-05" "internet" {
  value    = true
  severity = "required"
  wording  = "stabile, sichere Verbindung am Server"
  facts    = ["gen.inet.srv"]
}

row "GEN-06" {
  title = {
    de = "Internetverbindung an jedem Arbeitsplatz (empfohlen)"
    en = "Internet connection of each workstation (recommended)"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation", "terminal_server"]
  section  = "Hinweise; FAQ"
}

limit "GEN-06" "internet" {
  value    = true
  severity = "recommended"
  wording  = "Verbindung an jedem Arbeitsplatz"
  facts    = ["gen.inet.ws"]
}

row "GEN-07" {
  title    = { de = "Bandbreite des Internetanschlusses", en = "Bandwidth of the internet connection" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hinweise; Internetverbindung"
  scope    = "practice"
}

limit "GEN-07" "required_mbit" {
  value    = 16
  unit     = "Mbit/s"
  severity = "required"
  wording  = "16 Mbit/s erforderlich"
  facts    = ["gen.inet.bw"]
}

limit "GEN-07" "appendix_mbit" {
  value    = 6
  unit     = "Mbit/s"
  severity = "recommended"
  wording  = "mindestens 6 Mbit/s empfohlen"
  facts    = ["gen.inet.bw.appendix"]
}

row "GEN-08" {
  title = {
    de = "Server jederzeit per Remotedesktop erreichbar"
    en = "Server reachable by Remote Desktop at any time"
  }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hinweise"
}

limit "GEN-08" "remote_desktop" {
  value    = true
  severity = "required"
  wording  = "jederzeit per Remotedesktop"
  facts    = ["gen.server_access"]
}

limit "GEN-08" "port" {
  value    = 3389
  severity = "required"
  wording  = "Remotedesktop"
  facts    = ["gen.server_access"]
}

row "GEN-09" {
  title    = { de = "Energiesparmodus hält den Server nicht an", en = "Power plan does not put the server to sleep" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hinweise"
}

row "GEN-10" {
  title = {
    de = "Löschberechtigung auf TEMP im Programmverzeichnis"
    en = "Delete permission on TEMP in the program folder"
  }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["x.isynet", "x.vianova"]
  roles    = ["server"]
  section  = "Hinweise"
}

limit "GEN-10" "right" {
  value    = "delete"
  severity = "required"
  wording  = "Löschberechtigung auf TEMP"
  facts    = ["gen.temp"]
}

row "GEN-11" {
  title    = { de = "Rechte über eine Gruppe oder einzelne Benutzer", en = "Rights by a group or for single users" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.isynet", "x.vianova"]
  roles    = ["server"]
  section  = "Hinweise"
}

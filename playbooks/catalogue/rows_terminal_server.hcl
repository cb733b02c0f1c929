row "TS-01" {
  title    = { de = "Terminalserver ist Mitglied einer Domäne", en = "Terminal server is a member of a domain" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["terminal_server"]
  section  = "Microsoft Windows Terminalserver"
}

limit "TS-01" "domain" {
  value    = true
  severity = "required"
  wording  = "Domäne nötig"
}

row "TS-02" {
  title = {
    de = "Domänencontroller nicht auf dem Terminalserver"
    en = "Domain controller not on the terminal server"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["terminal_server"]
  section  = "Microsoft Windows Terminalserver"
}

limit "TS-02" "separate" {
  value    = true
  severity = "required"
  wording  = "Domäne nicht auf dem Terminalserver"
}

row "TS-03" {
  title    = { de = "Arbeitsplätze arbeiten über Remotedesktop", en = "Workstations work by Remote Desktop" }
  class    = "E"
  kind     = ["facts"]
  products = ["all"]
  roles    = ["terminal_server"]
  section  = "Microsoft Windows Terminalserver"
}

row "TS-04" {
  title    = { de = "Installation durch den Servicepartner", en = "Installation by the service partner" }
  class    = "P"
  kind     = ["guidance"]
  products = ["all"]
  roles    = ["terminal_server"]
  section  = "Microsoft Windows Terminalserver"
  scope    = "practice"
  person   = true
}

row "TS-05" {
  title    = { de = "Eingeschränkte Geräte am Terminalserver", en = "Restricted devices at the terminal server" }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["terminal_server"]
  section  = "Microsoft Windows Terminalserver"
}

row "TS-06" {
  title = {
    de = "Veröffentlichte Anwendungen mit Grafikproblemen"
    en = "Published applications with graphics problems"
  }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["terminal_server"]
  section  = "Microsoft Windows Terminalserver"
}

row "CR-01" {
  title    = { de = "Kartenlesegeräte mit gematik-Zulassung", en = "Card readers approved by gematik" }
  class    = "E"
  kind     = ["guidance"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Kartenlesegeräte"
  person   = true
}

limit "CR-01" "since" {
  value    = "2019-07-01"
  severity = "required"
  wording  = "nur gematik-zugelassene Geräte seit 01.07.2019"
  facts    = ["gen.cardreader"]
}

row "PRN-01" {
  title    = { de = "Drucker und ihre Treiber", en = "Printers and their drivers" }
  class    = "E"
  kind     = ["facts"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Drucker"
}

row "PRN-02" {
  title    = { de = "Blankoformulardrucker von der Druckerliste", en = "Blank-form printer from the printer list" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Drucker"
}

row "PRN-03" {
  title = {
    de = "Originaler Windows-Treiber, sonst IBM 2390 Plus"
    en = "Original Windows driver, else IBM 2390 Plus"
  }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Drucker"
}

limit "PRN-03" "fallback_driver" {
  value    = "IBM 2390 Plus"
  severity = "required"
  wording  = "sonst IBM 2390 Plus"
}

row "PRN-04" {
  title    = { de = "Druckauflösung ab 300 dpi", en = "Print resolution of 300 dpi or more" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort", "x.concept"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Drucker"
}

limit "PRN-04" "dpi" {
  value    = 300
  unit     = "dpi"
  severity = "required"
  wording  = "mindestens 300 dpi"
  facts    = ["gen.printer.dpi"]
}

row "PRN-05" {
  title    = { de = "Nur von medatixx freigegebene Drucker", en = "Only printers released by medatixx" }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server", "workstation", "terminal_server"]
  section  = "Drucker"
}

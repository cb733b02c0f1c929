row "WS-01" {
  title    = { de = "Prozessor von Intel oder AMD ab 2,5 GHz", en = "Intel or AMD processor, 2.5 GHz or faster" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-01" "cpu_vendors" {
  value    = ["Intel", "AMD"]
  severity = "required"
  wording  = "Intel oder AMD"
  facts    = ["ws.cpu.vendor"]
}

limit "WS-01" "cpu_ghz" {
  value    = 2.5
  unit     = "GHz"
  severity = "required"
  wording  = "mindestens 2,5 GHz"
  facts    = ["ws.cpu.clock"]
}

row "WS-02" {
  title    = { de = "Aktueller Mehrkernprozessor", en = "Current multi-core processor" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-02" "cores" {
  value    = 2
  unit     = "Kerne"
  severity = "recommended"
  wording  = "aktueller Mehrkernprozessor"
  facts    = ["ws.cpu.cores"]
}

row "WS-03" {
  title    = { de = "Arbeitsspeicher ab 8 GB", en = "At least 8 GB of memory" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-03" "memory_gb" {
  value    = 8
  unit     = "GB"
  severity = "required"
  wording  = "mindestens 8 GB"
  facts    = ["ws.ram"]
}

row "WS-04" {
  title    = { de = "Netzwerkkarte mit 1 Gbit/s", en = "Network card with 1 Gbit/s" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-04" "network_gbit" {
  value    = 1
  unit     = "Gbit/s"
  severity = "required"
  wording  = "1 Gbit"
  facts    = ["ws.nic"]
}

row "WS-05" {
  title    = { de = "100 GB freier Speicherplatz", en = "100 GB of free disk space" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-05" "free_gb" {
  value    = 100
  unit     = "GB"
  severity = "required"
  wording  = "100 GB frei"
  facts    = ["ws.disk.free"]
}

row "WS-06" {
  title    = { de = "Grafikkarte mit 64 MB und DirectX 9.0c", en = "Graphics card with 64 MB and DirectX 9.0c" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-06" "graphics_mb" {
  value    = 64
  unit     = "MB"
  severity = "required"
  wording  = "64 MB"
  facts    = ["ws.gpu.mem"]
}

limit "WS-06" "directx" {
  value    = "9.0c"
  severity = "required"
  wording  = "DirectX 9.0c"
  facts    = ["ws.gpu.dx"]
}

row "WS-07" {
  title    = { de = "Bildschirmauflösung ab Full HD", en = "Screen resolution of Full HD or more" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-07" "width" {
  value    = 1920
  unit     = "Pixel"
  severity = "required"
  wording  = "1920x1080 (FHD)"
  facts    = ["ws.display"]
}

limit "WS-07" "height" {
  value    = 1080
  unit     = "Pixel"
  severity = "required"
  wording  = "1920x1080 (FHD)"
  facts    = ["ws.display"]
}

row "WS-08" {
  title    = { de = "USB-Schnittstelle vorhanden", en = "USB port present" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-08" "usb" {
  value    = true
  severity = "required"
  wording  = "USB-Schnittstelle"
  facts    = ["ws.usb"]
}

row "WS-09" {
  title    = { de = "Windows 8.1, 10 oder 11", en = "Windows 8.1, 10 or 11" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-09" "systems" {
  value    = ["Windows 8.1", "Windows 10", "Windows 11"]
  severity = "required"
  wording  = "Windows 8.1, 10 oder 11"
  facts    = ["ws.os"]
}

row "WS-10" {
  title    = { de = "Keine Windows-Home-Edition", en = "No Home edition of Windows" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-10" "home" {
  value    = false
  severity = "required"
  wording  = "keine Home-Edition"
  facts    = ["ws.os.home"]
}

row "WS-11" {
  title    = { de = "Windows in der Pro-Edition", en = "Pro edition of Windows" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-11" "edition" {
  value    = "Professional"
  severity = "recommended"
  wording  = "Pro"
  facts    = ["ws.os.edition"]
}

row "WS-12" {
  title    = { de = "Aktuelle Windows-Updates", en = "Current Windows updates" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz; Hinweise"
}

limit "WS-12" "updates" {
  value    = "current"
  severity = "recommended"
  wording  = "aktuelles Service Pack/Update"
  facts    = ["ws.os.updates"]
}

row "WS-13" {
  title    = { de = "Windows mit 64 Bit", en = "64-bit Windows" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-13" "bits" {
  value    = 64
  unit     = "Bit"
  severity = "recommended"
  wording  = "64 Bit"
  facts    = ["ws.os.arch"]
}

row "WS-14" {
  title    = { de = "Windows in deutscher Sprache", en = "Windows in German" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-14" "language" {
  value    = 1031
  unit     = "LCID"
  severity = "recommended"
  wording  = "deutsch"
  facts    = ["ws.os.lang"]
}

row "WS-15" {
  title    = { de = "Datumsformat der Windows-Anzeigesprache", en = "Date format of the Windows display language" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-15" "date_format" {
  value    = "display_language"
  severity = "recommended"
  wording  = "Windows-Anzeigesprache"
  facts    = ["ws.os.dateformat"]
}

row "WS-16" {
  title    = { de = "Microsoft Word 2016, 2019 oder 2021", en = "Microsoft Word 2016, 2019 or 2021" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz; Änderungshistorie"
}

limit "WS-16" "word" {
  value    = ["2016", "2019", "2021"]
  severity = "required"
  wording  = "Word 2016, 2019 oder 2021"
  facts    = ["ws.word.version"]
}

row "WS-17" {
  title    = { de = "Office als Desktop-Version mit 32 Bit", en = "Office as a 32-bit desktop version" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-17" "bits" {
  value    = 32
  unit     = "Bit"
  severity = "required"
  wording  = "32 Bit"
  facts    = ["ws.word.bits"]
}

limit "WS-17" "desktop" {
  value    = true
  severity = "required"
  wording  = "Desktop-Version"
  facts    = ["ws.word.kind"]
}

row "WS-18" {
  title    = { de = "PDF-Reader vorhanden", en = "PDF reader present" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-18" "reader" {
  value    = true
  severity = "required"
  wording  = "PDF-Reader, beliebig"
  facts    = ["ws.pdf"]
}

row "WS-19" {
  title    = { de = ".NET Framework ab 4.8", en = ".NET Framework 4.8 or newer" }
  class    = "C+F"
  kind     = ["check", "fix"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-19" "dotnet_framework" {
  value    = "4.8"
  severity = "required"
  wording  = "ab .NET Framework 4.8"
  facts    = ["ws.net48"]
}

limit "WS-19" "release" {
  value    = 528040
  severity = "required"
  wording  = "ab .NET Framework 4.8"
  facts    = ["ws.net48"]
}

row "WS-20" {
  title    = { de = "„.NET Framework 6“ zusätzlich", en = "“.NET Framework 6” in addition" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["workstation"]
  section  = "Systemvoraussetzungen Arbeitsplatz"
}

limit "WS-20" "dotnet" {
  value    = 6
  severity = "recommended"
  wording  = "zusätzlich .NET Framework 6"
  facts    = ["ws.net6"]
}

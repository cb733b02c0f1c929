# Die Systemvoraussetzungen für Arbeitsplätze (WS). Alles steht im Katalog: Schwellen, Fristen, Wortlaut; hier steht nur, woran es zu sehen ist.
# Gekauft, getauscht und neu installiert wird von Menschen: dieses Playbook ändert nichts.

playbook {
  name  = "arbeitsplatz"
  title = { de = "Systemvoraussetzungen Arbeitsplatz", en = "Requirements of a workstation" }
  description = {
    de = "Prüft Prozessor, Arbeitsspeicher, Netzwerk, Platz, Grafik, USB, Windows und .NET Framework eines Arbeitsplatzes. Ändert nichts."
    en = "Checks processor, memory, network, space, graphics, USB, Windows and .NET Framework of a workstation. Changes nothing."
  }
  serves = ["WS-01", "WS-02", "WS-03", "WS-04", "WS-05", "WS-06", "WS-08", "WS-09", "WS-10", "WS-11", "WS-13", "WS-14", "WS-19"]
  only   = host.role == "workstation"
}

locals {
  limits = catalogue.limits
  hw     = try(query.hardware.this[0], {})
  vm     = try(local.hw.virtual, null)

  # Hybride Prozessoren melden einen niedrigen Grundtakt; 2 % Spielraum (A53).
  mhz     = try(local.hw.mhz, null)
  mhz_min = local.limits["WS-01"].cpu_ghz * 1000 * (1 - catalogue.decisions["A53"].tolerance)
  vendor  = try(local.hw.vendor, null)
  cores   = try(local.hw.cores, null)
  memory  = try(local.hw.memory_bytes, null)
  # Nach Modulen gerechnet; was Grafik sich nimmt, ist im Spielraum (A54).
  memory_min = local.limits["WS-03"].memory_gb * 1073741824 * (1 - catalogue.decisions["A54"].memory_tolerance)
  memory_gb  = local.memory == null ? null : floor(local.memory / 107374182.4) / 10

  main  = [for a in query.net_adapter.all : a if a.main]
  card  = length(local.main) > 0 ? local.main : [for a in query.net_adapter.all : a if a.up && a.physical]
  speed = try(max([for a in local.card : a.speed]...), null)
  gbit  = local.limits["WS-04"].network_gbit * 1000000000

  system  = [for d in query.disk.all : d if try(lower(d.drive) == lower(fact.system_drive), false)]
  free    = try(local.system[0].free, null)
  free_gb = local.free == null ? null : floor(local.free / catalogue.decisions["A54"].disk_gb_bytes)

  graphics_mb = try(local.hw.graphics_bytes, null) == null ? null : floor(local.hw.graphics_bytes / 1048576)

  # Fristen des Herstellers gehen nach Build und Edition (A59).
  client  = try(fact.product_type == 1, null)
  edition = try(fact.edition, null)
  support = try(catalogue.support["windows-${fact.build}"], null)
  windows = try(local.support.name, fact.build >= 22000 ? "Windows 11" : "Windows (Build ${fact.build})", null)
  until   = try(startswith(local.edition, "EnterpriseS") ? local.support.long_term : can(regex("^(Enterprise|Education)", local.edition)) ? coalesce(local.support.enterprise, local.support.until) : local.support.until, null)
  home    = local.edition == null ? null : can(regex("^Core", local.edition))
  bits    = try(query.cim.os[0].OSArchitecture, null)
}

query "hardware" "this" {}

query "disk" "all" {}

query "net_adapter" "all" {}

query "cim" "os" {
  class      = "Win32_OperatingSystem"
  properties = ["OSArchitecture"]
}

check "processor" {
  row      = "WS-01"
  severity = local.vm == true ? catalogue.decisions["A53"].virtual_severity : "required"
  ok       = local.mhz == null || local.vendor == null ? null : contains(local.limits["WS-01"].cpu_vendors, local.vendor) && local.mhz >= local.mhz_min
  evidence = { processor = try(local.hw.name, null), vendor = local.vendor, mhz = local.mhz, virtual = local.vm }
  message = {
    de = "${coalesce(try(local.hw.name, null), "Prozessor unbekannt")}, ${coalesce(local.mhz, "?")} MHz; verlangt sind ${join(" oder ", local.limits["WS-01"].cpu_vendors)} mit ${local.limits["WS-01"].cpu_ghz} GHz"
    en = "${coalesce(try(local.hw.name, null), "processor unknown")}, ${coalesce(local.mhz, "?")} MHz; required are ${join(" or ", local.limits["WS-01"].cpu_vendors)} with ${local.limits["WS-01"].cpu_ghz} GHz"
  }
  advice = { de = "Einen Rechner mit schnellerem Prozessor vorsehen.", en = "Plan for a computer with a faster processor." }
}

check "cores" {
  row      = "WS-02"
  severity = "recommended"
  ok       = local.cores == null ? null : local.cores >= local.limits["WS-02"].cores
  evidence = { cores = local.cores }
  message  = { de = "${coalesce(local.cores, "?")} Kerne", en = "${coalesce(local.cores, "?")} cores" }
  advice   = { de = "Beim nächsten Rechner einen Mehrkernprozessor wählen.", en = "Choose a processor with several cores for the next computer." }
}

check "memory" {
  row      = "WS-03"
  severity = "required"
  ok       = local.memory == null ? null : local.memory >= local.memory_min
  evidence = { memory_gb = local.memory_gb }
  message = {
    de = "${coalesce(local.memory_gb, "?")} GB, verlangt sind ${local.limits["WS-03"].memory_gb} GB"
    en = "${coalesce(local.memory_gb, "?")} GB, ${local.limits["WS-03"].memory_gb} GB are required"
  }
  advice = { de = "Arbeitsspeicher nachrüsten.", en = "Add memory." }
}

check "network" {
  row      = "WS-04"
  severity = "required"
  ok       = local.speed == null ? null : local.speed >= local.gbit
  evidence = { adapters = [for a in local.card : "${a.name} (${a.description})"], speed = local.speed, wireless = anytrue([for a in local.card : a.wireless]) }
  message = {
    de = "${local.speed == null ? "?" : local.speed / 1000000} Mbit/s über ${join(", ", [for a in local.card : a.name])}, verlangt ist ${local.limits["WS-04"].network_gbit} Gbit/s"
    en = "${local.speed == null ? "?" : local.speed / 1000000} Mbit/s over ${join(", ", [for a in local.card : a.name])}, ${local.limits["WS-04"].network_gbit} Gbit/s is required"
  }
  advice = {
    de = "Kabel, Dose und Switch prüfen; sie handeln oft weniger aus, als die Karte kann."
    en = "Check cable, socket and switch; they often agree on less than the card can do."
  }
}

check "space" {
  row      = "WS-05"
  severity = "required"
  ok       = local.free_gb == null ? null : local.free_gb >= local.limits["WS-05"].free_gb
  evidence = { drive = try(local.system[0].drive, null), free_gb = local.free_gb }
  message = {
    de = "${coalesce(local.free_gb, "?")} GB frei auf ${try(local.system[0].drive, "?")}, verlangt sind ${local.limits["WS-05"].free_gb} GB"
    en = "${coalesce(local.free_gb, "?")} GB free on ${try(local.system[0].drive, "?")}, ${local.limits["WS-05"].free_gb} GB are required"
  }
  advice = {
    de = "Platz schaffen oder eine größere Platte einbauen; xops löscht keine Daten."
    en = "Make room or put in a larger disk; xops deletes no data."
  }
}

# Virtuelle und Fernzugriffs-Karten sagen nichts über den Bildschirm am Platz.
check "graphics" {
  row      = "WS-06"
  severity = local.vm == true ? "info" : "required"
  ok       = local.vm == true || local.graphics_mb == null ? null : local.graphics_mb >= local.limits["WS-06"].graphics_mb
  evidence = { graphics_mb = local.graphics_mb, directx = try(local.hw.directx, null) }
  message = {
    de = "${coalesce(local.graphics_mb, "?")} MB Grafikspeicher, verlangt sind ${local.limits["WS-06"].graphics_mb} MB"
    en = "${coalesce(local.graphics_mb, "?")} MB of graphics memory, ${local.limits["WS-06"].graphics_mb} MB are required"
  }
  advice = { de = "Grafiktreiber und Grafikkarte prüfen.", en = "Check the graphics driver and card." }
}

check "usb" {
  row      = "WS-08"
  severity = local.vm == true ? "info" : "required"
  ok       = local.vm == true ? null : try(local.hw.usb, null)
  evidence = { usb = try(local.hw.usb, null), usb_storage = try(local.hw.usb_storage, null) }
  message = {
    de = try(local.hw.usb, false) == true ? (try(local.hw.usb_storage, null) == false ? "USB ist da; Datenträger sind durch eine Richtlinie gesperrt." : "") : "Keine USB-Schnittstelle gefunden."
    en = try(local.hw.usb, false) == true ? (try(local.hw.usb_storage, null) == false ? "There is USB; a policy forbids storage." : "") : "No USB port was found."
  }
  advice = { de = "Eine USB-Schnittstelle nachrüsten.", en = "Add a USB port." }
}

check "windows" {
  row      = "WS-09"
  severity = try(anytrue([for s in local.limits["WS-09"].systems : startswith(local.windows, s)]), false) || local.client == false ? "required" : catalogue.decisions["A94"].unlisted_severity
  ok       = local.client == null || local.windows == null ? null : local.client && anytrue([for s in local.limits["WS-09"].systems : startswith(local.windows, s)])
  support  = local.until
  evidence = { windows = local.windows, build = fact.build, support_until = local.until }
  message = {
    de = "${coalesce(local.windows, "Windows unbekannt")}${local.client == false ? ", ein Server-Windows" : ""}; genannt sind ${join(", ", local.limits["WS-09"].systems)}"
    en = "${coalesce(local.windows, "Windows unknown")}${local.client == false ? ", a Windows of servers" : ""}; named are ${join(", ", local.limits["WS-09"].systems)}"
  }
  advice = { de = "Auf ein genanntes Windows umstellen.", en = "Move to a Windows that is named." }
}

check "home" {
  row      = "WS-10"
  severity = "required"
  ok       = local.home == null ? null : local.home == local.limits["WS-10"].home
  evidence = { edition = local.edition }
  message  = { de = "Edition ${coalesce(local.edition, "?")}", en = "Edition ${coalesce(local.edition, "?")}" }
  advice   = { de = "Lizenz für eine Pro-Edition beschaffen; Windows lässt sich damit umstellen.", en = "Get a licence of a Pro edition; Windows can be changed with it." }
}

check "pro" {
  row      = "WS-11"
  severity = can(regex("^(Enterprise|Education)", local.edition)) ? "info" : catalogue.decisions["A65"].severity
  ok       = local.edition == null ? null : startswith(local.edition, local.limits["WS-11"].edition)
  evidence = { edition = local.edition }
  message  = { de = "Edition ${coalesce(local.edition, "?")}", en = "Edition ${coalesce(local.edition, "?")}" }
  advice   = { de = "Empfohlen ist die Pro-Edition.", en = "The Pro edition is recommended." }
}

check "bits" {
  row      = "WS-13"
  severity = catalogue.decisions["A65"].severity
  ok       = local.bits == null ? null : can(regex("64", local.bits))
  evidence = { architecture = local.bits }
  message  = { de = "Windows mit ${coalesce(local.bits, "?")}", en = "Windows with ${coalesce(local.bits, "?")}" }
  advice   = { de = "Empfohlen sind 64 Bit; das geht nur mit einer Neuinstallation.", en = "64 bit is recommended; that takes a new installation." }
}

check "language" {
  row      = "WS-14"
  severity = catalogue.decisions["A65"].severity
  ok       = try(fact.language, null) == null ? null : fact.language % 1024 == 7
  evidence = { language = try(fact.language, null) }
  message  = { de = "Sprache ${coalesce(try(fact.language, null), "?")} (1031 ist Deutsch)", en = "Language ${coalesce(try(fact.language, null), "?")} (1031 is German)" }
  advice   = { de = "Empfohlen ist ein deutsches Windows; die Anzeigesprache lässt sich in den Einstellungen ergänzen.", en = "A German Windows is recommended; the display language can be added in the settings." }
}

check "dotnet" {
  row      = "WS-19"
  severity = "required"
  ok       = fact.dotnet_release == null ? false : fact.dotnet_release >= local.limits["WS-19"].release
  evidence = { release = try(fact.dotnet_release, null) }
  message = {
    de = "Release ${coalesce(try(fact.dotnet_release, null), "keines")}, nötig ist ${local.limits["WS-19"].release}"
    en = "Release ${coalesce(try(fact.dotnet_release, null), "none")}, ${local.limits["WS-19"].release} is needed"
  }
  advice = { de = ".NET Framework 4.8 oder neuer installieren und Windows neu starten.", en = "Install .NET Framework 4.8 or newer and restart Windows." }
}

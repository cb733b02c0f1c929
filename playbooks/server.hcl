# Die Systemvoraussetzungen für Server, Hauptrechner und Terminalserver (SRV). Schwellen, Fristen und Wortlaut stehen im Katalog.
# Gekauft, getauscht und neu installiert wird von Menschen: dieses Playbook ändert nichts.

playbook {
  name  = "server"
  title = { de = "Systemvoraussetzungen Server", en = "Requirements of a server" }
  description = {
    de = "Prüft Prozessor, Arbeitsspeicher, Platten, Netzwerk und Windows eines Servers. Ändert nichts."
    en = "Checks processor, memory, disks, network and Windows of a server. Changes nothing."
  }
  serves = ["SRV-03", "SRV-04", "SRV-06", "SRV-10", "SRV-11", "SRV-12"]
  only   = host.role == "server" || host.role == "terminal_server"
}

locals {
  limits = catalogue.limits
  hw     = try(query.hardware.this[0], {})
  vm     = try(local.hw.virtual, null)

  # Hybride Prozessoren melden einen niedrigen Grundtakt; 2 % Spielraum (A53).
  mhz     = try(local.hw.mhz, null)
  mhz_min = local.limits["SRV-03"].cpu_ghz * 1000 * (1 - catalogue.decisions["A53"].tolerance)
  vendor  = try(local.hw.vendor, null)
  cores   = try(local.hw.cores, null)
  memory  = try(local.hw.memory_bytes, null)
  # Nach Modulen gerechnet; was Grafik sich nimmt, ist im Spielraum (A54).
  memory_min = local.limits["SRV-04"].memory_gb * 1073741824 * (1 - catalogue.decisions["A54"].memory_tolerance)
  memory_gb  = local.memory == null ? null : floor(local.memory / 107374182.4) / 10

  main  = [for a in query.net_adapter.all : a if a.main]
  card  = length(local.main) > 0 ? local.main : [for a in query.net_adapter.all : a if a.up && a.physical]
  speed = try(max([for a in local.card : a.speed]...), null)
  gbit  = local.limits["SRV-10"].network_gbit * 1000000000

  fixed   = [for d in query.disk.all : d if d.kind == "fixed"]
  slow    = [for d in local.fixed : d.drive if d.media == "hdd"]
  untold  = [for d in local.fixed : d.drive if d.media == null]


  # Fristen des Herstellers gehen nach Build und Edition (A59).
  server  = try(fact.product_type != 1, null)
  edition = try(fact.edition, null)
  support = try(catalogue.support["windows-server-${fact.build}"], null)
  windows = local.server == false ? try(fact.product_name, null) : try(local.support.name, "Windows Server (Build ${fact.build})", null)
  until   = try(local.support.until, null)
  listed  = try(anytrue([for s in local.limits["SRV-11"].systems : startswith(local.windows, s)]), false)
  # Eine Essentials-Edition ist an 2022 nicht immer zu erkennen (A62).
  essentials = local.edition == null ? null : can(regex("(?i)essentials|^ServerSolution", "${local.edition} ${try(fact.product_name, "")}"))
}

query "hardware" "this" {}

query "disk" "all" {}

query "net_adapter" "all" {}

check "processor" {
  row      = "SRV-03"
  severity = local.vm == true ? catalogue.decisions["A53"].virtual_severity : "required"
  ok       = local.mhz == null || local.vendor == null ? null : contains(local.limits["SRV-03"].cpu_vendors, local.vendor) && local.mhz >= local.mhz_min
  evidence = { processor = try(local.hw.name, null), vendor = local.vendor, mhz = local.mhz, virtual = local.vm }
  message = {
    de = "${coalesce(try(local.hw.name, null), "Prozessor unbekannt")}, ${coalesce(local.mhz, "?")} MHz; verlangt sind ${join(" oder ", local.limits["SRV-03"].cpu_vendors)} mit ${local.limits["SRV-03"].cpu_ghz} GHz"
    en = "${coalesce(try(local.hw.name, null), "processor unknown")}, ${coalesce(local.mhz, "?")} MHz; required are ${join(" or ", local.limits["SRV-03"].cpu_vendors)} with ${local.limits["SRV-03"].cpu_ghz} GHz"
  }
  advice = { de = "Einen Rechner mit schnellerem Prozessor vorsehen.", en = "Plan for a computer with a faster processor." }
}

check "memory" {
  row      = "SRV-04"
  severity = "required"
  ok       = local.memory == null ? null : local.memory >= local.memory_min
  evidence = { memory_gb = local.memory_gb }
  message = {
    de = "${coalesce(local.memory_gb, "?")} GB, verlangt sind ${local.limits["SRV-04"].memory_gb} GB"
    en = "${coalesce(local.memory_gb, "?")} GB, ${local.limits["SRV-04"].memory_gb} GB are required"
  }
  advice = { de = "Arbeitsspeicher nachrüsten.", en = "Add memory." }
}

check "network" {
  row      = "SRV-10"
  severity = "required"
  ok       = local.speed == null ? null : local.speed >= local.gbit
  evidence = { adapters = [for a in local.card : "${a.name} (${a.description})"], speed = local.speed, wireless = anytrue([for a in local.card : a.wireless]) }
  message = {
    de = "${local.speed == null ? "?" : local.speed / 1000000} Mbit/s über ${join(", ", [for a in local.card : a.name])}, verlangt ist ${local.limits["SRV-10"].network_gbit} Gbit/s"
    en = "${local.speed == null ? "?" : local.speed / 1000000} Mbit/s over ${join(", ", [for a in local.card : a.name])}, ${local.limits["SRV-10"].network_gbit} Gbit/s is required"
  }
  advice = {
    de = "Kabel, Dose und Switch prüfen; sie handeln oft weniger aus, als die Karte kann."
    en = "Check cable, socket and switch; they often agree on less than the card can do."
  }
}

# RAID und virtuelle Platten sagen nicht, woraus sie sind.
check "ssd" {
  row      = "SRV-06"
  severity = "required"
  ok       = length(local.slow) > 0 ? false : length(local.fixed) == 0 || length(local.untold) > 0 ? null : true
  evidence = { drives = [for d in local.fixed : "${d.drive} ${coalesce(d.media, "?")} ${coalesce(d.model, "?")}"], virtual = local.vm }
  message = {
    de = length(local.slow) > 0 ? "Keine SSD: ${join(", ", local.slow)}" : length(local.untold) > 0 ? "Woraus ${join(", ", local.untold)} besteht, sagt der Controller nicht." : ""
    en = length(local.slow) > 0 ? "No SSD: ${join(", ", local.slow)}" : length(local.untold) > 0 ? "The controller does not tell what ${join(", ", local.untold)} is made of." : ""
  }
  advice = { de = "Auf SSD umziehen.", en = "Move to SSDs." }
}

check "windows" {
  row      = "SRV-11"
  severity = local.server == false ? "info" : local.support == null || !local.listed ? catalogue.decisions["A94"].unlisted_severity : "required"
  ok       = local.server == null || local.windows == null ? null : local.server && local.listed
  support  = local.until
  evidence = { windows = local.windows, build = fact.build, support_until = local.until }
  message = {
    de = "${coalesce(local.windows, "Windows unbekannt")}${local.server == false ? ": als Hauptrechner nur bei höchstens drei Geräten (SRV-16)" : ""}; genannt sind ${join(", ", local.limits["SRV-11"].systems)}"
    en = "${coalesce(local.windows, "Windows unknown")}${local.server == false ? ": as the main computer only with three devices at most (SRV-16)" : ""}; named are ${join(", ", local.limits["SRV-11"].systems)}"
  }
  advice = { de = "Auf ein genanntes Windows Server umstellen.", en = "Move to a Windows Server that is named." }
}

check "essentials" {
  row      = "SRV-12"
  severity = "required"
  when     = local.server != false
  ok       = local.essentials == null ? null : !local.essentials || try(anytrue([for s in local.limits["SRV-12"].essentials_on : startswith(local.windows, s)]), false)
  evidence = { edition = local.edition, windows = local.windows }
  message  = { de = "Edition ${coalesce(local.edition, "?")} auf ${coalesce(local.windows, "?")}", en = "Edition ${coalesce(local.edition, "?")} on ${coalesce(local.windows, "?")}" }
  advice   = { de = "Essentials nur mit ${join(", ", local.limits["SRV-12"].essentials_on)}; sonst eine andere Edition lizenzieren.", en = "Essentials only with ${join(", ", local.limits["SRV-12"].essentials_on)}; else license another edition." }
}

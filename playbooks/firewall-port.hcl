# Der Port des Service-Providers ist für die Arbeitsplätze der Praxis offen: eingehend, Domäne und privat, nur aus dem eigenen
# Netz, nie öffentlich. Nur auf dem Rechner, auf dem der Service-Provider wirklich ist (A31).

playbook {
  name = "firewall-port"
  title = {
    de = "Service-Provider: Port in der Windows-Firewall freigeben"
    en = "Service-Provider: open its port in the Windows firewall"
  }
  description = {
    de = "Gibt TCP 23174 (oder den Port, an dem die Installation lauscht) eingehend frei: Profile Domäne und Privat, nur LocalSubnet."
    en = "Opens TCP 23174 (or the port on which the installation listens) for incoming connections: profiles domain and private, LocalSubnet only."
  }
  serves = ["ERR-1", "SP-06", "SP-07", "FW-40", "AV-06"]
  only   = host.role == "server" && length(setintersection(practice.products, ["x.comfort", "x.concept", "x.isynet"])) > 0

  rollout {
    batches      = [1, "10%", "100%"]
    max_failures = "10%"
  }
}

locals {
  install_ini = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\ServiceProvider.ini"
  traces      = length(query.ini.installed) + length(query.service.sp) > 0
  single = (length(query.ini.installed) == 1 && length(query.file.folders) == 1 && length(query.service.sp) == 1
  && try(startswith(lower(query.service.sp[0].program), lower("${query.ini.installed[0].dir}\\")), false))

  # Ein anderer Port als 23174 gilt nur, wenn der Dienst wirklich dort lauscht.
  ini_port = try(query.ini.installed[0].section.install.tcpport, "23174")
  other    = local.single && local.ini_port != "23174" && can(regex("^[0-9]{1,5}$", local.ini_port)) ? tonumber(local.ini_port) : 0
  listens  = local.other != 0 && length([for l in query.listener.other : l if try(l.pid == query.service.sp[0].pid || lower(l.program) == lower(query.service.sp[0].program), false)]) > 0
  known    = local.ini_port == "23174" || local.listens
  port     = local.listens ? local.other : 23174
  where    = local.listens ? "other" : "standard"
  owners   = { standard = query.listener.standard, other = query.listener.other }[local.where]
  state    = try({ standard = query.firewall.standard, other = query.firewall.other }[local.where][0], {})
  # Wer nur auf dem Rechner selbst lauscht, ist von außen nicht zu erreichen, auch nicht durch eine Freigabe.
  outside  = [for l in local.owners : l if !startswith(l.address, "127.") && l.address != "::1"]
  foreign  = distinct([for l in local.outside : coalesce(try(l.program, ""), try(l.pid, "?")) if local.single && !try(l.pid == query.service.sp[0].pid || lower(l.program) == lower(query.service.sp[0].program), false)])
  # Auch wo eine Regel vielleicht gilt, ist eine sichere zu setzen.
  # In einem öffentlich eingestuften Netz gilt keine Regel für Domäne und Privat: dann hilft keine, das Netz ist einzustufen (FW-39).
  active   = try(local.state.active, [])
  public   = contains(local.active, "public")
  shut_out = local.public && !contains(local.active, "domain") && !contains(local.active, "private")
  networks = distinct([for v in query.registry.networks : v.value if v.name == "ProfileName" && length([for c in query.registry.networks : c if c.key == v.key && c.name == "Category" && c.value == 0]) > 0])
  named    = length(local.networks) > 0 ? join(", ", local.networks) : "?"
  ignored  = try(local.state.ignored, [])
  barred   = try(local.state.shut, [])
  wide     = try(local.state.wide_open, [])
  closed   = try(local.state.open == false || local.state.open == null && length(local.state.rules) == 0 && length(local.state.active) > 0, false)
  blockers = try(local.state.blocked_by, [])
  # Zu, und keine fremde Regel sperrt: dann ist etwas zu tun, von xops oder von einem Menschen.
  due = local.single && local.known && local.closed && length(local.blockers) == 0
}

query "ini" "installed" {
  path = local.install_ini
}

query "file" "folders" {
  path = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*"
}

query "service" "sp" {
  program = "C:\\Program Files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*\\*"
}

query "listener" "standard" {
  port = 23174
}

query "firewall" "standard" {
  port    = 23174
  program = try(query.service.sp[0].program, null)
  service = try(query.service.sp[0].name, null)
}

query "listener" "other" {
  when = local.other != 0
  port = local.other
}

query "firewall" "other" {
  when    = local.other != 0
  port    = local.other
  program = try(query.service.sp[0].program, null)
  service = try(query.service.sp[0].name, null)
}

# Die gespeicherten Netze und ihre Einstufung; welche gerade gilt, sagen die aktiven Profile.
query "registry" "networks" {
  when = local.public
  key  = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\NetworkList\\Profiles\\*"
}

query "service" "gdata" {
  program = "*\\G DATA\\*"
}

check "one_installation" {
  title = {
    de = "Genau ein Service-Provider: ein Dienst, ein Programmordner"
    en = "Exactly one Service-Provider: one service, one program folder"
  }
  severity = "required"
  serves   = ["SP-01", "SP-03"]
  when     = local.traces
  ok       = local.single
  message = {
    de = local.single ? "" : "Hier wird nichts geändert; weiter mit reinstall-service-provider."
    en = local.single ? "" : "Nothing is changed here; go on with reinstall-service-provider."
  }
}

check "port" {
  title = {
    de = "TCPPort der Installations-Datei ist der Port, an dem der Dienst lauscht"
    en = "TCPPort in the installation's file is the port on which the service listens"
  }
  severity = "required"
  serves   = ["SP-06", "SP-12"]
  when     = local.single
  ok       = local.known
  message = {
    de = local.known ? "TCP ${local.port}" : "Eingetragen ist ${local.ini_port}, dort lauscht der Dienst nicht. Erst klären; freigegeben wird nichts."
    en = local.known ? "TCP ${local.port}" : "The file says ${local.ini_port}, but the service does not listen there. Find out why first; nothing is opened."
  }
}

check "foreign" {
  title    = { de = "Kein anderes Programm belegt den Port", en = "No other program holds the port" }
  severity = "required"
  serves   = ["SP-06", "FW-40"]
  when     = local.single
  ok       = length(local.foreign) == 0
  message = {
    de = join(", ", [for f in local.foreign : can(regex("^[0-9?]+$", f)) ? "Prozess ${f}" : f])
    en = join(", ", [for f in local.foreign : can(regex("^[0-9?]+$", f)) ? "process ${f}" : f])
  }
}

check "open" {
  row      = "SP-07"
  title    = { de = "Port ${local.port} ist für eingehende Verbindungen freigegeben", en = "Port ${local.port} is open for incoming connections" }
  severity = "required"
  serves   = ["ERR-1"]
  when     = local.single && local.known
  ok       = try(local.state.open, null)
  evidence = {
    port       = local.port
    profiles   = local.active
    rules      = try(local.state.rules, null)
    blocked_by = try(local.state.blocked_by, null)
    program    = try(query.service.sp[0].program, null)
  }
  message = {
    de = length(local.wide) > 0 ? "Port ${local.port}: freigegeben, aber auch in öffentlichen Netzen von überall (${join(", ", local.wide)}). Die Regel einschränken." : "Port ${local.port}: ${try(local.state.reason, "")}"
    en = length(local.wide) > 0 ? "Port ${local.port}: open, but in public networks from everywhere, too (${join(", ", local.wide)}). Narrow the rule." : "Port ${local.port}: ${try(local.state.reason, "")}"
  }
  advice = {
    de = (length(local.blockers) > 0 ? "Die sperrende Regel prüfen und entfernen, wenn sie niemand braucht; xops ändert fremde Regeln nicht."
      : length(local.barred) > 0 ? "In der Windows-Firewall „Alle eingehenden Verbindungen blockieren“ für das Netz der Praxis ausschalten."
      : length(local.ignored) > 0 ? "Den Port in der Gruppenrichtlinie freigeben; lokale Regeln wertet sie nicht aus."
      : local.shut_out ? "Das Netz ist öffentlich eingestuft; zuerst das berichtigen (FW-39)."
      : length(local.foreign) > 0 ? "Den Port belegt ein anderes Programm (${join(", ", local.foreign)}); zuerst das klären."
    : "xops fix ${host.id} firewall-port")
    en = (length(local.blockers) > 0 ? "Check the rule that blocks, and remove it if nobody needs it; xops does not change rules that are not its own."
      : length(local.barred) > 0 ? "In Windows Firewall switch \"Block all incoming connections\" off for the practice's network."
      : length(local.ignored) > 0 ? "Open the port in the group policy; it does not use local rules."
      : local.shut_out ? "The network is ranked public; correct that first (FW-39)."
      : length(local.foreign) > 0 ? "Another program holds the port (${join(", ", local.foreign)}); find out why first."
    : "xops fix ${host.id} firewall-port")
  }
  fix = "firewall-port"
}

# Sind zwei Netze aktiv, ist eines davon öffentlich womöglich gewollt: ein Hinweis.
check "profile" {
  row      = "FW-39"
  title    = { de = "Das Netz der Praxis ist nicht öffentlich eingestuft", en = "The practice's network is not ranked public" }
  severity = local.shut_out ? "required" : "info"
  when     = local.single
  ok       = length(local.active) == 0 ? null : !local.public
  evidence = { active = local.active, networks = local.networks }
  message = {
    de = local.public ? "Aktiv ist das Profil Öffentlich." : ""
    en = local.public ? "The active profile is Public." : ""
  }
  advice = {
    de = "Öffentlich eingestuft: ${local.named}. Ist es das Netz der Praxis: Einstellungen, Netzwerk und Internet, Eigenschaften der Verbindung, Netzwerkprofil Privat."
    en = "Ranked public: ${local.named}. If it is the practice's network: Settings, Network and Internet, properties of the connection, network profile Private."
  }
}

check "gdata" {
  title = {
    de = "Keine G DATA-Firewall, in der der Port noch einmal einzutragen wäre"
    en = "No G DATA firewall in which the port would have to be allowed as well"
  }
  severity = "info"
  serves   = ["AV-06"]
  when     = local.single
  ok       = length(query.service.gdata) == 0
  message = {
    de = length(query.service.gdata) == 0 ? "" : "G DATA ist installiert (${join(", ", [for s in query.service.gdata : s.name])}). Erscheint die Meldung in der Praxissoftware weiter, TCP ${local.port} auch dort zulassen: Firewall, Regelassistent (Paragraphenzeichen), Netzwerkdienste freigeben."
    en = length(query.service.gdata) == 0 ? "" : "G DATA is installed (${join(", ", [for s in query.service.gdata : s.name])}). If the practice software still shows the message, allow TCP ${local.port} there too: Firewall, rule wizard (paragraph sign), allow network services."
  }
}

# Eine sperrende Regel gewinnt gegen jede erlaubende; dann hilft keine eigene, und die Prüfung open nennt sie.
step "firewall_rule" "port" {
  title       = { de = "TCP ${local.port} eingehend freigeben", en = "Open TCP ${local.port} for incoming connections" }
  serves      = ["SP-07", "ERR-1"]
  when        = local.due && !local.shut_out && length(local.ignored) + length(local.barred) + length(local.foreign) == 0
  name        = "xops-service-provider-${local.port}"
  port        = local.port
  profiles    = ["domain", "private"]
  remote      = "LocalSubnet"
  description = "Service-Provider: Verbindungen der Arbeitsplätze im eigenen Netz"
}

# Was keine eigene Regel öffnet, öffnet ein Mensch.
step "manual" "profile" {
  title  = { de = "Das Netz der Praxis als privat einstufen", en = "Rank the practice's network as private" }
  serves = ["FW-39", "SP-07", "ERR-1"]
  when   = local.due && local.shut_out
  done   = !local.shut_out
  instructions = {
    de = [
      "Auf dem Rechner ist nur das Profil Öffentlich aktiv (${local.named}). Die Arbeitsplätze erreichen den Service-Provider so nicht.",
      "Ist es das Netz der Praxis: Einstellungen, Netzwerk und Internet, Eigenschaften der Verbindung, Netzwerkprofil Privat. Danach: xops plan firewall-port --host ${host.id}",
    ]
    en = [
      "Only the profile Public is active on the computer (${local.named}). The workstations do not reach the Service-Provider like this.",
      "If it is the practice's network: Settings, Network and Internet, properties of the connection, network profile Private. Then: xops plan firewall-port --host ${host.id}",
    ]
  }
}

step "manual" "policy" {
  title  = { de = "Port ${local.port} in der Richtlinie freigeben", en = "Open port ${local.port} in the policy" }
  serves = ["SP-07", "ERR-1"]
  when   = local.due && !local.shut_out && length(local.ignored) > 0
  done   = !local.closed
  instructions = {
    de = [
      "Eine Gruppenrichtlinie wertet in den Profilen ${join(", ", local.ignored)} nur ihre eigenen Regeln aus; eine Regel auf dem Rechner hilft nicht.",
      "In der Richtlinie eingehend TCP ${local.port} aus dem lokalen Subnetz zulassen, oder dort lokale Firewallregeln anwenden lassen.",
    ]
    en = [
      "A group policy uses only its own rules in the profiles ${join(", ", local.ignored)}; a rule on the computer does not help.",
      "Allow TCP ${local.port} from the local subnet in the policy, or let it apply local firewall rules.",
    ]
  }
}

# Was ein Rechner außerhalb seines Netzes erreicht: die Internetverbindung selbst und die ausgehenden Zeilen der Portliste (GEN-05, GEN-06,
# SP-36, SP-37, FW-06 bis FW-37). Alle Ziele der Produkte der Praxis werden in einer Frage geprüft. Geöffnet wird hier nichts (A32).

playbook {
  name  = "internet"
  title = { de = "Internetverbindung und ausgehende Ports", en = "Internet connection and outgoing ports" }
  description = {
    de = "Prüft vom Rechner aus Gateway, Namensauflösung, TCP und TLS zu den Zielen der Portliste, die zu den Produkten der Praxis gehören, den Zeitabgleich und die Ziele in der Praxis. Ändert nichts."
    en = "Checks from the computer gateway, names, TCP and TLS to the targets of the port list that belong to the practice's products, the source of time and the targets in the practice. Changes nothing."
  }
  serves = [
    "GEN-05", "GEN-06", "SP-36", "SP-37", "FW-06", "FW-07", "FW-09", "FW-13", "FW-14", "FW-15", "FW-16", "FW-18", "FW-19", "FW-22", "FW-23",
    "FW-34", "FW-35", "FW-37",
  ]
}

locals {
  # Wer den Regeln eines anderen Produkts folgt, hat auch dessen Zeilen der Portliste.
  products = distinct(concat(practice.products, compact([for p in practice.products : try(catalogue.products[p].follows, null)])))

  # Ports, an denen TLS gesprochen wird; an den anderen wird nur verbunden.
  tls = ["443", "465", "636", "995", "8443", "9443"]

  # Zeilen, über die hier geurteilt wird, mit ihren Zielen: nur genannte Rechner (A45) und einzelne Ports.
  judged = ["FW-06", "FW-09", "FW-14", "FW-15", "FW-16", "FW-18", "FW-19", "FW-22", "FW-23"]
  printed = flatten([
    for e in catalogue.endpoints : [
      for p in e.ports : { row = e.row, host = e.host, port = p, target = "${e.host}:${p}" } if can(tonumber(p))
    ] if e.testable && e.protocol == "TCP" && contains(local.judged, coalesce(e.row, "-")) && length(setintersection(e.products, local.products)) > 0
  ])
  # Was nicht gedruckt ist und trotzdem geprüft wird: nur zur Auskunft.
  more = concat(
    [for host, of in catalogue.decisions["A38"].alternatives : { row = "FW-06", host = of, port = "443", target = "${of}:443" } if contains([for e in local.printed : e.host], host)],
    flatten([for e in local.printed : [for p in catalogue.decisions["A40"].optional_ports : { row = e.row, host = e.host, port = p, target = "${e.host}:${p}" }] if e.row == "FW-09"]),
    flatten([for e in local.printed : [for p in catalogue.decisions["A33"].outbound_test_ports : { row = e.row, host = e.host, port = p, target = "${e.host}:${p}" }] if e.row == "FW-22"]),
  )
  support = "${catalogue.remote_access.host}:443"
  outside = distinct(concat([local.support], [for e in concat(local.printed, local.more) : e.target]))

  answers = { for a in query.tls.outside : a.target => a }
  # Erreicht ist, was sich öffnet und, wo TLS gesprochen wird, auch antwortet. null: dafür war keine Zeit mehr.
  reached = {
    for t, a in local.answers : t => a.error == "late" ? null : a.open && !(a.port == 443 && contains(["handshake", "timeout"], coalesce(a.error, "-")))
  }
  # Wohin ein Proxy führt, ist von hier aus nicht zu sehen: Dann ist nichts bewiesen.
  proxied = query.uplink.this[0].proxy == null ? true : length(query.uplink.this[0].proxy) > 0

  # Je Zeile: was offen ist, was nicht, und was Auskunft bleibt (A33, A38, A40, A44).
  needed = {
    for id in local.judged : id => distinct([
      for e in local.printed : e.target if e.row == id && (id != "FW-06" || contains(catalogue.decisions["A44"].required_ports, e.port))
    ])
  }
  instead = { for host, of in catalogue.decisions["A38"].alternatives : "${host}:443" => "${of}:443" }
  met     = { for t in local.outside : t => try(local.reached[t] == true, false) || try(local.reached[local.instead[t]] == true, false) }
  rows = {
    for id, targets in local.needed : id => {
      open   = [for t in targets : t if local.met[t]]
      closed = [for t in targets : "${t} (${local.why[t]})" if !local.met[t]]
      ok = length([for t in targets : t if !local.met[t]]) == 0 ? true : (
        local.proxied || length([for t in targets : t if !local.met[t] && try(local.reached[t], null) == null]) > 0 ? null : false
      )
    }
  }
  why = {
    for t in local.outside : t => try(
      local.answers[t].result == "dns" ? local.answers[t].dns : local.answers[t].open ? coalesce(local.answers[t].error, "open") : local.answers[t].result,
      "late",
    )
  }
  info = { for id in local.judged : id => distinct([for e in local.more : "${e.target} (${local.why[e.target]})" if e.row == id]) }

  # Die Verbindung selbst: Gateway, Namen, Ziele.
  gateways = query.uplink.this[0].gateways
  named    = [for t, a in local.answers : t if a.dns == "ok"]
  far      = [for t, r in local.reached : t if r == true]
  stage = length(local.far) > 0 ? "ok" : local.gateways == null ? "unknown" : length(local.gateways) == 0 ? "gateway" : length(local.named) == 0 ? "dns" : "firewall"
  online = length(local.far) > 0 ? true : local.proxied || local.gateways == null ? null : false
  said = {
    de = { ok = "Das Internet ist erreichbar.", unknown = "Ob ein Gateway eingetragen ist, war nicht zu lesen.", gateway = "Es ist kein Gateway eingetragen.", dns = "Kein Name im Internet lässt sich auflösen.", firewall = "Namen lassen sich auflösen, aber kein Ziel nimmt eine Verbindung an." }
    en = { ok = "The internet is reached.", unknown = "Whether there is a gateway could not be read.", gateway = "No gateway is set.", dns = "No name in the internet can be resolved.", firewall = "Names can be resolved, but no target takes a connection." }
  }
  proxy_note = {
    de = local.proxied && local.online != true ? " Ein Proxy ist eingetragen oder nicht auszuschließen; ob er hinausführt, ist von hier aus nicht zu sehen." : ""
    en = local.proxied && local.online != true ? " A proxy is set or cannot be ruled out; whether it leads out cannot be seen from here." : ""
  }
  proxy_row = {
    de = local.proxied ? " Ein Proxy ist eingetragen oder nicht auszuschließen; ob er dorthin führt, ist von hier aus nicht zu sehen." : ""
    en = local.proxied ? " A proxy is set or cannot be ruled out; whether it leads there cannot be seen from here." : ""
  }
  release = {
    de = "Ausgehende Freigabe an Router, Firewall oder Proxy der Praxis eintragen lassen (xops report perimeter druckt die Liste). Eingehend wird nichts geöffnet."
    en = "Have the outgoing release entered in the practice's router, firewall or proxy (xops report perimeter prints the list). Nothing is opened inbound."
  }

  # Der Service-Provider dieser Praxis: wo der Port lauscht.
  port  = tonumber(catalogue.service_provider.port)
  uses  = length(setintersection(catalogue.service_provider.products, local.products)) > 0
  here  = host.role == "server" && local.uses ? length(query.listener.service_provider) > 0 : false
  heard = [for n, h in practice.hosts : h if h.role == "server"]
  providers = [for h in local.heard : "${h.address}:${local.port}" if try(h.output.update.listens, false)]
  unheard   = [for h in local.heard : h.name if h.output == null]
  inside    = { for a in query.tls.inside : a.target => a.open }

  # Was nur das Inventar weiß.
  confirmed = try(practice.vars.confirmed, {})
  kim       = try(practice.vars.kim_host, null)
  connector = try(practice.vars.connector, null)
  kim_host  = local.kim == null ? "" : local.kim
  box       = local.connector == null ? "" : local.connector
  kv        = try(practice.vars.kv_hosts, null)
  listed = flatten([
    for p in catalogue.ports : [for n in p.ports : { row = p.row, port = n, ldap = strcontains(p.application, "LDAP") } if can(tonumber(n))]
    if p.protocol == "TCP" && (contains(["FW-13", "FW-35"], p.row) && p.internal || p.row == "FW-34") && length(setintersection(p.products, local.products)) > 0
  ])
  kim_targets = distinct([for p in local.listed : "${local.kim_host}:${p.port}" if p.row == "FW-13" && !p.ldap && local.kim_host != ""])
  # Überall, wo KIM ist (A41), auch wo die Zeile nicht angekreuzt ist.
  ldap = local.kim_host == "" ? [] : distinct(flatten([for p in catalogue.ports : [for n in p.ports : "${local.kim_host}:${n}"] if p.row == "FW-13" && strcontains(p.application, "LDAP")]))
  connector_targets = distinct([for p in local.listed : "${local.box}:${p.port}" if p.row == "FW-35" && local.box != ""])
  kv_targets        = distinct(flatten([for h in local.kv == null ? [] : local.kv : [for p in local.listed : "${h}:${p.port}" if p.row == "FW-34"]]))
  lan               = length(local.lan_targets) == 0 ? {} : { for a in query.tls.lan : a.target => a.open }
  lan_targets       = distinct(concat(local.kim_targets, local.ldap, local.connector_targets, local.kv_targets))
}

query "uplink" "this" {}

query "tls" "outside" {
  targets = [for t in local.outside : t if contains(local.tls, split(":", t)[1])]
  plain   = [for t in local.outside : t if !contains(local.tls, split(":", t)[1])]
}

query "tls" "lan" {
  when    = length(local.lan_targets) > 0
  targets = []
  plain   = local.lan_targets
  timeout = 4
}

query "tls" "inside" {
  when    = host.role != "server" && length(local.providers) > 0
  targets = []
  plain   = local.providers
  timeout = 4
}

query "listener" "service_provider" {
  when = host.role == "server" && local.uses
  port = local.port
}

query "time" "this" {
  when = contains(local.products, "medatixx")
}

output "update" {
  value = { listens = local.here }
}

check "server" {
  row      = "GEN-05"
  when     = host.role == "server"
  ok       = local.online
  evidence = { gateways = local.gateways, resolved = length(local.named), reached = length(local.far), proxy = query.uplink.this[0].proxy, stage = local.stage }
  message  = { de = "${local.said.de[local.stage]}${local.proxy_note.de}", en = "${local.said.en[local.stage]}${local.proxy_note.en}" }
  advice = {
    de = "Am Server ist eine stabile, sichere Internetverbindung Pflicht. Gateway, DNS-Server und Router prüfen."
    en = "On the server a stable, secure internet connection is mandatory. Check gateway, name server and router."
  }
}

check "workstation" {
  row      = "GEN-06"
  when     = host.role != "server"
  severity = "recommended"
  ok       = local.online
  evidence = { gateways = local.gateways, resolved = length(local.named), reached = length(local.far), proxy = query.uplink.this[0].proxy, stage = local.stage }
  message  = { de = "${local.said.de[local.stage]}${local.proxy_note.de}", en = "${local.said.en[local.stage]}${local.proxy_note.en}" }
  advice = {
    de = "Eine Internetverbindung wird an jedem Arbeitsplatz empfohlen; ohne sie sind nur die Katalogdaten älter. Eine gewollte Trennung (TI) so lassen."
    en = "An internet connection is recommended on each workstation; without it only catalogue data are older. Leave an intended separation (TI) as it is."
  }
}

check "service_provider" {
  row      = "SP-36"
  when     = local.here
  ok       = local.online
  evidence = { listens = local.here, reached = length(local.far), stage = local.stage }
  message  = { de = "Hier läuft der Service-Provider. ${local.said.de[local.stage]}${local.proxy_note.de}", en = "The Service-Provider runs here. ${local.said.en[local.stage]}${local.proxy_note.en}" }
  advice = {
    de = "Mindestens der Rechner des Service-Providers braucht eine stabile, sichere Internetverbindung: Updates und Katalogdaten kommen über ihn."
    en = "At least the Service-Provider's computer needs a stable, secure internet connection: updates and catalogue data come by it."
  }
}

check "update" {
  row      = "SP-37"
  when     = host.role != "server" && length(setintersection(catalogue.rows["SP-37"].products, local.products)) > 0
  severity = "recommended"
  ok = length(local.providers) == 0 ? (length(local.unheard) > 0 || length(local.heard) == 0 ? null : false) : alltrue([for t in local.providers : local.inside[t]])
  evidence = { providers = local.providers, not_reached = local.unheard }
  message = {
    de = length(local.providers) == 0 ? (length(local.unheard) > 0 || length(local.heard) == 0 ? "Kein Server der Praxis war zu sehen." : "Auf keinem Server der Praxis lauscht der Service-Provider.") : "Der Service-Provider auf ${join(", ", local.providers)} ${try(alltrue([for t in local.providers : local.inside[t]]), false) ? "ist erreichbar" : "ist von hier aus nicht erreichbar"}."
    en = length(local.providers) == 0 ? (length(local.unheard) > 0 || length(local.heard) == 0 ? "No server of the practice was seen." : "On no server of the practice the Service-Provider listens.") : "The Service-Provider at ${join(", ", local.providers)} ${try(alltrue([for t in local.providers : local.inside[t]]), false) ? "is reached" : "is not reached from here"}."
  }
  advice = {
    de = "Der Port des Service-Providers muss im Praxisnetz ohne Proxy erreichbar sein, sonst kommen Updates nicht an."
    en = "The Service-Provider's port must be reached in the practice's network without a proxy, or updates do not arrive."
  }
}

check "cloud" {
  row      = "FW-06"
  when     = length(local.needed["FW-06"]) > 0
  severity = "required"
  ok       = local.rows["FW-06"].ok
  evidence = { open = local.rows["FW-06"].open, closed = local.rows["FW-06"].closed, not_required = local.info["FW-06"], not_tested = [for e in catalogue.endpoints : e.host if e.row == "FW-06" && !e.testable] }
  message = {
    de = local.rows["FW-06"].ok == true ? "medatixx CloudServices ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-06"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-06"].ok == true ? "medatixx cloud services is reached." : "Not reached: ${join(", ", local.rows["FW-06"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

check "download" {
  row      = "FW-09"
  when     = length(local.needed["FW-09"]) > 0
  severity = "recommended"
  ok       = local.rows["FW-09"].ok
  evidence = { open = local.rows["FW-09"].open, closed = local.rows["FW-09"].closed, not_required = local.info["FW-09"] }
  message = {
    de = local.rows["FW-09"].ok == true ? "x.downloadservice ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-09"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-09"].ok == true ? "x.downloadservice is reached." : "Not reached: ${join(", ", local.rows["FW-09"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

check "kv_connect" {
  row      = "FW-14"
  when     = length(local.needed["FW-14"]) > 0
  severity = "recommended"
  ok       = local.rows["FW-14"].ok
  evidence = { open = local.rows["FW-14"].open, closed = local.rows["FW-14"].closed }
  message = {
    de = local.rows["FW-14"].ok == true ? "KV-Connect ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-14"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-14"].ok == true ? "KV-Connect is reached." : "Not reached: ${join(", ", local.rows["FW-14"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

check "tfp" {
  row      = "FW-15"
  when     = length(local.needed["FW-15"]) > 0
  severity = "recommended"
  ok       = local.rows["FW-15"].ok
  evidence = { open = local.rows["FW-15"].open, closed = local.rows["FW-15"].closed }
  message = {
    de = local.rows["FW-15"].ok == true ? "i-motion TFP ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-15"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-15"].ok == true ? "i-motion TFP is reached." : "Not reached: ${join(", ", local.rows["FW-15"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

check "vos" {
  row      = "FW-16"
  when     = length(local.needed["FW-16"]) > 0
  severity = "recommended"
  ok       = local.rows["FW-16"].ok
  evidence = { open = local.rows["FW-16"].open, closed = local.rows["FW-16"].closed }
  message = {
    de = local.rows["FW-16"].ok == true ? "VOS ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-16"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-16"].ok == true ? "VOS is reached." : "Not reached: ${join(", ", local.rows["FW-16"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

check "webtermin" {
  row      = "FW-18"
  when     = length(local.needed["FW-18"]) > 0
  severity = "recommended"
  ok       = local.rows["FW-18"].ok
  evidence = { open = local.rows["FW-18"].open, closed = local.rows["FW-18"].closed }
  message = {
    de = local.rows["FW-18"].ok == true ? "x.webtermin ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-18"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-18"].ok == true ? "x.webtermin is reached." : "Not reached: ${join(", ", local.rows["FW-18"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

check "onvid" {
  row      = "FW-19"
  when     = length(local.needed["FW-19"]) > 0
  severity = "recommended"
  ok       = local.rows["FW-19"].ok
  evidence = { open = local.rows["FW-19"].open, closed = local.rows["FW-19"].closed }
  message = {
    de = local.rows["FW-19"].ok == true ? "x.onvid ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-19"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-19"].ok == true ? "x.onvid is reached." : "Not reached: ${join(", ", local.rows["FW-19"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

check "patient" {
  row      = "FW-22"
  when     = length(local.needed["FW-22"]) > 0
  severity = "info"
  ok       = local.rows["FW-22"].ok
  evidence = { open = local.rows["FW-22"].open, closed = local.rows["FW-22"].closed, not_required = local.info["FW-22"] }
  message = {
    de = local.rows["FW-22"].ok == true ? "x.patient ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-22"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-22"].ok == true ? "x.patient is reached." : "Not reached: ${join(", ", local.rows["FW-22"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

check "panel" {
  row      = "FW-23"
  when     = length(local.needed["FW-23"]) > 0
  severity = "recommended"
  ok       = local.rows["FW-23"].ok
  evidence = { open = local.rows["FW-23"].open, closed = local.rows["FW-23"].closed }
  message = {
    de = local.rows["FW-23"].ok == true ? "x.panel ist erreichbar." : "Nicht erreicht: ${join(", ", local.rows["FW-23"].closed)}.${local.proxy_row.de}"
    en = local.rows["FW-23"].ok == true ? "x.panel is reached." : "Not reached: ${join(", ", local.rows["FW-23"].closed)}.${local.proxy_row.en}"
  }
  advice = local.release
}

# Zeitquelle und Abstand, nie die gedruckten Namen (A39).
check "clock" {
  row      = "FW-07"
  when     = contains(local.products, "medatixx")
  severity = "recommended"
  ok = query.time.this[0].result == "none" ? false : query.time.this[0].offset_ms == null ? null : (
    abs(query.time.this[0].offset_ms) <= 1000 * catalogue.decisions["A39"].offset_seconds
  )
  evidence = { type = query.time.this[0].type, source = query.time.this[0].source, offset_ms = query.time.this[0].offset_ms, service = query.time.this[0].state }
  message = {
    de = query.time.this[0].result == "none" ? "Es ist keine Zeitquelle eingetragen." : query.time.this[0].offset_ms == null ? "Die Zeitquelle ${query.time.this[0].source} antwortet nicht (UDP 123)." : "Die Uhr weicht um ${abs(query.time.this[0].offset_ms)} ms von ${query.time.this[0].source} ab."
    en = query.time.this[0].result == "none" ? "No source of time is set." : query.time.this[0].offset_ms == null ? "The source of time ${query.time.this[0].source} does not answer (UDP 123)." : "The clock is ${abs(query.time.this[0].offset_ms)} ms away from ${query.time.this[0].source}."
  }
  advice = {
    de = "In einer Domäne gilt die Zeit des Domänencontrollers. Sonst in Windows eine erreichbare Zeitquelle eintragen; die Namen der Portliste sind veraltet und nicht zu verwenden."
    en = "In a domain the domain controller's time holds. Elsewhere enter a source that can be reached; the names of the port list are outdated and not to be used."
  }
}

# Welcher Rechner das KIM-Clientmodul hat, weiß nur das Inventar (A42); LDAP ist Auskunft (A41).
check "kim" {
  row      = "FW-13"
  when     = local.kim != "" && length([for p in local.listed : p if p.row == "FW-13"]) > 0
  severity = local.kim == null ? "info" : "recommended" # eine Frage ist kein Befund
  ok       = local.kim == null ? null : anytrue([for t in local.kim_targets : local.lan[t]])
  evidence = {
    kim_host = local.kim, open = [for t in local.kim_targets : t if local.lan[t]], closed = [for t in local.kim_targets : t if !local.lan[t]],
    ldap     = [for t in local.ldap : "${t} (${local.lan[t] ? "open" : "closed"})"]
  }
  message = {
    de = local.kim == null ? "Welcher Rechner hat das KIM-Clientmodul? Im Inventar als vars.kim_host eintragen, ohne KIM als leeren Text." : anytrue([for t in local.kim_targets : local.lan[t]]) ? "Das KIM-Clientmodul antwortet." : "Das KIM-Clientmodul auf ${local.kim_host} antwortet an keinem gedruckten Port."
    en = local.kim == null ? "Which computer has the KIM client module? Enter it in the inventory as vars.kim_host, an empty text where there is no KIM." : anytrue([for t in local.kim_targets : local.lan[t]]) ? "The KIM client module answers." : "The KIM client module at ${local.kim_host} answers on none of the printed ports."
  }
  advice = {
    de = "Auf dem Rechner des KIM-Clientmoduls prüfen, ob es läuft, auf welchen Ports es lauscht, und ob die Windows-Firewall sie im Praxisnetz zulässt."
    en = "On the computer of the KIM client module check that it runs, which ports it listens on, and that Windows' firewall lets them in from the practice's network."
  }
}

check "dmp" {
  row      = "FW-34"
  when     = try(length(local.kv), 1) > 0 && length([for p in local.listed : p if p.row == "FW-34"]) > 0
  severity = local.kv == null ? "info" : "recommended" # eine Frage ist kein Befund
  ok       = local.kv == null ? null : local.proxied && !alltrue([for t in local.kv_targets : local.lan[t]]) ? null : alltrue([for t in local.kv_targets : local.lan[t]])
  evidence = { kv_hosts = local.kv, open = [for t in local.kv_targets : t if local.lan[t]], closed = [for t in local.kv_targets : t if !local.lan[t]] }
  message = {
    de = local.kv == null ? "Welche Rechner der regionalen KV nehmen DMP-Daten an? Im Inventar als vars.kv_hosts eintragen, ohne DMP online als leere Liste." : "Nicht erreicht: ${join(", ", [for t in local.kv_targets : t if !local.lan[t]])}."
    en = local.kv == null ? "Which computers of the regional KV take DMP data? Enter them in the inventory as vars.kv_hosts, an empty list without DMP online." : "Not reached: ${join(", ", [for t in local.kv_targets : t if !local.lan[t]])}."
  }
  advice = local.release
}

check "connector" {
  row      = "FW-35"
  when     = local.connector != "" && length([for p in local.listed : p if p.row == "FW-35"]) > 0
  severity = local.connector == null ? "info" : "recommended" # eine Frage ist kein Befund
  ok       = local.connector == null ? null : alltrue([for t in local.connector_targets : local.lan[t]])
  evidence = { connector = local.connector, open = [for t in local.connector_targets : t if local.lan[t]], closed = [for t in local.connector_targets : t if !local.lan[t]] }
  message = {
    de = local.connector == null ? "Welche Adresse hat der Konnektor? Im Inventar als vars.connector eintragen, ohne Konnektor als leeren Text." : alltrue([for t in local.connector_targets : local.lan[t]]) ? "Die Weboberfläche des Konnektors ist erreichbar." : "Die Weboberfläche des Konnektors ist von hier aus nicht erreichbar: ${join(", ", local.connector_targets)}."
    en = local.connector == null ? "Which address has the connector? Enter it in the inventory as vars.connector, an empty text where there is none." : alltrue([for t in local.connector_targets : local.lan[t]]) ? "The connector's web interface is reached." : "The connector's web interface is not reached from here: ${join(", ", local.connector_targets)}."
  }
  advice = {
    de = "Den Konnektor betreut der TI-Dienstleister: dort nachfragen, ob die Adresse stimmt und der Port frei ist. Ein selbst ausgestelltes Zertifikat ist dort üblich."
    en = "The connector is the TI provider's: ask there whether the address is right and the port is open. A self-issued certificate is usual there."
  }
}

# Die Portliste druckt zu G DATA keine Ports.
check "gdata" {
  row      = "FW-37"
  scope    = "practice"
  severity = "info"
  ok       = try(local.confirmed["FW-37"], null) != null ? true : null
  evidence = { confirmed = try(local.confirmed["FW-37"], null) }
  message = {
    de = "Die Portliste nennt zu G DATA keine Ports. Wurden sie beim Hersteller erfragt und freigegeben?"
    en = "The port list names no ports for G DATA. Were they asked of the maker and released?"
  }
}

# Die Portliste, soweit sie eingehend und intern ist: Freigegeben wird nur, wo das erwartete Programm lauscht, in den Profilen Domäne und
# Privat, aus dem eigenen Netz (A31). Aus dem Internet wird nichts geöffnet (A32), NetBIOS nicht von sich aus (A34), für den
# Zeitabgleich nichts (A39), für 80 und 443 des Service-Providers nichts (A25).
#
# Welches Programm an einem Port lauschen soll, sagt der Katalog, sonst das Inventar: port_programs = { "FW-20" = ["*\\qm.exe"] }.

playbook {
  name  = "ports"
  title = { de = "Eingehende Ports der Portliste", en = "Incoming ports of the port list" }
  description = {
    de = "Prüft, ob die Firewall zu den Programmen durchlässt, die an Ports der Portliste lauschen, und gibt sie im eigenen Netz frei. Mit --var remove=true kommen diese Regeln wieder weg."
    en = "Checks whether the firewall lets connections through to the programs that listen on ports of the port list, and opens them in the own network. With --var remove=true these rules are taken away again."
  }
  serves = [
    "FW-01", "FW-02", "FW-03", "FW-04", "FW-05", "FW-08", "FW-10", "FW-11", "FW-12", "FW-17", "FW-20", "FW-21",
    "FW-24", "FW-25", "FW-26", "FW-27", "FW-28", "FW-29", "FW-30", "FW-31", "FW-32", "FW-33",
    "FW-39", "FW-40",
  ]

  rollout {
    batches      = [1, "10%", "100%"]
    max_failures = "10%"
  }
}

variable "remove" {
  type    = bool
  default = false
  description = {
    de = "Die Regeln, die dieses Playbook gemacht hat, wieder entfernen"
    en = "Take away the rules that this playbook has made"
  }
}

locals {
  # Wer den Regeln eines anderen Produkts folgt, hat auch dessen Zeilen der Portliste (A49).
  products = distinct(concat(practice.products, compact([for p in practice.products : try(catalogue.products[p].follows, null)])))
  told     = try(host.vars.port_programs, {})

  # Eigene Wege gehen: Dateifreigabe und SQL Server mit ihrem wirklichen Port (A34, A35), der Service-Provider (firewall-port).
  own = ["FW-01", "FW-02", "FW-10"]
  # Namensdienste, die sich mehrere Programme einen Port teilen.
  shared = ["FW-05"]
  judged = [
    "FW-01", "FW-02", "FW-03", "FW-04", "FW-05", "FW-08", "FW-10", "FW-11", "FW-12", "FW-17", "FW-20", "FW-21",
    "FW-24", "FW-25", "FW-26", "FW-27", "FW-28", "FW-29", "FW-30", "FW-31", "FW-32", "FW-33",
  ]
  entries = {
    for n, p in catalogue.ports : format("%02d", n + 1) => {
      row      = p.row
      name     = p.application
      protocol = lower(p.protocol)
      ports    = concat(p.ports, [for n in p.ports : catalogue.decisions["A36"].alternatives[n] if p.row == "FW-33" && can(catalogue.decisions["A36"].alternatives[n])])
      programs = concat(coalesce(p.listeners, []), try(tolist(local.told[p.row]), []))
    } if p.inbound && (p.internal || catalogue.decisions["A32"].external_inbound) && contains(local.judged, p.row) && length(setintersection(p.products, local.products)) > 0
  }
  listed  = { for id, e in local.entries : id => e if !contains(local.own, e.row) || e.row == "FW-02" && e.protocol == "udp" }
  applies = { for r in local.judged : r => length([for e in local.entries : e if e.row == r]) > 0 }

  # Der SQL Server lauscht, wo er eingestellt ist; die Windows-interne Datenbank ist keiner (A35).
  sql = local.applies["FW-02"] ? [for l in query.listener.sql : merge(l, { row = "FW-02", name = "SQL Server", protocol = "tcp" }) if l.expected == true && !strcontains(lower(l.program), "\\wid\\")] : []
  sp  = local.applies["FW-10"] ? [for l in query.listener.provider : merge(l, { row = "FW-10", name = "Service-Provider", protocol = "tcp" })] : []
  smb = local.applies["FW-01"] ? [for l in query.listener.smb : merge(l, { row = "FW-01", name = "SMB", protocol = "tcp", expected = true, program = "System" })] : []
  all = concat(local.smb, local.sql, local.sp, flatten([for id, e in local.listed : [for l in query.listener.listed[id] : merge(l, { row = e.row, name = e.name, protocol = e.protocol })]]))

  # Wer nur auf dem Rechner selbst lauscht, ist von außen nicht gemeint.
  outside = [for l in local.all : l if !startswith(l.address, "127.") && l.address != "::1"]
  wanted  = [for l in local.outside : l if l.expected != false && l.program != null]
  # Ein anderes Programm am Port ist nur dann ein Konflikt, wenn das erwartete hier eingerichtet ist, oder wenn es mehrere sind (A43).
  installed = { for id, e in local.listed : id => length(flatten([for p in e.programs : query.service.of[p]])) > 0 }
  foreign = distinct(concat(
    [for l in local.sp : "${l.port}: ${coalesce(l.program, "PID ${coalesce(l.pid, 0)}")}" if l.expected == false && length(query.service.provider) > 0],
    flatten([
      for id, e in local.listed : [for l in query.listener.listed[id] : "${l.port}: ${l.program}" if l.expected == false && local.installed[id]] if !contains(local.shared, e.row)
    ]),
    flatten([
      for id, e in local.listed : [
        for p in distinct([for l in query.listener.listed[id] : l.port]) : "${p}: ${join(", ", distinct([for l in query.listener.listed[id] : l.program if l.port == p && l.program != null]))}"
        if length(distinct([for l in query.listener.listed[id] : lower(l.program) if l.port == p && l.program != null])) > 1
      ] if !contains(local.shared, e.row)
    ]),
  ))
  silent = [for l in local.outside : l if l.program == null]

  # Je Port und Programm eine Frage an die Firewall, und, wo sie zu ist, eine Regel.
  ends = { for l in local.wanted : "${l.row}/${l.protocol}/${l.port}" => l... }
  # Auch eine Regel für den Dienst gilt, wenn es der ist, der lauscht.
  services = { for s in concat(query.service.provider, query.service.sql, flatten([for p, found in query.service.of : found])) : lower(s.program) => s.name... if s.program != null }
  open     = { for k, ls in local.ends : k => try(query.firewall.of[k][0], {}) }
  # Wie das Netz eingestuft ist (FW-39): In einem öffentlichen gilt keine Regel für Domäne und Privat.
  active   = try(query.firewall.standard[0].active, null)
  profiles = coalesce(local.active, [])
  public   = contains(local.profiles, "public")
  shut_out = local.public && length(setintersection(local.profiles, ["domain", "private"])) == 0
  lan      = try(host.vars.lan_network, "")
  networks = [for v in query.registry.networks : v.value if v.name == "ProfileName" && length([for c in query.registry.networks : c if c.key == v.key && c.name == "Category" && c.value == 0]) > 0]
  named    = length(local.networks) > 0 ? join(", ", distinct(local.networks)) : "?"
  rows = {
    for r in local.judged : r => {
      open    = [for k, f in local.open : local.label[k] if startswith(k, "${r}/") && try(f.open, null) == true]
      closed  = [for k, f in local.open : local.label[k] if startswith(k, "${r}/") && try(f.open, null) == false]
      unknown = concat([for k, f in local.open : local.label[k] if startswith(k, "${r}/") && try(f.open, null) == null], [for l in local.silent : "${l.protocol} ${l.port}" if l.row == r])
      sure    = length([for k, f in local.open : k if startswith(k, "${r}/") && try(f.open, null) == false && local.ends[k][0].expected == true]) > 0
      blocked = distinct(flatten([for k, f in local.open : try(f.blocked_by, []) if startswith(k, "${r}/")]))
      ignored = distinct(flatten([for k, f in local.open : try(f.ignored, []) if startswith(k, "${r}/")]))
    }
  }
  label = { for k, ls in local.ends : k => "${upper(ls[0].protocol)} ${ls[0].port} (${ls[0].program})" }
  heard = { for r in local.judged : r => local.applies[r] ? length([for l in concat(local.wanted, local.silent) : l if l.row == r]) > 0 : false }
  ok    = { for r, v in local.rows : r => length(v.closed) > 0 ? false : length(v.unknown) > 0 ? null : true }
  grade = { for r, v in local.rows : r => v.sure ? "required" : "info" }
  said = {
    de = { for r, v in local.rows : r => length(v.closed) > 0 ? "Nicht freigegeben: ${join(", ", v.closed)}.${length(v.blocked) > 0 ? " Gesperrt durch ${join(", ", v.blocked)}." : ""}" : "Freigegeben: ${join(", ", v.open)}." }
    en = { for r, v in local.rows : r => length(v.closed) > 0 ? "Not open: ${join(", ", v.closed)}.${length(v.blocked) > 0 ? " Blocked by ${join(", ", v.blocked)}." : ""}" : "Open: ${join(", ", v.open)}." }
  }
  advice = {
    de = { for r, v in local.rows : r => length(v.blocked) > 0 ? "Die sperrende Regel prüfen; xops ändert fremde Regeln nicht." : length(v.ignored) > 0 ? "Den Port in der Gruppenrichtlinie freigeben; lokale Regeln wertet sie nicht aus." : local.shut_out ? "Das Netz ist öffentlich eingestuft; zuerst das berichtigen (FW-39)." : !v.sure ? "Ist es das Programm der Praxissoftware, es als port_programs im Inventar eintragen; dann gibt xops den Port frei." : "xops fix ${host.id} ${r == "FW-10" ? "firewall-port" : "ports"}" }
    en = { for r, v in local.rows : r => length(v.blocked) > 0 ? "Check the rule that blocks; xops does not change rules that are not its own." : length(v.ignored) > 0 ? "Open the port in the group policy; it does not use local rules." : local.shut_out ? "The network is ranked public; correct that first (FW-39)." : !v.sure ? "If it is the practice software's program, enter it as port_programs in the inventory; then xops opens the port." : "xops fix ${host.id} ${r == "FW-10" ? "firewall-port" : "ports"}" }
  }
  # Was eine eigene Regel öffnet, und wo das Programm feststeht. Mehrere SQL Server: Welcher der Praxis gehört, weiß xops nicht.
  many = length(distinct([for l in local.sql : l.program])) > 1
  rules = {
    for k, ls in local.ends : "xops-ports-${lower(replace(k, "/", "-"))}" => { key = k, at = ls[0] }
    if ls[0].expected == true && try(local.open[k].open, null) == false && length(try(local.open[k].blocked_by, [])) + length(try(local.open[k].ignored, [])) + length(try(local.open[k].shut, [])) == 0
    && !local.shut_out && ls[0].row != "FW-10" && !(ls[0].row == "FW-02" && local.many) && !var.remove
  }
  # Die Namen der Regeln, die dieses Playbook gemacht hat.
  made = var.remove ? distinct([for v in query.registry.rules : regex("\\|Name=(xops-ports-[^|]+)\\|", v.value)[0] if can(regex("\\|Name=(xops-ports-[^|]+)\\|", v.value))]) : []
}

query "listener" "listed" {
  for_each = local.listed
  protocol = each.value.protocol
  ports    = each.value.ports
  programs = length(each.value.programs) > 0 ? each.value.programs : null
}

query "listener" "smb" {
  when     = local.applies["FW-01"]
  ports    = [tostring(catalogue.decisions["A34"].check_port)]
  protocol = "tcp"
}

query "listener" "sql" {
  when     = local.applies["FW-02"]
  ports    = catalogue.decisions["A35"].real_port ? ["1-65535"] : ["1433"]
  protocol = "tcp"
  programs = catalogue.services["SQL-Server"].programs
}

query "listener" "provider" {
  when     = local.applies["FW-10"]
  ports    = [tostring(catalogue.service_provider.port)]
  protocol = "tcp"
  programs = ["*\\ServiceProvider_*"]
}

query "service" "provider" {
  when    = local.applies["FW-10"]
  program = "*\\ServiceProvider_*\\*"
}

query "service" "sql" {
  when    = local.applies["FW-02"]
  program = catalogue.services["SQL-Server"].programs[0]
}

query "service" "of" {
  for_each = toset(flatten([for e in local.listed : e.programs]))
  program  = each.value
}

query "firewall" "of" {
  for_each = local.ends
  port     = each.value[0].port
  protocol = each.value[0].protocol
  program  = each.value[0].program
  service  = try(local.services[lower(each.value[0].program)][0], null)
}

query "firewall" "standard" {
  port = 23174
}

query "registry" "networks" {
  key = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\NetworkList\\Profiles\\*"
}

query "registry" "rules" {
  when = var.remove
  key  = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules"
}

check "fw_01" {
  row      = "FW-01"
  severity = local.grade["FW-01"]
  when     = local.heard["FW-01"]
  ok       = local.ok["FW-01"]
  evidence = { open = local.rows["FW-01"].open, closed = local.rows["FW-01"].closed }
  message  = { de = local.said.de["FW-01"], en = local.said.en["FW-01"] }
  advice   = { de = local.advice.de["FW-01"], en = local.advice.en["FW-01"] }
  fix      = "ports"
}

check "fw_02" {
  row      = "FW-02"
  severity = local.grade["FW-02"]
  when     = local.heard["FW-02"]
  ok       = local.ok["FW-02"]
  evidence = { open = local.rows["FW-02"].open, closed = local.rows["FW-02"].closed }
  message  = { de = local.said.de["FW-02"], en = local.said.en["FW-02"] }
  advice   = { de = local.advice.de["FW-02"], en = local.advice.en["FW-02"] }
  fix      = "ports"
}

check "fw_03" {
  row      = "FW-03"
  severity = local.grade["FW-03"]
  when     = local.heard["FW-03"]
  ok       = local.ok["FW-03"]
  evidence = { open = local.rows["FW-03"].open, closed = local.rows["FW-03"].closed }
  message  = { de = local.said.de["FW-03"], en = local.said.en["FW-03"] }
  advice   = { de = local.advice.de["FW-03"], en = local.advice.en["FW-03"] }
  fix      = "ports"
}

check "fw_04" {
  row      = "FW-04"
  severity = local.grade["FW-04"]
  when     = local.heard["FW-04"]
  ok       = local.ok["FW-04"]
  evidence = { open = local.rows["FW-04"].open, closed = local.rows["FW-04"].closed }
  message  = { de = local.said.de["FW-04"], en = local.said.en["FW-04"] }
  advice   = { de = local.advice.de["FW-04"], en = local.advice.en["FW-04"] }
  fix      = "ports"
}

check "fw_05" {
  row      = "FW-05"
  severity = local.grade["FW-05"]
  when     = local.heard["FW-05"]
  ok       = local.ok["FW-05"]
  evidence = { open = local.rows["FW-05"].open, closed = local.rows["FW-05"].closed }
  message  = { de = local.said.de["FW-05"], en = local.said.en["FW-05"] }
  advice   = { de = local.advice.de["FW-05"], en = local.advice.en["FW-05"] }
  fix      = "ports"
}

check "fw_08" {
  row      = "FW-08"
  severity = local.grade["FW-08"]
  when     = local.heard["FW-08"]
  ok       = local.ok["FW-08"]
  evidence = { open = local.rows["FW-08"].open, closed = local.rows["FW-08"].closed }
  message  = { de = local.said.de["FW-08"], en = local.said.en["FW-08"] }
  advice   = { de = local.advice.de["FW-08"], en = local.advice.en["FW-08"] }
  fix      = "ports"
}

check "fw_10" {
  row      = "FW-10"
  severity = local.grade["FW-10"]
  when     = local.heard["FW-10"]
  ok       = local.ok["FW-10"]
  evidence = { open = local.rows["FW-10"].open, closed = local.rows["FW-10"].closed }
  message  = { de = local.said.de["FW-10"], en = local.said.en["FW-10"] }
  advice   = { de = local.advice.de["FW-10"], en = local.advice.en["FW-10"] }
  fix      = "firewall-port"
}

check "fw_11" {
  row      = "FW-11"
  severity = local.grade["FW-11"]
  when     = local.heard["FW-11"]
  ok       = local.ok["FW-11"]
  evidence = { open = local.rows["FW-11"].open, closed = local.rows["FW-11"].closed }
  message  = { de = local.said.de["FW-11"], en = local.said.en["FW-11"] }
  advice   = { de = local.advice.de["FW-11"], en = local.advice.en["FW-11"] }
  fix      = "ports"
}

check "fw_12" {
  row      = "FW-12"
  severity = local.grade["FW-12"]
  when     = local.heard["FW-12"]
  ok       = local.ok["FW-12"]
  evidence = { open = local.rows["FW-12"].open, closed = local.rows["FW-12"].closed }
  message  = { de = local.said.de["FW-12"], en = local.said.en["FW-12"] }
  advice   = { de = local.advice.de["FW-12"], en = local.advice.en["FW-12"] }
  fix      = "ports"
}

check "fw_17" {
  row      = "FW-17"
  severity = local.grade["FW-17"]
  when     = local.heard["FW-17"]
  ok       = local.ok["FW-17"]
  evidence = { open = local.rows["FW-17"].open, closed = local.rows["FW-17"].closed }
  message  = { de = local.said.de["FW-17"], en = local.said.en["FW-17"] }
  advice   = { de = local.advice.de["FW-17"], en = local.advice.en["FW-17"] }
  fix      = "ports"
}

check "fw_20" {
  row      = "FW-20"
  severity = local.grade["FW-20"]
  when     = local.heard["FW-20"]
  ok       = local.ok["FW-20"]
  evidence = { open = local.rows["FW-20"].open, closed = local.rows["FW-20"].closed }
  message  = { de = local.said.de["FW-20"], en = local.said.en["FW-20"] }
  advice   = { de = local.advice.de["FW-20"], en = local.advice.en["FW-20"] }
  fix      = "ports"
}

check "fw_21" {
  row      = "FW-21"
  severity = local.grade["FW-21"]
  when     = local.heard["FW-21"]
  ok       = local.ok["FW-21"]
  evidence = { open = local.rows["FW-21"].open, closed = local.rows["FW-21"].closed }
  message  = { de = local.said.de["FW-21"], en = local.said.en["FW-21"] }
  advice   = { de = local.advice.de["FW-21"], en = local.advice.en["FW-21"] }
  fix      = "ports"
}

check "fw_24" {
  row      = "FW-24"
  severity = local.grade["FW-24"]
  when     = local.heard["FW-24"]
  ok       = local.ok["FW-24"]
  evidence = { open = local.rows["FW-24"].open, closed = local.rows["FW-24"].closed }
  message  = { de = local.said.de["FW-24"], en = local.said.en["FW-24"] }
  advice   = { de = local.advice.de["FW-24"], en = local.advice.en["FW-24"] }
  fix      = "ports"
}

check "fw_25" {
  row      = "FW-25"
  severity = local.grade["FW-25"]
  when     = local.heard["FW-25"]
  ok       = local.ok["FW-25"]
  evidence = { open = local.rows["FW-25"].open, closed = local.rows["FW-25"].closed }
  message  = { de = local.said.de["FW-25"], en = local.said.en["FW-25"] }
  advice   = { de = local.advice.de["FW-25"], en = local.advice.en["FW-25"] }
  fix      = "ports"
}

check "fw_26" {
  row      = "FW-26"
  severity = local.grade["FW-26"]
  when     = local.heard["FW-26"]
  ok       = local.ok["FW-26"]
  evidence = { open = local.rows["FW-26"].open, closed = local.rows["FW-26"].closed }
  message  = { de = local.said.de["FW-26"], en = local.said.en["FW-26"] }
  advice   = { de = local.advice.de["FW-26"], en = local.advice.en["FW-26"] }
  fix      = "ports"
}

check "fw_27" {
  row      = "FW-27"
  severity = local.grade["FW-27"]
  when     = local.heard["FW-27"]
  ok       = local.ok["FW-27"]
  evidence = { open = local.rows["FW-27"].open, closed = local.rows["FW-27"].closed }
  message  = { de = local.said.de["FW-27"], en = local.said.en["FW-27"] }
  advice   = { de = local.advice.de["FW-27"], en = local.advice.en["FW-27"] }
  fix      = "ports"
}

check "fw_28" {
  row      = "FW-28"
  severity = local.grade["FW-28"]
  when     = local.heard["FW-28"]
  ok       = local.ok["FW-28"]
  evidence = { open = local.rows["FW-28"].open, closed = local.rows["FW-28"].closed }
  message  = { de = local.said.de["FW-28"], en = local.said.en["FW-28"] }
  advice   = { de = local.advice.de["FW-28"], en = local.advice.en["FW-28"] }
  fix      = "ports"
}

check "fw_29" {
  row      = "FW-29"
  severity = local.grade["FW-29"]
  when     = local.heard["FW-29"]
  ok       = local.ok["FW-29"]
  evidence = { open = local.rows["FW-29"].open, closed = local.rows["FW-29"].closed }
  message  = { de = local.said.de["FW-29"], en = local.said.en["FW-29"] }
  advice   = { de = local.advice.de["FW-29"], en = local.advice.en["FW-29"] }
  fix      = "ports"
}

check "fw_30" {
  row      = "FW-30"
  severity = local.grade["FW-30"]
  when     = local.heard["FW-30"]
  ok       = local.ok["FW-30"]
  evidence = { open = local.rows["FW-30"].open, closed = local.rows["FW-30"].closed }
  message  = { de = local.said.de["FW-30"], en = local.said.en["FW-30"] }
  advice   = { de = local.advice.de["FW-30"], en = local.advice.en["FW-30"] }
  fix      = "ports"
}

check "fw_31" {
  row      = "FW-31"
  severity = local.grade["FW-31"]
  when     = local.heard["FW-31"]
  ok       = local.ok["FW-31"]
  evidence = { open = local.rows["FW-31"].open, closed = local.rows["FW-31"].closed }
  message  = { de = local.said.de["FW-31"], en = local.said.en["FW-31"] }
  advice   = { de = local.advice.de["FW-31"], en = local.advice.en["FW-31"] }
  fix      = "ports"
}

check "fw_32" {
  row      = "FW-32"
  severity = local.grade["FW-32"]
  when     = local.heard["FW-32"]
  ok       = local.ok["FW-32"]
  evidence = { open = local.rows["FW-32"].open, closed = local.rows["FW-32"].closed }
  message  = { de = local.said.de["FW-32"], en = local.said.en["FW-32"] }
  advice   = { de = local.advice.de["FW-32"], en = local.advice.en["FW-32"] }
  fix      = "ports"
}

check "fw_33" {
  row      = "FW-33"
  severity = local.grade["FW-33"]
  when     = local.heard["FW-33"]
  ok       = local.ok["FW-33"]
  evidence = { open = local.rows["FW-33"].open, closed = local.rows["FW-33"].closed }
  message  = { de = local.said.de["FW-33"], en = local.said.en["FW-33"] }
  advice   = { de = local.advice.de["FW-33"], en = local.advice.en["FW-33"] }
  fix      = "ports"
}

# Sind zwei Netze aktiv, ist eines davon öffentlich womöglich gewollt: ein Hinweis.
check "network" {
  row      = "FW-39"
  severity = local.shut_out ? "required" : "info"
  ok       = length(local.profiles) == 0 ? null : !local.public
  evidence = { active = local.active, networks = local.public ? local.networks : [] }
  message = {
    de = local.public ? "Aktiv ist das Profil Öffentlich; öffentlich eingestuft: ${local.named}." : ""
    en = local.public ? "The active profile is Public; ranked public: ${local.named}." : ""
  }
  advice = {
    de = local.lan != "" ? "xops fix ${host.id} ports" : "Ist es das Netz der Praxis, es als lan_network im Inventar eintragen, oder: Einstellungen, Netzwerk und Internet, Eigenschaften der Verbindung, Netzwerkprofil Privat."
    en = local.lan != "" ? "xops fix ${host.id} ports" : "If it is the practice's network, enter it as lan_network in the inventory, or: Settings, Network and Internet, properties of the connection, network profile Private."
  }
  fix = "ports"
}

check "conflicts" {
  row      = "FW-40"
  severity = "recommended"
  ok       = length(local.foreign) == 0 || catalogue.decisions["A43"].decide_by != "process"
  evidence = { foreign = local.foreign }
  message = {
    de = length(local.foreign) == 0 ? "" : "An Ports der Portliste lauschen andere Programme: ${join("; ", local.foreign)}."
    en = length(local.foreign) == 0 ? "" : "Other programs listen on ports of the port list: ${join("; ", local.foreign)}."
  }
  advice = {
    de = "Eines der Programme auf einen anderen Port einstellen; xops beendet keines."
    en = "Set one of the programs to another port; xops ends none."
  }
}

# Welches Netz das der Praxis ist, weiß nur das Inventar: lan_network.
step "network_category" "practice" {
  title  = { de = "Das Netz ${local.lan} als privat einstufen", en = "Rank the network ${local.lan} private" }
  serves = ["FW-39"]
  when   = local.shut_out && local.lan != "" && !var.remove
  name   = local.lan
}

step "firewall_rule" "open" {
  for_each    = local.rules
  title       = { de = "${each.value.at.name}: ${upper(each.value.at.protocol)} ${each.value.at.port} eingehend freigeben", en = "${each.value.at.name}: open ${upper(each.value.at.protocol)} ${each.value.at.port} for incoming connections" }
  serves      = ["FW-01", "FW-02", "FW-03", "FW-04", "FW-05", "FW-08", "FW-11", "FW-12", "FW-17", "FW-20", "FW-21", "FW-24", "FW-25", "FW-26", "FW-27", "FW-28", "FW-29", "FW-30", "FW-31", "FW-32", "FW-33"]
  name        = each.key
  port        = each.value.at.port
  protocol    = each.value.at.protocol
  program     = each.value.at.program
  profiles    = [for p in catalogue.decisions["A31"].profiles : lower(p)]
  remote      = catalogue.decisions["A31"].scope
  description = "Portliste ${each.value.at.row}: ${each.value.at.name}"
}

step "firewall_rule" "remove" {
  for_each = toset(local.made)
  title    = { de = "Die Regel ${each.value} entfernen", en = "Remove the rule ${each.value}" }
  serves   = ["FW-01", "FW-02", "FW-03", "FW-04", "FW-05", "FW-08", "FW-11", "FW-12", "FW-17", "FW-20", "FW-21", "FW-24", "FW-25", "FW-26", "FW-27", "FW-28", "FW-29", "FW-30", "FW-31", "FW-32", "FW-33"]
  name     = each.value
  absent   = true
}

# Die Datensicherung des Servers nach dem Abschnitt „Datensicherung“: erst, was zu sehen ist (Programme, Aufträge, Protokolle, Dateien),
# dann, was nur das Inventar oder ein Mensch weiß. Kein Beleg heißt unbekannt, nie in Ordnung. Inhalte von Dateien werden nicht gelesen.

playbook {
  name  = "datensicherung"
  title = { de = "Datensicherung des Servers", en = "Backup of the server" }
  description = {
    de = "Sammelt Belege zur Datensicherung: Programm, Aufträge, letzter Erfolg, Medien, Verschlüsselung, zu sichernde Pfade. Fragt, was nur Menschen wissen. Ändert nichts, sichert nichts zurück, speichert keine Passwörter."
    en = "Collects evidence of the backup: program, jobs, last success, media, encryption, paths to be backed up. Asks what only people know. Changes nothing, restores nothing, keeps no passwords."
  }
  serves = [
    "BK-01", "BK-02", "BK-03", "BK-04", "BK-05", "BK-06", "BK-07", "BK-08", "BK-09", "BK-10", "BK-11", "BK-12", "BK-13", "BK-14", "BK-15", "BK-16",
    "BK-17", "BK-18", "BK-19", "BK-20", "BK-21", "BK-22", "BK-23", "BK-24", "BK-26", "BK-27", "BK-28", "BK-29", "BK-30", "BK-31", "BK-32",
  ]
}

locals {
  server   = host.role == "server"
  products = practice.products

  # Was ein Mensch bestätigt hat, je Zeile, und was das Inventar über die Sicherung sagt:
  # vars = { backup = { variant = 1, media = 10, type = "full", image = true, sql_plugin = true, paths = ["D:\\DConcept"] } }
  confirmed = try(practice.vars.confirmed, {})
  declared  = try(host.vars.backup, {})
  variant   = try(local.declared.variant, null) # welche Variante gilt, steht im Inventar (A78)
  scope     = try(local.declared.paths, null)
  media     = try(local.declared.media, null)

  # Programme und Aufträge.
  found    = query.backup.this
  names    = compact([for b in local.found : b.product])
  jobs     = flatten([for b in local.found : b.jobs == null ? [] : b.jobs])
  active   = [for j in local.jobs : j if j.enabled]
  jobs_ok  = length([for b in local.found : b if b.jobs == null]) == 0
  fresh    = [for b in local.found : b.success_age_h if b.success_age_h != null]
  youngest = length(local.fresh) == 0 ? null : min(local.fresh...)
  failed   = [for b in local.found : b.product == null ? "?" : b.product if b.failed == true]
  last     = compact([for b in local.found : b.last_success])
  seen     = { for b in local.found : (b.product == null ? "?" : b.product) => { version = b.version, service = b.service, last_success = b.last_success, success_age_h = b.success_age_h, protocol = b.protocol, protocol_age_h = b.protocol_age_h } }
  program  = length(local.names) > 0 ? join(", ", local.names) : "?"
  times    = [for j in local.active : "${j.name} ${j.at == null ? "?" : j.at}"]
  daily    = catalogue.limits["BK-26"].max_age_hours
  success  = local.youngest == null ? (length(local.failed) > 0 ? false : null) : local.youngest <= local.daily && length(local.failed) == 0

  # Laufwerke und Medien. RDX zeigt sich in der Modellbezeichnung; verschlüsselt wird das Medium, nicht ein NAS (A75).
  rdx       = [for d in query.cim.disks : d.Model if d.Model != null && strcontains(upper(d.Model), "RDX")]
  removable = [for d in query.cim.drives : d if d.DriveType == 2]
  medium    = [for d in local.removable : d if d.Size != null]
  fixed     = [for d in query.cim.drives : d.DeviceID if d.DriveType == 3]
  locks     = { for v in query.cim.bitlocker : v.DriveLetter => v.ProtectionStatus if v.DriveLetter != null }
  open      = [for d in local.medium : d.DeviceID if try(local.locks[d.DeviceID], null) == 0]
  shut      = [for d in local.medium : d.DeviceID if try(local.locks[d.DeviceID], null) == 1]

  # Was in die Sicherung gehört, liegt auf dem Laufwerk der Daten (A73): auf jedem festen wird nachgesehen.
  wanted = [
    for p in catalogue.backup_paths : p if p.path != null && !startswith(upper(p.path), "C:") && length(setintersection(p.products, local.products)) > 0
  ]
  places = { for p in local.wanted : p.path => [for f in flatten(values(query.file.data)) : f.path if endswith(lower(f.path), lower(p.path)) && f.kind == "directory"] }
  covers = {
    for p in local.wanted : p.path => local.scope == null ? null : length([
      for at in local.places[p.path] : at if length([for s in local.scope : s if startswith("${lower(at)}\\", "${trimsuffix(lower(s), "\\")}\\")]) == 0
    ]) == 0
  }
  rows = {
    for id in ["BK-16", "BK-17", "BK-18", "BK-19"] : id => {
      paths   = [for p in local.wanted : p.path if p.row == id]
      there   = flatten([for p in local.wanted : local.places[p.path] if p.row == id])
      missing = [for p in local.wanted : p.path if p.row == id && length(local.places[p.path]) == 0 && p.module == null]
      out     = [for p in local.wanted : p.path if p.row == id && local.covers[p.path] == false]
    }
  }
  verdict = {
    for id, r in local.rows : id => length(r.there) == 0 ? (id == "BK-19" ? true : null) : length(r.out) > 0 ? false : local.scope == null || length(r.missing) > 0 ? null : true
  }
  path_text = {
    de = { for id, r in local.rows : id => length(r.there) == 0 ? (id == "BK-19" ? "Keine Ordner dieser Module gefunden." : "Keiner der Ordner wurde auf einem festen Laufwerk gefunden.") : length(r.out) > 0 ? "Nicht in der Sicherung: ${join(", ", r.out)}." : local.scope == null ? "Gefunden: ${join(", ", r.there)}. Ob die Sicherung sie enthält, ist nicht zu sehen: Im Inventar als vars.backup.paths eintragen." : length(r.missing) > 0 ? "Nicht gefunden: ${join(", ", r.missing)}." : "In der Sicherung: ${join(", ", r.there)}." }
    en = { for id, r in local.rows : id => length(r.there) == 0 ? (id == "BK-19" ? "No folders of these modules were found." : "None of the folders was found on a fixed drive.") : length(r.out) > 0 ? "Not in the backup: ${join(", ", r.out)}." : local.scope == null ? "Found: ${join(", ", r.there)}. Whether the backup has them is not to be seen: enter it in the inventory as vars.backup.paths." : length(r.missing) > 0 ? "Not found: ${join(", ", r.missing)}." : "In the backup: ${join(", ", r.there)}." }
  }
  add = {
    de = "Die genannten Ordner und die Datenbanken im Auftrag der Sicherungssoftware ergänzen, dann vars.backup.paths im Inventar nachführen."
    en = "Add the named folders and the databases to the job of the backup software, then bring vars.backup.paths in the inventory up to date."
  }

  # SQL Server: Sicherungen im Sicherungsordner der Instanz, FileStream, Ort der Datenbanken.
  medatixx    = contains(local.products, "medatixx")
  folders     = local.medatixx ? [for v in query.registry.backup_folder : v.value if v.value != null] : []
  dumps      = local.medatixx ? query.newest.dumps[0] : null
  fresh_dump = local.dumps == null ? null : local.dumps.age_h == null ? null : local.dumps.age_h <= catalogue.limits["BK-20"].max_age_hours
  streams     = length([for v in query.registry.filestream : v if v.value != null && v.value != 0]) > 0
  data_roots  = [for v in query.registry.data_root : v.value if v.value != null]
  databases   = flatten([for key, files in query.file.databases : [for f in files : f.path]])
  config      = { for f in query.file.config : lower(f.name) => f.path }
  config_files = one([for p in catalogue.backup_paths : p.files if p.row == "BK-23"])
  config_lost  = [for f in local.config_files : f if try(local.config[lower(f)], null) == null]
  config_out = local.scope == null ? [] : [
    for f, at in local.config : at if length([for s in local.scope : s if startswith(lower(at), lower(trimsuffix(s, "\\")))]) == 0
  ]
  plugin = try(local.declared.sql_plugin, null)

  addons = distinct([for a, at in query.file.addons : a if length(at) > 0])
  addon_out = local.scope == null ? [] : [
    for a in local.addons : a if length([for f in query.file.addons[a] : f if length([for s in local.scope : s if startswith("${lower(f.path)}\\", "${trimsuffix(lower(s), "\\")}\\")]) > 0]) == 0
  ]

  changed = distinct(concat(flatten([for id, r in local.rows : r.out]), local.config_out, local.addon_out))

  # Was die Server der Praxis gesagt haben; null: einer wurde nicht erreicht.
  told = [for n, h in practice.hosts : try(h.output.backup, null) if h.role == "server"]

  ask = {
    de = { variant = "Welche Variante der Datensicherung gilt hier? Im Inventar als vars.backup.variant (1, 2 oder 3) eintragen.", confirm = "Nur ein Mensch kann das bestätigen: im Inventar unter vars.confirmed." }
    en = { variant = "Which variant of the backup holds here? Enter it in the inventory as vars.backup.variant (1, 2 or 3).", confirm = "Only a person can confirm this: in the inventory below vars.confirmed." }
  }
}

query "backup" "this" { when = local.server }

query "cim" "disks" {
  when       = local.server
  class      = "Win32_DiskDrive"
  properties = ["Model", "InterfaceType"]
}

query "cim" "drives" {
  when       = local.server
  class      = "Win32_LogicalDisk"
  properties = ["DeviceID", "DriveType", "Size", "VolumeName", "VolumeSerialNumber"]
}

query "cim" "bitlocker" {
  when       = local.server
  class      = "Win32_EncryptableVolume"
  namespace  = "root/cimv2/Security/MicrosoftVolumeEncryption"
  properties = ["DriveLetter", "ProtectionStatus"]
}

query "file" "data" {
  for_each = local.server ? toset(flatten([for d in local.fixed : [for p in local.wanted : "${d}\\${p.path}"]])) : toset([])
  path     = each.value
}

query "file" "config" {
  when = local.server && local.medatixx
  path = "C:\\ProgramData\\medatixx\\${catalogue.decisions["A74"].config_folder}\\*"
}

query "registry" "backup_folder" {
  when = local.server && local.medatixx
  key  = "HKLM\\SOFTWARE\\Microsoft\\Microsoft SQL Server\\MSSQL*\\MSSQLServer"
  name = "BackupDirectory"
}

query "registry" "filestream" {
  when = local.server && local.medatixx
  key  = "HKLM\\SOFTWARE\\Microsoft\\Microsoft SQL Server\\MSSQL*\\MSSQLServer\\Filestream"
  name = "EnableLevel"
}

query "registry" "data_root" {
  when = local.server && local.medatixx
  key  = "HKLM\\SOFTWARE\\Microsoft\\Microsoft SQL Server\\MSSQL*\\Setup"
  name = "SQLDataRoot"
}

query "newest" "dumps" {
  when  = local.server && local.medatixx
  paths = flatten([for d in local.folders : ["${d}\\*.bak", "${d}\\*\\*.bak"]])
}

query "file" "databases" {
  for_each = local.server && local.medatixx ? toset([for d in local.data_roots : "${d}\\DATA\\*.mdf"]) : toset([])
  path     = each.value
}

query "file" "addons" {
  for_each = local.server ? { for id, a in catalogue.addons : id => a.folders[0] if try(length(a.folders), 0) > 0 } : {}
  path     = each.value
}

check "legal" {
  row      = "BK-01"
  scope    = "practice"
  severity = "info"
  ok       = length(local.told) == 0 || length([for t in local.told : t if t == null]) > 0 ? null : alltrue([for t in local.told : t.recent == true]) ? true : length([for t in local.told : t if t.recent == null]) > 0 ? null : false
  evidence = { servers = local.told, restore_test = try(local.confirmed["BK-28"], null) }
  message = {
    de = "Art. 32 DSGVO verlangt Verschlüsselung, Verfügbarkeit, rasche Wiederherstellung und regelmäßige Prüfung. Die Belege stehen in BK-02 bis BK-32; ein rechtliches Urteil ist das nicht."
    en = "Art. 32 GDPR asks for encryption, availability, fast recovery and regular tests. The evidence is in BK-02 to BK-32; this is no legal judgement."
  }
  advice = { de = "Die offenen Punkte der Zeilen BK mit der verantwortlichen Stelle der Praxis klären.", en = "Settle the open points of the BK rows with whoever is responsible in the practice." }
}

check "rdx" {
  row      = "BK-02"
  when     = local.server
  severity = local.variant == null ? "info" : "recommended"
  ok       = length(local.rdx) > 0 ? true : local.variant == null ? null : contains([1, 2], local.variant) ? false : true
  evidence = { drives = local.rdx, media = [for d in local.medium : "${d.DeviceID} ${d.VolumeName == null ? "" : d.VolumeName} ${d.VolumeSerialNumber == null ? "" : d.VolumeSerialNumber}"], variant = local.variant }
  message = {
    de = length(local.rdx) > 0 ? "RDX-Laufwerk gefunden: ${join(", ", local.rdx)}." : local.variant == null ? "Kein RDX-Laufwerk gefunden. ${local.ask.de.variant}" : "Kein RDX-Laufwerk gefunden."
    en = length(local.rdx) > 0 ? "RDX drive found: ${join(", ", local.rdx)}." : local.variant == null ? "No RDX drive was found. ${local.ask.en.variant}" : "No RDX drive was found."
  }
  advice = { de = "Für die Varianten 1 und 2 ein RDX-Laufwerk mit Medien beschaffen und einbauen.", en = "For variants 1 and 2 get an RDX drive with media and install it." }
}

check "nas" {
  row      = "BK-03"
  scope    = "practice"
  severity = "info" # eine Frage ist kein Befund
  ok       = try(local.confirmed["BK-03"], null) != null ? true : null
  evidence = { confirmed = try(local.confirmed["BK-03"], null) }
  message = {
    de = try(local.confirmed["BK-03"], null) != null ? "Bestätigt." : "Gibt es zwei NAS-Systeme oder eines mit mindestens RAID1, und stehen sie geschützt? ${local.ask.de.confirm}"
    en = try(local.confirmed["BK-03"], null) != null ? "Confirmed." : "Are there two NAS systems, or one with at least RAID1, and do they stand protected? ${local.ask.en.confirm}"
  }
  advice = { de = "Am NAS selbst nachsehen: Windows zeigt RAID und Standort nicht.", en = "Look at the NAS itself: Windows shows neither RAID nor place." }
}

check "cloud" {
  row      = "BK-04"
  scope    = "practice"
  severity = "info" # eine Frage ist kein Befund
  ok       = try(local.confirmed["BK-04"], null) != null ? true : null
  evidence = { confirmed = try(local.confirmed["BK-04"], null) }
  message = {
    de = try(local.confirmed["BK-04"], null) != null ? "Bestätigt." : "Geht eine verschlüsselte Sicherung in ein Rechenzentrum in Deutschland oder in eine private Cloud? ${local.ask.de.confirm}"
    en = try(local.confirmed["BK-04"], null) != null ? "Confirmed." : "Does an encrypted backup go to a data centre in Germany, or to a private cloud? ${local.ask.en.confirm}"
  }
  advice = { de = "Vertrag und Standort des Rechenzentrums vorlegen lassen.", en = "Ask for the contract and the place of the data centre." }
}

check "software" {
  row      = "BK-05"
  when     = local.server
  severity = contains(local.names, "BackupAssist") || length(local.names) == 0 ? "recommended" : catalogue.decisions["A81"].other_product_severity
  ok       = contains(local.names, "BackupAssist") ? (local.plugin == false ? false : true) : length(local.names) > 0 ? false : null
  evidence = { found = local.seen, sql_plugin = local.plugin }
  message = {
    de = contains(local.names, "BackupAssist") ? "BackupAssist ${try(local.seen["BackupAssist"].version, "")} ist da. ${local.plugin == null ? "Ob es die aktuelle Version mit SQL-Plugin ist, zeigt das Programm selbst." : local.plugin ? "Mit SQL-Plugin." : "Ohne SQL-Plugin."}" : length(local.names) > 0 ? "Gesichert wird mit ${local.program}; empfohlen ist BackupAssist, Pflicht ist es nicht." : "Kein Sicherungsprogramm gefunden, das hier bekannt ist."
    en = contains(local.names, "BackupAssist") ? "BackupAssist ${try(local.seen["BackupAssist"].version, "")} is there. ${local.plugin == null ? "Whether it is the current version with the SQL plug-in is shown by the program itself." : local.plugin ? "With the SQL plug-in." : "Without the SQL plug-in."}" : length(local.names) > 0 ? "Backups are made with ${local.program}; BackupAssist is recommended, not mandatory." : "No backup program that is known here was found."
  }
  advice = {
    de = "BackupAssist in der aktuellen Version mit SQL-Plugin wird empfohlen. Ein anderes Programm muss dasselbe leisten: täglicher Erfolg, alle Pfade, SQL-Sicherung."
    en = "BackupAssist in its current version with the SQL plug-in is recommended. Another program must do the same: daily success, all paths, SQL backup."
  }
}

check "encrypted" {
  row      = "BK-06"
  when     = local.server
  severity = length(local.medium) == 0 ? "info" : "recommended"
  ok       = length(local.open) > 0 ? false : length(local.shut) > 0 && length(local.shut) == length(local.medium) ? true : null
  evidence = { media = [for d in local.medium : d.DeviceID], protected = local.shut, unprotected = local.open, judged = catalogue.decisions["A75"].bitlocker_targets }
  message = {
    de = length(local.medium) == 0 ? "Gerade ist kein Medium eingelegt." : length(local.open) > 0 ? "Nicht mit BitLocker verschlüsselt: ${join(", ", local.open)}." : length(local.shut) == length(local.medium) ? "Das eingelegte Medium ist mit BitLocker verschlüsselt." : "Ob das Medium verschlüsselt ist, war nicht zu lesen."
    en = length(local.medium) == 0 ? "No medium is inserted just now." : length(local.open) > 0 ? "Not encrypted with BitLocker: ${join(", ", local.open)}." : length(local.shut) == length(local.medium) ? "The inserted medium is encrypted with BitLocker." : "Whether the medium is encrypted could not be read."
  }
  advice = {
    de = "Die Medien mit BitLocker verschlüsseln und den Wiederherstellungsschlüssel in der Praxis verwahren; hier wird er nie gelesen. Ein NAS verschlüsselt die Sicherungssoftware."
    en = "Encrypt the media with BitLocker and keep the recovery key in the practice; it is never read here. For a NAS the backup software encrypts."
  }
}

check "media" {
  row      = "BK-07"
  when     = local.server && (local.variant != 2)
  severity = "info"
  ok       = local.variant == null || local.media == null ? null : local.media >= catalogue.limits["BK-07"].media
  evidence = { variant = local.variant, media = local.media, inserted = [for d in local.medium : d.VolumeSerialNumber] }
  message = {
    de = local.variant == null ? local.ask.de.variant : local.media == null ? "Wie viele Medien im Wechsel sind, im Inventar als vars.backup.media eintragen." : "${local.media} Medien sind im Wechsel."
    en = local.variant == null ? local.ask.en.variant : local.media == null ? "Enter in the inventory as vars.backup.media how many media are in rotation." : "${local.media} media are in rotation."
  }
  advice = { de = "Zehn Medien, zwei je Arbeitstag, täglich gewechselt.", en = "Ten media, two for each working day, changed daily." }
}

check "variant_1" {
  row      = "BK-08"
  when     = local.server && (local.variant == null || local.variant == 1)
  severity = "info"
  ok       = local.variant == null || !local.jobs_ok || length(local.jobs) == 0 ? null : length(local.active) >= 2
  evidence = { variant = local.variant, jobs = local.times }
  message = {
    de = local.variant == null ? local.ask.de.variant : length(local.jobs) == 0 ? "Aufträge waren nicht zu sehen; das Programm führt sie selbst." : "Aufträge: ${join(", ", local.times)}."
    en = local.variant == null ? local.ask.en.variant : length(local.jobs) == 0 ? "No jobs were to be seen; the program keeps them itself." : "Jobs: ${join(", ", local.times)}."
  }
  advice = { de = "Zwei Aufträge je Arbeitstag: abends auf das Medium, das außer Haus geht, nachts auf das in der Praxis.", en = "Two jobs for each working day: in the evening to the medium that leaves, at night to the one in the practice." }
}

check "variant_2" {
  row      = "BK-09"
  when     = local.server && (local.variant == null || local.variant == 2)
  severity = "info"
  ok       = local.variant == null || local.media == null ? null : local.media < catalogue.limits["BK-09"].media ? false : !local.jobs_ok || length(local.jobs) == 0 ? null : length(local.active) >= 2
  evidence = { variant = local.variant, media = local.media, jobs = local.times }
  message = {
    de = local.variant == null ? local.ask.de.variant : local.media == null ? "Wie viele Medien im Wechsel sind, im Inventar als vars.backup.media eintragen." : "${local.media} Medien; Aufträge: ${join(", ", local.times)}."
    en = local.variant == null ? local.ask.en.variant : local.media == null ? "Enter in the inventory as vars.backup.media how many media are in rotation." : "${local.media} media; jobs: ${join(", ", local.times)}."
  }
  advice = { de = "Fünf RDX-Medien, abends gewechselt; nachts ein Auftrag auf das NAS mit RAID1, von der Sicherungssoftware verschlüsselt.", en = "Five RDX media, changed in the evening; at night a job to the NAS with RAID1, encrypted by the backup software." }
}

check "variant_3" {
  row      = "BK-10"
  when     = local.server && (local.variant == null || local.variant == 3)
  severity = "info"
  ok       = local.variant == null ? null : try(local.declared.cloud, null) == null ? null : local.declared.cloud
  evidence = { variant = local.variant, cloud = try(local.declared.cloud, null), jobs = local.times }
  message = {
    de = local.variant == null ? local.ask.de.variant : "Ob ein Auftrag in ein Rechenzentrum oder eine private Cloud geht, im Inventar als vars.backup.cloud eintragen."
    en = local.variant == null ? local.ask.en.variant : "Enter in the inventory as vars.backup.cloud whether a job goes to a data centre or a private cloud."
  }
  advice = { de = "Zusätzlich zu Variante 1 oder 2 verschlüsselt in ein deutsches Rechenzentrum oder eine private Cloud sichern.", en = "In addition to variant 1 or 2 back up, encrypted, to a German data centre or a private cloud." }
}

check "safe" {
  row      = "BK-11"
  scope    = "practice"
  severity = "info" # eine Frage ist kein Befund
  ok       = try(local.confirmed["BK-11"], null) != null ? true : null
  evidence = { confirmed = try(local.confirmed["BK-11"], null) }
  message = {
    de = try(local.confirmed["BK-11"], null) != null ? "Bestätigt." : "Liegt das externe Medium in einem Brand- oder Datenschutztresor? ${local.ask.de.confirm}"
    en = try(local.confirmed["BK-11"], null) != null ? "Confirmed." : "Does the external medium lie in a fire or data safe? ${local.ask.en.confirm}"
  }
  advice = { de = "Das Medium außerhalb der Praxis in einem Brand- oder Datenschutztresor aufbewahren.", en = "Keep the medium outside the practice in a fire or data safe." }
}

check "full" {
  row      = "BK-12"
  when     = local.server
  severity = try(local.declared.type, null) == null ? "info" : "recommended"
  ok       = try(local.declared.type, null) == null ? null : local.declared.type == catalogue.limits["BK-12"].type
  evidence = { declared = try(local.declared.type, null), found = local.seen }
  message = {
    de = try(local.declared.type, null) == null ? "Wie gesichert wird, ist nicht zu sehen: im Inventar als vars.backup.type (full, incremental, files) eintragen." : "Art der Sicherung: ${local.declared.type}."
    en = try(local.declared.type, null) == null ? "How backups are made is not to be seen: enter it in the inventory as vars.backup.type (full, incremental, files)." : "Kind of backup: ${local.declared.type}."
  }
  advice = { de = "Im Sicherungsprogramm eine Vollsicherung mit Historie, Einzelinstanzspeicher und SQL-Plugin auf jedem Medium einstellen.", en = "Set up a full backup with history, single-instance store and SQL plug-in on every medium in the backup program." }
}

check "image" {
  row      = "BK-13"
  when     = local.server
  severity = "info"
  ok       = contains(local.names, "Windows Server Backup") && local.seen["Windows Server Backup"].success_age_h != null ? (
    local.seen["Windows Server Backup"].success_age_h <= 168 * catalogue.limits["BK-13"].keep_weeks
  ) : try(local.declared.image, null)
  evidence = { found = local.seen, declared = try(local.declared.image, null), keep_weeks = catalogue.limits["BK-13"].keep_weeks }
  message = {
    de = "Eine zusätzliche Imagesicherung mit Betriebssystem verkürzt den Ausfall; sie ist freiwillig. Im Inventar: vars.backup.image."
    en = "An additional image backup with the operating system shortens an outage; it is voluntary. In the inventory: vars.backup.image."
  }
  advice = { de = "Der Praxis eine Imagesicherung auf zwei weiteren Medien anbieten, vier Wochen aufbewahrt.", en = "Offer the practice an image backup on two more media, kept for four weeks." }
}

check "restore" {
  row      = "BK-14"
  scope    = "practice"
  severity = "info"
  ok       = true
  message = {
    de = "xops sichert nie zurück. Vor einer Rücksicherung den Support fragen; ausgeführt wird sie vom gewählten Dienstleister, und das Medium bleibt unberührt, bis alles geprüft ist."
    en = "xops never restores. Ask support before a restore; the chosen provider does it, and the medium stays as it is until all is verified."
  }
}

check "password" {
  row      = "BK-15"
  when     = local.server
  severity = "info"
  ok       = try(local.confirmed["BK-15"], null) != null ? true : null
  evidence = { confirmed = try(local.confirmed["BK-15"], null), collected = catalogue.decisions["A79"].collect_passwords }
  message = {
    de = "Nach einer Rücksicherung gelten die Passwörter vom Zeitpunkt der Sicherung: Praxissoftware, Windows, Sicherungsprogramm. Sind sie noch bekannt? xops speichert keines."
    en = "After a restore the passwords of the time of the backup hold: practice software, Windows, backup program. Are they still known? xops keeps none."
  }
  advice = { de = "Alte Passwörter so lange in der Praxis verwahren, wie es Sicherungen aus ihrer Zeit gibt.", en = "Keep old passwords in the practice for as long as there are backups of their time." }
}

check "concept" {
  row      = "BK-16"
  when     = local.server && length(local.rows["BK-16"].paths) > 0
  severity = local.scope == null ? "info" : "required"
  ok       = local.verdict["BK-16"]
  evidence = { found = local.rows["BK-16"].there, missing = local.rows["BK-16"].missing, not_covered = local.rows["BK-16"].out, scope = local.scope }
  message = { de = local.path_text.de["BK-16"], en = local.path_text.en["BK-16"] }
  advice  = local.add
}

check "comfort" {
  row      = "BK-17"
  when     = local.server && length(local.rows["BK-17"].paths) > 0
  severity = local.scope == null ? "info" : "required"
  ok       = local.verdict["BK-17"]
  evidence = { found = local.rows["BK-17"].there, missing = local.rows["BK-17"].missing, not_covered = local.rows["BK-17"].out, scope = local.scope }
  message = { de = local.path_text.de["BK-17"], en = local.path_text.en["BK-17"] }
  advice  = local.add
}

check "isynet" {
  row      = "BK-18"
  when     = local.server && length(local.rows["BK-18"].paths) > 0
  severity = local.scope == null ? "info" : "required"
  ok       = local.verdict["BK-18"]
  evidence = { found = local.rows["BK-18"].there, missing = local.rows["BK-18"].missing, not_covered = local.rows["BK-18"].out, scope = local.scope }
  message = { de = local.path_text.de["BK-18"], en = local.path_text.en["BK-18"] }
  advice  = local.add
}

check "modules" {
  row      = "BK-19"
  when     = local.server && length(local.rows["BK-19"].paths) > 0
  severity = local.scope == null ? "info" : "required"
  ok       = local.verdict["BK-19"]
  evidence = { found = local.rows["BK-19"].there, missing = local.rows["BK-19"].missing, not_covered = local.rows["BK-19"].out, scope = local.scope }
  message = { de = local.path_text.de["BK-19"], en = local.path_text.en["BK-19"] }
  advice  = local.add
}

check "daily" {
  row      = "BK-20"
  when     = local.server && local.medatixx
  severity = "required"
  ok       = local.fresh_dump
  evidence = { folders = local.folders, newest = local.dumps.path, age_h = local.dumps.age_h, max_age_h = catalogue.limits["BK-20"].max_age_hours }
  message = {
    de = local.dumps.path == null ? "Im Sicherungsordner des SQL Servers liegt keine Sicherung; ob es anderswo eine gibt, war nicht zu sehen." : "Die jüngste SQL-Sicherung ist ${local.dumps.age_h == null ? "?" : local.dumps.age_h} Stunden alt."
    en = local.dumps.path == null ? "No backup lies in the SQL Server's backup folder; whether there is one elsewhere was not to be seen." : "The newest SQL backup is ${local.dumps.age_h == null ? "?" : local.dumps.age_h} hours old."
  }
  advice = { de = "Datenbanken und Konfigurationsdatei täglich sichern; den Auftrag der SQL-Sicherung und ihren Speicherort prüfen.", en = "Back up databases and configuration file daily; check the job of the SQL backup and where it goes." }
}

check "filestream" {
  row      = "BK-21"
  when     = local.server && local.medatixx
  severity = "required"
  ok       = !local.streams ? true : local.fresh_dump == true || local.plugin == true ? true : local.plugin == false ? false : null
  evidence = { filestream = local.streams, newest = local.dumps.path, age_h = local.dumps.age_h, sql_plugin = local.plugin }
  message = {
    de = !local.streams ? "FileStream ist nicht eingeschaltet." : local.fresh_dump == true || local.plugin == true ? "FileStream ist eingeschaltet, und die Datenbanken werden durch den SQL Server gesichert." : local.plugin == false ? "FileStream ist eingeschaltet, und es gibt nur Kopien von Dateien: Anhänge ließen sich nach einer Rücksicherung nicht öffnen." : "FileStream ist eingeschaltet; ob der SQL Server selbst sichert, war nicht zu sehen (vars.backup.sql_plugin)."
    en = !local.streams ? "FileStream is not on." : local.fresh_dump == true || local.plugin == true ? "FileStream is on, and the databases are backed up by the SQL Server." : local.plugin == false ? "FileStream is on, and there are only copies of files: attachments could not be opened after a restore." : "FileStream is on; whether the SQL Server itself backs up was not to be seen (vars.backup.sql_plugin)."
  }
  advice = { de = "Sicherungen durch den SQL Server einrichten lassen, nicht Kopien des Datenordners; den medatixx-Partner oder SQL-Administrator fragen.", en = "Have backups made by the SQL Server, no copies of its data folder; ask the medatixx partner or SQL administrator." }
}

check "databases" {
  row      = "BK-22"
  when     = local.server && local.medatixx
  severity = "info"
  ok       = length(local.databases) > 0 ? true : null
  evidence = { databases = local.databases, folders = local.data_roots }
  message = {
    de = length(local.databases) > 0 ? "Datenbanken im DATA-Ordner: ${length(local.databases)}." : "Im DATA-Ordner des SQL Servers waren keine Datenbanken zu sehen."
    en = length(local.databases) > 0 ? "Databases in the DATA folder: ${length(local.databases)}." : "No databases were to be seen in the SQL Server's DATA folder."
  }
}

check "configuration" {
  row      = "BK-23"
  when     = local.server && local.medatixx
  severity = local.scope == null && length(local.config_lost) == 0 ? "info" : "recommended"
  ok       = length(local.config) == 0 ? null : length(local.config_lost) > 0 || length(local.config_out) > 0 ? (length(local.config_lost) < length(local.config_files) ? false : null) : local.scope == null ? null : true
  evidence = { found = values(local.config), missing = local.config_lost, not_covered = local.config_out, scope = local.scope }
  message = {
    de = length(local.config) == 0 ? "Der Konfigurationsordner von medatixx ist auf diesem Rechner nicht." : length(local.config_lost) > 0 ? "Es fehlt: ${join(", ", local.config_lost)}." : length(local.config_out) > 0 ? "Nicht in der Sicherung: ${join(", ", local.config_out)}." : local.scope == null ? "Gefunden: ${join(", ", values(local.config))}. Ob die Sicherung sie enthält: im Inventar als vars.backup.paths eintragen." : "In der Sicherung: ${join(", ", values(local.config))}."
    en = length(local.config) == 0 ? "medatixx' configuration folder is not on this computer." : length(local.config_lost) > 0 ? "Missing: ${join(", ", local.config_lost)}." : length(local.config_out) > 0 ? "Not in the backup: ${join(", ", local.config_out)}." : local.scope == null ? "Found: ${join(", ", values(local.config))}. Whether the backup has them: enter it in the inventory as vars.backup.paths." : "In the backup: ${join(", ", values(local.config))}."
  }
  advice = local.add
}

check "addons" {
  row      = "BK-24"
  when     = local.server
  severity = "info"
  ok       = length(local.addons) == 0 ? true : local.scope == null ? null : length(local.addon_out) == 0
  evidence = { found = local.addons, not_covered = local.addon_out, scope = local.scope }
  message = {
    de = length(local.addons) == 0 ? "Keine Zusatzprodukte gefunden." : "Zusatzprodukte: ${join(", ", local.addons)}.${local.scope == null ? " Ob sie gesichert werden, ist nicht zu sehen (vars.backup.paths)." : length(local.addon_out) > 0 ? " Nicht in der Sicherung: ${join(", ", local.addon_out)}." : ""}"
    en = length(local.addons) == 0 ? "No additional products were found." : "Additional products: ${join(", ", local.addons)}.${local.scope == null ? " Whether they are backed up is not to be seen (vars.backup.paths)." : length(local.addon_out) > 0 ? " Not in the backup: ${join(", ", local.addon_out)}." : ""}"
  }
  advice = local.add
}

check "protocol" {
  row      = "BK-26"
  when     = local.server
  severity = "required"
  ok       = local.success
  evidence = { found = local.seen, failed = local.failed, last_success = local.last, age_h = local.youngest, max_age_h = local.daily }
  message = {
    de = length(local.failed) > 0 ? "Zuletzt fehlgeschlagen: ${join(", ", local.failed)}." : local.youngest == null ? "Ob die letzte Sicherung gelungen ist, war nicht zu sehen. Gefunden: ${local.program}." : "Die letzte gelungene Sicherung ist ${local.youngest} Stunden her."
    en = length(local.failed) > 0 ? "Failed last: ${join(", ", local.failed)}." : local.youngest == null ? "Whether the last backup succeeded was not to be seen. Found: ${local.program}." : "The last backup that succeeded is ${local.youngest} hours old."
  }
  advice = { de = "Das Protokoll der Sicherung ansehen, die Ursache beheben, die Sicherung wiederholen. Täglich nachsehen.", en = "Look at the backup's protocol, remove the cause, repeat the backup. Look at it daily." }
}

check "adapted" {
  row      = "BK-27"
  when     = local.server
  severity = local.scope == null ? "info" : "recommended"
  ok       = local.scope == null ? null : length(local.changed) == 0
  evidence = { scope = local.scope, not_covered = local.changed, drives = local.fixed }
  message = {
    de = local.scope == null ? "Was die Sicherung enthalten soll, steht nicht im Inventar (vars.backup.paths)." : length(local.changed) > 0 ? "Seit der Freigabe dazugekommen: ${join(", ", local.changed)}." : "Seit der Freigabe ist nichts dazugekommen."
    en = local.scope == null ? "What the backup shall have is not in the inventory (vars.backup.paths)." : length(local.changed) > 0 ? "New since it was approved: ${join(", ", local.changed)}." : "Nothing is new since it was approved."
  }
  advice = local.add
}

check "restore_test" {
  row      = "BK-28"
  scope    = "practice"
  severity = "info"
  ok       = try(local.confirmed["BK-28"], null) != null ? true : catalogue.decisions["A76"].missing_test_is_finding ? false : null
  evidence = { confirmed = try(local.confirmed["BK-28"], null) }
  message = {
    de = try(local.confirmed["BK-28"], null) != null ? "Bestätigt." : "Wann wurde zuletzt eine Rücksicherung geprobt? ${local.ask.de.confirm}"
    en = try(local.confirmed["BK-28"], null) != null ? "Confirmed." : "When was a restore tested last? ${local.ask.en.confirm}"
  }
  advice = { de = "Eine Testdatensicherung und eine Rücksicherung durchführen und mit Datum bestätigen; mindestens einmal im Jahr.", en = "Make a test backup and a restore and confirm them with their date; at least once a year." }
}

check "keys" {
  row      = "BK-29"
  scope    = "practice"
  severity = "info"
  ok       = true
  message = {
    de = "Passwörter und Wiederherstellungsschlüssel der Sicherung bleiben in der Praxis: xops liest und speichert sie nicht, das Feld im Formular bleibt leer."
    en = "Passwords and recovery keys of the backup stay in the practice: xops neither reads nor keeps them, and the field of the form stays empty."
  }
}

check "form" {
  row      = "BK-30"
  scope    = "practice"
  severity = "info"
  ok       = length(local.told) == 0 || length([for t in local.told : t if t == null]) > 0 ? null : length(flatten([for t in local.told : t.products])) > 0 ? true : null
  evidence = { servers = local.told, password_field = catalogue.decisions["A80"].password_field_blank ? "blank" : null }
  message = {
    de = "Was zu sehen war, steht in den Belegen; xops report backup-form druckt das Formular. Unbekanntes und das Passwortfeld bleiben leer."
    en = "What was to be seen is in the evidence; xops report backup-form prints the form. What is not known, and the password, stay empty."
  }
}

check "people" {
  row      = "BK-31"
  scope    = "practice"
  severity = "info"
  ok       = try(local.confirmed["BK-31"], null) != null ? true : null
  evidence = { confirmed = try(local.confirmed["BK-31"], null) }
  message = {
    de = try(local.confirmed["BK-31"], null) != null ? "Bestätigt." : "Sind die Personen eingewiesen, die die Sicherung bedienen, und weiß die Leitung der Praxis um ihre Verantwortung? ${local.ask.de.confirm}"
    en = try(local.confirmed["BK-31"], null) != null ? "Confirmed." : "Are the people instructed who handle the backup, and does the practice owner know the responsibility? ${local.ask.en.confirm}"
  }
  advice = { de = "Einweisung im Formular unterschreiben lassen.", en = "Have the instruction signed in the form." }
}

check "extra" {
  row      = "BK-32"
  when     = local.server
  severity = "info"
  ok       = !local.jobs_ok || length(local.jobs) == 0 ? null : true
  evidence = { jobs = local.times }
  message = {
    de = length(local.jobs) == 0 ? "Aufträge waren nicht zu sehen; das Programm führt sie selbst." : "Aufträge: ${join(", ", local.times)}."
    en = length(local.jobs) == 0 ? "No jobs were to be seen; the program keeps them itself." : "Jobs: ${join(", ", local.times)}."
  }
}

output "backup" {
  value = !local.server ? null : { products = local.names, jobs = local.times, recent = local.success, last_success = local.last }
}

row "BK-01" {
  title    = { de = "Datensicherung nach Art. 32 DSGVO", en = "Backup according to Art. 32 GDPR" }
  class    = "P"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Kurzbeschreibung nach Datenschutzgrundverordnung"
  scope    = "practice"
}

row "BK-02" {
  title    = { de = "RDX-Laufwerk und -Medien", en = "RDX drive and media" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hardwareempfehlung"
}

row "BK-03" {
  title    = { de = "Zwei NAS-Systeme oder ein NAS mit RAID1", en = "Two NAS systems, or one NAS with RAID1" }
  class    = "E"
  kind     = ["check", "guidance"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hardwareempfehlung; Variante 2"
  scope    = "practice"
  person   = true
}

limit "BK-03" "nas" {
  value    = 2
  unit     = "NAS"
  severity = "recommended"
  wording  = "zwei NAS-Systeme"
}

row "BK-04" {
  title = {
    de = "Cloud-Sicherung in Deutschland oder private Cloud"
    en = "Cloud backup in Germany, or a private cloud"
  }
  class    = "E"
  kind     = ["guidance"]
  products = ["all"]
  roles    = ["server"]
  section  = "Hardwareempfehlung; Variante 3"
  scope    = "practice"
  person   = true
}

row "BK-05" {
  title    = { de = "BackupAssist in aktueller Version mit SQL-Plugin", en = "Current BackupAssist with SQL plug-in" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Softwareempfehlung"
}

row "BK-06" {
  title    = { de = "Sicherungsmedien mit BitLocker verschlüsselt", en = "Backup media encrypted with BitLocker" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Verschlüsselung der Medien"
}

row "BK-07" {
  title    = { de = "Zehn Medien, zwei je Arbeitstag", en = "Ten media, two for each working day" }
  class    = "E"
  kind     = ["check", "guidance"]
  products = ["all"]
  roles    = ["server"]
  section  = "Art und Weise der Datensicherung"
}

limit "BK-07" "media" {
  value    = 10
  unit     = "Medien"
  severity = "recommended"
  wording  = "zehn Medien, zwei je Arbeitstag"
}

row "BK-08" {
  title = {
    de = "Variante 1: Job abends extern, Job nachts in der Praxis"
    en = "Variant 1: evening job external, night job in the practice"
  }
  class    = "E"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Variante 1"
}

row "BK-09" {
  title = {
    de = "Variante 2: fünf RDX-Medien und NAS mit RAID1"
    en = "Variant 2: five RDX media and a NAS with RAID1"
  }
  class    = "E"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Variante 2"
}

limit "BK-09" "media" {
  value    = 5
  unit     = "Medien"
  severity = "recommended"
  wording  = "fünf RDX-Medien"
}

row "BK-10" {
  title = {
    de = "Variante 3: zusätzlich Rechenzentrum oder private Cloud"
    en = "Variant 3: data centre or private cloud in addition"
  }
  class    = "E"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Variante 3"
}

row "BK-11" {
  title    = { de = "Externes Medium im Brand- oder Datenschutztresor", en = "External medium in a fire or data safe" }
  class    = "P"
  kind     = ["guidance"]
  products = ["all"]
  roles    = ["server"]
  section  = "Variante 1; Variante 2"
  scope    = "practice"
  person   = true
}

row "BK-12" {
  title    = { de = "Vollsicherung mit Historie auf jedem Medium", en = "Full backup with history on every medium" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Sicherungsschema der Backupjobs"
}

limit "BK-12" "type" {
  value    = "full"
  severity = "recommended"
  wording  = "Vollsicherung mit Historie"
}

row "BK-13" {
  title    = { de = "Zusätzliche Imagesicherung des Servers", en = "Additional image backup of the server" }
  class    = "E"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Sicherungsschema der Backupjobs"
}

limit "BK-13" "keep_weeks" {
  value    = 4
  unit     = "Wochen"
  severity = "info"
  wording  = "vier Wochen aufbewahren"
}

limit "BK-13" "media" {
  value    = 2
  unit     = "Medien"
  severity = "info"
  wording  = "zwei weitere Medien"
}

row "BK-14" {
  title    = { de = "Rücksicherung nur nach Rücksprache", en = "Restore only after asking support" }
  class    = "P"
  kind     = ["guidance"]
  products = ["all"]
  roles    = ["server"]
  section  = "Datenwiederherstellung/Datenrücksicherung"
  scope    = "practice"
}

row "BK-15" {
  title = {
    de = "Passwort vom Zeitpunkt der Sicherung bekannt"
    en = "Password of the time of the backup is known"
  }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Datenwiederherstellung/Datenrücksicherung"
}

row "BK-16" {
  title    = { de = "Praxisdaten von x.concept in der Sicherung", en = "Practice data of x.concept in the backup" }
  class    = "C"
  kind     = ["check"]
  products = ["x.concept", "x.concept-ambulanz", "x.concept-mvz"]
  roles    = ["server"]
  section  = "Zu sichernde Praxisdaten"
}

row "BK-17" {
  title    = { de = "Praxisdaten von x.comfort in der Sicherung", en = "Practice data of x.comfort in the backup" }
  class    = "C"
  kind     = ["check"]
  products = ["x.comfort"]
  roles    = ["server"]
  section  = "Zu sichernde Praxisdaten"
}

row "BK-18" {
  title = {
    de = "Praxisdaten von x.isynet und x.vianova in der Sicherung"
    en = "Practice data of x.isynet and x.vianova in the backup"
  }
  class    = "C"
  kind     = ["check"]
  products = ["x.isynet", "x.vianova"]
  roles    = ["server"]
  section  = "Zu sichernde Praxisdaten"
}

row "BK-19" {
  title    = { de = "Isydoku und Profimodul in der Sicherung", en = "Isydoku and Profimodul in the backup" }
  class    = "C"
  kind     = ["check"]
  products = ["x.isynet", "x.vianova"]
  roles    = ["server"]
  section  = "Zu sichernde Praxisdaten"
}

row "BK-20" {
  title = {
    de = "medatixx: Datenbank und Konfiguration täglich gesichert"
    en = "medatixx: database and configuration backed up daily"
  }
  class    = "C"
  kind     = ["check"]
  products = ["medatixx"]
  roles    = ["server"]
  section  = "Zu sichernde Praxisdaten"
}

limit "BK-20" "max_age_hours" {
  value    = 26
  unit     = "Stunden"
  severity = "required"
  wording  = "täglich"
}

row "BK-21" {
  title = {
    de = "medatixx: FileStream-Datenbanken mit SQL-Sicherung"
    en = "medatixx: FileStream databases with SQL backups"
  }
  class    = "C"
  kind     = ["check"]
  products = ["medatixx"]
  roles    = ["server"]
  section  = "Zu sichernde Praxisdaten"
}

row "BK-22" {
  title    = { de = "medatixx: Ort der Datenbanken", en = "medatixx: place of the databases" }
  class    = "C"
  kind     = ["facts"]
  products = ["medatixx"]
  roles    = ["server"]
  section  = "Zu sichernde Praxisdaten"
}

row "BK-23" {
  title = {
    de = "medatixx: Konfigurationsdatei und Lizenz gesichert"
    en = "medatixx: configuration file and licence backed up"
  }
  class    = "C"
  kind     = ["check", "facts"]
  products = ["medatixx"]
  roles    = ["server"]
  section  = "Zu sichernde Praxisdaten"
}

row "BK-24" {
  title    = { de = "Zusatzprodukte getrennt gesichert", en = "Additional products backed up separately" }
  class    = "E"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server"]
  section  = "alle Praxissysteme"
}

row "BK-25" {
  title = {
    de = "Kein Serverzugriff während der Datensicherung"
    en = "No access to the server while a backup runs"
  }
  class    = "P"
  kind     = ["check", "gate"]
  products = ["all"]
  roles    = ["server"]
  section  = "Einweisung in die Datensicherung"
}

row "BK-26" {
  title    = { de = "Sicherungsprotokoll täglich geprüft", en = "Backup protocol checked daily" }
  class    = "C"
  kind     = ["check", "report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Einweisung in die Datensicherung"
}

limit "BK-26" "max_age_hours" {
  value    = 24
  unit     = "Stunden"
  severity = "required"
  wording  = "täglich prüfen"
}

row "BK-27" {
  title    = { de = "Sicherung nach Änderungen angepasst", en = "Backup adapted after changes" }
  class    = "C"
  kind     = ["check"]
  products = ["all"]
  roles    = ["server"]
  section  = "Einweisung in die Datensicherung"
}

row "BK-28" {
  title    = { de = "Testsicherung und Rücksicherungstest", en = "Test backup and restore test" }
  class    = "P"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Testdatensicherung"
  scope    = "practice"
  person   = true
}

row "BK-29" {
  title    = { de = "Passwörter und Schlüssel bleiben in der Praxis", en = "Passwords and keys stay in the practice" }
  class    = "P"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Verschlüsselung"
  scope    = "practice"
}

row "BK-30" {
  title    = { de = "Datensicherungsprotokoll ausgefüllt", en = "Backup form filled in" }
  class    = "E"
  kind     = ["facts", "report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Praxis; Angaben zur Datensicherung"
  scope    = "practice"
}

row "BK-31" {
  title    = { de = "Personen eingewiesen, Verantwortung geklärt", en = "People instructed, responsibility settled" }
  class    = "P"
  kind     = ["report"]
  products = ["all"]
  roles    = ["server"]
  section  = "Eingewiesene Personen"
  scope    = "practice"
  person   = true
}

row "BK-32" {
  title    = { de = "Zusatzsicherungen 1 und 2", en = "Additional backups 1 and 2" }
  class    = "E"
  kind     = ["facts"]
  products = ["all"]
  roles    = ["server"]
  section  = "Datensicherungseinstellungen"
}

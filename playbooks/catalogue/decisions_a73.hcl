decision "A73" {
  rows  = ["BK-16", "BK-17", "BK-18"]
  value = { recursive = true }
  text = {
    de = "*.* meint alles darunter; das Laufwerk ist das der Daten."
    en = "*.* means all below; the drive is that of the data."
  }
}

decision "A74" {
  rows  = ["BK-23"]
  value = { config_folder = "?x2 Server" }
  text = {
    de = "Ob l oder I gedruckt ist, bleibt offen: Gesucht wird mit Platzhalter."
    en = "Whether l or I is printed stays open: a wildcard looks for it."
  }
}

decision "A75" {
  rows  = ["BK-06", "BK-09"]
  value = { bitlocker_targets = ["rdx"] }
  text = {
    de = "BitLocker gilt für RDX-Medien; ein NAS verschlüsselt die Sicherung selbst."
    en = "BitLocker is for RDX media; for a NAS the backup itself encrypts."
  }
}

decision "A76" {
  rows  = ["BK-28"]
  value = { missing_test_is_finding = true, restore_test_months = 12 }
  text = {
    de = "Ein fehlender Rücksicherungstest ist immer ein offener Punkt."
    en = "A missing restore test is always an open point."
  }
}

decision "A77" {
  rows  = ["BK-25"]
  value = { idle_in_backup_window = true }
  text = {
    de = "Während einer Sicherung ändert xops nichts auf diesem Server."
    en = "While a backup runs xops changes nothing on that server."
  }
}

decision "A78" {
  rows  = ["BK-07", "BK-08", "BK-09"]
  value = { variant_from = "inventory" }
  text = {
    de = "Welche Variante gilt, sagt das Inventar."
    en = "Which variant holds is told by the inventory."
  }
}

decision "A79" {
  rows  = ["BK-15"]
  value = { collect_passwords = false }
  text = {
    de = "Alle Passwörter werden genannt, keines wird gespeichert."
    en = "All passwords are mentioned, none is kept."
  }
}

decision "A80" {
  rows  = ["BK-30"]
  value = { password_field_blank = true }
  text = {
    de = "Das Formular zeigt alle Felder; das Feld für das Passwort bleibt leer."
    en = "The form shows all fields; the field for the password stays blank."
  }
}

decision "A81" {
  rows  = ["BK-05"]
  value = { other_product_severity = "info" }
  text = {
    de = "Andere Sicherungsprogramme sind ein Hinweis; ihr Ergebnis zählt genauso."
    en = "Other backup programs are information; their outcome counts all the same."
  }
}

decision "A82" {
  rows  = ["DIR-04"]
  value = { normalise_blank = true }
  text = {
    de = "„Program Files(x86)“ meint das Verzeichnis mit Leerzeichen."
    en = "“Program Files(x86)” means the folder with the blank."
  }
}

decision "A83" {
  rows  = ["DIR-03", "DIR-04"]
  value = { lost_root_is_unknown = true }
  text = {
    de = "Pfade ohne Wurzel werden aus SQL, Diensten oder INI-Dateien ermittelt, sonst sind sie unbekannt."
    en = "Paths without root are found from SQL, services or ini files, else they are unknown."
  }
}

decision "A84" {
  rows  = ["SVC-01", "SVC-06"]
  value = { match = "prefix" }
  text = {
    de = "DeService und x.signer werden am Anfang ihres Pfades erkannt."
    en = "DeService and x.signer are recognised by the beginning of their path."
  }
}

decision "A85" {
  rows  = ["SVC-05"]
  value = { executable = "KommunikationsServerDienst.exe" }
  text = {
    de = "Der Dienst wird an seiner Programmdatei erkannt."
    en = "The service is recognised by its program file."
  }
}

decision "A86" {
  rows  = ["SVC-02"]
  value = { ignore_separator = true }
  text = {
    de = "SQL Server wird am Dienst erkannt; der gedruckte Trenner zählt nicht."
    en = "SQL Server is recognised by its service; the printed separator does not count."
  }
}

decision "A87" {
  rows  = ["AV-03", "AV-04"]
  value = { exclude_unasked = false, exclude_processes = false, gdata = false }
  text = {
    de = "Ausnahmen werden gezeigt und nur einzeln nach Zustimmung gesetzt; nie Prozesse, nie bei G DATA."
    en = "Exceptions are shown and set one by one with consent only; never processes, never for G DATA."
  }
}

decision "A88" {
  rows  = ["AV-03", "AV-06"]
  value = { scanner_settings = false, firewall_settings = true }
  text = {
    de = "Am Scanner von G DATA ist nichts zu tun, an seiner Firewall der Port, von Hand."
    en = "Nothing is to be done at G DATA's scanner; at its firewall the port, by hand."
  }
}

decision "A89" {
  rows  = ["AV-02"]
  value = { change_other_scanners = false }
  text = {
    de = "Andere Scanner werden nur gemeldet."
    en = "Other scanners are reported only."
  }
}

decision "A90" {
  rows  = ["SVC-05", "SVC-06"]
  value = { only_where_found = true }
  text = {
    de = "x.signer und Kommunikationsserver werden nur geprüft, wo es sie gibt."
    en = "x.signer and Kommunikationsserver are checked only where they exist."
  }
}

decision "A91" {
  rows  = ["DOC-03"]
  value = { changes_need_mandate = true }
  text = {
    de = "Ohne Auftrag der Praxis wird nur geprüft."
    en = "Without the practice's mandate there are only checks."
  }
}

decision "A92" {
  rows  = ["DOC-01"]
  value = { edition_in_every_report = true }
  text = {
    de = "Jeder Bericht nennt den Stand; an eine Durchsicht wird erinnert."
    en = "Each report names the edition; a review is reminded of."
  }
}

decision "A93" {
  rows  = ["ERR-4", "ERR-5"]
  value = { match = "distinguishing" }
  text = {
    de = "Meldungen werden am unterscheidenden Teil erkannt, nie an ihrem Ende."
    en = "Messages are recognised by their distinguishing part, never by their end."
  }
}

decision "A94" {
  rows  = ["WS-16", "SRV-11", "SRV-13"]
  value = { unlisted_severity = "recommended" }
  text = {
    de = "Was neuer ist als das Dokument, ist ein empfohlener Befund, der das sagt."
    en = "What is newer than the document is a recommended finding that says so."
  }
}

decision "A95" {
  rows  = ["SP-03", "SP-20"]
  value = { entries_alone_are_duplicate = false }
  text = {
    de = "Mehrere Einträge unter Programme allein sind keine doppelte Installation."
    en = "Several uninstall entries alone are no duplicate installation."
  }
}

decision "A96" {
  rows  = ["SP-02", "SP-19"]
  value = { names = ["netbios", "full", "fqdn", "address", "localhost"] }
  text = {
    de = "Jede eigene Adresse und jeder eigene Name meint diesen Computer."
    en = "Each own address and each own name means this computer."
  }
}

decision "A97" {
  rows  = ["SP-07", "FW-*"]
  value = { block_rules_decide = true, change_foreign_rules = false }
  text = {
    de = "Eine sperrende Regel entscheidet; fremde Regeln bleiben unberührt."
    en = "A rule that blocks decides; foreign rules stay untouched."
  }
}

decision "A98" {
  rows  = ["GEN-10"]
  value = { everyone_counts = true, hint = true }
  text = {
    de = "Ein Recht für Jeder genügt, mit einem Hinweis zur Sicherheit; xops gibt keines."
    en = "A right for Everyone satisfies, with a security hint; xops adds none."
  }
}

decision "A99" {
  rows  = ["SP-15", "ERR-5"]
  value = { write_unconfirmed = false }
  text = {
    de = "Welcher Datenpfad stimmt, wird gefragt; geschrieben wird nur, was bestätigt ist."
    en = "Which data path is right is asked; only what was confirmed is written."
  }
}

decision "A100" {
  rows  = ["SP-01", "SP-27"]
  value = { any_drive = true, program_folders = ["Program Files", "Program Files (x86)"] }
  text = {
    de = "Der Service-Provider darf auf jedem Laufwerk und in beiden Programmverzeichnissen liegen."
    en = "The Service-Provider may be on any drive and in both program folders."
  }
}

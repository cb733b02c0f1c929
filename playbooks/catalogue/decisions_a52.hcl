decision "A52" {
  rows  = ["GEN-07"]
  value = { required_below_mbit = 6, ok_from_mbit = 16 }
  text = {
    de = "Ab 16 Mbit/s in Ordnung, unter 16 empfohlen, unter 6 erforderlich; der Wert kommt aus dem Vertrag."
    en = "From 16 Mbit/s in order, below 16 recommended, below 6 required; the value is the contract's."
  }
}

decision "A53" {
  rows  = ["WS-01", "SRV-03"]
  value = { tolerance = 0.02, virtual_severity = "info" }
  text = {
    de = "2,5 GHz gelten mit 2 % Spielraum; bei virtuellen Computern ist es ein Hinweis."
    en = "2.5 GHz holds with 2 % tolerance; on virtual machines it is information."
  }
}

decision "A54" {
  rows  = ["WS-03", "WS-05", "SRV-04", "SRV-07"]
  value = { memory_tolerance = 0.02, disk_gb_bytes = 1000000000 }
  text = {
    de = "Arbeitsspeicher zählt nach Modulen mit 2 % Spielraum; Platten zählen dezimal."
    en = "Memory counts by modules with 2 % tolerance; disks count decimal."
  }
}

decision "A55" {
  rows  = ["WS-05"]
  value = { drive = "system", product_drive_severity = "info" }
  text = {
    de = "100 GB gelten für das Systemlaufwerk; das Laufwerk des Produkts ist ein Hinweis."
    en = "100 GB hold for the system drive; the product's drive is information."
  }
}

decision "A56" {
  rows  = ["SRV-08"]
  value = { headless_is_unknown = true }
  text = {
    de = "Grafik und Auflösung eines Servers ohne Bildschirm sind unbekannt, nie ein Befund."
    en = "Graphics and resolution of a server without a screen are unknown, never a finding."
  }
}

decision "A57" {
  rows  = ["WS-20"]
  value = { dotnet_major = 6, severity = "info", install_unsupported = false }
  text = {
    de = "Gemeint ist wohl .NET 6; es ist ein Hinweis und wird nicht installiert: Es wird nicht mehr gepflegt."
    en = ".NET 6 is probably meant; it is a hint, and is not installed since its maker no longer supports it."
  }
}

decision "A58" {
  rows  = ["SRV-13", "SRV-14"]
  value = { unlisted_severity = "recommended", medatixx_unlisted_ok = true }
  text = {
    de = "SQL Server 2017 ist nicht aufgeführt: empfohlener Befund, bei medatixx in Ordnung."
    en = "SQL Server 2017 is not listed: a recommended finding, in order for medatixx."
  }
}

decision "A59" {
  rows  = ["WS-09", "WS-16", "SRV-11"]
  value = { separate_support_verdict = true }
  text = {
    de = "Ob das Dokument es erlaubt und ob der Hersteller es pflegt, sind zwei Urteile."
    en = "Whether the document allows it and whether its maker supports it are two verdicts."
  }
}

decision "A60" {
  rows  = ["SRV-16"]
  value = { max_devices = 3, special_software_allowed = false }
  text = {
    de = "Ein Hauptrechner mit Windows-Client geht bis drei Computer und ohne Medizin- oder Archivprogramme."
    en = "Client Windows as main computer goes up to three computers and without medical or archive software."
  }
}

decision "A61" {
  rows  = ["SRV-16"]
  value = { count = "computers" }
  text = {
    de = "Geräte sind hier Computer, der Hauptrechner mitgezählt."
    en = "Devices are computers here, the main computer included."
  }
}

decision "A62" {
  rows  = ["SRV-12"]
  value = { undetectable_is_unknown = true }
  text = {
    de = "Lässt sich Essentials nicht erkennen, ist es unbekannt und wird gefragt."
    en = "Where Essentials cannot be told it is unknown and asked about."
  }
}

decision "A63" {
  rows  = ["SRV-02"]
  value = { by_person = true }
  text = {
    de = "WHQL bestätigt ein Mensch."
    en = "WHQL is confirmed by a person."
  }
}

decision "A64" {
  rows  = ["WS-16"]
  value = { missing_word_severity = "recommended" }
  text = {
    de = "Fehlendes Word ist ein empfohlener Befund, außer das Inventar verlangt es."
    en = "Missing Word is a recommended finding, unless the inventory requires it."
  }
}

decision "A65" {
  rows  = ["WS-11", "WS-13", "WS-14"]
  value = { severity = "recommended" }
  text = {
    de = "64 Bit, Pro und Deutsch sind empfohlen, nicht erforderlich."
    en = "64 bit, Pro and German are recommended, not required."
  }
}

decision "A66" {
  rows  = ["SRV-15"]
  value = { remove_unasked = false, only_sql_major = 16 }
  text = {
    de = "Die Azure-Erweiterung wird nur bei SQL Server 2022 beanstandet und nicht von selbst entfernt."
    en = "The Azure extension is objected to with SQL Server 2022 only, and not removed by itself."
  }
}

decision "A67" {
  rows  = ["GEN-07"]
  value = { rate_once_per_practice = true }
  text = {
    de = "Die Bandbreite wird einmal je Praxis beurteilt."
    en = "The bandwidth is judged once for each practice."
  }
}

decision "A68" {
  rows  = ["AV-01"]
  value = { server_severity = "recommended" }
  text = {
    de = "Virenschutz gilt auch auf Servern, dort als Warnung zur Sicherheit."
    en = "Antivirus counts on servers, too, as a security warning there."
  }
}

decision "A69" {
  rows  = ["GEN-01", "GEN-02"]
  value = { severity = "recommended", underscore_severity = "info", rename = false }
  text = {
    de = "Länge, Umlaute und Sonderzeichen sind empfohlene Befunde, der Unterstrich ein Hinweis; umbenannt wird nie."
    en = "Length, umlauts and special characters are recommended findings, the underscore is information."
  }
}

decision "A70" {
  rows  = ["GEN-08"]
  value = { internal_only = true, nla = true }
  text = {
    de = "Remotedesktop nur innen oder über VPN und mit NLA; offen zum Internet ist ein Befund."
    en = "Remote Desktop only inside or by VPN, and with NLA; open to the internet is a finding."
  }
}

decision "A71" {
  rows  = ["GEN-10", "GEN-11"]
  value = { right = "modify", grant_everyone = false, break_inheritance = false }
  text = {
    de = "Auf TEMP gilt Ändern für die Gruppe der Praxis; nicht für Jeder, und die Vererbung bleibt."
    en = "Modify on TEMP is for the practice's group; not for Everyone, and inheritance stays."
  }
}

decision "A72" {
  rows  = ["TS-02"]
  value = { domain_roles = [4, 5] }
  text = {
    de = "Ein Domänencontroller auf dem Terminalserver ist der Befund."
    en = "A domain controller on the terminal server is the finding."
  }
}

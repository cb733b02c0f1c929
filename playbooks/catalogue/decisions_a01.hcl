decision "A01" {
  rows  = ["SP-10", "SP-11", "SP-12", "SP-13", "SP-14", "SP-15", "SP-16"]
  value = { any_spelling = true, create_key = false, rename_key = false }
  text = {
    de = "Alle gedruckten Schreibweisen eines Schlüssels gelten; geschrieben wird nur in den vorhandenen."
    en = "All printed spellings of a key count; only the one that is there is written to, none is renamed."
  }
}

decision "A02" {
  rows  = ["SP-10"]
  value = { ignore_section_case = true }
  text = {
    de = "Groß- und Kleinschreibung des Abschnitts zählt nicht; geschrieben bleibt er, wie er ist."
    en = "The case of the section does not count; it stays as it is written."
  }
}

decision "A03" {
  rows  = ["SP-10", "SP-42"]
  value = { isynet_either_file = true }
  text = {
    de = "Bei x.isynet dürfen die Schlüssel beider Dateien in jeder stehen; ein fehlender ist nur ein Hinweis."
    en = "For x.isynet the keys of both files may be in either; a missing one is only information."
  }
}

decision "A04" {
  rows  = ["SP-15"]
  value = { isynet_empty_data_path_ok = true }
  text = {
    de = "Ein leerer PVSDataPath ist bei x.isynet in Ordnung; nur ein falscher Wert ist ein Befund."
    en = "An empty PVSDataPath is in order for x.isynet; only a wrong value is a finding."
  }
}

decision "A05" {
  rows  = ["SP-17"]
  value = { trim_around_equals = true, touch_values = false }
  text = {
    de = "Leerzeichen verschwinden nur um das erste = und am Zeilenende, nie in Werten."
    en = "Blanks go only around the first = and at line ends, never inside values."
  }
}

decision "A06" {
  rows  = ["SP-42"]
  value = { one_value = true, write_connection_string = false }
  text = {
    de = "Die ConnectionString gilt als ein Wert und wird nie geschrieben; eine zweite Zeile wird gemeldet."
    en = "The ConnectionString counts as one value and is never written; a second line is reported."
  }
}

decision "A07" {
  rows  = ["SP-26", "SP-27"]
  value = { preset_keys = ["Hostname"] }
  text = {
    de = "Vor einer Neuinstallation steht in der Datei nur der Abschnitt mit Hostname, nach Bestätigung."
    en = "Before a fresh installation the file has the section with Hostname only, once confirmed."
  }
}

decision "A08" {
  rows  = ["SP-27"]
  value = { any_trace_is_update = true }
  text = {
    de = "Jede Spur einer Installation macht aus der Neuinstallation ein Update."
    en = "Any trace of an installation makes the installation an update."
  }
}

decision "A09" {
  rows  = ["SP-18"]
  value = { objective_signals_only = true }
  text = {
    de = "Ein älterer Stand wird nur an Tatsachen erkannt: Hostname, GUID, Pfad."
    en = "An older state is recognised by facts only: host name, GUID, path."
  }
}

decision "A10" {
  rows  = ["SP-18", "SP-11", "SP-12", "SP-13"]
  value = { stale_rule_stands_alone = false }
  text = {
    de = "Das Leeren bis auf Hostname gehört unmittelbar vor eine Installation und ist nie eine Reparatur für sich."
    en = "Emptying all but Hostname belongs right before an installation and is never a repair of its own."
  }
}

decision "A11" {
  rows  = ["SP-12", "SP-13"]
  value = { running_instance_wins = true }
  text = {
    de = "Bei verschiedenem Port oder GUID gilt die laufende Installation; mehrere Verzeichnisse klärt ein Mensch."
    en = "Where port or GUID differ the running installation is right; several folders are for a person."
  }
}

decision "A12" {
  rows  = ["SP-21"]
  value = { digits_only = true, from_inventory_only = true }
  text = {
    de = "Die Kundennummer besteht aus Ziffern und kommt nur aus dem Inventar."
    en = "The Kundennummer is digits only and comes from the inventory alone."
  }
}

decision "A13" {
  rows  = ["SP-14"]
  value = { comfort_name = "X.COMFORT", write_unconfirmed = false }
  text = {
    de = "X.COMFORT ist eine Annahme und wird nur nach Bestätigung geschrieben."
    en = "X.COMFORT is an assumption and is written only when confirmed."
  }
}

decision "A14" {
  rows  = ["SP-10", "ERR-4"]
  value = { file = "ServiceProvider.ini", ignore_file_case = true }
  text = {
    de = "Gesucht wird ServiceProvider.ini in jeder Schreibung; die Form mit Bindestrich ist Meldungstext."
    en = "ServiceProvider.ini is looked for in any case; the form with a hyphen is text of a message."
  }
}

decision "A15" {
  rows  = ["SP-10", "SP-11", "SP-12", "SP-13", "SP-14", "SP-15", "SP-16", "SP-17", "SP-18", "SP-19", "SP-20", "SP-21"]
  value = { keep_encoding = true }
  text = {
    de = "Zeichensatz, BOM und Zeilenenden bleiben, wie sie sind."
    en = "Encoding, BOM and line ends stay as they are."
  }
}

decision "A16" {
  rows  = ["DOC-02", "SP-10"]
  value = { assume_root = false }
  text = {
    de = "Offene Wurzeln von Pfaden werden gefunden, nicht angenommen; bei mehreren wird gefragt."
    en = "Open roots of paths are found, not assumed; several are asked about."
  }
}

decision "A17" {
  rows  = ["SP-01"]
  value = { by_program_path = true }
  text = {
    de = "Der Dienst wird an seinem Programmpfad erkannt, nicht an einem Namen."
    en = "The service is recognised by the path of its program, not by a name."
  }
}

decision "A18" {
  rows  = ["SP-20", "SP-25", "SP-26", "SP-34"]
  value = { silent_switches = false }
  text = {
    de = "Installiert und entfernt wird von Hand; unbestätigte Schalter werden nicht benutzt."
    en = "Installing and removing is done by hand; unconfirmed switches are not used."
  }
}

decision "A19" {
  rows  = ["SP-32"]
  value = { search_depth = 1 }
  text = {
    de = "Die Installationsdatei wird im gedruckten Verzeichnis und eine Ebene darunter gesucht."
    en = "The installer is looked for in the printed folder and one level below."
  }
}

decision "A20" {
  rows  = ["SP-20"]
  value = { delete_leftovers = false }
  text = {
    de = "Reste werden nach Bestätigung beiseitegelegt, nicht gelöscht."
    en = "Leftovers are put aside when confirmed, not deleted."
  }
}

decision "A21" {
  rows  = ["SP-05"]
  value = { running_proves_working = false, crashes_unhealthy_from = 2 }
  text = {
    de = "Laufen und offener Port beweisen keine Funktion; ab zwei Abstürzen ist der Dienst gestört."
    en = "Running and an open port prove no function; from two crashes since the start the service counts as faulty."
  }
}

decision "A22" {
  rows  = ["SP-23"]
  value = { isynet_host = "sql_server" }
  text = {
    de = "Bei x.isynet entscheidet der Computer des SQL Servers, nicht der der Daten."
    en = "For x.isynet the computer of the SQL Server decides, not that of the data."
  }
}

decision "A23" {
  rows  = ["SP-23", "SP-24", "SRV-16"]
  value = { client_host_ok = true }
  text = {
    de = "Ein Service-Provider auf dem Hauptrechner ist in Ordnung, solange die Drei-Geräte-Regel gilt."
    en = "A Service-Provider on the main computer is in order while the three-device rule holds."
  }
}

decision "A24" {
  rows  = ["SP-37"]
  value = { push_update_products = ["x.comfort", "x.concept"] }
  text = {
    de = "Das automatische Update gilt nur für x.comfort und x.concept; bei x.isynet wird die Version verglichen."
    en = "The automatic update is for x.comfort and x.concept only; for x.isynet the version is compared."
  }
}

decision "A25" {
  rows  = ["SP-37", "FW-10"]
  value = { open_ports_80_443 = false }
  text = {
    de = "80 und 443 werden innen nicht geöffnet; wer dort hört, wird gemeldet."
    en = "80 and 443 are not opened inside; who listens there is reported."
  }
}

decision "A26" {
  rows  = ["SP-*"]
  value = { products = ["x.comfort", "x.concept", "x.isynet"], editions_follow_concept = true }
  text = {
    de = "Die Regeln des Service-Providers gelten für drei Produkte und die Editionen von x.concept."
    en = "The rules of the Service-Provider hold for three products and the editions of x.concept."
  }
}

decision "A27" {
  rows  = ["SP-22", "SP-40"]
  value = { restart_in_window_only = true }
  text = {
    de = "Neu gestartet wird nur im vereinbarten Zeitfenster."
    en = "Restarts happen in the agreed window only."
  }
}

decision "A28" {
  rows  = ["SP-30"]
  value = { repair_unasked = false }
  text = {
    de = "Alle Visual-C++-Pakete werden gezeigt; repariert wird nur nach Zustimmung."
    en = "All Visual C++ packages are shown; repairs need consent."
  }
}

decision "A29" {
  rows  = ["SP-34"]
  value = { claim_status_texts = false }
  text = {
    de = "Die Statustexte sind verloren; gezeigt wird, was zu erwarten ist."
    en = "The status texts are lost; what is to be expected is shown."
  }
}

decision "A30" {
  rows  = ["SP-35"]
  value = { assume_log_path = false }
  text = {
    de = "Die LOG-Datei wird gesucht, ihr Ort nicht angenommen."
    en = "The log file is looked for, its place not assumed."
  }
}

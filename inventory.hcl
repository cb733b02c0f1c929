# Beispiel eines Inventars: die Praxen, ihre Rechner und wie man sie erreicht.
#
#   xops inventory validate            prüft diese Datei, ohne einen Rechner anzusprechen
#   xops inventory list                zeigt Praxen und Rechner
#   xops plan kundennummer --host mueller/srv01
#
# xops liest ./inventory.hcl, $XOPS_INVENTORY oder den Pfad hinter -i. Ein Ordner geht auch: alle *.hcl
# darin gelten zusammen, zum Beispiel eine Datei je Praxis. Namen und Adressen hier sind erfunden.

# Was für alle Praxen gilt. Eine Verbindung wird Angabe für Angabe zusammengesetzt:
# der Rechner geht vor der Praxis, die Praxis vor den Vorgaben.
defaults {
  connection {
    transport = "winrm"        # winrm, ssh oder local (dieser Rechner selbst)
    https     = true           # Port 5986; false: 5985 mit versiegeltem NTLM, nie Klartext
    auth      = "ntlm"         # winrm: ntlm, kerberos, certificate, basic (nur mit https); ssh: agent, key, password
    trust     = "first-use"    # das selbst ausgestellte Zertifikat wird beim ersten Kontakt gemerkt
    user      = "PRAXIS\\xops" # in Zeichenketten ist \ doppelt zu schreiben

    # Ein Kennwort steht nie in dieser Datei. Es kommt aus einer Umgebungsvariablen, einer Datei, dem
    # Schlüsselbund des Systems oder wird einmal je Lauf erfragt:
    #   env("XOPS_PASSWORD")  file("~/.config/xops/password")  keyring("xops/partner")  prompt()
    password = env("XOPS_PASSWORD")
  }
}

practice "mueller" {
  title        = "Praxis Dr. Müller"
  kundennummer = "123456"      # nur Ziffern, in Anführungszeichen; nie aus einer anderen Praxis übernehmen
  products     = ["x.concept"] # x.comfort x.concept x.isynet x.vianova medatixx psyx easymed
  tags         = ["pilot"]     # frei; zum Auswählen: --where 'contains(practice.tags, "pilot")'

  # Die Praxis hat beauftragt, dass geändert werden darf. Ohne mandate liest und prüft xops nur.
  mandate = true

  # Eigene Werte für Playbooks, dort als host.vars.NAME.
  vars = {
    data_dir = "D:\\DConcept\\DeData"
  }

  # Geändert wird nur in diesen Zeiten (Ortszeit des Technikers). Ein Fenster über Mitternacht gehört zu
  # dem Tag, an dem es beginnt: hier mittwochs und samstags 19 Uhr bis 6 Uhr am Morgen danach.
  window {
    days = ["wed", "sat"] # mon tue wed thu fri sat sun; ohne days: jeden Tag
    from = "19:00"
    to   = "06:00"
  }

  host "srv01" {
    address = "192.168.20.5"
    role    = "server" # server, workstation, terminal_server
  }
  host "empfang" {
    address = "192.168.20.21"
    role    = "workstation"
  }
  host "sprechzimmer1" {
    address = "192.168.20.22"
    role    = "workstation"
    tags    = ["kartenleser"]

    connection {
      # Statt beim ersten Kontakt gemerkt: der Fingerabdruck, den der Techniker am Rechner abgelesen hat.
      fingerprint = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    }
  }
}

# Noch ohne Auftrag: xops plan und xops check gehen, xops apply lehnt diese Praxis ab.
practice "gemeinschaftspraxis-nord" {
  title        = "Gemeinschaftspraxis Nord"
  kundennummer = "654321"
  products     = ["x.isynet"]
  mandate      = false

  # Diese Praxis ist nur über einen SSH-Server erreichbar und hat ein eigenes Konto.
  connection {
    jump     = "techniker@bastion.example.net"
    user     = "NORD\\wartung"
    password = prompt("Kennwort für NORD\\wartung")
  }

  host "srv01" {
    address = "192.0.2.10"
    role    = "server"
  }
  host "ts01" {
    address = "192.0.2.11"
    role    = "terminal_server"
  }
}

# Eine kleine Praxis ohne Domäne. Für WinRM ohne TLS genügt https = false: NTLM versiegelt jede Nachricht.
practice "schmidt" {
  title    = "Hausarztpraxis Schmidt"
  products = ["x.comfort"]
  mandate  = true

  window {
    from = "20:00"
    to   = "23:30"
  }

  host "praxis-pc" {
    address = "198.51.100.7"
    role    = "server"

    connection {
      https = false
      user  = "praxis-pc\\xops"
    }
  }
  host "laptop" {
    address = "198.51.100.8"
    role    = "workstation"

    connection {
      transport = "ssh"
      auth      = "key"
      user      = "xops"
      key_file  = "~/.ssh/xops"
    }
  }
}

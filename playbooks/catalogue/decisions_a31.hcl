decision "A31" {
  rows  = ["FW-*"]
  value = { only_where_it_listens = true, profiles = ["Domain", "Private"], scope = "LocalSubnet" }
  text = {
    de = "Eingehende Regeln entstehen nur, wo das erwartete Programm hört, für Domäne und Privat im lokalen Netz."
    en = "Inbound rules are made only where the program listens, for Domain and Private, in the local subnet."
  }
}

decision "A32" {
  rows  = ["FW-07", "FW-09", "FW-10", "FW-14", "FW-18", "FW-19", "FW-22", "FW-24", "FW-34"]
  value = { external_inbound = false }
  text = {
    de = "Zeilen mit eingehend und extern gelten als ausgehend; aus dem Internet wird nichts geöffnet."
    en = "Rows with inbound and external count as outbound; nothing is opened from the internet."
  }
}

decision "A33" {
  rows  = ["FW-22"]
  value = { outbound_test_ports = ["995", "443"], severity = "info" }
  text = {
    de = "x.patient/Berater wird ausgehend auf 995 und 443 geprüft, nur als Hinweis."
    en = "x.patient/Berater is tested outbound on 995 and 443, as information only."
  }
}

decision "A34" {
  rows  = ["FW-01"]
  value = { check_port = 445, open_netbios = false }
  text = {
    de = "Zuerst zählt 445; NetBIOS wird von sich aus nicht geöffnet."
    en = "445 counts first; NetBIOS is not opened by default."
  }
}

decision "A35" {
  rows  = ["FW-02", "SVC-03"]
  value = { real_port = true, open_tcp_1434 = false }
  text = {
    de = "Es gilt der Port, den die Instanz hat; TCP 1434 wird nur geöffnet, wenn dort etwas hört."
    en = "The port that the instance has counts; TCP 1434 is opened only where something listens."
  }
}

decision "A36" {
  rows  = ["FW-33"]
  value = { alternatives = { "2240" = "22240" }, open_only_listening = true }
  text = {
    de = "2240 oder 22240: beide gelten, geöffnet wird nur der, an dem gehört wird."
    en = "2240 or 22240: either counts, only the one that is listened on is opened."
  }
}

decision "A37" {
  rows  = ["FW-33"]
  value = { alternatives = { "ssl.abrechnungsrouten.haevg-rz.de" = "ssl.abrechnungsrouter.haevg-rz.de" } }
  text = {
    de = "Beide Namen werden geprüft; ein Befund ist es nur, wenn keiner auflösbar ist."
    en = "Both names are tested; it is a finding only when neither resolves."
  }
}

decision "A38" {
  rows  = ["FW-06"]
  value = { alternatives = { "vpr.imotion.de" = "vpr.i-motion.de" } }
  text = {
    de = "Beide Namen werden geprüft; der nicht gedruckte kommt nicht von selbst in die Freigaben."
    en = "Both names are tested; the unprinted one does not enter the allow-list by itself."
  }
}

decision "A39" {
  rows  = ["FW-07"]
  value = { configure_hosts = false, offset_seconds = 60 }
  text = {
    de = "Aus der NTP-Liste wird nichts eingestellt; geprüft werden Quelle und Abweichung."
    en = "Nothing is configured from the NTP list; source and offset are checked."
  }
}

decision "A40" {
  rows  = ["FW-09"]
  value = { required_ports = ["443"], optional_ports = ["80"] }
  text = {
    de = "Bei x.downloadservice zählt 443; 80 ist freiwillig."
    en = "For x.downloadservice 443 counts; 80 is optional."
  }
}

decision "A41" {
  rows  = ["FW-13"]
  value = { ldap_severity = "info", ldap_wherever_kim = true }
  text = {
    de = "LDAP 636 wird überall geprüft, wo KIM benutzt wird, nur als Hinweis."
    en = "LDAP 636 is checked wherever KIM is used, as information only."
  }
}

decision "A42" {
  rows  = ["FW-13"]
  value = { kim_host_from = "inventory" }
  text = {
    de = "Wo das KIM-Modul läuft, sagt das Inventar."
    en = "Where the KIM module runs is told by the inventory."
  }
}

decision "A43" {
  rows  = ["FW-40"]
  value = { decide_by = "process" }
  text = {
    de = "Bei doppelt vergebenen Ports entscheidet das Programm, dem der Port gehört."
    en = "With ports given twice the program that owns the port decides."
  }
}

decision "A44" {
  rows  = ["FW-06"]
  value = { required_ports = ["443"], other_ports_severity = "info" }
  text = {
    de = "Am Service-BUS zählt 443; 2195 und 2196 sind nur Hinweise."
    en = "At the Service-BUS 443 counts; 2195 and 2196 are information only."
  }
}

decision "A45" {
  rows  = ["FW-38"]
  value = { test_wildcards = false }
  text = {
    de = "Platzhalter und allgemeine Ziele lassen sich nicht prüfen; sie stehen nur in der Liste."
    en = "Wildcards and generic targets cannot be tested; they only stand in the list."
  }
}

decision "A46" {
  rows  = ["RA-01", "RA-02"]
  value = { required_ports = ["443"], optional_ports = ["80"], other_ip_severity = "info" }
  text = {
    de = "BeyondTrust braucht 443; 80 und eine andere IP-Adresse sind nur Hinweise."
    en = "BeyondTrust needs 443; 80 and another IP address are information only."
  }
}

decision "A47" {
  rows  = ["FW-37"]
  value = { gdata_ports = null }
  text = {
    de = "Für G DATA sind keine Ports gedruckt: Frage an den Hersteller."
    en = "No ports are printed for G DATA: ask the vendor."
  }
}

decision "A48" {
  rows  = []
  value = { last_column_is_target = true }
  text = {
    de = "Die letzte Spalte der Portliste ist das Ziel."
    en = "The last column of the port list is the target."
  }
}

decision "A49" {
  rows  = ["DOC-02", "FW-*"]
  value = { columns = { "x.vianova" = "x.isynet" }, confirm_columns = true, easymed_column = true }
  text = {
    de = "x.vianova nimmt nach Bestätigung die Spalte von x.isynet; easymed hat seine eigene; psyx hat keine."
    en = "x.vianova takes the column of x.isynet once confirmed; easymed has its own; psyx has none."
  }
}

decision "A50" {
  rows  = ["GEN-08"]
  value = { rdp_internal_only = true }
  text = {
    de = "3389 und WinRM stehen nicht in der Liste und gelten nur innen."
    en = "3389 and WinRM are not in the list and count inside only."
  }
}

decision "A51" {
  rows  = []
  value = { kim_ports = ["465", "995", "8083"] }
  text = {
    de = "Die KIM-Zelle hat genau die drei gedruckten Ports."
    en = "The KIM cell has exactly the three printed ports."
  }
}

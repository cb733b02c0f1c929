# The second half of the port list.

port "P31" {
  row         = "FW-14"
  page        = 3
  application = "KV-Connect"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["9443"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P32" {
  row         = "FW-14"
  page        = 3
  application = "KV-Connect"
  products    = ["x.isynet"]
  protocol    = "TCP"
  ports       = ["465", "995", "8088", "8443", "9443"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets     = ["https://aok-svs.kvn.de", "https://kvlink1.kv-safenet.de:8443"]
}

port "P33" {
  row         = "FW-15"
  page        = 3
  application = "i-motion TFP"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["80", "443"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets     = ["http://dl-storage.i-motion.de/medatixx", "https://dl-storage.i-motion.de/medatixx"]
}

port "P34" {
  row         = "FW-16"
  page        = 3
  application = "VOS intern"
  products    = ["x.isynet"]
  protocol    = "TCP"
  ports       = ["23174"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\medatixx GmbH & Co. KG\\ServiceProvider_*"]
}

port "P35" {
  row         = "FW-16"
  page        = 3
  application = "VOS"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets = [
    "https://*.medatixx.io",
    "https://updateservices.azurewebsites.net",
    "https://updatesblobstorage.blob.core.windows.net",
  ]
}

port "P36" {
  row         = "FW-17"
  page        = 3
  application = "x.archiv"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "TCP"
  ports       = ["20141"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P37" {
  row         = "FW-17"
  page        = 3
  application = "x.archiv"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "TCP"
  ports       = ["49500"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\mediDOKServer.exe", "*\\mediDOKServerB.exe"]
  remarks     = ["traffic between server and bridge server"]
}

port "P38" {
  row         = "FW-17"
  page        = 3
  application = "x.archiv"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "UDP"
  ports       = ["49501"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\mediDOKServer.exe", "*\\mediDOKServerB.exe"]
  remarks     = ["traffic between server and bridge server"]
}

port "P39" {
  row         = "FW-17"
  page        = 3
  application = "x.archiv"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "TCP"
  ports       = ["49510"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\mediDOKServerB.exe"]
  remarks     = ["traffic between bridge server and application"]
}

port "P40" {
  row         = "FW-17"
  page        = 3
  application = "x.archiv"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "UDP"
  ports       = ["49511"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\mediDOKServerB.exe"]
  remarks     = ["traffic between bridge server and application"]
}

port "P41" {
  row         = "FW-17"
  page        = 3
  application = "x.archiv"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "TCP"
  ports       = ["3320"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\mediDOKServer.exe"]
  remarks     = ["worklist query"]
}

port "P42" {
  row         = "FW-17"
  page        = 3
  application = "x.archiv"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "TCP"
  ports       = ["104"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\mediDOKServer.exe"]
  remarks     = ["storage."]
}

port "P43" {
  row         = "FW-18"
  page        = 3
  application = "x.webtermin"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets     = ["https://webtermin.medatixx.de"]
}

port "P44" {
  row         = "FW-19"
  page        = 3
  application = "x.onvid"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets     = ["https://xonvid.patientus.de"]
}

port "P45" {
  row         = "FW-20"
  page        = 3
  application = "x.qm"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "UDP"
  ports       = ["9050"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\medatixx\\x.qm\\*"]
}

port "P46" {
  row         = "FW-21"
  page        = 3
  application = "x.voice"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "UDP"
  ports       = ["13330"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P47" {
  row         = "FW-22"
  page        = 3
  application = "x.patient / Berater"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["995"]
  inbound     = true
  outbound    = false
  internal    = false
  external    = true
  targets     = ["https://patientapp.i-motion.de"]
}

port "P48" {
  row         = "FW-22"
  page        = 3
  application = "x.patient"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["587", "995"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets     = ["mail.onlinemed.de"]
}

port "P49" {
  row         = "FW-23"
  page        = 4
  application = "x.panel"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets     = ["https://xpanelpvs.i-motion.de/", "https://medatixx.centrust.bdr.de"]
}

port "P50" {
  row         = "FW-24"
  page        = 4
  application = "x.comdoxx Keyserver"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["50300-50305"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets     = ["142.132.168.42"]
}

port "P51" {
  row         = "FW-24"
  page        = 4
  application = "x.comdoxx"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["50200"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P52" {
  row         = "FW-24"
  page        = 4
  application = "x.comdoxx Linker"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "UDP"
  ports       = ["8730"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P53" {
  row         = "FW-25"
  page        = 4
  application = "x.connector"
  products    = ["x.comfort", "x.concept"]
  protocol    = "TCP"
  ports       = ["6969"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P54" {
  row         = "FW-26"
  page        = 4
  application = "DeService"
  products    = ["x.comfort", "x.concept"]
  protocol    = "TCP"
  ports       = ["8731", "8732"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\docexpert\\deservice*"]
}

port "P55" {
  row         = "FW-27"
  page        = 4
  application = "Kommunikationsserver"
  products    = ["x.comfort", "x.concept"]
  protocol    = "TCP"
  ports       = ["8088"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\KommunikationsServerDienst.exe"]
}

port "P56" {
  row         = "FW-28"
  page        = 4
  application = "DCKVKServer"
  products    = ["x.comfort", "x.concept"]
  protocol    = "TCP"
  ports       = ["28000"]
  inbound     = false
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P57" {
  row         = "FW-28"
  page        = 4
  application = "DCKVKServer"
  products    = ["x.comfort", "x.concept"]
  protocol    = "UDP"
  ports       = ["28000"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P58" {
  row         = "FW-29"
  page        = 4
  application = "Druckauftragsliste"
  products    = ["x.comfort", "x.concept"]
  protocol    = "UDP"
  ports       = ["28100"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P59" {
  row         = "FW-30"
  page        = 4
  application = "DOCmessenger"
  products    = ["x.comfort", "x.concept"]
  protocol    = "UDP"
  ports       = ["13777"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P60" {
  row         = "FW-31"
  page        = 4
  application = "Kassenbuch"
  products    = ["x.comfort", "x.concept"]
  protocol    = "UDP"
  ports       = ["13377"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P61" {
  row         = "FW-32"
  page        = 4
  application = "ToDoListen/ZMS"
  products    = ["x.comfort", "x.concept"]
  protocol    = "UDP"
  ports       = ["13333-14333"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P62" {
  row         = "FW-33"
  page        = 4
  application = "HÄVG-Pruefmodul"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets = [
    "https://ssl.abrechnungsrouten.haevg-rz.de",
    "itv.haevg-rz.de",
    "https://hpm-prod-update.az.haevg-rz.net/update/",
    "https://westeurope-5.in.applicationinsights.azure.com",
  ]
}

port "P63" {
  row         = "FW-33"
  page        = 4
  application = "HPM"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  protocol    = "TCP"
  ports       = ["22220", "22225", "22230", "2240", "22250", "22260"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  remarks     = ["22225 is marked TLS."]
}

port "P64" {
  row         = "FW-34"
  page        = 5
  application = "DMP - online Abrechnung"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["25", "587"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets     = ["Regionale KV"]
}

port "P65" {
  row         = "FW-35"
  page        = 5
  application = "Konnektor - Weboberfläche"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  protocol    = "TCP"
  ports       = ["8500"]
  inbound     = false
  outbound    = true
  internal    = true
  external    = false
  targets     = ["https://<IP-Adresse des Modularen Konnektors>:8500/management"]
}

port "P66" {
  row         = "FW-36"
  page        = 5
  application = "Beyond Trust RS"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  protocol    = "TCP"
  ports       = ["80", "443"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets     = ["https://rs.medatixx.de", "213.95.165.4"]
  remarks = [
    "HTTPS/SSL",
    "client executable bomgar-scc-*.EXE (sample name bomgar-scc-w0dc805yf56hz6x5eeffigzeg44eyx8w1wd7c40jc90.exe)",
    "exempt rs.medatixx.de from SSL inspection",
    "in privilege-management suites (BeyondTrust EPM, Ivanti Endpoint Manager ...)",
    "replace a former \"Teamviewer\" exception by \"BeyondTrust Remote Support\", via certificate or exe name.",
  ]
}

port "P67" {
  row         = "FW-37"
  page        = 5
  application = "Gdata"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  ports       = []
  inbound     = false
  outbound    = false
  internal    = false
  external    = false
  targets     = []
  remarks     = ["pointer to information about ports and firewall releases."]
}

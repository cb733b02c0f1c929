# The second half of the targets.

endpoint "E26" {
  row      = "FW-10"
  host     = "dc.applicationinsights.azure.com"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "Serviceprovider (telemetry)"
  page     = 2
  testable = true
}

endpoint "E27" {
  row      = "FW-10"
  host     = "dc.services.visualstudio.com"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "Serviceprovider (telemetry)"
  page     = 2
  testable = true
}

endpoint "E28" {
  row      = "FW-13"
  host     = "*.i-motion.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "TI - KIM"
  page     = 2
  scheme   = "https"
  testable = false
}

endpoint "E29" {
  row      = "FW-14"
  host     = "kvc-1.kvtg.kbv.de"
  ports    = ["8443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "medatixx"]
  purpose  = "KV-Connect"
  page     = 2
  scheme   = "https"
  testable = true
}

endpoint "E30" {
  row      = "FW-14"
  host     = "kvlink1.kv-safenet.de"
  ports    = ["8443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "medatixx"]
  purpose  = "KV-Connect"
  page     = 2
  scheme   = "https"
  testable = true
}

endpoint "E31" {
  row      = "FW-14"
  host     = "aok-svs.kvn.de"
  ports    = ["465", "995", "8088", "8443", "9443"]
  protocol = "TCP"
  products = ["x.isynet"]
  purpose  = "KV-Connect"
  page     = 3
  scheme   = "https"
  testable = true
}

endpoint "E32" {
  row      = "FW-14"
  host     = "kvlink1.kv-safenet.de"
  ports    = ["465", "995", "8088", "8443", "9443"]
  protocol = "TCP"
  products = ["x.isynet"]
  purpose  = "KV-Connect"
  page     = 3
  scheme   = "https"
  testable = true
  note     = "printed with :8443"
}

endpoint "E33" {
  row      = "FW-15"
  host     = "dl-storage.i-motion.de"
  ports    = ["80", "443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "i-motion TFP"
  page     = 3
  scheme   = "http+https"
  testable = true
  note     = "path /medatixx"
}

endpoint "E34" {
  row      = "FW-16"
  host     = "*.medatixx.io"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "VOS"
  page     = 3
  scheme   = "https"
  testable = false
}

endpoint "E35" {
  row      = "FW-16"
  host     = "updateservices.azurewebsites.net"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "VOS"
  page     = 3
  scheme   = "https"
  testable = true
}

endpoint "E36" {
  row      = "FW-16"
  host     = "updatesblobstorage.blob.core.windows.net"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "VOS"
  page     = 3
  scheme   = "https"
  testable = true
}

endpoint "E37" {
  row      = "FW-18"
  host     = "webtermin.medatixx.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  purpose  = "x.webtermin"
  page     = 3
  scheme   = "https"
  testable = true
}

endpoint "E38" {
  row      = "FW-19"
  host     = "xonvid.patientus.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  purpose  = "x.onvid"
  page     = 3
  scheme   = "https"
  testable = true
}

endpoint "E39" {
  row      = "FW-22"
  host     = "patientapp.i-motion.de"
  ports    = ["995"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "x.patient / Berater"
  page     = 3
  scheme   = "https"
  testable = true
  note     = "table ticks incoming + external only; scheme and port do not fit"
}

endpoint "E40" {
  row      = "FW-22"
  host     = "mail.onlinemed.de"
  ports    = ["587", "995"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "x.patient"
  page     = 3
  testable = true
}

endpoint "E41" {
  row      = "FW-23"
  host     = "xpanelpvs.i-motion.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  purpose  = "x.panel"
  page     = 4
  scheme   = "https"
  testable = true
}

endpoint "E42" {
  row      = "FW-23"
  host     = "medatixx.centrust.bdr.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx"]
  purpose  = "x.panel"
  page     = 4
  scheme   = "https"
  testable = true
}

endpoint "E43" {
  row      = "FW-24"
  host     = "142.132.168.42"
  ports    = ["50300-50305"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "x.comdoxx Keyserver"
  page     = 4
  testable = true
}

endpoint "E44" {
  row      = "FW-33"
  host     = "ssl.abrechnungsrouten.haevg-rz.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  purpose  = "HÄVG-Pruefmodul"
  page     = 4
  scheme   = "https"
  testable = true
  note     = "external hint: operator's public page names ssl.abrechnungsrouter.haevg-rz.de"
}

endpoint "E45" {
  row      = "FW-33"
  host     = "itv.haevg-rz.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  purpose  = "HÄVG-Pruefmodul"
  page     = 4
  scheme   = "https"
  testable = true
}

endpoint "E46" {
  row      = "FW-33"
  host     = "hpm-prod-update.az.haevg-rz.net"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  purpose  = "HÄVG-Pruefmodul"
  page     = 4
  scheme   = "https"
  testable = true
  note     = "path /update/"
}

endpoint "E47" {
  row      = "FW-33"
  host     = "westeurope-5.in.applicationinsights.azure.com"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  purpose  = "HÄVG-Pruefmodul (telemetry)"
  page     = 4
  scheme   = "https"
  testable = true
}

endpoint "E48" {
  row      = "FW-34"
  host     = "Regionale KV (generic)"
  ports    = ["25", "587"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "DMP - online Abrechnung"
  page     = 5
  testable = false
}

endpoint "E49" {
  row      = "FW-36"
  host     = "rs.medatixx.de"
  ports    = ["80", "443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  purpose  = "Beyond Trust RS"
  page     = 5
  scheme   = "https"
  testable = true
  note     = "IP 213.95.165.4; exempt from SSL inspection"
}

endpoint "E50" {
  row      = "DOC-01"
  host     = "arztsoftware.medatixx.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["all"]
  purpose  = "where to find the current edition of the document"
  scheme   = "https"
  testable = true
  note     = "Einleitung, not in the port list"
}

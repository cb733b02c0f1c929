# The targets in the internet that the document names. testable is false for wildcards, for what is no host at all, and
# for UDP, which gives no answer to count on. Names that are probably misprinted have both spellings in A37 and A38.

endpoint "E01" {
  row      = "FW-06"
  host     = "*.servicebus.windows.net"
  ports    = ["2195", "2196", "9350-9354"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "Service-BUS"
  page     = 1
  testable = false
}

endpoint "E02" {
  row      = "FW-06"
  host     = "x2.medatixx.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = true
}

endpoint "E03" {
  row      = "FW-06"
  host     = "prod1.x2.medatixx.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = true
}

endpoint "E04" {
  row      = "FW-06"
  host     = "prod2.x2.medatixx.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = true
}

endpoint "E05" {
  row      = "FW-06"
  host     = "x2mailservice.medatixx.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = true
}

endpoint "E06" {
  row      = "FW-06"
  host     = "webtermin.medatixx.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = true
}

endpoint "E07" {
  row      = "FW-06"
  host     = "patientapp.i-motion.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = true
}

endpoint "E08" {
  row      = "FW-06"
  host     = "vpr.imotion.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = true
  note     = "probably vpr.i-motion.de"
}

endpoint "E09" {
  row      = "FW-06"
  host     = "*.servicebus.windows.net"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = false
}

endpoint "E10" {
  row      = "FW-06"
  host     = "*.medatixx.app"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = false
}

endpoint "E11" {
  row      = "FW-06"
  host     = "*.blob.core.windows.net"
  ports    = ["443"]
  protocol = "TCP"
  products = ["medatixx"]
  purpose  = "medatixx CloudServices"
  page     = 1
  testable = false
}

endpoint "E12" {
  row      = "FW-07"
  host     = "time.nist.gov"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E13" {
  row      = "FW-07"
  host     = "time-nw.nist.gov"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E14" {
  row      = "FW-07"
  host     = "time-a.nist.gov"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E15" {
  row      = "FW-07"
  host     = "time-b.nist.gov"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E16" {
  row      = "FW-07"
  host     = "timea.nist1.dc.certifiedtime.com"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E17" {
  row      = "FW-07"
  host     = "nist1.nyc.certifiedtime.com"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E18" {
  row      = "FW-07"
  host     = "timefreq.blrdoc.gov"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
  note     = "printed twice"
}

endpoint "E19" {
  row      = "FW-07"
  host     = "utcnist.colorado.edu"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E20" {
  row      = "FW-07"
  host     = "nist1.datum.com"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E21" {
  row      = "FW-07"
  host     = "time-b.timefreq.blrdoc.gov"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E22" {
  row      = "FW-07"
  host     = "timec.nist1.sjc.certifiedtime.com"
  ports    = ["123"]
  protocol = "UDP"
  products = ["medatixx"]
  purpose  = "NTP"
  page     = 2
  testable = false
}

endpoint "E23" {
  row      = "FW-09"
  host     = "sms.service.i-motion.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "x.downloadservice"
  page     = 2
  scheme   = "http"
  testable = true
  note     = "http scheme with port 443 only"
}

endpoint "E24" {
  row      = "FW-09"
  host     = "download.medatixx.de"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "x.downloadservice"
  page     = 2
  scheme   = "https"
  testable = true
}

endpoint "E25" {
  row      = "FW-10"
  host     = "dc.applicationinsights.microsoft.com"
  ports    = ["443"]
  protocol = "TCP"
  products = ["x.comfort", "x.concept", "x.isynet"]
  purpose  = "Serviceprovider (telemetry)"
  page     = 2
  testable = true
}

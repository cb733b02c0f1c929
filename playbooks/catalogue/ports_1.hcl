# The port list, version 3.4, as printed: one block for each of its 67 rows, in their order. inbound, outbound, internal
# and external are its ticks; what follows from them is decided (A31, A32). listeners are patterns of the program
# that is expected to listen, from the overview of services or general knowledge; not given where nobody has told.

port "P01" {
  row         = "FW-01"
  page        = 1
  application = "SMB - Netzwerk"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "UDP"
  ports       = ["137", "138"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["System"]
}

port "P02" {
  row         = "FW-01"
  page        = 1
  application = "SMB - Netzwerk"
  products    = ["x.comfort", "x.concept"]
  protocol    = "TCP"
  ports       = ["137", "138"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["System"]
}

port "P03" {
  row         = "FW-01"
  page        = 1
  application = "SMB - Netzwerk"
  products    = ["x.isynet"]
  protocol    = "TCP"
  ports       = ["137", "139"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["System"]
}

port "P04" {
  row         = "FW-02"
  page        = 1
  application = "SQL-Server"
  products    = ["x.comfort", "x.concept"]
  protocol    = "TCP"
  ports       = ["1434"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\sqlservr.exe"]
}

port "P05" {
  row         = "FW-02"
  page        = 1
  application = "SQL-Server"
  products    = ["x.isynet"]
  protocol    = "TCP"
  ports       = ["1433"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\sqlservr.exe"]
}

port "P06" {
  row         = "FW-02"
  page        = 1
  application = "SQL-Server"
  products    = ["x.comfort", "x.concept"]
  protocol    = "UDP"
  ports       = ["1434"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\sqlbrowser.exe"]
}

port "P07" {
  row         = "FW-03"
  page        = 1
  application = "SQL-Server Firebird"
  products    = ["easymed"]
  protocol    = "TCP"
  ports       = ["3050"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\fbserver.exe", "*\\fb_inet_server.exe", "*\\firebird.exe"]
}

port "P08" {
  row         = "FW-04"
  page        = 1
  application = "REST"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["20141"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["medatixx Server"]
}

port "P09" {
  row         = "FW-04"
  page        = 1
  application = "REST (Web-App)"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["medatixx Server"]
}

port "P10" {
  row         = "FW-04"
  page        = 1
  application = "SIGNALR"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["20142"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["medatixx Server"]
}

port "P11" {
  row         = "FW-04"
  page        = 1
  application = "SIGNALR (Web-App)"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["20182"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["medatixx Server"]
}

port "P12" {
  row         = "FW-04"
  page        = 1
  application = "DISCOVERY"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["20144"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["medatixx Server"]
}

port "P13" {
  row         = "FW-05"
  page        = 1
  application = "WS-DISCOVERY"
  products    = ["medatixx"]
  protocol    = "UDP"
  ports       = ["3702"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["medatixx Client(s)"]
  listeners   = ["*\\svchost.exe"]
}

port "P14" {
  row         = "FW-06"
  page        = 1
  application = "Service-BUS"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["2195", "2196", "9350-9354"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets     = ["*.servicebus.windows.net"]
}

port "P15" {
  row         = "FW-06"
  page        = 1
  application = "medatixx CloudServices"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets = [
    "x2.medatixx.de",
    "prod1.x2.medatixx.de",
    "prod2.x2.medatixx.de",
    "x2mailservice.medatixx.de",
    "webtermin.medatixx.de",
    "patientapp.i-motion.de",
    "vpr.imotion.de",
    "*.servicebus.windows.net",
    "*.medatixx.app",
    "*.blob.core.windows.net",
  ]
}

port "P16" {
  row         = "FW-07"
  page        = 2
  application = "NTP"
  products    = ["medatixx"]
  protocol    = "UDP"
  ports       = ["123"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets = [
    "time.nist.gov",
    "time-nw.nist.gov",
    "time-a.nist.gov",
    "time-b.nist.gov",
    "timea.nist1.dc.certifiedtime.com",
    "nist1.nyc.certifiedtime.com",
    "timefreq.blrdoc.gov",
    "utcnist.colorado.edu",
    "nist1.datum.com",
    "timefreq.blrdoc.gov",
    "time-b.timefreq.blrdoc.gov",
    "timec.nist1.sjc.certifiedtime.com",
  ]
}

port "P17" {
  row         = "FW-08"
  page        = 2
  application = "x.servicecenter"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["9910"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\medatixx\\ixxservicecenter\\*"]
}

port "P18" {
  row         = "FW-09"
  page        = 2
  application = "x.downloadservice"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets     = ["http://sms.service.i-motion.de", "https://download.medatixx.de"]
}

port "P19" {
  row         = "FW-10"
  page        = 2
  application = "Serviceprovider"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["23174", "80", "443"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  listeners   = ["*\\medatixx GmbH & Co. KG\\ServiceProvider_*"]
}

port "P20" {
  row         = "FW-10"
  page        = 2
  application = "Serviceprovider"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets = [
    "dc.applicationinsights.microsoft.com",
    "dc.applicationinsights.azure.com",
    "dc.services.visualstudio.com",
  ]
}

port "P21" {
  row         = "FW-11"
  page        = 2
  application = "Updaterceiver"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["7186"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P22" {
  row         = "FW-11"
  page        = 2
  application = "Updatesender"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["7187"]
  inbound     = true
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P23" {
  row         = "FW-12"
  page        = 2
  application = "TI - CardManager"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["5555", "5556"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P24" {
  row         = "FW-13"
  page        = 2
  application = "TI - KIM"
  products    = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
  protocol    = "TCP"
  ports       = ["465", "995", "8083"]
  inbound     = true
  outbound    = false
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P25" {
  row         = "FW-13"
  page        = 2
  application = "TI - KIM"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["443"]
  inbound     = false
  outbound    = true
  internal    = false
  external    = true
  targets     = ["https://*.i-motion.de"]
}

port "P26" {
  row         = "FW-13"
  page        = 2
  application = "TI - KIM SMTP-Port"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["20465"]
  inbound     = false
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P27" {
  row         = "FW-13"
  page        = 2
  application = "TI - KIM POP3-Port"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["20995"]
  inbound     = false
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P28" {
  row         = "FW-13"
  page        = 2
  application = "TI - KIM LDAP-Port"
  products    = ["x.comfort", "x.concept", "x.isynet"]
  protocol    = "TCP"
  ports       = ["636"]
  inbound     = false
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
}

port "P29" {
  row         = "FW-13"
  page        = 2
  application = "TI - KIM HTTP-Port (2.KIM-Client Port+1)"
  products    = ["medatixx"]
  protocol    = "TCP"
  ports       = ["28081"]
  inbound     = false
  outbound    = true
  internal    = true
  external    = false
  targets     = ["INTRANET"]
  remarks     = ["second KIM client, its port + 1."]
}

port "P30" {
  row         = "FW-14"
  page        = 2
  application = "KV-Connect"
  products    = ["x.comfort", "x.concept", "medatixx"]
  protocol    = "TCP"
  ports       = ["8443"]
  inbound     = true
  outbound    = true
  internal    = false
  external    = true
  targets     = ["https://kvc-1.kvtg.kbv.de", "https://kvlink1.kv-safenet.de"]
}

# The practice software. Paths stand as printed in folders; in roots, data, pvs_ini and installer they are below a
# drive, which is found (A16).

product "medatixx" {
  listed           = true
  port_list        = true
  service_provider = false
  folders          = ["C:\\ProgramData\\medatixx\\lx2 Server"]
  roots            = ["ProgramData\\medatixx"]
}

product "psyx" {
  listed           = true
  port_list        = false
  service_provider = false
}

product "x.concept" {
  listed           = true
  port_list        = true
  service_provider = true
  folders = [
    "C:\\DConcept\\",
    "C:\\Program Files (x86)\\Common Files\\MedatiXX",
    "C:\\Program Files (x86)\\I-Motion GmbH",
    "C:\\Users\\<UserID>\\AppData\\Roaming\\I-Motion GmbH",
  ]
  roots     = ["DConcept"]
  data      = "DConcept\\DeData"
  pvs_ini   = "DConcept\\DeData\\ServiceProvider.ini"
  pvs_name  = "X.CONCEPT"
  installer = "DConcept\\DeSetup\\SERVICEPROVIDER\\ServiceProvider.exe"
  services  = ["DeService"]
}

product "x.concept-ambulanz" {
  listed           = true
  follows          = "x.concept"
  port_list        = false
  service_provider = true
}

product "x.concept-mvz" {
  listed           = true
  follows          = "x.concept"
  port_list        = false
  service_provider = true
}

product "x.isynet" {
  listed           = true
  port_list        = true
  service_provider = true
  folders = [
    "*ISYNETROOT*\\winacs.exe",
    "C:\\Program Files (x86)\\Common Files\\MCS\\SHARED\\",
  ]
  roots         = ["winacs"]
  main_programs = ["winacs.exe"]
  data          = "winacs\\Text\\ServiceProvider"
  pvs_ini       = "winacs\\Text\\ServiceProvider\\ServiceProvider.ini"
  pvs_name      = "X.ISYNET"
  ini_files     = ["C:\\WINDOWS\\WINACS.INI"]
  installer     = "winacs\\tools\\ServiceProvider.exe"
}

product "x.vianova" {
  listed           = true
  port_list        = false
  service_provider = false
  roots            = ["winacs"]
  ini_files        = ["C:\\WINDOWS\\WINACS.INI"]
}

product "x.comfort" {
  listed           = true
  port_list        = true
  service_provider = true
  folders          = ["C:\\DOC2\\"]
  roots            = ["DOC2"]
  data             = "doc2\\daten\\data"
  pvs_ini          = "doc2\\daten\\data\\ServiceProvider.ini"
  pvs_name         = "X.COMFORT" # assumed (A13)
  installer        = "doc2\\progneu\\ServiceProvider\\ServiceProvider.exe"
  services         = ["DeService"]
}

# Only a column of the port list (A49).
product "easymed" {
  listed           = false
  port_list        = true
  service_provider = false
}

addon "x.impfen" {
  folders = ["C:\\Program Files (x86)\\WKB\\Impfmodul"]
  printed = ["C:\\Program Files(x86)\\WKB\\Impfmodul", "\\x.impfen"]
}

addon "x.archiv" {
  folders = ["C:\\Program Files (x86)\\x.archiv", "C:\\ProgramData\\medidok"]
  printed = [
    "C:\\Program Files(x86)\\x.archiv",
    "C:\\ProgramData\\medidok",
    "\\x.archiv",
    "\\dbMediDOK.mdf, dbMediDOK.ldf",
  ]
  files = ["dbMediDOK.mdf", "dbMediDOK.ldf"]
}

addon "x.qm" {
  folders = ["C:\\Program Files (x86)\\medatixx\\x.qm"]
  printed = ["C:\\Program Files(x86)\\medatixx\\x.qm"]
}

addon "Kommunikationsserver" {
  folders = ["C:\\Program Files (x86)\\medatixx\\Kommunikationsserver"]
  printed = ["C:\\Program Files(x86)\\medatixx\\Kommunikationsserver"]
}

addon "x.servicecenter" {
  folders = ["C:\\Program Files (x86)\\medatixx\\ixxservicecenter"]
  printed = ["C:\\Program Files(x86)\\medatixx\\ixxservicecenter"]
}

addon "x.signer" {
  folders = ["C:\\Program Files (x86)\\medatixx\\x.signer"]
  printed = ["C:\\Program Files (x86)\\medatixx\\x.signer"]
}

service_provider {
  products            = ["x.comfort", "x.concept", "x.isynet"]
  port                = 23174
  folder              = "medatixx GmbH & Co. KG\\ServiceProvider_*"
  ini_file            = "ServiceProvider.ini"
  install_ini         = "Install"
  pvs_ini             = "INSTALL"
  installer           = "ServiceProvider.exe"
  install_keys        = ["Installed", "UniqueIdentifier", "TCPPort", "PVSName", "PVSDataPath", "Kundennummer"]
  pvs_keys            = ["Hostname", "UniqueIdentifier", "Installed", "TCPPort"]
  auto_restarts       = 2
  auto_installed_from = "18.3"
  auto_checked_from   = "19.3"
  dotnet              = "4.8"

  # Both spellings are printed (A01).
  aliases = {
    UniqueIdentifier = ["UniqueIdentifier", "UniqueIdentifizier"]
    PVSName          = ["PVSName", "PVSTName"]
    PVSDataPath      = ["PVSDataPath", "PVSDDataPath"]
  }
}

remote_access {
  tool                     = "BeyondTrust Remote Support"
  host                     = "rs.medatixx.de"
  url                      = "https://rs.medatixx.de"
  ip                       = "213.95.165.4"
  ports                    = [80, 443]
  protocol                 = "TCP"
  program                  = "bomgar-scc-*.EXE"
  example                  = "bomgar-scc-w0dc805yf56hz6x5eeffigzeg44eyx8w1wd7c40jc90.exe"
  ssl_inspection_exception = "rs.medatixx.de"
  products                 = ["x.comfort", "x.concept", "x.isynet", "medatixx", "easymed"]
}

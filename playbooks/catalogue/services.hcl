# The overview of services. None of their names in Windows is printed: each is recognised by its
# program (A17, A84 to A86).

service "DeService" {
  row      = "SVC-01"
  products = ["x.comfort", "x.concept"]
  printed  = "C:\\Program Files (x86)\\docexpert\\deservice"
  programs = ["*\\docexpert\\deservice*"]
}

service "SQL-Browser" {
  row      = "SVC-03"
  products = ["all"]
  printed  = "C:\\Program Files (x86)\\Microsoft SQL Server\\<Versionsnummer>\\Shared\\sqlbrowser.exe"
  programs = ["*\\sqlbrowser.exe"]
}

service "SQL-Server" {
  row      = "SVC-02"
  products = ["all"]
  printed  = "C:\\Program Files\\Microsoft SQL Server\\<Versionsnummer>.\\<Instanzname>\\MSSQL\\Binn\\sqlservr.exe"
  programs = ["*\\sqlservr.exe"]
}

service "x.archiv Server" {
  row      = "SVC-04"
  products = ["all"]
  addon    = "x.archiv"
  printed  = "C:\\Program Files (x86)\\x.archiv\\Server\\mediDOKServer.exe"
  programs = ["*\\mediDOKServer.exe"]
}

service "x.archiv Bridgeserver" {
  row      = "SVC-04"
  products = ["all"]
  addon    = "x.archiv"
  printed  = "C:\\Program Files(x86)\\x.archiv\\BridgeServer\\mediDOKServerB.exe"
  programs = ["*\\mediDOKServerB.exe"]
}

service "x.archiv Logging Service" {
  row      = "SVC-04"
  products = ["all"]
  addon    = "x.archiv"
  printed  = "C:\\Program Files (x86)\\x.archiv\\Logging Service\\mediDOKLoggingService.exe"
  programs = ["*\\mediDOKLoggingService.exe"]
}

service "Kommunikationsserverdienst" {
  row      = "SVC-05"
  products = ["all"]
  addon    = "Kommunikationsserver"
  printed  = "C:\\Program Files (x86)\\medatixx\\Kommunikationsserver\\KommunikationsServerDienst.exe"
  programs = ["*\\KommunikationsServerDienst.exe"]
}

service "x.signer" {
  row      = "SVC-06"
  products = ["all"]
  addon    = "x.signer"
  printed  = "C:\\Program Files (x86)\\medatixx\\x.signer"
  programs = ["*\\medatixx\\x.signer\\*"]
}

service "Service-Provider" {
  row      = "SP-01"
  products = ["x.comfort", "x.concept", "x.isynet"]
  printed  = "c:\\program files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_<GUID>"
  programs = ["*\\medatixx GmbH & Co. KG\\ServiceProvider_*"]
}

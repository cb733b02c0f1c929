# What a virus scanner may have to leave out: the document has these directories as exceptions without saying of what,
# so they are candidates (A87). path is not given where the printed one has lost its root (A83).

exclusion "X01" {
  products = ["x.comfort"]
  printed  = "C:\\DOC2\\"
  path     = "C:\\DOC2"
}

exclusion "X02" {
  products = ["x.concept"]
  printed  = "C:\\DConcept\\"
  path     = "C:\\DConcept"
}

exclusion "X03" {
  products = ["x.concept"]
  printed  = "C:\\Program Files (x86)\\Common Files\\MedatiXX"
  path     = "C:\\Program Files (x86)\\Common Files\\MedatiXX"
}

exclusion "X04" {
  products = ["x.concept"]
  printed  = "C:\\Program Files (x86)\\I-Motion GmbH"
  path     = "C:\\Program Files (x86)\\I-Motion GmbH"
}

exclusion "X05" {
  products = ["x.concept"]
  printed  = "C:\\Users\\<UserID>\\AppData\\Roaming\\I-Motion GmbH"
  path     = "C:\\Users\\*\\AppData\\Roaming\\I-Motion GmbH"
}

exclusion "X06" {
  products = ["x.isynet"]
  printed  = "*ISYNETROOT*\\winacs.exe"
}

exclusion "X07" {
  products = ["x.isynet"]
  printed  = "C:\\Program Files (x86)\\Common Files\\MCS\\SHARED\\"
  path     = "C:\\Program Files (x86)\\Common Files\\MCS\\SHARED"
}

exclusion "X08" {
  products = ["x.comfort", "x.concept", "x.isynet"]
  printed  = "c:\\program files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_<GUID>"
  path     = "c:\\program files (x86)\\medatixx GmbH & Co. KG\\ServiceProvider_*"
}

exclusion "X09" {
  products = ["all"]
  addon    = "x.impfen"
  printed  = "C:\\Program Files(x86)\\WKB\\Impfmodul"
  path     = "C:\\Program Files (x86)\\WKB\\Impfmodul"
}

exclusion "X10" {
  products = ["all"]
  addon    = "x.impfen"
  printed  = "\\x.impfen"
}

exclusion "X11" {
  products = ["all"]
  addon    = "x.archiv"
  printed  = "C:\\Program Files(x86)\\x.archiv"
  path     = "C:\\Program Files (x86)\\x.archiv"
}

exclusion "X12" {
  products = ["all"]
  addon    = "x.archiv"
  printed  = "C:\\ProgramData\\medidok"
  path     = "C:\\ProgramData\\medidok"
}

exclusion "X13" {
  products = ["all"]
  addon    = "x.archiv"
  printed  = "\\x.archiv"
}

exclusion "X14" {
  products = ["all"]
  addon    = "x.archiv"
  printed  = "\\dbMediDOK.mdf"
}

exclusion "X15" {
  products = ["all"]
  addon    = "x.archiv"
  printed  = "dbMediDOK.ldf"
}

exclusion "X16" {
  products = ["all"]
  addon    = "x.qm"
  printed  = "C:\\Program Files(x86)\\medatixx\\x.qm"
  path     = "C:\\Program Files (x86)\\medatixx\\x.qm"
}

exclusion "X17" {
  products = ["all"]
  addon    = "Kommunikationsserver"
  printed  = "C:\\Program Files(x86)\\medatixx\\Kommunikationsserver"
  path     = "C:\\Program Files (x86)\\medatixx\\Kommunikationsserver"
}

exclusion "X18" {
  products = ["all"]
  addon    = "x.servicecenter"
  printed  = "C:\\Program Files(x86)\\medatixx\\ixxservicecenter"
  path     = "C:\\Program Files (x86)\\medatixx\\ixxservicecenter"
}

exclusion "X19" {
  products = ["all"]
  addon    = "x.signer"
  printed  = "C:\\Program Files (x86)\\medatixx\\x.signer"
  path     = "C:\\Program Files (x86)\\medatixx\\x.signer"
}

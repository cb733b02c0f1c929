# What belongs into a backup. Paths are below the drive of the data, which the document leaves open; *.* is everything
# below (A73). Of medatixx the printed folder begins with l or I (A74).

backup_path "x.concept-dedata" {
  row       = "BK-16"
  products  = ["x.concept", "x.concept-ambulanz", "x.concept-mvz"]
  path      = "dconcept\\dedata"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.concept-detext" {
  row       = "BK-16"
  products  = ["x.concept", "x.concept-ambulanz", "x.concept-mvz"]
  path      = "dconcept\\detext"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.concept-deziff" {
  row       = "BK-16"
  products  = ["x.concept", "x.concept-ambulanz", "x.concept-mvz"]
  path      = "dconcept\\deziff"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.concept-ivm-dedata" {
  row       = "BK-16"
  products  = ["x.concept", "x.concept-ambulanz", "x.concept-mvz"]
  path      = "dconcept\\ivm\\dedata"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.concept-sql" {
  row      = "BK-16"
  products = ["x.concept", "x.concept-ambulanz", "x.concept-mvz"]
  database = true
}

backup_path "x.comfort-daten" {
  row       = "BK-17"
  products  = ["x.comfort"]
  path      = "doc2\\daten"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.comfort-user" {
  row       = "BK-17"
  products  = ["x.comfort"]
  path      = "doc2\\user"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.comfort-dmp-dedata" {
  row       = "BK-17"
  products  = ["x.comfort"]
  path      = "doc2\\dmp\\dedata"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.comfort-sql" {
  row      = "BK-17"
  products = ["x.comfort"]
  database = true
}

backup_path "x.isynet-foto" {
  row       = "BK-18"
  products  = ["x.isynet", "x.vianova"]
  path      = "WINACS\\Foto"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.isynet-isydoku" {
  row       = "BK-19"
  products  = ["x.isynet", "x.vianova"]
  path      = "WINACS\\Isydoku"
  files     = ["*.*"]
  recursive = true
  module    = "Isydoku"
}

backup_path "x.isynet-profil" {
  row       = "BK-19"
  products  = ["x.isynet", "x.vianova"]
  path      = "WINACS\\Profil"
  files     = ["*.*"]
  recursive = true
  module    = "Profimodul"
}

backup_path "x.isynet-rechnung" {
  row       = "BK-18"
  products  = ["x.isynet", "x.vianova"]
  path      = "WINACS\\Rechnung"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.isynet-serienbrief" {
  row       = "BK-18"
  products  = ["x.isynet", "x.vianova"]
  path      = "WINACS\\Serienbrief"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.isynet-skizzen" {
  row       = "BK-18"
  products  = ["x.isynet", "x.vianova"]
  path      = "WINACS\\Skizzen"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.isynet-text" {
  row       = "BK-18"
  products  = ["x.isynet", "x.vianova"]
  path      = "WINACS\\Text"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.isynet-vorlage" {
  row       = "BK-18"
  products  = ["x.isynet", "x.vianova"]
  path      = "WINACS\\Vorlage"
  files     = ["*.*"]
  recursive = true
}

backup_path "x.isynet-sql" {
  row      = "BK-18"
  products = ["x.isynet", "x.vianova"]
  database = true
}

backup_path "medatixx-sql" {
  row      = "BK-20"
  products = ["medatixx"]
  database = true
}

backup_path "medatixx-configuration" {
  row      = "BK-23"
  products = ["medatixx"]
  path     = "C:\\ProgramData\\medatixx\\lx2 Server"
  files    = ["Server.Host.config", "medatixx.lic"]
}

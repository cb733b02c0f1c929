# The blank-form printers that are released, as printed.

printer "Brother HL-5150D" {
  maker = "Brother"
  model = "HL-5150D"
}

printer "Brother HL-5350DN" {
  maker = "Brother"
  model = "HL-5350DN"
}

printer "Brother HL-7050" {
  maker = "Brother"
  model = "HL-7050"
}

printer "Brother HL-5450DN" {
  maker = "Brother"
  model = "HL-5450DN"
}

printer "Brother HL-L5100DN" {
  maker = "Brother"
  model = "HL-L5100DN"
}

printer "Brother HL-L6300DW" {
  maker = "Brother"
  model = "HL-L6300DW"
}

printer "Epson AcuLaser M2400" {
  maker = "Epson"
  model = "AcuLaser M2400"
}

printer "Epson WF-M5299" {
  maker = "Epson"
  model = "WF-M5299"
}

printer "Kyocera FS-1135MFP" {
  maker = "Kyocera"
  model = "FS-1135MFP"
}

printer "Kyocera FS-1300D" {
  maker = "Kyocera"
  model = "FS-1300D"
}

printer "Kyocera FS-1350DN" {
  maker = "Kyocera"
  model = "FS-1350DN"
}

printer "Kyocera FS-1900" {
  maker = "Kyocera"
  model = "FS-1900"
}

printer "Kyocera FS-1920" {
  maker = "Kyocera"
  model = "FS-1920"
}

printer "Kyocera FS-2000D" {
  maker = "Kyocera"
  model = "FS-2000D"
}

printer "Kyocera FS 2020D" {
  maker = "Kyocera"
  model = "FS 2020D"
}

printer "Kyocera P2040dn" {
  maker = "Kyocera"
  model = "P2040dn"
}

printer "Kyocera P2135dn" {
  maker = "Kyocera"
  model = "P2135dn"
}

printer "Kyocera P3045dn" {
  maker = "Kyocera"
  model = "P3045dn"
}

printer "OKI C5300" {
  maker = "OKI"
  model = "C5300"
}

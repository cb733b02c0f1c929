# As support_windows.hcl: SQL Server, Office, .NET.

support "sql-11" {
  name        = "SQL Server 2012"
  listed      = false
  until       = "2022-07-12"
  paid        = "2025-07-08"
  reviewed_on = "2026-11-27"
}

support "sql-12" {
  name        = "SQL Server 2014"
  listed      = true
  until       = "2024-07-09"
  paid        = "2027-07-12"
  reviewed_on = "2026-11-27"
}

support "sql-13" {
  name        = "SQL Server 2016"
  listed      = true
  until       = "2026-07-14"
  paid        = "2029-07-17"
  reviewed_on = "2026-11-27"
}

support "sql-14" {
  name        = "SQL Server 2017"
  listed      = false
  until       = "2027-10-12"
  reviewed_on = "2026-11-27"
}

support "sql-15" {
  name        = "SQL Server 2019"
  listed      = true
  until       = "2030-01-08"
  reviewed_on = "2026-11-27"
}

support "sql-16" {
  name        = "SQL Server 2022"
  listed      = true
  until       = "2033-01-11"
  reviewed_on = "2026-11-27"
}

support "sql-17" {
  name        = "SQL Server 2025"
  listed      = false
  until       = "2036-01-06"
  reviewed_on = "2026-11-27"
}

support "office-2013" {
  name        = "Office 2013"
  listed      = false
  until       = "2023-04-11"
  reviewed_on = "2026-11-27"
}

support "office-2016" {
  name        = "Office 2016"
  listed      = true
  until       = "2025-10-14"
  reviewed_on = "2026-11-27"
}

support "office-2019" {
  name        = "Office 2019"
  listed      = true
  until       = "2025-10-14"
  reviewed_on = "2026-11-27"
}

support "office-2021" {
  name        = "Office 2021"
  listed      = true
  until       = "2026-10-13"
  reviewed_on = "2026-11-27"
}

support "office-2024" {
  name        = "Office 2024"
  listed      = false
  until       = "2029-10-09"
  reviewed_on = "2026-11-27"
}

support "office-365" {
  name        = "Microsoft 365 Apps"
  listed      = false
  reviewed_on = "2026-11-27"
}

support "dotnet-framework-4.5.2" {
  name        = ".NET Framework 4.5.2"
  listed      = false
  until       = "2022-04-26"
  reviewed_on = "2026-11-27"
}

support "dotnet-framework-4.6" {
  name        = ".NET Framework 4.6"
  listed      = false
  until       = "2022-04-26"
  reviewed_on = "2026-11-27"
}

support "dotnet-framework-4.6.1" {
  name        = ".NET Framework 4.6.1"
  listed      = false
  until       = "2022-04-26"
  reviewed_on = "2026-11-27"
}

support "dotnet-framework-4.6.2" {
  name        = ".NET Framework 4.6.2"
  listed      = false
  until       = "2027-01-12"
  reviewed_on = "2026-11-27"
}

support "dotnet-framework-4.7" {
  name        = ".NET Framework 4.7"
  listed      = false
  reviewed_on = "2026-11-27"
}

support "dotnet-framework-4.8" {
  name        = ".NET Framework 4.8"
  listed      = true
  reviewed_on = "2026-11-27"
}

support "dotnet-framework-4.8.1" {
  name        = ".NET Framework 4.8.1"
  listed      = true
  reviewed_on = "2026-11-27"
}

support "dotnet-5" {
  name        = ".NET 5"
  listed      = false
  until       = "2022-05-10"
  reviewed_on = "2026-11-27"
}

support "dotnet-6" {
  name        = ".NET 6"
  listed      = true
  until       = "2024-11-12"
  reviewed_on = "2026-11-27"
}

support "dotnet-7" {
  name        = ".NET 7"
  listed      = false
  until       = "2024-05-14"
  reviewed_on = "2026-11-27"
}

support "dotnet-8" {
  name        = ".NET 8"
  listed      = false
  until       = "2026-11-10"
  reviewed_on = "2026-11-27"
}

support "dotnet-9" {
  name        = ".NET 9"
  listed      = false
  until       = "2026-11-10"
  reviewed_on = "2026-11-27"
}

support "dotnet-10" {
  name        = ".NET 10"
  listed      = false
  until       = "2028-11-14"
  reviewed_on = "2026-11-27"
}

# Until when makers look after what is found: from their public lifecycle pages, by general knowledge, not from the
# document (A59). until is of Home and Pro; enterprise of Enterprise and Education, and long_term of LTSC, where it is
# another day; paid is with paid security updates. Without until there is no end of its own. The ids go by build
# (Windows), major version (SQL Server), year (Office) and version (.NET): what queries answer finds them.

support "windows-9600" {
  name        = "Windows 8.1"
  listed      = true
  until       = "2023-01-10"
  reviewed_on = "2026-11-27"
}

support "windows-10240" {
  name        = "Windows 10 1507"
  listed      = true
  until       = "2017-05-09"
  long_term   = "2025-10-14"
  reviewed_on = "2026-11-27"
}

support "windows-10586" {
  name        = "Windows 10 1511"
  listed      = true
  until       = "2017-10-10"
  reviewed_on = "2026-11-27"
}

support "windows-14393" {
  name        = "Windows 10 1607"
  listed      = true
  until       = "2018-04-10"
  enterprise  = "2019-04-09"
  long_term   = "2026-10-13"
  reviewed_on = "2026-11-27"
}

support "windows-15063" {
  name        = "Windows 10 1703"
  listed      = true
  until       = "2018-10-09"
  enterprise  = "2019-10-08"
  reviewed_on = "2026-11-27"
}

support "windows-16299" {
  name        = "Windows 10 1709"
  listed      = true
  until       = "2019-04-09"
  enterprise  = "2020-10-13"
  reviewed_on = "2026-11-27"
}

support "windows-17134" {
  name        = "Windows 10 1803"
  listed      = true
  until       = "2019-11-12"
  enterprise  = "2021-05-11"
  reviewed_on = "2026-11-27"
}

support "windows-17763" {
  name        = "Windows 10 1809"
  listed      = true
  until       = "2020-11-10"
  enterprise  = "2021-05-11"
  long_term   = "2029-01-09"
  reviewed_on = "2026-11-27"
}

support "windows-18362" {
  name        = "Windows 10 1903"
  listed      = true
  until       = "2020-12-08"
  reviewed_on = "2026-11-27"
}

support "windows-18363" {
  name        = "Windows 10 1909"
  listed      = true
  until       = "2021-05-11"
  enterprise  = "2022-05-10"
  reviewed_on = "2026-11-27"
}

support "windows-19041" {
  name        = "Windows 10 2004"
  listed      = true
  until       = "2021-12-14"
  reviewed_on = "2026-11-27"
}

support "windows-19042" {
  name        = "Windows 10 20H2"
  listed      = true
  until       = "2022-05-10"
  enterprise  = "2023-05-09"
  reviewed_on = "2026-11-27"
}

support "windows-19043" {
  name        = "Windows 10 21H1"
  listed      = true
  until       = "2022-12-13"
  reviewed_on = "2026-11-27"
}

support "windows-19044" {
  name        = "Windows 10 21H2"
  listed      = true
  until       = "2023-06-13"
  enterprise  = "2024-06-11"
  long_term   = "2027-01-12"
  reviewed_on = "2026-11-27"
}

support "windows-19045" {
  name        = "Windows 10 22H2"
  listed      = true
  until       = "2025-10-14"
  paid        = "2028-10-10"
  reviewed_on = "2026-11-27"
}

support "windows-22000" {
  name        = "Windows 11 21H2"
  listed      = true
  until       = "2023-10-10"
  enterprise  = "2024-10-08"
  reviewed_on = "2026-11-27"
}

support "windows-22621" {
  name        = "Windows 11 22H2"
  listed      = true
  until       = "2024-10-08"
  enterprise  = "2025-10-14"
  reviewed_on = "2026-11-27"
}

support "windows-22631" {
  name        = "Windows 11 23H2"
  listed      = true
  until       = "2025-11-11"
  enterprise  = "2026-11-10"
  reviewed_on = "2026-11-27"
}

support "windows-26100" {
  name        = "Windows 11 24H2"
  listed      = true
  until       = "2026-10-13"
  enterprise  = "2027-10-12"
  long_term   = "2029-10-09"
  reviewed_on = "2026-11-27"
}

support "windows-26200" {
  name        = "Windows 11 25H2"
  listed      = true
  until       = "2027-10-12"
  enterprise  = "2028-10-10"
  reviewed_on = "2026-11-27"
}

support "windows-server-9200" {
  name        = "Windows Server 2012"
  listed      = true
  until       = "2023-10-10"
  paid        = "2026-10-13"
  reviewed_on = "2026-11-27"
}

support "windows-server-9600" {
  name        = "Windows Server 2012 R2"
  listed      = true
  until       = "2023-10-10"
  paid        = "2026-10-13"
  reviewed_on = "2026-11-27"
}

support "windows-server-14393" {
  name        = "Windows Server 2016"
  listed      = true
  until       = "2027-01-12"
  reviewed_on = "2026-11-27"
}

support "windows-server-17763" {
  name        = "Windows Server 2019"
  listed      = true
  until       = "2029-01-09"
  reviewed_on = "2026-11-27"
}

support "windows-server-20348" {
  name        = "Windows Server 2022"
  listed      = true
  until       = "2031-10-14"
  reviewed_on = "2026-11-27"
}

support "windows-server-26100" {
  name        = "Windows Server 2025"
  listed      = false
  until       = "2034-11-14"
  reviewed_on = "2026-11-27"
}

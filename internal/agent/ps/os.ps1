
# ---- os: what this computer is. The registry first; WMI only for what nothing else knows.

function Get-HklmValue([string]$path, [string]$name) {
    try {
        $base = Open-Hive 'HKLM'
        try {
            $k = $base.OpenSubKey($path)
            if ($null -eq $k) { return $null }
            try { return $k.GetValue($name) } finally { $k.Close() }
        }
        finally { $base.Close() }
    }
    catch { return $null }
}

function Get-Number($value) {
    $n = [long]0
    if ($null -ne $value -and [long]::TryParse([string]$value, 'Integer', $invariant, [ref]$n)) { return $n }
    return $null
}

function Test-HklmKey([string]$path) {
    $base = Open-Hive 'HKLM'
    try {
        $k = $base.OpenSubKey($path)
        if ($null -eq $k) { return $false }
        $k.Close()
        return $true
    }
    finally { $base.Close() }
}

# A time of WMI: a DateTime, or its own text 20261124154428.366000+060 (minutes from UTC).
function Get-WmiTime($t) {
    if ($t -is [DateTime]) { return $t.ToUniversalTime() }
    if ([string]$t -match '^(\d{14})\.(\d{3})\d{3}([+-]\d{3})$') {
        $local = [DateTime]::ParseExact($matches[1] + $matches[2], 'yyyyMMddHHmmssfff', $invariant)
        return [DateTime]::SpecifyKind($local.AddMinutes(-[int]$matches[3]), 'Utc')
    }
    return $null
}

function Get-BootTime {
    if (-not $agent.Cache.ContainsKey('boot')) {
        $agent.Cache['boot'] = $null
        try {
            $agent.Cache['boot'] = Get-WmiTime (@(Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime -OperationTimeoutSec 20)[0].LastBootUpTime)
        }
        catch { $null = $_ }
    }
    return $agent.Cache['boot']
}

# Renamed files that wait for the next start are left out: browsers and drivers leave them behind all the time.
function Test-PendingReboot {
    try {
        $windows = 'SOFTWARE\Microsoft\Windows\CurrentVersion\'
        if (Test-HklmKey ($windows + 'Component Based Servicing\RebootPending')) { return $true }
        if (Test-HklmKey ($windows + 'WindowsUpdate\Auto Update\RebootRequired')) { return $true }
        $volatile = Get-HklmValue 'SOFTWARE\Microsoft\Updates' 'UpdateExeVolatile'
        if ($null -ne $volatile -and $volatile -ne 0) { return $true }
        $name = 'SYSTEM\CurrentControlSet\Control\ComputerName\'
        $active = Get-HklmValue ($name + 'ActiveComputerName') 'ComputerName'
        return ($null -ne $active -and $active -ne (Get-HklmValue ($name + 'ComputerName') 'ComputerName'))
    }
    catch { return $null }
}

function Get-Os([string]$key, $arguments) {
    $nt = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    $p = [ordered]@{ computer = [Environment]::MachineName; domain = $null; part_of_domain = $null; workgroup = $null }
    try {
        $c = @(Get-CimInstance -ClassName Win32_ComputerSystem -Property Domain, DomainRole -OperationTimeoutSec 20)[0]
        $name = Get-TextOrNull (Get-Value $c 'Domain')
        # 0 and 2 stand alone, 1 and 3 are members, 4 and 5 domain controllers.
        $p.part_of_domain = ((0, 2) -notcontains [int](Get-Value $c 'DomainRole'))
        if ($p.part_of_domain) { $p.domain = $name } else { $p.workgroup = $name }
    }
    catch { $null = $_ }
    $p.build = Get-Number (Get-HklmValue $nt 'CurrentBuildNumber')
    $p.ubr = Get-Number (Get-HklmValue $nt 'UBR')
    $p.edition = Get-HklmValue $nt 'EditionID'
    $p.product_name = Get-HklmValue $nt 'ProductName'
    $p.installation_type = Get-HklmValue $nt 'InstallationType'
    $p.product_type = $null
    switch ([string](Get-HklmValue 'SYSTEM\CurrentControlSet\Control\ProductOptions' 'ProductType')) {
        'WinNT' { $p.product_type = 1 }
        'LanmanNT' { $p.product_type = 2 }
        'ServerNT' { $p.product_type = 3 }
    }
    $p.language = $null
    $language = Get-HklmValue 'SYSTEM\CurrentControlSet\Control\Nls\Language' 'InstallLanguage'
    if ([string]$language -match '^[0-9a-fA-F]{1,8}$') { $p.language = [Convert]::ToInt32($language, 16) }
    $p.dotnet_release = Get-Number (Get-HklmValue 'SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' 'Release')
    $p.powershell = [string]$PSVersionTable.PSVersion
    $p.boot_time = Get-BootTime
    $p.time = [DateTime]::UtcNow
    $p.oem_codepage = Get-Number (Get-HklmValue 'SYSTEM\CurrentControlSet\Control\Nls\CodePage' 'OEMCP')
    $p.ansi_codepage = Get-Number (Get-HklmValue 'SYSTEM\CurrentControlSet\Control\Nls\CodePage' 'ACP')
    $p.system_drive = [string]$env:SystemDrive
    $p.pending_reboot = Test-PendingReboot
    return , @(New-Item0 '' $p)
}

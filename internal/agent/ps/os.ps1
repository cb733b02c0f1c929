
# ---- os: what this computer is.
# The registry first; WMI only for what nothing else knows.

$readers['os'] = 'Get-Os'

function Test-HklmKey([string]$path) {
    $k = Open-Key 'HKLM' $path
    if ($null -eq $k) { return $false }
    $k.Close()
    return $true
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
    $nls = 'SYSTEM\CurrentControlSet\Control\Nls\'
    $p = [ordered]@{ computer = [Environment]::MachineName; domain = $null; part_of_domain = $null; workgroup = $null }
    try {
        $c = @(Get-CimInstance -ClassName Win32_ComputerSystem -Property Domain, DomainRole -OperationTimeoutSec 20)[0]
        # 0 and 2 stand alone, 1 and 3 are members, 4 and 5 domain controllers.
        $p.part_of_domain = ((0, 2) -notcontains [int](Get-Value $c 'DomainRole'))
        $p[$(if ($p.part_of_domain) { 'domain' } else { 'workgroup' })] = Get-TextOrNull (Get-Value $c 'Domain')
    }
    catch { $null = $_ }
    # The name that the computer has in full, where the one of NetBIOS ends after 15 characters.
    $p.host_name = $p.addresses = $null
    try {
        $p.host_name = [Net.Dns]::GetHostName()
        $p.addresses = [string[]][Net.Dns]::GetHostAddresses('')
    }
    catch { $null = $_ }
    $p.build = Get-Number (Get-HklmValue $nt 'CurrentBuildNumber')
    $p.ubr = Get-Number (Get-HklmValue $nt 'UBR')
    $p.edition = Get-HklmValue $nt 'EditionID'
    $p.product_name = Get-HklmValue $nt 'ProductName'
    $p.installation_type = Get-HklmValue $nt 'InstallationType'
    $p.product_type = @{ WinNT = 1; LanmanNT = 2; ServerNT = 3 }[[string](Get-HklmValue 'SYSTEM\CurrentControlSet\Control\ProductOptions' 'ProductType')]
    $p.language = $null
    $language = Get-HklmValue ($nls + 'Language') 'InstallLanguage'
    if ([string]$language -match '^[0-9a-fA-F]{1,8}$') { $p.language = [Convert]::ToInt32($language, 16) }
    $p.dotnet_release = Get-Number (Get-HklmValue 'SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' 'Release')
    $p.powershell = [string]$PSVersionTable.PSVersion
    $p.boot_time = Get-BootTime
    $p.time = [DateTime]::UtcNow
    $p.oem_codepage = Get-Number (Get-HklmValue ($nls + 'CodePage') 'OEMCP')
    $p.ansi_codepage = Get-Number (Get-HklmValue ($nls + 'CodePage') 'ACP')
    $p.system_drive = [string]$env:SystemDrive
    $p.pending_reboot = Test-PendingReboot
    return New-Item0 '' $p
}


# ---- service: reading.
# The registry has the configuration, the service control manager the state, WMI the process.

$readers['service'] = 'Get-Service0'

# The program of an ImagePath, without quotes and arguments.
function Get-ProgramOf([string]$image) {
    $text = [Environment]::ExpandEnvironmentVariables($image).Trim()
    if ($text -eq '') { return $null }
    if ($text.StartsWith('"')) { return $text.Substring(1).Split('"')[0] }
    $text = $text -replace '^\\\?\?\\', ''
    $text = $text -replace '^\\?SystemRoot\\', ($env:SystemRoot + '\').Replace('$', '$$')
    if ($text -match '^system32\\') { $text = $env:SystemRoot + '\' + $text }
    # Without quotes Windows tries one blank after the other; so do we, by what is on the disk.
    $first = $null
    foreach ($m in [Text.RegularExpressions.Regex]::Matches($text, '\.(exe|sys|dll)(?=\s|$)', 'IgnoreCase')) {
        $program = $text.Substring(0, $m.Index + $m.Length)
        if ([IO.File]::Exists($program)) { return $program }
        if ($null -eq $first) { $first = $program }
    }
    if ($null -ne $first) { return $first }
    return ($text -split '\s', 2)[0]
}

# Processes and exit codes of all services, asked once in a batch. Without WMI they are not known.
function Get-ServiceTable {
    if (-not $agent.Cache.ContainsKey('services')) {
        $table = @{}
        try { foreach ($s in @(Get-CimInstance -ClassName Win32_Service -Property Name, ProcessId, ExitCode -OperationTimeoutSec 20)) { $table[[string]$s.Name] = $s } } catch { $null = $_ }
        $agent.Cache['services'] = $table
    }
    return $agent.Cache['services']
}

# What the registry says of a service, where it does not say it.
$noConfig = @{ Start = $null; ImagePath = $null; Account = $null; DependsOn = $null }

function Read-Config([string]$name) {
    $c = $noConfig.Clone()
    $c.DependsOn = @()
    $k = Open-Key 'HKLM' ('SYSTEM\CurrentControlSet\Services\' + $name)
    if ($null -eq $k) { return $c }
    try {
        $c.Start = @{ 0 = 'boot'; 1 = 'system'; 2 = 'auto'; 3 = 'manual'; 4 = 'disabled' }[$k.GetValue('Start', -1)]
        if ($c.Start -eq 'auto' -and [int]$k.GetValue('DelayedAutostart', 0) -eq 1) { $c.Start = 'delayed' }
        $c.ImagePath = $k.GetValue('ImagePath', $null, 'DoNotExpandEnvironmentNames')
        $c.Account = $k.GetValue('ObjectName')
        $c.DependsOn = @(foreach ($n in $k.GetValue('DependOnService', @())) { if ([string]$n -ne '') { [string]$n } })
    }
    finally { $k.Close() }
    return $c
}

# The running services that need this one, the outermost first: the order in which they must be stopped.
function Get-Dependents($service, $seen) {
    foreach ($d in @($service.DependentServices)) {
        if ($seen.Contains($d.ServiceName) -or [int]$d.Status -eq 1) { continue }
        Get-Dependents $d $seen
        if (-not $seen.Contains($d.ServiceName)) { $seen.Add($d.ServiceName) }
    }
}

function Get-DependentNames($service) {
    $names = New-Object 'Collections.Generic.List[string]'
    Get-Dependents $service $names
    return , $names.ToArray()
}

# How often the service ended unexpectedly since boot (events 7031 and 7034, whose first parameter is the display name;
# the third of 7031 are the milliseconds until Windows starts it again). None where somebody has started it since.
function Get-Crashes([string]$display, $started) {
    try {
        if (-not $agent.Cache.ContainsKey('crashes')) {
            $agent.Cache['crashes'] = $null # what fails is not tried again for the next service
            # Where there is no log, this fails; a reader would not only fail but leave something behind that later hangs.
            $null = [Diagnostics.Eventing.Reader.EventLogSession]::GlobalSession.GetLogInformation('System', 'LogName')
            $since = [long]([DateTime]::UtcNow - (Get-BootTime)).TotalMilliseconds
            $text = "*[System[Provider[@Name='Service Control Manager'] and (EventID=7031 or EventID=7034) and TimeCreated[timediff(@SystemTime) <= " + $since.ToString($invariant) + ']]]'
            $list = New-Object Collections.ArrayList
            $reader = New-Object Diagnostics.Eventing.Reader.EventLogReader (New-Object Diagnostics.Eventing.Reader.EventLogQuery -ArgumentList 'System', 'LogName', $text)
            try {
                while ($null -ne ($event0 = $reader.ReadEvent())) {
                    $document = New-Object Xml.XmlDocument
                    $document.LoadXml($event0.ToXml())
                    $data = $document.GetElementsByTagName('Data')
                    $delay = $(if ($data.Count -gt 2) { $data.Item(2).get_InnerText() -as [double] })
                    if ($data.Count -gt 0) { [void]$list.Add(@{ Name = $data.Item(0).get_InnerText(); Again = $event0.TimeCreated.ToUniversalTime().AddMinutes(($delay + 30000) / 60000) }) }
                    $event0.Dispose()
                }
            }
            finally { $reader.Dispose() }
            $agent.Cache['crashes'] = $list
        }
        if ($null -eq $agent.Cache['crashes']) { return $null }
        $mine = @(foreach ($c in $agent.Cache['crashes']) { if ([string]::Equals($c.Name, $display, $anyCase)) { $c } })
        if ($mine.Length -gt 0 -and $null -ne $started -and $started -gt $mine[-1].Again) { return 0 }
        return $mine.Length
    }
    catch { return $null }
}

# All properties of a service; those of one that there is not, too.
function Read-Service([string]$name, $service, $config, [bool]$crashes) {
    $p = [ordered]@{ exists = ($null -ne $service); name = $name }
    foreach ($n in 'display_name', 'state', 'start', 'program', 'image_path', 'account', 'pid', 'started', 'exit_code') { $p[$n] = $null }
    $p.depends_on = @()
    $p.dependents = @()
    if ($crashes) { $p.crashes = $null }
    if ($null -eq $service) { return $p }
    $p.display_name = $service.DisplayName
    $p.state = $stateNames[[int]$service.Status]
    $p.start = $config.Start
    $p.program = Get-ProgramOf ([string]$config.ImagePath)
    $p.image_path = $config.ImagePath
    $p.account = $config.Account
    $wmi = (Get-ServiceTable)[$service.ServiceName]
    if ($null -ne $wmi) {
        $p.exit_code = Get-Value $wmi 'ExitCode'
        $id = Get-Value $wmi 'ProcessId'
        if ($null -ne $id -and [long]$id -gt 0) {
            $p['pid'] = $id
            try { $p.started = [Diagnostics.Process]::GetProcessById([int]$id).StartTime.ToUniversalTime() } catch { $null = $_ }
        }
    }
    $p.depends_on = $config.DependsOn
    $p.dependents = $null
    try { $p.dependents = Get-DependentNames $service } catch { $null = $_ } # one of them protects itself
    if ($crashes) { $p.crashes = Get-Crashes $service.DisplayName $p.started }
    return $p
}

function Get-Service0([string]$key, $arguments) {
    $crashes = ($arguments['crashes'] -eq $true)
    $programs = $null
    if ($null -ne $arguments['program']) { $programs = Get-Pattern ([Environment]::ExpandEnvironmentVariables($arguments['program']).Replace('/', '\')) }
    elseif (-not (Test-Pattern $key)) {
        if ($key -eq '') { Stop-With 'invalid' 'a service has a name' }
        $s = Find-Service $key
        if ($null -eq $s) { return New-Item0 $key (Read-Service $key $null $null $crashes) }
        return New-Item0 $s.ServiceName (Read-Service $s.ServiceName $s (Read-Config $s.ServiceName) $crashes)
    }
    $regex = Get-Pattern $key
    foreach ($s in [ServiceProcess.ServiceController]::GetServices()) {
        if (-not $regex.IsMatch($s.ServiceName)) { continue }
        $config = $noConfig
        try { $config = Read-Config $s.ServiceName } catch { Skip-Broken $_ }
        if ($null -ne $programs -and -not $programs.IsMatch([string](Get-ProgramOf ([string]$config.ImagePath)))) { continue }
        New-Item0 $s.ServiceName (Read-Service $s.ServiceName $s $config $crashes)
        Write-Due
    }
}

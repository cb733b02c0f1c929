
# ---- service: reading. The registry has the configuration, the service control manager the state, WMI the process.

$stateNames = @{ 1 = 'stopped'; 2 = 'start_pending'; 3 = 'stop_pending'; 4 = 'running'; 5 = 'continue_pending'; 6 = 'pause_pending'; 7 = 'paused' }
$servicesKey = 'SYSTEM\CurrentControlSet\Services'

# The program of an ImagePath, without quotes and arguments.
function Get-ProgramOf([string]$image) {
    $text = [Environment]::ExpandEnvironmentVariables($image).Trim()
    if ($text -eq '') { return $null }
    if ($text.StartsWith('"')) {
        $end = $text.IndexOf('"', 1)
        return $(if ($end -gt 0) { $text.Substring(1, $end - 1) } else { $text.Substring(1) })
    }
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

function Find-Service([string]$name) {
    foreach ($s in [ServiceProcess.ServiceController]::GetServices()) {
        if ([string]::Equals($s.ServiceName, $name, $anyCase)) { return $s }
    }
    return $null
}

# Processes and exit codes of all services, asked once in a batch. Without WMI they are not known.
function Get-ServiceTable {
    if (-not $agent.Cache.ContainsKey('services')) {
        $table = New-Object 'Collections.Generic.Dictionary[string,object]' -ArgumentList ([StringComparer]::OrdinalIgnoreCase)
        try {
            foreach ($s in @(Get-CimInstance -ClassName Win32_Service -Property Name, ProcessId, ExitCode -OperationTimeoutSec 20)) { $table[[string]$s.Name] = $s }
        }
        catch { $null = $_ }
        $agent.Cache['services'] = $table
    }
    return , $agent.Cache['services']
}

function Read-Config([string]$name) {
    $base = Open-Hive 'HKLM'
    $c = @{ Start = $null; Delayed = 0; ImagePath = $null; DisplayName = $null; Account = $null; DependsOn = @() }
    try {
        $k = $base.OpenSubKey($servicesKey + '\' + $name)
        if ($null -eq $k) { return $c }
        try {
            $c.Start = $k.GetValue('Start')
            $c.Delayed = [int]$k.GetValue('DelayedAutostart', 0)
            $c.ImagePath = $k.GetValue('ImagePath', $null, 'DoNotExpandEnvironmentNames')
            $c.Account = $k.GetValue('ObjectName')
            $c.DependsOn = @($k.GetValue('DependOnService', @()) | Where-Object { $null -ne $_ -and $_ -ne '' } | ForEach-Object { [string]$_ })
        }
        finally { $k.Close() }
    }
    finally { $base.Close() }
    return $c
}

function Get-StartName($config) {
    switch ($config.Start) {
        0 { return 'boot' }
        1 { return 'system' }
        2 { return $(if ($config.Delayed -eq 1) { 'delayed' } else { 'auto' }) }
        3 { return 'manual' }
        4 { return 'disabled' }
    }
    return $null
}

# The running services that need this one, the outermost first: the order in which they must be stopped.
function Get-Dependents($service, $seen) {
    foreach ($d in @($service.DependentServices)) {
        if ($seen.Contains($d.ServiceName)) { continue }
        if ([int]$d.Status -eq 1) { continue }
        Get-Dependents $d $seen
        if (-not $seen.Contains($d.ServiceName)) { [void]$seen.Add($d.ServiceName) }
    }
}

function Get-DependentNames($service) {
    $names = New-Object 'Collections.Generic.List[string]'
    Get-Dependents $service $names
    return , $names.ToArray()
}

# How often the service ended unexpectedly since boot (events 7031 and 7034, whose first parameter is the display name).
function Get-Crashes([string]$display) {
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
                    if ($event0.Properties.Count -gt 0) { [void]$list.Add([string]$event0.Properties[0].Value) }
                    $event0.Dispose()
                }
            }
            finally { $reader.Dispose() }
            $agent.Cache['crashes'] = $list
        }
        if ($null -eq $agent.Cache['crashes']) { return $null }
        return @($agent.Cache['crashes'] | Where-Object { [string]::Equals($_, $display, $anyCase) }).Length
    }
    catch { return $null }
}

function Read-Service($service, $config, [bool]$crashes) {
    $p = [ordered]@{ exists = $true; name = $service.ServiceName; display_name = $service.DisplayName }
    $p.state = $stateNames[[int]$service.Status]
    $p.start = Get-StartName $config
    $p.program = Get-ProgramOf ([string]$config.ImagePath)
    $p.image_path = $config.ImagePath
    $p.account = $config.Account
    $p['pid'] = $null
    $p.started = $null
    $p.exit_code = $null
    $wmi = $null
    if ((Get-ServiceTable).TryGetValue($service.ServiceName, [ref]$wmi)) {
        $p.exit_code = Get-Value $wmi 'ExitCode'
        $id = Get-Value $wmi 'ProcessId'
        if ($null -ne $id -and [long]$id -gt 0) {
            $p['pid'] = $id
            try { $p.started = [Diagnostics.Process]::GetProcessById([int]$id).StartTime.ToUniversalTime() } catch { $null = $_ }
        }
    }
    $p.depends_on = $config.DependsOn
    $p.dependents = Get-DependentNames $service
    if ($crashes) { $p.crashes = Get-Crashes $service.DisplayName }
    return $p
}

# A property of an object that may lack it.
function Get-Value($object, [string]$name) {
    $p = $object.PSObject.Properties[$name]
    if ($null -eq $p) { return $null }
    return , $p.Value
}

function Get-Service0([string]$key, $arguments) {
    $crashes = ((Get-Member0 $arguments 'crashes') -eq $true)
    $program = Get-Member0 $arguments 'program'
    if ($null -eq $program -and -not (Test-Pattern $key)) {
        if ($key -eq '') { Stop-With 'invalid' 'a service has a name' }
        $s = Find-Service $key
        if ($null -ne $s) { return , @(New-Item0 $s.ServiceName (Read-Service $s (Read-Config $s.ServiceName) $crashes)) }
        $p = [ordered]@{ exists = $false; name = $key }
        foreach ($n in 'display_name', 'state', 'start', 'program', 'image_path', 'account', 'pid', 'started', 'exit_code') { $p[$n] = $null }
        $p.depends_on = @()
        $p.dependents = @()
        if ($crashes) { $p.crashes = $null }
        return , @(New-Item0 $key $p)
    }
    $regex = Get-Pattern $key
    $programs = $null
    if ($null -ne $program) { $programs = Get-Pattern ([Environment]::ExpandEnvironmentVariables([string]$program).Replace('/', '\')) }
    $items = New-Object Collections.ArrayList
    foreach ($s in [ServiceProcess.ServiceController]::GetServices()) {
        if (-not $regex.IsMatch($s.ServiceName)) { continue }
        $config = Read-Config $s.ServiceName
        if ($null -ne $programs -and -not $programs.IsMatch([string](Get-ProgramOf ([string]$config.ImagePath)))) { continue }
        [void]$items.Add((New-Item0 $s.ServiceName (Read-Service $s $config $crashes)))
        Write-Due
    }
    return , $items.ToArray()
}


# ---- process, listener, tcp

# Path and start of a process; protected ones do not tell.
function Read-Process($process) {
    $p = [ordered]@{ pid = $process.Id; name = $process.ProcessName; path = $null; started = $null; parent = $null }
    try { $p.path = $process.MainModule.FileName } catch { $null = $_ }
    try { $p.started = $process.StartTime.ToUniversalTime() } catch { $null = $_ }
    if ($null -ne $p.path) { $p.name = [IO.Path]::GetFileName($p.path) }
    elseif ($p.name -notmatch '\.exe$' -and $process.Id -gt 4) { $p.name += '.exe' }
    return $p
}

function Get-Process0([string]$key, $arguments) {
    $byPath = ($key.IndexOf('\') -ge 0 -or $key.IndexOf('/') -ge 0)
    $regex = Get-Pattern $(if ($byPath) { [Environment]::ExpandEnvironmentVariables($key).Replace('/', '\') } else { $key })
    $items = New-Object Collections.ArrayList
    foreach ($process in [Diagnostics.Process]::GetProcesses()) {
        try { $p = Read-Process $process } catch { continue } finally { $process.Dispose() }
        if (-not $regex.IsMatch([string]$p[$(if ($byPath) { 'path' } else { 'name' })])) { continue }
        [void]$items.Add((New-Item0 ([string]$p['pid']) $p))
        Write-Due
    }
    if ($items.Count -gt 0) {
        try {
            $parents = @{}
            foreach ($w in @(Get-CimInstance -ClassName Win32_Process -Property ProcessId, ParentProcessId -OperationTimeoutSec 20)) { $parents[[string]$w.ProcessId] = $w.ParentProcessId }
            foreach ($i in $items) { $i.props['parent'] = $parents[[string]$i.key] }
        }
        catch { $null = $_ }
    }
    return , $items.ToArray()
}

# All listening ends of one protocol, asked once in a batch. WMI also knows the process; without it (Windows 7) .NET tells the port alone.
function Get-Listening([string]$protocol) {
    if (-not $agent.Cache.ContainsKey($protocol)) {
        $list = New-Object Collections.ArrayList
        try {
            $class = $(if ($protocol -eq 'tcp') { 'MSFT_NetTCPConnection' } else { 'MSFT_NetUDPEndpoint' })
            $wanted = 'LocalAddress', 'LocalPort', 'OwningProcess'
            if ($protocol -eq 'tcp') { $wanted += 'State' }
            foreach ($c in @(Get-CimInstance -Namespace 'root/StandardCimv2' -ClassName $class -Property $wanted -OperationTimeoutSec 20)) {
                if ($protocol -eq 'tcp' -and [int]$c.State -ne 2) { continue }
                [void]$list.Add(@{ Address = [string]$c.LocalAddress; Port = [int]$c.LocalPort; Process = $c.OwningProcess })
            }
        }
        catch {
            $list.Clear()
            $all = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties()
            foreach ($e in $(if ($protocol -eq 'tcp') { $all.GetActiveTcpListeners() } else { $all.GetActiveUdpListeners() })) {
                [void]$list.Add(@{ Address = $e.Address.ToString(); Port = $e.Port; Process = $null })
            }
        }
        $agent.Cache[$protocol] = $list
    }
    return , $agent.Cache[$protocol]
}

function Get-Listener([string]$key, $arguments) {
    if ($key -notmatch '^(tcp|udp)/(\*|\d{1,5})$') { Stop-With 'invalid' ('no port: ' + $key) }
    $protocol = $matches[1]
    $port = $matches[2]
    $items = New-Object Collections.ArrayList
    $seen = @{}
    foreach ($l in (Get-Listening $protocol)) {
        if ($port -ne '*' -and $l.Port -ne [int]$port) { continue }
        $address = $l.Address
        $name = $protocol + '/' + $(if ($address.IndexOf(':') -ge 0) { '[' + $address + ']' } else { $address }) + ':' + $l.Port
        if ($seen.ContainsKey($name)) { continue }
        $seen[$name] = $true
        $program = $null
        if ($null -ne $l.Process) { try { $program = (Read-Process ([Diagnostics.Process]::GetProcessById([int]$l.Process))).path } catch { $null = $_ } }
        [void]$items.Add((New-Item0 $name ([ordered]@{ protocol = $protocol; address = $address; port = $l.Port; pid = $l.Process; program = $program })))
    }
    return , $items.ToArray()
}

function Get-TcpResult($e) {
    for ($x = $e; $null -ne $x; $x = $x.InnerException) {
        if ($x -is [Net.Sockets.SocketException]) {
            switch ([int]$x.SocketErrorCode) {
                10061 { return 'refused' }
                10060 { return 'timeout' }
                10050 { return 'unreachable' }
                10051 { return 'unreachable' }
                10065 { return 'unreachable' }
                11001 { return 'dns' }
                11002 { return 'dns' }
                11004 { return 'dns' }
            }
        }
    }
    return 'error'
}

# Waits for an asynchronous call in short pieces, so that answers which wait go out. False when the time is up.
function Wait-Handle($handle, $clock, [int]$limit) {
    while ($clock.ElapsedMilliseconds -lt $limit) {
        if ($handle.WaitOne([int][Math]::Max(1, [Math]::Min(200, $limit - $clock.ElapsedMilliseconds)))) { return $true }
        Write-Due
    }
    return $handle.WaitOne(0)
}

function Get-Tcp([string]$key, $arguments) {
    if ($key -notmatch '^(\[[0-9a-fA-F:.%]+\]|[^\[\]:/\s]+):(\d{1,5})$' -or [int]$matches[2] -gt 65535) { Stop-With 'invalid' ('no host and port: ' + $key) }
    $name = $matches[1].Trim('[', ']')
    $port = [int]$matches[2]
    $limit = Get-Member0 $arguments 'timeout_ms'
    $limit = [int]$(if ($null -eq $limit) { 3000 } else { [Math]::Max(1, [Math]::Min(60000, [long]$limit)) })
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $p = [ordered]@{ result = 'dns'; address = $null; ms = $null }
    try {
        $a = [Net.Dns]::BeginGetHostAddresses($name, $null, $null)
        if (Wait-Handle $a.AsyncWaitHandle $clock $limit) {
            foreach ($ip in @([Net.Dns]::EndGetHostAddresses($a))) {
                $p.address = $ip.ToString()
                $client = New-Object Net.Sockets.TcpClient -ArgumentList $ip.AddressFamily
                try {
                    $c = $client.BeginConnect($ip, $port, $null, $null)
                    if (Wait-Handle $c.AsyncWaitHandle $clock $limit) { $client.EndConnect($c); $p.result = 'open' } else { $p.result = 'timeout' }
                }
                catch { $p.result = Get-TcpResult $_.Exception }
                finally { $client.Close() }
                if ($p.result -eq 'open') { break }
            }
        }
    }
    catch { $p.result = Get-TcpResult $_.Exception }
    $p.ms = $clock.ElapsedMilliseconds
    return , @(New-Item0 $key $p)
}

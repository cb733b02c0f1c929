
# ---- Names and connections, many at once
# What the limit does not reach is a timeout: fifty targets that answer nothing cost as much as one.

$socketWords = @{ 10061 = 'refused'; 10060 = 'timeout'; 10035 = 'timeout'; 10050 = 'unreachable'; 10051 = 'unreachable'; 10065 = 'unreachable'; 11001 = 'nxdomain'; 11002 = 'timeout'; 11004 = 'nodata' }
# A target is as good as its best address.
$bestFirst = 'open', 'refused', 'timeout', 'unreachable', 'error'

function Get-SocketWord($e) {
    for ($x = $e; $null -ne $x; $x = $x.InnerException) {
        if ($x -is [Net.Sockets.SocketException]) {
            $known = $socketWords[[int]$x.SocketErrorCode]
            if ($null -ne $known) { return $known }
        }
    }
    return 'error'
}

function Get-Limit($arguments, [int]$usual) {
    $limit = $arguments['timeout_ms']
    return [int]$(if ($null -eq $limit) { $usual } else { [Math]::Max(1, [Math]::Min(60000, [long]$limit)) })
}

# A target of its text; null if it is none.
function Read-Target([string]$text) {
    if ($text -notmatch '^(\[[0-9a-fA-F:.%]+\]|[^\[\]:/\s]+):(\d{1,5})$' -or [int]$matches[2] -gt 65535) { Stop-With 'invalid' ('no host and port: ' + $text) }
    return @{ Key = $text; Name = $matches[1].Trim('[', ']'); Port = [int]$matches[2]; Dns = 'timeout'; Result = 'dns'; Address = $null; Client = $null; Tries = @() }
}

# Looks in short pieces whether calls have ended, so that answers which wait go out. False when the time is up.
function Wait-Calls($calls, $clock, [int]$limit) {
    $left = $limit - $clock.ElapsedMilliseconds
    if ($left -le 0) { return $false }
    $handles = @(foreach ($c in $calls) { $c.AsyncWaitHandle })
    if ($handles.Length -gt 60) { $handles = $handles[0..59]; $left = [Math]::Min(50, $left) } # it waits for 64 at the most
    $null = [Threading.WaitHandle]::WaitAny([Threading.WaitHandle[]]$handles, [int][Math]::Max(1, [Math]::Min(200, $left)))
    Write-Due
    return $true
}

# The addresses of each name: a table with Result (ok, nxdomain, nodata, timeout, error) and Addresses.
function Resolve-All($names, $clock, [int]$limit) {
    $null = [Threading.ThreadPool]::SetMinThreads(64, 64) # each question takes one of this process
    $all = New-Table
    foreach ($n in $names) {
        if ($null -ne $all[$n]) { continue }
        $all[$n] = $r = @{ Result = 'timeout'; Addresses = @(); Call = $null }
        try { $r.Call = [Net.Dns]::BeginGetHostAddresses($n, $null, $null) } catch { $r.Result = Get-SocketWord $_.Exception }
    }
    do {
        $open = @(foreach ($r in @($all.get_Values())) {
                if ($null -ne $r.Call -and $r.Call.IsCompleted) {
                    try {
                        $r.Addresses = @([Net.Dns]::EndGetHostAddresses($r.Call))
                        $r.Result = $(if ($r.Addresses.Length -gt 0) { 'ok' } else { 'nodata' })
                    }
                    catch { $r.Result = Get-SocketWord $_.Exception }
                    $r.Call = $null
                }
                if ($null -ne $r.Call) { $r.Call }
            })
    } while ($open.Length -gt 0 -and (Wait-Calls $open $clock $limit))
    return , $all
}

# Tries all addresses of all targets at once, until of each one is open, or all have answered, or the time is up: Windows takes two seconds
# to tell a refusal. The open connection stays in Client; whoever calls closes all with Close-All.
function Connect-All($targets, $clock, [int]$limit) {
    $names = Resolve-All @(foreach ($t in $targets) { $t.Name }) $clock $limit
    foreach ($t in $targets) {
        $t.Dns = $names[$t.Name].Result
        $t.Tries = @(foreach ($ip in $names[$t.Name].Addresses) {
                $try = @{ Address = $ip.ToString(); Result = 'timeout'; Client = $null; Call = $null }
                try {
                    $try.Client = New-Object Net.Sockets.TcpClient -ArgumentList $ip.AddressFamily
                    $try.Call = $try.Client.BeginConnect($ip, $t.Port, $null, $null)
                }
                catch { $try.Result = Get-SocketWord $_.Exception }
                $try
            })
    }
    do {
        $open = @(foreach ($t in $targets) {
                foreach ($try in $t.Tries) {
                    if ($null -ne $try.Call -and $try.Call.IsCompleted) {
                        try { $try.Client.EndConnect($try.Call); $try.Result = 'open' } catch { $try.Result = Get-SocketWord $_.Exception }
                        $try.Call = $null
                    }
                    if ($null -eq $t.Client -and $try.Result -eq 'open') { $t.Client = $try.Client }
                }
                if ($null -eq $t.Client) { foreach ($try in $t.Tries) { if ($null -ne $try.Call) { $try.Call } } }
            })
    } while ($open.Length -gt 0 -and (Wait-Calls $open $clock $limit))
    foreach ($t in $targets) {
        foreach ($result in $bestFirst) {
            foreach ($try in $t.Tries) { if ($try.Result -eq $result -and $null -eq $t.Address) { $t.Result = $result; $t.Address = $try.Address } }
        }
    }
}

function Close-All($targets) {
    foreach ($t in $targets) { foreach ($try in $t.Tries) { if ($null -ne $try.Client) { $try.Client.Close() } } }
}

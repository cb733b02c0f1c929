
# ---- tcp

$readers['tcp'] = 'Get-Tcp'
# The host is as good as its best address.
$bestFirst = 'open', 'refused', 'timeout', 'unreachable', 'dns', 'error'

function Get-TcpResult($e) {
    for ($x = $e; $null -ne $x; $x = $x.InnerException) {
        if ($x -is [Net.Sockets.SocketException]) {
            $known = @{ 10061 = 'refused'; 10060 = 'timeout'; 10050 = 'unreachable'; 10051 = 'unreachable'; 10065 = 'unreachable'; 11001 = 'dns'; 11002 = 'dns'; 11004 = 'dns' }[[int]$x.SocketErrorCode]
            if ($null -ne $known) { return $known }
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

# Tries all addresses at once, until one is open or each has answered or the time is up: Windows takes two seconds to tell a refusal.
function Connect-Each($addresses, [int]$port, $clock, [int]$limit) {
    $tries = @(foreach ($ip in $addresses) {
            $t = @{ Address = $ip.ToString(); Result = 'timeout'; Client = $null; Call = $null }
            try {
                $t.Client = New-Object Net.Sockets.TcpClient -ArgumentList $ip.AddressFamily
                $t.Call = $t.Client.BeginConnect($ip, $port, $null, $null)
            }
            catch { $t.Result = Get-TcpResult $_.Exception }
            $t
        })
    try {
        for ($open = $false; ; ) {
            $handles = @(foreach ($t in $tries) {
                    if ($null -ne $t.Call -and $t.Call.IsCompleted) {
                        try { $t.Client.EndConnect($t.Call); $t.Result = 'open' } catch { $t.Result = Get-TcpResult $_.Exception }
                        $t.Call = $null
                        $open = ($open -or $t.Result -eq 'open')
                    }
                    if ($null -ne $t.Call) { $t.Call.AsyncWaitHandle }
                })
            $left = $limit - $clock.ElapsedMilliseconds
            if ($open -or $handles.Length -eq 0 -or $left -le 0) { return , $tries }
            $null = [Threading.WaitHandle]::WaitAny([Threading.WaitHandle[]]$handles, [int][Math]::Max(1, [Math]::Min(200, $left)))
            Write-Due
        }
    }
    finally { foreach ($t in $tries) { if ($null -ne $t.Client) { $t.Client.Close() } } }
}

function Get-Tcp([string]$key, $arguments) {
    if ($key -notmatch '^(\[[0-9a-fA-F:.%]+\]|[^\[\]:/\s]+):(\d{1,5})$' -or [int]$matches[2] -gt 65535) { Stop-With 'invalid' ('no host and port: ' + $key) }
    $name = $matches[1].Trim('[', ']')
    $port = [int]$matches[2]
    $limit = $arguments['timeout_ms']
    $limit = [int]$(if ($null -eq $limit) { 3000 } else { [Math]::Max(1, [Math]::Min(60000, [long]$limit)) })
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $p = [ordered]@{ result = 'dns'; address = $null; ms = $null }
    try {
        $a = [Net.Dns]::BeginGetHostAddresses($name, $null, $null)
        if (Wait-Handle $a.AsyncWaitHandle $clock $limit) {
            $tries = Connect-Each @([Net.Dns]::EndGetHostAddresses($a)) $port $clock $limit
            foreach ($result in $bestFirst) {
                foreach ($t in $tries) { if ($t.Result -eq $result -and $null -eq $p.address) { $p.result = $result; $p.address = $t.Address } }
            }
        }
    }
    catch { $p.result = Get-TcpResult $_.Exception }
    $p.ms = $clock.ElapsedMilliseconds
    return New-Item0 $key $p
}


# ---- tcp

$readers['tcp'] = 'Get-Tcp'

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
    return New-Item0 $key $p
}

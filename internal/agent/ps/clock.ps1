
# ---- time: where this computer has its time from, and how far it is from it (SNTP, one question by udp).

$readers['time'] = 'Get-TimeSource'

# Policy wins; a computer of a domain asks the domain.
function Find-TimeSource($p) {
    foreach ($name in 'type', 'servers') {
        $value = @{ type = 'Type'; servers = 'NtpServer' }[$name]
        $p[$name] = Get-TextOrNull (Get-HklmValue 'SOFTWARE\Policies\Microsoft\W32Time\Parameters' $value)
        if ($null -eq $p[$name]) { $p[$name] = Get-TextOrNull (Get-HklmValue 'SYSTEM\CurrentControlSet\Services\W32Time\Parameters' $value) }
    }
    if ($p.type -eq 'NT5DS') { return Get-TextOrNull (Get-HklmValue 'SYSTEM\CurrentControlSet\Services\Tcpip\Parameters' 'Domain') }
    if ($p.type -ne 'NoSync' -and $null -ne $p.servers) { return $p.servers.Trim().Split([char[]]' ')[0].Split([char[]]',')[0] }
}

# The bytes from 40 on are the moment of the answer: seconds since 1900 and their fraction, the first byte counts most.
function Get-Offset($ip, [int]$port, [int]$limit) {
    $client = New-Object Net.Sockets.UdpClient -ArgumentList $ip.AddressFamily
    try {
        $client.Client.ReceiveTimeout = $limit
        $null = $client.Connect($ip, $port)
        $bytes = [byte[]](, 0x23 + @(0) * 47)
        $sent = [DateTime]::UtcNow
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = $client.Send($bytes, 48)
        $from = New-Object Net.IPEndPoint -ArgumentList $ip, $port
        $bytes = $client.Receive([ref]$from)
        $took = $clock.Elapsed.TotalMilliseconds
        if ($bytes.Length -lt 48 -or ($bytes[0] -band 7) -ne 4 -or $bytes[1] -lt 1 -or $bytes[1] -gt 15) { return $null }
        $seconds = [double]0
        for ($i = 40; $i -lt 48; $i++) { $seconds = $seconds * 256 + $bytes[$i] }
        $ms = $seconds / 4294967.296
        return [long]($ms - ($sent.Subtract((New-Object DateTime -ArgumentList 1900, 1, 1)).TotalMilliseconds + $took / 2))
    }
    finally { $client.Close() }
}

function Get-TimeSource([string]$key, $arguments) {
    $p = [ordered]@{ type = $null; servers = $null; source = $null; result = 'none'; offset_ms = $null }
    $source = Find-TimeSource $p
    if ($key -ne '') { $source = $key }
    $p.source = $source
    if ($null -eq $source) { return New-Item0 $key $p }
    $t = Read-Target $(if ($source -match ':\d+$') { $source } else { $source + ':123' })
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $limit = Get-Limit $arguments 3000
    $names = Resolve-All @($t.Name) $clock $limit
    $p.result = $(if ($names[$t.Name].Result -eq 'ok') { 'silent' } else { 'dns' })
    foreach ($ip in $names[$t.Name].Addresses) {
        $left = $limit - $clock.ElapsedMilliseconds
        if ($left -lt 1) { break }
        try { $p.offset_ms = Get-Offset $ip $t.Port $left } catch { $null = $_ }
        if ($null -ne $p.offset_ms) { $p.result = 'ok'; break }
    }
    return New-Item0 $key $p
}

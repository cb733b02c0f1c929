
# ---- listener

$readers['listener'] = 'Get-Listener'

# All listening ends of one protocol, asked once in a batch. WMI also knows the process; without it (Windows 7) .NET tells the port alone.
function Get-Listening([string]$protocol) {
    if (-not $agent.Cache.ContainsKey($protocol)) {
        try {
            $class = $(if ($protocol -eq 'tcp') { 'MSFT_NetTCPConnection' } else { 'MSFT_NetUDPEndpoint' })
            $wanted = 'LocalAddress', 'LocalPort', 'OwningProcess'
            if ($protocol -eq 'tcp') { $wanted += 'State' }
            $list = @(foreach ($c in @(Get-CimInstance -Namespace 'root/StandardCimv2' -ClassName $class -Property $wanted -OperationTimeoutSec 20)) {
                    if ($protocol -ne 'tcp' -or [int]$c.State -eq 2) { @{ Address = [string]$c.LocalAddress; Port = [int]$c.LocalPort; Process = $c.OwningProcess } }
                })
        }
        catch {
            . $agent.Spare['ports']
            $list = Get-OpenPorts $protocol
        }
        $agent.Cache[$protocol] = $list
    }
    return , $agent.Cache[$protocol]
}

function Get-Listener([string]$key, $arguments) {
    if ($key -notmatch '^(tcp|udp)/(\*|\d{1,5})$') { Stop-With 'invalid' ('no port: ' + $key) }
    $protocol = $matches[1]
    $port = $matches[2]
    $seen = @{}
    foreach ($l in (Get-Listening $protocol)) {
        if ($port -ne '*' -and $l.Port -ne [int]$port) { continue }
        $name = $protocol + '/' + $(if ($l.Address.IndexOf(':') -ge 0) { '[' + $l.Address + ']' } else { $l.Address }) + ':' + $l.Port
        if ($seen.ContainsKey($name)) { continue }
        $seen[$name] = $true
        $program = $null
        if ($null -ne $l.Process) { try { $program = (Read-Process ([Diagnostics.Process]::GetProcessById([int]$l.Process))).path } catch { $null = $_ } }
        New-Item0 $name ([ordered]@{ protocol = $protocol; address = $l.Address; port = $l.Port; pid = $l.Process; program = $program })
    }
}


# ---- listener where WMI does not tell: the ports alone.

function Get-OpenPorts([string]$protocol) {
    $all = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties()
    return , @(foreach ($e in $(if ($protocol -eq 'tcp') { $all.GetActiveTcpListeners() } else { $all.GetActiveUdpListeners() })) {
            @{ Address = $e.Address.ToString(); Port = $e.Port; Process = $null }
        })
}

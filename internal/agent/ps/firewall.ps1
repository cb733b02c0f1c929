
# ---- firewall: who may come in at a port. From the registry, both stores in one pass (dossier 4.1): asking rule by rule takes a minute.

$localFirewall = 'SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy'
$policyFirewall = 'SOFTWARE\Policies\Microsoft\WindowsFirewall'

# A rule's text as pairs; names may repeat, so lists.
function Split-Rule([string]$raw) {
    $r = @{}
    foreach ($part in $raw.Split('|')) {
        $at = $part.IndexOf('=')
        if ($at -le 0) { continue }
        $name = $part.Substring(0, $at)
        if ($name -match '^(LPort|RPort|RA|LA)\d*') { $name = $matches[1] } # LPort2_10 has ranges, RA4 and RA6 addresses
        if (-not $r.ContainsKey($name)) { $r[$name] = New-Object Collections.ArrayList }
        [void]$r[$name].Add($part.Substring($at + 1))
    }
    return $r
}

function Test-Port($ports, [int]$port) {
    foreach ($p in $ports) {
        foreach ($one in $p.Split(',')) {
            if ($one -eq '*') { return $true }
            if ($one -match '^(\d{1,5})-(\d{1,5})$') { if ($port -ge [int]$matches[1] -and $port -le [int]$matches[2]) { return $true } }
            elseif ($one -match '^\d{1,5}$' -and [int]$one -eq $port) { return $true }
        }
    }
    return $false
}

# Adds the inbound rules of one store that include the port.
function Add-Rules($base, [string]$path, [string]$store, [int]$protocol, [int]$port, $to) {
    $k = $base.OpenSubKey($path + '\FirewallRules')
    if ($null -eq $k) { return }
    try {
        foreach ($id in $k.GetValueNames()) {
            $raw = $k.GetValue($id)
            if ($raw -isnot [string] -or $raw.IndexOf('Dir=In') -lt 0) { continue }
            $r = Split-Rule $raw
            if (-not $r.ContainsKey('Dir') -or $r['Dir'][0] -ne 'In') { continue }
            if ($r.ContainsKey('Protocol') -and $r['Protocol'][0] -ne '256') {
                if ($r['Protocol'][0] -ne [string]$protocol) { continue }
                if ($r.ContainsKey('LPort') -and -not (Test-Port $r['LPort'] $port)) { continue }
            }
            [void]$to.Add(@{ key = $id; id = $id; store = $store; raw = $raw })
        }
    }
    finally { $k.Close() }
}

# The first of these keys that has the value decides.
function Get-First($base, [string[]]$paths, [string]$name) {
    foreach ($path in $paths) {
        $k = $base.OpenSubKey($path)
        if ($null -eq $k) { continue }
        try { $v = $k.GetValue($name) } finally { $k.Close() }
        if ($null -ne $v) { return $v }
    }
    return $null
}

function Read-Profile($base, [string]$local, [string[]]$policies) {
    $policy = @($policies | ForEach-Object { $policyFirewall + '\' + $_ })
    $all = $policy + ($localFirewall + '\' + $local)
    return [ordered]@{
        enabled     = ((Get-First $base $all 'EnableFirewall') -ne 0)
        inbound     = $(if ((Get-First $base $all 'DefaultInboundAction') -eq 0) { 'allow' } else { 'block' })
        block_all   = ((Get-First $base $all 'DoNotAllowExceptions') -eq 1)
        local_rules = ((Get-First $base $policy 'AllowLocalPolicyMerge') -ne 0)
    }
}

function Get-ProfileNames($mask) {
    $names = @()
    if ($mask -band 1) { $names += 'domain' }
    if ($mask -band 2) { $names += 'private' }
    if ($mask -band 4) { $names += 'public' }
    return , $names
}

function Get-Firewall([string]$key, $arguments) {
    if ($key -notmatch '^in/(tcp|udp)/(\d{1,5})$') { Stop-With 'invalid' ('no port: ' + $key) }
    $protocol = $(if ($matches[1] -eq 'tcp') { 6 } else { 17 })
    $port = [int]$matches[2]
    if ($port -gt 65535) { Stop-With 'invalid' ('no port: ' + $key) }
    $p = [ordered]@{ service = $null }
    $s = Find-Service 'mpssvc'
    if ($null -ne $s) { $p.service = $stateNames[[int]$s.Status] }
    $rules = New-Object Collections.ArrayList
    $base = Open-Hive 'HKLM'
    try {
        # Old policies know one profile for everything outside of a domain.
        $p.profiles = [ordered]@{
            domain  = (Read-Profile $base 'DomainProfile' @('DomainProfile'))
            private = (Read-Profile $base 'StandardProfile' @('PrivateProfile', 'StandardProfile'))
            public  = (Read-Profile $base 'PublicProfile' @('PublicProfile', 'StandardProfile'))
        }
        $p.active = $null
        try { $p.active = Get-ProfileNames ((New-Object -ComObject HNetCfg.FwPolicy2).CurrentProfileTypes) } catch { $null = $_ } # mpssvc does not answer
        Add-Rules $base $localFirewall 'local' $protocol $port $rules
        Add-Rules $base $policyFirewall 'policy' $protocol $port $rules
    }
    finally { $base.Close() }
    $p.rules = @((Get-Sorted $rules.ToArray()) | ForEach-Object { [ordered]@{ id = $_.id; store = $_.store; raw = $_.raw } })
    return , @(New-Item0 $key $p)
}

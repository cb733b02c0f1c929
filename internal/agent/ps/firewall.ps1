
# ---- firewall: who may come in at a port.

$readers['firewall'] = 'Get-Firewall'
$policyFirewall = 'SOFTWARE\Policies\Microsoft\WindowsFirewall'

# Whether a rule is about what comes in at the port; a word such as RPC is none.
function Test-Rule([string]$raw, [int]$protocol, [int]$port) {
    if ($raw -notmatch '\|Dir=In\|') { return $false }
    if ($raw -notmatch '\|Protocol=(\d+)' -or $matches[1] -eq '256') { return $true }
    if ($matches[1] -ne $protocol) { return $false }
    $ports = [Text.RegularExpressions.Regex]::Matches($raw, '\|LPort\w*=([^|]*)')
    foreach ($m in $ports) {
        foreach ($one in $m.Groups[1].Value.Split(',')) {
            if ($one -eq '*') { return $true }
            if ($one -match '^(\d{1,5})(-(\d{1,5}))?$' -and $port -ge $matches[1] -and $port -le $matches[$(if ($matches[3]) { 3 } else { 1 })]) { return $true }
        }
    }
    return ($ports.Count -eq 0)
}

# The first of these keys that has the value decides.
function Get-First([string[]]$paths, [string]$name) {
    foreach ($path in $paths) {
        $k = Open-Key 'HKLM' $path
        if ($null -eq $k) { continue }
        try { $v = $k.GetValue($name) } finally { $k.Close() }
        if ($null -ne $v) { return $v }
    }
}

# Old policies know one profile for everything outside of a domain.
function Read-Profile([string]$name) {
    $local = $(if ($name -eq 'Private') { 'Standard' } else { $name })
    $policy = @($policyFirewall + '\' + $name + 'Profile')
    if ($name -ne 'Domain') { $policy += $policyFirewall + '\StandardProfile' }
    $policy += $localFirewall + '\Mdm\' + $local + 'Profile'
    $all = $policy + ($localFirewall + '\' + $local + 'Profile')
    return [ordered]@{
        enabled     = ((Get-First $all 'EnableFirewall') -ne 0)
        inbound     = $(if ((Get-First $all 'DefaultInboundAction') -eq 0) { 'allow' } else { 'block' })
        block_all   = ((Get-First $all 'DoNotAllowExceptions') -eq 1)
        local_rules = ((Get-First $policy 'AllowLocalPolicyMerge') -ne 0)
    }
}

function Get-Firewall([string]$key, $arguments) {
    if ($key -notmatch '^in/(tcp|udp)/(\d{1,5})$' -or [int]$matches[2] -gt 65535) { Stop-With 'invalid' ('no port: ' + $key) }
    $protocol = $(if ($matches[1] -eq 'tcp') { 6 } else { 17 })
    $port = [int]$matches[2]
    $p = [ordered]@{ service = $null }
    $s = Find-Service 'mpssvc'
    if ($null -ne $s) { $p.service = $stateNames[[int]$s.Status] }
    $p.profiles = [ordered]@{ domain = (Read-Profile 'Domain'); private = (Read-Profile 'Private'); public = (Read-Profile 'Public') }
    $p.active = $null
    try { $p.active = Get-ProfileNames ((New-Object -ComObject HNetCfg.FwPolicy2).CurrentProfileTypes) } catch { $null = $_ } # mpssvc does not answer
    $stores = @{ local = $localFirewall; mdm = $localFirewall + '\Mdm'; policy = $policyFirewall }
    $rules = @(foreach ($store in $stores.get_Keys()) {
            foreach ($r in @(Get-RawRules $stores[$store])) {
                if (Test-Rule $r.Raw $protocol $port) { @{ key = $r.Id; rule = [ordered]@{ id = $r.Id; store = $store; raw = $r.Raw } } }
            }
        })
    $p.rules = @(foreach ($r in (Get-Sorted $rules)) { $r.rule })
    return New-Item0 $key $p
}


# ---- firewall_rule: reading.
# One local rule by its name, through COM (dossier 4.1). Group policy's rules cannot be reached here.

$readers['firewall_rule'] = 'Get-FirewallRule0'
$rulePropertyNames = 'exists', 'enabled', 'action', 'direction', 'protocol', 'local_ports', 'remote_addresses', 'profiles', 'program', 'service', 'grouping', 'description', 'count'

function Find-Rule($policy, [string]$name) {
    try { return $policy.Rules.Item($name) }
    catch {
        if ((Get-Win32 $_.Exception) -eq 2 -or $_.Exception.GetBaseException() -is [IO.FileNotFoundException]) { return $null }
        throw
    }
}

# How many local rules have this name. COM would go through all rules, which takes seconds.
function Get-RuleCount([string]$name) {
    $n = 0
    foreach ($r in @(Get-RawRules $localFirewall)) {
        if ($r.Raw.IndexOf($name, $anyCase) -ge 0 -and [string]::Equals([string](Split-Rule $r.Raw)['Name'], $name, $anyCase)) { $n++ }
    }
    return $n
}

# Addresses as people write them: Windows shows 10.1.2.0/24 as 10.1.2.0/255.255.255.0.
function Get-Addresses([string]$text) {
    if ($text -eq '') { return '*' }
    $list = foreach ($a in $text.Split(',')) {
        $a = $a.Trim()
        if ($a -match '^([\d.]+)/(\d+)\.(\d+)\.(\d+)\.(\d+)$') {
            $bits = 0
            foreach ($i in 2..5) { $bits += [Convert]::ToString([int]$matches[$i], 2).Replace('0', '').Length }
            $a = $matches[1] + $(if ($bits -lt 32) { '/' + $bits } else { '' })
        }
        $a
    }
    return (@($list) -join ',')
}

function Read-Rule([string]$name) {
    $rule = Find-Rule (New-Object -ComObject HNetCfg.FwPolicy2) $name
    $p = [ordered]@{}
    foreach ($n in $rulePropertyNames) { $p[$n] = $null }
    $p.exists = ($null -ne $rule)
    $p.count = 0
    if ($null -eq $rule) { return $p }
    $p.enabled = [bool]$rule.Enabled
    $p.action = $(if ([int]$rule.Action -eq 1) { 'allow' } else { 'block' })
    $p.direction = $(if ([int]$rule.Direction -eq 1) { 'in' } else { 'out' })
    $p.protocol = @{ 6 = 'tcp'; 17 = 'udp'; 256 = 'any' }[[int]$rule.Protocol]
    if ($null -eq $p.protocol) { $p.protocol = [int]$rule.Protocol }
    $p.local_ports = $(if ([string]$rule.LocalPorts -eq '') { '*' } else { ([string]$rule.LocalPorts).Replace(' ', '') })
    $p.remote_addresses = Get-Addresses ([string]$rule.RemoteAddresses)
    $p.profiles = Get-ProfileNames ([long]$rule.Profiles)
    $p.program = Get-TextOrNull $rule.ApplicationName
    $p.service = Get-TextOrNull $rule.ServiceName
    $p.grouping = Get-TextOrNull $rule.Grouping
    $p.description = Get-TextOrNull $rule.Description
    $p.count = [Math]::Max(1, (Get-RuleCount $name))
    return $p
}

function Get-FirewallRule0([string]$key, $arguments) {
    if ($key -eq '') { Stop-With 'invalid' 'a rule has a name' }
    return New-Item0 $key (Read-Rule $key)
}

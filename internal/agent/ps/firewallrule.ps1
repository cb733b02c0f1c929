
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
        if ($r.Raw.IndexOf('|Name=' + $name + '|', $anyCase) -ge 0) { $n++ }
    }
    return $n
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
    $p.local_ports = Get-TextOrNull $rule.LocalPorts
    $p.remote_addresses = Get-TextOrNull $rule.RemoteAddresses
    $p.program = Get-TextOrNull $rule.ApplicationName
    $p.service = Get-TextOrNull $rule.ServiceName
    $p.grouping = Get-TextOrNull $rule.Grouping
    $p.description = Get-TextOrNull $rule.Description
    foreach ($n in 'local_ports', 'remote_addresses') { $p[$n] = $(if ($null -eq $p[$n]) { '*' } else { $p[$n].Replace(' ', '') }) }
    $p.profiles = Get-ProfileNames ([long]$rule.Profiles)
    $p.count = [Math]::Max(1, (Get-RuleCount $name))
    return $p
}

function Get-FirewallRule0([string]$key, $arguments) {
    if ($key -eq '') { Stop-With 'invalid' 'a rule has a name' }
    return New-Item0 $key (Read-Rule $key)
}

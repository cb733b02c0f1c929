
# ---- firewall_rule: changing.

$writers['firewall_rule'] = @{ Read = 'Read-RuleNow'; Write = 'Set-FirewallRule0'; NoCase = @() }

# What a text of a rule means. Windows groups addresses by kind, masks networks and replaces variables: a rule object that is in no list shows the
# addresses that it makes of a text, and what is left is their order.
function Get-Meaning([string]$name, [string]$text) {
    if ($name -eq 'program') { return [Environment]::ExpandEnvironmentVariables($text) }
    if ($name -eq 'remote_addresses') {
        $rule = New-Object -ComObject HNetCfg.FWRule
        $rule.RemoteAddresses = $text
        $text = Get-Addresses $rule.RemoteAddresses
    }
    $list = $text.Replace(' ', '').ToUpperInvariant().Split(',')
    [Array]::Sort($list)
    return $list -join ','
}

function Read-RuleNow($op) {
    $all = Read-Rule $op.key
    foreach ($n in 'remote_addresses', 'local_ports', 'program') {
        foreach ($side in $op.want.before, $op.want.after) {
            if ($side[$n] -is [string] -and $all[$n] -and (Get-Meaning $n $side[$n]) -eq (Get-Meaning $n $all[$n])) { $side[$n] = $all[$n] }
        }
    }
    $now = [ordered]@{}
    foreach ($n in $op.touched) { $now[$n] = $all[$n] }
    return $now
}

# Writes the given properties into a rule. The protocol comes before the ports, which only tcp and udp have.
function Write-Rule($rule, $p) {
    if ($null -ne $p['direction']) { $rule.Direction = $(if ($p['direction'] -eq 'in') { 1 } else { 2 }) }
    if ($null -ne $p['protocol']) {
        $number = @{ tcp = 6; udp = 17; any = 256 }[[string]$p['protocol']]
        $rule.Protocol = $(if ($null -ne $number) { $number } else { [int]$p['protocol'] })
    }
    if ($null -ne $p['local_ports'] -and (6, 17) -contains [int]$rule.Protocol) { $rule.LocalPorts = [string]$p['local_ports'] }
    if ($null -ne $p['remote_addresses']) { $rule.RemoteAddresses = [string]$p['remote_addresses'] }
    if ($null -ne $p['profiles']) {
        $mask = 0
        foreach ($n in @($p['profiles'])) {
            $bit = @{ domain = 1; private = 2; public = 4 }[[string]$n]
            if ($null -eq $bit) { Stop-With 'invalid' ('no profile: ' + $n) }
            $mask = $mask -bor $bit
        }
        $rule.Profiles = [int]$(if ($mask -eq 7) { 2147483647 } else { $mask })
    }
    if ($null -ne $p['program']) { $rule.ApplicationName = [string]$p['program'] }
    if ($null -ne $p['service']) { $rule.ServiceName = [string]$p['service'] }
    if ($null -ne $p['grouping']) { $rule.Grouping = [string]$p['grouping'] }
    if ($null -ne $p['description']) { $rule.Description = [string]$p['description'] }
    if ($null -ne $p['action']) { $rule.Action = $(if ($p['action'] -eq 'allow') { 1 } else { 0 }) }
    if ($null -ne $p['enabled']) { $rule.Enabled = [bool]$p['enabled'] }
}

function Set-FirewallRule0($op, $now) {
    $policy = New-Object -ComObject HNetCfg.FwPolicy2
    $after = $op.after
    $old = Read-Rule $op.key
    if ($old.count -gt 1) { Stop-With 'unsupported' ('' + $old.count + ' rules have this name') }
    if ($after['exists'] -eq $false) {
        if ($old.exists) { $policy.Rules.Remove($op.key) }
        return
    }
    # What is to be cleared: COM from PowerShell cannot write a null, so the rule is made anew.
    $clear = $false
    foreach ($n in 'program', 'service', 'grouping', 'description') { if ($after.Contains($n) -and $null -eq $after[$n] -and $null -ne $old[$n]) { $clear = $true } }
    if ($old.exists -and -not $clear) {
        Write-Rule (Find-Rule $policy $op.key) $after
        return
    }
    $want = [ordered]@{}
    if ($old.exists) { foreach ($n in $rulePropertyNames) { $want[$n] = $old[$n] } }
    foreach ($n in $after.get_Keys()) { $want[$n] = $after[$n] }
    $rule = New-Object -ComObject HNetCfg.FWRule
    $rule.Name = $op.key
    Write-Rule $rule $want
    if ($old.exists) { $policy.Rules.Remove($op.key) }
    $policy.Rules.Add($rule)
}

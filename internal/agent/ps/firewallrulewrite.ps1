
# ---- firewall_rule: changing.

$writers['firewall_rule'] = @{ Read = 'Read-RuleNow'; Write = 'Set-FirewallRule0'; NoCase = @('program', 'remote_addresses') }

# One form for all spellings of a value that Windows keeps in one of its own: lists in another order, masks written out,
# programs with their variables' values.
function Get-Form([string]$name, $value) {
    if ($name -eq 'program') { return [Environment]::ExpandEnvironmentVariables($value) }
    $list = [string[]]@(foreach ($a in $value.Split(',')) {
            $address, $mask = $a.Split('/')
            if ($mask -match '\.') {
                $bits = (@(foreach ($b in $mask.Split('.')) { [Convert]::ToString([int]$b, 2) }) -join '').Replace('0', '').Length
                $a = $(if ($bits -lt 32) { $address + '/' + $bits } else { $address })
            }
            $a
        })
    [Array]::Sort($list, [StringComparer]::OrdinalIgnoreCase)
    return ($list -join ',')
}

# One text of a rule. Each member stands by its name: where it is worked out, Windows logs the whole part in any case.
function Set-RuleText($rule, [string]$n, [string]$text) {
    switch ($n) {
        'local_ports' { $rule.LocalPorts = $text }
        'remote_addresses' { $rule.RemoteAddresses = $text }
        'program' { $rule.ApplicationName = $text }
        'service' { $rule.ServiceName = $text }
        'grouping' { $rule.Grouping = $text }
        'description' { $rule.Description = $text }
    }
}

# What is wanted is compared as a rule that is in no store gives it back.
function Read-RuleNow($op) {
    $all = Read-Rule $op.key
    $fresh = New-Object -ComObject HNetCfg.FWRule
    $fresh.Protocol = 6 # else it takes no ports
    $now = [ordered]@{}
    foreach ($n in $op.touched) {
        $now[$n] = $all[$n]
        if (('local_ports', 'remote_addresses', 'program') -notcontains $n) { continue }
        foreach ($side in $op.want.before, $op.want.after) {
            if ($side[$n] -isnot [string]) { continue }
            Set-RuleText $fresh $n $side[$n]
            $side[$n] = Get-Form $n $(switch ($n) { 'local_ports' { $fresh.LocalPorts } 'remote_addresses' { $fresh.RemoteAddresses } default { $fresh.ApplicationName } })
        }
        if ($null -ne $now[$n]) { $now[$n] = Get-Form $n $now[$n] }
    }
    return $now
}

# Writes the given properties into a rule. The protocol comes before the ports, which only tcp and udp have.
function Write-Rule($rule, $p) {
    if ($null -ne $p['direction']) { $rule.Direction = $(if ($p['direction'] -eq 'in') { 1 } else { 2 }) }
    if ($null -ne $p['protocol']) {
        $number = @{ tcp = 6; udp = 17; any = 256 }[[string]$p['protocol']]
        $rule.Protocol = $(if ($null -ne $number) { $number } else { [int]$p['protocol'] })
    }
    foreach ($n in 'local_ports', 'remote_addresses', 'program', 'service', 'grouping', 'description') {
        if ($null -ne $p[$n] -and ($n -ne 'local_ports' -or (6, 17) -contains [int]$rule.Protocol)) { Set-RuleText $rule $n $p[$n] }
    }
    if ($null -ne $p['profiles']) {
        $mask = 0
        foreach ($n in @($p['profiles'])) {
            $bit = @{ domain = 1; private = 2; public = 4 }[[string]$n]
            if ($null -eq $bit) { Stop-With 'invalid' ('no profile: ' + $n) }
            $mask = $mask -bor $bit
        }
        $rule.Profiles = [int]$(if ($mask -eq 7) { 2147483647 } else { $mask })
    }
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

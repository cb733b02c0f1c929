
# ---- firewall_rule: one local rule by its name, through COM (dossier 4.1). Group policy's rules cannot be reached here.

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
    $base = Open-Hive 'HKLM'
    try {
        $k = $base.OpenSubKey($localFirewall + '\FirewallRules')
        if ($null -eq $k) { return 0 }
        try {
            foreach ($id in $k.GetValueNames()) {
                $raw = $k.GetValue($id)
                if ($raw -isnot [string] -or $raw.IndexOf($name, $anyCase) -lt 0) { continue }
                $r = Split-Rule $raw
                if ($r.ContainsKey('Name') -and [string]::Equals($r['Name'][0], $name, $anyCase)) { $n++ }
            }
        }
        finally { $k.Close() }
    }
    finally { $base.Close() }
    return $n
}

function Get-TextOrNull($text) { if ($null -eq $text -or [string]$text -eq '') { return $null } else { return [string]$text } }

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
    $policy = New-Object -ComObject HNetCfg.FwPolicy2
    $rule = Find-Rule $policy $name
    $p = [ordered]@{}
    foreach ($n in $rulePropertyNames) { $p[$n] = $null }
    $p.exists = ($null -ne $rule)
    $p.count = 0
    if ($null -eq $rule) { return $p }
    $p.enabled = [bool]$rule.Enabled
    $p.action = $(if ([int]$rule.Action -eq 1) { 'allow' } else { 'block' })
    $p.direction = $(if ([int]$rule.Direction -eq 1) { 'in' } else { 'out' })
    switch ([int]$rule.Protocol) {
        6 { $p.protocol = 'tcp' }
        17 { $p.protocol = 'udp' }
        256 { $p.protocol = 'any' }
        default { $p.protocol = $_ }
    }
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
    return , @(New-Item0 $key (Read-Rule $key))
}

function Read-RuleNow($op) {
    $all = Read-Rule $op.key
    foreach ($side in $op.before, $op.after) {
        if ($null -ne $side['remote_addresses']) { $side['remote_addresses'] = Get-Addresses ([string]$side['remote_addresses']) }
        if ($null -ne $side['local_ports']) { $side['local_ports'] = ([string]$side['local_ports']).Replace(' ', '') }
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
        if ($null -eq $number) { $number = [int]$p['protocol'] }
        $rule.Protocol = $number
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
    if ($after.Contains('exists') -and $after['exists'] -eq $false) {
        if ($old.exists) { $policy.Rules.Remove($op.key) }
        return
    }
    # What is to be cleared: COM from PowerShell cannot write a null, so the rule is made anew.
    $clear = @('program', 'service', 'grouping', 'description' | Where-Object { $after.Contains($_) -and $null -eq $after[$_] -and $null -ne $old[$_] })
    if ($old.exists -and $clear.Length -eq 0) {
        Write-Rule (Find-Rule $policy $op.key) $after
        return
    }
    $want = [ordered]@{}
    if ($old.exists) { foreach ($n in $rulePropertyNames) { $want[$n] = $old[$n] } }
    foreach ($n in @($after.Keys)) { $want[$n] = $after[$n] }
    $rule = New-Object -ComObject HNetCfg.FWRule
    $rule.Name = $op.key
    Write-Rule $rule $want
    if ($old.exists) { $policy.Rules.Remove($op.key) }
    $policy.Rules.Add($rule)
}

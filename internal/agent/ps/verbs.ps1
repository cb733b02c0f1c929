
# ---- The two verbs.

$readers = @{
    file = 'Get-File'; registry = 'Get-Registry'; service = 'Get-Service0'; firewall = 'Get-Firewall'; firewall_rule = 'Get-FirewallRule0'
    permission = 'Get-Permission'; os = 'Get-Os'; process = 'Get-Process0'; listener = 'Get-Listener'; tcp = 'Get-Tcp'; cim = 'Get-Cim'
    program = 'Get-Program'; task = 'Get-Task0'; reboot = 'Get-Reboot'
}
# What a change of a type needs: reading the touched properties, writing them, and which are compared without case.
$writers = @{
    file          = @{ Read = 'Read-FileNow'; Write = 'Set-File'; NoCase = @('path') }
    registry      = @{ Read = 'Read-RegistryNow'; Write = 'Set-Registry'; NoCase = @() }
    service       = @{ Read = 'Read-ServiceNow'; Write = 'Set-Service0'; NoCase = @('name') }
    firewall_rule = @{ Read = 'Read-RuleNow'; Write = 'Set-FirewallRule0'; NoCase = @('program', 'remote_addresses') }
    permission    = @{ Read = 'Read-PermissionNow'; Write = 'Set-Permission'; NoCase = @() }
    task          = @{ Read = 'Read-TaskNow'; Write = 'Set-Task'; NoCase = @() }
    reboot        = @{ Read = 'Read-RebootNow'; Write = 'Set-Reboot'; NoCase = @() }
    wait          = @{ Read = 'Read-WaitNow'; Write = 'Set-Wait'; NoCase = @() }
    script        = @{ Read = 'Read-ScriptNow'; Write = 'Set-Script'; NoCase = @() }
}
# These happen each time; they are never there already.
$actions = 'restart', 'script', 'parameters'

# Sets the deadline of one operation, within that of the exchange.
function Set-Until($request) {
    $seconds = Get-Member0 $request 'deadline_s'
    if ($null -eq $seconds) { $seconds = Get-Member0 (Get-Member0 $request 'args') 'deadline_s' }
    $until = [DateTime]::UtcNow.AddSeconds($(if ($null -eq $seconds) { 120 } else { [Math]::Max(1, [Math]::Min(86400, [double]$seconds)) }))
    $agent.Until = $(if ($until -lt $agent.Deadline) { $until } else { $agent.Deadline })
    if ([DateTime]::UtcNow -gt $agent.Deadline) { Stop-With 'timeout' 'the deadline of the exchange has passed' }
}

function Invoke-Get($request) {
    $answer = [ordered]@{ t = 'answer'; id = $request.id }
    try {
        Set-Until $request
        $type = [string](Get-Member0 $request 'type')
        if (-not $readers.ContainsKey($type)) { Stop-With 'unsupported' ('unknown type: ' + $type) }
        $items = & $readers[$type] ([string](Get-Member0 $request 'key')) (Get-Member0 $request 'args')
        $answer.items = @($(if ($type -eq 'cim') { $items } else { Get-Sorted $items }))
    }
    catch {
        $answer.Remove('items')
        $answer.error = Get-Fault $_
    }
    Write-Line $answer
}

# What a type's functions get to know of a change.
function New-Op($request) {
    $op = @{ key = [string](Get-Member0 $request 'key'); before = (Get-Table (Get-Member0 $request 'before')); after = (Get-Table (Get-Member0 $request 'after')); args = (Get-Member0 $request 'args'); now = $null; bytes = $null }
    $op.touched = @(@($op.before.Keys) + @($op.after.Keys) | ForEach-Object { [string]$_ } | Where-Object { $actions -notcontains $_ })
    # Bytes are compared by their hash.
    if ($null -ne $op.after['content']) { $op.bytes = Get-BytesOf ([string]$op.after['content']) 'content' }
    $seen = @{}
    $op.touched = @($op.touched | Where-Object { -not $seen.ContainsKey($_) } | ForEach-Object { $seen[$_] = $true; $_ })
    return $op
}

# One side of a change as it is compared: without actions, and with the hash in place of content.
function Get-Side($side) {
    $out = [ordered]@{}
    foreach ($n in @($side.Keys)) {
        if ($actions -contains $n) { continue }
        if ($n -ne 'content') { $out[$n] = $side[$n] }
        elseif ($null -eq $side[$n]) { $out['sha256'] = $null }
        elseif (-not $side.Contains('sha256')) { $out['sha256'] = Get-Sha256 (Get-BytesOf ([string]$side[$n]) 'content') }
    }
    return $out
}

# Gives the status: done, already, drift. Throws when it was tried and not done.
function Invoke-Change($request, $result) {
    $type = [string](Get-Member0 $request 'type')
    if (-not $writers.ContainsKey($type)) { Stop-With 'unsupported' ('this type cannot be changed: ' + $type) }
    $w = $writers[$type]
    $op = New-Op $request
    if ($op.after.Count -eq 0) { Stop-With 'invalid' 'nothing to change' }
    $act = @(@($op.after.Keys) | Where-Object { $actions -contains $_ -and $null -ne $op.after[$_] -and $false -ne $op.after[$_] }).Length -gt 0
    $result.now = & $w.Read $op
    $after = Get-Side $op.after
    $before = Get-Side $op.before
    if (-not $act -and (Test-All $after $result.now $w.NoCase)) { return 'already' }
    if (-not (Test-All $before $result.now $w.NoCase)) { return 'drift' }
    Write-Due
    $agent.Cache.Clear()
    try { & $w.Write $op $result.now | Out-Null0 }
    catch {
        # What was found only under the file's lock is drift like any other.
        $drift = ((Get-Fault $_).code -eq 'drift')
        $problem = $_
        try { $result.now = $(if ($null -ne $op.now) { $op.now } else { & $w.Read $op }) } catch { $null = $_ }
        if ($drift) { return 'drift' }
        throw $problem
    }
    if ($null -ne $op.now) { $result.now = $op.now; return 'done' }
    $result.now = & $w.Read $op
    if (-not (Test-All $after $result.now $w.NoCase)) { Stop-With 'internal' 'it was written but reads differently afterwards' }
    if ($op.after['restart'] -eq $true) { $result.now['restart'] = $true }
    return 'done'
}

# Nothing that a handler lets slip may become a value. (Out-Null is a cmdlet; this is not.)
function Out-Null0 { process { } }

# Gives whether what stands behind this change may run.
function Invoke-Set($request, [bool]$skip) {
    $result = [ordered]@{ t = 'result'; id = $request.id; status = 'failed'; now = $null; error = $null }
    if ($agent.Mode -ne 'apply') {
        $result.status = 'failed'
        $result.error = [ordered]@{ code = 'refused'; message = 'this exchange only observes' }
        Write-Line $result
        return $false
    }
    if ($skip) {
        $result.status = 'skipped'
        Write-Line $result
        return $false
    }
    try {
        Set-Until $request
        $result.status = Invoke-Change $request $result
    }
    catch {
        $result.status = 'failed'
        $result.error = Get-Fault $_
    }
    Write-Line $result
    return ($result.status -eq 'done' -or $result.status -eq 'already' -or (Get-Member0 $request 'continue') -eq $true)
}

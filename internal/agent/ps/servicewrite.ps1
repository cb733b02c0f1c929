
# ---- service: changing.

$writers['service'] = @{ Read = 'Read-ServiceNow'; Write = 'Set-Service0'; NoCase = @('name') }

# Without these xops could not come back, or nothing else would work.
$neverStop = 'WinRM', 'sshd', 'LanmanServer', 'RpcSs', 'mpssvc'

function Confirm-Stoppable([string[]]$names) {
    foreach ($n in $names) { if ($neverStop -contains $n) { Stop-With 'refused' ($n + ' is never stopped') } }
}

# Waits until a service is in the wanted state. Starting may end in any state but the pending one.
function Wait-Service($service, [int]$wanted, [string]$what) {
    for (; ; ) {
        $service.Refresh()
        $now = [int]$service.Status
        if ($now -eq $wanted) { return }
        if ($wanted -eq 4 -and $now -eq 1) { Stop-With 'ended' ($what + ': it ended again at once') }
        Wait-Moment 200 $what
    }
}

function Start-Service0($service) {
    $service.Refresh()
    $state = [int]$service.Status
    if ($state -eq 3) { Wait-Service $service 1 ('stopping ' + $service.ServiceName); $state = 1 }
    if ($state -eq 1) {
        try { $service.Start() }
        catch { if ((Get-Win32 $_.Exception) -ne 1056) { throw } } # it runs already
    }
    elseif ($state -eq 7) { $service.Continue() }
    Wait-Service $service 4 ('starting ' + $service.ServiceName)
}

function Stop-Service0($service) {
    $service.Refresh()
    $state = [int]$service.Status
    if ($state -eq 1) { return }
    if ($state -eq 2) { Wait-Service $service 4 ('starting ' + $service.ServiceName) }
    if ($state -ne 3) {
        try { $service.Stop() }
        catch { if ((Get-Win32 $_.Exception) -ne 1062) { throw } } # it does not run
    }
    Wait-Service $service 1 ('stopping ' + $service.ServiceName)
}

# Stops and starts, with the running services that need it. Whatever fails, what was stopped is started again.
function Restart-Service0($service) {
    $names = Get-DependentNames $service
    Confirm-Stoppable @($names + $service.ServiceName)
    $stopped = New-Object Collections.ArrayList
    $problem = $null
    try {
        foreach ($n in $names) {
            $d = Find-Service $n
            [void]$stopped.Insert(0, $d)
            Stop-Service0 $d
        }
        [void]$stopped.Insert(0, $service)
        Stop-Service0 $service
    }
    catch { $problem = $_ }
    foreach ($s in $stopped) {
        try { Start-Service0 $s }
        catch { if ($null -eq $problem) { $problem = $_ } }
    }
    if ($null -ne $problem) { throw $problem }
}

# The start type by sc.exe, judged by its exit code: .NET cannot, and WMI does not know the delayed one. (sc is an alias, so its full name.)
function Set-StartType([string]$name, [string]$type) {
    $word = @{ auto = 'auto'; delayed = 'delayed-auto'; manual = 'demand'; disabled = 'disabled' }[$type]
    if ($null -eq $word) { Stop-With 'invalid' ('no start type that can be set: ' + $type) }
    $code = Invoke-System 'sc.exe' @('config', $name, 'start=', $word)
    if ($code -ne 0) {
        Stop-With (Get-CodeOf $code) ('sc.exe config ended with ' + $code) $code
    }
}

function Read-ServiceNow($op) {
    if (Test-Pattern $op.key) { Stop-With 'invalid' 'a change needs a name, not a pattern' }
    $s = Find-Service $op.key
    $all = @{ exists = $false }
    if ($null -ne $s) {
        $config = Read-Config $s.ServiceName
        if ($op.touched -contains 'pid' -or $op.touched -contains 'started' -or $op.touched -contains 'exit_code') {
            $agent.Cache.Clear()
            $all = Read-Service $s.ServiceName $s $config
        }
        else { $all = @{ exists = $true; name = $s.ServiceName; display_name = $s.DisplayName; state = $stateNames[[int]$s.Status]; start = $config.Start } }
    }
    $now = [ordered]@{}
    foreach ($n in $op.touched) { $now[$n] = $all[$n] }
    return $now
}

function Set-Service0($op, $now) {
    $s = Find-Service $op.key
    if ($null -eq $s) { Stop-With 'absent' 'there is no such service' 1060 }
    $after = $op.after
    $stop = ($after['state'] -eq 'stopped')
    # A disabled service cannot be started, so the start type comes first.
    if ($after.Contains('start') -and -not (Test-Same $after['start'] $now['start'])) { Set-StartType $s.ServiceName ([string]$after['start']) }
    if ($stop) {
        Confirm-Stoppable @($s.ServiceName)
        $names = Get-DependentNames $s
        if ($names.Length -gt 0) { Stop-With 'refused' ('running services need it: ' + ($names -join ', ')) }
        Stop-Service0 $s
    }
    elseif ($after['restart'] -eq $true) { Restart-Service0 $s }
    elseif ($after['state'] -eq 'running') { Start-Service0 $s }
    elseif ($after.Contains('state') -and $null -ne $after['state'] -and $after['state'] -ne 'running') { Stop-With 'invalid' ('no state that can be set: ' + $after['state']) }
}

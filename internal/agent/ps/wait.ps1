
# ---- reboot and wait: what takes its time on the host.

# The boot time moves by seconds when a clock is set, so only more than ten seconds count (dossier 4.9).
function Get-BootSince($before) {
    $boot = Get-BootTime
    if ($null -eq $boot) { Stop-With 'unavailable' 'the time of the last start cannot be told' }
    $then = [DateTime]::Parse([string]$before, $invariant, 'AdjustToUniversal, AssumeUniversal')
    return @{ Boot = $boot; Later = (($boot - $then).TotalSeconds -gt 10) }
}

function Get-Reboot([string]$key, $arguments) {
    $before = Get-Member0 $arguments 'boot_time'
    if ($null -eq $before) { Stop-With 'invalid' 'no boot_time to compare with' }
    $b = Get-BootSince $before
    return , @(New-Item0 $key ([ordered]@{ state = $(if ($b.Later) { 'done' } else { 'running' }); boot_time = $b.Boot }))
}

function Read-RebootNow($op) {
    $before = $op.before['boot_time']
    return [ordered]@{ boot_time = $(if ((Get-BootSince $before).Later) { 'later' } else { $before }) }
}

function Set-Reboot($op, $now) {
    $delay = [string][Math]::Max(2, [Math]::Min(600, [int](Get-Member0 $op.args 'delay_s')))
    $arguments = @('/r', '/t', $delay, '/d', 'p:4:1')
    $text = [string](Get-Member0 $op.args 'message')
    if ($text -ne '') { $arguments += @('/c', $text) }
    $code = Invoke-System 'shutdown.exe' $arguments
    if ($code -eq 1190) { # one is planned already, perhaps for the night
        $null = Invoke-System 'shutdown.exe' @('/a')
        $code = Invoke-System 'shutdown.exe' $arguments
    }
    # 1115: the computer goes down just now.
    if ($code -ne 0 -and $code -ne 1115) { Stop-With $(if ($faultOfWin32.ContainsKey($code)) { $faultOfWin32[$code] } else { 'internal' }) ('shutdown.exe ended with ' + $code) $code }
    $op.now = $now
}

# tcp/host:port, service/<state>/<name>, file/<path>, nofile/<path>, seconds/<n>
function Test-Wait([string]$kind, [string]$rest) {
    switch ($kind) {
        'tcp' { return ((Get-Tcp $rest $null)[0].props.result -eq 'open') }
        'service' {
            $agent.Cache.Clear()
            $at = $rest.IndexOf('/')
            $s = Find-Service $rest.Substring($at + 1)
            return ($null -ne $s -and $stateNames[[int]$s.Status] -eq $rest.Substring(0, $at))
        }
        'file' { return ($null -ne (Get-Attributes (Get-FullKey $rest))) }
        'nofile' { return ($null -eq (Get-Attributes (Get-FullKey $rest))) }
        'seconds' { return $false }
    }
    Stop-With 'invalid' ('nothing that can be waited for: ' + $kind)
}

function Split-Wait([string]$key) {
    $at = $key.IndexOf('/')
    if ($at -lt 1) { Stop-With 'invalid' ('nothing that can be waited for: ' + $key) }
    return @{ Kind = $key.Substring(0, $at); Rest = $key.Substring($at + 1) }
}

function Read-WaitNow($op) {
    $w = Split-Wait $op.key
    return [ordered]@{ met = [bool](Test-Wait $w.Kind $w.Rest) }
}

function Set-Wait($op, $now) {
    $w = Split-Wait $op.key
    if ($w.Kind -eq 'seconds') {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($clock.Elapsed.TotalSeconds -lt [double]::Parse($w.Rest, $invariant)) { Wait-Moment 200 ('waiting for ' + $op.key) }
    }
    else { while (-not (Test-Wait $w.Kind $w.Rest)) { Wait-Moment 500 ('waiting for ' + $op.key) } }
    $op.now = [ordered]@{ met = $true }
}

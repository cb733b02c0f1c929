
# ---- wait

$writers['wait'] = @{ Read = 'Read-WaitNow'; Write = 'Set-Wait'; NoCase = @() }

# tcp/host:port, service/<state>/<name>, file/<path>, nofile/<path>, seconds/<n>
function Test-Wait([string]$kind, [string]$rest) {
    switch ($kind) {
        'tcp' { return ((Get-Tcp $rest (New-Table)).props.result -eq 'open') }
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

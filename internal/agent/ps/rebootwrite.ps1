
# ---- reboot: restarting.

$writers['reboot'] = @{ Read = 'Read-RebootNow'; Write = 'Set-Reboot'; NoCase = @() }

function Read-RebootNow($op) {
    $before = $op.before['boot_time']
    return [ordered]@{ boot_time = $(if ((Get-BootSince $before).Later) { 'later' } else { $before }) }
}

function Set-Reboot($op, $now) {
    $delay = [string][Math]::Max(2, [Math]::Min(600, [int]$op.args['delay_s']))
    $arguments = @('/r', '/t', $delay, '/d', 'p:4:1')
    $text = [string]$op.args['message']
    if ($text -ne '') { $arguments += @('/c', $text) }
    $code = Invoke-System 'shutdown.exe' $arguments
    if ($code -eq 1190) { # one is planned already, perhaps for the night
        $null = Invoke-System 'shutdown.exe' @('/a')
        $code = Invoke-System 'shutdown.exe' $arguments
    }
    # 1115: the computer goes down just now.
    if ($code -ne 0 -and $code -ne 1115) { Stop-With (Get-CodeOf $code) ('shutdown.exe ended with ' + $code) $code }
    $op.now = $now
}


# ---- reboot

$readers['reboot'] = 'Get-Reboot'

# The boot time moves by seconds when a clock is set, so only more than ten seconds count (dossier 4.9).
function Get-BootSince($before) {
    $boot = Get-BootTime
    if ($null -eq $boot) { Stop-With 'unavailable' 'the time of the last start cannot be told' }
    $then = [DateTime]::Parse([string]$before, $invariant, 'AdjustToUniversal, AssumeUniversal')
    return @{ Boot = $boot; Later = (($boot - $then).TotalSeconds -gt 10) }
}

function Get-Reboot([string]$key, $arguments) {
    $before = $arguments['boot_time']
    if ($null -eq $before) { Stop-With 'invalid' 'no boot_time to compare with' }
    $b = Get-BootSince $before
    return New-Item0 $key ([ordered]@{ state = $(if ($b.Later) { 'done' } else { 'running' }); boot_time = $b.Boot })
}


# ---- tcp

$readers['tcp'] = 'Get-Tcp'

function Get-Tcp([string]$key, $arguments) {
    $t = Read-Target $key
    $clock = [Diagnostics.Stopwatch]::StartNew()
    try { Connect-All @($t) $clock (Get-Limit $arguments 3000) } finally { Close-All @($t) }
    return New-Item0 $key ([ordered]@{ result = $t.Result; address = $t.Address; ms = $clock.ElapsedMilliseconds })
}

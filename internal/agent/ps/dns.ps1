
# ---- dns: the addresses of names, all asked for at once.

$readers['dns'] = 'Get-Names'

function Get-Names([string]$key, $arguments) {
    $names = @($arguments['names'])
    foreach ($n in $names) { if ([string]$n -notmatch '^[^\s:/*?\[\]]{1,255}$') { Stop-With 'invalid' ('no name: ' + $n) } }
    $all = Resolve-All $names ([Diagnostics.Stopwatch]::StartNew()) (Get-Limit $arguments 5000)
    foreach ($n in @($all.get_Keys())) {
        New-Item0 $n ([ordered]@{ result = $all[$n].Result; addresses = @(foreach ($ip in $all[$n].Addresses) { $ip.ToString() }) })
    }
}

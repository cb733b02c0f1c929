
# ---- network: changing.

$writers['network'] = @{ Read = 'Read-NetworkNow'; Write = 'Set-Network'; NoCase = @() }

function Read-NetworkNow($op) {
    $all = Read-Network $op.key
    if (-not $all.exists) { Stop-With 'absent' 'the computer is in no network of this name' }
    $now = [ordered]@{}
    foreach ($n in $op.touched) { $now[$n] = $all[$n] }
    return $now
}

# A domain's network is ranked by Windows alone.
function Set-Network($op, $now) {
    $number = @{ public = 0; private = 1 }[[string]$op.after['category']]
    if ($null -eq $number) { Stop-With 'invalid' 'a network is ranked public or private' }
    $found = @(Find-Networks $op.key)
    if ($found.Length -ne 1) { Stop-With 'unsupported' ('' + $found.Length + ' networks have this name') }
    Set-CimInstance -InputObject $found[0] -Property @{ NetworkCategory = [uint32]$number } -OperationTimeoutSec 20
}

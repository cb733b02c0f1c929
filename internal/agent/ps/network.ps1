
# ---- network: how Windows ranks a network that the computer is in now.

$readers['network'] = 'Get-Network0'
$categories = 'public', 'private', 'domain'

# Those of this name that are connected; one for each card.
function Find-Networks([string]$name) {
    foreach ($n in @(Get-CimInstance -Namespace 'root/StandardCimv2' -ClassName 'MSFT_NetConnectionProfile' -OperationTimeoutSec 20)) {
        if ([string]::Equals([string]$n.Name, $name, $anyCase)) { $n }
    }
}

function Read-Network([string]$name) {
    $found = @(Find-Networks $name)
    $p = [ordered]@{ exists = ($found.Length -gt 0); count = $found.Length; category = $null }
    if ($found.Length -eq 1) { $p.category = $categories[[int]$found[0].NetworkCategory] }
    return $p
}

function Get-Network0([string]$key, $arguments) {
    if ($key -eq '') { Stop-With 'invalid' 'a network has a name' }
    return New-Item0 $key (Read-Network $key)
}

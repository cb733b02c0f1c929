
# ---- Firewall rules as the registry keeps them.
# Asking Windows rule by rule takes a minute (dossier 4.1).

$localFirewall = 'SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy'

# A rule's text as pairs; names may repeat, so lists.
function Split-Rule([string]$raw) {
    $r = @{}
    foreach ($part in $raw.Split('|')) {
        $name, $value = $part.Split([char[]]'=', 2)
        if ($null -eq $value) { continue }
        if ($name -match '^(LPort|RPort|RA|LA)\d*') { $name = $matches[1] } # LPort2_10 has ranges, RA4 and RA6 addresses
        $r[$name] = @($r[$name]) + $value -ne $null
    }
    return $r
}

# The rules of one store, each as its id and its text.
function Get-RawRules([string]$path) {
    $k = Open-Key 'HKLM' ($path + '\FirewallRules')
    if ($null -eq $k) { return }
    try {
        foreach ($id in $k.GetValueNames()) {
            $raw = $k.GetValue($id)
            if ($raw -is [string]) { @{ Id = $id; Raw = $raw } }
        }
    }
    finally { $k.Close() }
}

function Get-ProfileNames($mask) {
    $names = 'domain', 'private', 'public'
    return , @(foreach ($i in 0, 1, 2) { if ($mask -band (1, 2, 4)[$i]) { $names[$i] } })
}


# ---- Firewall rules as the registry keeps them.
# Asking Windows rule by rule takes a minute (dossier 4.1).

$localFirewall = 'SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy'

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

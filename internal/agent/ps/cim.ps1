
# ---- cim: what WMI objects say.
# The filter is applied here, so that no value ever becomes part of a query text.

$readers['cim'] = 'Get-Cim'

function Get-CimValue($value) {
    if ($null -eq $value -or $value -is [string] -or $value -is [bool] -or $value -is [DateTime]) { return $value }
    if ($value -is [TimeSpan]) { return $value.ToString('c', $invariant) }
    if ($value -is [ValueType] -and $value -isnot [char]) { return $value }
    if ($value -is [Collections.IEnumerable]) { return , @(foreach ($v in $value) { , (Get-CimValue $v) }) }
    return [string]$value
}

# Whether a value is as the filter says: text is a pattern, anything else the same.
function Test-CimValue($value, $filter) {
    if ($null -eq $value -or $null -eq $filter) { return ($null -eq $value -and $null -eq $filter) }
    if ($filter -is [string]) { return (Get-Pattern $filter).IsMatch([string]$value) }
    if ($filter -is [bool] -or $value -is [bool]) { return ($filter -is [bool] -and $value -is [bool] -and $filter -eq $value) }
    return ($value -is [ValueType] -and $value -isnot [DateTime] -and [decimal]$value -eq [decimal]$filter)
}

function Get-Cim([string]$key, $arguments) {
    $name = '^[A-Za-z_][A-Za-z0-9_]{0,127}$'
    if ($key -notmatch $name) { Stop-With 'invalid' ('no class: ' + $key) }
    $space = [string]$arguments['namespace']
    if ($space -eq '') { $space = 'root/cimv2' }
    if ($space -notmatch '^[A-Za-z0-9_/\\]{1,200}$') { Stop-With 'invalid' ('no namespace: ' + $space) }
    $filter = $arguments['filter']
    if ($null -eq $filter) { $filter = New-Table }
    $wanted = @($arguments['select'])
    if ($wanted.Length -eq 0 -or $null -eq $wanted[0]) { Stop-With 'invalid' 'nothing is selected' }
    $names = $wanted + @($filter.get_Keys())
    foreach ($n in $names) { if ($n -notmatch $name) { Stop-With 'invalid' ('no name: ' + $n) } }
    $count = 0
    foreach ($o in @(Get-CimInstance -Namespace $space -ClassName $key -Property $names -OperationTimeoutSec 30)) {
        $fits = $true
        $p = [ordered]@{}
        try {
            foreach ($n in $filter.get_Keys()) { if (-not (Test-CimValue (Get-CimValue (Get-Value $o $n)) $filter[$n])) { $fits = $false } }
            foreach ($n in $wanted) { $p[[string]$n] = Get-CimValue (Get-Value $o $n) }
        }
        catch { Skip-Broken $_; continue }
        if (-not $fits) { continue }
        New-Item0 $count $p
        $count++
        Write-Due
    }
}

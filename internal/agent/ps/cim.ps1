
# ---- cim: properties of WMI objects. The filter is applied here, so that no value ever becomes part of a query text.

function Get-CimValue($value) {
    if ($null -eq $value) { return $null }
    if ($value -is [DateTime]) { return Get-TimeText $value }
    if ($value -is [TimeSpan]) { return $value.ToString('c', $invariant) }
    if ($value -is [string] -or $value -is [bool] -or (Test-Number $value)) { return $value }
    if ($value -is [Collections.IEnumerable]) {
        $list = New-Object Collections.ArrayList
        foreach ($v in $value) { [void]$list.Add((Get-CimValue $v)) }
        return , $list.ToArray()
    }
    return [string]$value
}

function Get-Cim([string]$key, $arguments) {
    if ($key -notmatch '^[A-Za-z_][A-Za-z0-9_]{0,127}$') { Stop-With 'invalid' ('no class: ' + $key) }
    $space = Get-Member0 $arguments 'namespace'
    if ($null -eq $space -or $space -eq '') { $space = 'root/cimv2' }
    if ($space -notmatch '^[A-Za-z0-9_/\\]{1,200}$') { Stop-With 'invalid' ('no namespace: ' + $space) }
    $filter = Get-Table (Get-Member0 $arguments 'filter')
    $wanted = Get-Member0 $arguments 'properties'
    $wanted = @($wanted)
    if ($wanted.Length -eq 0 -or $null -eq $wanted[0]) { Stop-With 'invalid' 'no properties' }
    $names = @(@($wanted) + @($filter.Keys) | ForEach-Object { [string]$_ })
    foreach ($n in $names) { if ($n -notmatch '^[A-Za-z_][A-Za-z0-9_]{0,127}$') { Stop-With 'invalid' ('no property: ' + $n) } }
    $items = New-Object Collections.ArrayList
    foreach ($o in @(Get-CimInstance -Namespace $space -ClassName $key -Property $names -OperationTimeoutSec 30)) {
        $fits = $true
        foreach ($n in @($filter.Keys)) {
            $v = Get-Value $o $n
            $f = $filter[$n]
            if ($f -is [string]) { if ($null -eq $v -or -not (Get-Pattern $f).IsMatch([string](Get-CimValue $v))) { $fits = $false } }
            elseif (-not (Test-Same (Get-CimValue $v) $f)) { $fits = $false }
        }
        if (-not $fits) { continue }
        $p = [ordered]@{}
        foreach ($n in $wanted) { $p[[string]$n] = Get-CimValue (Get-Value $o $n) }
        [void]$items.Add((New-Item0 ($items.Count.ToString($invariant)) $p))
        Write-Due
    }
    return , $items.ToArray()
}


# ---- registry: HKLM\A\B\\Name; HKLM32 is the 32-bit view.

$readers['registry'] = 'Get-Registry'
$kindNames = @{ -1 = 'none'; 0 = 'unknown'; 1 = 'sz'; 2 = 'expand_sz'; 3 = 'binary'; 4 = 'dword'; 7 = 'multi_sz'; 11 = 'qword' }

function Split-RegistryKey([string]$key) {
    $at = $key.IndexOf('\\')
    if ($at -lt 0) { Stop-With 'invalid' ('two backslashes stand before the name of a value: ' + $key) }
    $hive, $path = $key.Substring(0, $at).Split([char[]]'\', 2)
    $hive = $hive.ToUpperInvariant()
    if (-not $hives.ContainsKey($hive)) { Stop-With 'invalid' ('unknown part of the registry: ' + $hive) }
    return @{ Hive = $hive; Path = ([string]$path).Trim('\'); Name = $key.Substring($at + 2) }
}

# The type and value under an open key, null if there is no such value.
function Read-RegistryValue($key, [string]$name) {
    try { $kind = [int]$key.GetValueKind($name) }
    catch {
        $e = $_.Exception.GetBaseException()
        if ($e -is [IO.IOException] -and ($e.HResult -band 0xFFFF) -eq 2) { return $null }
        throw
    }
    $value = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
    $type = $kindNames[$kind]
    # A number with too many bytes is no number of its type.
    if ($value -is [byte[]]) {
        $value = Get-Base64 $value
        if ($type -match 'word') { $type = 'unknown' }
    }
    elseif ($type -eq 'dword') {
        if ($value -is [int]) { $value = [long]$value -band 0xFFFFFFFFL } else { $type = 'unknown' }
    }
    elseif ($type -eq 'qword') { $value = [BitConverter]::ToUInt64([BitConverter]::GetBytes([long]$value), 0) }
    return [ordered]@{ exists = $true; type = $type; value = $value }
}

# The values that a pattern matches, from an open key on; $seen counts the keys that were looked into.
function Find-Values($at, [string]$path, [string[]]$names, [int]$i, $regex, $seen) {
    if ($i -lt $names.Length) {
        $next = $names[$i]
        if (Test-Pattern $next) {
            $fits = Get-Pattern $next
            $next = @(foreach ($name in $at.GetSubKeyNames()) { if ($fits.IsMatch($name)) { $name } })
        }
        foreach ($name in $next) {
            $k = $at.OpenSubKey($name)
            if ($null -eq $k) { continue }
            try { Find-Values $k ($path + '\' + $name) $names ($i + 1) $regex $seen } finally { $k.Close() }
        }
        return
    }
    if (++$seen.Looked -gt 10000) { Stop-With 'invalid' 'more than 10000 matches' }
    foreach ($name in $at.GetValueNames()) {
        if (-not $regex.IsMatch($name)) { continue }
        try { $p = Read-RegistryValue $at $name } catch { Skip-Broken $_; continue }
        if ($null -ne $p) { New-Item0 ($path + '\\' + $name) $p }
    }
    Write-Due
}

# The key of a value, or the nearest one above it that there is.
function Get-KeyThatIs($k) {
    for ($path = $k.Path; $path -ne ''; $path = $path.Substring(0, [Math]::Max(0, $path.LastIndexOf('\')))) {
        $open = Open-Key $k.Hive $path
        if ($null -ne $open) { $open.Close(); return $k.Hive + '\' + $path }
    }
    return $k.Hive
}

function Get-Registry([string]$key, $arguments) {
    $k = Split-RegistryKey $key
    if ($arguments['literal'] -or -not (Test-Pattern ($k.Path + $k.Name))) {
        $p = $null
        $open = Open-Key $k.Hive $k.Path
        if ($null -ne $open) { try { $p = Read-RegistryValue $open $k.Name } finally { $open.Close() } }
        if ($null -eq $p) { $p = [ordered]@{ exists = $false; type = $null; value = $null; parent = (Get-KeyThatIs $k) } }
        return New-Item0 $key $p
    }
    $names = [string[]]@(if ($k.Path -ne '') { $k.Path.Split('\') })
    $base = Open-Hive $k.Hive
    try { Find-Values $base $k.Hive $names 0 (Get-Pattern $k.Name) @{ Looked = 0 } } finally { $base.Close() }
}


# ---- registry: HKLM\A\B\\Name; HKLM32 is the 32-bit view, whatever this process is.

$hives = @{ HKLM = 'LocalMachine', 64; HKLM32 = 'LocalMachine', 32; HKU = 'Users', 64; HKCU = 'CurrentUser', 64 }
$kindNames = @{ 0 = 'none'; 1 = 'sz'; 2 = 'expand_sz'; 3 = 'binary'; 4 = 'dword'; 7 = 'multi_sz'; 11 = 'qword' }

function Split-RegistryKey([string]$key) {
    $at = $key.IndexOf('\\')
    if ($at -lt 0) { Stop-With 'invalid' ('two backslashes stand before the name of a value: ' + $key) }
    $path = $key.Substring(0, $at)
    $slash = $path.IndexOf('\')
    $hive = $(if ($slash -lt 0) { $path } else { $path.Substring(0, $slash) }).ToUpperInvariant()
    if (-not $hives.ContainsKey($hive)) { Stop-With 'invalid' ('unknown part of the registry: ' + $hive) }
    return @{ Hive = $hive; Path = $(if ($slash -lt 0) { '' } else { $path.Substring($slash + 1).Trim('\') }); Name = $key.Substring($at + 2) }
}

function Open-Hive([string]$hive) {
    $h = $hives[$hive]
    $view = $(if (-not [Environment]::Is64BitOperatingSystem) { 'Default' } elseif ($h[1] -eq 32) { 'Registry32' } else { 'Registry64' })
    return [Microsoft.Win32.RegistryKey]::OpenBaseKey($h[0], $view)
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
    $type = $(if ($kindNames.ContainsKey($kind)) { $kindNames[$kind] } elseif ($kind -eq -1) { 'none' } else { $null })
    if ($value -is [byte[]]) { $value = [Convert]::ToBase64String($value) }
    elseif ($type -eq 'dword') { $value = [BitConverter]::ToUInt32([BitConverter]::GetBytes([int]$value), 0) }
    elseif ($type -eq 'qword') { $value = [BitConverter]::ToUInt64([BitConverter]::GetBytes([long]$value), 0) }
    elseif ($value -is [string[]]) { $value = @($value) }
    return [ordered]@{ exists = $true; type = $type; value = $value }
}

# The sub-keys that a pattern matches, from an open key on.
function Find-Keys($at, [string]$path, [string[]]$names, [int]$i, $found) {
    if ($found.Count -gt 10000) { Stop-With 'invalid' 'more than 10000 matches' }
    if ($i -ge $names.Length) { [void]$found.Add($path); return }
    if (Test-Pattern $names[$i]) {
        $regex = Get-Pattern $names[$i]
        $next = @($at.GetSubKeyNames() | Where-Object { $regex.IsMatch($_) })
    }
    else { $next = @($names[$i]) }
    foreach ($name in $next) {
        $k = $at.OpenSubKey($name)
        if ($null -eq $k) { continue }
        try { Find-Keys $k $(if ($path -eq '') { $name } else { $path + '\' + $name }) $names ($i + 1) $found } finally { $k.Close() }
    }
}

# The key of a value, or the nearest one above it that there is.
function Get-KeyThatIs($base, $k) {
    for ($path = $k.Path; $path -ne ''; $path = $path.Substring(0, [Math]::Max(0, $path.LastIndexOf('\')))) {
        $open = $base.OpenSubKey($path)
        if ($null -ne $open) { $open.Close(); return $k.Hive + '\' + $path }
    }
    return $k.Hive
}

# Takes away the keys below $keep on the way to a value that is gone: those that were made for it, as far as nothing else is in them.
function Remove-EmptyKeys($base, $k, [string]$keep) {
    for ($path = $k.Path; ($k.Hive + '\' + $path).Length -gt $keep.Length; $path = $path.Substring(0, $path.LastIndexOf('\'))) {
        $open = $base.OpenSubKey($path)
        if ($null -ne $open) {
            try { if ($open.SubKeyCount + $open.ValueCount -gt 0) { return } } finally { $open.Close() }
            $base.DeleteSubKey($path, $false)
        }
        if ($path.IndexOf('\') -lt 0) { return }
    }
}

function Get-Registry([string]$key, $arguments) {
    $k = Split-RegistryKey $key
    $base = Open-Hive $k.Hive
    try {
        if (-not (Test-Pattern $k.Path) -and -not (Test-Pattern $k.Name)) {
            $p = $null
            $open = $base.OpenSubKey($k.Path)
            if ($null -ne $open) { try { $p = Read-RegistryValue $open $k.Name } finally { $open.Close() } }
            if ($null -eq $p) { $p = [ordered]@{ exists = $false; type = $null; value = $null; parent = (Get-KeyThatIs $base $k) } }
            return , @(New-Item0 $key $p)
        }
        $paths = New-Object Collections.ArrayList
        $names = @($(if ($k.Path -eq '') { @() } else { $k.Path.Split('\') }))
        Find-Keys $base '' $names 0 $paths
        $regex = Get-Pattern $k.Name
        $items = New-Object Collections.ArrayList
        foreach ($path in $paths) {
            $open = $base.OpenSubKey($path)
            if ($null -eq $open) { continue }
            try {
                foreach ($name in $open.GetValueNames()) {
                    if (-not $regex.IsMatch($name)) { continue }
                    $p = Read-RegistryValue $open $name
                    if ($null -ne $p) { [void]$items.Add((New-Item0 ($k.Hive + '\' + $path + '\\' + $name) $p)) }
                }
            }
            finally { $open.Close() }
            Write-Due
        }
        return , $items.ToArray()
    }
    finally { $base.Close() }
}

function Read-RegistryNow($op) {
    if (Test-Pattern $op.key) { Stop-With 'invalid' 'a change needs a key, not a pattern' }
    $p = (Get-Registry $op.key $null)[0].props
    $now = [ordered]@{}
    foreach ($name in $op.touched) { $now[$name] = $p[$name] }
    return $now
}

function Set-Registry($op, $now) {
    $k = Split-RegistryKey $op.key
    $after = $op.after
    $remove = ($after.Contains('exists') -and $after['exists'] -eq $false) -or ($after.Contains('value') -and $null -eq $after['value'])
    $base = Open-Hive $k.Hive
    $open = $null
    try {
        if ($remove) {
            $open = $base.OpenSubKey($k.Path, $true)
            if ($null -ne $open) { $open.DeleteValue($k.Name, $false); $open.Close(); $open = $null }
            $keep = Get-Member0 $op.args 'parent'
            if ($keep -is [string] -and $keep.StartsWith($k.Hive, $anyCase)) { Remove-EmptyKeys $base $k $keep }
            return
        }
        $open = $base.OpenSubKey($k.Path, $true)
        $old = $(if ($null -ne $open) { Read-RegistryValue $open $k.Name } else { $null })
        $type = $(if ($null -ne $after['type']) { $after['type'] } elseif ($null -ne $old) { $old.type } else { $null })
        $value = $(if ($after.Contains('value')) { $after['value'] } elseif ($null -ne $old) { $old.value } else { $null })
        # What is no value of its type must not leave an empty key either.
        $kind = $type
        switch ($type) {
            'sz' { $kind = 'String'; $data = [string]$value }
            'expand_sz' { $kind = 'ExpandString'; $data = [string]$value }
            'multi_sz' { $kind = 'MultiString'; $data = [string[]]@($value) }
            'dword' { $data = [BitConverter]::ToInt32([BitConverter]::GetBytes([uint32]$value), 0) }
            'qword' { $data = [BitConverter]::ToInt64([BitConverter]::GetBytes([uint64]$value), 0) }
            'binary' { $data = [byte[]](Get-BytesOf $value 'value') }
            default { Stop-With 'invalid' ('no type of a value: ' + $type) }
        }
        if ($null -eq $open) { $open = $base.CreateSubKey($k.Path) }
        $open.SetValue($k.Name, $data, $kind)
    }
    finally {
        if ($null -ne $open) { $open.Close() }
        $base.Close()
    }
}

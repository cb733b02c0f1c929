
# ---- registry: changing.

$writers['registry'] = @{ Read = 'Read-RegistryNow'; Write = 'Set-Registry'; NoCase = @() }

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

function Read-RegistryNow($op) {
    $p = (Get-Registry $op.key @{ literal = $true }).props
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
        $open = $base.OpenSubKey($k.Path, $true)
        if ($remove) {
            if ($null -ne $open) { $open.DeleteValue($k.Name, $false); $open.Close(); $open = $null }
            $keep = $op.args['parent']
            if ($keep -is [string] -and $keep.StartsWith($k.Hive, $anyCase)) { Remove-EmptyKeys $base $k $keep }
            return
        }
        $want = @{ type = $null; value = $null }
        $old = $(if ($null -ne $open) { Read-RegistryValue $open $k.Name })
        if ($null -ne $old) { $want = @{ type = $old.type; value = $old.value } }
        if ($null -ne $after['type']) { $want.type = $after['type'] }
        if ($after.Contains('value')) { $want.value = $after['value'] }
        $value = $want.value
        # What is no value of its type must not leave an empty key either.
        switch ($want.type) {
            'sz' { $kind = 'String'; $data = [string]$value }
            'expand_sz' { $kind = 'ExpandString'; $data = [string]$value }
            'multi_sz' { $kind = 'MultiString'; $data = [string[]]@($value) }
            'dword' { $kind = 'DWord'; $data = [BitConverter]::ToInt32([BitConverter]::GetBytes([uint32]$value), 0) }
            'qword' { $kind = 'QWord'; $data = [BitConverter]::ToInt64([BitConverter]::GetBytes([uint64]$value), 0) }
            'none' { $kind = 'None'; $data = [byte[]](Get-BytesOf $value 'value') }
            'binary' { $kind = 'Binary'; $data = [byte[]](Get-BytesOf $value 'value') }
            default { Stop-With 'invalid' ('no type of a value: ' + $want.type) }
        }
        if ($null -eq $open) { $open = $base.CreateSubKey($k.Path) }
        $open.SetValue($k.Name, $data, $kind)
    }
    finally {
        if ($null -ne $open) { $open.Close() }
        $base.Close()
    }
}

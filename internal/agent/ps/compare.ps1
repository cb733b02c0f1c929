
# ---- Comparing what was planned with what is.

function Test-Number($v) { return ($v -is [ValueType] -and $v -isnot [bool] -and $v -isnot [char] -and $v -isnot [DateTime]) }

# Whether two JSON values are the same. Text with case, byte for byte; numbers by value.
function Test-Same($a, $b) {
    if ($null -eq $a -or $null -eq $b) { return ($null -eq $a -and $null -eq $b) }
    if ($a -is [string] -or $b -is [string]) { return ($a -is [string] -and $b -is [string] -and [string]::Equals($a, $b, $ordinal)) }
    if ($a -is [bool] -or $b -is [bool]) { return ($a -is [bool] -and $b -is [bool] -and $a -eq $b) }
    if ((Test-Number $a) -or (Test-Number $b)) { return ((Test-Number $a) -and (Test-Number $b) -and [decimal]$a -eq [decimal]$b) }
    if ($a -is [Collections.IList] -or $b -is [Collections.IList]) {
        if (-not ($a -is [Collections.IList] -and $b -is [Collections.IList]) -or $a.Count -ne $b.Count) { return $false }
        for ($i = 0; $i -lt $a.Count; $i++) { if (-not (Test-Same $a[$i] $b[$i])) { return $false } }
        return $true
    }
    return [string]::Equals([string]$a, [string]$b, $ordinal)
}

# Whether all wanted properties have their values now. $ignoreCase names those that Windows compares without case.
function Test-All($wanted, $now, [string[]]$ignoreCase) {
    foreach ($name in @($wanted.Keys)) {
        $a = $wanted[$name]
        $b = $now[$name]
        if ($ignoreCase -contains $name -and $a -is [string] -and $b -is [string]) {
            if (-not [string]::Equals($a, $b, $anyCase)) { return $false }
        }
        elseif (-not (Test-Same $a $b)) { return $false }
    }
    return $true
}

# A pattern with * and ? as a regular expression; everything else in it is literal, brackets too.
function Get-Pattern([string]$pattern) {
    $text = '^' + [Text.RegularExpressions.Regex]::Escape($pattern).Replace('\*', '.*').Replace('\?', '.') + '$'
    return New-Object Text.RegularExpressions.Regex -ArgumentList $text, 'IgnoreCase, CultureInvariant, Singleline'
}

function Test-Pattern([string]$text) { return ($text.IndexOf('*') -ge 0 -or $text.IndexOf('?') -ge 0) }

function New-Item0([string]$key, $props) { return [ordered]@{ key = $key; props = $props } }

# Items in the order of their lower-case keys, whatever the host's language.
function Get-Sorted($items) {
    $list = @($items)
    if ($list.Length -lt 2) { return , $list }
    $keys = New-Object string[] $list.Length
    for ($i = 0; $i -lt $list.Length; $i++) { $keys[$i] = ([string]$list[$i].key).ToLowerInvariant() }
    [Array]::Sort([Array]$keys, [Array]$list, [Collections.IComparer][StringComparer]::Ordinal) # uncast, another overload sorts a copy
    return , $list
}

function Get-Sha256([byte[]]$bytes) {
    $h = New-Object Security.Cryptography.SHA256CryptoServiceProvider
    try { return Get-Hex $h.ComputeHash($bytes) } finally { $h.Dispose() }
}

function Get-Hex([byte[]]$hash) { return [BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant() }

function Get-BytesOf([string]$base64, [string]$what) {
    try { return , [Convert]::FromBase64String($base64) } catch { Stop-With 'invalid' ($what + ' is no base64') }
}

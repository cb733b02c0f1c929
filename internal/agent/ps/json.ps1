
# ---- JSON. Reading is ConvertFrom-Json; writing is done here, because ConvertTo-Json differs between versions (dossier 3.3).

$plain = New-Object Text.RegularExpressions.Regex '^[\x20\x21\x23-\x5B\x5D-\x7E]*$'

function Add-JsonText($to, [string]$text) {
    [void]$to.Append('"')
    if ($plain.IsMatch($text)) { [void]$to.Append($text) }
    else {
        foreach ($c in $text.ToCharArray()) {
            $n = [int]$c
            if ($n -eq 34 -or $n -eq 92) { [void]$to.Append('\').Append($c) }
            elseif ($n -lt 32 -or $n -gt 126) { [void]$to.Append('\u').Append($n.ToString('x4', $invariant)) }
            else { [void]$to.Append($c) }
        }
    }
    [void]$to.Append('"')
}

function Add-Json($to, $value, [int]$depth = 0) {
    if ($depth -gt 20) { [void]$to.Append('null'); return }
    if ($null -eq $value) { [void]$to.Append('null') }
    elseif ($value -is [string] -or $value -is [char]) { Add-JsonText $to ([string]$value) }
    elseif ($value -is [bool]) { [void]$to.Append($(if ($value) { 'true' } else { 'false' })) }
    elseif ($value -is [DateTime]) { Add-JsonText $to (Get-TimeText $value) }
    elseif ($value -is [double] -or $value -is [single]) {
        if ([double]::IsNaN($value) -or [double]::IsInfinity($value)) { [void]$to.Append('null') } else { [void]$to.Append($value.ToString('R', $invariant)) }
    }
    elseif ($value -is [decimal] -or $value -is [enum]) { Add-JsonNumber $to $value }
    elseif ($value -is [ValueType] -and ([string]$value.GetType().Name) -match '^(S?Byte|U?Int(16|32|64))$') { [void]$to.Append($value.ToString($invariant)) }
    elseif ($value -is [Collections.IDictionary]) {
        $first = $true
        [void]$to.Append('{')
        foreach ($key in @($value.Keys)) {
            if (-not $first) { [void]$to.Append(',') }
            $first = $false
            Add-JsonText $to ([string]$key)
            [void]$to.Append(':')
            Add-Json $to $value[$key] ($depth + 1)
        }
        [void]$to.Append('}')
    }
    elseif ($value -is [Management.Automation.PSCustomObject]) { Add-Json $to (Get-Table $value) ($depth + 1) }
    elseif ($value -is [Collections.IEnumerable]) {
        $first = $true
        [void]$to.Append('[')
        foreach ($item in $value) {
            if (-not $first) { [void]$to.Append(',') }
            $first = $false
            Add-Json $to $item ($depth + 1)
        }
        [void]$to.Append(']')
    }
    else { Add-JsonText $to ([string]$value) }
}

function Add-JsonNumber($to, $value) {
    if ($value -is [enum]) { [void]$to.Append(([long]$value).ToString($invariant)) } else { [void]$to.Append($value.ToString($invariant)) }
}

function Get-TimeText([DateTime]$time) { $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', $invariant) }

# A JSON object as an ordered table; nothing and null give an empty one.
function Get-Table($object) {
    $table = New-Object Collections.Specialized.OrderedDictionary -ArgumentList ([StringComparer]::Ordinal)
    if ($null -ne $object -and $object -is [Management.Automation.PSCustomObject]) {
        foreach ($p in $object.PSObject.Properties) { $table[$p.Name] = $p.Value }
    }
    return , $table
}

# One member of a JSON object, or null.
function Get-Member0($object, [string]$name) {
    if ($null -eq $object) { return $null }
    $p = $object.PSObject.Properties[$name]
    if ($null -eq $p) { return $null }
    return , $p.Value
}

# ---- Output: lines are collected and written in few bursts.

function Write-Line($message) {
    [void]$agent.Out.Append('xops1:').Append($token).Append(' ')
    Add-Json $agent.Out $message
    [void]$agent.Out.Append("`n")
    Write-Due
}

function Write-Now {
    if ($agent.Out.Length -gt 0) {
        $agent.Writer.Write($agent.Out.ToString())
        [void]$agent.Out.Remove(0, $agent.Out.Length)
    }
    $agent.Writer.Flush()
    $agent.Flushed.Reset()
    $agent.Flushed.Start()
}

# Nothing waits for more than a second, nor grows beyond a megabyte.
function Write-Due {
    if ($agent.Out.Length -gt 0 -and ($agent.Flushed.ElapsedMilliseconds -ge 900 -or $agent.Out.Length -gt 1048576)) { Write-Now }
}

# Waits a moment within an operation; a fault when its deadline has passed.
function Wait-Moment([int]$ms, [string]$what) {
    Write-Due
    if ([DateTime]::UtcNow -gt $agent.Until) { Stop-With 'timeout' ('deadline passed: ' + $what) }
    [Threading.Thread]::Sleep($ms)
}

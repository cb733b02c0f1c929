
# ---- JSON
# .NET's reader and our own writer: cmdlets differ between versions (dossier 3.3), and what is passed to one can be logged.

# One object of JSON: a table in the order of its members, a list an array. Throws when it is none; the reader would not miss the end.
function Read-Json([string]$text) {
    if (-not $text.EndsWith('}')) { throw 'no whole object' }
    if ($PSVersionTable.PSVersion.Major -ge 3) {
        # the assembly is not loaded by itself before PowerShell 6; whoever makes one of its objects by its whole name loads it
        $quotas = 'System.Xml.XmlDictionaryReaderQuotas, System.Runtime.Serialization, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089'
        $null = New-Object $quotas
        $reader = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($ascii.GetBytes($text), [Xml.XmlDictionaryReaderQuotas]::Max)
    }
    $null = $reader.MoveToContent()
    $value = Get-JsonValue $reader
    $null = $reader.Read() # throws when something else follows
    return , $value
}

# The value that the reader stands on; it goes on behind it. Each piece is read once: a text with an escape in it comes in many.
function Get-JsonValue($reader) {
    $type = $reader.GetAttribute('type')
    if ($type -ne 'object' -and $type -ne 'array') {
        $text = $reader.ReadElementContentAsString()
        switch ($type) {
            'null' { return $null }
            'boolean' { return $text -eq 'true' }
            'number' {
                $n = [long]0
                if ([long]::TryParse($text, 'Integer', $invariant, [ref]$n)) { return $n }
                $n = [decimal]0
                if ([decimal]::TryParse($text, 'Float', $invariant, [ref]$n)) { return $n }
                return [double]::Parse($text, 'Float', $invariant)
            }
        }
        return $text
    }
    $reader.ReadStartElement()
    if ($type -eq 'array') { $value = @(while ($reader.IsStartElement()) { , (Get-JsonValue $reader) }) }
    else {
        $value = New-Table
        while ($reader.IsStartElement()) {
            $name = $reader.GetAttribute('item') # where a name that XML does not allow stands
            if ($null -eq $name) { $name = $reader.get_LocalName() }
            $value[$name] = Get-JsonValue $reader
        }
    }
    $reader.ReadEndElement()
    return , $value
}

function New-Table { return , (New-Object Collections.Specialized.OrderedDictionary -ArgumentList ([StringComparer]::Ordinal)) }

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
    if ($null -eq $value -or $depth -gt 20) { [void]$to.Append('null') }
    elseif ($value -is [bool]) { [void]$to.Append($(if ($value) { 'true' } else { 'false' })) }
    elseif ($value -is [DateTime]) { Add-JsonText $to (Get-TimeText $value) }
    elseif ($value -is [enum]) { [void]$to.Append(([long]$value).ToString($invariant)) }
    elseif ($value -is [double] -or $value -is [single]) {
        if ([double]::IsNaN($value) -or [double]::IsInfinity($value)) { [void]$to.Append('null') } else { [void]$to.Append($value.ToString('R', $invariant)) }
    }
    elseif ($value -is [ValueType] -and $value -is [IConvertible] -and $value -isnot [char]) { [void]$to.Append($value.ToString($invariant)) }
    elseif ($value -is [Collections.IEnumerable] -and $value -isnot [string]) {
        $table = ($value -is [Collections.IDictionary])
        [void]$to.Append($(if ($table) { '{' } else { '[' }))
        $between = ''
        $items = $value
        if ($table) { $items = $value.get_Keys() }
        foreach ($item in $items) {
            [void]$to.Append($between)
            $between = ','
            if ($table) { Add-JsonText $to ([string]$item); [void]$to.Append(':'); $item = $value[$item] }
            Add-Json $to $item ($depth + 1)
        }
        [void]$to.Append($(if ($table) { '}' } else { ']' }))
    }
    else { Add-JsonText $to ([string]$value) }
}

function Get-TimeText([DateTime]$time) { return $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', $invariant) }


# ---- JSON
# .NET's reader and our own writer: cmdlets differ between versions (dossier 3.3), and what is passed to one can be logged.

# One object of JSON: a table in the order of its members, a list an array. Throws when it is none; the reader would not miss the end.
function Read-Json([string]$text) {
    if (-not $text.EndsWith('}')) { throw 'no whole object' }
    $document = New-Object Xml.XmlDocument
    if ($PSVersionTable.PSVersion.Major -ge 3) {
        # the assembly is not loaded by itself before PowerShell 6; whoever makes one of its objects by its whole name loads it
        $quotas = 'System.Xml.XmlDictionaryReaderQuotas, System.Runtime.Serialization, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089'
        $null = New-Object $quotas
        $reader = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($ascii.GetBytes($text), [Xml.XmlDictionaryReaderQuotas]::Max)
    }
    $document.Load($reader)
    return , (Get-JsonValue $document.get_DocumentElement())
}

function Get-JsonValue($node) {
    switch ($node.GetAttribute('type')) {
        'null' { return $null }
        'boolean' { return $node.get_InnerText() -eq 'true' }
        'number' {
            $text = $node.get_InnerText()
            $n = [long]0
            if ([long]::TryParse($text, 'Integer', $invariant, [ref]$n)) { return $n }
            $n = [decimal]0
            if ([decimal]::TryParse($text, 'Float', $invariant, [ref]$n)) { return $n }
            return [double]::Parse($text, 'Float', $invariant)
        }
        'array' { return , @(foreach ($child in $node.get_ChildNodes()) { , (Get-JsonValue $child) }) }
        'object' {
            $table = New-Table
            foreach ($child in $node.get_ChildNodes()) {
                # A name that XML does not allow stands in an attribute.
                $name = $(if ($child.HasAttribute('item')) { $child.GetAttribute('item') } else { $child.get_LocalName() })
                $table[$name] = Get-JsonValue $child
            }
            return , $table
        }
    }
    return $node.get_InnerText()
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

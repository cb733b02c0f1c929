
# ---- Patterns and items.

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
    $keys = [string[]]@(foreach ($item in $list) { ([string]$item.key).ToLowerInvariant() })
    [Array]::Sort([Array]$keys, [Array]$list, [Collections.IComparer][StringComparer]::Ordinal) # uncast, another overload sorts a copy
    return , $list
}

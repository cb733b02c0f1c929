
# ---- Bytes as text.

function Get-Base64([byte[]]$bytes) {
    $chars = New-Object char[] (4 * [Math]::Floor(($bytes.Length + 2) / 3))
    [void][Convert]::ToBase64CharArray($bytes, 0, $bytes.Length, $chars, 0)
    return (New-Object Text.StringBuilder).Append($chars).ToString()
}

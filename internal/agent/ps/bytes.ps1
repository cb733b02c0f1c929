
# ---- Bytes from text.

function Get-BytesOf([string]$base64, [string]$what) {
    $chars = $base64.ToCharArray()
    try { return , [Convert]::FromBase64CharArray($chars, 0, $chars.Length) } catch { Stop-With 'invalid' ($what + ' is no base64') }
}

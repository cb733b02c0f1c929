
# ---- SHA-256
# By which the bytes of files are compared.

function Get-HashOf($stream) {
    $h = New-Object Security.Cryptography.SHA256CryptoServiceProvider
    try { return [BitConverter]::ToString($h.ComputeHash($stream)).Replace('-', '').ToLowerInvariant() } finally { $h.Dispose() }
}

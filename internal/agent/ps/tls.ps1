
# ---- tls: whether far ends answer, and with which certificates. Nothing is sent but the handshake.

$readers['tls'] = 'Get-Tls'
$publicRoots = 'SOFTWARE\Microsoft\SystemCertificates\AuthRoot\Certificates'

# Whether a root is one of the public ones that Windows itself keeps; null where they cannot be read.
function Test-PublicRoot([string]$thumbprint) {
    try {
        $k = Open-Key 'HKLM' $publicRoots
        if ($null -eq $k) { return $null }
        try { $names = $k.GetSubKeyNames() } finally { $k.Close() }
        if ($names.Length -gt 0) { return ($names -contains $thumbprint) }
    }
    catch { $null = $_ }
    return $null
}

# The DNS names of an extension in DER: a list of texts with the tag 0x82.
function Get-SubjectNames($bytes) {
    $i = 2
    if ($bytes[1] -gt 0x80) { $i += $bytes[1] - 0x80 }
    while ($i + 1 -lt $bytes.Length -and $bytes[$i + 1] -lt 0x80) {
        if ($bytes[$i] -eq 0x82) { $ascii.GetString($bytes, $i + 2, $bytes[$i + 1]) }
        $i += 2 + $bytes[$i + 1]
    }
}

function Add-Chain($p, $chain, [int]$errors) {
    $p.policy_errors = $errors
    $p.chain_status = 0
    if ($null -eq $chain -or $chain.ChainElements.Count -eq 0) { return }
    foreach ($s in $chain.ChainStatus) { $p.chain_status = $p.chain_status -bor [int]$s.Status }
    $leaf = $chain.ChainElements[0].Certificate
    $p.subject = $leaf.Subject
    $p.issuer = $leaf.Issuer
    $p.not_after = $leaf.NotAfter
    $p.names = @(foreach ($x in $leaf.Extensions) { if ($x.Oid.Value -eq '2.5.29.17') { Get-SubjectNames $x.RawData } })
    $root = $chain.ChainElements[$chain.ChainElements.Count - 1].Certificate
    if ($root.Subject -ne $root.Issuer) { return } # how it goes on is not known here
    $p.root = $root.Subject
    $p.root_thumbprint = $root.Thumbprint
    $p.root_public = Test-PublicRoot $root.Thumbprint
}

# One after the other, because only this thread can run the look at the chain; each within what is left.
function Read-Handshake($t, $p, [int]$limit) {
    $t.Client.ReceiveTimeout = $t.Client.SendTimeout = $limit
    $look = [Net.Security.RemoteCertificateValidationCallback] { param($from, $leaf, $chain, $errors) try { Add-Chain $p $chain $errors } catch { $null = $_ }; return $true }
    $stream = New-Object Net.Security.SslStream -ArgumentList $t.Client.GetStream(), $false, $look
    try {
        $stream.AuthenticateAsClient($t.Name, $null, [Security.Authentication.SslProtocols]3072, $false)
        $p.protocol = [int]$stream.SslProtocol
    }
    catch {
        $p.error = Get-SocketWord $_.Exception
        if ($p.error -ne 'timeout') { $p.error = 'handshake' }
    }
    finally { $stream.Dispose() }
}

function Get-Tls([string]$key, $arguments) {
    $limit = Get-Limit $arguments 8000
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $shake = @(foreach ($text in @($arguments['targets'])) { if ($null -ne $text) { Read-Target $text } })
    $targets = $shake + @(foreach ($text in @($arguments['plain'])) { if ($null -ne $text) { Read-Target $text } })
    try {
        Connect-All $targets $clock ($limit / 2)
        foreach ($t in $targets) {
            $p = [ordered]@{ dns = $t.Dns; result = $t.Result; address = $t.Address; protocol = $null; error = $null; subject = $null; names = @(); issuer = $null; not_after = $null; root = $null; root_thumbprint = $null; root_public = $null; policy_errors = $null; chain_status = $null }
            if ($null -ne $t.Client -and $shake -contains $t) {
                $left = $limit - $clock.ElapsedMilliseconds
                if ($left -lt 100) { $p.error = 'late' } else { Read-Handshake $t $p ([Math]::Min(3000, $left)) }
            }
            New-Item0 $t.Key $p
            Write-Due
        }
    }
    finally { Close-All $targets }
}


# ---- file: reading.

function Get-DriveKind([string]$path) {
    if ($path.StartsWith('\\')) { return 'network' }
    try {
        switch ([int](New-Object IO.DriveInfo $path.Substring(0, 1)).DriveType) {
            2 { return 'removable' }
            3 { return 'fixed' }
            4 { return 'network' }
            5 { return 'optical' }
        }
    }
    catch { $null = $_ }
    return 'unknown'
}

# The numbers of a program's version resource; its texts can be localised.
function Get-FileVersion([string]$path) {
    if ($path -notmatch '\.(exe|dll|ocx|sys|cpl|scr|drv|com)$') { return $null }
    try {
        $v = [Diagnostics.FileVersionInfo]::GetVersionInfo($path)
        $n = @($v.FileMajorPart, $v.FileMinorPart, $v.FileBuildPart, $v.FilePrivatePart) -join '.'
        if ($n -eq '0.0.0.0' -and $null -eq $v.FileVersion) { return $null }
        return $n
    }
    catch { return $null }
}

function Get-AttributeNames($attributes) {
    $names = @()
    foreach ($n in 'ReadOnly', 'Hidden', 'System') { if (Test-Flag $attributes $n) { $names += $n.ToLowerInvariant() } }
    return , $names
}

# Opens for reading without standing in anybody's way. A file that another program holds is tried again for a moment.
function Open-Shared([string]$path) {
    return Use-Retry { New-Object IO.FileStream -ArgumentList $path, 'Open', 'Read', 'ReadWrite, Delete' }
}

# Runs a block again while a file is in use: five times, up to a second between (dossier 4.3).
function Use-Retry([scriptblock]$block) {
    for ($try = 1; ; $try++) {
        try { return & $block }
        catch {
            $n = Get-Win32 $_.Exception
            if ($try -gt 5 -or ($n -ne 32 -and $n -ne 33 -and $n -ne 1175)) { throw }
        }
        Wait-Moment ([Math]::Min(1000, 200 * $try)) 'file in use'
    }
}

function Get-FileHash0([string]$path) {
    $s = Open-Shared $path
    $h = New-Object Security.Cryptography.SHA256CryptoServiceProvider
    try { return Get-Hex $h.ComputeHash($s) } finally { $s.Dispose(); $h.Dispose() }
}

function Read-Bytes([string]$path) {
    $s = Open-Shared $path
    try {
        $bytes = New-Object byte[] ([int]$s.Length)
        $at = 0
        while ($at -lt $bytes.Length) {
            $n = $s.Read($bytes, $at, $bytes.Length - $at)
            if ($n -le 0) { break }
            $at += $n
        }
        if ($at -ne $bytes.Length) { Stop-With 'locked' 'the file changed while it was read' }
        return , $bytes
    }
    finally { $s.Dispose() }
}

# A computer that goes down in the middle of a change leaves NAME.xops-new or NAME.xops-old beside the file. A name that has only the old bytes beside
# it was cut off between two renames: those bytes are the file. Where changes are allowed this is put in order, elsewhere it is told.
function Get-Leftovers([string]$path) {
    $names = New-Object 'Collections.Generic.List[string]'
    foreach ($n in '.xops-new', '.xops-old') { if ([IO.File]::Exists($path + $n)) { $names.Add($path + $n) } }
    if ($names.Count -eq 0 -or $agent.Mode -ne 'apply') { return , $names.ToArray() }
    if ($null -eq (Get-Attributes $path) -and [IO.File]::Exists($path + '.xops-old')) { try { [IO.File]::Move($path + '.xops-old', $path) } catch { $null = $_ } }
    Remove-Quietly ($path + '.xops-new') # stays while another run has it open
    if ([IO.File]::Exists($path)) { Remove-Quietly ($path + '.xops-old') }
    return , @($names | Where-Object { [IO.File]::Exists($_) })
}

$noFile = 'kind', 'path', 'size', 'modified', 'created', 'version', 'attributes', 'drive', 'link'

# The properties of one path. $hash: none, sha256, or content with at most $max bytes.
function Read-File([string]$path, [string]$hash, [long]$max) {
    $p = [ordered]@{ exists = $false }
    $left = Get-Leftovers $path
    if ($left.Length -gt 0) { $p.leftovers = $left }
    $name = $path
    $a = Get-Attributes $path
    if ($null -eq $a -and $left -contains ($name + '.xops-old')) { $path = $name + '.xops-old'; $a = Get-Attributes $path }
    if ($null -eq $a) {
        foreach ($n in $noFile) { $p[$n] = $null }
        $p.drive = Get-DriveKind $path
        if ($hash -ne 'none') { $p.sha256 = $null; $p.content = $null }
        return $p
    }
    $folder = Test-Flag $a 'Directory'
    $info = $(if ($folder) { New-Object IO.DirectoryInfo $path } else { New-Object IO.FileInfo $path })
    $p.exists = $true
    $p.kind = $(if ($folder) { 'directory' } else { 'file' })
    $p.path = Get-DiskPath $name
    $p.size = $(if ($folder) { $null } else { $info.Length })
    $p.modified = $info.LastWriteTimeUtc
    $p.created = $info.CreationTimeUtc
    $p.version = $(if ($folder) { $null } else { Get-FileVersion $path })
    $p.attributes = Get-AttributeNames $a
    $p.drive = Get-DriveKind $path
    $p.link = Test-Flag $a 'ReparsePoint'
    if ($hash -eq 'none') { return $p }
    $p.sha256 = $null
    $p.content = $null
    if ($folder) { return $p }
    if ($hash -eq 'content' -and $info.Length -le $max) {
        $bytes = Read-Bytes $path
        $p.sha256 = Get-Sha256 $bytes
        $p.content = [Convert]::ToBase64String($bytes)
    }
    # Bigger files are compared by their hash; beyond this even that takes too long.
    elseif ($info.Length -le 268435456) { $p.sha256 = Get-FileHash0 $path }
    return $p
}

function Get-File([string]$key, $arguments) {
    $hash = 'none'
    $max = 1048576
    if ((Get-Member0 $arguments 'content') -eq $true) { $hash = 'content' }
    $m = Get-Member0 $arguments 'max_bytes'
    if ($null -ne $m) { $max = [Math]::Min([long]$m, 16777216) }
    $path = Get-FullKey $key
    if (-not (Test-Pattern $path)) {
        $p = Read-File $path $hash $max
        return , @(New-Item0 $(if ($p.exists) { $p.path } else { $path }) $p)
    }
    $items = New-Object Collections.ArrayList
    foreach ($found in (Get-Matches $path)) {
        $p = Read-File $found $hash $max
        if ($p.exists) { [void]$items.Add((New-Item0 $found $p)) } # else it went away meanwhile
        Write-Due
    }
    return , $items.ToArray()
}

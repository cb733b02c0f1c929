
# ---- file: reading.

$readers['file'] = 'Get-File'

function Get-DriveKind([string]$path) {
    if ($path.StartsWith('\\')) { return 'network' }
    $kind = $null
    try { $kind = @{ 2 = 'removable'; 3 = 'fixed'; 4 = 'network'; 5 = 'optical' }[[int](New-Object IO.DriveInfo $path.Substring(0, 1)).DriveType] } catch { $null = $_ }
    if ($null -eq $kind) { return 'unknown' }
    return $kind
}

# The numbers of a program's version resource; its texts can be localised.
function Get-FileVersion([string]$path) {
    if ($path -notmatch '\.(exe|dll|ocx|sys|cpl|scr|drv|com)$') { return $null }
    try {
        $v = [Diagnostics.FileVersionInfo]::GetVersionInfo($path)
        $n = @($v.FileMajorPart, $v.FileMinorPart, $v.FileBuildPart, $v.FilePrivatePart) -join '.'
        if ($n -ne '0.0.0.0' -or $null -ne $v.FileVersion) { return $n }
    }
    catch { $null = $_ }
    return $null
}

# Opens for reading without standing in anybody's way. A file that another program holds is tried again for a moment.
function Open-Shared([string]$path) {
    return Use-Retry { New-Object IO.FileStream -ArgumentList $path, 'Open', 'Read', 'ReadWrite, Delete' }
}

# Runs a block again while a file is in use: five times, up to a second between (dossier 4.3). Where a file is put in place or taken away, a scanner that
# looks at it is told as denied: that is tried again, too, up to $denied times.
function Use-Retry([scriptblock]$block, [int]$denied = 0) {
    for ($try = 1; ; $try++) {
        try { return & $block }
        catch {
            $code = (Get-Fault $_).code
            if ($try -gt $(if ($code -eq 'locked') { 5 } elseif ($code -eq 'denied') { $denied } else { 0 })) { throw }
        }
        Wait-Moment ([Math]::Min(1000, 200 * $try)) 'file in use'
    }
}

function Read-Bytes([string]$path) {
    $s = Open-Shared $path
    try {
        $bytes = New-Object byte[] ([int]$s.Length)
        for ($at = 0; $at -lt $bytes.Length; $at += $n) {
            $n = $s.Read($bytes, $at, $bytes.Length - $at)
            if ($n -le 0) { Stop-With 'locked' 'the file changed while it was read' }
        }
        return , $bytes
    }
    finally { $s.Dispose() }
}

function Get-FileHash0([string]$path) {
    $s = Open-Shared $path
    try { return Get-HashOf $s } finally { $s.Dispose() }
}

# A computer that goes down in the middle of a change leaves NAME.xops-new or NAME.xops-old beside the file. A name that has only the old bytes beside
# it was cut off between two renames: those bytes are the file. Where changes are allowed this is put in order, elsewhere it is told.
function Get-Leftovers([string]$path) {
    if ($agent.Repair) { & $agent.Repair $path }
    return , @(foreach ($n in '.xops-new', '.xops-old') { if ([IO.File]::Exists($path + $n)) { $path + $n } })
}

# The properties of one path. $hash: none, sha256, or content with at most $max bytes.
function Read-File([string]$path, [string]$hash, [long]$max) {
    $p = [ordered]@{ exists = $false }
    $left = Get-Leftovers $path
    if ($left.Length -gt 0) { $p.leftovers = $left }
    foreach ($n in 'kind', 'path', 'size', 'modified', 'created', 'version', 'attributes') { $p[$n] = $null }
    $p.drive = Get-DriveKind $path
    $p.link = $null
    if ($hash -ne 'none') { $p.sha256 = $null; $p.content = $null }
    $name = $path
    $a = Get-Attributes $path
    if ($null -eq $a -and $left -contains ($name + '.xops-old')) { $path = $name + '.xops-old'; $a = Get-Attributes $path }
    if ($null -eq $a) { return $p }
    $folder = Test-Flag $a 'Directory'
    $info = $(if ($folder) { New-Object IO.DirectoryInfo $path } else { New-Object IO.FileInfo $path })
    $p.exists = $true
    $p.kind = $(if ($folder) { 'directory' } else { 'file' })
    $p.path = Get-DiskPath $name
    $p.modified = $info.LastWriteTimeUtc
    $p.created = $info.CreationTimeUtc
    $p.attributes = @(foreach ($n in 'ReadOnly', 'Hidden', 'System') { if (Test-Flag $a $n) { $n.ToLowerInvariant() } })
    $p.link = Test-Flag $a 'ReparsePoint'
    if ($folder) { return $p }
    $p.size = $info.Length
    $p.version = Get-FileVersion $path
    if ($hash -eq 'content' -and $info.Length -le $max) {
        $bytes = Read-Bytes $path
        $p.sha256 = Get-HashOf $bytes
        $p.content = Get-Base64 $bytes
    }
    # Bigger files are compared by their hash; beyond this even that takes too long.
    elseif ($hash -ne 'none' -and $info.Length -le 268435456) { $p.sha256 = Get-FileHash0 $path }
    return $p
}

function Get-File([string]$key, $arguments) {
    $hash = $(if ($arguments['content'] -eq $true) { 'content' } else { 'none' })
    $max = $(if ($null -ne $arguments['max_bytes']) { [Math]::Min($arguments['max_bytes'], 16777216) } else { 1048576 })
    $path = Get-FullKey $key
    $many = Test-Pattern $path
    foreach ($found in $(if ($many) { Get-Matches $path } else { $path })) {
        $p = Read-File $found $hash $max
        if ($p.exists -or -not $many) { New-Item0 $(if ($p.exists) { $p.path } else { $found }) $p } # else it went away meanwhile
        Write-Due
    }
}

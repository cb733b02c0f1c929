
# ---- Paths: keys of the types file and permission.

# A key as a full path; its patterns stay. Streams, devices and relative paths are refused.
function Get-FullKey([string]$key) {
    $path = [Environment]::ExpandEnvironmentVariables($key).Replace('/', '\')
    $drive = $path -match '^[A-Za-z]:\\'
    if (-not $drive -and $path -notmatch '^\\\\[^\\?.][^\\]*\\[^\\]+') { Stop-With 'invalid' ('no absolute path: ' + $path) }
    if ($path.IndexOf(':', 2) -ge 0 -or $path.IndexOf([char]0) -ge 0 -or $path -match '[<>|"]') { Stop-With 'invalid' ('no file name: ' + $path) }
    if ($path -match '(^|\\)\.\.?(\\|$)') { Stop-With 'invalid' ('a path must not contain . or ..: ' + $path) }
    $root = Get-Root $path
    if (Test-Pattern $root) { Stop-With 'invalid' ('no pattern in a drive or share: ' + $path) }
    $rest = $path.Substring([Math]::Min($root.Length, $path.Length)) -replace '\\+', '\'
    $path = $root + $rest.Trim('\')
    # Windows PowerShell reaches no longer ones, whatever Windows itself allows.
    if ($path.Length -gt 259) { Stop-With 'invalid' 'the path has more than 259 characters' }
    return $path
}

# The part that no pattern may be in: C:\ or \\server\share\
function Get-Root([string]$path) {
    if ($path -match '^[A-Za-z]:\\') { return $path.Substring(0, 3) }
    if ($path -match '^(\\\\[^\\]+\\[^\\]+)') { return $matches[1] + '\' }
    return ''
}

# Attributes of what is there, or null. Anything but absence is an error, so that what cannot be read never looks absent.
function Get-Attributes([string]$path) {
    try { return [IO.File]::GetAttributes($path) }
    catch { if ((Get-Fault $_).code -eq 'absent') { return $null }; throw } # a drive without a disc has nothing in it
}

function Test-Flag($attributes, [string]$flag) { return (([int]$attributes -band [int][IO.FileAttributes]$flag) -ne 0) }

# The path as its names are written on the disk. Parents that cannot be listed keep the spelling that was asked.
function Get-DiskPath([string]$path) {
    $at = Get-Root $path
    $rest = $path.Substring($at.Length)
    if ($at -match '^[a-z]') { $at = $at.Substring(0, 1).ToUpperInvariant() + $at.Substring(1) }
    foreach ($name in $rest.Split('\')) {
        if ($name -eq '') { continue }
        $found = $name
        try { foreach ($x in (New-Object IO.DirectoryInfo $at).GetFileSystemInfos($name)) { if ([string]::Equals($x.Name, $name, $anyCase)) { $found = $x.Name } } } catch { $null = $_ }
        $at = $at.TrimEnd('\') + '\' + $found
    }
    return $at
}

# The paths that a key means: itself, or what its pattern matches. Own matching, because Windows' also matches short names (*.htm finds x.html).
function Get-Matches([string]$pattern) {
    $root = Get-Root $pattern
    $level = @($root)
    $names = @($pattern.Substring($root.Length).Split('\'))
    for ($i = 0; $i -lt $names.Length; $i++) {
        $last = ($i -eq $names.Length - 1)
        $next = New-Object 'Collections.Generic.List[string]'
        foreach ($folder in $level) {
            if (-not (Test-Pattern $names[$i])) {
                $path = $folder.TrimEnd('\') + '\' + $names[$i]
                $a = Get-Attributes $path
                if ($null -ne $a -and ($last -or (Test-Flag $a 'Directory'))) { $next.Add((Get-DiskPath $path)) }
                elseif ($null -eq $a -and $last -and [IO.File]::Exists($path + '.xops-old')) { $next.Add((Get-DiskPath $path)) }
                continue
            }
            $a = Get-Attributes $folder
            if ($null -eq $a -or -not (Test-Flag $a 'Directory')) { continue }
            $regex = Get-Pattern $names[$i]
            try { $found = (New-Object IO.DirectoryInfo $folder).GetFileSystemInfos() }
            catch {
                # Windows' own compatibility links (such as "Application Data") may be followed but not listed.
                if (Test-Flag $a 'ReparsePoint') { continue }
                throw
            }
            foreach ($x in $found) {
                if ($regex.IsMatch($x.Name) -and ($last -or (Test-Flag $x.Attributes 'Directory'))) { $next.Add($x.FullName) }
            }
            if ($next.Count -gt 10000) { Stop-With 'invalid' ('more than 10000 matches: ' + $pattern) }
            Write-Due
        }
        $level = $next.ToArray()
    }
    return , $level
}

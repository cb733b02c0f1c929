
# ---- file: writing.
# Whatever happens, the name holds either the old bytes or the new ones, and nothing is left beside it.

$writers['file'] = @{ Read = 'Read-FileNow'; Write = 'Set-File'; NoCase = @('path') }
$agent.Repair = 'Repair-File'

# Puts in order what an interrupted change left beside a file.
function Repair-File([string]$path) {
    $old = $path + '.xops-old'
    if ($null -eq (Get-Attributes $path) -and [IO.File]::Exists($old)) { try { [IO.File]::Move($old, $path) } catch { $null = $_ } }
    Remove-Quietly ($path + '.xops-new') # stays while another run has it open
    if ([IO.File]::Exists($path)) { Remove-Quietly $old }
}

function Remove-Quietly([string]$path) {
    try { if ([IO.File]::Exists($path)) { [IO.File]::SetAttributes($path, 'Normal'); [IO.File]::Delete($path) } } catch { $null = $_ }
}

function Get-OwnerOf([string]$path) {
    try { return (New-Object IO.FileInfo $path).GetAccessControl('Owner').GetOwner([Security.Principal.SecurityIdentifier]) } catch { return $null }
}

# Writes new bytes beside the target. Typed values: .NET Framework has a second constructor, and texts fit both. FileShare.None tells a second run that this one is at work.
function Write-Beside([string]$path, [byte[]]$bytes) {
    if ($path.Length -gt 259) { Stop-With 'unsupported' 'the path has more than 250 characters: there is no room for the new bytes beside it' }
    $s = Use-Retry { New-Object IO.FileStream -ArgumentList $path, ([IO.FileMode]::Create), ([IO.FileAccess]::Write), ([IO.FileShare]::None), 65536, ([IO.FileOptions]::WriteThrough) }
    try { $s.Write($bytes, 0, $bytes.Length); $s.Flush($true) } finally { $s.Dispose() }
}

# In place, for links and for folders in which nothing new can be made.
function Write-InPlace([string]$path, [byte[]]$bytes, [string]$expected) {
    $s = Use-Retry { New-Object IO.FileStream -ArgumentList $path, 'Open', 'ReadWrite', 'Read' }
    try {
        Confirm-Hash $s $expected
        $s.Position = 0
        $s.Write($bytes, 0, $bytes.Length)
        $s.SetLength($bytes.Length)
        $s.Flush($true)
    }
    finally { $s.Dispose() }
}

# The file under an open handle must still be what was compared; another program may have been faster.
function Confirm-Hash($stream, [string]$expected) { if ((Get-HashOf $stream) -ne $expected) { Stop-With 'drift' 'the file changed meanwhile' } }

# Replaces an existing file's bytes: dossier 4.3, WRITE.
function Write-Replace($op, [string]$path, [byte[]]$bytes, [string]$expected) {
    $attributes = [IO.File]::GetAttributes($path)
    $new = $path + '.xops-new'
    $old = $path + '.xops-old'
    if (Test-Flag $attributes 'ReadOnly') { [IO.File]::SetAttributes($path, ([int]$attributes -band -bnot 1)) }
    try {
        if (Test-Flag $attributes 'ReparsePoint') { Write-InPlace $path $bytes $expected; return }
        try { Write-Beside $new $bytes }
        catch {
            if ($_.Exception.GetBaseException() -isnot [UnauthorizedAccessException]) { throw }
            Write-InPlace $path $bytes $expected
            return
        }
        $owner = Get-OwnerOf $path
        # While this handle is open nobody can write; the replacement itself needs only the right to delete.
        $guard = Use-Retry { New-Object IO.FileStream -ArgumentList $path, 'Open', 'Read', 'Read, Delete' }
        try {
            Confirm-Hash $guard $expected
            $null = Use-Retry { [IO.File]::Replace($new, $path, $old, $false) } 3
        }
        finally {
            $guard.Dispose()
            # Error 1177 leaves the target under the backup's name.
            if (-not [IO.File]::Exists($path) -and [IO.File]::Exists($old)) { [IO.File]::Move($old, $path) }
        }
        $after = Get-OwnerOf $path
        if ($null -ne $owner -and $null -ne $after -and $after.Value -ne $owner.Value) {
            # Giving a file to somebody else needs a privilege: without it, who has it now is told.
            try {
                $info = New-Object IO.FileInfo $path
                $acl = $info.GetAccessControl('Owner')
                $acl.SetOwner($owner)
                $info.SetAccessControl($acl)
            }
            catch { $op.owner = $after.Value }
        }
    }
    finally {
        try { if ([IO.File]::GetAttributes($path) -ne $attributes) { [IO.File]::SetAttributes($path, $attributes) } } catch { $null = $_ }
        Remove-Quietly $new
        if ([IO.File]::Exists($path)) { Remove-Quietly $old }
    }
}

function Write-Created([string]$path, [byte[]]$bytes) {
    $new = $path + '.xops-new'
    try {
        Write-Beside $new $bytes
        $null = Use-Retry { [IO.File]::Move($new, $path) } 3 # fails when somebody made the file meanwhile
    }
    finally { Remove-Quietly $new }
}

function Remove-File([string]$path, [string]$expected) {
    $attributes = [IO.File]::GetAttributes($path)
    if ((Get-FileHash0 $path) -ne $expected) { Stop-With 'drift' 'the file changed meanwhile' }
    if (Test-Flag $attributes 'ReadOnly') { [IO.File]::SetAttributes($path, ([int]$attributes -band -bnot 1)) }
    try { $null = Use-Retry { [IO.File]::Delete($path) } 3 }
    catch {
        try { [IO.File]::SetAttributes($path, $attributes) } catch { $null = $_ }
        throw
    }
}

# A folder is made only by a change of its own: one that a plan shows.
function Confirm-Parent([string]$path) {
    $parent = [IO.Path]::GetDirectoryName($path)
    if (-not [IO.Directory]::Exists($parent)) { Stop-With 'absent' ('the folder does not exist: ' + $parent) 3 }
}

# Moves a file or folder to another name on the same drive.
function Move-Path([string]$from, [string]$to) {
    if (-not [string]::Equals((Get-Root $from), (Get-Root $to), $anyCase)) { Stop-With 'unsupported' 'a move stays on one drive' }
    Confirm-Parent $to
    $null = Use-Retry { if ([IO.Directory]::Exists($from)) { [IO.Directory]::Move($from, $to) } else { [IO.File]::Move($from, $to) } } 3
}

# The touched properties as they are. A move is looked at from both ends: both there is neither before nor after. Bytes are compared, and answered, by their hash.
function Read-FileNow($op) {
    $path = Get-FullKey $op.key
    if (Test-Pattern $path) { Stop-With 'invalid' 'a change needs a path, not a pattern' }
    foreach ($side in $op.want.before, $op.want.after) {
        if (-not $side.Contains('content')) { continue }
        if ($null -eq $side['content']) { $side['sha256'] = $null }
        elseif (-not $side.Contains('sha256')) { $side['sha256'] = Get-HashOf (Get-BytesOf $side['content'] 'content') }
        $side.Remove('content')
    }
    $now = [ordered]@{}
    if ($op.touched -contains 'path') {
        $ends = @(foreach ($end in $op.before['path'], $op.after['path']) {
                if ($end -isnot [string]) { Stop-With 'invalid' 'a move needs two paths' }
                if ($null -ne (Get-Attributes (Get-FullKey $end))) { $end }
            })
        $now.path = $null
        if ($ends.Length -eq 2) { $now.path = $ends }
        elseif ($ends.Length -eq 1) { $now.path = $ends[0]; $path = Get-FullKey $ends[0] }
        if ($op.touched.Length -eq 1) { return $now }
    }
    $all = Read-File $path $(if ($op.touched -contains 'content' -or $op.touched -contains 'sha256') { 'sha256' } else { 'none' }) 0
    foreach ($name in $op.touched) {
        if ($name -eq 'content') { $name = 'sha256' }
        if ($name -ne 'path') { $now[$name] = $all[$name] }
    }
    return $now
}

function Set-File($op, $now) {
    $path = Get-FullKey $op.key
    $after = $op.after
    if ($op.touched -contains 'path') {
        $path = Get-FullKey $after['path']
        Move-Path (Get-FullKey $op.before['path']) $path
    }
    if ($op.touched -contains 'content') {
        if ($null -eq $after['content']) { if ($null -ne $now['sha256']) { Remove-File $path $now['sha256'] } }
        else {
            $bytes = Get-BytesOf $after['content'] 'content'
            if ($null -ne $now['sha256']) { Write-Replace $op $path $bytes $now['sha256'] }
            elseif ($null -ne (Get-Attributes $path)) { Stop-With 'invalid' 'there is a folder of that name' }
            else { Write-Created $path $bytes }
        }
    }
    elseif ($op.touched -contains 'exists') {
        if ($after['exists'] -eq $true) {
            if ($after['kind'] -ne 'directory') { Stop-With 'invalid' 'only folders are made without content' }
            Confirm-Parent $path
            $null = [IO.Directory]::CreateDirectory($path)
        }
        elseif ([IO.Directory]::Exists($path)) { [IO.Directory]::Delete($path, $false) } # only when it is empty
        else { Stop-With 'invalid' 'a file is removed by its content' }
    }
    if ($null -ne $after['attributes']) {
        $value = [int][IO.File]::GetAttributes($path) -band -bnot 7
        foreach ($n in @($after['attributes'])) {
            $bit = @{ readonly = 1; hidden = 2; system = 4 }[[string]$n]
            if ($null -eq $bit) { Stop-With 'invalid' ('no attribute: ' + $n) }
            $value = $value -bor $bit
        }
        [IO.File]::SetAttributes($path, $value)
    }
}

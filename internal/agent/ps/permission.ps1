
# ---- permission: the access list of a file or folder.
# By SIDs (dossier 4.4).

$readers['permission'] = 'Get-Permission'

function Get-AclInfo([string]$path) {
    $a = Get-Attributes $path
    if ($null -eq $a) { return $null }
    if (Test-Flag $a 'Directory') { return New-Object IO.DirectoryInfo $path }
    return New-Object IO.FileInfo $path
}

function Read-Permission([string]$path) {
    $info = Get-AclInfo $path
    if ($null -eq $info) { return [ordered]@{ exists = $false; kind = $null; sddl = $null; owner = $null; protected = $null; canonical = $null } }
    $acl = $info.GetAccessControl([Security.AccessControl.AccessControlSections]'Access, Owner')
    return [ordered]@{
        exists    = $true
        kind      = $(if ($info -is [IO.DirectoryInfo]) { 'directory' } else { 'file' })
        sddl      = $acl.GetSecurityDescriptorSddlForm('Access')
        owner     = $acl.GetOwner([Security.Principal.SecurityIdentifier]).Value
        protected = $acl.AreAccessRulesProtected
        canonical = $acl.AreAccessRulesCanonical
    }
}

# How many files and folders are below a folder: Cut where there are more than that many, or counting takes longer than so many seconds;
# Hidden where something cannot be listed, and is not counted.
function Get-Below([string]$folder, [int]$most, [int]$seconds) {
    $end = Get-Moment $seconds
    $below = @{ Found = 0; Cut = $false; Hidden = $false }
    $left = New-Object 'Collections.Generic.Queue[string]'
    $left.Enqueue($folder)
    while ($left.Count -gt 0) {
        try {
            foreach ($x in (New-Object IO.DirectoryInfo $left.Dequeue()).EnumerateFileSystemInfos()) {
                if ($below.Found -ge $most -or (($below.Found -band 255) -eq 255 -and (Test-Late $end))) { $below.Cut = $true; return $below }
                $below.Found++
                if (([int]$x.Attributes -band 0x410) -eq 0x10) { $left.Enqueue($x.FullName) } # a folder, and no link
            }
        }
        catch { $below.Hidden = $true }
        if (Test-Late $end) { $below.Cut = $true; return $below }
        Write-Due
    }
    return $below
}

function Add-Below($permission, [string]$path, $most) {
    $permission.below = $permission.below_more = $null
    if ($permission.kind -ne 'directory') { return }
    $below = Get-Below $path $most 10
    $permission.below = $below.Found
    $permission.below_more = ($below.Cut -or $below.Hidden)
}

function Get-Permission([string]$key, $arguments) {
    $path = Get-FullKey $key
    $many = Test-Pattern $path
    foreach ($one in $(if ($many) { Get-Matches $path } else { $path })) {
        $p = Read-Permission $one
        if ($null -ne $arguments['below']) { Add-Below $p $one $arguments['below'] }
        if ($p.exists) { New-Item0 (Get-DiskPath $one) $p } elseif (-not $many) { New-Item0 $one $p }
        Write-Due
    }
}

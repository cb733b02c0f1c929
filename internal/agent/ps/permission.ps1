
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

function Get-Permission([string]$key, $arguments) {
    $path = Get-FullKey $key
    $many = Test-Pattern $path
    foreach ($one in $(if ($many) { Get-Matches $path } else { $path })) {
        $p = Read-Permission $one
        if ($p.exists) { New-Item0 (Get-DiskPath $one) $p } elseif (-not $many) { New-Item0 $one $p }
        Write-Due
    }
}

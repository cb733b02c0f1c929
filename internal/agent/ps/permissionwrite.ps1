
# ---- permission: changing.
# Only the list is touched, never owner or inheritance.

$writers['permission'] = @{ Read = 'Read-PermissionNow'; Write = 'Set-Permission'; NoCase = @() }
$inheritFlags = @{ '' = 0; OI = 1; CI = 2; OICI = 3 }

# allow|S-1-5-32-545|OICI as its parts.
function Split-Entry([string]$name) {
    $part = $name.Split('|')
    if ($part.Length -ne 3 -or ('allow', 'deny') -notcontains $part[0] -or -not $inheritFlags.ContainsKey($part[2])) { Stop-With 'invalid' ('no entry of an access list: ' + $name) }
    try { $sid = New-Object Security.Principal.SecurityIdentifier $part[1] } catch { Stop-With 'invalid' ('no SID: ' + $part[1]) }
    return @{ Qualifier = [int]($part[0] -eq 'deny'); Sid = $sid; Flags = $inheritFlags[$part[2]] }
}

function Test-Entry($ace, $entry) {
    return ($ace -is [Security.AccessControl.CommonAce] -and [int]$ace.AceFlags -eq $entry.Flags -and [int]$ace.AceQualifier -eq $entry.Qualifier -and $ace.SecurityIdentifier.Equals($entry.Sid))
}

function Get-Raw($info) {
    $acl = $info.GetAccessControl([Security.AccessControl.AccessControlSections]'Access')
    return @{ Security = $acl; Raw = (New-Object Security.AccessControl.RawSecurityDescriptor $acl.GetSecurityDescriptorSddlForm('Access')) }
}

function Read-PermissionNow($op) {
    $path = Get-FullKey $op.key
    if (Test-Pattern $path) { Stop-With 'invalid' 'a change needs a path, not a pattern' }
    $info = Get-AclInfo $path
    if ($null -eq $info) { Stop-With 'absent' 'there is no such file or folder' 2 }
    $now = [ordered]@{}
    $raw = (Get-Raw $info).Raw
    $all = $null
    foreach ($name in $op.touched) {
        if ($name.IndexOf('|') -lt 0) {
            if ($null -eq $all) { $all = Read-Permission $path }
            $now[$name] = $all[$name]
            continue
        }
        $entry = Split-Entry $name
        $mask = $null
        if ($null -ne $raw.DiscretionaryAcl) {
            foreach ($ace in $raw.DiscretionaryAcl) {
                if (Test-Entry $ace $entry) { $mask = ([long]$mask) -bor ([long]$ace.AccessMask -band 0xFFFFFFFFL) }
            }
        }
        $now[$name] = $mask
    }
    return $now
}

function Set-Permission($op, $now) {
    $info = Get-AclInfo (Get-FullKey $op.key)
    # Windows hands the list down to each of them, in one call that nothing can stop.
    if ($info -is [IO.DirectoryInfo] -and (Get-Below $info.FullName 250000 60).Cut) { Stop-With 'unsupported' 'more than 250000 files and folders are below, or they cannot be counted within a minute' }
    $x = Get-Raw $info
    if (-not $x.Security.AreAccessRulesCanonical) { Stop-With 'unsupported' 'the access list is not in canonical order; correct it in Explorer first' }
    $list = $x.Raw.DiscretionaryAcl
    if ($null -eq $list) { Stop-With 'unsupported' 'there is no access list: everybody may do everything' }
    foreach ($name in $op.after.get_Keys()) {
        if ($name.IndexOf('|') -lt 0) { continue }
        $entry = Split-Entry $name
        for ($i = $list.Count - 1; $i -ge 0; $i--) { if (Test-Entry $list[$i] $entry) { $list.RemoveAce($i) } }
        $mask = $op.after[$name]
        if ($null -eq $mask) { continue }
        $number = [BitConverter]::ToInt32([BitConverter]::GetBytes([uint32]$mask), 0)
        $ace = New-Object Security.AccessControl.CommonAce -ArgumentList ([Security.AccessControl.AceFlags]$entry.Flags), ([Security.AccessControl.AceQualifier]$entry.Qualifier), $number, $entry.Sid, $false, $null
        # Canonical order: explicit deny, explicit allow, inherited.
        $at = 0
        while ($at -lt $list.Count) {
            $there = $list[$at]
            if ([int]$there.AceFlags -band 16) { break }
            $deny = ($there -is [Security.AccessControl.QualifiedAce] -and [int]$there.AceQualifier -eq 1)
            if ($entry.Qualifier -eq 1 -and -not $deny) { break }
            $at++
        }
        $list.InsertAce($at, $ace)
    }
    $x.Security.SetSecurityDescriptorSddlForm($x.Raw.GetSddlForm('Access'), 'Access')
    $info.SetAccessControl($x.Security)
}

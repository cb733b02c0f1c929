# Makes a practice Windows what the lab's state says, from inside: what only Windows can set. The state is JSON.
$ErrorActionPreference = 'Stop'
$state = ConvertFrom-Json ([IO.File]::ReadAllText('C:\xops-lab\carry.json'))
$hives = @{ HKLM = 'LocalMachine'; HKU = 'Users'; HKCU = 'CurrentUser' }
$kinds = @{ sz = 'String'; expand_sz = 'ExpandString'; multi_sz = 'MultiString'; dword = 'DWord'; qword = 'QWord'; binary = 'Binary' }

foreach ($v in $state.Lost) {
    $hive, $path = $v.Key -split '\\', 2
    $base = [Microsoft.Win32.RegistryKey]::OpenBaseKey($hives[$hive], 'Registry64')
    $key = $base.OpenSubKey($path, $true)
    if ($null -eq $key) { continue }
    $key.DeleteValue($v.Name, $false)
    $empty = ($key.ValueCount -eq 0 -and $key.SubKeyCount -eq 0)
    $key.Close()
    if ($empty) { $base.DeleteSubKey($path, $false) }
}
foreach ($path in $state.Forget) { [PracticePowerShell.Acl]::Forget($path) }
foreach ($v in $state.Values) {
    $hive, $path = $v.Key -split '\\', 2
    $key = [Microsoft.Win32.RegistryKey]::OpenBaseKey($hives[$hive], 'Registry64').CreateSubKey($path)
    $value = $v.Value
    switch ($v.Type) {
        'dword' { $value = [BitConverter]::ToInt32([BitConverter]::GetBytes([long]$value), 0) }
        'qword' { $value = [long]$value }
        'binary' { $value = [Convert]::FromBase64String($value) }
        'multi_sz' { $value = [string[]]@($value) }
    }
    $key.SetValue($v.Name, $value, $kinds[$v.Type])
    $key.Close()
}
foreach ($f in $state.Lists) {
    $at = $(if ([IO.Directory]::Exists($f.Path)) { New-Object IO.DirectoryInfo $f.Path } else { New-Object IO.FileInfo $f.Path })
    $list = $at.GetAccessControl('Access')
    $list.SetSecurityDescriptorSddlForm($f.SDDL, 'Access')
    $at.SetAccessControl($list)
}
foreach ($f in $state.Attributes) { [IO.File]::SetAttributes($f.Path, $f.Names -join ', ') }

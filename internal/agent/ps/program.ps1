
# ---- program: what is installed.
# By the uninstall keys of both registry views (dossier 4.5). Never by Win32_Product, which repairs what it lists.

$readers['program'] = 'Get-Program'

# One value as text, null if it is not there or of another kind; one broken value must not hide a program.
function Get-KeyText($key, [string]$name) {
    try { $v = $key.GetValue($name) } catch { return $null }
    if ($v -is [string]) { return Get-TextOrNull $v }
}

function Get-KeyFlag($key, [string]$name) { try { return ($key.GetValue($name) -eq 1) } catch { return $false } }

# The key is a pattern on the display name.
function Get-Program([string]$key, $arguments) {
    $regex = Get-Pattern $key
    $path = 'SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall'
    foreach ($hive in 'HKLM', 'HKLM32') {
        if ($hive -eq 'HKLM32' -and -not [Environment]::Is64BitOperatingSystem) { continue }
        $root = Open-Key $hive $path
        if ($null -eq $root) { continue }
        try {
            foreach ($id in $root.GetSubKeyNames()) {
                try { $k = $root.OpenSubKey($id) } catch { Skip-Broken $_; continue }
                if ($null -eq $k) { continue }
                try {
                    $name = Get-KeyText $k 'DisplayName'
                    if ($null -eq $name -or -not $regex.IsMatch($name)) { continue }
                    New-Item0 ($hive + '\' + $path + '\' + $id) ([ordered]@{
                            exists = $true; name = $name; version = (Get-KeyText $k 'DisplayVersion'); publisher = (Get-KeyText $k 'Publisher'); location = (Get-KeyText $k 'InstallLocation')
                            uninstall = (Get-KeyText $k 'UninstallString'); quiet_uninstall = (Get-KeyText $k 'QuietUninstallString'); installed = (Get-KeyText $k 'InstallDate')
                            msi = (Get-KeyFlag $k 'WindowsInstaller'); hidden = (Get-KeyFlag $k 'SystemComponent'); parent = (Get-KeyText $k 'ParentKeyName')
                            id = $id; view = $(if ($hive -eq 'HKLM32') { '32' } else { '64' })
                        })
                }
                finally { $k.Close() }
                Write-Due
            }
        }
        finally { $root.Close() }
    }
}

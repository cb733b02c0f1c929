
# ---- Keys of the registry
# In the view that is asked for, whatever this process is.

$hives = @{ HKLM = 'LocalMachine', 64; HKLM32 = 'LocalMachine', 32; HKU = 'Users', 64; HKCU = 'CurrentUser', 64 }

function Open-Hive([string]$hive) {
    $h = $hives[$hive]
    $view = $(if (-not [Environment]::Is64BitOperatingSystem) { 'Default' } elseif ($h[1] -eq 32) { 'Registry32' } else { 'Registry64' })
    return [Microsoft.Win32.RegistryKey]::OpenBaseKey($h[0], $view)
}

# An open key, null if there is none.
function Open-Key([string]$hive, [string]$path, [bool]$write) {
    $base = Open-Hive $hive
    try { return $base.OpenSubKey($path, $write) } finally { $base.Close() }
}

# One value of the computer's, null if there is none or it cannot be read.
function Get-HklmValue([string]$path, [string]$name) {
    try {
        $k = Open-Key 'HKLM' $path
        try { return $k.GetValue($name) } finally { $k.Close() }
    }
    catch { return $null }
}

function Get-Number($value) {
    $n = [long]0
    if ($null -ne $value -and [long]::TryParse([string]$value, 'Integer', $invariant, [ref]$n)) { return $n }
    return $null
}

function Get-TextOrNull($text) { if ($null -ne $text -and [string]$text -ne '') { return [string]$text } }


# ---- process

$readers['process'] = 'Get-Process0'

# Path and start of a process; protected ones do not tell.
function Read-Process($process) {
    $p = [ordered]@{ pid = $process.Id; name = $process.ProcessName; path = $null; started = $null; parent = $null }
    try { $p.path = $process.MainModule.FileName } catch { $null = $_ }
    try { $p.started = $process.StartTime.ToUniversalTime() } catch { $null = $_ }
    if ($null -ne $p.path) { $p.name = [IO.Path]::GetFileName($p.path) }
    elseif ($p.name -notmatch '\.exe$' -and $process.Id -gt 4) { $p.name += '.exe' }
    return $p
}

function Get-Process0([string]$key, $arguments) {
    $by = 'name'
    if ($key -match '[\\/]') {
        $by = 'path'
        $key = [Environment]::ExpandEnvironmentVariables($key).Replace('/', '\')
    }
    $regex = Get-Pattern $key
    $parents = $null
    foreach ($process in [Diagnostics.Process]::GetProcesses()) {
        try { $p = Read-Process $process } catch { continue } finally { $process.Dispose() }
        if (-not $regex.IsMatch([string]$p[$by])) { continue }
        if ($null -eq $parents) {
            $parents = @{}
            try { foreach ($w in @(Get-CimInstance -ClassName Win32_Process -Property ProcessId, ParentProcessId -OperationTimeoutSec 20)) { $parents[[string]$w.ProcessId] = $w.ParentProcessId } } catch { $null = $_ }
        }
        $p.parent = $parents[[string]$p['pid']]
        New-Item0 $p['pid'] $p
        Write-Due
    }
}

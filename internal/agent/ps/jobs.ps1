
# ---- scheduled_task: what Windows starts by itself, by the names of folders and tasks.

$readers['scheduled_task'] = 'Get-Jobs'
$jobStates = @{ 1 = 'disabled'; 2 = 'queued'; 3 = 'ready'; 4 = 'running' }

# Its own time is local; a task that never ran has a day of 1999.
function Get-JobTime($t) {
    if ($t -is [DateTime] -and $t.Year -gt 2000) { return [DateTime]::SpecifyKind($t, 'Local') }
}

# Arguments are left out: people put passwords there.
function Read-Job($task) {
    $d = $task.Definition
    $p = [ordered]@{ enabled = [bool]$task.Enabled; state = $jobStates[[int]$task.State]; last_run = (Get-JobTime $task.LastRunTime); last_result = $task.LastTaskResult; next_run = (Get-JobTime $task.NextRunTime) }
    $p.programs = @(foreach ($a in @($d.Actions)) { if ($a.Type -eq 0) { [string]$a.Path } })
    $p.triggers = @(foreach ($t in @($d.Triggers)) {
            $days = $null
            if ($t.Type -eq 3) { $days = [int]$t.DaysOfWeek }
            [ordered]@{ type = [int]$t.Type; enabled = [bool]$t.Enabled; start = [string]$t.StartBoundary; days = $days }
        })
    return $p
}

function Find-Jobs($folder, $fits, $seen) {
    foreach ($task in @($folder.GetTasks(1))) {
        if (Test-Late $seen.Until) { Stop-With 'timeout' 'too many tasks' }
        if (-not $fits.IsMatch([string]$task.Path)) { continue }
        try { New-Item0 ([string]$task.Path) (Read-Job $task) } catch { Skip-Broken $_ }
        Write-Due
    }
    foreach ($f in @($folder.GetFolders(0))) {
        if (-not $seen.Without.IsMatch([string]$f.Path)) { Find-Jobs $f $fits $seen }
    }
}

function Get-Jobs([string]$key, $arguments) {
    if ($key.IndexOf('\') -ne 0) { Stop-With 'invalid' ('the path of a task begins with a backslash: ' + $key) }
    $service = New-Object -ComObject 'Schedule.Service'
    $null = $service.Connect()
    # The folders before the first pattern are known.
    $at = $key.Substring(0, ($key + '*').IndexOfAny([char[]]'*?'))
    $at = $at.Substring(0, [Math]::Max(1, $at.LastIndexOf('\')))
    try { $folder = $service.GetFolder($at) } catch { if ((Get-Fault $_).code -eq 'absent') { return }; throw }
    Find-Jobs $folder (Get-Pattern $key) @{ Without = (Get-Pattern ([string]$arguments['without'])); Until = (Get-Moment 15) }
}


# ---- task: reading.
# A program that outlives the shell, as a scheduled task of SYSTEM (dossier 4.10). Its command and its result are files that only SYSTEM and
# administrators can read; on a command line stands nothing but the folder.

$readers['task'] = 'Get-Task0'
$taskRoot = [IO.Path]::Combine([Environment]::GetFolderPath('CommonApplicationData'), 'xops\tasks')

function Get-TaskDir([string]$id) {
    if ($id -notmatch '\A[0-9a-f]{16,64}\z') { Stop-With 'invalid' ('no id of a task: ' + $id) }
    return $taskRoot + '\' + $id
}

function Connect-Scheduler {
    $service = New-Object -ComObject 'Schedule.Service'
    $null = $service.Connect()
    return $service
}

# The scheduled task, null when there is none.
function Find-Task([string]$id) {
    $service = Connect-Scheduler
    try { $folder = $service.GetFolder('\xops') } catch { return $null }
    try { return $folder.GetTask($id) } catch { if ((Get-Win32 $_.Exception) -eq 2) { return $null }; throw }
}

function Read-TaskFile([string]$path) {
    for ($n = 0; [IO.File]::Exists($path); $n++) {
        try {
            $f = New-Object IO.FileStream -ArgumentList $path, 'Open', 'Read', 'ReadWrite, Delete'
            try { return , (Read-Json (New-Object IO.StreamReader $f).ReadToEnd()) } finally { $f.Dispose() }
        }
        catch { if ($n -ge 20) { throw } } # it is being replaced
        [Threading.Thread]::Sleep(50)
    }
    return $null
}

# Whether the process that runs a task is there: a number alone can be another's by now.
function Test-Runner($state) {
    try {
        $p = [Diagnostics.Process]::GetProcessById([int]$state['runner'])
        try { return ([Math]::Abs(($p.StartTime.ToUniversalTime() - [DateTime]::Parse([string]$state['runner_started'], $invariant, 'AdjustToUniversal, AssumeUniversal')).TotalSeconds) -lt 3) } finally { $p.Dispose() }
    }
    catch [ArgumentException] { return $false }
    catch { return ($_.Exception.GetBaseException() -isnot [ArgumentException]) } # it is there and does not tell when it began
}

function Read-Task([string]$id) {
    $dir = Get-TaskDir $id
    $p = [ordered]@{ state = 'absent'; started = $false; begun = $null; ended = $null; attempts = $null; exit_code = $null; hresult = $null; message = $null; output = @(); windows = @(); processes = @() }
    $state = Read-TaskFile ($dir + '\result.json')
    $task = $null
    if ($null -eq $state) {
        $task = Find-Task $id
        $state = Read-TaskFile ($dir + '\result.json') # it may have ended just now
    }
    $running = $null
    if ($null -eq $state) { $running = Read-TaskFile ($dir + '\state.json') }
    if ($null -eq $state -and $null -eq $running -and $null -eq $task) { return $p }
    $known = $state
    if ($null -eq $known) { $known = $running }
    if ($null -eq $known) { $known = New-Table }
    $p.started = $true
    foreach ($n in @($p.get_Keys())) { if ($n -ne 'started') { $p[$n] = $known[$n] } }
    if ($null -ne $state) { return $p }
    $p.state = 'running'
    $alive = ($null -ne $task -and (2, 4) -contains [int]$task.State)
    if ($null -ne $running) { $alive = ($alive -and (Test-Runner $running)) }
    if (-not $alive) {
        # It ended between two looks, or it was ended.
        $state = Read-TaskFile ($dir + '\result.json')
        $p.state = 'lost'
        if ($null -ne $state) { foreach ($n in @($p.get_Keys())) { if ($n -ne 'started') { $p[$n] = $state[$n] } } }
    }
    return $p
}

function Get-Task0([string]$key, $arguments) { return New-Item0 $key (Read-Task $key) }


# ---- task: a program that outlives the shell, as a scheduled task of SYSTEM (dossier 4.10). Its command and its result are files that only SYSTEM and
# administrators can read; on a command line stands nothing but the folder.

$taskRoot = [IO.Path]::Combine([Environment]::GetFolderPath('CommonApplicationData'), 'xops\tasks')
$taskParts = 'Add-JsonText', 'Add-Json', 'Add-JsonNumber', 'Get-TimeText', 'Get-Table', 'Get-Quoted', 'Write-TaskFile', 'Get-Tree', 'Add-Signs', 'Get-Tail', 'Invoke-Attempt', 'Invoke-Task'

function Get-TaskRunner {
    $b = New-Object Text.StringBuilder
    [void]$b.Append("param(`$dir)`nSet-StrictMode -Version 2`n`$ErrorActionPreference = 'Stop'`n`$ProgressPreference = 'SilentlyContinue'`n`$invariant = [Globalization.CultureInfo]::InvariantCulture`n")
    [void]$b.Append("[Threading.Thread]::CurrentThread.CurrentCulture = `$invariant`n`$plain = New-Object Text.RegularExpressions.Regex '").Append($plain.ToString()).Append("'`n")
    foreach ($n in $taskParts) { [void]$b.Append('function ').Append($n).Append(" {`n").Append($ExecutionContext.InvokeCommand.GetCommand($n, 'Function').ScriptBlock.ToString()).Append("`n}`n") }
    return $b.Append("Invoke-Task `$dir`n").ToString()
}

function Get-TaskDir([string]$id) {
    if ($id -notmatch '\A[0-9a-f]{16,64}\z') { Stop-With 'invalid' ('no id of a task: ' + $id) }
    return $taskRoot + '\' + $id
}

# The scheduler's folder \xops, null when it is not there and not to be made.
function Get-TaskFolder([bool]$create) {
    $service = New-Object -ComObject 'Schedule.Service'
    $null = $service.Connect()
    try { return @{ Service = $service; Folder = $service.GetFolder('\xops') } } catch { if (-not $create) { return $null } }
    return @{ Service = $service; Folder = $service.GetFolder('\').CreateFolder('xops') }
}

function Find-Task([string]$id) {
    $at = Get-TaskFolder $false
    if ($null -eq $at) { return $null }
    try { return $at.Folder.GetTask($id) } catch { if ((Get-Win32 $_.Exception) -eq 2) { return $null }; throw }
}

function Read-TaskFile([string]$path) {
    for ($n = 0; [IO.File]::Exists($path); $n++) {
        try {
            $f = New-Object IO.FileStream -ArgumentList $path, 'Open', 'Read', 'ReadWrite, Delete'
            try { return ConvertFrom-Json -InputObject (New-Object IO.StreamReader $f).ReadToEnd() } finally { $f.Dispose() }
        }
        catch { if ($n -ge 20) { throw } } # it is being replaced
        [Threading.Thread]::Sleep(50)
    }
    return $null
}

# Whether the process that runs a task is there: a number alone can be another's by now.
function Test-Runner($state) {
    try {
        $p = [Diagnostics.Process]::GetProcessById([int]$state.runner)
        try { return ([Math]::Abs(($p.StartTime.ToUniversalTime() - [DateTime]::Parse([string]$state.runner_started, $invariant, 'AdjustToUniversal, AssumeUniversal')).TotalSeconds) -lt 3) } finally { $p.Dispose() }
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
    $known = $(if ($null -ne $state) { $state } else { $running })
    $p.started = $true
    foreach ($n in @($p.Keys)) { if ($n -ne 'started') { $p[$n] = Get-Member0 $known $n } }
    if ($null -ne $state) { return $p }
    $p.state = 'running'
    $alive = ($null -ne $task -and (2, 4) -contains [int]$task.State)
    if ($null -ne $running) { $alive = ($alive -and (Test-Runner $running)) }
    if (-not $alive) {
        # It ended between two looks, or it was ended.
        $state = Read-TaskFile ($dir + '\result.json')
        $p.state = 'lost'
        if ($null -ne $state) { foreach ($n in @($p.Keys)) { if ($n -ne 'started') { $p[$n] = Get-Member0 $state $n } } }
    }
    return $p
}

function Get-Task0([string]$key, $arguments) { return , @(New-Item0 $key (Read-Task $key)) }

function Read-TaskNow($op) { return [ordered]@{ started = (Read-Task $op.key).started } }

# A folder for SYSTEM and administrators alone. One that somebody else has put there is not used.
function New-SafeFolder([string]$path) {
    $a = Get-Attributes $path
    if ($null -eq $a) { [void][IO.Directory]::CreateDirectory($path) }
    elseif (-not (Test-Flag $a 'Directory') -or (Test-Flag $a 'ReparsePoint')) { Stop-With 'denied' ($path + ' is no plain folder') }
    $info = New-Object IO.DirectoryInfo $path
    $acl = $info.GetAccessControl([Security.AccessControl.AccessControlSections]'Access, Owner')
    $owner = $acl.GetOwner([Security.Principal.SecurityIdentifier]).Value
    $me = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
    if ($null -ne $a -and ('S-1-5-18', 'S-1-5-32-544', $me) -notcontains $owner) { Stop-With 'denied' ($path + ' belongs to ' + $owner) }
    $acl.SetSecurityDescriptorSddlForm('D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', 'Access')
    $acl.SetOwner((New-Object Security.Principal.SecurityIdentifier 'S-1-5-32-544')) # whoever has made it: the next one may be another administrator
    $info.SetAccessControl($acl)
}

function Remove-Task([string]$id) {
    $dir = Get-TaskDir $id
    $at = Get-TaskFolder $false
    if ($null -ne $at -and $null -ne (Find-Task $id)) { $null = $at.Folder.DeleteTask($id, 0) }
    if ($null -ne (Get-Attributes $dir)) { [IO.Directory]::Delete($dir, $true) }
}

# What nobody has fetched within a day.
function Remove-OldTasks {
    if ($null -eq (Get-Attributes $taskRoot)) { return }
    foreach ($dir in [IO.Directory]::GetDirectories($taskRoot)) {
        $id = [IO.Path]::GetFileName($dir)
        try { if ([IO.Directory]::GetLastWriteTimeUtc($dir) -lt [DateTime]::UtcNow.AddDays(-1) -and (Read-Task $id).state -ne 'running') { Remove-Task $id } } catch { $null = $_ }
    }
}

function Set-Task($op, $now) {
    $id = $op.key
    $dir = Get-TaskDir $id
    if ($op.after['started'] -ne $true) {
        if ((Read-Task $id).state -eq 'running') { Stop-With 'locked' 'it still runs' }
        Remove-Task $id
        return
    }
    $command = Get-Member0 $op.args 'command'
    $file = Get-FullKey ([string](Get-Member0 $command 'file'))
    if (-not [IO.File]::Exists($file)) { Stop-With 'absent' ('there is no file ' + $file) }
    $hash = Get-Member0 $command 'sha256'
    if ($null -ne $hash) {
        $package = Get-Member0 $command 'package'
        $package = $(if ($null -ne $package) { Get-FullKey ([string]$package) } else { $file })
        $f = [IO.File]::OpenRead($package)
        $h = New-Object Security.Cryptography.SHA256CryptoServiceProvider
        try { $is = Get-Hex $h.ComputeHash($f) } finally { $f.Dispose(); $h.Dispose() }
        if ($is -ne [string]$hash) { Stop-With 'refused' ('the SHA-256 of ' + $package + ' is ' + $is + ', not ' + $hash) }
    }
    $limit = [int](Get-Member0 $op.args 'limit_s')
    if ($limit -lt 1 -or $limit -gt 86400) { Stop-With 'invalid' 'limit_s' }
    Remove-OldTasks
    New-SafeFolder ([IO.Path]::GetDirectoryName($taskRoot))
    New-SafeFolder $taskRoot
    Remove-Task $id
    New-SafeFolder $dir
    $work = Get-Member0 $command 'working_dir'
    if ($null -eq $work) { $work = [IO.Path]::GetDirectoryName($file) }
    Write-TaskFile ($dir + '\task.json') ([ordered]@{ file = $file; arguments = @(Get-Member0 $command 'arguments'); raw_tail = [string](Get-Member0 $command 'raw_tail'); working_dir = [string]$work; limit_s = $limit; retry_s = 15; linger_s = 60 })
    [IO.File]::WriteAllText($dir + '\run.ps1', (Get-TaskRunner))
    $at = Get-TaskFolder $true
    $d = $at.Service.NewTask(0)
    $d.RegistrationInfo.Description = 'xops: ' + $file
    $d.Principal.UserId = 'S-1-5-18'
    $d.Principal.LogonType = 5
    $d.Principal.RunLevel = 1
    $s = $d.Settings
    $s.Enabled = $true
    $s.Hidden = $true
    $s.AllowDemandStart = $true
    $s.DisallowStartIfOnBatteries = $false
    $s.StopIfGoingOnBatteries = $false
    $s.MultipleInstances = 2
    $s.Priority = 5
    $s.ExecutionTimeLimit = 'PT' + ($limit + 300) + 'S'
    $a = $d.Actions.Create(0)
    $a.Path = [Environment]::SystemDirectory + '\WindowsPowerShell\v1.0\powershell.exe'
    $a.Arguments = '-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "& ([ScriptBlock]::Create([IO.File]::ReadAllText(''' + $dir + '\run.ps1''))) ''' + $dir + '''"'
    $task = $at.Folder.RegisterTaskDefinition($id, $d, 6, $null, $null, 5)
    $null = $task.Run($null)
    # Started is what has begun to write: the scheduler's own state lags behind.
    while ($null -eq (Read-TaskFile ($dir + '\state.json'))) {
        if ([int]$task.State -eq 3 -and [int]$task.LastTaskResult -ne 0x41303 -and [int]$task.LastTaskResult -ne 0x41301 -and -not [IO.File]::Exists($dir + '\state.json')) {
            Stop-With 'internal' ('the scheduled task ended at once with 0x' + ([int]$task.LastTaskResult).ToString('X8', $invariant))
        }
        Wait-Moment 200 'starting the scheduled task'
    }
}

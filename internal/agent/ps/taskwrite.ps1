
# ---- task: starting and removing.

$writers['task'] = @{ Read = 'Read-TaskNow'; Write = 'Set-Task'; NoCase = @() }

function Read-TaskNow($op) { return [ordered]@{ started = (Read-Task $op.key).started } }

# run.ps1: the functions that it needs, as they stand here.
$taskParts = 'New-Table', 'Read-Json', 'Get-JsonValue', 'Add-JsonText', 'Add-Json', 'Get-TimeText', 'Get-Quoted', 'Write-TaskFile', 'Get-Tree', 'Add-Signs', 'Add-Tail', 'Get-Tail', 'Invoke-Attempt', 'Invoke-Task'

function Get-TaskRunner {
    $b = New-Object Text.StringBuilder
    [void]$b.Append("param(`$dir)`nSet-StrictMode -Version 2`n`$ErrorActionPreference = 'Stop'`n`$ProgressPreference = 'SilentlyContinue'`n`$invariant = [Globalization.CultureInfo]::InvariantCulture`n")
    [void]$b.Append("[Threading.Thread]::CurrentThread.CurrentCulture = `$invariant`n`$ascii = [Text.Encoding]::ASCII`n`$null = [Reflection.Assembly]::LoadWithPartialName('System.Runtime.Serialization')`n")
    [void]$b.Append("`$plain = New-Object Text.RegularExpressions.Regex '").Append($plain.ToString()).Append("'`n")
    foreach ($n in $taskParts) { [void]$b.Append('function ').Append($n).Append(" {`n").Append($ExecutionContext.InvokeCommand.GetCommand($n, 'Function').ScriptBlock.ToString()).Append("`n}`n") }
    return $b.Append("Invoke-Task `$dir`n").ToString()
}

# How the task starts run.ps1. A group policy that allows signed files only, or none, does not allow this one; of text it says nothing.
function Get-RunnerCall([string]$dir) {
    $policy = 'SOFTWARE\Policies\Microsoft\Windows\PowerShell'
    $file = $dir + '\run.ps1'
    if ((Get-HklmValue $policy 'EnableScripts') -ne 0 -and ('AllSigned', 'Restricted') -notcontains (Get-HklmValue $policy 'ExecutionPolicy')) {
        return '-ExecutionPolicy RemoteSigned -File "' + $file + '" "' + $dir + '"'
    }
    return '-Command "& ([ScriptBlock]::Create([IO.File]::ReadAllText(''' + $file + '''))) ''' + $dir + '''"'
}

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
    if ($null -ne (Find-Task $id)) { $null = (Connect-Scheduler).GetFolder('\xops').DeleteTask($id, 0) }
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
    $command = $op.args['command']
    $file = Get-FullKey ([string]$command['file'])
    if (-not [IO.File]::Exists($file)) { Stop-With 'absent' ('there is no file ' + $file) }
    if ($null -ne $command['sha256']) {
        $package = $(if ($null -ne $command['package']) { Get-FullKey $command['package'] } else { $file })
        $f = [IO.File]::OpenRead($package)
        try { $is = Get-HashOf $f } finally { $f.Dispose() }
        if ($is -ne $command['sha256']) { Stop-With 'refused' ('the SHA-256 of ' + $package + ' is ' + $is + ', not ' + $command['sha256']) }
    }
    $limit = [int]$op.args['limit_s']
    if ($limit -lt 1 -or $limit -gt 86400) { Stop-With 'invalid' 'limit_s' }
    Remove-OldTasks
    New-SafeFolder ([IO.Path]::GetDirectoryName($taskRoot))
    New-SafeFolder $taskRoot
    Remove-Task $id
    New-SafeFolder $dir
    $work = $command['working_dir']
    if ($null -eq $work) { $work = [IO.Path]::GetDirectoryName($file) }
    Write-TaskFile ($dir + '\task.json') ([ordered]@{ file = $file; arguments = @($command['arguments']); raw_tail = [string]$command['raw_tail']; working_dir = [string]$work; limit_s = $limit; retry_s = 15; linger_s = 60 })
    [IO.File]::WriteAllText($dir + '\run.ps1', (Get-TaskRunner))
    $service = Connect-Scheduler
    try { $folder = $service.GetFolder('\xops') } catch { $folder = $service.GetFolder('\').CreateFolder('xops') }
    $d = $service.NewTask(0)
    $d.RegistrationInfo.Description = 'xops: ' + $file
    $d.Principal.UserId = 'S-1-5-18'
    $d.Principal.LogonType = 5
    $d.Principal.RunLevel = 1
    $s = $d.Settings
    $s.Enabled = $true
    $s.AllowDemandStart = $true
    $s.DisallowStartIfOnBatteries = $false
    $s.StopIfGoingOnBatteries = $false
    $s.MultipleInstances = 2
    $s.Priority = 5
    $s.ExecutionTimeLimit = 'PT' + ($limit + 300) + 'S'
    $a = $d.Actions.Create(0)
    $a.Path = [Environment]::SystemDirectory + '\WindowsPowerShell\v1.0\powershell.exe'
    $a.Arguments = '-NoLogo -NoProfile -NonInteractive ' + (Get-RunnerCall $dir)
    $task = $folder.RegisterTaskDefinition($id, $d, 6, $null, $null, 5)
    $null = $task.Run($null)
    # Started is what has begun to write: the scheduler's own state lags behind.
    while ($null -eq (Read-TaskFile ($dir + '\state.json'))) {
        if ([int]$task.State -eq 3 -and [int]$task.LastTaskResult -ne 0x41303 -and [int]$task.LastTaskResult -ne 0x41301 -and -not [IO.File]::Exists($dir + '\state.json')) {
            Stop-With 'internal' ('the scheduled task ended at once with 0x' + ([int]$task.LastTaskResult).ToString('X8', $invariant))
        }
        Wait-Moment 200 'starting the scheduled task'
    }
}


# ---- script: PowerShell from a playbook.
# Its text is constant there; values are in $p. It runs apart, so that it can be stopped and
# cannot write between the lines of the protocol. Natives in it should get their input closed: $null | & program.exe

$writers['script'] = @{ Read = 'Read-ScriptNow'; Write = 'Set-Script'; NoCase = @() }
# What the playbook's own text may use: all modules, and files of PowerShell as servers allow them.
$env:PSModulePath = $modules
$env:PSExecutionPolicyPreference = 'RemoteSigned'

function Read-ScriptNow($op) { return [ordered]@{} }

function Add-Output($lines, $value) {
    if ($null -eq $value) { return }
    foreach ($line in ([string]$value).Split("`n")) {
        if ($lines.Count -ge 2000) { return }
        $line = $line.TrimEnd("`r")
        [void]$lines.Add($(if ($line.Length -gt 4000) { $line.Substring(0, 4000) } else { $line }))
    }
}

# Tables as objects, in lists too.
function Get-Object($value) {
    if ($value -is [Collections.IDictionary]) {
        $table = [ordered]@{}
        foreach ($n in $value.get_Keys()) { $table[$n] = Get-Object $value[$n] }
        return [pscustomobject]$table
    }
    if ($value -is [array]) { return , @(foreach ($v in $value) { , (Get-Object $v) }) }
    return , $value
}

function Set-Script($op, $now) {
    $runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace()
    $shell = $null
    $ended = $false
    try {
        $runspace.Open()
        $runspace.SessionStateProxy.SetVariable('p', (Get-Object $op.after['parameters']))
        $runspace.SessionStateProxy.SetVariable('ErrorActionPreference', 'Stop')
        $runspace.SessionStateProxy.SetVariable('ProgressPreference', 'SilentlyContinue')
        $shell = [PowerShell]::Create()
        $shell.Runspace = $runspace
        [void]$shell.AddScript([string]$op.after['script'])
        $call = $shell.BeginInvoke()
        while (-not $call.AsyncWaitHandle.WaitOne(200)) {
            Write-Due
            if (Test-Late $agent.Until) {
                $null = $shell.BeginStop($null, $null) # a program that it started may hold it up, so nobody waits for it
                Stop-With 'timeout' 'the script did not end within its time'
            }
        }
        $ended = $true
        $lines = New-Object Collections.ArrayList
        $problem = $null
        try { foreach ($o in $shell.EndInvoke($call)) { Add-Output $lines $o } } catch { $problem = $_ }
        $code = $runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
        $code = [int]$(if ($null -ne $code) { $code } else { 0 })
        if ($null -ne $problem -and $code -eq 0) { $code = 1 }
        $op.now = [ordered]@{ output = $lines.ToArray(); exit_code = $code }
        if ($null -ne $problem) { throw $problem }
        if ($code -ne 0) { Stop-With 'exit_code' ([string]$code) }
    }
    finally {
        if ($ended) {
            if ($null -ne $shell) { $shell.Dispose() }
            $runspace.Dispose()
        }
    }
}

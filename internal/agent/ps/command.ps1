
# ---- command: one program of this computer, for xops exec.
# No shell takes part unless it is the program that was asked for. What it
# writes travels as bytes: xops knows the code pages and makes text of them.

$writers['command'] = @{ Read = 'Read-CommandNow'; Write = 'Set-Command'; NoCase = @() }
# What the command may use: all modules, and files of PowerShell as servers allow them.
$env:PSModulePath = $modules
$env:PSExecutionPolicyPreference = 'RemoteSigned'

function Read-CommandNow($op) { return [ordered]@{} }

# .NET copies what comes, as fast as it comes: a program whose output waits stands still. The room is that of the limit and more than one piece, so that
# a piece that does not fit comes behind the limit; the rest is read and thrown away.
function New-Capture($stream, [int]$most) {
    $c = @{ Stream = $stream; Most = $most; Bytes = (New-Object byte[] ($most + 131072)); Cut = $false }
    $c.Room = New-Object IO.MemoryStream (, $c.Bytes)
    $c.Task = $stream.CopyToAsync($c.Room, 65536)
    return $c
}

# Whether more can come.
function Test-Open($c) {
    if (-not $c.Task.IsCompleted) { return $true }
    if ($c.Cut -or -not $c.Task.IsFaulted -or $c.Room.Position -le $c.Most) { return $false } # a broken pipe is an end
    $c.Cut = $true
    $c.Task = $c.Stream.CopyToAsync([IO.Stream]::Null, 65536)
    return $true
}

function Get-Captured($c) {
    $n = [int]$c.Room.Position
    if ($n -gt $c.Most) { $c.Cut = $true; $n = $c.Most }
    return [Convert]::ToBase64String($c.Bytes, 0, $n)
}

# The program with all that it started; what cannot be ended stays.
function Stop-Tree($p) {
    $agent.Until = Get-Moment 10
    try { $null = Invoke-System 'taskkill.exe' @('/T', '/F', '/PID', $p.Id.ToString($invariant)) } catch { $null = $_ }
    try { if (-not $p.HasExited) { $p.Kill() } } catch { $null = $_ }
}

function New-CommandStart($command) {
    $line = $command['powershell']
    if ($null -eq $line) {
        $i = New-Object Diagnostics.ProcessStartInfo ([string]$command['program'])
        $i.Arguments = [string]$command['arguments']
    }
    else {
        # The same PowerShell as this one. The last lines make the exit code that of what came last.
        $text = "`$ProgressPreference = 'SilentlyContinue'`ntry { [Console]::OutputEncoding = New-Object Text.UTF8Encoding `$false } catch { `$null = `$_ }`n" + [string]$line +
            "`nif (-not `$?) { if (`$LASTEXITCODE) { exit `$LASTEXITCODE }`nexit 1 }"
        $i = New-Object Diagnostics.ProcessStartInfo ([Diagnostics.Process]::GetCurrentProcess().MainModule.FileName)
        $i.Arguments = '-NoLogo -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ' + [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text))
    }
    $i.UseShellExecute = $false
    $i.CreateNoWindow = $true
    $i.RedirectStandardInput = $true
    $i.RedirectStandardOutput = $true
    $i.RedirectStandardError = $true
    return $i
}

function Set-Command($op, $now) {
    $most = 1048576
    $limit = $op.args['max_bytes']
    if ($null -ne $limit) { $most = [Math]::Max(1, [Math]::Min(4194304, [long]$limit)) }
    $p = [Diagnostics.Process]::Start((New-CommandStart $op.after['command']))
    try {
        $p.StandardInput.Close()
        $streams = @((New-Capture $p.StandardOutput.BaseStream $most), (New-Capture $p.StandardError.BaseStream $most))
        $late = $false
        $ended = $null
        for (; ; ) {
            $open = @(foreach ($c in $streams) { if (Test-Open $c) { $c.Task } })
            if ($open.Length -gt 0) { $null = [Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]$open, 100) } elseif ($p.WaitForExit(100)) { break }
            if ($null -eq $ended -and $p.HasExited) { $ended = Get-Moment 2 }
            # A program that it left behind can hold its output open: that is not waited for.
            if ($null -ne $ended -and (Test-Late $ended)) { break }
            if ($null -eq $ended -and (Test-Late $agent.Until)) {
                $late = $true
                Stop-Tree $p
                $ended = Get-Moment 2
            }
            Write-Due
        }
        $op.now = [ordered]@{ exit_code = $(if ($late -or -not $p.HasExited) { $null } else { $p.ExitCode }) }
        $op.now.stdout = Get-Captured $streams[0]
        $op.now.stderr = Get-Captured $streams[1]
        $op.now.cut = ($streams[0].Cut -or $streams[1].Cut)
        $pages = 'SYSTEM\CurrentControlSet\Control\Nls\CodePage'
        $op.now.oem_codepage = Get-Number (Get-HklmValue $pages 'OEMCP')
        $op.now.ansi_codepage = Get-Number (Get-HklmValue $pages 'ACP')
        if ($late) { Stop-With 'timeout' 'the command did not end within its time and was ended' }
    }
    finally { $p.Dispose() }
}

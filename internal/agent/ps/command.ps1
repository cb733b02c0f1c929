
# ---- command: one program of this computer, for xops exec.
# No shell takes part unless it is the program that was asked for. What it
# writes travels as bytes: xops knows the code pages and makes text of them.

$writers['command'] = @{ Read = 'Read-CommandNow'; Write = 'Set-Command'; NoCase = @() }
# What the command may use: all modules, and files of PowerShell as servers allow them.
$env:PSModulePath = $modules
$env:PSExecutionPolicyPreference = 'RemoteSigned'

function Read-CommandNow($op) { return [ordered]@{} }

function New-Capture($stream) { return @{ Stream = $stream; Buffer = (New-Object byte[] 65536); Kept = (New-Object IO.MemoryStream); Task = $null; Open = $true; Cut = $false } }

# Takes what has come so far. What is beyond the limit is read and thrown away, so that the program can go on.
function Read-Capture($c, [long]$most) {
    while ($c.Open) {
        if ($null -eq $c.Task) { $c.Task = $c.Stream.ReadAsync($c.Buffer, 0, $c.Buffer.Length) }
        if (-not $c.Task.IsCompleted) { return }
        $n = 0
        try { $n = $c.Task.Result } catch { $null = $_ } # a broken pipe is an end
        $c.Task = $null
        if ($n -le 0) { $c.Open = $false; return }
        $room = [Math]::Min([long]$n, $most - $c.Kept.Length)
        if ($room -gt 0) { $c.Kept.Write($c.Buffer, 0, [int]$room) }
        if ($room -lt $n) { $c.Cut = $true }
    }
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
        $streams = @((New-Capture $p.StandardOutput.BaseStream), (New-Capture $p.StandardError.BaseStream))
        $late = $false
        $ended = $null
        for ($pause = 2; ; $pause = [Math]::Min(100, $pause * 2)) {
            foreach ($c in $streams) { Read-Capture $c $most }
            if (-not ($streams[0].Open -or $streams[1].Open) -and $p.WaitForExit($pause)) { break }
            if ($null -eq $ended -and $p.HasExited) { $ended = Get-Moment 2 }
            # A program that it left behind can hold its output open: that is not waited for.
            if ($null -ne $ended -and (Test-Late $ended)) { break }
            if ($null -eq $ended -and (Test-Late $agent.Until)) {
                $late = $true
                Stop-Tree $p
                $ended = Get-Moment 2
            }
            Write-Due
            [Threading.Thread]::Sleep($pause)
        }
        $cut = ($streams[0].Cut -or $streams[1].Cut)
        $op.now = [ordered]@{ exit_code = $(if ($late -or -not $p.HasExited) { $null } else { $p.ExitCode }) }
        $op.now.stdout = [Convert]::ToBase64String($streams[0].Kept.ToArray())
        $op.now.stderr = [Convert]::ToBase64String($streams[1].Kept.ToArray())
        $op.now.cut = $cut
        $pages = 'SYSTEM\CurrentControlSet\Control\Nls\CodePage'
        $op.now.oem_codepage = Get-Number (Get-HklmValue $pages 'OEMCP')
        $op.now.ansi_codepage = Get-Number (Get-HklmValue $pages 'ACP')
        if ($late) { Stop-With 'timeout' 'the command did not end within its time and was ended' }
    }
    finally { $p.Dispose() }
}

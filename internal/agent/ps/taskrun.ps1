
# ---- What runs in the scheduled task.
# These functions are not used here: their text goes into the task's folder (taskwrite.ps1), with those that write JSON.

# A file that a reader finds whole: the old one or the new one.
function Write-TaskFile([string]$path, $table) {
    $b = New-Object Text.StringBuilder
    Add-Json $b $table
    [IO.File]::WriteAllText($path + '.new', $b.ToString())
    if ([IO.File]::Exists($path)) { [IO.File]::Replace($path + '.new', $path, $path + '.old') } else { [IO.File]::Move($path + '.new', $path) }
}

# Adds to the known processes (number -> name) all that they have started, and gives those that run.
function Get-Tree($known) {
    $all = @{}
    try { foreach ($w in @(Get-CimInstance -ClassName Win32_Process -Property ProcessId, ParentProcessId, Name -OperationTimeoutSec 20)) { $all[[int]$w.ProcessId] = $w } } catch { $null = $_ }
    do {
        $more = $false
        foreach ($n in $all.get_Keys()) {
            if (-not $known.ContainsKey($n) -and $n -ne $PID -and $known.ContainsKey([int]$all[$n].ParentProcessId)) { $known[$n] = [string]$all[$n].Name; $more = $true }
        }
    } while ($more)
    return @(foreach ($n in $all.get_Keys()) { if ($known.ContainsKey($n) -and $known[$n] -eq [string]$all[$n].Name) { $n } })
}

# Titles of the windows that these processes show, and the processes as text.
function Add-Signs($state, $running, $known) {
    $windows = @()
    foreach ($n in $running) {
        try {
            $p = [Diagnostics.Process]::GetProcessById($n)
            try { if ([string]$p.MainWindowTitle -ne '') { $windows += [string]$p.MainWindowTitle } } finally { $p.Dispose() }
        }
        catch { $null = $_ }
    }
    $state.windows = $windows
    $state.processes = @(foreach ($n in $running) { $known[$n] + ' (' + $n + ')' })
}

# Keeps what was read, at least the last 65,536 bytes of it.
function Add-Tail($tail, $buffer, [int]$n) {
    if ($tail.Used + $n -gt $tail.Bytes.Length) {
        [Array]::Copy($tail.Bytes, $tail.Used - 65536, $tail.Bytes, 0, 65536)
        $tail.Used = 65536
    }
    [Array]::Copy($buffer, 0, $tail.Bytes, $tail.Used, $n)
    $tail.Used += $n
}

# The end of the output: UTF-8 where it is that, else the console's code page. 60 lines of 500 characters at the most.
function Get-Tail($tail) {
    $raw = New-Object byte[] ([Math]::Min($tail.Used, 65536))
    [Array]::Copy($tail.Bytes, $tail.Used - $raw.Length, $raw, 0, $raw.Length)
    try { $text = (New-Object Text.UTF8Encoding $false, $true).GetString($raw) }
    catch { try { $text = [Text.Encoding]::GetEncoding([int][Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Nls\CodePage', 'OEMCP', 850)).GetString($raw) } catch { $text = [Text.Encoding]::GetEncoding('iso-8859-1').GetString($raw) } }
    $lines = @(foreach ($line in $text.Split("`n")) { $line = $line.Trim(); if ($line.Length -gt 500) { $line.Substring(0, 500) } elseif ($line -ne '') { $line } })
    if ($lines.Length -gt 60) { $lines = @($lines[($lines.Length - 60)..($lines.Length - 1)]) }
    return , $lines
}

# Runs the program once: closed input, drained output, and at the deadline the end of all that it has started.
function Invoke-Attempt([string]$dir, $task, $state, $clock, $tail) {
    $i = New-Object Diagnostics.ProcessStartInfo ([string]$task.file)
    $i.Arguments = @(foreach ($a in $task.arguments) { if ($null -ne $a) { Get-Quoted ([string]$a) } }) -join ' '
    if ([string]$task.raw_tail -ne '') { $i.Arguments = ($i.Arguments + ' ' + $task.raw_tail).Trim() }
    $i.WorkingDirectory = [string]$task.working_dir
    $i.UseShellExecute = $false
    $i.CreateNoWindow = $true
    $i.RedirectStandardInput = $true
    $i.RedirectStandardOutput = $true
    $i.RedirectStandardError = $true
    $p = [Diagnostics.Process]::Start($i)
    try { $p.StandardInput.Close() } catch { $null = $_ }
    $known = @{ [int]$p.Id = [IO.Path]::GetFileName([string]$task.file) }
    try { $known[[int]$p.Id] = [IO.Path]::GetFileName($p.MainModule.FileName) } catch { $null = $_ }
    $ends = @(foreach ($stream in $p.StandardOutput.BaseStream, $p.StandardError.BaseStream) { @{ Stream = $stream; Buffer = (New-Object byte[] 65536); Read = $null; Open = $true } })
    foreach ($e in $ends) { $e.Read = $e.Stream.ReadAsync($e.Buffer, 0, 65536) }
    $look = [long]0
    $linger = [long]0
    $drained = [long]0
    for (; ; ) {
        foreach ($e in $ends) {
            # While one piece follows another nothing else is done, up to a bound.
            for ($piece = 0; $e.Open -and $piece -lt 1000; $piece++) {
                $n = 0
                try {
                    if (-not $e.Read.Wait(2)) { break }
                    $n = $e.Read.Result
                }
                catch { $null = $_ }
                if ($n -le 0) { $e.Open = $false; break }
                Add-Tail $tail $e.Buffer $n
                $e.Read = $e.Stream.ReadAsync($e.Buffer, 0, 65536)
            }
        }
        $reads = @(foreach ($e in $ends) { if ($e.Open) { $e.Read } })
        if ($reads.Length -gt 0) { $null = [Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]$reads, 200) } else { $null = $p.WaitForExit(200) }
        # What it wrote last is read to its end, unless something that it left behind holds that open.
        if ($drained -eq 0 -and $p.HasExited) { $drained = $clock.ElapsedMilliseconds + 2000 }
        $ended = ($drained -gt 0 -and ($reads.Length -eq 0 -or $clock.ElapsedMilliseconds -ge $drained))
        $late = $clock.Elapsed.TotalSeconds -ge $task.limit_s
        if ($ended -or $late -or $clock.ElapsedMilliseconds -ge $look) {
            $running = @(Get-Tree $known)
            Add-Signs $state $running $known
            $state.output = Get-Tail $tail
            $state.beat = [DateTime]::UtcNow
            try { Write-TaskFile ($dir + '\state.json') $state } catch { $null = $_ } # somebody reads it just now
            $look = $clock.ElapsedMilliseconds + 3000
        }
        if ($ended) {
            # Uninstallers hand over to a copy of themselves; what an installer starts for good must not hold up the result for long.
            $left = @(foreach ($n in $running) { if ($n -ne $p.Id) { $n } })
            if ($linger -eq 0) { $linger = $clock.ElapsedMilliseconds + 1000 * $task.linger_s }
            if ($left.Length -eq 0 -or $clock.ElapsedMilliseconds -ge $linger) { $state.exit_code = $p.ExitCode; return }
            [Threading.Thread]::Sleep(300)
        }
        elseif ($late) {
            for ($round = 0; $round -lt 3 -and $running.Length -gt 0; $round++) {
                foreach ($n in $running) { try { [Diagnostics.Process]::GetProcessById($n).Kill() } catch { $null = $_ } }
                [Threading.Thread]::Sleep(300)
                $running = @(Get-Tree $known)
            }
            $state.state = 'timeout'
            return
        }
    }
}

function Invoke-Task([string]$dir) {
    $task = Read-Json ([IO.File]::ReadAllText($dir + '\task.json'))
    $me = [Diagnostics.Process]::GetCurrentProcess()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $tail = @{ Bytes = (New-Object byte[] 262144); Used = 0 }
    # What is installed here is the change of whoever started it: nobody else begins one before it has ended.
    $lock = $null
    try { $lock = [IO.MemoryMappedFiles.MemoryMappedFile]::OpenExisting('Global\xops-change', 'Read') } catch { $null = $_ }
    $state = [ordered]@{ state = 'running'; runner = $me.Id; runner_started = $me.StartTime; begun = [DateTime]::UtcNow; beat = [DateTime]::UtcNow; ended = $null; attempts = 0; exit_code = $null; hresult = $null; message = $null; output = @(); windows = @(); processes = @() }
    Write-TaskFile ($dir + '\state.json') $state
    try {
        # Another installation is running (1618): nothing was done, so it is tried again, as long as there is time.
        for (; ; ) {
            $state.attempts++
            Invoke-Attempt $dir $task $state $clock $tail
            if ($state.exit_code -ne 1618 -or $state.attempts -ge 40 -or $clock.Elapsed.TotalSeconds + $task.retry_s + 5 -gt $task.limit_s) { break }
            for ($n = 0; $n -lt $task.retry_s; $n++) {
                [Threading.Thread]::Sleep(1000)
                $state.beat = [DateTime]::UtcNow
                if ($n % 3 -eq 0) { try { Write-TaskFile ($dir + '\state.json') $state } catch { $null = $_ } }
            }
        }
        if ($state.state -eq 'running') { $state.state = 'done' }
    }
    catch {
        $e = $_.Exception.GetBaseException()
        $state.state = 'failed'
        $state.message = $e.Message
        $state.hresult = '0x' + ([BitConverter]::ToUInt32([BitConverter]::GetBytes([int]$e.HResult), 0)).ToString('X8', $invariant)
    }
    if ($null -ne $lock) { $lock.Dispose() }
    $state.ended = [DateTime]::UtcNow
    Write-TaskFile ($dir + '\result.json') $state
}


# ---- The exchange
# Hello, then batches, until the input ends.

function Get-Hello {
    $h = [ordered]@{ t = 'hello'; v = 1; agent = $hash; bytes = [int]$length; language = $mode; elevated = $null }
    $h.ps = [string]$PSVersionTable.PSVersion
    $h.clr = [Environment]::Version.ToString()
    $h.build = $null
    try { $h.build = [long][Microsoft.Win32.Registry]::GetValue('HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion', 'CurrentBuildNumber', $null) } catch { $null = $_ }
    $h.computer = [Environment]::MachineName
    $h.user_sid = $null
    try {
        $user = [Security.Principal.WindowsIdentity]::GetCurrent()
        $h.user_sid = $user.User.Value
        $h.elevated = (New-Object Security.Principal.WindowsPrincipal $user).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
    }
    catch { $null = $_ }
    $h.bits = $(if ([Environment]::Is64BitProcess) { 64 } else { 32 })
    $h.culture = $sessionCulture
    return $h
}

# The exchange cannot go on.
function Write-Fatal([string]$code, [string]$message) {
    Write-Line ([ordered]@{ t = 'error'; code = $code; message = $message })
    Write-Now
}

# The next line, null at the end of the input. While it waits, nothing else has to.
function Read-Request {
    $task = $stdin.ReadLineAsync()
    $until = [Math]::Min($agent.Deadline, $agent.Clock.Elapsed.TotalSeconds + $agent.Patience)
    while (-not $task.Wait(500)) {
        if ($agent.Out.Length -gt 0) { Write-Now }
        if (Test-Late $until) { return $null }
    }
    return $task.Result
}

# Without the part that changes, or in an exchange that only observes, a set is refused.
function Deny-Set($request) {
    $message = $(if ($agent.Mode -eq 'apply') { 'the part that changes was not sent' } else { 'this exchange only observes' })
    Write-Line ([ordered]@{ t = 'result'; id = $request['id']; status = 'failed'; now = $null; error = [ordered]@{ code = 'refused'; message = $message } })
}

# Answers one batch. It is read to its end before, so that neither side waits for the other to read.
function Invoke-Batch($batch, $n) {
    $agent.Cache.Clear()
    $skip = $false
    foreach ($request in $batch) {
        if ($request['t'] -eq 'get') { Invoke-Get $request }
        elseif ($agent.Mode -ne 'apply' -or $null -eq $agent.Change) { Deny-Set $request }
        elseif (-not (& $agent.Change $request $skip)) { $skip = $true }
        $agent.Count++
    }
    Write-Line ([ordered]@{ t = 'done'; n = $n })
    Write-Now
}


function Invoke-Exchange {
    Write-Line (Get-Hello)
    # Its System32 and Program Files are others than the computer's own: it would look at, and change, the wrong files.
    if ([Environment]::Is64BitOperatingSystem -and -not [Environment]::Is64BitProcess) { Write-Fatal 'bits' '32-bit PowerShell on 64-bit Windows'; return }
    $batch = New-Object Collections.ArrayList
    $open = $false
    while ($null -ne ($line = Read-Request)) {
        $line = $line.Trim()
        if ($line -eq '') { continue }
        try { $request = Read-Json $line }
        catch {
            # A line that was cut off is the end of the input; any other is a defect.
            $next = $stdin.ReadLineAsync()
            if ($next.Wait(2000) -and $null -eq $next.Result) { break }
            Write-Fatal 'protocol' 'a request is no JSON'
            return
        }
        if ($null -eq $request['args']) { $request['args'] = New-Table }
        $t = $request['t']
        if ($t -eq 'open') {
            if ($request['v'] -ne 1) { Write-Fatal 'version' ('this agent speaks version 1, not ' + $request['v']); return }
            # Once more means that an exchange which observed may change from now on; never the other way round.
            if ($open -and ($agent.Mode -ne 'observe' -or $request['mode'] -ne 'apply')) { Write-Fatal 'protocol' 'open came twice'; return }
            $open = $true
            if ($request['mode'] -eq 'apply') { $agent.Mode = 'apply' }
            if ($null -ne $request['deadline_s']) { $agent.Deadline = Get-Moment $request['deadline_s'] }
        }
        elseif (-not $open) { Write-Fatal 'protocol' 'the first request must be open'; return }
        elseif ($t -eq 'part') {
            # Its functions and tables belong to this scope, which lasts as long as the exchange.
            $part = Receive-Part $request['length'] $request['hash']
            if ($null -eq $part) { Write-Fatal 'integrity' ('part ' + $request['name']); return }
            if ($request['spare']) { $agent.Spare[$request['name']] = $part } else { . $part }
        }
        elseif ($t -eq 'get' -or $t -eq 'set') {
            $id = [string]$request['id']
            if ($id -eq '') { Write-Fatal 'protocol' 'a request without an id'; return }
            if ($agent.Seen.Add($id)) { [void]$batch.Add($request) }
        }
        elseif ($t -eq 'flush') {
            Invoke-Batch $batch.ToArray() $request['n']
            $batch.Clear()
        }
        else { Write-Fatal 'protocol' ('unknown request: ' + $t); return }
    }
    # Requests behind the last flush were cut off on their way, perhaps in the middle: they are not run.
    Write-Line ([ordered]@{ t = 'bye'; count = $agent.Count })
    Write-Now
}

Invoke-Exchange

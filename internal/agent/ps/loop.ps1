
# ---- The exchange: hello, then batches, until the input ends.

function Get-Hello {
    $h = [ordered]@{ t = 'hello'; v = 1; agent = $sha.ToLowerInvariant(); bytes = $length; language = [string]$ExecutionContext.SessionState.LanguageMode }
    $h.elevated = $null
    $h.ps = [string]$PSVersionTable.PSVersion
    $h.clr = [Environment]::Version.ToString()
    $h.build = Get-Number (Get-HklmValue 'SOFTWARE\Microsoft\Windows NT\CurrentVersion' 'CurrentBuildNumber')
    $h.computer = [Environment]::MachineName
    $h.user_sid = $null
    try {
        $user = [Security.Principal.WindowsIdentity]::GetCurrent()
        $h.user_sid = $user.User.Value
        $h.elevated = (New-Object Security.Principal.WindowsPrincipal $user).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
    }
    catch { $null = $_ }
    $h.bits = 8 * [IntPtr]::Size
    $h.culture = $sessionCulture
    return $h
}

# The exchange cannot go on.
function Write-Fatal([string]$code, [string]$message) {
    Write-Line ([ordered]@{ t = 'error'; code = $code; message = $message })
    Write-Now
}

# The next line, null at the end of the input. While it waits, nothing else has to.
function Read-Request($reader) {
    $task = $reader.ReadLineAsync()
    while (-not $task.Wait(500)) {
        if ($agent.Out.Length -gt 0) { Write-Now }
        if ([DateTime]::UtcNow -gt $agent.Deadline) { return $null }
    }
    return $task.Result
}

# Answers one batch. It is read to its end before, so that neither side waits for the other to read.
function Invoke-Batch($batch, $n) {
    $agent.Cache.Clear()
    $skip = $false
    foreach ($request in $batch) {
        if ($request.t -eq 'get') { Invoke-Get $request }
        elseif (-not (Invoke-Set $request $skip)) { $skip = $true }
        $agent.Count++
    }
    Write-Line ([ordered]@{ t = 'done'; n = $n })
    Write-Now
}

function Invoke-Exchange {
    $reader = $stdin
    Write-Line (Get-Hello)
    $batch = New-Object Collections.ArrayList
    $open = $false
    for (; ; ) {
        $line = Read-Request $reader
        if ($null -eq $line) { break }
        $line = $line.Trim()
        if ($line -eq '') { continue }
        try { $request = ConvertFrom-Json -InputObject $line }
        catch {
            # A line that was cut off is the end of the input; any other is a defect.
            $next = $reader.ReadLineAsync()
            if ($next.Wait(2000) -and $null -eq $next.Result) { break }
            Write-Fatal 'protocol' 'a request is no JSON'
            return
        }
        $t = Get-Member0 $request 't'
        if ($t -eq 'open') {
            $v = Get-Member0 $request 'v'
            if ($v -ne 1) { Write-Fatal 'version' ('this agent speaks version 1, not ' + $v); return }
            if ($open) { Write-Fatal 'protocol' 'open came twice'; return }
            $open = $true
            if ((Get-Member0 $request 'mode') -eq 'apply') { $agent.Mode = 'apply' }
            $seconds = Get-Member0 $request 'deadline_s'
            if ($null -ne $seconds) { $agent.Deadline = [DateTime]::UtcNow.AddSeconds([Math]::Max(1, [Math]::Min(86400, [double]$seconds))) }
        }
        elseif (-not $open) { Write-Fatal 'protocol' 'the first request must be open'; return }
        elseif ($t -eq 'get' -or $t -eq 'set') {
            $id = [string](Get-Member0 $request 'id')
            if ($id -eq '') { Write-Fatal 'protocol' 'a request without an id'; return }
            if ($agent.Seen.Add($id)) { [void]$batch.Add($request) }
        }
        elseif ($t -eq 'flush') {
            Invoke-Batch $batch.ToArray() (Get-Member0 $request 'n')
            $batch.Clear()
        }
        else { Write-Fatal 'protocol' ('unknown request: ' + $t); return }
    }
    # Requests behind the last flush were cut off on their way, perhaps in the middle: they are not run.
    Write-Line ([ordered]@{ t = 'bye'; count = $agent.Count })
    Write-Now
}

Invoke-Exchange

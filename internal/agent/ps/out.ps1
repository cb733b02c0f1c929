
# ---- Output
# Lines are collected and written in few bursts.

function Write-Line($message) {
    [void]$agent.Out.Append('xops1:').Append($token).Append(' ')
    Add-Json $agent.Out $message
    [void]$agent.Out.Append("`n")
    Write-Due
}

function Write-Now {
    $agent.Writer.Write($agent.Out.ToString())
    [void]$agent.Out.Remove(0, $agent.Out.Length)
    $agent.Flushed.Reset()
    $agent.Flushed.Start()
}

# Nothing waits for more than a second, nor grows beyond a megabyte.
function Write-Due {
    if ($agent.Out.Length -gt 0 -and ($agent.Flushed.ElapsedMilliseconds -ge 900 -or $agent.Out.Length -gt 1048576)) { Write-Now }
}

# The moment so many seconds from now, a day at the most.
function Get-Moment($seconds) { return $agent.Clock.Elapsed.TotalSeconds + [Math]::Max(1, [Math]::Min(86400, [double]$seconds)) }

function Test-Late([double]$moment) { return ($agent.Clock.Elapsed.TotalSeconds -gt $moment) }

# Waits a moment within an operation; a fault when its deadline has passed.
function Wait-Moment([int]$ms, [string]$what) {
    Write-Due
    if (Test-Late $agent.Until) { Stop-With 'timeout' ('deadline passed: ' + $what) }
    [Threading.Thread]::Sleep($ms)
}

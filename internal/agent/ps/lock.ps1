
# ---- lock: who changes this computer, for as long as an exchange of theirs lives.
# It is a name in memory and no file: Windows takes it away with the last process that has it open, however that ends.

$writers['lock'] = @{ Read = 'Read-Lock'; Write = 'Set-Lock'; NoCase = @() }
$lockName = 'Global\xops-change' # taskrun.ps1 has it, too
$agent.Lock = $null              # open from when it is this exchange's

# An operator of '' is somebody whom this account must not know: it is held all the same.
function Read-Lock($op) {
    $now = [ordered]@{ operator = $null; run = $null; held_s = $null }
    $map = $agent.Lock
    try {
        if ($null -eq $map) { $map = [IO.MemoryMappedFiles.MemoryMappedFile]::OpenExisting($lockName, 'Read') }
        $now.operator = ''
        $bytes = New-Object byte[] 4096
        $view = $map.CreateViewStream(0, 0, 'Read')
        try { $n = $view.Read($bytes, 0, 4096) } finally { $view.Dispose() }
        $text = $ascii.GetString($bytes, 0, $n).Trim([char]0)
        if ($text -ne '') { # else it is being written
            $by = Read-Json $text
            $now.operator = $by['operator']
            $now.run = $by['run']
            $now.held_s = [long][Math]::Floor(([Diagnostics.Stopwatch]::GetTimestamp() - $by['since']) / [Diagnostics.Stopwatch]::Frequency)
        }
    }
    catch {
        switch (Get-Win32 $_.Exception) {
            2 { return $now } # nobody has it
            5 { $now.operator = '' }
            default { throw }
        }
    }
    # Whoever has it open keeps it there: that is right for the same operator's lost exchange or task, and for nobody else's.
    if ($null -ne $map -and $now.operator -ceq $op.after['operator']) { $agent.Lock = $map; $agent.Patience = 120 }
    elseif ($null -ne $map) { $map.Dispose() }
    return $now
}

function Set-Lock($op, $now) {
    $b = New-Object Text.StringBuilder
    Add-Json $b ([ordered]@{ operator = $op.after['operator']; run = $op.args['run']; since = [Diagnostics.Stopwatch]::GetTimestamp() })
    $bytes = $ascii.GetBytes($b.ToString())
    try { $agent.Lock = [IO.MemoryMappedFiles.MemoryMappedFile]::CreateNew($lockName, 4096) }
    catch { if ((Get-Win32 $_.Exception) -eq 183) { Stop-With 'drift' 'somebody was quicker' }; throw }
    $view = $agent.Lock.CreateViewStream()
    try { $view.Write($bytes, 0, $bytes.Length) } finally { $view.Dispose() }
}


# ---- Programs of Windows
# Judged by their exit code alone, with no standard input that they could take from us.

# One argument, quoted by the rules of CommandLineToArgvW.
function Get-Quoted([string]$text) {
    if ($text -ne '' -and $text -notmatch '[\s"]') { return $text }
    $q = [Text.RegularExpressions.Regex]::Replace($text, '(\\*)"', '$1$1\"')
    $q = [Text.RegularExpressions.Regex]::Replace($q, '(\\+)$', '$1$1')
    return '"' + $q + '"'
}

# Runs a program of the system folder and gives its exit code.
function Invoke-System([string]$program, [string[]]$arguments) {
    $i = New-Object Diagnostics.ProcessStartInfo ([IO.Path]::Combine([Environment]::SystemDirectory, $program))
    $i.Arguments = @(foreach ($a in $arguments) { Get-Quoted $a }) -join ' '
    $i.UseShellExecute = $false
    $i.CreateNoWindow = $true
    $i.RedirectStandardInput = $true
    $i.RedirectStandardOutput = $true
    $i.RedirectStandardError = $true
    $p = [Diagnostics.Process]::Start($i)
    try {
        $p.StandardInput.Close()
        $streams = @($p.StandardOutput.ReadToEndAsync(), $p.StandardError.ReadToEndAsync())
        while (-not $p.WaitForExit(100)) {
            if (Test-Late $agent.Until) { $p.Kill(); Stop-With 'timeout' ($program + ' did not end') }
            Write-Due
        }
        foreach ($s in $streams) { $null = $s.Wait(2000) }
        return $p.ExitCode
    }
    finally { $p.Dispose() }
}

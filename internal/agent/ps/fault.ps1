
# ---- Faults
# Numbers and neutral words; the host's own text is only shown, never decided upon.

# Ends the present operation with a fault of our own.
function Stop-With([string]$code, [string]$message, [int]$win32 = 0) {
    $e = [InvalidOperationException]$message
    $e.Data['xops'] = $code
    if ($win32 -ne 0) { $e.Data['win32'] = $win32 }
    throw $e
}

$faultOfWin32 = @{
    2 = 'absent'; 3 = 'absent'; 15 = 'absent'; 1060 = 'absent'
    5 = 'denied'; 1314 = 'denied'; 19 = 'denied'
    32 = 'locked'; 33 = 'locked'; 1175 = 'locked'; 1061 = 'locked'; 1072 = 'locked'; 170 = 'locked'
    87 = 'invalid'; 123 = 'invalid'; 161 = 'invalid'; 206 = 'invalid'; 267 = 'invalid'
    50 = 'unsupported'; 120 = 'unsupported'
    1058 = 'unavailable'; 1068 = 'unavailable'; 1722 = 'unavailable'; 1726 = 'unavailable'; 1753 = 'unavailable'
    1053 = 'timeout'; 1460 = 'timeout'
}

function Get-Fault($record) {
    $e = $record.Exception
    $code = 'internal'
    $number = $null
    $message = $e.Message
    # The innermost exception knows most; ours may be anywhere in the chain.
    for ($x = $e; $null -ne $x; $x = $x.InnerException) {
        $message = $x.Message
        if ($null -ne $x.Data -and $x.Data.Contains('xops')) {
            $f = [ordered]@{ code = [string]$x.Data['xops'] }
            if ($x.Data.Contains('win32')) { $f.hresult = '0x' + (0x80070000L + $x.Data['win32']).ToString('X8', $invariant) }
            $f.message = $message
            return $f
        }
        if ($x -is [ComponentModel.Win32Exception]) { $number = 0x80070000L + $x.NativeErrorCode }
        elseif ($x -isnot [Management.Automation.RuntimeException]) { $number = [BitConverter]::ToUInt32([BitConverter]::GetBytes([int]$x.HResult), 0) }
        if ($x -is [UnauthorizedAccessException] -or $x -is [Security.SecurityException]) { $code = 'denied' }
        elseif ($x -is [IO.FileNotFoundException] -or $x -is [IO.DirectoryNotFoundException] -or $x -is [IO.DriveNotFoundException]) { $code = 'absent' }
        elseif ($x -is [TimeoutException]) { $code = 'timeout' }
        elseif ($x -is [NotSupportedException]) { $code = 'unsupported' }
        elseif ($x -is [ArgumentException] -or $x -is [IO.PathTooLongException] -or $x -is [FormatException] -or $x -is [OverflowException]) { $code = 'invalid' }
    }
    # WMI's errors come as a text with the number, in the id of the error record.
    if ([string]$record.FullyQualifiedErrorId -match 'HRESULT 0x([0-9a-fA-F]{8})') { $number = [Convert]::ToInt64($matches[1], 16) }
    if ($null -ne $number) {
        $high = $number -band 0xFFFF0000L
        $low = [int]($number -band 0xFFFFL)
        if ($high -eq 0x80070000L -and $faultOfWin32.ContainsKey($low)) { $code = $faultOfWin32[$low] }
        elseif ($number -eq 0x80041003L) { $code = 'denied' }
        elseif ($number -eq 0x80041010L -or $number -eq 0x8004100EL -or $number -eq 0x80041002L) { $code = 'absent' }
        elseif ($number -eq 0x80041017L) { $code = 'invalid' }
        elseif ($high -eq 0x80040000L -or $number -eq 0x800706D9L) { $code = 'unavailable' }
    }
    $f = [ordered]@{ code = $code }
    if ($null -ne $number) { $f.hresult = '0x' + $number.ToString('X8', $invariant) }
    $f.message = $(if ($message.Length -gt 2000) { $message.Substring(0, 2000) } else { $message })
    return $f
}

# The Windows error number of an exception, 0 if it is none.
function Get-Win32($e) {
    $n = 0
    for ($x = $e; $null -ne $x; $x = $x.InnerException) {
        if ($x -is [ComponentModel.Win32Exception]) { $n = $x.NativeErrorCode }
        elseif ((([long]$x.HResult) -band 0xFFFF0000L) -eq 0x80070000L) { $n = [int]($x.HResult -band 0xFFFF) }
    }
    return $n
}

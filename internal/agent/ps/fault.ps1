
# ---- Faults
# Numbers and neutral words; the host's own text is only shown, never decided upon.

# Ends the present operation with a fault of our own.
function Stop-With([string]$code, [string]$message, [int]$win32 = 0) {
    $e = [InvalidOperationException]$message
    $e.Data['xops'] = $code
    if ($win32 -ne 0) { $e.Data['win32'] = $win32 }
    throw $e
}

# The numbers of Windows behind each code: those of Win32, else the whole HRESULT. docs/protocol.md has the same table.
$numbers = @{
    absent = 2, 3, 15, 21, 1060, 1168, 0x80041002L, 0x8004100EL, 0x80041010L
    denied = 5, 19, 740, 1314, 0x80041003L, 0x8013150AL
    locked = 32, 33, 170, 303, 1061, 1072, 1175, 1176, 1224, 5023
    invalid = 87, 123, 161, 206, 267, 0x80041017L, 0x80004003L, 0x80131502L, 0x80131516L, 0x80131537L
    unsupported = 50, 120, 0x80131515L, 0x80131539L
    unavailable = 53, 59, 64, 67, 1058, 1068, 1203, 1219, 1231, 1722, 1726, 1753
    timeout = 121, 1053, 1460, 0x80131505L
    full = 39, 112, 1295
    blocked = 225, 226, 1260, 4551
    damaged = 23, 483, 1009, 1015, 1117, 1127, 1392, 1393
    ended = 1066, 1067
}
$codeOf = @{}
foreach ($code in $numbers.get_Keys()) { foreach ($n in $numbers[$code]) { $codeOf[[long]$n] = $code } }

function Get-CodeOf([long]$number) {
    $high = $number -band 0xFFFF0000L
    if ($high -eq 0x80070000L) { $number = $number -band 0xFFFFL }
    if ($codeOf.ContainsKey($number)) { return $codeOf[$number] }
    if ($high -eq 0x80040000L) { return 'unavailable' }
    return 'internal'
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
        $n = $null
        if ($x -is [ComponentModel.Win32Exception]) { $n = 0x80070000L + $x.NativeErrorCode }
        elseif ($x -isnot [Management.Automation.RuntimeException]) { $n = [BitConverter]::ToUInt32([BitConverter]::GetBytes([int]$x.HResult), 0) }
        elseif ($x -is [Management.Automation.ParseException] -and $x.ErrorRecord.FullyQualifiedErrorId -eq 'ScriptContainedMaliciousContent') { $code = 'blocked' }
        # WMI's errors come as a text with the number, in the id of the error record.
        if ($null -eq $x.InnerException -and [string]$record.FullyQualifiedErrorId -match 'HRESULT 0x([0-9a-fA-F]{8})') { $n = [Convert]::ToInt64($matches[1], 16) }
        if ($null -eq $n) { continue }
        $number = $n
        $told = Get-CodeOf $n
        if ($told -ne 'internal') { $code = $told }
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


# ---- set: comparing what was planned with what is, then writing.

$agent.Change = 'Invoke-Set'

function Test-Number($v) { return ($v -is [ValueType] -and $v -isnot [bool] -and $v -isnot [char] -and $v -isnot [DateTime]) }

# Whether two JSON values are the same. Text with case, byte for byte; numbers by value.
function Test-Same($a, $b) {
    if ($null -eq $a -or $null -eq $b) { return ($null -eq $a -and $null -eq $b) }
    if ($a -is [string] -or $b -is [string]) { return ($a -is [string] -and $b -is [string] -and [string]::Equals($a, $b, $ordinal)) }
    if ($a -is [bool] -or $b -is [bool]) { return ($a -is [bool] -and $b -is [bool] -and $a -eq $b) }
    if ((Test-Number $a) -or (Test-Number $b)) { return ((Test-Number $a) -and (Test-Number $b) -and [decimal]$a -eq [decimal]$b) }
    if ($a -is [Collections.IList] -or $b -is [Collections.IList]) {
        if (-not ($a -is [Collections.IList] -and $b -is [Collections.IList]) -or $a.Count -ne $b.Count) { return $false }
        for ($i = 0; $i -lt $a.Count; $i++) { if (-not (Test-Same $a[$i] $b[$i])) { return $false } }
        return $true
    }
    return [string]::Equals([string]$a, [string]$b, $ordinal)
}

# Whether all wanted properties have their values now. $ignoreCase names those that Windows compares without case.
function Test-All($wanted, $now, [string[]]$ignoreCase) {
    foreach ($name in $wanted.get_Keys()) {
        $a = $wanted[$name]
        $b = $now[$name]
        if ($ignoreCase -contains $name -and $a -is [string] -and $b -is [string]) {
            if (-not [string]::Equals($a, $b, $anyCase)) { return $false }
        }
        elseif (-not (Test-Same $a $b)) { return $false }
    }
    return $true
}

# These happen each time; they are never there already.
$actions = 'restart', 'script', 'parameters', 'command'

# The changes that were made in this exchange, by their ids.
$made = @{}

# Whether a change waits for others and none of them was made: they were so already, and whoever made them has made this one, too.
function Test-Needless($needs) {
    if ($null -eq $needs) { return $false }
    foreach ($id in $needs) { if ($made.ContainsKey($id)) { return $false } }
    return $true
}

# What a type's functions get to know of a change: what is to be compared, and what is touched.
function New-Op($request) {
    $op = @{ key = [string]$request['key']; args = $request['args']; now = $null; want = @{}; owner = $null }
    $touched = New-Object 'Collections.Generic.List[string]'
    foreach ($side in 'before', 'after') {
        $op[$side] = $request[$side]
        if ($null -eq $op[$side]) { $op[$side] = New-Table }
        $op.want[$side] = New-Table
        foreach ($n in $op[$side].get_Keys()) {
            if ($actions -contains $n) { continue }
            $op.want[$side][$n] = $op[$side][$n]
            if (-not $touched.Contains($n)) { $touched.Add($n) }
        }
    }
    $op.touched = $touched.ToArray()
    return $op
}

# Gives the status: done, already, drift. Throws when it was tried and not done.
function Invoke-Change($request, $result) {
    $type = [string]$request['type']
    if (-not $writers.ContainsKey($type)) { Stop-With 'unsupported' ('nothing here changes ' + $type) }
    $w = $writers[$type]
    $op = New-Op $request
    if ($op.after.get_Count() -eq 0) { Stop-With 'invalid' 'nothing to change' }
    if (Test-Needless $request['needs']) { return 'already' }
    $act = $false
    foreach ($n in $actions) { if ($null -ne $op.after[$n] -and $false -ne $op.after[$n]) { $act = $true } }
    $result.now = & $w.Read $op
    if (-not $act -and (Test-All $op.want.after $result.now $w.NoCase)) { return 'already' }
    if (-not (Test-All $op.want.before $result.now $w.NoCase)) { return 'drift' }
    Write-Due
    $agent.Cache.Clear()
    # Some calls of Windows take minutes and cannot be asked how far they are: a line every ten seconds says that it is still at it.
    $say = [Delegate]::CreateDelegate([Threading.TimerCallback], $agent.Writer, 'WriteLine')
    $beat = [Activator]::CreateInstance([Threading.Timer], [object[]]($say, ('xops1:' + $token + ' {"t":"beat"}'), 10000, 10000))
    try { $null = & $w.Write $op $result.now }
    catch {
        # What was found only under the file's lock is drift like any other.
        $problem = $_
        try { $result.now = $(if ($null -ne $op.now) { $op.now } else { & $w.Read $op }) } catch { $null = $_ }
        $f = Get-Fault $problem
        if ($f.code -eq 'drift') { return 'drift' }
        # A folder that a program may not write to (controlled folder access) says "not found", with all there as it was.
        if ($type -eq 'file' -and (Get-Win32 $problem.Exception) -eq 2 -and (Test-All $op.want.before $result.now $w.NoCase)) { Stop-With 'blocked' $f.message 2 }
        throw $problem
    }
    finally { $beat.Dispose() }
    if ($null -ne $op.now) { $result.now = $op.now; return 'done' }
    $result.now = & $w.Read $op
    if (-not (Test-All $op.want.after $result.now $w.NoCase)) { Stop-With 'internal' 'it was written but reads differently afterwards' }
    if ($op.after['restart'] -eq $true) { $result.now['restart'] = $true }
    if ($null -ne $op.owner) { $result.now['owner_now'] = $op.owner }
    return 'done'
}

# Gives whether what stands behind this change may run.
function Invoke-Set($request, [bool]$skip) {
    $result = [ordered]@{ t = 'result'; id = $request['id']; status = 'failed'; now = $null; error = $null }
    if ($skip) { $result.status = 'skipped' }
    else {
        try {
            Set-Until $request
            $result.status = Invoke-Change $request $result
            if ($result.status -eq 'done') { $made[[string]$request['id']] = $true }
        }
        catch { $result.error = Get-Fault $_ }
    }
    Write-Line $result
    return ($result.status -eq 'done' -or $result.status -eq 'already' -or (-not $skip -and $request['continue'] -eq $true))
}

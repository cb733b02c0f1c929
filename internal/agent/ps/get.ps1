
# ---- get

# Sets the deadline of one operation, within that of the exchange.
function Set-Until($request) {
    $seconds = $request['deadline_s']
    if ($null -eq $seconds) { $seconds = $request['args']['deadline_s'] }
    if ($null -eq $seconds) { $seconds = 120 }
    $agent.Until = [Math]::Min((Get-Moment $seconds), $agent.Deadline)
    if (Test-Late $agent.Deadline) { Stop-With 'timeout' 'the deadline of the exchange has passed' }
}

# Notes why something that a pattern matches could not be read. Its neighbours are answered; where there are none this is the answer, because
# what could not be read is never absent. A deadline and a defect of ours end the whole question.
function Skip-Broken($record) {
    $fault = Get-Fault $record
    if (('timeout', 'internal') -contains $fault.code) { throw $record }
    if ($null -eq $agent.Broken) { $agent.Broken = $fault }
}

function Invoke-Get($request) {
    $answer = [ordered]@{ t = 'answer'; id = $request['id'] }
    try {
        Set-Until $request
        $agent.Broken = $null
        $type = [string]$request['type']
        if (-not $readers.ContainsKey($type)) { Stop-With 'unsupported' ('nothing here reads ' + $type) }
        $items = @(& $readers[$type] ([string]$request['key']) $request['args'])
        if ($items.Length -eq 0 -and $null -ne $agent.Broken) { $answer.error = $agent.Broken }
        else { $answer.items = $(if ($type -eq 'cim') { , $items } else { , (Get-Sorted $items) }) }
    }
    catch { $answer.error = Get-Fault $_ }
    Write-Line $answer
}

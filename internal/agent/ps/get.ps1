
# ---- get

# Sets the deadline of one operation, within that of the exchange.
function Set-Until($request) {
    $seconds = $request['deadline_s']
    if ($null -eq $seconds) { $seconds = $request['args']['deadline_s'] }
    if ($null -eq $seconds) { $seconds = 120 }
    $agent.Until = [Math]::Min((Get-Moment $seconds), $agent.Deadline)
    if (Test-Late $agent.Deadline) { Stop-With 'timeout' 'the deadline of the exchange has passed' }
}

function Invoke-Get($request) {
    $answer = [ordered]@{ t = 'answer'; id = $request['id'] }
    try {
        Set-Until $request
        $type = [string]$request['type']
        if (-not $readers.ContainsKey($type)) { Stop-With 'unsupported' ('nothing here reads ' + $type) }
        $items = @(& $readers[$type] ([string]$request['key']) $request['args'])
        $answer.items = $(if ($type -eq 'cim') { , $items } else { , (Get-Sorted $items) })
    }
    catch { $answer.error = Get-Fault $_ }
    Write-Line $answer
}

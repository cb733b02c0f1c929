
# ---- get

# Sets the deadline of one operation, within that of the exchange.
function Set-Until($request) {
    $seconds = $request['deadline_s']
    if ($null -eq $seconds) { $seconds = $request['args']['deadline_s'] }
    if ($null -eq $seconds) { $seconds = 120 }
    $until = [DateTime]::UtcNow.AddSeconds([Math]::Max(1, [Math]::Min(86400, [double]$seconds)))
    $agent.Until = $(if ($until -lt $agent.Deadline) { $until } else { $agent.Deadline })
    if ([DateTime]::UtcNow -gt $agent.Deadline) { Stop-With 'timeout' 'the deadline of the exchange has passed' }
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

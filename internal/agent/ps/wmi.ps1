
# ---- WMI

# A property of an object that may lack it.
function Get-Value($object, [string]$name) {
    $member = $object.PSObject.Members[$name]
    if ($null -ne $member) { return , $member.Value }
}

# A time of WMI: a DateTime, or its own text 20261124154428.366000+060 (minutes from UTC).
function Get-WmiTime($t) {
    if ($t -is [DateTime]) { return $t.ToUniversalTime() }
    if ([string]$t -match '^(\d{14})\.(\d{3})\d{3}([+-]\d{3})$') {
        $local = [DateTime]::ParseExact($matches[1] + $matches[2], 'yyyyMMddHHmmssfff', $invariant)
        return [DateTime]::SpecifyKind($local.AddMinutes(-[int]$matches[3]), 'Utc')
    }
}

# When this computer was started, asked once in a batch; null if it cannot be told.
function Get-BootTime {
    if (-not $agent.Cache.ContainsKey('boot')) {
        $agent.Cache['boot'] = $null
        try { $agent.Cache['boot'] = Get-WmiTime (@(Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime -OperationTimeoutSec 20)[0].LastBootUpTime) } catch { $null = $_ }
    }
    return $agent.Cache['boot']
}


# ---- The service control manager.

$stateNames = @{ 1 = 'stopped'; 2 = 'start_pending'; 3 = 'stop_pending'; 4 = 'running'; 5 = 'continue_pending'; 6 = 'pause_pending'; 7 = 'paused' }

function Find-Service([string]$name) {
    foreach ($s in [ServiceProcess.ServiceController]::GetServices()) { if ([string]::Equals($s.ServiceName, $name, $anyCase)) { return $s } }
}

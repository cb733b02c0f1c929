# xops agent. It runs in one PowerShell process, answers questions about this computer ("get") and makes changes that
# compare before they write ("set"). The protocol is docs/protocol.md of xops. It compiles nothing, writes no temporary files and
# takes all values as JSON data, never as script text. Windows PowerShell 3.0 to 5.1, .NET Framework 4.5, COM.
param($stdin, $token, $sha, $length)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$VerbosePreference = 'SilentlyContinue'
$DebugPreference = 'SilentlyContinue'

# Numbers, dates and .NET texts must not depend on the host's language.
$invariant = [Globalization.CultureInfo]::InvariantCulture
$sessionCulture = [Threading.Thread]::CurrentThread.CurrentCulture.Name
try { $sessionCulture = [string][Microsoft.Win32.Registry]::GetValue('HKEY_CURRENT_USER\Control Panel\International', 'LocaleName', $sessionCulture) } catch { $null = $_ }
[Threading.Thread]::CurrentThread.CurrentCulture = $invariant
[Threading.Thread]::CurrentThread.CurrentUICulture = $invariant

# Windows PowerShell loads this one only when a service cmdlet is used.
try { $null = [Reflection.Assembly]::LoadWithPartialName('System.ServiceProcess') } catch { $null = $_ }

$agent = @{
    Mode     = 'observe'
    Deadline = [DateTime]::MaxValue        # of the whole exchange
    Until    = [DateTime]::MaxValue        # of the present operation
    Count    = 0                           # answers and results so far
    Seen     = (New-Object 'Collections.Generic.HashSet[string]')
    Cache    = @{}                         # what is asked once in a batch: WMI's lists of services and processes
    Out      = (New-Object Text.StringBuilder)
    Writer   = (New-Object IO.StreamWriter -ArgumentList ([Console]::OpenStandardOutput()), (New-Object Text.ASCIIEncoding))
    Flushed  = [Diagnostics.Stopwatch]::StartNew()
}
$ordinal = [StringComparison]::Ordinal
$anyCase = [StringComparison]::OrdinalIgnoreCase

# xops agent, core. It runs in one PowerShell process and answers questions about this computer ("get"). Only an exchange that applies is
# also sent parts that make changes ("set"), which compare before they write. The protocol is docs/protocol.md of xops. Nothing is compiled, no
# temporary file is written, all values are JSON data, never script text. Windows PowerShell 3.0 to 5.1, .NET Framework 4.5, COM.
param($length, $hash)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$ProgressPreference = $WarningPreference = $VerbosePreference = $DebugPreference = 'SilentlyContinue'

# Numbers, dates and .NET texts must not depend on the host's language.
$invariant = [Globalization.CultureInfo]::InvariantCulture
$sessionCulture = [Threading.Thread]::CurrentThread.CurrentCulture.Name
try { $sessionCulture = [string][Microsoft.Win32.Registry]::GetValue('HKEY_CURRENT_USER\Control Panel\International', 'LocaleName', $sessionCulture) } catch { $null = $_ }
[Threading.Thread]::CurrentThread.CurrentCulture = $invariant
[Threading.Thread]::CurrentThread.CurrentUICulture = $invariant

# Windows PowerShell loads these only when a cmdlet needs them: JSON and services.
foreach ($name in 'System.Runtime.Serialization', 'System.ServiceProcess') { try { $null = [Reflection.Assembly]::LoadWithPartialName($name) } catch { $null = $_ } }

# It takes lines from two threads, each whole: this one, and the beat of a change (change.ps1).
$stdout = New-Object IO.StreamWriter -ArgumentList ([Console]::OpenStandardOutput()), $ascii
$stdout.AutoFlush = $true
$stdout.NewLine = "`n"

$agent = @{
    Mode     = 'observe'
    Clock    = [Diagnostics.Stopwatch]::StartNew() # nobody can set it, a step that corrects the computer's clock neither
    Deadline = [double]::MaxValue          # of the whole exchange, in seconds of this clock
    Until    = [double]::MaxValue          # of the present operation
    Patience = [double]::MaxValue          # for the next request, in seconds: the part "lock" has less
    Count    = 0                           # answers and results so far
    Seen     = (New-Object 'Collections.Generic.HashSet[string]')
    Cache    = @{}                         # what is asked once in a batch: WMI's lists of services and processes
    Spare    = @{}                         # parts that are read only when they are needed
    Broken   = $null                       # why something that a pattern matches could not be read
    Change   = $null                       # what answers a set: the part "change" says
    Repair   = $null                       # what puts the rest of an interrupted change in order: the part "filewrite" says
    Out      = (New-Object Text.StringBuilder)
    Writer   = [IO.TextWriter]::Synchronized($stdout)
    Flushed  = [Diagnostics.Stopwatch]::StartNew()
}
# What answers a type: each part adds its own.
$readers = @{}
$writers = @{}
$ordinal = [StringComparison]::Ordinal
$anyCase = [StringComparison]::OrdinalIgnoreCase

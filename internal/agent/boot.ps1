# The bootstrap: the only script text on the command line, the same for every host and run. It reads the agent's core from standard
# input and runs it (docs/protocol.md, "Start"). boot.go removes comments, indentation and blank lines: the command line must stay short.
# Here nothing may use the automatic variable for pipeline input: the console host would read standard input itself (dossier 1.10).
# Modules of the user, of a share or of another PowerShell have no say in what follows.
$modules=$env:PSModulePath
$env:PSModulePath=$PSHOME+'\Modules'
$token='0'*16
function Halt($c){'xops1:'+$token+' '+$c+' '+$mode;exit 3}
# Constrained language mode allows no .NET: this must be said with what it does allow, before anything else.
$mode=[string]$ExecutionContext.SessionState.LanguageMode
if($mode -ne 'FullLanguage'){Halt language}
$ascii=[Text.Encoding]::ASCII
$stdin=New-Object IO.StreamReader([Console]::OpenStandardInput(),$ascii,$false,65536)
# One part of the agent as a script block, nothing if it did not arrive as it was sent. By lines, because a console makes CR LF of LF.
function Receive-Part($length,$hash){
$n=0
$text=@(while($n -lt $length -and ($line=$stdin.ReadLine()) -ne $null){$n+=$line.Length+1;$line+[char]10})-join''
if([string][bigint]::Remainder((New-Object bigint(,$ascii.GetBytes($text))),[bigint]::Parse('340282366920938463463374607431768211297')) -eq $hash){[ScriptBlock]::Create($text)}
}
$h=-split $stdin.ReadLine()
if($h[0] -ne 'xops1' -or -not $h[3]){Halt protocol}
$token=$h[1]
$core=Receive-Part $h[2] $h[3]
if(-not $core){Halt integrity}
$null=&$core $h[2] $h[3]

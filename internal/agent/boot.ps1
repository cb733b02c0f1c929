# The bootstrap: the only script text on the command line, the same for every host and run. It reads agent.ps1 from standard input
# and runs it (docs/protocol.md, "Start"). boot.go removes comments, indentation and blank lines: the command line must stay short.
# Here nothing may use the automatic variable for pipeline input: the console host would read standard input itself (dossier 1.10).
$t='0'*16
function Halt($c){"xops1:$t {""t"":""error"",""code"":""$c"",""message"":""$m""}";exit 3}
# Constrained language mode allows no .NET: this must be said with what it does allow, before anything else.
$m=$ExecutionContext.SessionState.LanguageMode
if($m -ne 'FullLanguage'){Halt language}
$e=[Text.Encoding]::ASCII
$i=New-Object IO.StreamReader([Console]::OpenStandardInput(),$e,$false,65536)
$h=-split $i.ReadLine()
if($h[0] -ne 'xops1' -or !$h[3]){Halt protocol}
$t=$h[1]
$n=[int]$h[2]
# By lines, because a console makes CR LF of LF.
$a=@(while($o -lt $n -and ($r=$i.ReadLine()) -ne $null){$o+=$r.Length+1;"$r`n"})-join''
$s=[BitConverter]::ToString((New-Object Security.Cryptography.SHA256CryptoServiceProvider).ComputeHash($e.GetBytes($a))).Replace('-','')
if($s -ne $h[3]){Halt integrity}
$null=&([ScriptBlock]::Create($a)) $i $t $s $n

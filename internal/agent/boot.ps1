# The bootstrap: the only script text on the command line, the same for every host and run. It reads agent.ps1 from standard input
# and runs it (docs/protocol.md, "Start"). boot.go removes comments, indentation and blank lines: the command line must stay short.
# Here nothing may use the automatic variable for pipeline input: the console host would read standard input itself (dossier 1.10).
$t='0'*16
function Halt($c){"xops1:$t {""t"":""error"",""code"":""$c"",""message"":""$m""}";exit 3}
# Constrained language mode allows no .NET: this must be said with what it does allow, before anything else.
$m=$ExecutionContext.SessionState.LanguageMode
if($m -ne 'FullLanguage'){Halt language}
$i=[Console]::OpenStandardInput()
# The header, byte by byte, so that nothing behind it is taken away from the agent. ReadByte gives -1 at the end.
while(($b=$i.ReadByte()) -gt 10 -and $l.Length -lt 200){$l+=[string][char]$b}
$h=-split $l
if($h[0] -ne 'xops1' -or !$h[3]){Halt protocol}
$t=$h[1]
$n=[int]$h[2]
$d=New-Object byte[] $n
# A pipe gives what is there; 0 is its end.
while($o -lt $n -and ($r=$i.Read($d,$o,$n-$o))){$o+=$r}
$s=[BitConverter]::ToString((New-Object Security.Cryptography.SHA256CryptoServiceProvider).ComputeHash($d)).Replace('-','')
if($s -ne $h[3]){Halt integrity}
$null=&([ScriptBlock]::Create([Text.Encoding]::ASCII.GetString($d))) $i $t $s $n

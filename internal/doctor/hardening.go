package doctor

import (
	"strings"

	"github.com/xops-dev/xops/internal/resource"
)

const (
	policies = `HKLM\SOFTWARE\Policies\Microsoft\`
	system   = `HKLM\SYSTEM\CurrentControlSet\Control\`
	accounts = `HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\\`
	guard    = `Windows Defender\Windows Defender Exploit Guard\`
)

// hardening are the values that say how a Windows is hardened, and by which name the file tells them. What is confirmed
// on a soft host is confirmed for soft hosts.
var hardening = []struct{ name, key string }{
	{"script_block_logging", policies + `Windows\PowerShell\ScriptBlockLogging\\EnableScriptBlockLogging`},
	{"module_logging", policies + `Windows\PowerShell\ModuleLogging\\EnableModuleLogging`},
	{"transcription", policies + `Windows\PowerShell\Transcription\\EnableTranscripting`},
	{"execution_policy", policies + `Windows\PowerShell\\ExecutionPolicy`},
	{"lockdown_policy", system + `Session Manager\Environment\\__PSLockdownPolicy`},
	{"module_path", system + `Session Manager\Environment\\PSModulePath`},
	{"lm_compatibility", system + `Lsa\\LmCompatibilityLevel`},
	{"restrict_ntlm", system + `Lsa\MSV1_0\\RestrictReceivingNTLMTraffic`},
	{"fips", system + `Lsa\FipsAlgorithmPolicy\\Enabled`},
	{"token_filter", accounts + `LocalAccountTokenFilterPolicy`},
	{"filter_administrator", accounts + `FilterAdministratorToken`},
	{"winrm_basic", policies + `Windows\WinRM\Service\\AllowBasic`},
	{"winrm_unencrypted", policies + `Windows\WinRM\Service\\AllowUnencryptedTraffic`},
	{"winrm_binding", policies + `Windows\WinRM\Service\\CBTHardeningLevel`},
	{"winrm_ipv4_filter", policies + `Windows\WinRM\Service\\IPv4Filter`},
	{"winrm_shells", policies + `Windows\WinRM\Service\WinRS\\AllowRemoteShellAccess`},
	{"attack_surface_rules", policies + guard + `ASR\\ExploitGuard_ASR_Rules`},
	{"controlled_folders", policies + guard + `Controlled Folder Access\\EnableControlledFolderAccess`},
	{"controlled_folders_local", `HKLM\SOFTWARE\Microsoft\` + guard +
		`Controlled Folder Access\\EnableControlledFolderAccess`},
}

func hardeningKeys() []string {
	var keys []string
	for _, h := range hardening {
		keys = append(keys, h.key)
	}
	return keys
}

// plainWords are the texts of such values that name nobody; of others only the length is told.
var plainWords = []string{
	"restricted", "allsigned", "remotesigned", "unrestricted", "bypass", "none", "relaxed", "strict", "0", "1", "4",
	"8",
}

// hardened tells the values that are set, by name; what is not set is Windows' own default and stands nowhere.
func hardened(s *sight) []Fact {
	facts := []Fact{}
	for i, h := range hardening {
		p, ok := s.item(i)
		if !ok || p["exists"] != true {
			continue
		}
		facts = append(facts, Fact{h.name, wordOrLength(p)})
	}
	return facts
}

func wordOrLength(p resource.Props) any {
	text, ok := p["value"].(string)
	if !ok {
		return plain(p["value"])
	}
	for _, w := range plainWords {
		if strings.EqualFold(w, text) {
			return w
		}
	}
	return characters(text)
}

package problem

// Ids of signatures under a plan.
const (
	SignKeyForm    ID = "sign_key"
	SignNoKeys     ID = "sign_no_keys"
	SignatureWrong ID = "signature_wrong"
	PlanUnsigned   ID = "plan_unsigned"
	ApprovalNeeded ID = "approval_needed"
)

var signEntries = []Entry{
	{
		ID: SignKeyForm, Class: Usage,
		DE: Text{
			"{place} ist kein OpenSSH-Schlüssel der Art ed25519.",
			"Einen solchen angeben; ssh-keygen -t ed25519 macht einen.",
		},
		EN: Text{"{place} is no OpenSSH key of type ed25519.", "Give one; ssh-keygen -t ed25519 makes one."},
	},
	{
		ID: SignNoKeys, Class: Usage,
		DE: Text{
			"In {source} steht kein öffentlicher Schlüssel.",
			"Eine Datei angeben, die je Zeile einen hat: ssh-ed25519 AAAA… name.",
		},
		EN: Text{
			"{source} has no public key.",
			"Give a file that has one in each line: ssh-ed25519 AAAA… name.",
		},
	},
	{
		ID: SignatureWrong, Class: Usage,
		DE: Text{
			"Eine Unterschrift passt nicht zur Datei: eine von beiden wurde geändert. Kein Rechner wurde angefasst.",
			"Die Datei neu machen und unterschreiben lassen; klären, wer sie in der Hand hatte.",
		},
		EN: Text{
			"A signature does not fit the file: one of the two was changed. No host was touched.",
			"Make the file anew and have it signed; find out who had it.",
		},
	},
	{
		ID: PlanUnsigned, Class: Usage,
		DE: Text{
			"Unter dem Plan steht keine Unterschrift eines der Schlüssel, die dafür gelten ({keys}). Kein Rechner " +
				"wurde angefasst.",
			"Ihn von einem zweiten Menschen ansehen und unterschreiben lassen: xops show {file} --sign SCHLÜSSEL",
		},
		EN: Text{
			"No signature of the keys that count ({keys}) stands under the plan. No host was touched.",
			"Have a second person look at it and sign it: xops show {file} --sign KEY",
		},
	},
	{
		ID: ApprovalNeeded, Class: Usage,
		DE: Text{
			"Das Inventory verlangt, dass ein zweiter Mensch jeden Plan unterschreibt (defaults, approval). " +
				"{command} macht Änderungen ohne gespeicherten Plan. Kein Rechner wurde angefasst.",
			"xops plan --out DATEI …, unterschreiben lassen mit xops show DATEI --sign SCHLÜSSEL, dann " +
				"xops apply DATEI.",
		},
		EN: Text{
			"The inventory demands that a second person signs every plan (defaults, approval). {command} makes " +
				"changes without a saved plan. No host was touched.",
			"xops plan --out FILE …, have it signed with xops show FILE --sign KEY, then xops apply FILE.",
		},
	},
}

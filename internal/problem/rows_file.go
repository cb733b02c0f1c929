package problem

// Ids of what a file, an access list or an attribute of a playbook cannot be on Windows. The causes have no end: they
// stand behind the file's name, or in a sentence about an attribute.
const (
	TextTooLong      ID = "text_too_long"
	TextBigEndian    ID = "text_big_endian"
	TextInvalid      ID = "text_invalid"
	TextReread       ID = "text_reread"
	TextHalf         ID = "text_half"
	TextCharacter    ID = "text_character"
	EncodingUnknown  ID = "encoding_unknown"
	INIDamaged       ID = "ini_damaged"
	INIHeaders       ID = "ini_headers"
	INISectionName   ID = "ini_section_name"
	INIKeyName       ID = "ini_key_name"
	INIKeyBegin      ID = "ini_key_begin"
	INIValueLine     ID = "ini_value_line"
	RightUnknown     ID = "right_unknown"
	AccountLocalised ID = "account_localised"
	AccountUnknown   ID = "account_unknown"
	AccessTooLong    ID = "access_too_long"
	AccessNone       ID = "access_none"
	AccessCut        ID = "access_cut"
	AccessEntry      ID = "access_entry"
)

var fileEntries = []Entry{
	{
		ID: TextTooLong, Class: Host,
		DE: Text{
			"der Text hat {size} Bytes; gelesen werden höchstens {most}",
			"Die Datei von Hand in Ordnung bringen, dann neu planen.",
		},
		EN: Text{
			"the text has {size} bytes; at most {most} are read",
			"Put the file right by hand, then plan again.",
		},
	},
	{
		ID: TextBigEndian, Class: Host,
		DE: Text{
			"die Datei ist UTF-16 Big Endian, das Windows-Programme für solche Dateien nicht verwenden: von Hand " +
				"ansehen",
			"Die Datei von Hand in Ordnung bringen, dann neu planen.",
		},
		EN: Text{
			"the file is UTF-16 big endian, which Windows programs do not use for such files: look at it by hand",
			"Put the file right by hand, then plan again.",
		},
	},
	{
		ID: TextInvalid, Class: Host,
		DE: Text{
			"die Datei ist kein gültiger Text in {encoding}: sie lässt sich nicht ohne Schaden ändern, von Hand " +
				"ansehen",
			"Die Datei von Hand in Ordnung bringen, dann neu planen.",
		},
		EN: Text{
			"the file is not valid {encoding} text: it cannot be changed without damage, look at it by hand",
			"Put the file right by hand, then plan again.",
		},
	},
	{
		ID: TextReread, Class: Host,
		DE: Text{
			"der Text, in {encoding} geschrieben, würde als {other} gelesen",
			"Die Datei von Hand in Ordnung bringen, dann neu planen.",
		},
		EN: Text{
			"the text, written in {encoding}, would be read as {other}",
			"Put the file right by hand, then plan again.",
		},
	},
	{
		ID: TextHalf, Class: Host,
		DE: Text{
			"der Text ist ungültig: er hat halbe Zeichen",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"the text is not valid: it has half characters",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: TextCharacter, Class: Host,
		DE: Text{
			"das Zeichen {character} lässt sich in {encoding} nicht schreiben",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"the character {character} cannot be written in {encoding}",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: EncodingUnknown, Class: Host,
		DE: Text{
			"es gibt keine Kodierung {encoding}; es gibt {known}",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"there is no encoding {encoding}; there are {known}",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: INIDamaged, Class: Host,
		DE: Text{
			"die Datei ist beschädigt: ab Zeichen {place} hat sie Nullbytes, wie ein Stromausfall sie hinterlässt. " +
				"Auch andere Zeilen sind verloren: aus einer Sicherung zurückholen, oder von ihrem Programm neu " +
				"schreiben lassen",
			"Danach neu planen.",
		},
		EN: Text{
			"the file is damaged: it has zero bytes from character {place} on, as a power cut leaves them. Other " +
				"lines are lost, too: put it back from a backup, or have its program write it anew",
			"Then plan again.",
		},
	},
	{
		ID: INIHeaders, Class: Host,
		DE: Text{
			"Zeile {line} hat zwei Abschnittsköpfe ({text}): was in welchem Abschnitt steht, lässt sich nicht " +
				"sagen; zuerst von Hand in Ordnung bringen",
			"Danach neu planen.",
		},
		EN: Text{
			"line {line} has two section headers ({text}): what stands in which section cannot be told; put it " +
				"right by hand first",
			"Then plan again.",
		},
	},
	{
		ID: INISectionName, Class: Host,
		DE: Text{
			"{name} kann nicht der Name eines Abschnitts sein: er darf nicht leer sein und keine Leerzeichen an den " +
				"Enden, kein Zeilenende und kein {forbidden} haben",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"{name} cannot be the name of a section: it must not be empty, have blanks at its ends, a line end or " +
				"{forbidden}",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: INIKeyName, Class: Host,
		DE: Text{
			"{name} kann nicht der Name eines Schlüssels sein: er darf nicht leer sein und keine Leerzeichen an den " +
				"Enden, kein Zeilenende und kein {forbidden} haben",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"{name} cannot be the name of a key: it must not be empty, have blanks at its ends, a line end or " +
				"{forbidden}",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: INIKeyBegin, Class: Host,
		DE: Text{
			"der Schlüssel {name} beginnt mit {character}, was ihn zu einem Kommentar oder Abschnitt macht",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"the key {name} begins with {character}, which makes it a comment or a section",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: INIValueLine, Class: Host,
		DE: Text{
			"der Wert von {name} hat ein Zeilenende oder ein anderes Steuerzeichen ({character}): ein INI-Wert ist " +
				"eine Zeile",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"the value of {name} has a line end or another control character ({character}): an INI value is one line",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: RightUnknown, Class: Host,
		DE: Text{
			"es gibt kein Recht {name}; es gibt read, modify, full",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"there is no right {name}; there are read, modify, full",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: AccountLocalised, Class: Host,
		DE: Text{
			"das Konto {name} ist ein Name, der von der Sprache von Windows abhängt; {neutral} schreiben ({sid})",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"the account {name} is a name that depends on the language of Windows; write {neutral} ({sid})",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: AccountUnknown, Class: Host,
		DE: Text{
			"das Konto {name} ist weder eine SID (S-1-5-…) noch eines von {known}; andere Konten mit ihrer SID " +
				"angeben, denn Namen hängen von der Sprache von Windows ab",
			"Die genannte Stelle im Playbook berichtigen.",
		},
		EN: Text{
			"the account {name} is neither a SID (S-1-5-…) nor one of {known}; give other accounts by their SID, " +
				"because names depend on the language of Windows",
			"Correct the place in the playbook that is named.",
		},
	},
	{
		ID: AccessTooLong, Class: Host,
		DE: Text{
			"die Liste der Zugriffsrechte hat {size} Zeichen; gelesen werden höchstens {most}",
			"Die Zugriffsrechte von Hand ansehen (Eigenschaften, Sicherheit).",
		},
		EN: Text{
			"the access list has {size} characters; at most {most} are read",
			"Look at the access rights by hand (Properties, Security).",
		},
	},
	{
		ID: AccessNone, Class: Host,
		DE: Text{
			"die Sicherheitsbeschreibung {text} hat keine Liste der Zugriffsrechte (D:)",
			"Die Zugriffsrechte von Hand ansehen (Eigenschaften, Sicherheit).",
		},
		EN: Text{
			"the security descriptor {text} has no access list (D:)",
			"Look at the access rights by hand (Properties, Security).",
		},
	},
	{
		ID: AccessCut, Class: Host,
		DE: Text{
			"die Liste der Zugriffsrechte {text} endet mitten in einem Eintrag",
			"Die Zugriffsrechte von Hand ansehen (Eigenschaften, Sicherheit).",
		},
		EN: Text{
			"the access list {text} ends within an entry",
			"Look at the access rights by hand (Properties, Security).",
		},
	},
	{
		ID: AccessEntry, Class: Host,
		DE: Text{
			"in der Liste der Zugriffsrechte steht {text}, wo ein Eintrag stehen sollte",
			"Die Zugriffsrechte von Hand ansehen (Eigenschaften, Sicherheit).",
		},
		EN: Text{
			"the access list has {text} where an entry should be",
			"Look at the access rights by hand (Properties, Security).",
		},
	},
}

package problem

// Secrets that the inventory refers to, as this computer gives them.
const (
	SecretNone       ID = "secret-none"
	SecretEmpty      ID = "secret-empty"
	SecretEnv        ID = "secret-env"
	SecretFile       ID = "secret-file"
	SecretNoTerminal ID = "secret-no-terminal"
	SecretUnanswered ID = "secret-unanswered"
	SecretKeyring    ID = "secret-keyring"
	KeyringBroken    ID = "keyring"
	SecretLater      ID = "secret-later"
	OwnFile          ID = "own-file"
)

var secretEntries = []Entry{
	{
		ID: OwnFile, Class: Setup,
		DE: Text{
			"Die Datei {file}, die {attribute} nennt, lässt sich auf diesem Computer nicht lesen[[: {cause}]].",
			"Den Pfad im Inventar berichtigen, oder die Datei dort hinlegen.",
		},
		EN: Text{
			"The file {file} that {attribute} names cannot be read on this computer[[: {cause}]].",
			"Correct the path in the inventory, or put the file there.",
		},
	},
	{
		ID: SecretNone, Class: Setup,
		DE: Text{
			"Für die Anmeldung ist kein Kennwort angegeben.",
			"In den connection-Block schreiben: password = env(\"NAME\"), file(\"Pfad\"), " +
				"keyring(\"Dienst/Konto\") oder prompt().",
		},
		EN: Text{
			"There is no secret to log on with.",
			"Write into the connection block: password = env(\"NAME\"), file(\"path\"), " +
				"keyring(\"service/account\") or prompt().",
		},
	},
	{
		ID: SecretEmpty, Class: Setup,
		DE: Text{
			"Das Geheimnis aus {source} ist leer.",
			"Ein leeres Kennwort ist nie richtig: Windows weist es über das Netz ab. Das richtige dort hinterlegen.",
		},
		EN: Text{
			"The secret from {source} is empty.",
			"An empty password is never right: Windows refuses it over the network. Put the right one there.",
		},
	},
	{
		ID: SecretEnv, Class: Setup,
		DE: Text{
			"Die Umgebungsvariable {name} ist nicht gesetzt.",
			"{name} setzen und noch einmal ausführen, oder im Inventar eine andere Quelle benutzen.",
		},
		EN: Text{
			"The environment variable {name} is not set.",
			"Set {name} and try again, or use another source in the inventory.",
		},
	},
	{
		ID: SecretFile, Class: Setup,
		DE: Text{
			"Die Datei {file} gibt kein Geheimnis her[[: {cause}]].",
			"In diese Datei das Geheimnis schreiben und nichts sonst; nur Sie dürfen sie lesen.",
		},
		EN: Text{
			"The file {file} gives no secret[[: {cause}]].",
			"Write the secret, and nothing else, into this file, readable only by you.",
		},
	},
	{
		ID: SecretNoTerminal, Class: Setup,
		DE: Text{
			"Nach „{question}“ kann niemand gefragt werden, denn hier ist kein Terminal.",
			"xops in einem Terminal ausführen, oder im Inventar env(\"NAME\") oder file(\"Pfad\") benutzen.",
		},
		EN: Text{
			"Nobody can be asked for \"{question}\", because this is not a terminal.",
			"Run xops in a terminal, or use env(\"NAME\") or file(\"path\") in the inventory.",
		},
	},
	{
		ID: SecretUnanswered, Class: Setup,
		DE: Text{
			"Die Frage „{question}“ wurde nicht beantwortet.",
			"Die Frage beantworten, oder im Inventar eine andere Quelle benutzen.",
		},
		EN: Text{
			"The question \"{question}\" was not answered.",
			"Answer the question, or use another source in the inventory.",
		},
	},
	{
		ID: SecretKeyring, Class: Setup,
		DE: Text{
			"Der Schlüsselbund hat keinen Eintrag mit Dienst {service} und Konto {account}.",
			"Ihn mit dem Werkzeug des Systems anlegen, oder im Inventar eine andere Quelle benutzen.",
		},
		EN: Text{
			"The keyring has no entry with service {service} and account {account}.",
			"Store it with the system's own tool, or use another source in the inventory.",
		},
	},
	{
		ID: KeyringBroken, Class: Setup,
		DE: Text{
			"Der Schlüsselbund ist nicht lesbar.",
			"Den Schlüsselbund aufschließen, oder im Inventar env() oder file() benutzen.",
		},
		EN: Text{"The keyring cannot be read.", "Unlock the keyring, or use env() or file() in the inventory."},
	},
	{
		ID: SecretLater, Class: Setup,
		DE: Text{
			"{source}() kommt mit einer späteren Version von xops.",
			"Bis dahin im Inventar env(), file(), keyring() oder prompt() benutzen.",
		},
		EN: Text{
			"{source}() comes with a later version of xops.",
			"Until then use env(), file(), keyring() or prompt() in the inventory.",
		},
	},
}

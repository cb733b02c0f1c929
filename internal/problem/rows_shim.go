package problem

var shimEntries = []Entry{
	{ID: "lost", Class: Lost, DE: Text{"Die Verbindung ist abgebrochen.", "Noch einmal starten."}, EN: Text{"The connection was lost.", "Run it again."}},
	{ID: "host-off", Class: Unreachable, DE: Text{"Der Rechner antwortet nicht.", "Prüfen."}, EN: Text{"The host does not answer.", "Check it."}},
	{ID: "logon-refused", Class: Logon, DE: Text{"Die Anmeldung wurde abgewiesen.", "Prüfen."}, EN: Text{"The logon was refused.", "Check it."}},
}

func init() {
	for id, c := range map[ID]Class{"no-listener": Refused, "quota": Quota, "token-filter": Access, "protocol": Protocol, "slow": Timeout} {
		table[id] = &Entry{ID: id, Class: c, EN: Text{Cause: string(id)}, DE: Text{Cause: string(id)}}
	}
}

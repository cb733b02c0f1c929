// Package e2e holds tests of the whole program as a user meets it: the command line, the engine, WinRM, the agent's
// protocol and the journal, against the lab's hosts. What they count is counted at the lab's servers.
package e2e

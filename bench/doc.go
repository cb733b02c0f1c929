// Package bench measures what a host costs, in exact counts taken at the lab's servers, beside what a script author
// would write with masterzen/winrm: one command for each fact. README.md has the numbers and says how to run it.
package bench

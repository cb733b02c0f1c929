package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/xops-dev/xops/internal/plan"
)

// calling runs a command on an inventory; a terminal answers each question with answer.
func calling(t *testing.T, inventory, answer string, args ...string) (code int, said string, asked []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "inventory.hcl")
	if err := os.WriteFile(file, []byte(inventory), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSurroundings(t)
	if answer != "" {
		s.ReadSecret = func(prompt string) (string, error) {
			asked = append(asked, prompt)
			return answer, nil
		}
	}
	code = newProgram(append(args, "-i", file), s.Streams).main()
	return code, s.err.String(), asked
}

const keyringFleet = `
practice "p" {
  connection {
    user     = "xops"
    password = keyring("xops/partner")
  }
  host "a" {
    address = "localhost"
    connection {
      port = 1
    }
  }
  host "b" {
    address = "127.0.0.1"
    connection {
      port = 1
    }
  }
}
`

// An entry that the keyring does not have is missing here and there; a keyring that cannot be read here may be readable
// where the hosts are dialled.
func TestKeyring(t *testing.T) {
	t.Cleanup(keyring.MockInit)
	for name, c := range map[string]struct {
		ring           func()
		ping, validate int
		said           string
	}{
		"no entry": {
			keyring.MockInit, plan.ExitUsage, plan.ExitUsage,
			"no entry with service xops and account partner",
		},
		"locked": {
			func() { keyring.MockInitWithError(errors.New("locked")) }, plan.ExitUsage, plan.ExitDone,
			"The keyring cannot be read",
		},
	} {
		c.ring()
		for command, want := range map[string]int{"ping": c.ping, "inventory validate": c.validate} {
			code, said, _ := calling(t, keyringFleet, "", strings.Fields(command)...)
			if code != want || strings.Count(said, c.said) != 1 || !strings.Contains(said, "inventory.hcl line 5") ||
				!strings.Contains(said, "Needed for 2 hosts: p/a, p/b.") {
				t.Errorf("%s, %s: exit code %d\n%s", name, command, code, said)
			}
		}
	}
	keyring.MockInit()
	if err := keyring.Set("xops", "partner", "geheim"); err != nil {
		t.Fatal(err)
	}
	if code, said, _ := calling(t, keyringFleet, "", "ping"); code != plan.ExitFailed {
		t.Errorf("exit code %d\n%s", code, said)
	}
}

const promptFleet = `
practice "one" {
  connection {
    user     = "PRAXIS\\xops"
    password = prompt()
  }
  host "a" {
    address = "127.0.0.1"
    connection {
      port = 1
    }
  }
  host "b" {
    address = "127.0.0.1"
    connection {
      port = 2
    }
  }
}
practice "two" {
  connection {
    password = prompt()
  }
  host "a" {
    address = "127.0.0.1"
    connection {
      port = 3
      user = "x"
    }
  }
  host "b" {
    address = "127.0.0.1"
    connection {
      port = 4
      user = "y"
    }
  }
}
practice "three" {
  connection {
    user     = "z"
    password = prompt("Das Kennwort")
  }
  host "a" {
    address = "127.0.0.1"
    connection {
      port = 5
    }
  }
}
`

// Each source is asked for once, whose it is and for how many computers; nobody is asked while something else is
// missing, or only to look whether an inventory is right.
func TestQuestions(t *testing.T) {
	want := []string{
		`Password for PRAXIS\xops (2 computers): `, `Password for x, y (2 computers): `, `Das Kennwort (1 computer): `,
	}
	if code, said, asked := calling(t, promptFleet, "geheim", "ping"); code != plan.ExitFailed ||
		!slices.Equal(asked, want) {
		t.Errorf("exit code %d, asked %q\n%s", code, asked, said)
	}
	if code, said, asked := calling(t, promptFleet, "geheim", "ping", "--host", "one/a"); len(asked) != 1 ||
		asked[0] != `Password for PRAXIS\xops (1 computer): ` {
		t.Errorf("exit code %d, asked %q\n%s", code, asked, said)
	}
	if code, said, asked := calling(t, promptFleet, "geheim", "inventory", "validate"); code != plan.ExitDone ||
		len(asked) > 0 {
		t.Errorf("exit code %d, asked %q\n%s", code, asked, said)
	}
	missing := strings.Replace(promptFleet, `prompt("Das Kennwort")`, `env("XOPS_NOT_THERE")`, 1)
	if code, said, asked := calling(t, missing, "geheim", "ping"); code != plan.ExitUsage || len(asked) > 0 {
		t.Errorf("exit code %d, asked %q\n%s", code, asked, said)
	}
}

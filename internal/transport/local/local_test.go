package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/problem"
	"github.com/xops-dev/xops/internal/problem/problemtest"
)

// TestMain plays a command that starts another one, which inherits its streams and does not end.
func TestMain(m *testing.M) {
	switch {
	case len(os.Args) > 1 && os.Args[1] == "parent":
		child := exec.Command(os.Args[0], "child", os.Args[2])
		child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
		if err := child.Start(); err != nil {
			fmt.Println(err)
		}
		time.Sleep(time.Minute)
	case len(os.Args) > 1 && os.Args[1] == "child":
		fmt.Println("here")
		for { // until the file is gone
			if _, err := os.Stat(os.Args[2]); err != nil {
				return
			}
			if f, err := os.OpenFile(os.Args[2], os.O_WRONLY|os.O_APPEND, 0); err == nil {
				_, _ = f.WriteString(".")
				_ = f.Close()
			}
			time.Sleep(20 * time.Millisecond)
		}
	default:
		os.Exit(m.Run())
	}
}

func self(line string) (*exec.Cmd, error) {
	exe, err := os.Executable()
	return exec.Command(exe, strings.Fields(line)...), err
}

// A child that holds the streams does not hold us, and on Windows it ends with its parent.
func TestCloseDoesNotWaitForChildren(t *testing.T) {
	life, err := os.CreateTemp("", "xops-life") // Go cannot remove a folder on Wine
	if err != nil {
		t.Fatal(err)
	}
	_ = life.Close()
	defer os.Remove(life.Name())
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Second)
	defer cancel()
	c, err := Dial(Config{Command: self})
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.Start(ctx, "parent "+life.Name())
	if err != nil {
		t.Fatal(err)
	}
	if piece, err := p.Receive(ctx); err != nil || !strings.HasPrefix(string(piece), "here") {
		t.Fatalf("%q %v", piece, err)
	}
	if err := p.Close(ctx); err != nil {
		t.Error(err)
	}
	if runtime.GOOS != "windows" {
		return
	}
	size := func() int64 {
		info, err := os.Stat(life.Name())
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	for end := time.Now().Add(500 * time.Millisecond); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
	}
	if after := size(); after != before {
		t.Errorf("the child still lives: %d, then %d", before, after)
	}
}

func TestStartErrors(t *testing.T) {
	ctx := context.Background()
	if runtime.GOOS != "windows" {
		_, err := Dial(Config{})
		problemtest.Told(t, err, problem.LocalElsewhere)
	}
	c, err := Dial(Config{Command: func(string) (*exec.Cmd, error) { return exec.Command("gibt-es-nicht"), nil }})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Start(ctx, "x")
	problemtest.Told(t, err, problem.LocalStart)
	if s := c.Stats(); s.Starts != 0 {
		t.Errorf("%+v", s)
	}
}

// On Windows itself (and on a practice Windows) powershell.exe is found without the PATH.
func TestPowerShell(t *testing.T) {
	if runtime.GOOS != "windows" {
		t.Skip("skipped: needs Windows")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Second)
	defer cancel()
	t.Setenv("PATH", "")
	c, err := Dial(Config{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.Start(ctx, "powershell.exe -NoProfile -NonInteractive -Command "+
		"[Console]::Out.Write([Console]::In.ReadLine());exit(3010)")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close(ctx)
	if err := p.Send(ctx, []byte("hin und her\n")); err != nil {
		t.Fatal(err)
	}
	var got []byte
	for {
		piece, err := p.Receive(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, piece...)
	}
	if string(got) != "hin und her" || p.ExitCode() != 3010 {
		t.Errorf("%q, exit code %d, %q", got, p.ExitCode(), p.Stderr())
	}
}

// PowerShell 7 hands its module path to what it starts, and Windows PowerShell finds modules there that it cannot load.
func TestEnvironment(t *testing.T) {
	given := []string{"A=1", "PSModulePath=C:\\7", "psmodulepath=x", "PSModulePathOfMine=2", "PSModulePath"}
	if got := strings.Join(environment(given), " "); got != "A=1 PSModulePathOfMine=2" || len(given) != 5 {
		t.Errorf("%s; %v", got, given)
	}
}

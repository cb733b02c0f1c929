//go:build unix

package wine_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xops-dev/xops/internal/lab/wine"
	"github.com/xops-dev/xops/internal/need"
)

func newHost(t *testing.T) *wine.Host {
	t.Helper()
	kit, err := wine.Find()
	if err != nil {
		need.Missing(t, err.Error())
	}
	h, err := kit.NewHost("KH-SRV01")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	return h
}

func TestRun(t *testing.T) {
	h := newHost(t)
	if err := h.WriteFile(`C:\Praxis Müller\a.txt`, []byte("da")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	line := `powershell.exe -NoProfile -Command "$env:COMPUTERNAME; $env:ROLLE; [IO.File]::ReadAllText('C:\praxis ` +
		`müller\A.TXT'); [Console]::In.ReadToEnd(); exit 7"`
	code, err := h.Run(ctx, line, map[string]string{"ROLLE": "server"}, strings.NewReader("von außen"), &out, &errs)
	if err != nil || code != 7 {
		t.Fatalf("exit %d, %v: %s%s", code, err, out.String(), errs.String())
	}
	if got := strings.Fields(out.String()); len(got) < 3 || got[0] != "KH-SRV01" || got[1] != "server" ||
		got[2] != "da" {
		t.Errorf("%q", out.String())
	}
}

// TestConstructorsFail: of .NET on Wine, the second constructor that fails in a process stood still for good, as with
// a file that cannot be made because its folder is missing.
func TestConstructorsFail(t *testing.T) {
	h := newHost(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	const line = `powershell.exe -NoProfile -Command "foreach ($i in 1..9) { ` +
		`try { New-Object IO.FileStream 'C:\missing\a.txt', 'Create' } catch { $i } }"`
	code, err := h.Run(ctx, line, nil, nil, &out, &errs)
	if got := strings.Join(strings.Fields(out.String()), ""); err != nil || code != 0 || got != "123456789" {
		t.Errorf("exit %d, %v: %s%s", code, err, got, errs.String())
	}
}

func TestCancellingEndsTheCommand(t *testing.T) {
	h := newHost(t)
	ctx, cancel := context.WithCancel(context.Background())
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ended := make(chan error, 1)
	go func() {
		_, err := h.Run(ctx, `powershell.exe -NoProfile -Command "[Console]::Out.WriteLine('da'); Start-Sleep 600"`,
			nil, nil, w, w)
		_ = w.Close()
		ended <- err
	}()
	if _, err := r.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; err == nil {
		t.Error("no error")
	}
}

// A real Windows service, built with Go, runs and listens.
func TestServiceProvider(t *testing.T) {
	h := newHost(t)
	program, err := wine.BuildServiceProvider(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir := `C:\Program Files (x86)\medatixx GmbH & Co. KG\ServiceProvider_8330F1B9-514D-409F-B4E3-80ADE4076DA0`
	address := fmt.Sprintf("127.77.%d.%d", os.Getpid()>>8&0xff, os.Getpid()&0xff|1)
	for name, data := range map[string][]byte{
		"ServiceProvider.exe": program, "address.txt": []byte(address),
		"ServiceProvider.ini": []byte("[Install]\r\nInstalled=0\r\nTCPPort=23174\r\n"),
	} {
		if err := h.WriteFile(dir+`\`+name, data); err != nil {
			t.Fatal(err)
		}
	}
	out, err := h.Command(nil, dir+`\ServiceProvider.exe`, "install", "mxSP").CombinedOutput()
	if err != nil {
		t.Fatalf("%v %s", err, out)
	}
	status := func() string {
		out, err := h.Command(nil, "powershell.exe", "-NoProfile", "-Command",
			`$s=New-Object ServiceProcess.ServiceController 'mxSP'; if ($s.Status -eq 'StartPending') `+
				`{$s.WaitForStatus('Running',[TimeSpan]::FromSeconds(20))}; $s.Status`).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	if got := status(); got != "Stopped" {
		t.Errorf("with Installed=0: %s", got)
	}
	if err := h.WriteFile(dir+`\ServiceProvider.ini`,
		[]byte("[Install]\r\nInstalled=1\r\nTCPPort=23174\r\n")); err != nil {
		t.Fatal(err)
	}
	if out, err := h.Command(nil, "sc.exe", "start", "mxSP").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if got := status(); got != "Running" {
		t.Errorf("with Installed=1: %s", got)
	}
	for name, make := range map[string]func(string) ([]byte, error){
		"a.dll": wine.Inert,
		"b.exe": func(v string) ([]byte, error) { return wine.WithVersion(program, v) },
	} {
		data, err := make("2.14.0.3")
		if err == nil {
			err = h.WriteFile(`C:\`+name, data)
		}
		if err != nil {
			t.Fatal(err)
		}
		out, err := h.Command(nil, "powershell.exe", "-NoProfile", "-Command",
			`$v=[Diagnostics.FileVersionInfo]::GetVersionInfo('C:\`+name+
				`'); '{0}.{1}.{2}.{3}' -f `+
				`$v.FileMajorPart,$v.FileMinorPart,$v.FileBuildPart,$v.FilePrivatePart`).Output()
		if got := strings.TrimSpace(string(out)); err != nil || got != "2.14.0.3" {
			t.Errorf("%s: %v %q", name, err, got)
		}
	}
}

// A host with a network of its own sees its own listeners only, and drives can be added.
func TestIsolated(t *testing.T) {
	h := newHost(t)
	if err := h.Isolate(); err != nil {
		need.Missing(t, "rights to make networks: "+err.Error())
	}
	if err := h.AddDrive('D'); err != nil {
		t.Fatal(err)
	}
	if err := h.WriteFile(`D:\Praxis\a.txt`, []byte("da")); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	script := fmt.Sprintf(`$own=New-Object Net.Sockets.TcpListener ([Net.IPAddress]::Loopback), 23174; $own.Start()
$all=[Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners() | ForEach-Object { $_.Port }
'{0} {1} {2} {3}' -f ($all -contains 23174), ($all -contains %d), [IO.File]::ReadAllText('d:\praxis\A.txt'), (New-Object IO.DriveInfo 'D').DriveType`, l.Addr().(*net.TCPAddr).Port)
	out, err := h.Command(nil, "powershell.exe", "-NoProfile", "-Command", script).Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "True False da Fixed" {
		t.Errorf("%v %q", err, got)
	}
}

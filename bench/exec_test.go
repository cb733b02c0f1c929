package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/xops-dev/xops/internal/lab"
	"github.com/xops-dev/xops/internal/need"
)

// BenchmarkExecOutput is xops exec over WinRM on a practice Windows, with a program that writes nothing and with one
// that writes ten million bytes. The difference is what the output takes: all of it is read, and the first MiB is sent.
func BenchmarkExecOutput(b *testing.B) {
	need.PracticeWindows(b)
	program := filepath.Join(b.TempDir(), "flood.exe")
	build := exec.CommandContext(b.Context(), "go", "build", "-o", program, "./testdata/flood")
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(program)
	if err != nil {
		b.Fatal(err)
	}
	s := newSiteOf(b, lab.Config{Engine: lab.Windows, Practices: 1, Sets: [][]lab.Fault{{}}, Listen: "127.0.0.1"})
	defer s.fleet.Stop()
	if err := s.fleet.Practices[0].Hosts[0].Real().WriteFile(`C:\flood.exe`, data); err != nil {
		b.Fatal(err)
	}
	for _, lines := range []int64{0, 100_000} {
		b.Run(strconv.FormatInt(lines*100, 10), func(b *testing.B) {
			before := s.total()
			b.SetBytes(lines * 100)
			for b.Loop() {
				s.run(0, "exec", "--yes", "--", `C:\flood.exe`, strconv.FormatInt(lines, 10))
			}
			now := s.total()
			b.ReportMetric(float64(now.Requests-before.Requests)/float64(b.N), "requests/host")
			b.ReportMetric(float64(now.BytesSent-before.BytesSent)/float64(b.N), "received-B/host")
		})
	}
}

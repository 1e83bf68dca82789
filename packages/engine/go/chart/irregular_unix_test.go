//go:build unix

package chart_test

import (
	"path/filepath"
	"syscall"
	"testing"
)

func TestAPipeIsNotRead(t *testing.T) {
	for _, name := range []string{"templates/pipe", "values.yaml", ".helmignore"} {
		directory := folder(t, map[string]string{"Chart.yaml": metadata, "templates/x.yaml": ""})
		if err := syscall.Mkfifo(filepath.Join(directory, name), 0o644); err != nil {
			t.Fatal(err)
		}
		expect(t, refusal(t, directory), "cannot load irregular file web/"+name+" as it has file mode type bits set")
	}
	pipe := filepath.Join(t.TempDir(), "web.tgz")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, refusal(t, pipe), "cannot load irregular file web.tgz as it has file mode type bits set")
}

//go:build unix

package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"engine/lint"
)

func TestFilesThatMustNotBeReadAreRefused(t *testing.T) {
	for _, name := range []string{"values.yaml", ".helmignore", "templates/pipe"} {
		directory := chart(t)
		if err := syscall.Mkfifo(filepath.Join(directory, name), 0o644); err != nil {
			t.Fatal(err)
		}
		expect(t, directory, "cannot load irregular file CHART/"+name+" as it has file mode type bits set")
	}
	linked := chart(t)
	if err := os.Symlink("/dev/null", filepath.Join(linked, "templates/x.yaml")); err != nil {
		t.Fatal(err)
	}
	expect(t, linked, "templates/x.yaml is a symbolic link out of the chart (/dev/null)")
}

func chart(t *testing.T) string {
	directory := t.TempDir()
	if err := os.Mkdir(filepath.Join(directory, "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	metadata := []byte("apiVersion: v2\nname: web\nversion: 1.0.0\n")
	if err := os.WriteFile(filepath.Join(directory, "Chart.yaml"), metadata, 0o644); err != nil {
		t.Fatal(err)
	}
	return directory
}

func expect(t *testing.T, directory, want string) {
	t.Helper()
	_, err := lint.Run(lint.Lint{Chart: directory, KubeVersion: "1.36.3"})
	if err == nil {
		t.Fatal("it was linted")
	}
	if got := strings.ReplaceAll(err.Error(), directory, "CHART"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

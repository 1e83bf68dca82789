package release

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes a chart of one template in a temporary directory.
func write(t *testing.T, template string) string {
	t.Helper()
	directory := t.TempDir()
	for name, text := range map[string]string{
		"Chart.yaml":       "apiVersion: v2\nname: web\nversion: 1.0.0\n",
		"templates/a.yaml": template,
	} {
		file := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func render(t *testing.T, template string, change func(*Release)) string {
	t.Helper()
	return rendering(t, template, change).Text
}

func rendering(t *testing.T, template string, change func(*Release)) *Rendered {
	t.Helper()
	wanted := Release{Chart: write(t, template), Name: "web", Namespace: "shop", KubeVersion: "1.36.3"}
	if change != nil {
		change(&wanted)
	}
	rendered, _, err := Render(wanted)
	if err != nil {
		t.Fatal(err)
	}
	return rendered
}

// body is the text without the comment that names its template.
func body(text string) string {
	return strings.TrimSpace(strings.TrimPrefix(text, "---\n# Source: web/templates/a.yaml\n"))
}

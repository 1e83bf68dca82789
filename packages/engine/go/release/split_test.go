package release

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func helm43(wanted *Release) { wanted.Helm = "4.3.1" }

func TestHelm43KeepsTheLinesThatEndAScalar(t *testing.T) {
	template := "\n---\nkind: B\ndata: |+\n  one\n\n---\n# none\n---   \nkind: A\n"
	expect(t, render(t, template, nil), `---
# Source: web/templates/a.yaml
# none
---
# Source: web/templates/a.yaml
kind: A

---
# Source: web/templates/a.yaml
kind: B
data: |+
  one
`)
	expect(t, render(t, template, helm43), `---
# Source: web/templates/a.yaml
# none

---
# Source: web/templates/a.yaml
kind: A

---
# Source: web/templates/a.yaml
kind: B
data: |+
  one
`)
}

func TestHelm43NamesTheFileOfAnError(t *testing.T) {
	wanted := Release{Chart: write(t, "kind: A\n---\nkind: [\n"), Name: "web", KubeVersion: "1.36.3"}
	_, _, before := Render(wanted)
	helm43(&wanted)
	_, _, err := Render(wanted)
	if err == nil || err.Error() != before.Error() {
		t.Errorf("got %v, want %v", err, before)
	}
}

func TestHelm43KeepsTheFileAndTheOrderOfHooks(t *testing.T) {
	hook := func(name string) string {
		return "kind: Job\nmetadata: {name: " + name + ", annotations: {helm.sh/hook: pre-install}}\n"
	}
	template := hook("one") + "---\n" + hook("two")
	got := render(t, template, helm43)
	expect(t, strings.ReplaceAll(got, "\n\n---", "\n---"), render(t, template, nil))
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestHelm43HasNoLinesOfAnEmptyFile(t *testing.T) {
	directory := write(t, `a: |
  {{ .Files.Lines "empty.txt" | len }} {{ .Files.Get "empty.txt" }}{{ (.Files.Glob "empty*").AsConfig }}`)
	if err := os.WriteFile(filepath.Join(directory, "empty.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	wanted := Release{Chart: directory, Name: "web", KubeVersion: "1.36.3"}
	if _, _, err := Render(wanted); err == nil {
		t.Error("Helm 4.2 renders it")
	}
	helm43(&wanted)
	rendered, _, err := Render(wanted)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, body(rendered.Text), "a: |\n  0 empty.txt: \"\"")
}

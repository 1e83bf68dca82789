package kustomization_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"engine/kustomization"
)

func TestMoreFilesAreReplacedAndMoreDirectoriesRead(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"root/base/kustomization.yaml":    "resources: [https://example.com/b.yaml]\n",
		"root/nothing/kustomization.yaml": "resources: [https://example.com/b.yaml]\n",
		"store/a.yaml":                    object,
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root := filepath.Join(folder, "root")
	wanted := kustomization.Build{
		Root:      root,
		Directory: root,
		File:      "kustomization.yaml",
		Text:      "resources: [base, nothing]\n",
		More: []kustomization.Replaced{
			{Path: filepath.Join(root, "base/kustomization.yaml"), Text: "resources: [../../store/a.yaml]\n"},
			// kustomize refuses a kustomization that says nothing at all.
			{Path: filepath.Join(root, "nothing/kustomization.yaml"), Text: "commonAnnotations: {}\n"},
		},
	}
	_, err := kustomization.Run(wanted)
	if err == nil || !strings.Contains(err.Error(), "which is outside of") {
		t.Errorf("got %v", err)
	}
	wanted.Also = []string{filepath.Join(folder, "store")}
	built, err := kustomization.Run(wanted)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, built.Text, object)
}

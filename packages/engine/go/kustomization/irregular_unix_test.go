//go:build unix

package kustomization_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"engine/kustomization"
)

func TestAPipeIsNotRead(t *testing.T) {
	root := t.TempDir()
	pipe := filepath.Join(root, "a.yaml")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := kustomization.Run(kustomization.Build{
		Root:      root,
		Directory: root,
		File:      "kustomization.yaml",
		Text:      "resources: [a.yaml]\n",
	})
	if err == nil {
		t.Fatal("it was built")
	}
	expect(t, strings.ReplaceAll(err.Error(), root, "ROOT"), "ROOT/a.yaml is not read: it is no regular file")
}

package kustomization_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"engine/kustomization"
	"engine/serve"
)

const object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"

// build writes files, and symbolic links for texts that start with ->, and
// builds the directory profile. ROOT in the result is the directory of all.
func build(t *testing.T, text string, given map[string]string) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "root")
	if err := os.MkdirAll(filepath.Join(root, "profile"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range given {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(text, "->"); isLink {
			err = os.Symlink(strings.ReplaceAll(target, "ROOT", root), path)
		} else {
			err = os.WriteFile(path, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	built, err := kustomization.Run(kustomization.Build{
		Root:      root,
		Directory: filepath.Join(root, "profile"),
		File:      "kustomization.yaml",
		Text:      text,
	})
	if err != nil {
		return strings.ReplaceAll(err.Error(), root, "ROOT")
	}
	return built.Text
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestFilesOfTheRootAreReadAlsoThroughLinks(t *testing.T) {
	expect(t, build(t, "resources: [../base, linked.yaml]\nnamePrefix: x-\n", map[string]string{
		"base/kustomization.yaml": "resources: [a.yaml]\n",
		"base/a.yaml":             object,
		"profile/linked.yaml":     "->../other/b.yaml",
		"other/b.yaml":            strings.Replace(object, "name: a", "name: b", 1),
	}), strings.Replace(object, "name: a", "name: x-a", 1)+"---\n"+strings.Replace(object, "name: a", "name: x-b", 1))
}

func TestNothingOutsideOfTheRootIsRead(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.MkdirAll(outside, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"a.yaml": object, "kustomization.yaml": "resources: [a.yaml]\n"} {
		if err := os.WriteFile(filepath.Join(outside, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, one := range []struct {
		name, text string
		given      map[string]string
		want       string
	}{
		{"a resource", "resources: [a.yaml]\n", map[string]string{"profile/a.yaml": "->" + outside + "/a.yaml"},
			"ROOT/profile/a.yaml is not read: it leads to OUT/a.yaml, which is outside of ROOT"},
		{"an absolute path", "resources: [" + outside + "/a.yaml]\n", nil,
			"OUT/a.yaml is not read: it leads to OUT/a.yaml, which is outside of ROOT"},
		{"a base", "resources: [base]\n", map[string]string{"profile/base": "->" + outside},
			"ROOT/profile/base is not read: it leads to OUT, which is outside of ROOT"},
		{"a kustomization", "resources: [base]\n", map[string]string{"profile/base/kustomization.yaml": "->" + outside + "/kustomization.yaml"},
			"ROOT/profile/base/kustomization.yaml is not read: it leads to OUT/kustomization.yaml, which is outside of ROOT"},
		{"a generator", "configMapGenerator: [{name: a, files: [b=a.yaml]}]\n", map[string]string{"profile/a.yaml": "->" + outside + "/a.yaml"},
			"ROOT/profile/a.yaml is not read: it leads to OUT/a.yaml, which is outside of ROOT"},
		{"a patch", "resources: [b.yaml]\npatches: [{path: a.yaml}]\n", map[string]string{"profile/b.yaml": object, "profile/a.yaml": "->" + outside + "/a.yaml"},
			"ROOT/profile/a.yaml is not read: it leads to OUT/a.yaml, which is outside of ROOT"},
	} {
		t.Run(one.name, func(t *testing.T) {
			expect(t, strings.ReplaceAll(build(t, one.text, one.given), outside, "OUT"), one.want)
		})
	}
}

func TestNothingIsFetched(t *testing.T) {
	serve.Isolate()
	for _, one := range []struct{ url, want string }{
		{"https://example.com/a.yaml", "the network is not used"},
		{"http://127.0.0.1:1/a.yaml", "the network is not used"},
		{"https://github.com/example/repository", "no 'git' program on path"},
		{"git@github.com:example/repository", "no 'git' program on path"},
		{"file:///tmp//repository", "no 'git' program on path"},
	} {
		got := build(t, "resources: ['"+one.url+"']\n", nil)
		if !strings.Contains(got, "accumulating resources from '"+one.url+"'") || !strings.Contains(got, one.want) {
			t.Error(got)
		}
	}
}

// merged tells how many parts a patch leaves, by whether the build has a schema
// that says that parts with other names are kept.
func merged(t *testing.T, hasSchema bool) int {
	text := "resources: [a.yaml]\npatches: [{path: patch.yaml}]\n"
	if hasSchema {
		text += "openapi: {path: schema.json}\n"
	}
	return strings.Count(build(t, text, map[string]string{
		"profile/a.yaml":      "apiVersion: example.com/v1\nkind: Web\nmetadata:\n  name: a\nspec:\n  parts:\n  - name: a\n    x: 1\n",
		"profile/patch.yaml":  "apiVersion: example.com/v1\nkind: Web\nmetadata:\n  name: a\nspec:\n  parts:\n  - name: b\n    x: 2\n",
		"profile/schema.json": `{"definitions": {"web": {"type": "object", "properties": {"spec": {"type": "object", "properties": {"parts": {"type": "array", "items": {"type": "object"}, "x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge"}}}}, "x-kubernetes-group-version-kind": [{"group": "example.com", "version": "v1", "kind": "Web"}]}}}`,
	}), "- name")
}

func TestTheSchemaOfABuildEndsWithIt(t *testing.T) {
	if with, without := merged(t, true), merged(t, false); with != 2 || without != 1 {
		t.Errorf("%d parts with the schema, %d in the next build", with, without)
	}
}

func TestBuildsAtTheSameTimeHaveTheirOwnSchemas(t *testing.T) {
	var all sync.WaitGroup
	for number := range 24 {
		all.Go(func() {
			hasSchema := number%2 == 0
			if parts := merged(t, hasSchema); (parts == 2) != hasSchema {
				t.Errorf("%d parts, with a schema: %t", parts, hasSchema)
			}
		})
	}
	all.Wait()
}

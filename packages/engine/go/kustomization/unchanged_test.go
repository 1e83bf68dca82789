package kustomization

import (
	"os"
	"path/filepath"
	"testing"
)

const usual = "apiVersion: example.com/v1\nkind: A\nmetadata:\n  name: a\n"

// buildOf is a build of files in the directory profile of a new root.
func buildOf(t *testing.T, text string, files map[string]string) Build {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	directory := filepath.Join(root, "profile")
	if err := os.MkdirAll(filepath.Join(directory, "apps"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Build{Root: root, Directory: directory, File: "kustomization.yaml", Text: text}
}

// byKustomize is what kustomize makes of a build.
func byKustomize(t *testing.T, wanted Build) string {
	t.Helper()
	files, err := filesOf(wanted)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := run(files, wanted.Directory)
	if err != nil {
		return err.Error()
	}
	text, err := textOf(objects)
	if err != nil {
		return err.Error()
	}
	return text
}

func TestUnchangedObjectsAreThoseOfKustomize(t *testing.T) {
	for text, isUnchanged := range map[string]bool{
		usual + "spec: {a: [1, true, text, \"on\", '1.0'], b: {}, c: []}\n":                                  true,
		usual + "spec:\n  a: 1.2.3\n  b: 10.0.0.1\n  c: 1h\n  a10: |\n    one\n      two\n  a9: >-\n    x\n": true,
		usual + "  namespace: b\n  labels: {a: b}\n  annotations: {b: c, a: \"1\"}\n":                        true,
		"# one\n\n---\n# two\n---\n" + usual + "# three\n---\n\n---\n" + usual + "  namespace: c\n":          true,
		"apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n":                  true,
		"apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n" + usual:                                true,
		"# nothing\n": true,
		"apiVersion: example.com/v1\nkind: Namespace\nmetadata: {name: a}\n---\n" + usual: false,
		usual + "spec: {a: on}\n":                                              false,
		usual + "spec: {a: 1e3}\n":                                             false,
		usual + "spec: {a: 0755}\n":                                            false,
		usual + "spec: {a: 1.5}\n":                                             false,
		usual + "spec: {a: null}\n":                                            false,
		usual + "spec: {a: ' b'}\n":                                            false,
		usual + "spec: {1e3: b}\n":                                             false,
		usual + "spec: &a {b: c}\n":                                            false,
		usual + "spec: {a: b}\n--- # three\n" + usual:                          false,
		usual + "spec: {a: b}":                                                 false,
		usual + "  labels: {a: 1}\n":                                           false,
		usual + "  annotations: {}\n":                                          false,
		usual + "  namespace: ''\n":                                            false,
		usual + "---\n" + usual:                                                false,
		usual + "  annotations: {internal.config.kubernetes.io/path: b}\n":     false,
		usual + "  annotations: {config.kubernetes.io/local-config: 'true'}\n": false,
		usual + "  annotations: {kustomize.config.k8s.io/behavior: merge}\n":   false,
		"apiVersion: v1\nkind: ConfigMapList\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]\n": false,
		"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {volumes: [{secret: {secretName: a}}]}\n":         false,
		"apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n":                               false,
		"apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: a}\n":                false,
		"apiVersion: a/b/c\nkind: A\nmetadata: {name: a}\n":                                                      false,
		"kind: A\nmetadata: {name: a}\n":        false,
		"apiVersion: v1\nmetadata: {name: a}\n": false,
		"apiVersion: v1\nkind: A\n":             false,
		"a: [\n":                                false,
	} {
		for _, kustomization := range []string{
			`{"resources": ["./apps/a.yaml"]}`,
			`{"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": ["./apps/a.yaml"], "buildMetadata": ["originAnnotations"]}`,
		} {
			wanted := buildOf(t, kustomization, map[string]string{"apps/a.yaml": text})
			got, ok := runParts(wanted)
			if ok != isUnchanged {
				t.Errorf("%q: got %v", text, ok)
			}
			if want := byKustomize(t, wanted); ok && got != want {
				t.Errorf("%q: got\n%s\nwant\n%s", text, got, want)
			}
		}
	}
}

func TestOnlyListsOfFilesAreTakenAsTheyAre(t *testing.T) {
	files := map[string]string{"apps/a.yaml": usual, "b c.yaml": usual}
	for text, isUnchanged := range map[string]bool{
		`{"resources": ["apps/a.yaml"]}`:                                      true,
		`{"resources": ["b c.yaml"]}`:                                         true,
		`{"resources": ["b c.yaml"], "buildMetadata": ["originAnnotations"]}`: false,
		`{"resources": ["apps/a.yaml"], "buildMetadata": ["managedByLabel"]}`: false,
		`{"resources": ["apps/a.yaml", "./apps/a.yaml"]}`:                     false,
		`{"resources": ["apps"]}`:                                             false,
		`{"resources": ["none.yaml"]}`:                                        false,
		`{"resources": []}`:                                                   false,
		`{"resources": ["apps/a.yaml"], "namespace": "b"}`:                    false,
		`{"kind": "Component", "resources": ["apps/a.yaml"]}`:                 false,
		`{"apiVersion": "v1", "resources": ["apps/a.yaml"]}`:                  false,
		"resources: [apps/a.yaml]\n":                                          false,
	} {
		if _, ok := runParts(buildOf(t, text, files)); ok != isUnchanged {
			t.Errorf("%s: got %v", text, ok)
		}
	}
	files["Kustomization"] = "resources: [apps/a.yaml]\n"
	if _, ok := runParts(buildOf(t, `{"resources": ["apps/a.yaml"]}`, files)); ok {
		t.Error("a directory with two kustomizations is built")
	}
}

func TestReplacedFilesAreRead(t *testing.T) {
	wanted := buildOf(t, `{"resources": ["apps/a.yaml"]}`, map[string]string{"apps/a.yaml": usual})
	wanted.More = []Replaced{{filepath.Join(wanted.Directory, "apps/a.yaml"), usual + "spec: {a: b}\n"}}
	if got, ok := runParts(wanted); !ok || got != byKustomize(t, wanted) {
		t.Error(got)
	}
}

func TestFilesBehindLinksAreLeftToKustomize(t *testing.T) {
	wanted := buildOf(t, `{"resources": ["linked/a.yaml"]}`, map[string]string{"apps/a.yaml": usual})
	if err := os.Symlink("apps", filepath.Join(wanted.Directory, "linked")); err != nil {
		t.Fatal(err)
	}
	if _, ok := runParts(wanted); ok {
		t.Error("it is read")
	}
}

// A RoleBinding gets the namespace of the ServiceAccount that it names.
func TestReferencesBetweenManyFilesAreCompleted(t *testing.T) {
	text, files := `{"resources": [`, map[string]string{}
	for at := range 120 {
		name := "a" + string(rune('0'+at/10)) + string(rune('0'+at%10)) + ".yaml"
		files[name] = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: " + name + ", namespace: b}\n"
		text += `"` + name + `", `
	}
	files["b.yaml"] = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a, namespace: c}\n" +
		"roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}\nsubjects: [{kind: ServiceAccount, name: a00.yaml}]\n"
	wanted := buildOf(t, text+`"b.yaml"]}`, files)
	if _, ok := runParts(wanted); ok {
		t.Error("it is built in parts")
	}
}

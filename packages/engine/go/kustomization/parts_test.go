package kustomization_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// many has files with objects of several kinds, and the kustomization that
// lists them and has more fields.
func many(count int, more map[string]any) (string, map[string]string) {
	kinds := []string{
		"v1 ConfigMap", "v1 Secret", "apps/v1 Deployment", "v1 Namespace", "example.com/v1 Own", "v1 Service",
		"admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration", "example.com/v1 Namespace",
	}
	files := map[string]string{}
	var names []string
	for index := range count {
		version, kind, _ := strings.Cut(kinds[index%len(kinds)], " ")
		object := fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata:\n  name: name-%d\n", version, kind, index*7%count)
		if index%3 == 0 {
			object += fmt.Sprintf("  namespace: ns-%d\n", index%5)
		}
		name := fmt.Sprintf("file-%d.yaml", index)
		files["profile/"+name] = object
		names = append(names, name)
	}
	fields := map[string]any{"resources": names}
	for name, value := range more {
		fields[name] = value
	}
	text, _ := json.Marshal(fields)
	return string(text), files
}

// whole makes kustomize build everything at once: this field changes nothing.
var whole = map[string]any{"namePrefix": ""}

func TestManyFilesAreBuiltAsAWholeWouldBe(t *testing.T) {
	for name, more := range map[string]map[string]any{
		"plain":       {},
		"with origin": {"buildMetadata": []string{"originAnnotations"}},
	} {
		t.Run(name, func(t *testing.T) {
			text, files := many(121, more)
			got := build(t, text, files)
			more["namePrefix"] = ""
			text, files = many(121, more)
			expect(t, got, build(t, text, files))
			if strings.Count(got, "\n---\n") != 120 {
				t.Error("objects are missing")
			}
		})
	}
}

func TestManyFilesHaveTheErrorsOfAWhole(t *testing.T) {
	for name, change := range map[string]func(map[string]string){
		"two of the same id":    func(files map[string]string) { files["profile/file-120.yaml"] = files["profile/file-1.yaml"] },
		"a file without a kind": func(files map[string]string) { files["profile/file-120.yaml"] = "a: 1\n" },
		"a missing file":        func(files map[string]string) { delete(files, "profile/file-120.yaml") },
	} {
		t.Run(name, func(t *testing.T) {
			text, files := many(121, nil)
			change(files)
			got := build(t, text, files)
			text, _ = many(121, whole)
			expect(t, got, build(t, text, files))
			if strings.Contains(got, "apiVersion: v1\nkind: ") {
				t.Error("it is built")
			}
		})
	}
}

func TestManyFilesWithABaseAreBuiltAsAWhole(t *testing.T) {
	text, files := many(120, nil)
	text = strings.Replace(text, "file-0.yaml", "../base", 1)
	files["profile/file-2.yaml"] = "apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {containers: [{name: a, envFrom: [{configMapRef: {name: made}}]}]}\n"
	files["base/kustomization.yaml"] = "configMapGenerator: [{name: made, literals: [a=b]}]\n"
	if got := build(t, text, files); !strings.Contains(got, "name: made-") || strings.Contains(got, "name: made\n") {
		t.Error("the reference has not the name of the object")
	}
}

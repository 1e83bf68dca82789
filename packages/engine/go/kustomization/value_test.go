package kustomization

import (
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/api/resource"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// objectsOf builds a kustomization with a file of objects.
func objectsOf(t *testing.T, kustomization, objects string) []*resource.Resource {
	t.Helper()
	files := filesys.MakeFsInMemory()
	for name, text := range map[string]string{"/kustomization.yaml": kustomization, "/objects.yaml": objects} {
		if err := files.WriteFile(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	built, err := run(files, "/")
	if err != nil {
		t.Fatal(err)
	}
	return built
}

const annotated = "resources: [objects.yaml]\nbuildMetadata: [originAnnotations]\ncommonAnnotations: {one: 'yes', two: \"1\"}\n"

func TestAnObjectIsWrittenAsKustomizeDoes(t *testing.T) {
	for text, isDirect := range map[string]bool{
		"a: text # one\nb: 'yes'\nc: yes\nd: \"1\"\ne: 1\nf: true\ng: null\nh:\ni: ~\nj: ''\n":     true,
		"a: |\n  one\n\n    two \n  # three\nb: |-\n  one\nc: >-\n  one\n  two\nd: >\n  one\n":     true,
		"a: {b: [1, {c: d}], e: {}, f: []}\na10: 1\na9: 1\na.b/c: 1\na-b: 1\nA: 1\n":               true,
		"a: x é😀\nb: 2001-01-01T\nc: 1.2.3\nd: 10m\ne: \"a: b\"\nf: '#'\ng: \"tab\\there\"\n":      true,
		"a: \"" + "long text " + "long text long text long text long text long text long text\"\n": true,
		"a: 1.0\n":               false,
		"a: 0755\n":              false,
		"a: 2001-01-01\n":        false,
		"a: !!str 1\n":           false,
		"a: &b {c: 1}\nd: *b\n":  true,
		"a: 1e3\n":               false,
		"1: a\n":                 false,
		"a: \"\\r\\n\"\n":        false,
		"a: \"\\u0007\"\n":       false,
		"a: >\n  one\n\n  two\n": false,
		"a: |2\n    one\n":       false,
	} {
		object := "apiVersion: example.com/v1\nkind: A\nmetadata:\n  name: a\nspec:\n"
		for line := range strings.Lines(text) {
			object += "  " + line
		}
		for _, one := range objectsOf(t, annotated, object) {
			if _, ok := valueOf(one.YNode(), 0); ok != isDirect {
				t.Errorf("%q: got %v", text, ok)
			}
			want, wrong := one.AsYAML()
			got, err := textOfObject(one)
			if string(got) != string(want) || (err == nil) != (wrong == nil) {
				t.Errorf("%q: got %s (%v)\nwant %s (%v)", text, got, err, want, wrong)
			}
		}
	}
}

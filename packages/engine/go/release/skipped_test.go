package release

import (
	"reflect"
	"testing"
)

func TestObjectsWithUnknownHooksAreFound(t *testing.T) {
	object := func(name, hooks string) string {
		return "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: " + name + "\n  annotations:\n    helm.sh/hook: " + hooks + "\n"
	}
	files := map[string]string{
		"c/templates/b.yaml": object("a", "pre-install, Post-Upgrade") + "---\n" + object("b", "pre-instal"),
		"c/templates/a.yaml": object("c", `"post-install,"`) + "---\n# helm.sh/hook: a\n",
		"c/templates/_c.tpl": object("d", "none"),
		"c/templates/d.yaml": "# helm.sh/hook: none\napiVersion: v1\nkind: Pod\nmetadata:\n  name: e\n",
	}
	want := []Skipped{
		{"c/templates/a.yaml", "batch/v1", "Job", "c", "post-install,"},
		{"c/templates/b.yaml", "batch/v1", "Job", "b", "pre-instal"},
	}
	if got := skippedIn(files); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

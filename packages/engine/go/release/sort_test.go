package release

import (
	"reflect"
	"testing"

	v1 "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

func TestManifestsAreSortedAsHelmDoes(t *testing.T) {
	for _, files := range []map[string]string{
		{
			"c/templates/a.yaml": "\n\n# one\napiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec: {}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n  annotations:\n    x: y\n\n\n---\n\n",
			"c/templates/b.yaml": "---\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: c\n  annotations:\n    helm.sh/hook: pre-install,test\n    helm.sh/hook-weight: \"5\"\n    helm.sh/hook-delete-policy: hook-succeeded, before-hook-creation\n",
			"c/templates/c.yaml": "kind: Pod\napiVersion: v1\nmetadata:\n  name: d\n  annotations:\n    helm.sh/hook: none\n",
			"c/templates/d.yaml": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: d\n  annotations: {}",
			"c/templates/e.yaml": "apiVersion: v1\nkind: Secret\nKind: Pod\nmetadata:\n  name: e\n",
			"c/templates/f.yaml": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: 1\n  annotations: {a: 1, helm.sh/hook: test}\n",
			"c/templates/g.yaml": "apiVersion: v1\nkind: &a Namespace\n",
			"c/templates/h.yaml": "# nothing\n",
			"c/templates/i.yaml": " \n",
			"c/templates/_a.tpl": "a: b: c\n",
		},
		{"c/templates/a.yaml": "apiVersion: v1\nkind: Pod\n---\na: b: c\n"},
		{"c/templates/a.yaml": "- a\n"},
		{"c/templates/a.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations: [a]\n"},
	} {
		hooks, manifests, wrong := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
		gotHooks, got, err := sortManifests(files)
		if (err == nil) != (wrong == nil) || err != nil && err.Error() != wrong.Error() {
			t.Errorf("got %v, want %v", err, wrong)
		}
		if !reflect.DeepEqual(plainHooks(gotHooks), plainHooks(hooks)) {
			t.Errorf("got %v, want %v", plainHooks(gotHooks), plainHooks(hooks))
		}
		for at := range manifests {
			manifests[at].Head = nil
		}
		for at := range got {
			got[at].Head = nil
		}
		if !reflect.DeepEqual(got, manifests) {
			t.Errorf("got %v, want %v", got, manifests)
		}
	}
}

func plainHooks(hooks []*v1.Hook) []v1.Hook {
	var all []v1.Hook
	for _, hook := range hooks {
		all = append(all, *hook)
	}
	return all
}

func TestMostManifestsAreShortForHelm(t *testing.T) {
	short := heads{files: map[string]string{}, whole: map[string]string{}}
	short.add("a.yaml", "apiVersion: v1\nkind: A\nmetadata:\n  name: a\nspec: {b: c}\n---\napiVersion: v1\nkind: B\nmetadata:\n  name: a\n")
	want := "# 0\n" + `{"apiVersion":"v1","kind":"A","metadata":{"annotations":{},"name":"a"}}` +
		"\n---\n# 1\n" + `{"apiVersion":"v1","kind":"B","metadata":{"annotations":{},"name":"a"}}`
	if short.files["a.yaml"] != want || len(short.whole) != 2 {
		t.Error(short)
	}
}

package release

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

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
		got, err := sortManifests(files)
		if (err == nil) != (wrong == nil) || err != nil && err.Error() != wrong.Error() {
			t.Errorf("got %v, want %v", err, wrong)
		}
		if err != nil {
			continue
		}
		var want sorted
		for _, hook := range hooks {
			want.hooks = append(want.hooks, manifest{path: hook.Path, text: hook.Manifest})
		}
		for _, one := range manifests {
			want.manifests = append(want.manifests, manifest{path: one.Name, text: one.Content})
		}
		if !reflect.DeepEqual(withoutObjects(got), want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func withoutObjects(all sorted) sorted {
	for _, manifests := range [][]manifest{all.manifests, all.hooks} {
		for at := range manifests {
			manifests[at].object = nil
		}
	}
	return all
}

func TestKindsHaveTheOrderOfHelm(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	kinds := append(slices.Clone(releaseutil.InstallOrder), "Own", "Another", "a", "Zone")
	for range 50 {
		files := map[string]string{}
		for at := range 60 {
			kind := kinds[random.IntN(len(kinds))]
			hook := ""
			if random.IntN(4) == 0 {
				hook = ", annotations: {helm.sh/hook: test}"
			}
			files[fmt.Sprintf("c/templates/%d.yaml", at/3)] += fmt.Sprintf("---\napiVersion: v1\nkind: %s\nmetadata: {name: n-%d%s}\n", kind, at, hook)
		}
		hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
		got, problem := sortManifests(files)
		if err != nil || problem != nil || len(hooks) != len(got.hooks) || len(manifests) != len(got.manifests) {
			t.Fatal(err, problem, len(got.hooks), len(got.manifests))
		}
		for at, one := range manifests {
			if other := got.manifests[at]; other.text != one.Content || other.path != one.Name || other.object == nil {
				t.Errorf("at %d got %v, want %v", at, other, one)
			}
		}
		for at, hook := range hooks {
			if got.hooks[at].text != hook.Manifest {
				t.Errorf("hook %d is %v, want %v", at, got.hooks[at], hook)
			}
		}
	}
}

func TestAPlainHeadIsShortForHelm(t *testing.T) {
	head, _, isCertain := readHead("apiVersion: v1\nkind: A\nmetadata:\n  name: a\n  annotations: {b: c}\nspec: {b: c}\n")
	if want := `{"apiVersion":"v1","kind":"A","metadata":{"annotations":{"b":"c"},"name":"a"}}`; !isCertain || head.text() != want {
		t.Error(head.text())
	}
}

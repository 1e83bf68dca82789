package release

import (
	"encoding/json"
	"strings"
	"testing"
)

const objects = `[
  {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b", "namespace": "shop"}, "stringData": {"key": "text"}},
  {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "namespace": "shop"}, "data": {"key": "YQ=="}},
  {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "namespace": "other"}},
  {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}},
  {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "namespace": "shop"}, "spec": {"replicas": 12345678}}
]`

func TestLookup(t *testing.T) {
	for template, want := range map[string]string{
		`a: {{ (lookup "v1" "Secret" "shop" "a").data.key }}`:                                                       "a: YQ==",
		`a: {{ (lookup "v1" "Secret" "shop" "b").data.key }}`:                                                       "a: dGV4dA==",
		`a: {{ lookup "v1" "Secret" "shop" "c" | len }}`:                                                            "a: 0",
		`a: {{ lookup "v1" "Secret" "" "a" | len }}`:                                                                "a: 0",
		`a: {{ lookup "v1" "ConfigMap" "shop" "a" | len }}`:                                                         "a: 0",
		`a: {{ lookup "apps/v1beta1" "Deployment" "shop" "a" | len }}`:                                              "a: 0",
		`a: {{ (lookup "apps/v1" "Deployment" "shop" "a").spec.replicas }}`:                                         "a: 12345678",
		`a: {{ (lookup "v1" "Namespace" "" "shop").metadata.name }}`:                                                "a: shop",
		`a: {{ (lookup "v1" "Namespace" "shop" "shop").metadata.name }}`:                                            "a: shop",
		`a: {{ range (lookup "v1" "Secret" "shop" "").items }}{{ .metadata.name }} {{ end }}`:                       "a: a b",
		`a: {{ range (lookup "v1" "Secret" "" "").items }}{{ .metadata.namespace }}/{{ .metadata.name }} {{ end }}`: "a: other/a shop/a shop/b",
		`a: {{ (lookup "v1" "ConfigMap" "" "").items | len }} {{ (lookup "v1" "ConfigMap" "" "").kind }}`:           "a: 0 ConfigMapList",
		// A template that changes what it gets does not change the cluster.
		`{{ $_ := set (lookup "v1" "Secret" "shop" "a") "data" (dict "key" "changed") }}a: {{ (lookup "v1" "Secret" "shop" "a").data.key }}`: "a: YQ==",
	} {
		got := render(t, template, func(wanted *Release) { wanted.Objects = json.RawMessage(objects) })
		if body(got) != want {
			t.Errorf("%s:\n%s\nwant %s", template, body(got), want)
		}
	}
}

func TestLookupWithoutCluster(t *testing.T) {
	if got := body(render(t, `a: {{ lookup "example.com/v1" "Feed" "" "" | len }}`, nil)); got != "a: 0" {
		t.Error(got)
	}
}

func TestLookupOfUnknownAPI(t *testing.T) {
	wanted := Release{
		Chart: write(t, `a: {{ lookup "example.com/v1" "Feed" "" "" | len }}`), Name: "web", KubeVersion: "1.36.3",
		APIs: []string{"v1", "v1/Secret"}, Objects: json.RawMessage("[]"),
	}
	_, _, err := Render(wanted)
	if err == nil || !strings.Contains(err.Error(), "unable to get apiresource from unstructured: example.com/v1, Kind=Feed") {
		t.Error(err)
	}
	wanted.APIVersions = []string{"example.com/v1/Feed"}
	if _, _, err := Render(wanted); err != nil {
		t.Error(err)
	}
}

package kustomization

import (
	"strings"
	"sync"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/openapi/kubernetesapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const twoContainers = `apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec: {template: {spec: {containers: [{name: one, image: x}, {name: two, image: x}]}}}
---
apiVersion: example.com/v1
kind: A
metadata: {name: a}
spec: {list: [{name: one, image: x}, {name: two, image: x}]}
`

// kustomizations change the objects without the schema, with it, and with another one.
var kustomizations = []string{
	"resources: [objects.yaml]\nnamespace: b\n",
	`{resources: [objects.yaml], patches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{name: two, image: y}]}}}}"}]}`,
	`{resources: [objects.yaml], openapi: {path: schema.json}, patches: [{patch: "{apiVersion: example.com/v1, kind: A, metadata: {name: a}, spec: {list: [{name: two, image: y}]}}"}]}`,
	`{resources: [objects.yaml], patches: [{patch: "{apiVersion: example.com/v1, kind: A, metadata: {name: a}, spec: {list: [{name: two, image: y}]}}"}]}`,
}

const ownSchema = `{"definitions": {"com.example.v1.A": {"type": "object", "properties": {"spec": {"type": "object", "properties": {"list": {
	"type": "array", "items": {"type": "object"}, "x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge"}}}},
	"x-kubernetes-group-version-kind": [{"group": "example.com", "version": "v1", "kind": "A"}]}}}`

func textFor(kustomization string) string {
	files := filesys.MakeFsInMemory()
	for name, text := range map[string]string{"kustomization.yaml": kustomization, "objects.yaml": twoContainers, "schema.json": ownSchema} {
		if err := files.WriteFile("/"+name, []byte(text)); err != nil {
			return err.Error()
		}
	}
	objects, err := run(files, "/")
	if err != nil {
		return err.Error()
	}
	text, err := textOf(objects)
	if err != nil {
		return err.Error()
	}
	return text
}

func TestBuildsAtTheSameTimeAreAsOneByOne(t *testing.T) {
	alone := make([]string, len(kustomizations))
	for at, kustomization := range kustomizations {
		alone[at] = textFor(kustomization)
		if !strings.HasPrefix(alone[at], "apiVersion: ") {
			t.Fatal(alone[at])
		}
	}
	if alone[2] == alone[3] || strings.Count(alone[1], "image:") != 4 {
		t.Error("the schemas make no difference")
	}
	var running sync.WaitGroup
	for range 8 {
		for at, kustomization := range kustomizations {
			running.Go(func() {
				if got := textFor(kustomization); got != alone[at] {
					t.Errorf("%s: got %s\nwant %s", kustomization, got, alone[at])
				}
			})
		}
	}
	running.Wait()
}

func TestKustomizationsThatNeedTheSchemaAreRecognised(t *testing.T) {
	for text, want := range map[string]use{
		"resources: [a.yaml]\nnamespace: b\nimages: [{name: x}]\n": nothing,
		"patches: []\n":                             reads,
		"patchesStrategicMerge: [a.yaml]\n":         reads,
		"Transformers: [a.yaml]\n":                  reads,
		"openapi: {path: a.json}\n":                 changes,
		"buildMetadata: [transformerAnnotations]\n": changes,
		"OpenAPI: {path: a.json}\n":                 changes,
		`{"open\u0061pi": {"path": "a"}}`:           changes,
	} {
		if got := useOf([]byte(text)); got != want {
			t.Errorf("%s: got %d, want %d", text, got, want)
		}
	}
}

func TestTheSchemaHasNoPathsButAllKinds(t *testing.T) {
	schema.Lock()
	defer schema.Unlock()
	defer forget()
	forget()
	openapi.Schema()
	isNamespaced, isKnown := openapi.IsNamespaceScoped(yaml.TypeMeta{APIVersion: "v1", Kind: "Namespace"})
	if isNamespaced || !isKnown {
		t.Error("the kind Namespace is not known to have no namespace")
	}
	if openapi.SchemaForResourceType(yaml.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"}) == nil {
		t.Error("the kind Deployment has no schema")
	}
	document := kubernetesapi.OpenAPIMustAsset[kubernetesapi.DefaultOpenAPI]("kubernetesapi/v1_21_2/swagger.pb")
	if strings.Contains(string(document), "/api/v1/namespaces/{namespace}/") {
		t.Error("the schema has paths")
	}
}

func TestTransformationsAreNotedWhereTheKustomizationWantsThem(t *testing.T) {
	const transformed = "resources: [objects.yaml]\nnamespace: b\ncommonAnnotations: {c: d}\nbuildMetadata: "
	if text := textFor(transformed + "[originAnnotations, transformerAnnotations]\n"); strings.Count(text, "configuredIn: kustomization.yaml") != 4 {
		t.Error(text)
	}
	text := textFor(transformed + "[originAnnotations]\n")
	if strings.Contains(text, "transformations") || strings.Count(text, "path: objects.yaml") != 2 {
		t.Error(text)
	}
}

package release

import (
	"encoding/base64"
	"fmt"
	"slices"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/json"
)

// cluster answers the function lookup from a list of objects, as Helm does from
// the API server (pkg/engine/lookup_func.go).
type cluster struct {
	objects []map[string]any
	// served are the APIs of the cluster; nil where they are not known.
	served []string
}

// clusterOf reads objects. As in the API server, integers are int64, and the
// stringData of a Secret becomes data (pkg/apis/core/v1/conversion.go of
// Kubernetes).
func clusterOf(wanted Release) (*cluster, error) {
	simulated := &cluster{}
	if wanted.APIs != nil {
		simulated.served = append(slices.Clone(wanted.APIs), wanted.APIVersions...)
	}
	if len(wanted.Objects) == 0 {
		return simulated, nil
	}
	if err := json.Unmarshal(wanted.Objects, &simulated.objects); err != nil {
		return nil, fmt.Errorf("the objects of the cluster cannot be read: %w", err)
	}
	for _, object := range simulated.objects {
		if object["apiVersion"] == "v1" && object["kind"] == "Secret" {
			encode(object)
		}
	}
	sort.SliceStable(simulated.objects, func(i, j int) bool {
		return key(simulated.objects[i]) < key(simulated.objects[j])
	})
	return simulated, nil
}

// key orders objects as a list of the API server does.
func key(object map[string]any) string {
	named := unstructured.Unstructured{Object: object}
	return named.GetNamespace() + "/" + named.GetName()
}

func encode(secret map[string]any) {
	texts, _ := secret["stringData"].(map[string]any)
	if len(texts) == 0 {
		return
	}
	data, _ := secret["data"].(map[string]any)
	if data == nil {
		data = map[string]any{}
	}
	for name, text := range texts {
		data[name] = base64.StdEncoding.EncodeToString([]byte(fmt.Sprint(text)))
	}
	secret["data"] = data
	delete(secret, "stringData")
}

// lookup returns an object, or a list of objects where the name is empty. What
// is not there is an empty map. Each call returns a copy, since templates may
// change what they get.
func (c *cluster) lookup(apiVersion, kind, namespace, name string) (map[string]any, error) {
	if c.served != nil && !slices.ContainsFunc(c.served, func(api string) bool {
		return api == apiVersion || strings.HasPrefix(api, apiVersion+"/")
	}) {
		return map[string]any{}, fmt.Errorf("unable to get apiresource from unstructured: %s, Kind=%s: the server could not find the requested resource", apiVersion, kind)
	}
	items := []any{}
	for _, object := range c.objects {
		if object["apiVersion"] != apiVersion || object["kind"] != kind {
			continue
		}
		found := unstructured.Unstructured{Object: object}
		in := found.GetNamespace()
		switch {
		case name == "" && (in == "" || namespace == "" || namespace == in):
			items = append(items, runtime.DeepCopyJSON(object))
		case name != "" && name == found.GetName() && (in == "" || namespace == in):
			return runtime.DeepCopyJSON(object), nil
		}
	}
	if name != "" {
		return map[string]any{}, nil
	}
	return map[string]any{
		"apiVersion": apiVersion,
		"kind":       kind + "List",
		"metadata":   map[string]any{"resourceVersion": ""},
		"items":      items,
	}, nil
}

// Package custom knows the kinds that CustomResourceDefinitions add to the API
// server.
package custom

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"apiserver/kinds"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// Definitions has the definition of each custom kind.
type Definitions map[schema.GroupKind]definition

// definition is a CustomResourceDefinition that may turn out to be unusable.
type definition struct {
	*v1.CustomResourceDefinition
	kind func(version string) (kinds.Kind, error)
}

// Read reads the texts of CustomResourceDefinitions, JSON or YAML. It leaves
// out what is none: the verdict on such an object says why.
func Read(texts []string) Definitions {
	all := Definitions{}
	for _, text := range texts {
		if one, ok := parse(text); ok {
			all[schema.GroupKind{Group: one.Spec.Group, Kind: one.Spec.Names.Kind}] = one
		}
	}
	return all
}

// Kind returns a custom kind. Without a kind, the text says why the API server
// does not serve it; it is empty if no definition has it.
func (all Definitions) Kind(gvk schema.GroupVersionKind) (kinds.Kind, string) {
	one, ok := all[gvk.GroupKind()]
	if !ok {
		return kinds.Kind{}, ""
	}
	var served []string
	for _, version := range one.Spec.Versions {
		if version.Served {
			served = append(served, version.Name)
		}
		if version.Served && version.Name == gvk.Version {
			kind, err := one.kind(gvk.Version)
			if err != nil {
				return kinds.Kind{}, fmt.Sprintf("CustomResourceDefinition %s can't be used: %s", one.Name, err)
			}
			return kind, ""
		}
	}
	return kinds.Kind{}, fmt.Sprintf("CustomResourceDefinition %s serves %s, not %s", one.Name, strings.Join(served, ", "), gvk.Version)
}

// parsed has what parse returned, since schemas and their rules take long to
// compile.
var parsed sync.Map

func parse(text string) (definition, bool) {
	if known, ok := parsed.Load(text); ok {
		return known.(definition), true
	}
	body := []byte(text)
	// To read JSON as YAML takes many times longer.
	if !json.Valid(body) {
		converted, err := yaml.YAMLToJSON(body)
		if err != nil {
			return definition{}, false
		}
		body = converted
	}
	known, _ := kinds.Of(v1.SchemeGroupVersion.WithKind("CustomResourceDefinition"))
	object, err := known.Decode(body)
	if err != nil {
		return definition{}, false
	}
	crd, ok := object.Versioned.(*v1.CustomResourceDefinition)
	if !ok {
		return definition{}, false
	}
	one := definition{crd, once(func(version string) (kinds.Kind, error) { return compile(crd, version) })}
	kept, _ := parsed.LoadOrStore(text, one)
	return kept.(definition), true
}

// once makes each kind at its first use.
func once(make func(version string) (kinds.Kind, error)) func(version string) (kinds.Kind, error) {
	var made sync.Map
	return func(version string) (kinds.Kind, error) {
		one, _ := made.LoadOrStore(version, sync.OnceValues(func() (kinds.Kind, error) { return make(version) }))
		return one.(func() (kinds.Kind, error))()
	}
}

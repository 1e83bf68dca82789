// Package resourceset builds the objects of a ResourceSet as the Flux Operator
// does (flux-operator: docs/api/v1/resourceset.md).
package resourceset

import (
	"encoding/json"
	"fmt"
	"strings"

	"engine/document"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// ResourceSet is a ResourceSet with the inputs that its providers export.
type ResourceSet struct {
	// Strategy is Flatten or Permute; empty is Flatten.
	Strategy string `json:"strategy,omitempty"`
	// IncludesEmpty says that a provider without inputs leaves nothing to permute.
	IncludesEmpty bool `json:"includesEmpty,omitempty"`
	// Providers are the set itself and then its providers.
	Providers []Provider `json:"providers"`
	// HasProviders says that the set names providers, so that without inputs
	// it builds nothing.
	HasProviders bool `json:"hasProviders,omitempty"`
	// Steps are those of the set, or one without a name for all its resources.
	Steps []Step `json:"steps"`
}

// Step has the templates of a step.
type Step struct {
	Name string `json:"name,omitempty"`
	// Resources are objects with templates in their texts.
	Resources []json.RawMessage `json:"resources,omitempty"`
	// Template is a stream of YAML documents.
	Template string `json:"template,omitempty"`
}

// Built is what a ResourceSet makes.
type Built struct {
	// Text is a stream of YAML documents.
	Text string `json:"text"`
	// Documents are the documents of the text.
	Documents []document.Document `json:"documents"`
}

// Size is the size of the text in bytes.
func (built *Built) Size() int { return len(built.Text) }

// Run builds the objects of a ResourceSet.
func Run(set ResourceSet) (*Built, error) {
	inputs, err := combine(set)
	if err != nil {
		return nil, err
	}
	var texts []string
	if len(inputs) > 0 || !set.HasProviders {
		objects, err := objectsOf(set.Steps, inputs)
		if err != nil {
			return nil, err
		}
		for _, object := range objects {
			text, err := yaml.Marshal(object.Object)
			if err != nil {
				return nil, err
			}
			texts = append(texts, string(text))
		}
	}
	text := strings.Join(texts, "---\n")
	return &Built{Text: text, Documents: document.Split(text)}, nil
}

// objectsOf builds the objects of all steps. An object belongs to one step.
func objectsOf(steps []Step, inputs []input) ([]*unstructured.Unstructured, error) {
	var all []*unstructured.Unstructured
	stepOf := map[string]string{}
	for _, step := range steps {
		objects, err := step.objects(inputs)
		if err != nil {
			return nil, step.explain(err)
		}
		for _, object := range objects {
			id := idOf(object)
			if other, isKnown := stepOf[id]; isKnown && other != step.Name {
				return nil, fmt.Errorf("the steps %q and %q both have %s", other, step.Name, id)
			}
			stepOf[id] = step.Name
		}
		all = append(all, objects...)
	}
	return all, nil
}

func (step Step) explain(err error) error {
	if step.Name == "" {
		return err
	}
	return fmt.Errorf("step %q: %w", step.Name, err)
}

// objects builds the objects of a step once for each input, or once if there
// is none. Of objects with the same id the first is kept.
func (step Step) objects(inputs []input) ([]*unstructured.Unstructured, error) {
	rounds := inputs
	if len(rounds) == 0 {
		rounds = []input{nil}
	}
	kept := collection{known: map[string]bool{}, keepsAll: len(inputs) == 0}
	for index, resource := range step.Resources {
		for _, input := range rounds {
			object, err := fromResource(resource, input)
			if err != nil {
				return nil, fmt.Errorf("resources[%d]: %w", index, err)
			}
			kept.add(object)
		}
	}
	kept.keepsAll = false
	if step.Template == "" {
		return kept.objects, nil
	}
	for _, input := range rounds {
		objects, err := fromTemplate(step.Template, input)
		if err != nil {
			return nil, fmt.Errorf("resourcesTemplate: %w", err)
		}
		for _, object := range objects {
			kept.add(object)
		}
	}
	return kept.objects, nil
}

// collection keeps the first object of each id.
type collection struct {
	objects []*unstructured.Unstructured
	known   map[string]bool
	// keepsAll is for resources that are built without inputs: the operator
	// neither compares them nor looks at their annotation.
	keepsAll bool
}

// reconcile is the annotation with which an object is left out.
const reconcile = "fluxcd.controlplane.io/reconcile"

func (c *collection) add(object *unstructured.Unstructured) {
	id := idOf(object)
	if !c.keepsAll && (c.known[id] || object.GetAnnotations()[reconcile] == "disabled") {
		return
	}
	c.known[id] = true
	c.objects = append(c.objects, object)
}

// idOf is what an object is in the cluster, whatever the version of its API.
func idOf(object *unstructured.Unstructured) string {
	return strings.Join([]string{
		object.GroupVersionKind().Group,
		object.GetKind(),
		object.GetNamespace(),
		object.GetName(),
	}, "/")
}

// AppendJSON appends the result as JSON.
func (built *Built) AppendJSON(to []byte) []byte {
	return append(document.AppendJSON(to, built.Text, built.Documents), '}')
}

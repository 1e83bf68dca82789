package resourceset

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/template"

	sprig "github.com/go-task/slim-sprig/v3"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	stream "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// fromResource builds the object of a template in JSON.
func fromResource(resource []byte, input input) (*unstructured.Unstructured, error) {
	text, err := yaml.JSONToYAML(resource)
	if err != nil {
		return nil, err
	}
	rendered, err := render(string(text), input)
	if err != nil {
		return nil, err
	}
	return read([]byte(rendered))
}

// fromTemplate builds the objects of a stream of YAML documents (fluxcd/pkg:
// ssa/utils/object.go, ReadObjects).
func fromTemplate(text string, input input) ([]*unstructured.Unstructured, error) {
	rendered, err := render(text, input)
	if err != nil {
		return nil, err
	}
	reader := stream.NewYAMLReader(bufio.NewReader(strings.NewReader(rendered)))
	var objects []*unstructured.Unstructured
	for {
		text, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, err
		}
		found, err := objectsIn(text)
		if err != nil {
			return nil, err
		}
		objects = append(objects, found...)
	}
}

// objectsIn reads a document: an object, a list of objects, or nothing. What
// has no kind or name, and a kustomization, is left out.
func objectsIn(text []byte) ([]*unstructured.Unstructured, error) {
	if value, err := yaml.YAMLToJSON(text); err == nil && string(value) == "null" {
		return nil, nil
	}
	object, err := read(text)
	if err != nil {
		return nil, err
	}
	if object.IsList() {
		var objects []*unstructured.Unstructured
		err := object.EachListItem(func(item runtime.Object) error {
			if one, isObject := item.(*unstructured.Unstructured); isObject {
				objects = append(objects, one)
			}
			return nil
		})
		return objects, err
	}
	isKustomization := strings.HasPrefix(object.GetAPIVersion(), "kustomize.config.k8s.io/")
	if object.GetName() == "" || object.GetAPIVersion() == "" || isKustomization {
		return nil, nil
	}
	return []*unstructured.Unstructured{object}, nil
}

func read(text []byte) (*unstructured.Unstructured, error) {
	value, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, fmt.Errorf("the result is not YAML: %w", err)
	}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(value); err != nil {
		return nil, fmt.Errorf("the result is not a Kubernetes object: %w", err)
	}
	return object, nil
}

// render executes a template. The functions are those of slim-sprig without
// those that need the clock, the environment or chance, and four of the operator.
func render(text string, input input) (string, error) {
	functions := template.FuncMap{
		"inputs":     func() any { return input },
		"slugify":    slugify,
		"toYaml":     toYaml,
		"mustToYaml": mustToYaml,
	}
	parsed, err := template.New("resourceset").
		Delims("<<", ">>").
		Funcs(sprig.HermeticTxtFuncMap()).
		Funcs(functions).
		Option("missingkey=error").
		Parse(text)
	if err != nil {
		return "", err
	}
	var rendered strings.Builder
	if err := parsed.Execute(&rendered, nil); err != nil {
		return "", err
	}
	return rendered.String(), nil
}

func toYaml(value any) string {
	text, _ := mustToYaml(value)
	return text
}

func mustToYaml(value any) (string, error) {
	text, err := yaml.Marshal(value)
	return string(text), err
}

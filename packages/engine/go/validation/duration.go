package validation

import (
	"errors"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
)

// duration takes a duration of Go where JSON Schema has one of ISO 8601
// (kubeconform pkg/validator/validator.go, validateDuration).
func duration() (*jsonschema.Format, error) {
	iso, err := builtIn("duration")
	if err != nil {
		return nil, err
	}
	return &jsonschema.Format{Name: "duration", Validate: func(value any) error {
		if text, isText := value.(string); isText {
			if _, err := strfmt.ParseDuration(text); err == nil {
				return nil
			}
		}
		return iso.Validate(value)
	}}, nil
}

// builtIn is a format of the schema compiler.
func builtIn(name string) (*jsonschema.Format, error) {
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"format": "` + name + `"}`))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft7)
	if err := c.AddResource(urlOf(name), document); err != nil {
		return nil, err
	}
	schema, err := c.Compile(urlOf(name))
	if err != nil {
		return nil, err
	}
	if schema.Format == nil {
		return nil, errors.New("there is no format " + name)
	}
	return schema.Format, nil
}
